"""A markdown file as its blocks, with their lines: what the readers of foreign formats look at.

Lines count from 0 here, ends are exclusive. CommonMark decides what is a block, so a `#` comment in a
fence is no heading, and a fence opened inside a list item ends with it.
"""

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable
from dataclasses import replace
from functools import cached_property

from flashrl.formats.foreign.page.answer_letters import with_answer_marks
from flashrl.formats.foreign.page.between_items import with_parts_of_items
from flashrl.formats.foreign.page.block import Block, find_blocks
from flashrl.formats.foreign.page.counts import with_marks
from flashrl.formats.foreign.page.dialogue import with_speakers_marked
from flashrl.formats.foreign.page.fence import with_longer_outer_fences, without_wrapper
from flashrl.formats.foreign.page.fold import Details, find_folds
from flashrl.formats.foreign.page.glued import with_gaps, with_questions_apart
from flashrl.formats.foreign.page.higher_parts import with_higher_parts
from flashrl.formats.foreign.page.html_headings import with_html_headings
from flashrl.formats.foreign.page.margin import at_margin, further_in
from flashrl.formats.foreign.page.marked_options import with_ticks
from flashrl.formats.foreign.page.one_count import at_one_level
from flashrl.formats.foreign.page.sides import with_sides_turned
from flashrl.formats.foreign.page.site_tags import without_site_tags
from flashrl.formats.foreign.page.subheadings import PART, lowered
from flashrl.formats.foreign.page.underlined import parts, titles
from flashrl.formats.foreign.page.undressed import undressed
from flashrl.formats.foreign.page.web_form import with_options
from flashrl.formats.foreign.words.answer_mark import is_generic
from flashrl.formats.foreign.words.wording import wording

_GLUED = re.compile(r"(#{1,6})[^#\s!]")
_ASKED = re.compile(r"(#{1,6})([ \t]*)[A-Z]")
_SPACED = re.compile(r"#{1,6}[ \t]")
_HASHTAGS = re.compile(r"#[a-z][\w/-]*(?:[ \t]+#[\w/-]+)*[ \t]*$")
_DRAWN = re.compile(r" {0,3}<hr\b[^<>]*+>(?:[ \t]*</hr>)?[ \t]*", re.IGNORECASE)
_CLOSING = re.compile(
    r" {0,3}(?:<(p|div|center)\b[^<>]*>.*</\1>[ \t]*|"
    r"(?:(?:</?(?:br|a)\b|<img\b|</(?:details|div|p|center|table|[uo]l|span|h[1-6])\b)[^<>]*>[ \t]*)++)",
    re.IGNORECASE,
)
_OPENS = re.compile(r"#{1,6}[ \t]+\S|\d{1,4}[.)][ \t]+\S|[-*+][ \t]+\S|`{3}|~{3}")
_FOOTER = re.compile(
    r"[ \t]*+(?:<(?!a\b)[^<>]{1,60}>[ \t]*+)*+(?:[*_]*\[[^\[\]]{1,80}\]\(#[^()\s]*\)[*_]*|"
    r"<a\b[^<>]{0,60}\bhref=[\"']#[^<>]{0,100}>[^<>]{1,80}</a>)(?:[ \t]*+<[^<>]{1,60}>)*+[ \t\\]*",
    re.IGNORECASE,
)
_OFTEN = 5
_HABIT = 2
_FEW_LINES, _LONG = 6, 40
"""A heading may be broken over so many lines; what is shorter is no line that was."""


class Document:
    """The lines of a text (line ends as LF) and what they are. Lines before `first` are front matter."""

    def __init__(self, text: str, first: int = 0) -> None:
        lines = without_site_tags(without_wrapper(text.split("\n"), first))
        lines = with_ticks(with_options(undressed(lines)))
        lines = with_longer_outer_fences(further_in(at_margin(with_html_headings(lines))))
        self.lines = with_answer_marks(with_speakers_marked(lines))
        self.lines = with_marks(with_gaps(with_sides_turned(self.lines)))
        self.front = "\n".join(self.lines[:first])
        for number in range(first):
            self.lines[number] = ""
        blocks = list(find_blocks(_with_html_ended(_with_spaced_headings(self.lines))))
        blocks = at_one_level(_joined(_with_rules(blocks, self.lines)), self.lines)
        blocks = with_questions_apart(blocks, self.lines)
        blocks = with_higher_parts(blocks, self.lines)
        self.blocks = with_parts_of_items(lowered(blocks, self.lines))

    @cached_property
    def plain(self) -> list[bool]:
        """For each line whether it is text: neither code, nor a comment, nor blank."""
        plain = [bool(line.strip()) and not code for line, code in zip(self.lines, self.code, strict=True)]
        for block in self.blocks:
            if _is_comment(block):
                plain[block.start : block.end] = [False] * (block.end - block.start)
        return plain

    @cached_property
    def code(self) -> list[bool]:
        """For each line whether it is code."""
        code = [False] * len(self.lines)
        for block in self.blocks:
            if block.kind in ("fence", "code"):
                code[block.start : block.end] = [True] * (block.end - block.start)
        return code

    @cached_property
    def parts(self) -> frozenset[int]:
        """The lines of the headings that are parts of an answer, whatever their level."""
        return frozenset(block.start for block in self.blocks if block.kind == PART)

    @cached_property
    def details(self) -> list[Details]:
        """Every `<details>` in order of its start, the nested ones too."""
        return _with_labels(find_folds(self.lines, self.plain))

    @cached_property
    def footers(self) -> frozenset[str]:
        """The lines that come again and again and are nothing but a link within the page: such a line leads
        back, in whatever language, or asks for a star."""
        likely = (line.strip() for line in self.lines if "#" in line and _FOOTER.fullmatch(line))
        return frozenset(line for line, often in Counter(likely).items() if often >= _OFTEN)

    def has_text(self, start: int, end: int) -> bool:
        return any(self.lines[n].strip() for n in range(start, min(end, len(self.lines))))


def _with_spaced_headings(lines: list[str]) -> list[str]:
    """The lines with a space behind the hashes of a heading, where a file has a habit of leaving it out,
    where other headings of that level ask as well, or where one below a blank line has others of its level.
    """
    hashed = [n for n, line in enumerate(lines) if line[:1] == "#"]
    asking = {n: found for n in hashed if lines[n].rstrip()[-1] == "?" and (found := _ASKED.match(lines[n]))}
    levels = Counter(found[1] for found in asking.values() if found[2])
    lines = list(lines)
    for number, found in asking.items():
        if levels[found[1]] > _HABIT:
            lines[number] = f"{found[1]} {lines[number][found.end(1) :]}"
    deeper = [lines[n] for n in hashed if lines[n].startswith("##")]
    usual = Counter(found[0].strip() for line in deeper if (found := _SPACED.match(line)))
    for number in hashed:
        found = _GLUED.match(lines[number]) if not "".join(lines[number - 1 : number]).strip() else None
        if found is not None and usual[found[1]] >= _HABIT:
            lines[number] = f"{found[1]} {lines[number][found.end(1) :]}"
    glued, spaced = sum(map(bool, map(_GLUED.match, deeper))), sum(map(bool, map(_SPACED.match, deeper)))
    if glued < _HABIT or glued < spaced:
        return lines
    for number in hashed:
        if (found := _GLUED.match(lines[number])) and not _HASHTAGS.match(lines[number]):
            lines[number] = f"{found[1]} {lines[number][found.end(1) :]}"
    return lines


def _with_html_ended(lines: list[str]) -> list[str]:
    """The lines, where a rule in HTML is one in markdown, and a line of closing tags right above a heading,
    an item or a fence is blank: to CommonMark all that stands below is HTML, up to a blank line."""
    following = [*lines[1:], ""]
    return [
        line
        if not line.lstrip(" ").startswith("<")
        else "***"
        if _DRAWN.fullmatch(line)
        else ""
        if _OPENS.match(below) and _CLOSING.fullmatch(line)
        else line
        for line, below in zip(lines, following, strict=True)
    ]


def _joined(blocks: list[Block]) -> list[Block]:
    """The blocks, where a long heading that was broken over lines, each with its hashes, is one."""
    found: list[Block] = []
    for each in blocks:
        last = found[-1] if found else each
        if _goes_on(last, each):
            found[-1] = replace(last, end=each.end, text=f"{last.text} {each.text}")
        else:
            found.append(each)
    return found


def _goes_on(last: Block, each: Block) -> bool:
    """Whether a heading goes on with the sentence that is the heading right above it."""
    return (
        (each.kind, each.level, each.quoted) == ("heading", last.level, last.quoted)
        and last.kind == "heading"
        and last.end == each.start < last.start + _FEW_LINES
        and len(last.text) >= _LONG
        and each.text[:1].islower()
        and not last.text.rstrip(" *_").endswith((".", "?", "!", ":", ";", "#"))
    )


def _with_rules(blocks: list[Block], lines: list[str]) -> list[Block]:
    """The blocks, where text right above a `---` is no heading in a file of questions without any mark."""

    def is_underlined(block: Block) -> bool:
        return (
            block.kind == "heading"
            and block.end - block.start > 1
            and set(lines[block.end - 1].strip()) == {"-"}
        )

    if own := parts(blocks, lines):
        return [replace(each, kind=PART) if each.start in own else each for each in blocks]
    named = titles(blocks, lines)
    if named:
        return [replace(each, kind="heading", level=2) if each.start in named else each for each in blocks]
    underlined = sum(map(is_underlined, blocks))
    if not underlined:
        return blocks
    asking = sum(
        block.kind == "paragraph" and not block.items and block.text.rstrip().endswith(("?", "？"))
        for block in blocks
    )
    if asking <= underlined:
        return blocks
    return [
        replace(block, kind="paragraph", level=0, end=block.end - 1) if is_underlined(block) else block
        for block in blocks
    ]


def _with_labels(folds: list[Details]) -> list[Details]:
    """The folds, without summaries that most of them have and that ask nothing: `Click here!` is none."""
    often = Counter(each.summary.strip() for each in folds)
    for summary, count in often.items():
        is_answer = is_generic(summary) or wording(summary).asks
        if count >= max(3, len(folds) / 2) and not is_answer:
            for each in folds:
                each.summary = "" if each.summary.strip() == summary else each.summary
    return folds


def _is_comment(block: Block) -> bool:
    return block.kind == "html" and block.text.lstrip().startswith("<!--")


class Levels:
    """Headings by line, to find the next one of a level or above it."""

    def __init__(self, headings: Iterable[tuple[int, int]]) -> None:
        self._lines: list[list[int]] = [[] for _ in range(7)]
        for line, own in headings:
            for level in range(own, 7):
                self._lines[level].append(line)

    def following(self, line: int, level: int) -> int | None:
        """The line of the first heading of `level` or above it at `line` or behind it."""
        lines = self._lines[level]
        index = bisect_left(lines, line)
        return lines[index] if index < len(lines) else None
