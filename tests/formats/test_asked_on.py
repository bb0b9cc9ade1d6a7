"""What stands behind a question on its line: more of the question, or what answers it."""

import pytest

from flashrl.formats import parse

LINES = ["**4. {}** {}", "4. {} {}"]


def _last(line: str) -> tuple[str, str]:
    text = "".join(f"{n}. What is arm {n}?\n   It is pulled.\n\n" for n in range(1, 4))
    if line.startswith("**"):
        text = "".join(f"**{n}. What is arm {n}?** It is pulled.\n\n" for n in range(1, 4))
    card = parse(f"# RL interview\n\n{text}{line}\n", "rl").deck.cards[-1]
    return card.question, card.sections[-1].text if card.sections else ""


@pytest.mark.parametrize("line", LINES)
@pytest.mark.parametrize("more", ["What is a trace?", "Why does it fade? What is lost?", "And when ?"])
def test_only_what_asks_behind_a_question_is_asked_with_it(line: str, more: str) -> None:
    told = "The trace fades by a factor."
    assert _last(line.format("What is a return?", f"{more} {told}")) == (f"What is a return? {more}", told)


@pytest.mark.parametrize("line", LINES)
@pytest.mark.parametrize("more", ["Why is it used? Explain with a sketch.", "And what is a trace?"])
def test_a_task_behind_a_second_question_is_asked_too(line: str, more: str) -> None:
    assert _last(line.format("What is a return?", more)) == (f"What is a return? {more}", "")


def test_stars_in_code_leave_no_marks_behind_a_bold_question() -> None:
    text = "".join(f"### **{n}. How is `a**{n}` written, or `*a`?**\n\nSo.\n\n" for n in range(1, 4))
    cards = parse("# RL interview\n\n" + text, "rl").deck.cards
    assert [card.question for card in cards] == [f"How is `a**{n}` written, or `*a`?" for n in range(1, 4)]
