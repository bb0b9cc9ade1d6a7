"""Fences of code that nobody closed, and what they may not hide."""

import pytest

from flashrl.formats import parse


def asked(text: str) -> list[str]:
    return [card.question for card in parse(text, "notes").deck.cards]


QUESTIONS = ["What is a return?", "What is a policy?", "What is a model?"]
LOOKS = {
    "bold": "**{}**\n\n{}\n\n",
    "counted bold": "**1. {}**\n\n{}\n\n",
    "prefix": "Q: {}\nA: {}\n\n",
    "point": "Q. {}\nA. {}\n\n",
    "heading": "### {}\n{}\n\n",
    "fold": "<details>\n<summary>{}</summary><br><b>\n\n{}\n</b></details>\n\n",
}


def deck(look: str, answers: list[str]) -> str:
    return "# Interview\n\n" + "".join(
        look.format(question, answer) for question, answer in zip(QUESTIONS, answers, strict=True)
    )


@pytest.mark.parametrize("look", LOOKS.values(), ids=LOOKS)
def test_a_fence_that_stays_open_hides_no_question(look: str) -> None:
    answers = ["A sum:\n\n```python\ng = r + gamma * g", "A map.", "A guess:\n\n```python\nstep(s, a)\n```"]
    assert asked(deck(look, answers)) == QUESTIONS


@pytest.mark.parametrize("look", LOOKS.values(), ids=LOOKS)
def test_a_forgotten_mark_among_bare_ones_turns_nothing_inside_out(look: str) -> None:
    answers = [
        "A sum:\n\n```\ng = r + gamma * g",
        "A map:\n\n```\npi[s]\n```",
        "A guess:\n\n```\nstep(s, a)\n```",
    ]
    assert asked(deck(look, answers)) == QUESTIONS


def test_a_title_behind_code_without_end_is_no_code() -> None:
    text = (
        "# Returns\n\n```python\ng = 0\nfor r in rewards:\n    g += r\n\nThat is the sum.\n\n"
        "## Cards for today\n\n- What is a return? #card\n  - The sum.\n- What decays it? #card\n  - Gamma.\n"
    )
    assert len(asked(text)) == 2


@pytest.mark.parametrize(
    "shown",
    [
        "```bash\n## set up\nmake env\n\n# Is it there?\n## run\nmake run\n```\n",
        "```\n# Template\n\n## Which method?\n\nYours.\n```\n\nThat is all.\n\n```\nmake\n```\n",
        "```yaml\nname: run\n\n## Options\n\nseed: 1\n```\n\n```yaml\nseed: 2\n",
    ],
)
def test_comments_and_titles_in_code_that_ends_are_code(shown: str) -> None:
    assert parse(f"# Notes\n\nHow we run it.\n\n{shown}", "notes").deck.cards == ()
