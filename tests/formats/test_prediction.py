"""The `predict` lines of a sim fence."""

import pytest

from flashrl.formats import parse
from flashrl.model import Choice, Prediction, SimulationBlock

QUESTION = "  question: How many sweeps?\n  quantity: sweep\n"


def read(fence: str) -> tuple[SimulationBlock, list[tuple[int, str]]]:
    """The block of a fence, and what is wrong: (line, message). The fence's first line is line 10."""
    text = f"---\nflashrl: 1\n---\n### Q\n<!-- card\nid: q\n-->\n\nA.\n```sim value-iteration\n{fence}```\n"
    file = parse(text, "deck")
    blocks = [
        part
        for section in file.deck.cards[0].sections
        for part in section.parts
        if isinstance(part, SimulationBlock)
    ]
    return blocks[0], [(found.line, found.message) for found in file.diagnostics]


def test_a_number_is_predicted_within_a_tolerance() -> None:
    block, wrong = read(f"discount: 0.5\npredict:\n{QUESTION}  tolerance: 2\n")
    assert wrong == []
    assert block.predict == Prediction("How many sweeps?", "sweep", tolerance=2.0)
    assert block.parameters == {"discount": 0.5}


def test_choices_are_ranges_with_or_without_an_end() -> None:
    block, wrong = read(f"predict:\n{QUESTION}  choices:\n    few: [0, 20]\n    many: [21, .inf]\n")
    assert wrong == []
    assert block.predict is not None
    assert block.predict.choices == (Choice("few", 0.0, 20.0), Choice("many", 21.0, float("inf")))


def test_it_may_be_written_in_one_line() -> None:
    block, wrong = read('predict: {question: "Q?", quantity: sweep, choices: {a: [0, 1], b: [2, 3]}}\n')
    assert wrong == []
    assert block.predict is not None
    assert [choice.label for choice in block.predict.choices] == ["a", "b"]


def test_a_block_without_it_predicts_nothing() -> None:
    block, wrong = read("discount: 0.5\n")
    assert (block.predict, wrong) == (None, [])


SHAPE = "predict takes `question`, `quantity` and either `tolerance` or `choices`"
KEYS = "question, quantity, tolerance, choices"
CHOICES = "choices takes two or more lines `answer: [least, most]`"
RANGE = "the choice 'b' takes [least, most], not [3, 2]"


@pytest.mark.parametrize(
    ("lines", "line", "message"),
    [
        ("predict: soon\n", 11, SHAPE),
        (f"predict:\n{QUESTION}", 11, SHAPE),
        (f"predict:\n{QUESTION}  tolerance: 1\n  choices: {{a: [0, 1], b: [2, 3]}}\n", 11, SHAPE),
        ("predict:\n  quantity: sweep\n  tolerance: 1\n", 11, "predict has no question"),
        ("predict:\n  question: Q?\n  tolerance: 1\n", 11, "predict has no quantity"),
        (f"predict:\n{QUESTION}  tolerance: -1\n", 14, "tolerance takes a number of at least 0, not -1"),
        (f"predict:\n{QUESTION}  tolerance: 1\n  when: now\n", 15, f"'when' is none of {KEYS}"),
        (f"predict:\n{QUESTION}  choices: few\n", 14, CHOICES),
        (f"predict:\n{QUESTION}  choices:\n    a: [0, 1]\n", 14, CHOICES),
        (f"predict:\n{QUESTION}  choices:\n    a: [0, 1]\n    b: [3, 2]\n", 16, RANGE),
        (f"predict:\n{QUESTION}  choices:\n    a: [0, 1]\n    a: [2, 3]\n", 16, "'a' is given twice"),
    ],
)
def test_what_is_wrong_is_said_with_its_line(lines: str, line: int, message: str) -> None:
    text = f"---\nflashrl: 1\n---\n### Q\n<!-- card\nid: q\n-->\n\nA.\n```sim value-iteration\n{lines}```\n"
    found = parse(text, "deck").diagnostics
    assert [(each.line, each.message) for each in found] == [(line, message)]
    assert {each.code for each in found} == {"bad-simulation"}


def test_other_keys_may_still_hold_no_lines_of_their_own() -> None:
    text = "---\nflashrl: 1\n---\n### Q\n<!-- card\nid: q\n-->\n\nA.\n```sim ppo-clip\nshow: {a: 1}\n```\n"
    (found,) = parse(text, "deck").diagnostics
    assert found.message == "'show' must be text, a number, true, false or a list"
