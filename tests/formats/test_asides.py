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
    options = "    a. `$!`\n    **b. `$#`**\n    c. `$$`"
    stated = "3. The agent is told\n\n    a. a state\n    **b. a reward**\n    c. a goal"
    asked = "\n\n".join(f"{n}. Which sign is number {n}?\n\n{options}" for n in (1, 2, 4, 5, 6))
    text = asked.replace("`$#`", "`$?`", 1).replace("4. Which", f"{stated}\n\n4. Which")
    found = questions(f"# Notes\n\n{text}\n")
    assert found == [
        "Which sign is number 1?",
        "Which sign is number 2?",
        "The agent is told",
        *(f"Which sign is number {n}?" for n in (4, 5, 6)),
    ]


@pytest.mark.parametrize(
    "told",
    [
        "- V: of a state\n- Q: of an action\n- A = Q - V",
        "- Q: what is sought\n- K: what is offered\n- V: what is given",
        "- **V**: of a state\n- **Q**: of an action\n- **A**: what it gains",
    ],
)
def test_a_letter_that_is_explained_among_others_is_no_prefix(told: str) -> None:
    text = f"# Notes\n\n### 1. What do the letters say?\n\n{told}\n\n### 2. What is a goal?\n\nAn aim.\n"
    assert questions(text) == ["What do the letters say?", "What is a goal?"]


def test_a_question_with_its_answer_and_a_line_of_another_letter_stays_one() -> None:
    text = "Q: What is a return?\nA: A sum.\nR: Chapter 3\nQ: What is a goal?\nA: An aim.\nR: Chapter 1\n"
    assert questions(text) == ["What is a return?", "What is a goal?"]
    assert questions(text.replace("\nQ:", "\n\nQ:")) == ["What is a return?", "What is a goal?"]


def test_a_bullet_above_a_question_is_no_explained_letter_where_that_asks() -> None:
    text = (
        "- T: values\n- Q: What is a return?\n- A: A sum.\n\n- T: aims\n- Q: What is a goal?\n- A: An aim.\n"
    )
    found = parse(f"# Notes\n\n{text}", "notes").deck.cards
    assert [(card.question, card.sections[0].text.split("\n")[0]) for card in found] == [
        ("What is a return?", "A sum."),
        ("What is a goal?", "An aim."),
    ]


@pytest.mark.parametrize("head", ["### Q: What is {}?", "### What is {}?"])
@pytest.mark.parametrize(
    ("told", "label"),
    [
        ("**Short answer.** It acts.", "**Typical probes.**"),
        ("It acts.", "**Common follow-ups.**"),
        ("It acts.", "Follow-up questions:"),
    ],
)
def test_bullets_that_ask_on_in_an_answer_are_parts_of_it(head: str, told: str, label: str) -> None:
    asked = '- "What if {0} is slow?" → It waits.\n- "What if {0} is lost?" → It ends.'
    text = "\n\n".join(
        [head.format(each), told, f"{label}\n{asked.format(each)}", "**Mistakes.**\n- Haste."][n]
        for each in _ASKED
        for n in range(4)
    )
    cards = parse(f"# RL interview\n\n{text}\n", "notes").deck.cards
    assert [card.question for card in cards] == [f"What is {each}?" for each in _ASKED]
    assert all(card.sections[-1].text.endswith("- Haste.") for card in cards)
