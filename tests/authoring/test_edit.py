import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flashrl.authoring.edit import added, new_deck, replaced, text_of
from flashrl.errors import DeckError
from flashrl.formats import parse

DECK = b"""---
flashrl: 1
---

# T

## One

### Q1
<!-- card
id: q1
-->

A1

## Two

### Q2
<!-- card
id: q2
-->

A2
"""
NEW = "### Why is V bounded?\n\nRewards are."


def test_a_cards_lines_are_replaced_and_nothing_else() -> None:
    assert text_of(DECK, 9, 14) == "### Q1\n<!-- card\nid: q1\n-->\n\nA1"
    after = replaced(DECK, 14, 14, "A1\nand more")
    assert after == DECK.replace(b"A1\n", b"A1\nand more\n")


def test_a_byte_order_mark_stays_and_is_no_part_of_the_text() -> None:
    assert text_of(b"\xef\xbb\xbfone\ntwo\n", 1, 1) == "one"
    assert replaced(b"\xef\xbb\xbfone\ntwo\n", 1, 1, "1") == b"\xef\xbb\xbf1\ntwo\n"


def test_lines_end_as_the_file_does() -> None:
    assert replaced(b"a\r\nb\r\nc", 2, 2, "x\ny") == b"a\r\nx\r\ny\r\nc"


def test_lines_that_stay_keep_their_ends_in_a_file_that_mixes_them() -> None:
    assert replaced(b"a\r\nb\nc\rd\n", 1, 4, "a\nb\nnew\nc\nd") == b"a\r\nb\nnew\r\nc\rd\n"


def test_a_file_without_a_line_end_at_its_end_gets_none() -> None:
    assert replaced(b"a\nb", 2, 2, "b\nc") == b"a\nb\nc"


ENDS = st.sampled_from([b"\n", b"\r\n", b"\r"])
# What markdown and unicode hold, separators that are no line ends here among it.
WORDS = st.text(st.sampled_from("aé\u2028\u0085\x0b $*#\t名"), max_size=4)
FILES = st.builds(
    lambda mark, lines, last: mark + b"".join(text.encode() + end for text, end in lines) + last.encode(),
    st.sampled_from([b"", b"\xef\xbb\xbf"]),
    st.lists(st.tuples(WORDS, ENDS), min_size=1, max_size=8),
    WORDS,
)


def lines_of(data: bytes) -> list[bytes]:
    """The lines with their ends, found in another way than the code does it."""
    return re.split(rb"(?<=\n)|(?<=\r)(?!\n)", data)


@given(FILES, st.data())
def test_writing_what_was_there_changes_no_byte(data: bytes, draw: st.DataObject) -> None:
    count = len(lines_of(data))
    line = draw.draw(st.integers(1, count))
    end = draw.draw(st.integers(line, count))
    assert replaced(data, line, end, text_of(data, line, end)) == data


@given(FILES, st.lists(WORDS, min_size=1, max_size=4), st.data())
def test_the_rest_of_a_file_stays_bit_for_bit(data: bytes, new: list[str], draw: st.DataObject) -> None:
    lines = lines_of(data)
    line = draw.draw(st.integers(1, len(lines)))
    end = draw.draw(st.integers(line, len(lines)))
    after = replaced(data, line, end, "\n".join(new))
    above, below = b"".join(lines[: line - 1]), b"".join(lines[end:])
    assert after.startswith(above)
    assert after.endswith(below)
    assert text_of(after, line, line + len(new) - 1) == "\n".join(new)
    assert len(lines_of(after)) == len(lines) - (end - line + 1) + len(new)


def test_a_new_card_stands_at_the_end_of_its_topic_with_an_id() -> None:
    after = added(DECK, NEW, name="t", topic="One")
    written = b"\n### Why is V bounded?\n<!-- card\nid: v-bounded\n-->\n\nRewards are.\n"
    assert after == DECK.replace(b"A1\n", b"A1\n" + written)


def test_a_new_card_without_a_topic_stands_at_the_end_of_the_file() -> None:
    after = added(DECK.rstrip(b"\n").replace(b"\n", b"\r\n"), NEW, name="t")
    assert after.endswith(
        b"A2\r\n\r\n### Why is V bounded?\r\n<!-- card\r\nid: v-bounded\r\n-->\r\n\r\nRewards are."
    )


def test_a_topic_that_is_not_there_is_begun() -> None:
    after = added(DECK, NEW, name="t", topic="Three")
    assert after.startswith(DECK + b"\n## Three\n\n### Why is V bounded?\n")
    assert [card.topic for card in parse(after.decode(), "t").deck.cards] == ["One", "Two", "Three"]


def test_a_generated_id_is_used_nowhere_else() -> None:
    taken = DECK.replace(b"id: q1", b"id: v-bounded")
    assert b"id: v-bounded-3\n" in added(taken, NEW, name="t", taken=["v-bounded-2"])


def test_an_id_that_was_written_stays() -> None:
    after = added(DECK, "### Q\n<!-- card\nid: mine\n-->\n\nA", name="t")
    assert [card.id for card in parse(after.decode(), "t").deck.cards] == ["q1", "q2", "mine"]


@pytest.mark.parametrize("text", ["", "Just words", "###\n\nAnswer", "Words\n\n### Q\n\nA"])
def test_text_that_is_no_card_is_not_added(text: str) -> None:
    with pytest.raises(DeckError, match="this is no card yet — begin it with `### ` and the question"):
        added(DECK, text, name="t")


def test_a_card_is_not_added_where_an_open_fence_would_swallow_it() -> None:
    with pytest.raises(DeckError, match="close the fence or comment"):
        added(DECK + b"\n```python\nx = 1\n", NEW, name="t")


def test_a_card_that_would_swallow_others_is_not_added() -> None:
    with pytest.raises(DeckError, match="close the fence or comment"):
        added(DECK, NEW + "\n\n```\nnever closed", name="t", topic="One")


def test_a_new_deck_has_a_name_a_title_and_its_first_card() -> None:
    data = new_deck('Mine::The "hard" ones', NEW)
    deck = parse(data.decode(), "file").deck
    assert (deck.name, deck.title) == ('Mine::The "hard" ones', 'The "hard" ones')
    assert [card.id for card in deck.cards] == ["v-bounded"]
