"""Logseq: a block tagged `#card` asks, the blocks further in below it answer; `{{cloze …}}` is a blank."""

import re
from collections.abc import Iterator
from itertools import pairwise

from flashrl.formats.foreign.page.document import Document
from flashrl.formats.foreign.programs import cloze
from flashrl.formats.foreign.programs.obsidian_line import BEFORE_TAG
from flashrl.formats.foreign.styles.start import LOGSEQ, Marked, Start, marked_start
from flashrl.formats.foreign.words.plain_text import indent_width

_BULLET = re.compile(r"[ \t]*[-*](?:[ \t]+|$)")
_TAG = re.compile(rf"(?:{BEFORE_TAG}|^)(?:#card|#?\[\[card\]\])(?=\s|$)", re.IGNORECASE)
_ANY_TAG = re.compile(
    rf"(?:{BEFORE_TAG}|^)(?:#(?:flash)?cards?|#?\[\[(?:flash)?cards?\]\])(?=\s|$)", re.IGNORECASE
)
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
_HASHES = re.compile(r"#{1,6}[ \t]+")
_FENCE = re.compile(r"[ \t]*(?:[-*][ \t]+)?(?P<mark>`{3,}|~{3,})(?!.*`)")
_CODE_ITEM = re.compile(r"[ \t]*[-*][ \t]+(?:`{3,}(?!.*`)|~{3,})")
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
    for blocks in _cards(document, tag):
        if is_logseq or len(blocks) > 1 or _has_blank(lines[blocks[0][0]]):
            yield _start(lines, blocks)


def _cards(document: Document, tag: re.Pattern[str]) -> list[list[tuple[int, int]]]:
    """The lines of each card's blocks: its own, and those further in below it that are of no other card."""
    lines = document.lines
    bullets = [n for n, line in enumerate(lines) if _is_bullet(document, n, line)]
    cards: list[list[tuple[int, int]]] = []
    around: list[tuple[int, list[tuple[int, int]]]] = []
    for block in zip(bullets, [*bullets[1:], len(lines)], strict=False):
        width = indent_width(lines[block[0]])
        while around and around[-1][0] >= width:
            around.pop()
        if _is_card(tag, lines[slice(*block)]):
            cards.append([])
            around.append((width, cards[-1]))
        if around:
            around[-1][1].append(block)
    return cards


def _is_bullet(document: Document, number: int, line: str) -> bool:
    return bool(_BULLET.match(line)) and (document.plain[number] or bool(_CODE_ITEM.match(line)))


def _is_card(tag: re.Pattern[str], lines: list[str]) -> bool:
    return any(tag.search(each) or _SCHEDULED.match(each) for each in lines)


def _has_blank(line: str) -> bool:
    """Whether a block of one line has a blank, and words around it."""
    return _OWN_CLOZE.search(line) is not None and bool(_WORD.search(_OWN_CLOZE.sub("", line)))


def _start(lines: list[str], blocks: list[tuple[int, int]]) -> Start:
    line, own_end = blocks[0]
    asked, properties = _without_properties(lines[line:own_end])
    told = [each for block in blocks[1:] for each in _without_properties(lines[slice(*block)])[0]]
    width = indent_width(lines[line])
    bare = _BULLET.sub("", _ANY_TAG.sub("", _moved_left(asked, width)), count=1)
    question, _, rest = bare.strip().partition("\n")
    question, tags = _without_tags(_HASHES.sub("", question).rstrip())
    rest, answer = _moved_left(rest.split("\n"), 2), _moved_left(told, indent_width(told[0]) if told else 0)
    whole = "\n\n".join(part for part in (question.strip(), rest, answer) if part.strip())
    blanks = cloze.from_curly(whole) if _CLOZE.search(whole) else ""
    end = next((end for (_, end), (start, _) in pairwise([*blocks, (-1, -1)]) if end != start), own_end)
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
    is_drawer, fence = False, ""
    for line in lines:
        found, drawer, code = _PROPERTY.match(line), _DRAWER.match(line), _FENCE.match(line)
        if fence or code is not None:
            shown = line.strip()
            is_end = bool(fence) and shown.startswith(fence) and not shown.strip(fence[0])
            fence = "" if is_end else fence or (code["mark"] if code else "")
            kept.append(_with_spaces(line))
        elif drawer is not None:
            is_drawer = drawer["name"] == "LOGBOOK"
        elif found is not None and not line.lstrip().startswith(("-", "*")):
            properties[found["name"]] = (found["value"] or "").strip()
        elif not is_drawer and line.strip(" \t-*"):
            kept.append(line)
    return kept, properties


def _with_spaces(line: str) -> str:
    """A line of code with four spaces for each tab before it, in whatever column that stands."""
    shown = line.lstrip()
    return line[: len(line) - len(shown)].replace("\t", "    ") + shown


def _moved_left(lines: list[str], width: int) -> str:
    shown = [line.expandtabs(4) for line in lines]
    return "\n".join(line[min(width, len(line) - len(line.lstrip())) :] for line in shown)
