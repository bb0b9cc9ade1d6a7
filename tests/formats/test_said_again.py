"""What is asked below one question after another is a part of each answer."""

import pytest

from flashrl.formats import parse

ASKED = ["What is a bandit?", "Explain regret", "Why explore?", "Thompson sampling", "Is UCB optimal?"]
PARTS = {
    "headings": "#### {asked}\n\n{told}\n\n",
    "bold": "**{asked}**\n{told}\n\n",
}
LOOKS = {
    "numbers": "### {n}. {asked}\n\n",
    "prefixes": "### Q{n}. {asked}\n\n",
    "bold": "**{n}. {asked}**\n\n",
}


def _questions(text: str) -> list[str]:
    return [card.question for card in parse(text, "notes").deck.cards if not card.is_draft]


@pytest.mark.parametrize("look", ["numbers", "prefixes"])
@pytest.mark.parametrize("part", PARTS)
@pytest.mark.parametrize(
    "parts", [("What?", "Why?", "When?"), ("What is it?", "Why does it matter?"), ("How?",)]
)
def test_what_is_asked_below_each_question_is_a_part_of_its_answer(
    look: str, part: str, parts: tuple[str, ...]
) -> None:
    text = "# Bandits: interview questions\n\n"
    for n, asked in enumerate(ASKED, start=1):
        text += LOOKS[look].format(n=n, asked=asked)
        text += "".join(PARTS[part].format(asked=each, told=f"Told in {n}.") for each in parts)
    assert _questions(text) == ASKED


def test_headings_that_ask_the_same_below_bold_questions_are_parts_too() -> None:
    text = "# Bandits: interview questions\n\n"
    for n, asked in enumerate(ASKED, start=1):
        text += LOOKS["bold"].format(n=n, asked=asked)
        text += "".join(PARTS["headings"].format(asked=each, told="Told.") for each in ("What?", "Why?"))
    assert _questions(text) == ASKED


def test_a_puzzle_that_asks_what_the_others_ask_is_a_question() -> None:
    text = "# Puzzles: interview questions\n\n"
    for n, code in enumerate(("argmax([1, 1])", "len(episode)", "sum(rewards)"), start=1):
        text += (
            f"## Puzzle {n}\n\n### What will be the output?\n\n```python\n{code}\n```\n\nIt gives {n}.\n\n"
        )
    assert _questions(text) == ["What will be the output?"] * 3


def test_questions_of_a_chapter_that_sound_alike_are_questions() -> None:
    text = "# Bandits: interview questions\n\n"
    for name in ("UCB", "Gradient bandits", "Thompson sampling"):
        text += (
            f"## {name}\n\n### What is {name}?\n\nA rule.\n\n### Why does {name} work?\n\nIt explores.\n\n"
        )
    assert len(_questions(text)) == 6


def test_a_numbered_heading_that_asks_keeps_its_words_above_one_line_in_bold_that_asks() -> None:
    text = "# Bandits: interview questions\n\n"
    for n, name in enumerate(("regret", "optimism", "the gap", "the horizon"), start=1):
        text += (
            f"### {n}. Explain {name}\n\n**What is {name}?**\n\nA quantity.\n\n**How it works:**\n\n- so\n\n"
        )
    assert _questions(text) == [
        "Explain regret",
        "Explain optimism",
        "Explain the gap",
        "Explain the horizon",
    ]


@pytest.mark.parametrize("answer", ["Answer: An arm.", "Ans:\n\nAn arm."])
def test_a_question_that_a_heading_has_asked_is_asked_again_where_its_answer_is_marked(answer: str) -> None:
    text = "# Bandits: interview questions\n\n"
    text += "".join(f"### {n}. {each}\n\n**Answer:** Said.\n\n" for n, each in enumerate(ASKED, start=1))
    more = ["Why pull?", ASKED[0], "What is pulled?", ASKED[2]]
    text += "".join(f"{n}. {each}\n\n{answer}\n\n" for n, each in enumerate(more, start=6))
    assert _questions(text) == ASKED + more
