"""What a page says beside its questions, as *Final tips*, is no question, and in no answer."""

import re

import pytest

from flashrl.formats import parse
from flashrl.formats.foreign.words.usual_headings import is_beside

ASKED = [
    "What is a return?",
    "Explain the Bellman equation",
    "Why discount rewards?",
    "Describe bootstrapping",
]
FORMS = {
    "heading": "### {}\n\nIt is told.\n",
    "title": "# {}\n\nIt is told.\n",
    "bold": "**{}**\n\nIt is told.\n",
    "counted": "1. {}\n\n   It is told.\n",
    "prefix": "Q: {}\n\nA: It is told.\n",
    "fold": "<details>\n<summary>{}</summary>\n\nIt is told.\n\n</details>\n",
}
BESIDE = ["### {}", "## {}", "**{}**"]


def _cards(form: str, beside: str, *, is_first: bool = False) -> list[tuple[str, str]]:
    asked = "\n".join(FORMS[form].format(each) for each in ASKED)
    told = f"{beside}\n\n- Sleep well.\n- Come on time.\n"
    parts = (told, f"## Questions\n\n{asked}") if is_first else (asked, told)
    cards = parse("# RL interview questions\n\n" + "\n".join(parts), "README").deck.cards
    return [(card.question, card.sections[-1].text) for card in cards]


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("beside", BESIDE)
@pytest.mark.parametrize("name", ["Final interview tips", "⭐ Golden rules"])
def test_what_closes_a_page_or_opens_it_is_neither_asked_nor_told(form: str, beside: str, name: str) -> None:
    told = [(each, "It is told.") for each in ASKED]
    assert _cards(form, beside.format(name)) == told
    assert _cards(form, beside.format(name), is_first=True) == told


@pytest.mark.parametrize(
    "name",
    [
        "Interview checklist",
        "Quick recap",
        "Common mistakes to avoid",
        "Tips for an offline exam",
        "Legend",
        "Give it a star",
    ],
)
def test_titles_of_advice_and_of_what_leads_through_a_page_are_beside_its_questions(name: str) -> None:
    assert is_beside(name)


@pytest.mark.parametrize("name", ["Path", "Lookup tables", "Exploration strategy", "Off-policy", "Key"])
def test_a_term_of_the_field_is_not_beside_the_questions(name: str) -> None:
    assert not is_beside(name)


def test_a_name_in_bold_is_part_of_the_last_answer_where_others_have_such_a_part() -> None:
    asked = "".join(f"### {each}\n\nIt is told.\n\n**Key notes**\n\n- Kept.\n\n" for each in ASKED)
    cards = parse(f"# RL interview questions\n\n{asked}", "README").deck.cards
    assert [card.sections[-1].text.endswith("- Kept.") for card in cards] == [True] * 4


def test_a_counted_title_of_that_name_is_asked() -> None:
    counted = "\n".join(
        f"### {n}. {each}\n\nTold.\n" for n, each in enumerate([*ASKED, "Common pitfalls"], 1)
    )
    assert len(parse(f"# RL interview questions\n\n{counted}", "README").deck.cards) == 5


_INSIDE = {
    "headings": "### Q{n}: How long is trace {n}?\n\nA few steps.\n\n",
    "headings without a number": "### How long is trace {n}?\n\nA few steps.\n\n",
    "bold": "**Q{n}: How long is trace {n}?**\n\nA few steps.\n\n",
    "items": "{n}. **How long is trace {n}?** A few steps.\n",
    "folds": "<details><summary>How long is trace {n}?</summary>\n\nA few steps.\n\n</details>\n\n",
}


_CLOSING = ["Interview Qs", "FAQ", "Follow-ups", "Check yourself", "常见追问", "Вопросы для самопроверки"]


@pytest.mark.parametrize("look", _INSIDE)
@pytest.mark.parametrize("numbers", ["1.2.3.4.5.6.", "一、二、三、四、五、六、"])
def test_counted_notes_above_a_chapter_of_questions_without_a_number_are_none(
    look: str, numbers: str
) -> None:
    chapters = ["What is a trace?", "The decay", "Dutch traces", "How it is kept", "Cuts", "Why credit fades"]
    counted = zip(re.findall(r"\w\W", numbers), chapters, strict=True)
    notes = "".join(f"## {number} {chapter}\n\nIt is told here.\n\n" for number, chapter in counted)
    asked = "".join(_INSIDE[look].format(n=n) for n in range(1, 5))
    for closing in _CLOSING:
        found = _questions(f"# Traces (for interviews)\n\n{notes}## {closing}\n\n{asked}")
        assert found == ["What is a trace?", *(f"How long is trace {n}?" for n in range(1, 5))]


def test_counted_questions_above_a_chapter_of_more_stay_cards_where_one_of_them_does_not_ask() -> None:
    own = ["What is a trace?", "Why does credit fade?", "Dutch traces", "How is it kept?", "What is a cut?"]
    counted = "".join(f"## {n}. {each}\n\nIt is told here.\n\n" for n, each in enumerate(own, start=1))
    asked = "".join(_INSIDE["bold"].format(n=n) for n in range(1, 5))
    assert _questions(f"# Traces\n\n{counted}## Questions on the decay\n\n{asked}")[:5] == own


def _notes(chapters: list[str], inside: str) -> str:
    """Notes that are counted, with questions in their last chapter but one."""
    told = [f"{chapter}\n\nIt is told here.\n\n### By the way\n\nMore of it.\n\n" for chapter in chapters]
    asked = "Interview questions\n\n" + "".join(inside.format(n=n) for n in range(1, 5))
    parts = [*told, asked, "\nIn one minute\n\n- A trace fades.\n"]
    return "# Traces\n\n" + "".join(f"## {n}. {part.lstrip()}" for n, part in enumerate(parts, start=1))


@pytest.mark.parametrize("look", _INSIDE)
def test_the_counted_chapters_beside_one_of_questions_are_none_where_few_of_them_ask(look: str) -> None:
    chapters = ["What a trace is", "Why credit fades", "The decay", "Dutch traces", "How it is kept", "Cuts"]
    traces = [f"How long is trace {n}?" for n in range(1, 5)]
    assert _questions(_notes(chapters, _INSIDE[look])) == traces
    asked = ["What is a trace?", *chapters[1:]]
    assert _questions(_notes(asked, _INSIDE[look])) == ["What is a trace?", *traces]


def test_the_counted_tasks_beside_a_part_of_questions_are_cards_where_most_of_them_ask() -> None:
    tasks = ["Explain traces", "Describe the decay", "Why credit fades", "What a cut does", "Dutch traces"]
    assert _questions(_notes(tasks, _INSIDE["headings"]))[:4] == tasks[:4]


def _questions(text: str) -> list[str]:
    return [card.question for card in parse(text, "README").deck.cards]


@pytest.mark.parametrize(("title", "count"), [("🟦 Returns — v1.0 (3–4)", 0), ("Returns (3 of 4)", 1)])
def test_a_line_with_the_numbers_of_the_questions_below_it_is_in_no_answer(title: str, count: int) -> None:
    asked = [f"Q{n}: What is {n}?\nA{n}: A step.\n" for n in range(1, 9)]
    asked[2:2], asked[6:6] = [f"{title}\n"], [f"{title.replace('3', '5').replace('4', '6')}\n"]
    cards = parse("\n".join(asked), "README").deck.cards
    assert len(cards) == 8
    assert sum("Returns" in card.sections[-1].text for card in cards) == 2 * count


def test_a_usual_part_asks_nothing_whatever_answer_stands_below_it() -> None:
    part = "## Common mistakes\n\nA shared buffer.\n\n## Short answer\n\nKeep one each.\n\n"
    asked = "".join(f"### Q{n}: {each}\n\nTold.\n\n" for n, each in enumerate(ASKED, 1))
    assert _questions(f"# Traces\n\n{part}# Asked\n\n{asked}") == list(ASKED)
    own = part.replace("A shared", "Which is the worst?\n\nA shared")
    assert len(_questions(f"# Traces\n\n{own}# Asked\n\n{asked}")) == 5


def test_an_answer_below_a_heading_of_a_question_is_not_that_of_the_part_before_it() -> None:
    part = "## Dutch traces\n\nTold.\n\n## Question\n\nDo traces grow?\n\n### Short answer\n\nNo.\n\n"
    asked = "".join(f"### Q{n}: {each}\n\nTold.\n\n" for n, each in enumerate(ASKED, 1))
    found = _questions(f"# Traces\n\n{part}# Asked\n\n{asked}")
    assert found == ["Do traces grow?", *ASKED]
