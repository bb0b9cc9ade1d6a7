"""Headings that are terms are questions below a title that says so, and chapters below any other."""

import pytest

from flashrl.formats import parse

TERMS = ["Replay buffer", "Soft update", "Regret", "Off-policy vs on-policy", "Trace", "Return", "Sweep"]
TERMS += ["Belief", "Bandit", "Critic"]
TOLD = "What a learner keeps.\n\nIt is read again later."


def _text(title: str, heading: str = "### {term}", told: str = TOLD) -> str:
    named = (heading.format(n=n, term=term) for n, term in enumerate(TERMS, start=1))
    return f"{title}\n\n" + "".join(f"{each}\n\n{told}\n\n" for each in named)


def _questions(text: str) -> list[str]:
    return [card.question for card in parse(text, "README").deck.cards]


@pytest.mark.parametrize(
    "text",
    [
        _text("## RL Interview Questions"),
        _text("# RL Questions and Answers\n\nThose that are asked most.\n\n## Basics", "#### {term}"),
        _text("# RL interview Q&A", "## {term}", f"{TOLD}\n\n### Example\n\n`buffer.add(step)`"),
        _text("# RL interview questions", "## {n}. {term}", "- It is kept.\n- It is read."),
    ],
    ids=["below a title", "below a topic", "with examples", "counted above bullets"],
)
def test_short_headings_with_text_below_a_title_of_questions_are_the_questions(text: str) -> None:
    assert _questions(text) == TERMS
    asking = text.replace("Sweep", "What is a sweep?")
    assert len(_questions(asking)) == len(TERMS)


@pytest.mark.parametrize(
    "text",
    [
        _text("# A guide to RL interview questions"),
        _text("# How to prepare for RL interview questions"),
        _text("# RL notes with questions and answers"),
        _text("# RL"),
        _text("# RL interview questions", told="- What is kept\n- What is read"),
        _text("# RL interview questions", told=TOLD + "\n\nMore of it." * 20),
        _text("# RL interview questions\n\n## Overview of it all\n\nAll that is kept here is listed below."),
        _text("# RL interview questions", told=f"{TOLD}\n\n**Q: Who reads it?**"),
        _text(
            "# RL interview questions\n\n## Usage\n\nRead.\n\n## License\n\nMIT\n\n## Contributing\n\nWrite."
        ),
    ],
    ids=[
        "guide",
        "advice",
        "notes",
        "anything",
        "topics",
        "chapters",
        "parts with text",
        "questions",
        "README",
    ],
)
def test_headings_that_only_name_a_chapter_are_no_questions(text: str) -> None:
    assert not {*TERMS} & {*_questions(text)}


KEPT = "- All that was seen is kept here, and is read again.\n- It is cheap."


def _named(told: str = KEPT, title: str = "# RL-Interview-Questions", end: str = "") -> str:
    rows = (f"| {n} | [{each}](README.md#{each.lower()}) |" for n, each in enumerate(TERMS, start=1))
    contents = "\n".join(["| No | Content |", "| --- | --- |", *rows])
    return _text(f"{title}\n\n## Table of contents\n\n{contents}", "## {term}", told) + end


@pytest.mark.parametrize(
    "text",
    [
        _named(),
        _named().replace("| 1 |", "-").replace(" |\n", "\n"),
        _named(f"{KEPT}\n\n### Example\n\n`buffer.add(step)`"),
        _named(end="## License\n\nAll of it is free for anyone to use.\n"),
    ],
    ids=["rows", "items", "with examples", "license"],
)
def test_headings_that_the_contents_name_are_the_questions_below_a_title_of_questions(text: str) -> None:
    assert _questions(text) == TERMS
    asking = (
        text.replace("## Sweep", "## What is a sweep?") + "## Horizon\n\nIt is how far ahead one looks.\n"
    )
    assert len(_questions(asking)) == len(TERMS) + 1


def _of_parts() -> str:
    told = "They go round and round.\n\n### Keys of {0}\n\nThey are the names of what is kept."
    parts = _named(f"### Rings of {{0}}\n\n{told}").split("\n## ")
    return "\n## ".join(part.replace("{0}", part.split("\n")[0]) for part in parts)


@pytest.mark.parametrize(
    "text",
    [
        _named(title="# A guide to RL interview questions"),
        _named(title="# RL notes"),
        _named("- Rings\n- Keys"),
        _named("1. Explain the ring that goes round.\n2. Describe what memory holds."),
        _of_parts(),
        _named("### What is a ring?\n\nIt goes round and round in memory."),
        _named("- [A long paper on all that is kept](https://a.example/kept)"),
        _named("All that was seen is kept here.\n\n" * 50),
    ],
    ids=["guide", "notes", "topics", "tasks", "deeper", "asked below", "links", "long"],
)
def test_chapters_that_the_contents_name_are_no_questions(text: str) -> None:
    assert not {*TERMS} & {*_questions(text)}


@pytest.mark.parametrize("heading", ["## Q{n}. {term}", "## What is {term}?", "## {n}. {term}"])
def test_labels_said_again_below_each_are_parts_of_answers(heading: str) -> None:
    told = f"### Idea\n\n{TOLD}\n\n### Spoken aloud\n\n{TOLD}"
    shown = _questions(_text("# RL interview questions and answers", heading, told))
    assert [each.removeprefix("What is ").removesuffix("?") for each in shown] == TERMS


def test_headings_of_their_own_below_questions_are_parts_of_answers_and_below_topics_are_terms() -> None:
    pairs = [f"## {{}}\n\n### {each} in short\n\n{TOLD}\n\n### {each} in full\n\n{TOLD}\n" for each in TERMS]
    title = "# RL interview questions\n\n"
    asked = [f"Why {each.lower()}?" for each in TERMS]
    assert _questions(title + "\n".join(map(str.format, pairs, asked))) == asked
    assert len(_questions(title + "\n".join(map(str.format, pairs, TERMS)))) == 2 * len(TERMS)


def test_a_heading_above_nothing_but_questions_is_a_topic() -> None:
    listed = "\n".join(f"- {each}" for each in ("什么是回报", "如何估计价值", "策略和价值的区别"))
    text = "".join(
        f"### {n}、{name}\n\n{listed}\n\n" for n, name in enumerate(("价值", "策略", "模型"), start=1)
    )
    cards = parse(text, "强化学习面试题").deck.cards
    assert [card.is_draft for card in cards] == [True] * 9
    assert cards[0].topic == "1、价值"


DECK = "# RL flashcards\n\nCover the meanings.\n\n## Basics\n\n"


def _deck(line: str, title: str = DECK) -> str:
    return title + "".join(line.format(n=n, term=term) for n, term in enumerate(TERMS, start=1))


@pytest.mark.parametrize(
    "line",
    [
        "{n}.  **{term}**\n    * What is kept by a learner.\n",
        "- **{term}**: what is kept.\n",
        "**{term}:** what is kept.\n\n",
        "**{term}**\n\nWhat is kept.\n\n**Use:** it is read.\n\n",
        "- {term} – what is kept\n",
    ],
    ids=["counted", "items", "lines", "paragraphs", "plain"],
)
def test_names_and_what_they_mean_are_cards_where_a_title_says_flashcards(line: str) -> None:
    deck = parse(_deck(line), "README").deck
    assert [card.question for card in deck.cards] == TERMS
    assert not any(card.is_draft or "**" in card.sections[0].text.split("\n")[0] for card in deck.cards)


@pytest.mark.parametrize("head", ["| Term | Definition | Seen |", "| # | Begriff | Was es heisst |"])
def test_rows_of_names_and_meanings_are_cards_where_a_title_says_flashcards(head: str) -> None:
    row = "| {term} | what is kept | 3 |\n" if "Seen" in head else "| {n} | {term} | what is kept |\n"
    table = _deck(row, f"{DECK}{head}\n|---|---|---|\n")
    found = parse(table, "README").deck.cards
    assert [(card.question, card.sections[0].text) for card in found] == [
        (term, "what is kept") for term in TERMS
    ]
    assert not parse(table.replace("flashcards", "glossary"), "README").deck.cards


@pytest.mark.parametrize(
    "text",
    [
        _deck("- **{term}**: what is kept.\n", "# RL\n\n"),
        _deck("- **{term}**: what is kept.\n", "# RL flashcards\n\n## Features\n\n"),
        _deck("- **{term}**: what is kept.\n") + "\nIt is a program that asks.\n" * 5,
        _deck("- **{term}** is what it keeps.\n"),
    ],
    ids=["anything", "features", "other text", "sentences"],
)
def test_names_in_other_files_or_beside_other_text_are_no_cards(text: str) -> None:
    assert not parse(text, "README").deck.cards


@pytest.mark.parametrize("links", ["### References", "#### 참고 자료"])
def test_links_below_references_and_what_an_answer_asks_now_and_then_leave_terms_questions(
    links: str,
) -> None:
    told = f"{TOLD}\n\n{links}\n\n- [Buffers](https://example.org/a)\n- [Sweeps](https://example.org/b)"
    text = _text("# RL interview questions", "## {term}", told)
    assert _questions(text.replace(TOLD, f"{TOLD}\n\n- 어떻게 쓰는지 설명한다.", 2)) == TERMS


def test_short_topics_beside_a_third_that_ask_are_asked_too_right_below_the_only_title() -> None:
    asked = [f"What is {term.lower()}?" for term in TERMS[:5]]
    found = "".join(f"## {each}\n\n{TOLD}\n\n" for each in [*TERMS, *asked])
    text = f"# Bandits\n\n{found}"
    named = [card.question for card in parse(text, "bandits", folder="rl-interview").deck.cards]
    assert named == [*TERMS, *asked]
    assert _questions(text) == asked
    more = text.replace(f"## {TERMS[2]}", f"# Parts\n\n## {TERMS[2]}")
    assert [card.question for card in parse(more, "bandits", folder="rl-interview").deck.cards] == asked
    few = text.replace(asked[0], "Sarsa")
    assert [card.question for card in parse(few, "bandits", folder="rl-interview").deck.cards] == asked[1:]
