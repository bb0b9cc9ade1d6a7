"""Interview files in the styles that public collections have: which lines begin a card, which a draft.

In a fixture the marks at the end of a line say what a person would count there.
"""

import re
from pathlib import Path

import pytest

from flashrl.formats import parse

_STYLES = Path(__file__).parent / "fixtures" / "styles"
_MARK = re.compile(r" ?⟪(card|draft)⟫$", re.MULTILINE)


@pytest.mark.parametrize("path", sorted(_STYLES.glob("*.md")), ids=lambda path: path.stem)
def test_the_cards_of_a_style_are_those_that_a_person_counts(path: Path) -> None:
    lines = path.read_text(encoding="utf-8").split("\n")
    expected = [(n, found[1]) for n, line in enumerate(lines, start=1) if (found := _MARK.search(line))]
    file = parse("\n".join(_MARK.sub("", line) for line in lines), "README")
    assert [(card.line, "draft" if card.is_draft else "card") for card in file.deck.cards] == expected
    assert all(card.question.strip() not in ("", "?") for card in file.deck.cards)
