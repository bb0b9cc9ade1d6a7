"""Questions that are callouts: `??? question "What …?"` of MkDocs, `> [!question] What …?` of Obsidian."""

import re
from collections.abc import Iterator
from itertools import pairwise

from flashrl.formats.foreign.page.document import Document
from flashrl.formats.foreign.programs import callout_pair
from flashrl.formats.foreign.styles import quiz
from flashrl.formats.foreign.styles.start import ADMONITION, Marked, Start, marked_start
from flashrl.formats.foreign.words.answer_mark import is_generic
from flashrl.formats.foreign.words.wording import without_number, wording

_MKDOCS = re.compile(
    r"(?P<indent>[ \t]*)(?:\?\?\?\+?|!!!)[ \t]+(?P<type>[\w-]+)[ \t]+\"(?P<title>.+)\"[ \t]*$"
)
_CALLOUT = re.compile(r">[ \t]*\[!(?P<type>[\w-]+)\][-+]?[ \t]*(?P<title>.+)$")
_CONTAINER = re.compile(r"(?P<indent>[ \t]*):{3,}[ \t]*(?P<type>details)(?:[ \t]+(?P<title>.*))?$")
_CONTAINER_MARK = re.compile(r"[ \t]*:{3,}[ \t]*(?P<type>\w*)")
_ASKING = ("question", "faq", "help", "quiz")
_QUOTE = re.compile(r">[ \t]?")


def starts(document: Document) -> Iterator[Start]:
    """Every callout of a kind that asks, or whose title does."""
    fenced = {n for block in document.blocks if block.kind == "fence" for n in range(block.start, block.end)}
    ends, last_end = _container_ends(document.lines), 0
    for number, line in enumerate(document.lines):
        if number in fenced or not ("??" in line or "!!!" in line or "[!" in line or ":::" in line):
            continue
        if number < last_end and line.startswith(">"):
            continue
        is_first = not (number and document.lines[number - 1].startswith(">"))
        if is_first and "[!" in line and (pair := callout_pair.read(document.lines, number)) is not None:
            last_end = pair.limit or 0
            yield pair
            continue
        found = _MKDOCS.match(line) or _CALLOUT.match(line) or _CONTAINER.match(line)
        if found is None or not _asks(found):
            continue
        if ":::" in line:
            if number >= last_end:
                last_end = ends[number]
                yield _of_container(document.lines, (number, last_end), found["title"])
            continue
        is_quote = "indent" not in found.groupdict()
        content = _quoted(document, number) if is_quote else _indented(document, number, found["indent"])
        told = "\n".join(content).strip("\n").rstrip()
        if told or found["type"].lower() in _ASKING:
            question = without_number(found["title"].strip())
            card = Marked(question, *quiz.by_options(question, told, "", ""))
            yield marked_start(ADMONITION, (number, number + 1 + len(content)), card)


def unfolded(text: str) -> str:
    """An answer without the folds in it that say no more than that: `??? success "View Answer"`."""
    if ":::" in text:
        text = _without_containers(text.split("\n"))
    if "???" not in text and "!!!" not in text:
        return text
    lines: list[str] = []
    is_inside = False
    for line in text.split("\n"):
        found = _MKDOCS.match(line)
        if found is not None and not found["indent"] and is_generic(found["title"]):
            is_inside = True
            continue
        is_inside = is_inside and (not line.strip() or line.startswith("    "))
        lines.append(line[4:] if is_inside else line)
    return "\n".join(lines)


def unquoted(text: str) -> str:
    """An answer without the marks of the quote that it begins with."""
    lines = text.split("\n")
    end = next((n for n, line in enumerate(lines) if not line.startswith(">")), len(lines))
    return "\n".join([*(_QUOTE.sub("", line, count=1) for line in lines[:end]), *lines[end:]])


def _asks(found: "re.Match[str]") -> bool:
    title = found["title"] or ""
    if is_generic(title):
        return False
    words = wording(title)
    return words.ends_asking or (found["type"].lower() in _ASKING and (words.asks or words.label))


def _of_container(lines: list[str], place: tuple[int, int], title: str) -> Start:
    line, end = place
    told = "\n".join(lines[line + 1 : end - 1 if end > line + 1 else end]).strip("\n").rstrip()
    return marked_start(ADMONITION, (line, end), Marked(without_number(title.strip()), "", told))


def _container_ends(lines: list[str]) -> dict[int, int]:
    """For each line that opens a container the line behind the mark that ends it."""
    ends: dict[int, int] = {}
    opened: list[int] = []
    for number, line in enumerate(lines):
        mark = _CONTAINER_MARK.match(line) if ":::" in line else None
        if mark is not None and mark["type"]:
            opened.append(number)
        elif mark is not None and opened:
            ends[opened.pop()] = number + 1
    for number, follower in pairwise([*opened, len(lines)]):
        ends[number] = follower  # it is never closed
    return ends


def _without_containers(lines: list[str]) -> str:
    """The lines without the marks of the folds that only say that an answer is inside."""
    dropped: set[int] = set()
    ends = _container_ends(lines)
    for number, line in enumerate(lines):
        found = _CONTAINER.match(line)
        if found is not None and is_generic(found["title"] or ""):
            end = ends[number]
            is_closed = end > number + 1 and not lines[end - 1].strip(" \t:")
            dropped |= {number, end - 1} if is_closed else {number}
    return "\n".join(line for number, line in enumerate(lines) if number not in dropped)


def _quoted(document: Document, line: int) -> list[str]:
    content = []
    for each in document.lines[line + 1 :]:
        if not each.startswith(">"):
            break
        content.append(_QUOTE.sub("", each, count=1))
    return content


def _indented(document: Document, line: int, indent: str) -> list[str]:
    width = len(indent.expandtabs(4)) + 4
    content: list[str] = []
    for each in document.lines[line + 1 :]:
        shown = each.expandtabs(4)
        if shown.strip() and len(shown) - len(shown.lstrip()) < width:
            break
        content.append(shown[width:])
    while content and not content[-1].strip():
        content.pop()
    return content
