import hashlib
import re
from dataclasses import fields

import pytest

from flashrl.anki import note_type
from flashrl.anki.note_type import BASIC, CLOZE, NoteType
from flashrl.palette import DARK, LIGHT, Palette

BASIC_FIELDS = {
    "Question": 6_171_823_640_101,
    "Answer": 6_171_823_640_102,
    "The trap": 6_171_823_640_103,
    "Correct approach": 6_171_823_640_104,
    "Key points": 6_171_823_640_105,
    "Follow-ups": 6_171_823_640_106,
    "References": 6_171_823_640_107,
    "Simulation": 6_171_823_640_108,
    "Difficulty": 6_171_823_640_109,
    "Topic": 6_171_823_640_110,
    "Source ID": 6_171_823_640_111,
    "My notes": 6_171_823_640_112,
    "Spare 1": 6_171_823_640_113,
    "Spare 2": 6_171_823_640_114,
    "Spare 3": 6_171_823_640_115,
    "Spare 4": 6_171_823_640_116,
}
CLOZE_FIELDS = {
    "Text": 6_171_823_640_201,
    "Question": 6_171_823_640_202,
    "Answer": 6_171_823_640_203,
    "The trap": 6_171_823_640_204,
    "Correct approach": 6_171_823_640_205,
    "Key points": 6_171_823_640_206,
    "Follow-ups": 6_171_823_640_207,
    "References": 6_171_823_640_208,
    "Simulation": 6_171_823_640_209,
    "Difficulty": 6_171_823_640_210,
    "Topic": 6_171_823_640_211,
    "Source ID": 6_171_823_640_212,
    "My notes": 6_171_823_640_213,
    "Spare 1": 6_171_823_640_214,
    "Spare 2": 6_171_823_640_215,
    "Spare 3": 6_171_823_640_216,
    "Spare 4": 6_171_823_640_217,
}
UNSHOWN = {"Source ID", "Spare 1", "Spare 2", "Spare 3", "Spare 4"}


def named_fields(kind: NoteType) -> dict[str, int]:
    return {field.name: field.id for field in kind.fields}


def test_the_basic_type_is_frozen() -> None:
    assert (BASIC.id, BASIC.name) == (1_718_236_401, "FlashRL")
    assert (BASIC.template_id, BASIC.template_name) == (7_171_823_640_101, "Card")
    assert list(named_fields(BASIC).items()) == list(BASIC_FIELDS.items())


def test_the_cloze_type_is_frozen() -> None:
    assert (CLOZE.id, CLOZE.name) == (1_718_236_402, "FlashRL Cloze")
    assert (CLOZE.template_id, CLOZE.template_name) == (7_171_823_640_201, "Cloze")
    assert list(named_fields(CLOZE).items()) == list(CLOZE_FIELDS.items())


def test_templates_and_style_change_with_their_date() -> None:
    """Anki keeps the old ones otherwise. After a change, raise CHANGED_AT and write both anew here."""
    texts = [text for kind in (BASIC, CLOZE) for text in (kind.front, kind.back, kind.style)]
    digest = hashlib.sha256("".join(texts).encode()).hexdigest()[:12]
    assert (note_type.CHANGED_AT, digest) == (1_795_219_200, "177d63f1da2a")


@pytest.mark.parametrize("kind", [BASIC, CLOZE])
def test_templates_name_only_fields_there_are(kind: NoteType) -> None:
    named = re.findall(r"\{\{[#/]?(?:cloze:)?([^}]+)\}\}", kind.front + kind.back)
    assert set(named) - {"FrontSide"} == set(named_fields(kind)) - UNSHOWN


@pytest.mark.parametrize("kind", [BASIC, CLOZE])
def test_an_empty_field_is_not_shown(kind: NoteType) -> None:
    text = kind.front + kind.back
    for name in set(named_fields(kind)) - UNSHOWN - {"Text"}:
        assert re.search(rf"\{{\{{#{name}\}}\}}.*\{{\{{{name}\}}\}}.*\{{\{{/{name}\}}\}}", text, re.DOTALL)


@pytest.mark.parametrize(
    ("selector", "palette"), [(".card {", LIGHT), (".card.nightMode,\n.card.night_mode {", DARK)]
)
def test_the_style_has_the_colours_of_the_palette(selector: str, palette: Palette) -> None:
    style = BASIC.style
    rule = style[style.index(f"\n{selector}") :].partition("}")[0]
    names = {field.name for field in fields(Palette)} - {"name", "series", "values", "signed"}
    assert dict(re.findall(r"--(\w+): (#\w+);", rule)) == {name: getattr(palette, name) for name in names}


def test_the_style_has_no_other_colours() -> None:
    assert len(re.findall(r"#[0-9a-f]{3,8}\b", BASIC.style)) == 2 * 11
