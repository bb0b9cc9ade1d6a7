"""Logseq: a block tagged `#card` asks, the blocks further in below it answer; `{{cloze …}}` is a blank."""

import re
from collections.abc import Iterator

from flashrl.formats.foreign.page.document import Document
from flashrl.formats.foreign.programs import cloze
from flashrl.formats.foreign.styles.start import LOGSEQ, Marked, Start, marked_start
from flashrl.formats.foreign.words.plain_text import indent_width

_BULLET = re.compile(r"[ \t]*[-*](?:[ \t]+|$)")
_TAG = re.compile(r"(?:(?<=\s)|^)(?:#card|#?\[\[card\]\])(?=\s|$)", re.IGNORECASE)
_ANY_TAG = re.compile(r"(?:(?<=\s)|^)(?:#(?:flash)?cards?|#?\[\[(?:flash)?cards?\]\])(?=\s|$)", re.IGNORECASE)
"""On Logseq's own pages a block may also be tagged for the plugins that make Anki's notes of it."""
_MARKS = ("#card", "[[card", "#flashcard", "[[flashcard", "card-last")
_PROPERTY = re.compile(r"[ \t]*(?:[-*][ \t]+)?(?P<name>[a-z][\w.-]*)::(?:[ \t]+(?P<value>.*))?$")
_OWN = re.compile(
    r"[ \t]*(?:[-*][ \t]+)?(?:(?:card-(?:last|repeats|ease|next)[\w-]*|collapsed|hl-(?:page|color|type)"
    r"|ls-type|logseq\.[\w.-]+)::[ \t]|id::[ \t]+[0-9a-f]{8}-)",
    re.IGNORECASE,
)
_SCHEDULED = re.compile(r"[ \t]*(?:[-*][ \t]+)?card-last-score::[ \t]", re.IGNORECASE)
_DRAWER = re.compile(r"[ \t]*:(?P<name>LOGBOOK|END):[ \t]*$")
_CLOZE = re.compile(r"\{\{(?:cloze[ \t]|c\d{1,3}(?:::|[ \t]))")
_OWN_CLOZE = re.compile(r"\{\{(?:cloze|c\d{1,3})[ \t][^{}]*+\}\}")
_WORD = re.compile(r"(?<!\S)\w")
_OTHER_TAG = re.compile(r"#(?:[^\W\d][^\s#]*+|\[\[[^\[\]]++\]\])")


def is_page(document: Document) -> bool:
    """Whether a file has the properties that Logseq writes for itself."""
    return any("::" in line and bool(_OWN.match(line)) for line in document.lines)


def starts(document: Document) -> Iterator[Start]:
    """Every block that is tagged, or that has a schedule."""
    lines = document.lines
    text = "\n".join(lines).lower()
    if not any(mark in text for mark in _MARKS):
        return
    is_logseq = is_page(document)
    tag = _ANY_TAG if is_logseq else _TAG
    bullets = [(n, indent_width(line)) for n, line in enumerate(lines) if _is_bullet(document, n, line)]
    cards = [
        each
        for each, (line, _) in enumerate(bullets)
        if _is_card(tag, lines[line : _next(bullets, each, lines)])
    ]
    for each, following in zip(cards, [*cards[1:], len(bullets)], strict=False):
        (line, width), own_end = bullets[each], _next(bullets, each, lines)
        last = next((n for n in range(each + 1, following) if bullets[n][1] <= width), following)
        end = bullets[last][0] if last < len(bullets) else len(lines)
        if is_logseq or own_end < end or _has_blank(lines[line]):
            yield _start(lines, line, own_end, end)


def _is_bullet(document: Document, number: int, line: str) -> bool:
    return document.plain[number] and bool(_BULLET.match(line))


def _next(bullets: list[tuple[int, int]], position: int, lines: list[str]) -> int:
    """The line of the bullet behind one."""
    return bullets[position + 1][0] if position + 1 < len(bullets) else len(lines)


def _is_card(tag: re.Pattern[str], lines: list[str]) -> bool:
    return any(tag.search(each) or _SCHEDULED.match(each) for each in lines)


def _has_blank(line: str) -> bool:
    """Whether a block of one line has a blank, and words around it."""
    return _OWN_CLOZE.search(line) is not None and bool(_WORD.search(_OWN_CLOZE.sub("", line)))


def _start(lines: list[str], line: int, own_end: int, end: int) -> Start:
    asked, properties = _without_properties(lines[line:own_end])
    told, _ = _without_properties(lines[own_end:end])
    width = indent_width(lines[line])
    bare = _BULLET.sub("", _ANY_TAG.sub("", _moved_left(asked, width)), count=1)
    question, _, rest = bare.strip().partition("\n")
    question, tags = _without_tags(question.rstrip())
    rest, answer = _moved_left(rest.split("\n"), 2), _moved_left(told, indent_width(told[0]) if told else 0)
    whole = "\n\n".join(part for part in (question.strip(), rest, answer) if part.strip())
    blanks = cloze.from_curly(whole) if _CLOZE.search(whole) else ""
    last = max((n for n in range(line, end) if lines[n].strip()), default=line) + 1
    name = f"logseq-{properties['id']}" if properties.get("id") else None
    if blanks:
        shown = question.strip()
        title = cloze.title(blanks) if not shown or _CLOZE.search(shown) else shown
        card = Marked(title, cloze=blanks, id=name, tags=tags)
    else:
        card = Marked(question.strip() or "?", rest.strip("\n"), answer, id=name, tags=tags)
    return marked_start(LOGSEQ, (line, last), card)


def _without_tags(question: str) -> tuple[str, tuple[str, ...]]:
    """A question without the tags that stand behind it, and those: `What is a trend? #maths/lines`."""
    words = question.split()
    count = 0
    while count < len(words) - 1 and _OTHER_TAG.fullmatch(words[-count - 1]):
        count += 1
    tags = tuple(word.strip("#[]").lower() for word in words[len(words) - count :])
    return (question.rsplit(None, count)[0], tags) if tags else (question, ())


def _without_properties(lines: list[str]) -> tuple[list[str], dict[str, str]]:
    """The lines that say something, and what Logseq keeps with them."""
    kept: list[str] = []
    properties: dict[str, str] = {}
    is_drawer = False
    for line in lines:
        found, drawer = _PROPERTY.match(line), _DRAWER.match(line)
        if drawer is not None:
            is_drawer = drawer["name"] == "LOGBOOK"
        elif found is not None and not line.lstrip().startswith(("-", "*")):
            properties[found["name"]] = (found["value"] or "").strip()
        elif not is_drawer and line.strip(" \t-*"):
            kept.append(line)
    return kept, properties


def _moved_left(lines: list[str], width: int) -> str:
    shown = [line.expandtabs(4) for line in lines]
    return "\n".join(line[min(width, len(line) - len(line.lstrip())) :] for line in shown)
