"""What is wrong in how a native deck file is built: its headings, sections, comments and cloze blanks.

The reader of the format reports what it cannot read; this is what it reads, and an author hardly meant.
"""

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from flashrl.authoring import front_matter
from flashrl.errors import Diagnostic
from flashrl.formats import ParsedFile
from flashrl.formats.native.outline import Heading, outline
from flashrl.model import Card, SectionKind
from flashrl.spans import find_blanks, find_code, find_math

_SECTIONS = {kind.value.lower(): kind for kind in SectionKind}
_ANSWERING = (SectionKind.ANSWER, SectionKind.CORRECT_APPROACH, SectionKind.CLOZE)
_COMMENT_END = re.compile(r"-->[ \t]*(?=\S)")
_CARD_COMMENT = re.compile(r"\s*<!--\s*card\b")
_OPENING = re.compile(r"==c(\d{1,4})::")
_YAML_REMARK = re.compile(r"[ \t]*[\w.-]+:[ \t]+[^\s\"'\[{|>#][^\n]*?[ \t](#\S)")


def findings(file: ParsedFile) -> Iterator[Diagnostic]:
    """What a native file's structure loses or leaves unclear; nothing for other formats."""
    if file.format != "native":
        return
    lines = file.text.split("\n")
    start = front_matter.end(lines)
    found = outline("\n".join([""] * start + lines[start:]))
    yield from _jumps(found.headings)
    yield from _sections(found.headings, file.deck.cards, lines)
    yield from _comments(found.comments, lines)
    comments = [each for each in found.comments if _CARD_COMMENT.match(lines[each[0]])]
    fences = [(first, end) for first, end, _ in found.simulations]
    yield from _remarks(lines, [(0, start), *comments, *fences])
    for card in file.deck.cards:
        yield from _blanks(card)


def _jumps(headings: Sequence[Heading]) -> Iterator[Diagnostic]:
    is_card, above = False, 0
    for heading in headings:
        if heading.level <= 3:
            is_card = heading.level == 3
        elif heading.level == 4 and not is_card:
            yield Diagnostic("heading-jump", f"{heading.title!r} is no section of a card", heading.line + 1)
        elif heading.level > above + 1:
            message = f"{heading.title!r} goes from level {above} to level {heading.level}"
            yield Diagnostic("heading-jump", message, heading.line + 1)
        above = heading.level


def _sections(
    headings: Sequence[Heading], cards: Sequence[Card], lines: Sequence[str]
) -> Iterator[Diagnostic]:
    drafts = {card.line for card in cards if card.is_draft}
    end = Heading(0, "", len(lines), len(lines))
    question, seen = 0, set[SectionKind]()
    for heading, following in pairwise([*headings, end]):
        if heading.level <= 3:
            question, seen = heading.line + 1 if heading.level == 3 else 0, set()
        if heading.level != 4 or not question:
            continue
        kind = _SECTIONS.get(heading.title.rstrip(":").strip().lower())
        if kind in seen:
            message = f"a second section {heading.title!r} in this card"
            yield Diagnostic("repeated-section", message, heading.line + 1)
        seen |= {kind} if kind else set()
        is_empty = not "".join(lines[heading.end : following.line]).strip() and following.level <= 4
        # That a draft lacks its answer is said already.
        if is_empty and not (kind in _ANSWERING and question in drafts):
            message = f"the section {heading.title!r} has no text"
            yield Diagnostic("empty-section", message, heading.line + 1)


def _comments(comments: Sequence[tuple[int, int]], lines: Sequence[str]) -> Iterator[Diagnostic]:
    for start, end in comments:
        text = "\n".join(lines[start:end])
        is_card = _CARD_COMMENT.match(text) is not None
        if "-->" not in text and not is_card:
            yield Diagnostic("unclosed-comment", "the comment that starts here is never closed", start + 1)
        elif is_card and (behind := _COMMENT_END.search(text)):
            line = start + 1 + text.count("\n", 0, behind.end())
            column = behind.end() - text.rfind("\n", 0, behind.end())
            lost = text[behind.end() :].strip()
            yield Diagnostic("lost-text", f"{lost!r} stands behind the end of the comment", line, column)


def _remarks(lines: Sequence[str], blocks: Sequence[tuple[int, int]]) -> Iterator[Diagnostic]:
    """Values in YAML that end at a ` #`, where more was meant to follow: `caption: Episode #3`."""
    for start, end in blocks:
        for number in range(start, end):
            if found := _YAML_REMARK.match(lines[number]):
                lost = lines[number][found.start(1) :].strip()
                message = f"{lost!r} is a remark to YAML, and not read"
                yield Diagnostic("lost-text", message, number + 1, found.start(1) + 1)


def _blanks(card: Card) -> Iterator[Diagnostic]:
    for section in card.of_kind(SectionKind.CLOZE):
        for part, line in zip(section.parts, section.part_lines, strict=True):
            if isinstance(part, str) and "==c" in part:
                yield from _marks(part, line)


def _marks(text: str, line: int) -> Iterator[Diagnostic]:
    """The openings of blanks that open none."""
    whole = {blank.start: blank for blank in find_blanks(text)}
    code = find_code(text)
    math = [(each.start, each.end) for each in find_math(text)]
    for mark in _OPENING.finditer(text):
        place = line + text.count("\n", 0, mark.start()), mark.start() - text.rfind("\n", 0, mark.start())
        if any(start <= mark.start() < end for start, end in code):
            yield Diagnostic("cloze-in-code", f"{mark[0]} inside code is no blank", *place)
        elif any(start <= mark.start() < end for start, end in math):
            yield Diagnostic("bad-blank", f"{mark[0]} cuts through a formula", *place)
        elif mark.start() not in whole:
            yield Diagnostic("bad-blank", f"{mark[0]} is empty or never closed", *place)
        elif whole[mark.start()].number == 0:
            yield Diagnostic("bad-blank", "blanks count from 1", *place)
