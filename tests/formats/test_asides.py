"""What asks inside an answer, by the way, among many questions of one look."""

import pytest

from flashrl.formats import parse

_ASKED = ["a bandit", "a return", "a trace", "a critic", "an option", "a model", "a goal"]


def questions(text: str) -> list[str]:
    return [card.question for card in parse(text, "notes").deck.cards]


def filled(look: str, *, aside: str, at: tuple[int, ...] = (1,)) -> str:
    """A file of questions of one look, with an aside in the answers of some of them."""
    lines = ["# Notes"]
    for number, each in enumerate(_ASKED, 1):
        lines += [look.format(number, each), f"Number {number} tells."]
        lines += [aside] if number in at else []
    return "\n\n".join(lines) + "\n"


@pytest.mark.parametrize("look", ["{0}. What is {1}?", "- What is {1}?", "**{0}. What is {1}?**"])
@pytest.mark.parametrize("aside", ["**But why is that?**\n\nSo.", "**Why?** Since.", "#### But why?\n\nSo."])
@pytest.mark.parametrize("at", [(1,), (4,), (1, 6)])
def test_a_line_that_asks_inside_an_answer_is_part_of_it(look: str, aside: str, at: tuple[int, ...]) -> None:
    assert questions(filled(look, aside=aside, at=at)) == [f"What is {each}?" for each in _ASKED]


def test_a_prefix_inside_an_early_answer_swallows_no_list() -> None:
    text = filled("{0}. What is {1}?", aside="Q: but why?\nA: so")
    assert questions(text) == ["What is a bandit?", "but why?", *(f"What is {each}?" for each in _ASKED[1:])]


@pytest.mark.parametrize(
    "asked",
    [
        "**What else is asked?**\n\nThis.\n\n**And what then?**\n\nThat.",
        "## More\n\n**What else is asked?**\n\nThis.",
        "**8. What else is asked?**\n\nThis.",
    ],
)
def test_questions_of_another_look_that_stand_together_or_in_a_part_of_their_own_stay(asked: str) -> None:
    assert "What else is asked?" in questions(filled("{0}. What is {1}?", aside=asked, at=(3,)))


def test_a_list_that_asks_below_a_question_is_its_answer() -> None:
    points = "\n".join(f"- Is it {each}?\n  Then so." for each in ("big", "slow", "deep", "wide", "old"))
    text = f"# RL interview\n\n## What is asked of a model?\n\n{points}\n\n## What is a goal?\n\nIt.\n"
    assert questions(text) == ["What is asked of a model?", "What is a goal?"]


def test_an_option_in_bold_that_ends_in_a_question_mark_is_no_question() -> None:
    options = "    a. `$!`\n    **b. `$?`**\n    c. `$#`"
    stated = "3. The agent is told\n\n    a. a state\n    **b. a reward**\n    c. a goal"
    asked = "\n\n".join(f"{n}. Which sign is number {n}?\n\n{options}" for n in (1, 2, 4, 5, 6))
    found = questions(f"# Notes\n\n{asked.replace('4. Which', stated + chr(10) * 2 + '4. Which')}\n")
    assert found == [
        "Which sign is number 1?",
        "Which sign is number 2?",
        "The agent is told",
        *(f"Which sign is number {n}?" for n in (4, 5, 6)),
    ]
