from dataclasses import replace
from pathlib import Path

import pytest

from flashrl.anki import cloze
from flashrl.model import Card, Section, SectionKind
from tests.anki.imports import cloze_card, imported


def unmarked(text: str) -> str:
    """As if rendering changed nothing."""
    return cloze.unmark(cloze.mark(text))


@pytest.mark.parametrize(
    ("markdown", "anki"),
    [
        ("it is ==c1::off-policy== here", "it is {{c1::off-policy}} here"),
        ("==c1:: a == and ==c12:: b ==", "{{c1::a}} and {{c12::b}}"),
        ("==c1::x_{y_{z}}==", "{{c1::x_{y_{z}<!-- -->}<!-- -->}}"),
        ("==c1::std::vector==", "{{c1::std:<!-- -->:vector}}"),
        ("no `{{c1::blank}}`", "no `{<!-- -->{c1::blank}}`"),
        ("a == b", "a == b"),
    ],
)
def test_blanks_are_written_as_anki_reads_them(markdown: str, anki: str) -> None:
    assert unmarked(markdown) == anki


def test_a_formula_in_a_blank_is_parted_by_spaces() -> None:
    assert cloze.unmark("\ue0c01\ue0c1\\(a_{b_{c}}::d\\)\ue0c2") == r"{{c1::\(a_{b_{c} }: :d\)}}"


def test_a_blank_0_makes_all_count_from_1() -> None:
    assert cloze.unmark(cloze.mark("==c0::a== ==c1::b==", first_is_zero=True)) == "{{c1::a}} {{c2::b}}"


UPDATE = (
    r"With $\delta =$ ==c1:: $r + \gamma \max_{a'} Q(s',a')_{x_{y}}$ ==; it is ==c2::off-policy== "
    "because **the target** ignores ==c1::the policy==.\n\n- ==c3::one==\n- two"
)


def asked(card: Card, folder: Path) -> list[tuple[str, str]]:
    """Each card's question and answer as Anki shows them."""
    with imported(card, folder=folder) as anki:
        return [(each.question(), each.answer()) for each in anki.note("cloze").cards()]


def test_anki_makes_a_card_of_each_number(tmp_path: Path) -> None:
    with imported(cloze_card(UPDATE, 1, 2, 3), folder=tmp_path) as anki:
        assert [each.ord for each in anki.note("cloze").cards()] == [0, 1, 2]


def test_anki_asks_for_a_formula(tmp_path: Path) -> None:
    question, answer = asked(cloze_card(UPDATE, 1, 2, 3), tmp_path)[0]
    assert r"With \(\delta =\) <span class=" in question
    assert ">[...]</span>; it is" in question
    assert r"Q(s',a')_{x_{y}" not in question.replace("&#x", "")
    assert r"\(r + \gamma \max_{a'} Q(s',a')_{x_{y} }\)</span>" in answer


def test_anki_shows_the_other_blanks(tmp_path: Path) -> None:
    question, _ = asked(cloze_card(UPDATE, 1, 2, 3), tmp_path)[1]
    assert "the policy</span>" in question
    assert "<strong>the target</strong>" in question


@pytest.mark.parametrize(
    "text",
    ["==c1::std::vector== it", "==c1::a {b}== it", "==c1::{{c2::a}}== it", "==c1:: $x::y$ == it"],
)
def test_a_blank_hides_what_looks_like_its_end_or_a_hint(text: str, tmp_path: Path) -> None:
    ((question, _),) = asked(cloze_card(text, 1), tmp_path)
    assert ">[...]</span> it" in question


def test_other_sections_go_with_a_cloze_card(tmp_path: Path) -> None:
    card = cloze_card(UPDATE, 1, 2, 3)
    trap = Section(SectionKind.TRAP, ("Saying {{c9::on-policy}}.",))
    with imported(replace(card, sections=(*card.sections, trap)), folder=tmp_path) as anki:
        assert len(anki.note("cloze").cards()) == 3
        assert anki.note("cloze")["The trap"] == "<p>Saying {{c9::on-policy}}.</p>"
