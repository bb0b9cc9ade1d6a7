"""Counted titles in bold: those that are no questions, and where the answer above them ends."""

import pytest

from flashrl.formats import parse

NAMES = ("Seed", "Buffer", "Horizon", "Reward", "Policy", "Logging")


def steps(*names: str) -> str:
    return "\n".join(f"{n}. **{name}**\n\nSet it before the run.\n" for n, name in enumerate(names, 1))


def test_counted_tips_of_a_guide_are_no_questions() -> None:
    text = f"# How to prepare for interview questions\n\n## Before you run an agent\n\n{steps(*NAMES)}"
    assert parse(text, "README").deck.cards == ()


def test_features_that_a_contents_list_names_are_no_questions() -> None:
    listed = "\n".join(f"{n}. {name} of an agent" for n, name in enumerate(NAMES, 1))
    assert parse(f"# Runner\n\n{listed}\n\n## Features\n\n{steps(*NAMES)}", "README").deck.cards == ()


def test_the_answers_to_a_bare_list_are_no_titles_of_it() -> None:
    asked = "\n".join(f"{n}. What is set as number {n}?" for n in range(1, 7))
    cards = parse(
        f"# Interview questions\n\n{asked}\n\n## Said shortly\n\n{steps(*NAMES)}", "README"
    ).deck.cards
    assert [card.line for card in cards] == [3, 4, 5, 6, 7, 8]


def test_a_question_ends_before_the_title_with_the_next_number() -> None:
    names = [*NAMES[:3], "What does a reward say?", *NAMES[3:]]
    card = next(iter(parse(f"# Interview questions\n\n{steps(*names)}", "README").deck.cards))
    assert (card.question, card.line, card.end_line) == ("What does a reward say?", 15, 17)


def test_the_only_line_in_bold_among_counted_headings_is_part_of_an_answer() -> None:
    told = "A remark.\n\n**Design a bandit**\n\nIt has arms."
    counted = "".join(f"## Question {n}.\n\nWhy does run {n} learn?\n\n{told}\n\n" for n in (1, 2, 3))
    one = counted.replace("**Design a bandit**", "Design a bandit", 2)
    text = f"# Interview questions\n\n{one}## Question 4.\n\nWhat is a run?\n\nAn episode.\n"
    assert [card.line for card in parse(text, "README").deck.cards] == [3, 13, 23, 33]


@pytest.mark.parametrize("form", ["**{n}) {asked}**", "**{n}. {asked}**", "{n}. **{asked}**"])
def test_a_counted_line_in_bold_with_a_colon_asks_between_its_neighbours(form: str) -> None:
    asked = ["What is a trace?", "Keep the following in mind:", "How long is it?", "Why cut it?"]
    text = "\n\n".join(
        f"{form.format(n=n, asked=each)}\n\nIt fades." for n, each in enumerate(asked, start=1)
    )
    found = [card.question for card in parse(f"# Trace interview\n\n{text}\n", "README").deck.cards]
    assert found == asked
    twice = text.replace("How long is it?", "Its length:")
    found = [card.question for card in parse(f"# Trace interview\n\n{twice}\n", "README").deck.cards]
    assert found == ["What is a trace?", "Why cut it?"]


def test_what_code_has_to_do_is_asked_and_the_code_answers() -> None:
    does = "- fill the buffer\n- take a step"
    text = f"## 1. Write a loop that does the following:\n\n{does}\n\n```python\nstep(fill())\n```\n"
    (card,) = parse(f"# Trace interview\n\n{text}", "README").deck.cards
    assert [each.text for each in card.sections] == [does, "```python\nstep(fill())\n```"]


@pytest.mark.parametrize("form", ["**{} **", "- **{} ** "])
def test_a_space_inside_the_stars_makes_no_line_in_bold_text(form: str) -> None:
    asked = ["What is a trace?", "The decay of a trace", "How long is it?", "Why cut it?"]
    text = "\n\n".join(f"{form.format(each)}\n\n  It is (**really **) told." for each in asked)
    cards = parse(f"# Trace interview\n\n{text}\n", "README").deck.cards
    assert [card.question for card in cards] == asked
    assert {card.sections[0].text.strip() for card in cards} == {"It is (**really **) told."}
