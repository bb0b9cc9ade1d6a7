"""The `presets` lines of a sim fence."""

import pytest

from flashrl.authoring.check import check
from flashrl.formats import ParsedFile, parse
from flashrl.model import Preset, SimulationBlock

SHAPE = "presets takes one to 3 lines `name: {parameter: value}`"


def read(fence: str) -> ParsedFile:
    """The fence's first line is line 10."""
    text = f"---\nflashrl: 1\n---\n### Q\n<!-- card\nid: q\n-->\n\nA.\n```sim value-iteration\n{fence}```\n"
    return parse(text, "deck")


def block_of(file: ParsedFile) -> SimulationBlock:
    (block,) = (part for part in file.deck.cards[0].sections[0].parts if isinstance(part, SimulationBlock))
    return block


def test_presets_are_parameters_under_a_name() -> None:
    file = read(
        "slippery: false\npresets:\n  near: {discount: 0.5}\n  far:\n    discount: 0.99\n    sweeps: 3\n"
    )
    assert file.diagnostics == ()
    block = block_of(file)
    assert block.presets == (
        Preset("near", {"discount": 0.5}),
        Preset("far", {"discount": 0.99, "sweeps": 3}),
    )
    assert block.parameters == {"slippery": False}


@pytest.mark.parametrize(
    ("lines", "line", "message"),
    [
        ("presets: near\n", 11, SHAPE),
        ("presets: {}\n", 11, SHAPE),
        ("presets: {a: {discount: 0}, b: {discount: 0}, c: {discount: 0}, d: {discount: 0}}\n", 11, SHAPE),
        ("presets:\n  near: 0.5\n", 12, "the preset 'near' takes {parameter: value}, not 0.5"),
    ],
)
def test_what_is_no_preset_is_said_with_its_line(lines: str, line: int, message: str) -> None:
    file = read(lines)
    assert [(found.line, found.message) for found in file.diagnostics] == [(line, message)]
    assert block_of(file).presets == ()


def test_check_holds_presets_to_the_simulation() -> None:
    (checked,) = check([read("presets:\n  near: {discount: 5}\n")])
    (found,) = checked.diagnostics
    assert (found.line, found.column, found.code) == (12, 10, "bad-parameter")
    assert found.message.startswith("presets: near: discount")
