"""Quizzes that are forms of a web page: their boxes are options, and no tag is the title of a question."""

import pytest

from flashrl.formats import parse
from flashrl.model import Card, SectionKind

ASKED = ["Which method bootstraps?", "Select all that act greedily:", "What does a critic estimate?"]
OPTIONS = ["values", "actions"]
_KEY = "<details>\n<summary>Show answer</summary>\n\n**Answer:** values\n\n</details>\n\n"
LOOKS = [
    (
        "<form>\n  <p>{asked}</p>\n{options}  <button>Check</button>\n</form>",
        '  <label><input type="radio" name="q"> {text}</label><br>\n',
    ),
    (
        "<fieldset>\n<legend>{asked}</legend>\n{options}</fieldset>",
        '<input type="checkbox" id="a"/>\n<label for="a">{text}</label><br/>\n',
    ),
    ("{asked}\n\n{options}", '- <input type="radio" name="q" value="1"> {text}\n'),
    ("<section>\n\n{asked}\n\n{options}\n</section>", "- [ ] {text}\n"),
]


def quiz(look: str, option: str, key: str = _KEY) -> list[Card]:
    shown = "".join(option.format(text=text) for text in OPTIONS)
    parts = [
        f"### Question {n}\n{look.format(asked=asked, options=shown)}\n\n{key}"
        for n, asked in enumerate(ASKED, start=1)
    ]
    return list(parse("# Mock exam\n\n" + "".join(parts), "README").deck.cards)


def texts(card: Card, kind: SectionKind) -> list[str]:
    lines = [line for each in card.sections if each.kind is kind for line in each.text.split("\n")]
    return [line for line in lines if line.strip()]


@pytest.mark.parametrize(("look", "option"), LOOKS)
def test_the_boxes_of_a_form_are_the_options_of_its_question(look: str, option: str) -> None:
    found = quiz(look, option)
    assert [card.question for card in found] == ASKED
    assert [texts(card, SectionKind.QUESTION) for card in found] == [["- [ ] values", "- [ ] actions"]] * 3
    assert [texts(card, SectionKind.ANSWER) for card in found] == [["values"]] * 3


def test_a_form_without_a_key_is_a_draft() -> None:
    assert [card.is_draft for card in quiz(*LOOKS[0], key="")] == [True] * 3


def test_a_box_that_is_checked_answers() -> None:
    text = '### Question {n}\n<form>\n<p>{asked}</p>\n<label><input type="radio"> all</label>\n'
    text += '<label><input type="radio" checked> some</label>\n</form>\n\n'
    shown = "".join(text.format(n=n, asked=asked) for n, asked in enumerate(ASKED, start=1))
    found = parse(f"# Exam\n\n{shown}", "README").deck.cards
    assert [(card.question, texts(card, SectionKind.ANSWER)) for card in found] == [
        (asked, ["- some"]) for asked in ASKED
    ]


def test_the_boxes_of_a_page_that_explains_them_stay_as_they_are() -> None:
    told = '```html\n<form>\n<label><input type="radio" name="q"> on</label>\n</form>\n```\n\n'
    told += '- <input type="radio"> draws a circle\n- <input type="checkbox"> draws a box\n'
    (card,) = parse(f"## How is a choice drawn?\n\n{told}", "interview questions").deck.cards
    assert card.sections[0].text == told.rstrip("\n")
