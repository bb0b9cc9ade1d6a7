"""The blocks of markdown text, followed line by line as CommonMark does: quotes, list items, fences, HTML.

Only as far as it takes to know where paragraphs, code and `math` fences are. Linear in the text's length.
"""

import re
from dataclasses import dataclass, field

Range = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Math:
    """A formula: its range in the text with the marks, its stripped LaTeX, and whether it is displayed."""

    start: int
    end: int
    latex: str
    display: bool


_MOST_CONTAINERS = 20
_ITEM = re.compile(r"(?:[-+*]|(\d{1,9})[.)])(?=[ \t]|$)")
_RULE = re.compile(r"([-*_])(?:[ \t]*\1){2,}[ \t]*$")
_SETEXT = re.compile(r"(?:=+|-+)[ \t]*$")
_HEADING = re.compile(r"#{1,6}(?:[ \t]|$)")
_FENCE = re.compile(r"(`{3,})[ \t]*([^`\s]*)[^`]*$|(~{3,})[ \t]*(\S*)")
_DELIMITER_ROW = re.compile(r"(?=.*\|)\|?[ \t]*:?-+:?[ \t]*(?:\|[ \t]*:?-+:?[ \t]*)*\|?[ \t]*$")
_DISPLAY = re.compile(r"(?<![\\$])\$\$(?!\$)")
_DISPLAY_END = re.compile(r"(?<![\\$])\$\$(?!\$)|\n[ \t>]*(?:\r?\n|\Z|#{1,6}[ \t]|```|~~~)")
_VERBATIM = re.compile(r"<(?:(script|pre|style|textarea)(?=[\s>]|$)|!--)", re.IGNORECASE)
_HTML = re.compile(
    r"</?(?:address|article|aside|blockquote|body|caption|center|col|colgroup|dd|details|dialog|div|dl|dt|"
    r"fieldset|figcaption|figure|footer|form|h[1-6]|head|header|hr|html|iframe|legend|li|link|main|menu|nav|"
    r"ol|optgroup|option|p|section|source|summary|table|tbody|td|tfoot|th|thead|title|tr|track|ul)"
    r"(?=[\s>]|/>|$)",
    re.IGNORECASE,
)
_LONE_TAG = re.compile(r"</?[A-Za-z][\w-]*(?:\s[^<>]*)?>[ \t]*$")


class _Line:
    """A cursor over a line's indentation and container marks. Columns are counted from `base`."""

    def __init__(self, text: str, start: int, end: int) -> None:
        self.text, self.position, self.end = text, start, end
        self.base = self.column = 0
        self._skip_space()

    @property
    def indent(self) -> int:
        return self.column - self.base

    @property
    def is_blank(self) -> bool:
        return self.position >= self.end

    def match(self, pattern: re.Pattern[str]) -> re.Match[str] | None:
        return pattern.match(self.text, self.position, self.end) if self.indent < 4 else None

    def enter(self, container: int) -> bool:
        """Step over what continues an open container: 0 is a quote, n an item whose text is indented by n."""
        if container == 0:
            return self._enter_quote()
        if not self.is_blank and self.indent < container:
            return False
        self.base += container
        return True

    def open(self, in_paragraph: bool) -> int | None:
        """Step over the mark of a new quote or item; an empty item or `2.` never ends a paragraph."""
        if self._enter_quote():
            return 0
        item = None if self.match(_RULE) else self.match(_ITEM)
        if item is None or (in_paragraph and (item.end() == self.end or int(item[1] or 1) != 1)):
            return None
        outer, marked = self.base, self.column + len(item[0])
        self.position, self.column = item.end(), marked
        self._skip_space()
        spaces = self.column - marked
        self.base = marked + (1 if self.is_blank or spaces > 4 else spaces)
        return self.base - outer

    def _enter_quote(self) -> bool:
        if self.is_blank or self.indent > 3 or self.text[self.position] != ">":
            return False
        self.position, self.column = self.position + 1, self.column + 1
        self.base = self.column
        self._skip_space()
        self.base += self.column > self.base
        return True

    def _skip_space(self) -> None:
        while self.position < self.end and (sign := self.text[self.position]) in " \t":
            self.column += 1 if sign == " " else 4 - self.column % 4
            self.position += 1


@dataclass(slots=True)
class _Fence:
    start: int
    mark: str
    info: str
    lines: list[str] = field(default_factory=list)


class Blocks:
    """The paragraphs (start, end, quoted), the code blocks and the math fences of a text."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.paragraphs: list[tuple[int, int, bool]] = []
        self.code: list[Range] = []
        self.math: list[Math] = []
        self._containers: list[int] = []
        self._start: int | None = None  # of the open paragraph
        self._last_line = self._end = 0
        self._display_end = -1  # lines up to here belong to an open $$ whatever they look like
        self._in_table = self._in_html = False
        self._verbatim_end = ""  # closes the <pre>, <script> or comment that is open
        self._fence: _Fence | None = None
        for line in re.finditer(r"[^\n]*\n?", text):
            self._read_line(line.start(), line.start() + len(line[0].rstrip(" \t\r\n")))
        self._close()

    def _read_line(self, start: int, end: int) -> None:
        if start <= self._display_end:
            self._end = end
            return
        line, matched = _Line(self.text, start, end), 0
        if line.is_blank and 0 not in self._containers:
            matched = len(self._containers)
        while matched < len(self._containers) and line.enter(self._containers[matched]):
            matched += 1
        inside = matched == len(self._containers)
        if inside and self._continue_block(line):
            return
        opened = [] if line.is_blank else self._open_containers(line, matched, inside)
        if self._start is not None and not (inside or opened or line.is_blank) and self._is_text(line):
            self._extend(line)  # a lazy continuation
            return
        if opened or not inside or line.is_blank:
            self._close()
        self._containers[matched:] = opened
        if not line.is_blank:
            self._read_leaf(line)

    def _open_containers(self, line: _Line, matched: int, inside: bool) -> list[int]:
        opened: list[int] = []
        while matched + len(opened) < _MOST_CONTAINERS and not line.is_blank:
            container = line.open(inside and self._start is not None and not opened)
            if container is None:
                break
            opened.append(container)
        return opened

    def _is_text(self, line: _Line) -> bool:
        return not any(line.match(block) for block in (_FENCE, _HEADING, _RULE, _VERBATIM, _HTML))

    def _continue_block(self, line: _Line) -> bool:
        """Whether the line belongs to the open fence or HTML block, whatever it looks like."""
        if self._fence is not None:
            self._continue_fence(self._fence, line)
        elif self._verbatim_end:
            if self._verbatim_end in self.text[line.position : line.end].lower():
                self._verbatim_end = ""
        elif self._in_html and not line.is_blank:
            self._end = line.end
        else:
            return False
        return True

    def _continue_fence(self, fence: _Fence, line: _Line) -> None:
        content = self.text[line.position : line.end]
        self._end = self._end if line.is_blank else line.end
        if line.indent < 4 and content.startswith(fence.mark) and not content.strip(fence.mark[0]):
            self._close()
        else:
            fence.lines.append(content)

    def _read_leaf(self, line: _Line) -> None:
        if line.indent > 3 and self._start is None:
            self._close()
            self.code.append((line.position, line.end))
        elif fence := line.match(_FENCE):
            self._close()
            self._end = line.end
            self._fence = _Fence(line.position, fence[1] or fence[3], fence[2] or fence[4] or "")
        elif line.match(_HEADING):
            self._close()
            self._extend(line)
            self._close()
        elif self._start is not None and line.match(_SETEXT):
            self._end = line.end  # a lone == may end a cloze blank
            self._close()
        elif line.match(_RULE):
            self._close()
        elif self._start is not None and line.match(_DELIMITER_ROW):
            self._open_table()
        elif not self._open_html(line):
            self._extend(line)
            if self._in_table:
                self._close(keep_table=True)

    def _open_html(self, line: _Line) -> bool:
        if verbatim := line.match(_VERBATIM):
            self._close()
            closing = f"</{verbatim[1].lower()}>" if verbatim[1] else "-->"
            rest = self.text[verbatim.end() : line.end].lower()
            self._verbatim_end = "" if closing in rest else closing
        elif line.match(_HTML) or (self._start is None and line.match(_LONE_TAG)):
            self._close()
            self._start, self._end, self._in_html = line.position, line.end, True
        else:
            return False
        return True

    def _open_table(self) -> None:
        """The last line of the open paragraph is the head of a table: each of its rows stands alone."""
        head, end = self._last_line, self._end
        self._end = head
        self._close()
        self._start, self._end = head, end
        self._close(keep_table=True)
        self._in_table = True

    def _extend(self, line: _Line) -> None:
        if self._start is None:
            self._start = line.position
        self._last_line, self._end = line.position, line.end
        content = self.text[line.position : line.end]
        on_edge = content.startswith("$$") or content.endswith("$$")
        if on_edge and len(_DISPLAY.findall(content)) % 2 and not self._in_table:
            closing = _DISPLAY_END.search(self.text, line.end)
            if closing and closing[0] == "$$":
                self._display_end = closing.start()

    def _close(self, keep_table: bool = False) -> None:
        """End the open paragraph, table, fence or HTML block with the line before."""
        if self._start is not None and self._start < self._end:
            self.paragraphs.append((self._start, self._end, 0 in self._containers))
        if self._fence is not None:
            latex = "\n".join(self._fence.lines).strip()
            if self._fence.info == "math" and latex:
                self.math.append(Math(self._fence.start, self._end, latex, display=True))
            else:
                self.code.append((self._fence.start, self._end))
        self._in_table = self._in_table and keep_table
        self._in_html, self._verbatim_end = False, ""
        self._start = self._fence = None
