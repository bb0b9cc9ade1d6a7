"""The folds that are questions, and the text before a fold or a mark that holds its answer."""

import re
from bisect import bisect_left, bisect_right
from dataclasses import replace

from flashrl.formats.foreign.choosing.contents import are_links
from flashrl.formats.foreign.choosing.orphans import ORPHAN, owner
from flashrl.formats.foreign.choosing.selection import FEW, HALF, LIKELY, MANY, Selection, between
from flashrl.formats.foreign.page.block import Block
from flashrl.formats.foreign.styles import plain_line
from flashrl.formats.foreign.styles.start import DETAILS, LISTED, Start
from flashrl.formats.foreign.words.answer_mark import answer_mark
from flashrl.formats.foreign.words.back_link import is_back_link
from flashrl.formats.foreign.words.plain_text import plain
from flashrl.formats.foreign.words.question_text import is_label, only_leads_in
from flashrl.formats.foreign.words.usual_headings import is_explanation, is_only_question
from flashrl.formats.foreign.words.wording import Wording, wording

_LEADS_ON = re.compile(r"\W*(?:click|see|read|show|view|learn|more|open|expand|here|for)\b", re.IGNORECASE)
"""How a summary begins that breaks off as there is more to see."""
_SPACE = re.compile(r"(?:\s|&nbsp;|</?(?:br|p|div)\b[^<>]*>)*", re.IGNORECASE)
_BARE_NUMBER = re.compile(r"[ \t]*\d{1,3}[.)][ \t]*")
_COUNTED = re.compile(r" {0,3}(?:\*\*)?(\d{1,3})[.)][ \t*]")
_TITLE = re.compile(r" {0,3}\w.{1,60}(?<![.:;,?!。：？！])[ \t]*")
_FAR, _SKIPPED = 60, 3
_NEAR, _DEEP, _BROKEN = 4, 3, 2
_FOLLOWING = 4
_SOLUTION = re.compile(r"\b(?:answer|solution)", re.IGNORECASE)


def choose(chosen: Selection) -> None:
    found = [each for each in chosen.others if each.kind == DETAILS and not _is_contents(chosen, each)]
    asking = [each for each in found if each.wording.asks or each.wording.label]
    if len(asking) >= FEW:
        known = {each.line for each in asking}
        asking = [each for each in found if each.line in known or _is_to_be_completed(each.question)]
    if len(asking) < (LIKELY if chosen.is_about_questions else HALF) * len(found):
        found = asking
    last_end = -1
    headings = sorted(chosen.kept)
    closed = {each.start for each in chosen.document.details if each.is_closed}
    for each in found:
        asked = bisect_left(headings, each.end) < bisect_left(headings, each.limit or each.end)
        if asked and each.line in closed:
            continue
        if each.line < last_end or each.wording.is_stop:
            continue
        inner = between(found, each.line, each.limit or 0)
        if inner and not _holds_follow_ups(chosen, each, inner):
            continue
        if _is_inside_heading(chosen, each, found):
            continue
        alike = [other for other in inner if other.wording.ends_asking and _opens_bold(other, each)]
        last_end = (each.limit or each.end) if not alike else alike[0].line
        chosen.keep(each)


def _holds_follow_ups(chosen: Selection, each: Start, inner: list[Start]) -> bool:
    """Whether what asks is answered before others fold inside it: they are no questions of a chapter then."""
    if len(inner) <= _FOLLOWING and each.wording.asks and chosen.has_own_text(each, inner[0].line):
        return True
    return each.wording.ends_asking and len(inner) <= 2


def _is_to_be_completed(question: str) -> bool:
    """Whether a summary breaks off, as `A policy is called greedy if it …`, and the fold goes on."""
    text = plain(question).rstrip(" *_")
    return text.endswith(("...", "…")) and text.count(" ") >= FEW and not _LEADS_ON.match(text)


def hold_solutions(chosen: Selection, headings: list[Start]) -> bool:
    """Whether something folds below most of the headings, as the steps of an exercise and its solution do."""
    details = chosen.document.details
    folds = [each.start for each in details]
    ends = (chosen.next_heading(each, level=each.level) for each in headings)
    pairs = zip(headings, ends, strict=True)
    held = sum(bisect_left(folds, each.end) < bisect_left(folds, end) for each, end in pairs)
    solved = sum(bool(_SOLUTION.search(each.summary)) for each in details)
    return held >= max(FEW, MANY * len(headings)) and solved > 1


def _is_contents(chosen: Selection, each: Start) -> bool:
    """True where nothing but links folds."""
    inside = chosen.document.lines[each.end : (each.limit or each.end)] if each.depth < _DEEP else []
    return are_links(inside, at_least=3)


def _is_inside_heading(chosen: Selection, each: Start, found: list[Start]) -> bool:
    """Whether the fold belongs to a heading's answer; a heading that only introduces it is let go."""
    above = chosen.enclosing_heading(each.line)
    if above is None:
        return False
    end = chosen.next_heading(above, level=above.level)
    siblings = between(found, above.line, end)
    if chosen.has_own_text(above, siblings[0].line):
        return len(siblings) < FEW or len(found) < len(chosen.kept)
    if above.wording.ends_asking and not any(other.wording.ends_asking for other in siblings):
        return len(siblings) == 1 or _is_in_company(chosen, above, siblings)
    chosen.kept.pop(above.line, None)
    return False


def _is_in_company(chosen: Selection, above: Start, folds: list[Start]) -> bool:
    """Whether other headings of a level have text of their own, and folds below one only name things."""
    if any(each.wording.asks or each.wording.label for each in folds):
        return False
    level = [each for each in chosen.headings if each.level == above.level and each.line in chosen.kept]
    told = sum(chosen.has_own_text(each, chosen.next_heading(each)) for each in level if each is not above)
    return told >= FEW


def choose_asked_before(chosen: Selection) -> None:
    """Plain text before a fold or mark that holds its answer is the question."""
    ends = {each.start: each.end for each in chosen.document.details}
    lines = _asked_on_a_line(chosen, [mark for mark in chosen.marks if mark not in ends])
    lines |= _asked_in_code(chosen)
    counted = _counted_above(chosen, [mark for mark in chosen.marks if mark not in ends])
    boundary = 0
    for mark in chosen.marks:
        own = owner(chosen, mark) if mark not in chosen.quiet else None
        if own is not None and _is_counted_item(own):
            _end_above_title(chosen, own, boundary)
        elif mark not in chosen.quiet and own is None:
            start = lines.get(mark) or _orphan(chosen, boundary, mark, counted.get(mark))
            if start is not None:
                _end_above_title(chosen, start, boundary)
                chosen.keep(start)
        boundary = max(boundary, ends.get(mark, mark + 1))


def _asked_on_a_line(chosen: Selection, marks: list[int]) -> dict[int, Start]:
    """The line right before each mark, where nearly all of those are questions: what is above such a line
    ends the answer before."""
    marks = [mark for mark in marks if mark not in chosen.quiet and owner(chosen, mark) is None]
    if len(marks) < FEW:
        return {}
    asking = {each.line: each for each in plain_line.starts(chosen.document)}
    found = {}
    for mark in marks:
        line = next((n for n in range(mark - 1, -1, -1) if chosen.document.lines[n].strip()), -1)
        if line in asking:
            first = _label_above(chosen, line)
            found[mark] = replace(asking[line], kind=DETAILS, line=first, shape=(DETAILS, ORPHAN))
    return found if len(found) >= MANY * len(marks) else {}


def _counted_above(chosen: Selection, marks: list[int]) -> dict[int, int]:
    """The line above each mark that begins with a number, where nearly all have one that counts on: what
    stands above that is the name of a chapter, or the end of the answer before."""
    found: dict[int, int] = {}
    boundary = number = 0
    for mark in marks:
        lines = chosen.document.lines[max(boundary, mark - _FAR) : mark]
        inside = [(n, int(match[1])) for n, line in enumerate(lines) if (match := _COUNTED.match(line))]
        if len(inside) == 1 and (inside[0][1] == 1 or 0 < inside[0][1] - number <= _SKIPPED):
            found[mark] = mark - len(lines) + inside[0][0]
            number = inside[0][1]
        boundary = mark + 1
    return found if len(found) >= max(FEW, MANY * len(marks)) else {}


def _end_above_title(chosen: Selection, each: Start, boundary: int) -> None:
    """End the answer above a question at the name of a chapter, a short line right above its number, where
    that answer stands beside its mark, in the line before `boundary`."""
    lines, title = chosen.document.lines, each.line - 1
    last = chosen.last_kept(each.line - 1)
    mark = answer_mark(lines[boundary - 1]) if boundary else None
    is_title = _TITLE.fullmatch(lines[title]) is not None and not lines[title - 1].strip()
    if last is None or mark is None or not (mark.rest and is_title):
        return
    if last.shape[1] != ORPHAN and not _is_counted_item(last):
        return
    if title > boundary and _COUNTED.match(lines[each.line]):
        chosen.kept[last.line] = replace(last, limit=title)


def _is_counted_item(each: Start) -> bool:
    return each.kind == LISTED and bool(each.shape[1])


def _label_above(chosen: Selection, line: int) -> int:
    """The line in bold right above a question that only says so, `**Question**`, or that of the question."""
    lines = chosen.document.lines
    above = next((n for n in range(line - 1, max(-1, line - _NEAR), -1) if lines[n].strip()), line)
    return above if lines[above].startswith("**") and is_label(lines[above]) else line


def _asked_in_code(chosen: Selection) -> dict[int, Start]:
    """The bare numbers above code that a fold with its solution follows on, by the line of that."""
    solved = [each.start for each in chosen.document.details if _SOLUTION.search(each.summary)]
    found = {}
    for mark in solved:
        index = bisect_left(chosen.block_starts, mark) - 1
        code = chosen.document.blocks[index] if index >= 0 else None
        if code is None or code.kind != "fence" or chosen.document.has_text(code.end, mark):
            continue
        above = range(code.start - 1, max(-1, code.start - _NEAR), -1)
        line = next((n for n in above if chosen.document.lines[n].strip()), -1)
        if line >= 0 and _BARE_NUMBER.fullmatch(chosen.document.lines[line]):
            number = chosen.document.lines[line].strip()
            found[mark] = Start(DETAILS, line, line + 1, number, wording(number), (DETAILS, ORPHAN))
    return found if len(found) >= max(FEW, HALF * len(solved)) else {}


def _orphan(chosen: Selection, boundary: int, mark: int, counted: int | None) -> Start | None:
    if counted is not None:
        above = chosen.document.blocks[bisect_right(chosen.block_starts, counted) - 1]
        text = "\n".join(chosen.document.lines[counted : above.end])
        return _asked(_cut(replace(above, start=counted, text=text), mark))
    first_block, last_block = (bisect_left(chosen.block_starts, line) for line in (boundary, mark))
    blocks = chosen.document.blocks[max(first_block, last_block - 40) : last_block]
    if blocks and blocks[-1].kind == "rule" and _is_below_question(blocks[:-1]):
        blocks = blocks[:-1]
    last_break = max((n for n, each in enumerate(blocks) if _parts(each)), default=-1)
    blocks = _set_apart([each for each in blocks[last_break + 1 :] if not is_back_link(each.text)])
    told = [each for each in blocks if each.kind == "paragraph"]
    if told and is_explanation(told[0].text.split("\n")[0]):  # `Explanation:` goes on with the answer before
        told = [each for each in told[1:] if _words(each).ends_asking][-1:]
    first = told[0] if told else None
    if first is None or len(blocks) > 8 or wording(first.text).is_link:
        return None
    if only_leads_in(chosen.document.lines[first.start : mark]):
        return None
    first = _holding(blocks, mark) or first
    key = answer_mark(chosen.document.lines[mark])
    is_near = mark - first.start <= _BROKEN or (key is not None and key.rest and _says_so(first))
    return _asked(_cut(first, mark) if is_near else first)


def _words(block: Block) -> Wording:
    """The first line of a paragraph as a question."""
    return wording(block.text.split("\n")[0])


def _asked(first: Block) -> Start:
    """The block that a question begins with."""
    item = first.items[-1] if first.items else None
    return Start(
        DETAILS,
        first.start,
        first.end,
        first.text,
        _words(first),
        (DETAILS, ORPHAN),
        depth=item.depth + 1 if item else 0,
        offset=item.offset if item else 0,
    )


def _parts(block: Block) -> bool:
    """Whether nothing above a block is asked with what is below it: a heading, a rule, `&nbsp;`."""
    return block.kind in ("heading", "rule") or (
        block.kind in ("paragraph", "html") and bool(_SPACE.fullmatch(block.text))
    )


def _set_apart(blocks: list[Block]) -> list[Block]:
    """Those at the end that are quoted, where others before them are not."""
    first = len(blocks)
    while first and blocks[first - 1].quoted:
        first -= 1
    return blocks[first:] or blocks


def _holding(blocks: list[Block], mark: int) -> Block | None:
    """The paragraph that holds the mark, if its first line asks or has a number."""
    if not blocks[-1].start < mark < blocks[-1].end:
        return None
    return blocks[-1] if _says_so(blocks[-1]) else None


def _says_so(block: Block) -> bool:
    """Whether the first line of a block asks, or has a number or a prefix."""
    words = _words(block)
    return words.asks or bool(words.number) or words.label


def _cut(block: Block, mark: int) -> Block:
    """A paragraph up to the mark of the answer."""
    lines = block.text.split("\n")[: mark - block.start]
    return replace(block, end=min(block.end, mark), text="\n".join(lines))


def _is_below_question(blocks: list[Block]) -> bool:
    """Whether the last of some headings only says that a question follows."""
    last = next((each for each in reversed(blocks) if each.kind == "heading"), None)
    return last is not None and is_only_question(last.text)


def _opens_bold(each: Start, other: Start) -> bool:
    """Whether both summaries are set in bold: a fold in a fold that was meant to stand behind it."""
    return all(one.question.lstrip().startswith(("<b", "<strong", "**")) for one in (each, other))
