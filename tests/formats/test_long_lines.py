"""Lines in which something stands many times over: reading them ends, and loses nothing."""

import pytest

from flashrl.formats import parse
from tests.formats.fuzz import INLINE
from tests.formats.test_nothing_lost import lost

PLACES = {
    "a heading": "## {} zz\n\nIt is.\n",
    "a line": "{} zz\n",
    "a bullet": "- {} zz\n  more\n",
    "bold": "**{} zz**\n\nIt is.\n",
    "an answer": "## What is a return?\n\nA sum.\n{} zz\n",
    "a fold": "<details><summary>{} zz</summary>\n\nIt is.\n\n</details>\n",
    "a problem": "## Question 1\n\n### Problem\n\n{} zz\n\n## Question 2\n\n### Problem\n\nWhy is it?\n",
}


@pytest.mark.parametrize("place", PLACES.values(), ids=PLACES)
@pytest.mark.parametrize("piece", INLINE)
def test_a_line_of_sixty_pieces_is_read_to_its_end_and_not_lost(piece: str, place: str) -> None:
    text = "# Notes\n\n" + place.format(piece * 60) + "\n</details>\n\n## What is a policy?\n\nA map.\n"
    assert lost(text, parse(text, "notes")) == []
