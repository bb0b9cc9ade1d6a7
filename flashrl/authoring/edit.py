"""A card's lines in the bytes of its file: taken out, replaced, added. The rest stays bit for bit.

Lines count from 1, the end inclusive, as in `Card.line` and `Card.end_line`.
"""

import re
from collections.abc import Iterable, Sequence
from itertools import pairwise, takewhile

from flashrl.authoring.fmt import formatted
from flashrl.errors import DeckError
from flashrl.formats import parse
from flashrl.model import Card, Deck

_BOM = b"\xef\xbb\xbf"
_LINE = re.compile(rb"([^\r\n]*)(\r\n|\r|\n|\Z)")
_FRONT = "---\nflashrl: 1\n---\n"
_Line = tuple[bytes, bytes]
"""What a line says, and how it ends: LF, CRLF, CR, or not at all."""


def text_of(data: bytes, line: int, end_line: int) -> str:
    """The text of some lines, with LF between them and none at the end."""
    return "\n".join(content.decode() for content, _ in _split(data)[1][line - 1 : end_line])


def replaced(data: bytes, line: int, end_line: int, text: str) -> bytes:
    """`data` with those lines replaced by `text`. Lines that stay keep how they end, new ones end as the
    file does."""
    mark, lines = _split(data)
    before, old, after = lines[: line - 1], lines[line - 1 : end_line], lines[end_line:]
    new = [content.encode() for content in _lf(text).split("\n")]
    same_above = _alike([content for content, _ in old], new)
    rest_old, rest_new = old[same_above:], new[same_above:]
    same_below = _alike([content for content, _ in reversed(rest_old)], list(reversed(rest_new)))
    middle = rest_new[: len(rest_new) - same_below]
    kept_below = rest_old[len(rest_old) - same_below :]
    end = _usual_end(old, lines)
    changed = [*old[:same_above], *((content, end) for content in middle), *kept_below]
    return _joined(mark, _ended([*before, *changed], end, old[-1][1]) + after)


def added(data: bytes, text: str, *, name: str, topic: str = "", taken: Iterable[str] = ()) -> bytes:
    """A native deck's `data` with a card written at the end of a topic, or of the file without one.

    The card gets an id that is neither in the file nor in `taken`; a topic that is not there is begun at
    the end. Raises DeckError for text that is no card, and where the file has no place for one.
    """
    deck = parse(data.decode("utf-8-sig"), name).deck
    new = _with_ids(text, {*taken, *(card.id for card in deck.cards if card.id)})
    mark, lines = _split(data)
    is_begun = topic in ("", *(each.title for each in deck.topics))
    position = _end_of(deck, topic, lines) if is_begun else _last_text(lines, len(lines))
    written = new if is_begun else f"## {topic}\n\n{new}"
    end = _usual_end(lines, lines)
    block = [(content.encode(), end) for content in ["", *written.split("\n")]]
    if position < len(lines) and lines[position][0].strip():
        block.append((b"", end))
    result = _joined(mark, _ended([*lines[:position], *block, *lines[position:]], end, b""))
    _check_added(deck, parse(result.decode("utf-8-sig"), name).deck, new)
    return result


def new_deck(name: str, text: str, taken: Iterable[str] = ()) -> bytes:
    """A deck file of one card. Raises DeckError for text that is no card."""
    title = name.rpartition("::")[2].strip()
    # Quoted, a name may hold whatever YAML would read otherwise.
    quoted = name.replace("\\", "\\\\").replace('"', '\\"')
    head = f'---\nflashrl: 1\ndeck: "{quoted}"\n---\n\n# {title}\n'
    return added(head.encode(), text, name=name, taken=taken)


# -- lines ---------------------------------------------------------------------------------------


def _lf(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _split(data: bytes) -> tuple[bytes, list[_Line]]:
    """A byte order mark, if there is one, and the lines. What ends in a line end has an empty last line."""
    mark = _BOM if data.startswith(_BOM) else b""
    lines = [(found[1], found[2]) for found in _LINE.finditer(data, len(mark))]
    # At the very end the pattern matches once more, with nothing.
    if len(lines) > 1 and lines[-1] == (b"", b"") and not lines[-2][1]:
        lines.pop()
    return mark, lines


def _joined(mark: bytes, lines: Iterable[_Line]) -> bytes:
    return mark + b"".join(content + end for content, end in lines)


def _ended(lines: Sequence[_Line], end: bytes, last_end: bytes) -> list[_Line]:
    """The lines, each with an end; the last with `last_end`."""
    ended = [*((content, own or end) for content, own in lines[:-1]), (lines[-1][0], last_end)]
    for number, ((_, above), line) in enumerate(pairwise(ended), start=1):
        if above == b"\r" and line == (b"", b"\n"):  # the two would be one line end
            ended[number] = (b"", b"\r\n")
    return ended


def _usual_end(lines: Sequence[_Line], others: Sequence[_Line]) -> bytes:
    """How lines end here."""
    return next((end for _, end in (*lines, *others) if end), b"\n")


def _alike(some: Sequence[bytes], others: Sequence[bytes]) -> int:
    """How many lines are the same from the start."""
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(some, others, strict=False)))


# -- a new card ----------------------------------------------------------------------------------


def _with_ids(text: str, taken: Iterable[str]) -> str:
    """A new card's text in its tidy form, with an id."""
    tidy = formatted(_FRONT + "\n" + _lf(text).strip("\n"), "new", taken).removeprefix(_FRONT).strip("\n")
    deck = parse(_FRONT + tidy, "new").deck
    if not deck.cards or not deck.cards[0].question or not tidy.startswith("###"):
        raise DeckError("this is no card yet", "begin it with `### ` and the question")
    return tidy


def _end_of(deck: Deck, topic: str, lines: Sequence[_Line]) -> int:
    """The number of lines up to the last text of a topic; of the whole file without one."""
    if not topic:
        return _last_text(lines, len(lines))
    number = next(n for n, each in enumerate(deck.topics) if each.title == topic)
    following = deck.topics[number + 1 : number + 2]
    return _last_text(lines, following[0].line - 1 if following else len(lines))


def _last_text(lines: Sequence[_Line], end: int) -> int:
    return max((n for n in range(1, end + 1) if lines[n - 1][0].strip()), default=0)


def _check_added(before: Deck, after: Deck, text: str) -> None:
    """Make sure that what was there is still read as before, and the new card as a card."""
    new = [card.id for card in parse(_FRONT + text, "new").deck.cards]
    old = [_said(card) for card in before.cards]
    if [_said(card) for card in after.cards if card.id not in new] != old or not _holds(after, new):
        raise DeckError(
            "the file has no place for a card there",
            "close the fence or comment that the text above it leaves open",
        )


def _holds(deck: Deck, ids: Sequence[str | None]) -> bool:
    return {card.id for card in deck.cards}.issuperset(ids)


def _said(card: Card) -> tuple[str | None, str, str]:
    return card.id, card.question, "\n".join(section.text for section in card.sections)
