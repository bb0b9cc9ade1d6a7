"""The marks of answers with a question before them that nothing else shows to be one."""

from bisect import bisect_left, bisect_right

from flashrl.formats.foreign.choosing.selection import Selection
from flashrl.formats.foreign.styles.start import LISTED, Start
from flashrl.formats.foreign.words.answer_mark import answer_mark
from flashrl.formats.foreign.words.wording import wording

ORPHAN = "text before a fold"

_PARTS, _PART_LEVEL = 5, 3
"""So many parts an answer may have above its mark, in headings of that level or below it."""
_NEAR = 8
"""So many blocks may be between a rule and the mark of the answer to what stands below it."""


def owner(chosen: Selection, mark: int) -> Start | None:
    """The question that an answer's mark belongs to, if that has no answer yet, nor another of the same look
    above a rule with a question below it."""
    last = chosen.last_kept(mark)
    if last is None or (last.is_fold and mark >= (last.limit or 0)) or _is_parted(chosen, last, mark):
        return None
    if last.shape[1] != ORPHAN:
        return None if _is_asked_again(chosen, last, mark) else last
    index = bisect_right(chosen.marks, last.line)
    return last if index >= len(chosen.marks) or chosen.marks[index] >= mark else None


def _is_parted(chosen: Selection, last: Start, mark: int) -> bool:
    """Whether a heading stands between a question and a mark that is more than a part of what answers, as
    `#### Steps` is."""
    line = last.line
    for _ in range(_PARTS):
        following = chosen.levels.following(line + 1, last.level or 6)
        if following is None or following > mark:
            return False
        heading = chosen.headings[bisect_left(chosen.heading_lines, following)]
        if heading.level < _PART_LEVEL or not heading.wording.is_stop:
            return True
        line = following
    return True


def _is_asked_again(chosen: Selection, last: Start, mark: int) -> bool:
    """Whether an item that is answered has a rule below its answer, and below that a question that has lost
    its number, with the same mark: `Ans - …`."""
    index = bisect_left(chosen.marks, mark) - 1
    above = chosen.marks[index] if index >= 0 else -1
    lines = chosen.document.lines
    if last.kind != LISTED or above <= last.line or _look(lines[above]) != _look(lines[mark]):
        return False
    position = bisect_left(chosen.block_starts, mark)
    blocks = chosen.document.blocks[max(0, position - _NEAR) : position + 1]
    rules = [n for n, each in enumerate(blocks) if each.kind == "rule" and above < each.start < mark]
    asked = blocks[rules[-1] + 1] if rules and rules[-1] + 1 < len(blocks) else None
    is_text = asked is not None and asked.kind == "paragraph" and not asked.items
    return is_text and asked is not None and wording(lines[asked.start]).ends_asking


def _look(line: str) -> str:
    """The mark of an answer without what it says."""
    found = answer_mark(line)
    return line.strip()[: len(line.strip()) - len(found.rest)].strip() if found is not None else line.strip()
