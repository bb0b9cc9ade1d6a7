"""What folds in a file: its `<details>` elements, closed properly or not."""

import re
from dataclasses import dataclass

_TAG = re.compile(r"<(/?)(details|summary)\b[^>]*>", re.IGNORECASE)
_TICKS = re.compile(r"`+")


@dataclass(slots=True)
class Details:
    """A `<details>` element: its lines, the summary, and the place (line, column) its content starts."""

    start: int
    end: int
    summary: str = ""
    content: tuple[int, int] = (0, 0)
    content_end: tuple[int, int] = (0, 0)
    depth: int = 0
    is_closed: bool = False


def find_folds(lines: list[str], plain: list[bool]) -> list[Details]:
    found: list[Details] = []
    stack: list[Details] = []
    summary: tuple[int, int] | None = None
    for number, line in enumerate(lines):
        if not plain[number] or "<" not in line:
            continue
        shown = _without_code(line) if "`" in line else line
        for tag in _TAG.finditer(shown):
            closes, name = bool(tag[1]), tag[2].lower()
            if name == "details" and not closes:
                place = (number, tag.end())
                stack.append(Details(number, len(lines), "", place, (len(lines), 0), len(stack)))
                found.append(stack[-1])
            elif name == "details" and stack:
                closed = stack.pop()
                closed.end, closed.content_end, closed.is_closed = number + 1, (number, tag.start()), True
            elif name == "summary" and not closes:
                summary = (number, tag.end())
            elif name == "summary" and stack and summary is not None and not stack[-1].summary:
                stack[-1].summary = cut(lines, summary, (number, tag.start()))
                stack[-1].content = (number, tag.end())
                summary = None
    return _without_forgotten_ends(found, len(lines))


def _without_code(line: str) -> str:
    """The line with spaces for what stands between ticks."""
    runs = [each.span() for each in _TICKS.finditer(line)]
    last = {end - start: position for position, (start, end) in enumerate(runs)}
    shown: list[str] = []
    position = done = 0
    while position < len(runs):
        start, end = runs[position]
        size = end - start
        closing = position
        if last[size] > position:
            closing = next(n for n in range(position + 1, len(runs)) if runs[n][1] - runs[n][0] == size)
            stop = runs[closing][1]
            shown += [line[done:start], " " * (stop - start)]
            done = stop
        position = closing + 1
    return "".join([*shown, line[done:]])


def _without_forgotten_ends(found: list[Details], end: int) -> list[Details]:
    """A `<details>` that is never closed ends where the next one of its depth or deeper begins."""
    forgotten = 0
    for position, each in enumerate(found):
        each.depth = max(0, each.depth - forgotten)
        if each.is_closed:
            continue
        follower = found[position + 1].start if position + 1 < len(found) else end
        each.end, each.content_end = follower, (follower, 0)
        forgotten += 1
    return found


def ends_around(folds: list[Details], lines: list[str]) -> list[int]:
    """For each line where the innermost fold ends that is closed and begins above it, or else the text."""
    waiting = [each for each in reversed(folds) if each.is_closed]
    if not waiting:
        return [len(lines)] * len(lines)
    around: list[Details] = []
    ends = []
    for number in range(len(lines)):
        while around and around[-1].content_end[0] <= number:
            around.pop()
        ends.append(_last_line(around[-1], lines) if around else len(lines))
        while waiting and waiting[-1].start == number:
            around.append(waiting.pop())
    return ends


def _last_line(fold: Details, lines: list[str]) -> int:
    """The line behind what a fold holds."""
    line, column = fold.content_end
    return line + bool(lines[line][:column].strip())


def cut(lines: list[str], start: tuple[int, int], end: tuple[int, int]) -> str:
    """The text between two places (line, column)."""
    if start >= end:
        return ""
    if start[0] == end[0]:
        return lines[start[0]][start[1] : end[1]]
    middle = lines[start[0] + 1 : end[0]]
    last = [lines[end[0]][: end[1]]] if end[0] < len(lines) else []
    return "\n".join([lines[start[0]][start[1] :], *middle, *last])
