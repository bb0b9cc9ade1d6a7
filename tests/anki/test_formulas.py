"""Formulas reach Anki's MathJax untouched, whatever markdown, HTML or Anki could take them for."""

from html import unescape
from itertools import product
from pathlib import Path

import pytest

from tests.anki.imports import card, cloze_card, imported

PARTS = (
    r"a_1 * b_2 * c",
    r"x_i^{*}_j",
    r"a < b > c",
    r"\begin{cases} a & b \\ c & d \end{cases}",
    r"{{c1::x}}",
    r"\{ {{a}} \}",
    r"{x^{y^{z}}}",
    r"|a| \| b \|",
    r"\mathbb{E}_{\pi}\left[ r \right]",
    r"a' - b''",
    r"[a](b)",
    r"![a](b)",
    r"1. x",
    r"# x",
    r"- x + y",
    r"~~a~~ ==c1::b==",
    r"\_ \* \# \$",
    r"a && b",
    r"<b>x</b>",
    r"&lt; \& &amp;",
)
JOINS = (" = ", r" \\ ", "_{", r" \leq ", r" | ", "*", " < ", r"\,", ":: ", "}} ")
PAIRS = [pair for pair in product(PARTS, PARTS) if pair[0] != pair[1]][::2]
FORMULAS = [*PARTS, *(f"{left}{join}{right}" for (left, right), join in zip(PAIRS, JOINS * 19, strict=True))]


def written(formula: str) -> str:
    return rf"\({formula}\)"


def test_there_are_two_hundred() -> None:
    assert len(set(FORMULAS)) >= 200


@pytest.mark.parametrize("at", range(0, 200, 50))
def test_formulas_are_as_they_were(at: int, tmp_path: Path) -> None:
    chosen = FORMULAS[at : at + 50]
    cards = [card(f"Q{n}", f"The ${formula}$ here", id=f"f{n}") for n, formula in enumerate(chosen)]
    with imported(*cards, folder=tmp_path) as target:
        found = [unescape(target.note(f"f{n}")["Answer"]) for n in range(len(chosen))]
        shown = [unescape(target.note(f"f{n}").cards()[0].answer()) for n in range(len(chosen))]
    wanted = [f"<p>The {written(formula)} here</p>" for formula in chosen]
    assert found == wanted
    assert [n for n, html in enumerate(shown) if written(chosen[n]) not in html] == []


def test_a_formula_in_a_table_keeps_its_bars(tmp_path: Path) -> None:
    table = "| a | b |\n|---|---|\n| $\\lvert x \\rvert$ | $p(a \\mid s)$ |\n"
    with imported(card("Q", table), folder=tmp_path) as target:
        answer = target.note()["Answer"]
    assert r"<td>\(\lvert x \rvert\)</td>" in answer
    assert r"<td>\(p(a \mid s)\)</td>" in answer


CLOZE = (r"\frac{a}{b}", r"{x^{y}}", r"a_{\{b\}}", r"\text{a::b}", r"a < b", r"\mathbb{E}_{s'}[V]")


@pytest.mark.parametrize("formula", CLOZE)
def test_a_blank_may_hold_a_formula(formula: str, tmp_path: Path) -> None:
    """A space between braces or colons means nothing to TeX; without it the blank would end there."""
    with imported(cloze_card(f"It is ==c1:: ${formula}$ == here", 1), folder=tmp_path) as target:
        (shown,) = target.note("cloze").cards()
        answer = unescape(shown.answer())
        assert formula.replace(" ", "") in answer.replace(" ", "")
        assert "[...]" in shown.question()
        assert answer.rstrip().count("{{c1") == 0
