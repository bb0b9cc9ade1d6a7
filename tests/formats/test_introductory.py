"""A heading that asks what a file is about introduces the questions that are counted below it."""

import pytest

from flashrl.formats import parse

ASKED = [
    ("What is a trace?", "A memory of the states that were seen."),
    ("Explain its decay", "By gamma times lambda a step."),
    ("Replacing or accumulating", "Set it to one, or add one."),
    ("How long is it?", "As long as the weights."),
    ("Why cut it?", "The policy turned off from the one that is learned."),
    ("Dutch traces", "They make the online return exact."),
]
INTRODUCTION = (
    "# Traces: interview notes\n\n## {title}\n\nThey pass credit back. I was asked for them often.\n\n---\n\n"
)
LOOKS = {
    "headings": "### {n}. {asked}\n\n{told}\n\n",
    "bold": "**{n}. {asked}**\n\n{told}\n\n",
    "bold items": "{n}. **{asked}**\n\n   {told}\n\n",
    "items": "{n}. {asked}\n\n   {told}\n\n",
}


def _written(look: str, first: int = 1, last: int = len(ASKED)) -> str:
    rows = list(enumerate(ASKED, start=1))[first - 1 : last]
    return "".join(LOOKS[look].format(n=n, asked=asked, told=told) for n, (asked, told) in rows)


def _questions(text: str) -> list[str]:
    return [card.question for card in parse(text, "notes").deck.cards if not card.is_draft]


@pytest.mark.parametrize("look", LOOKS)
@pytest.mark.parametrize("title", ["What are traces?", "📌 Why traces?", "1. What are traces?"])
def test_an_introduction_that_asks_leaves_what_is_counted_below_it(look: str, title: str) -> None:
    text = INTRODUCTION.format(title=title) + _written(look)
    assert _questions(text) == [asked for asked, _ in ASKED]


@pytest.mark.parametrize("look", LOOKS)
def test_a_count_that_goes_on_below_the_next_such_heading_is_one(look: str) -> None:
    text = INTRODUCTION.format(title="What are traces?") + _written(look, 1, 3)
    text += "## How do they end?\n\nThis part is on cutting.\n\n" + _written(look, 4)
    assert _questions(text) == [asked for asked, _ in ASKED]


def test_a_line_in_bold_in_the_introduction_is_part_of_it() -> None:
    text = INTRODUCTION.format(title="What are traces?").replace(
        "---", "**Where are they used?**\n\nIn TD(lambda)."
    )
    assert _questions(text + _written("bold")) == [asked for asked, _ in ASKED]


def test_steps_below_a_question_are_its_answer() -> None:
    steps = ["Play", "Note what was seen", "Decay it", "Update", "Begin again", "What if it diverges? Stop"]
    text = "# Interview questions\n\n## How do you write TD(lambda)?\n\nIn a loop.\n\n"
    text += "".join(f"### {n}. {step}\n\nDo it with care.\n\n" for n, step in enumerate(steps, start=1))
    text += "## What is a trace?\n\nA memory.\n\n## Why decay it?\n\nOld states matter less.\n"
    assert _questions(text) == ["How do you write TD(lambda)?", "What is a trace?", "Why decay it?"]


@pytest.mark.parametrize("sign", ["P{}. ", "Q{}: ", "{}. "])
def test_what_stands_above_the_first_of_counted_headings_says_how_to_use_them(sign: str) -> None:
    asked = ("¿Cuándo basta un bandido?", "Qué mide el retorno", "¿Por qué explorar?", "¿Qué es un episodio?")
    questions = [f"## {sign.format(n)}{each}\n\nDepende.\n" for n, each in enumerate(asked, start=1)]
    above = "## Qué se valora\n\nLa claridad.\n\n## ¿Qué es un agente?\n\nUno que actúa.\n"
    cards = parse("# Entrevista\n\n" + "\n".join([above, *questions]), "README").deck.cards
    assert [card.line for card in cards] == [7, 11, 15, 19, 23]
