"""What a question is about, in a line of its own above it, is asked with it."""

import pytest

from flashrl.formats import parse

AGENTS = ("a walker", "a trader", "a driver", "a player")


def _cards(form: str) -> list[tuple[str, list[str]]]:
    text = "# RL scenarios\n\n" + "".join(form.format(each) for each in AGENTS)
    cards = parse(text, "README", folder="interview-prep").deck.cards
    return [(card.question, [section.text for section in card.sections]) for card in cards]


@pytest.mark.parametrize(
    "form",
    [
        "**Scenario:** {} stands still.\n\n**Question:** What is wrong?\n\n**Answer:** The reward.\n\n",
        "**Scenario 1:** {} stands still.\n**Question:** What is wrong?\n**Answer:** The reward.\n\n",
        "Scenario: {} stands still.\nQuestion: What is wrong?\nAnswer: The reward.\n\n",
        "- **Scenario:** {} stands still.\n- **Question:** What is wrong?\n- **Answer:** The reward.\n\n",
    ],
    ids=["bold", "counted", "plain", "bullets"],
)
def test_a_scenario_and_its_question_are_one_card(form: str) -> None:
    cards = _cards(form)
    assert [question for question, _ in cards] == [f"{each} stands still." for each in AGENTS]
    for _, (asked, told) in cards:
        assert asked.endswith("What is wrong?")
        assert told == "The reward."


def test_a_scenario_that_is_answered_by_itself_and_a_question_below_are_two_cards() -> None:
    form = "**Scenario:** {} stands still.\n\n**Answer:** It moves.\n\n"
    form += "**Question:** What is wrong?\n\n**Answer:** The reward.\n\n"
    assert len(_cards(form)) == 2 * len(AGENTS)
