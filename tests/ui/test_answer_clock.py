from datetime import timedelta

from flashrl.ui.answer_clock import AnswerClock
from tests.ui.conftest import Clock


def test_it_counts_from_each_restart(clock: Clock) -> None:
    answers = AnswerClock(clock)
    clock.pass_seconds(9)
    answers.restart()
    clock.pass_seconds(4)
    assert answers.seconds == 4


def test_what_holds_it_does_not_count(clock: Clock) -> None:
    answers = AnswerClock(clock)
    clock.pass_seconds(2)
    answers.hold("pause")
    clock.pass_seconds(50)
    assert answers.seconds == 2
    answers.release("pause")
    clock.pass_seconds(3)
    assert answers.seconds == 5


def test_it_runs_only_when_all_that_held_it_is_gone(clock: Clock) -> None:
    answers = AnswerClock(clock)
    answers.hold("pause")
    answers.hold("another window")
    answers.hold("pause")
    answers.release("pause")
    clock.pass_seconds(7)
    assert answers.seconds == 0
    answers.release("another window")
    clock.pass_seconds(7)
    assert answers.seconds == 7


def test_a_release_of_what_did_not_hold_it_changes_nothing(clock: Clock) -> None:
    answers = AnswerClock(clock)
    clock.pass_seconds(5)
    answers.release("pause")
    assert answers.seconds == 5


def test_another_card_begins_at_zero_and_stays_there_while_the_clock_is_held(clock: Clock) -> None:
    answers = AnswerClock(clock)
    clock.pass_seconds(5)
    answers.hold("another page")
    answers.restart()
    clock.pass_seconds(5)
    assert answers.seconds == 0
    answers.release("another page")
    clock.pass_seconds(1)
    assert answers.seconds == 1


def test_a_clock_that_is_set_back_takes_no_time_away(clock: Clock) -> None:
    answers = AnswerClock(clock)
    clock.now -= timedelta(hours=1)
    assert answers.seconds == 0
    clock.now += timedelta(hours=30)
    assert answers.seconds == 300
