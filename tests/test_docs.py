import re
from pathlib import Path

from flashrl.authoring.check import check
from flashrl.errors import RULES
from flashrl.formats import read

DOCS = Path(__file__).parent.parent / "docs"


def test_the_documented_codes_are_those_of_the_program() -> None:
    rows = re.findall(
        r"^\| `([a-z-]+)` \| (\w+) \| (.+) \| (.+) \|$", (DOCS / "checks.md").read_text(), re.MULTILINE
    )
    assert rows == [(code, str(rule.severity), rule.meaning, rule.remedy) for code, rule in RULES.items()]


def test_the_template_deck_is_without_fault() -> None:
    (checked,) = check([read(DOCS / "template-deck.md")])
    assert (checked.format, checked.diagnostics) == ("native", ())
    assert checked.deck.cards
