"""Lists of questions with a gap among their answers, or among others that ask nothing; wrapped answers."""

import pytest

from flashrl.formats import parse

_ASKED = [
    "What is a return?",
    "Why does the gradient vary so much?",
    "How does a trace decay?",
    "What does the critic learn?",
    "Where are transitions kept?",
    "What is the advantage?",
]
_TOLD = "Whatever the agent collects from here on."


def kinds(*lines: str) -> str:
    """The cards and drafts that some lines give, in order: `CCD`."""
    cards = parse("\n".join(["# Notes on bandits", "", *lines]), "README").deck.cards
    return "".join("D" if card.is_draft else "C" for card in cards)


def counted(number: str, told: str, gap: int | None) -> list[str]:
    """Numbered questions with bullets at the margin between them, two parts of three each."""
    lines = []
    for place, asked in enumerate(_ASKED):
        lines += [f"## Part {place // 3}", ""] if place % 3 == 0 and number == "part" else []
        count = {"all": place + 1, "part": place % 3 + 1, "one": 1}[number]
        lines += [f"{count}. {asked}", "", *([] if place == gap else [f"- {told}", ""])]
    return lines


@pytest.mark.parametrize("number", ["all", "part", "one"])
@pytest.mark.parametrize(("gap", "expected"), [(None, "CCCCCC"), (2, "CCDCCC"), (5, "CCCCCD")])
def test_bullets_between_numbers_answer_all_but_the_one_with_none(
    number: str, gap: int | None, expected: str
) -> None:
    assert kinds(*counted(number, _TOLD, gap)) == expected


def test_a_bullet_here_and_there_between_numbers_names_what_follows() -> None:
    asked = [f"{n}. {text}" for n, text in enumerate(_ASKED, start=1)]
    assert kinds(*asked[:4], "", "- Critics", "", *asked[4:]) == "DDDDDD"


def test_the_few_answers_of_a_list_that_is_hardly_begun_are_kept() -> None:
    asked = [f"{n}. {text}" for n, text in enumerate(_ASKED, start=1)]
    assert kinds(asked[0], "", f"- {_TOLD}", "", *asked[1:]) == "CDDDDD"


def among(asked: list[str], others: int) -> str:
    steps = [f"- Read paper {n}" for n in range(others)]
    return kinds("## Plan", "", *steps, "", "## Bandits", "", *asked, "", "## Later", "", *steps)


@pytest.mark.parametrize("others", [0, 3, 6, 12])
def test_a_list_that_asks_and_answers_is_one_whatever_other_lists_hold(others: int) -> None:
    assert among([f"- {asked} {_TOLD}" for asked in _ASKED], others) == "CCCCCC"
    assert among([line for asked in _ASKED for line in (f"- {asked}", f"  {_TOLD}")], others) == "CCCCCC"


def test_a_short_list_or_one_of_statements_among_others_is_none() -> None:
    assert among([f"- {asked} {_TOLD}" for asked in _ASKED[:4]], 6) == ""
    assert among([f"- {asked} {_TOLD}" for asked in _ASKED[:4]] + ["- Noted."] * 2, 6) == ""


@pytest.mark.parametrize(
    ("told", "shown"),
    [
        ("答：PPO\n的裁剪限制了更新。", "PPO\n的裁剪限制了更新。"),
        ("答：回报大约为\n1.05，不会更高。", "回报大约为\n1.05，不会更高。"),
        ("答：PPO\n解析：它限制了更新。", "PPO\n\n解析：它限制了更新。"),
    ],
)
def test_a_chinese_sentence_that_was_wrapped_has_no_blank_line(told: str, shown: str) -> None:
    text = f"# 强化学习面试题\n\n## 1. 什么限制更新？\n\n{told}\n\n## 2. 什么是回报？\n\n答：总和。\n"
    (section,) = parse(text, "README").deck.cards[0].sections
    assert section.text == shown


@pytest.mark.parametrize("gap", ["", "\n"])
@pytest.mark.parametrize(("told", "expected"), [("Actor and Critic", "CDCDCD"), ("Yes", "CCCDCD")])
def test_a_short_line_at_the_margin_is_a_title_where_answers_are_inside(
    gap: str, told: str, expected: str
) -> None:
    answers = ["   - A sum.", f"\n{told}{gap}", "   - By a factor.", "", "   - A table.", ""]
    lines = [
        f"{n}. {asked}\n{answer}" for n, (asked, answer) in enumerate(zip(_ASKED, answers, strict=True), 1)
    ]
    assert kinds(*lines) == expected


def test_short_lines_at_the_margin_answer_where_others_do() -> None:
    told = [
        "It is all that is collected from here on.",
        "Few samples",
        "Two",
        "By a factor of the trace.",
        "",
        "",
    ]
    lines = [
        f"{n}. {asked}\n\n{answer}\n" for n, (asked, answer) in enumerate(zip(_ASKED, told, strict=True), 1)
    ]
    assert kinds(*lines) == "CCCCDD"
