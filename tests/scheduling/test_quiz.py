"""A quiz draws its questions, keeps what is said of each answer, and comes to a score."""

import random
from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flashrl.model import Difficulty, EventKind, Quality
from flashrl.scheduling.quiz import PARTLY, RIGHT, WRONG, Question, Quiz, Score, draw

TODAY = date(2026, 3, 1)
NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)
A = Question("a", "Bandits", "UCB", Difficulty.HARD)
B = Question("b", "Bandits", "Regret", Difficulty.EASY)
C = Question("c", "PPO")


def said(*qualities: Quality) -> Quiz:
    quiz = Quiz([A, B, C])
    for quality in qualities:
        quiz.say(quality, now=NOW, today=TODAY)
    return quiz


def test_the_same_rng_draws_the_same_questions() -> None:
    units = [f"u{number}" for number in range(100)]
    first, second = (draw(units, 5, random.Random(7)) for _ in range(2))
    assert first == second
    assert draw(units, 5, random.Random(8)) != first


@given(st.lists(st.sampled_from("abcdefgh"), unique=True), st.integers(0, 10), st.integers(0, 9))
def test_no_more_are_drawn_than_asked_for_or_there_are(units: list[str], number: int, seed: int) -> None:
    drawn = draw(units, number, random.Random(seed))
    assert len(drawn) == min(number, len(units)) == len(set(drawn))
    assert set(drawn) <= set(units)


def test_of_the_blanks_of_a_card_one_is_drawn() -> None:
    for seed in range(20):
        drawn = draw(["u#c1", "u#c2", "u#c3", "v"], 5, random.Random(seed))
        assert len(drawn) == 2
        assert "v" in drawn


def test_questions_are_asked_in_turn_and_said_in_events_of_practice() -> None:
    quiz = said(RIGHT)
    assert (quiz.current, quiz.following) == (B, C)
    event = quiz.say(WRONG, now=NOW, today=TODAY, seconds=9.5)
    assert (event.unit, event.quality, event.kind, event.seconds) == ("b", 1, EventKind.PRACTICE, 9.5)
    assert (quiz.current, quiz.following) == (C, None)


def test_undo_asks_the_last_question_again() -> None:
    quiz = said(RIGHT, WRONG)
    quiz.undo()
    assert quiz.current == B
    assert quiz.score == Score(right=1)
    quiz.undo()
    quiz.undo()
    assert quiz.current == A


def test_half_a_point_is_given_for_what_is_partly_right() -> None:
    score = said(RIGHT, PARTLY, WRONG).score
    assert (score.points, score.total) == (1.5, 3)


def test_the_score_is_told_by_category_and_by_difficulty() -> None:
    quiz = said(RIGHT, PARTLY, WRONG)
    assert quiz.by_category() == {"Bandits": Score(1, 1, 0), "PPO": Score(0, 0, 1)}
    assert list(quiz.by_difficulty().items()) == [
        ("easy", Score(0, 1, 0)),
        ("hard", Score(1, 0, 0)),
        ("", Score(0, 0, 1)),
    ]


def test_what_was_not_wholly_right_was_missed() -> None:
    assert said(RIGHT, PARTLY, WRONG).missed == ["b", "c"]
    assert said(PARTLY).missed == ["a"]


def test_nothing_is_said_after_the_last_question() -> None:
    quiz = said(RIGHT, RIGHT, RIGHT)
    assert quiz.current is None
    with pytest.raises(ValueError, match="the quiz is over"):
        quiz.say(RIGHT, now=NOW, today=TODAY)


def test_an_answer_is_right_partly_right_or_wrong() -> None:
    with pytest.raises(ValueError, match="not 5"):
        said(Quality.PERFECT)
