import re
from pathlib import Path
from textwrap import dedent

import pytest

from flashrl.authoring.check import check
from flashrl.errors import RULES
from flashrl.formats import parse, read

DOCS = Path(__file__).parent.parent / "docs"
FRONT = "---\nflashrl: 1\n---\n\n"
EXAMPLE = re.compile(
    r"^(?P<indent> *)(?P<mark>`{3,})markdown\n(?P<text>.*?)^(?P=indent)(?P=mark)$", re.M | re.S
)


def found(text: str) -> list[str]:
    """The codes of what is wrong in a text that may leave the front matter out."""
    (checked,) = check([parse(text if text.startswith("---") else FRONT + text, "deck")])
    return [each.code for each in checked.diagnostics]


def test_the_documented_codes_are_those_of_the_program() -> None:
    rows = re.findall(
        r"^\| `([a-z-]+)` \| (\w+) \| (.+) \| (.+) \|$", (DOCS / "checks.md").read_text(), re.MULTILINE
    )
    assert rows == [(code, str(rule.severity), rule.meaning, rule.remedy) for code, rule in RULES.items()]


def documented_examples() -> dict[str, str]:
    """What follows each code's own heading."""
    parts = re.split(r"^### `([a-z-]+)`\n", (DOCS / "checks.md").read_text(), flags=re.MULTILINE)
    return dict(zip(parts[1::2], parts[2::2], strict=True))


def test_every_code_has_an_example() -> None:
    assert list(documented_examples()) == list(RULES)


@pytest.mark.parametrize(("code", "text"), documented_examples().items(), ids=documented_examples())
def test_an_example_shows_its_code_and_no_other(code: str, text: str) -> None:
    example = EXAMPLE.search(text)
    if example is None:  # told in words: it takes another file, a long one, or a collection
        told = ("unreadable-file", "not-text", "too-large", "long-card", "bad-study-path", "unknown-card")
        assert code in told or code.startswith("perhaps")
    elif code == "unknown-format":
        assert [each.code for each in parse(example["text"], "deck").diagnostics] == [code]
    else:
        assert found(example["text"]) == [code]


@pytest.mark.parametrize(
    ("path", "count"), [("docs/deck-format.md", 6), ("CONTRIBUTING.md", 1), ("README.md", 1)]
)
def test_the_examples_of_a_page_are_without_fault(path: str, count: int) -> None:
    examples = [dedent(each["text"]) for each in EXAMPLE.finditer((DOCS.parent / path).read_text())]
    assert len(examples) >= count
    for example in examples:
        assert set(found(_as_deck(example))) <= {"missing-id"}, example


def _as_deck(example: str) -> str:
    """A piece of a card in a whole one."""
    if example.startswith(("---", "#")):
        return example if "### " in example else f"### Q\n\nA.\n\n{example}"
    if example.startswith("<!-- card"):
        return f"### Q\n{example}\nAn answer.\n"
    return f"### Q\n\nAn answer.\n\n{example}"


def test_the_template_deck_is_without_fault() -> None:
    (checked,) = check([read(DOCS / "template-deck.md")])
    assert (checked.format, checked.diagnostics) == ("native", ())
    assert checked.deck.cards
