"""A file that is one question may have it in its front matter."""

from textwrap import dedent

import pytest

from flashrl.formats import parse
from flashrl.model import Card, SectionKind


def _cards(text: str) -> list[Card]:
    return list(parse(dedent(text).lstrip("\n"), "0007").deck.cards)


def _answer(card: Card) -> str:
    return "\n".join(each.text for each in card.sections if each.kind is SectionKind.ANSWER)


def test_a_question_in_the_front_matter_is_answered_by_the_text() -> None:
    text = """
        ---
        question: "Which of these does the critic learn?"
        tags: [actors]
        ---

        - [ ] a policy
        - [x] the values
    """
    (card,) = _cards(text)
    assert card.question == "Which of these does the critic learn?"
    assert card.tags == ("actors",)
    assert _answer(card) == "- the values"


@pytest.mark.parametrize("body", ["", "A. off-policy\nB. on-policy\nC. both\n"])
def test_the_answer_may_stand_beside_it(body: str) -> None:
    (card,) = _cards(f"---\nquestion: SARSA is:\nanswer: on-policy, as it bootstraps\n---\n{body}")
    assert (card.question, _answer(card)) == ("SARSA is:", "on-policy, as it bootstraps")
    assert card.sections[0].text == body.rstrip() or not body


@pytest.mark.parametrize(
    "text",
    [
        "---\nquestion: What is a return?\n---\n",
        "---\nquestions: many\n---\n\nA page about returns and how they are summed.\n",
        "---\ntitle: Question\n---\n\nReturns are summed.\n",
    ],
)
def test_other_front_matter_asks_nothing(text: str) -> None:
    assert _cards(text) == []
