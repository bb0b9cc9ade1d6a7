"""What a card of a quiz asks, options and all, and what is told as its answer."""

from textwrap import dedent

from flashrl.formats import parse
from flashrl.model import Card, SectionKind


def _cards(text: str) -> list[Card]:
    return list(parse(dedent(text).lstrip("\n"), "README").deck.cards)


def _told(card: Card) -> tuple[str, str]:
    """What goes on with the question, and the answer."""
    asked, told = (
        "\n".join(each.text for each in card.sections if each.kind is kind)
        for kind in (SectionKind.QUESTION, SectionKind.ANSWER)
    )
    return asked, told


def test_what_sets_the_right_option_apart_is_not_shown_with_the_question() -> None:
    text = """
        ## 1. Which of these learns off-policy?

        A. SARSA <br>
        **B. Q-learning** <br>
        C. REINFORCE

        ## 2. Which of these has no critic?

        - a) A2C
        - __b) REINFORCE__
        - c) SAC
    """
    first, second = map(_told, _cards(text))
    assert first == ("A. SARSA <br>\nB. Q-learning <br>\nC. REINFORCE", "B. Q-learning")
    assert second == ("- a) A2C\n- b) REINFORCE\n- c) SAC", "- b) REINFORCE")


def test_a_scenario_and_what_is_asked_of_it_are_one_question_above_its_options() -> None:
    text = """
        1. A car sees its lane only now and then.
        Which memory helps it?
        A. A replay buffer
        **B. A recurrent state**
        C. A larger batch

        2. A car brakes too late.
        Its designers therefore
        **A. punish the late stop**
        B. drop the camera
        C. act greedily
    """
    cards = _cards(text)
    assert [card.question for card in cards] == [
        "A car sees its lane only now and then. Which memory helps it?",
        "A car brakes too late. Its designers therefore",
    ]
    assert _told(cards[0]) == (
        "A. A replay buffer\nB. A recurrent state\nC. A larger batch",
        "B. A recurrent state",
    )
