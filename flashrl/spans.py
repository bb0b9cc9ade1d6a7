"""Where code, math and cloze blanks are in markdown text.

Blocks are followed line by line as CommonMark does (quotes, list items, fences, HTML), so that a mark
never pairs with one in another paragraph. Every scan is linear in the length of the text.
"""

import re
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field

Range = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Math:
    """A formula: its range in the text with the marks, its stripped LaTeX, and whether it is displayed."""

    start: int
    end: int
    latex: str
    display: bool


@dataclass(frozen=True, slots=True)
class Blank:
    """A cloze blank `==c1:: text ==`: its number, its range with the marks, its stripped text."""

    number: int
    start: int
    end: int
    text: str


def find_math(text: str) -> list[Math]:
    """The formulas: `$…$`, `$$…$$`, `` $`…`$ `` and `math` fences, in order. Money and code are none."""
    return _read(text).math


def find_code(text: str) -> list[Range]:
    """The ranges of fenced, indented and inline code with their marks, in order. Formulas are none."""
    return _read(text).code


def find_blanks(text: str) -> list[Blank]:
    """The cloze blanks, in order. A blank ends at the first `==` of its paragraph outside code and math."""
    content = _read(text)
    taken = sorted([*content.code, *((math.start, math.end) for math in content.math)])
    starts = [start for start, _ in taken]

    def is_free(position: int) -> bool:
        index = bisect_right(starts, position) - 1
        return index < 0 or position >= taken[index][1]

    blanks = []
    for start, end in content.paragraphs:
        marks = [mark for mark in _BLANK.finditer(text, start, end) if is_free(mark.start())]
        blanks += _pair_blanks(text, marks)
    return blanks


def fill_blanks(text: str, asked: int | None, hide: bool) -> str:
    """The markdown of a cloze card: blanks numbered `asked` marked, or hidden; the others as plain text."""
    pieces, position = [], 0
    for blank in find_blanks(text):
        pieces.append(text[position : blank.start])
        if blank.number == asked:
            pieces.append(f'<span class="blank">{"[…]" if hide else blank.text}</span>')
        else:
            pieces.append(blank.text)
        position = blank.end
    return "".join([*pieces, text[position:]])


_BLANK = re.compile(r"==(?:c(\d{1,4})::)?")


def _pair_blanks(text: str, marks: list[re.Match[str]]) -> list[Blank]:
    blanks: list[Blank] = []
    opening: re.Match[str] | None = None
    for mark in marks:
        if opening is None:
            opening = mark if mark[1] else None
            continue
        if inner := text[opening.end() : mark.start()].strip():
            blanks.append(Blank(int(opening[1]), opening.start(), mark.start() + 2, inner))
        opening = None
    return blanks


@dataclass(slots=True)
class _Content:
    paragraphs: list[Range]
    code: list[Range]
    math: list[Math]


def _read(text: str) -> _Content:
    blocks = _Blocks(text)
    code, math = list(blocks.code), list(blocks.math)
    for start, end, quoted in blocks.paragraphs:
        skipped = list(_find_inline_code(text, start, end))
        inline_code, formulas = _find_inline_math(text, (start, end), skipped)
        code += inline_code
        math += [_formula(text, *formula, quoted) for formula in formulas]
    paragraphs = [(start, end) for start, end, _ in blocks.paragraphs]
    return _Content(paragraphs, sorted(code), sorted(math, key=lambda math: math.start))


_QUOTE_PREFIX = re.compile(r"\n[ \t]*(?:>[ \t]?)+")


def _formula(text: str, start: int, end: int, mark: int, quoted: bool) -> Math:
    latex = text[start + mark : end - mark]
    if quoted:
        latex = _QUOTE_PREFIX.sub("\n", latex)
    return Math(start, end, latex.strip(), display=text.startswith("$$", start))


# Inline: code and comments first, then dollars in what is left.

_TICKS = re.compile("`+")
_OPENING = re.compile(r"\\.|`+|<!--", re.DOTALL)
_DOLLARS = re.compile(r"\\.|\$+", re.DOTALL)
_MATH_SIGN = re.compile(r"[\\^_=<>{}]")
_WORD = re.compile(r"[^\W\d_]{2,}")


def _find_inline_code(text: str, start: int, end: int) -> Iterator[Range]:
    """Code spans, and comments, which are skipped like them."""
    closings: dict[int, list[int]] = defaultdict(list)
    for ticks in _TICKS.finditer(text, start, end):
        closings[len(ticks[0])].append(ticks.start())
    last_comment_end = text.rfind("-->", start, end)
    position = start
    while opening := _OPENING.search(text, position, end):
        position = opening.end()
        if opening[0] == "<!--" and position <= last_comment_end:
            position = text.index("-->", position) + 3
            yield opening.start(), position
        elif opening[0][0] == "`":
            same = closings[len(opening[0])]
            index = bisect_left(same, position)
            if index < len(same):
                position = same[index] + len(opening[0])
                yield opening.start(), position


def _find_inline_math(
    text: str, paragraph: Range, skipped: list[Range]
) -> tuple[list[Range], list[tuple[int, int, int]]]:
    """The skipped ranges that are code indeed, and the formulas as (start, end, length of the mark)."""
    code, formulas = [], []
    gap_start = paragraph[0]
    dollars: list[Range] = []
    for start, end in [*skipped, (paragraph[1], paragraph[1])]:
        dollars += [m.span() for m in _DOLLARS.finditer(text, gap_start, start) if m[0][0] == "$"]
        gap_start = end
        if dollars and dollars[-1] == (start - 1, start) and _DOLLARS.match(text, end) and text[start] == "`":
            ticks = len(_TICKS.match(text, start)[0])  # type: ignore[index]
            formulas.append((start - 1, end + 1, ticks + 1))
            dollars.pop()
            gap_start = end + 1
        elif text.startswith("`", start) and start < end:
            code.append((start, end))
        formulas += _pair_dollars(text, dollars)
        dollars = []
    return code, formulas


def _pair_dollars(text: str, dollars: list[Range]) -> Iterator[tuple[int, int, int]]:
    index = 0
    while index < len(dollars) - 1:
        start, opened = dollars[index]
        mark, following = opened - start, index + 1
        if mark == 2:
            while following < len(dollars) and dollars[following][1] - dollars[following][0] != 2:
                following += 1
        if following == len(dollars):
            index += 1
            continue
        closing, end = dollars[following]
        if _is_formula(text, opened, closing, mark, end - closing):
            yield start, end, mark
            following += 1
        index = following


def _is_formula(text: str, start: int, end: int, opening: int, closing: int) -> bool:
    inner = text[start:end]
    if opening != closing or opening > 2 or not inner.strip():
        return False
    return opening == 2 or _is_no_money(inner, text[start - 2 : start - 1], text[end + 1 : end + 2])


def _is_no_money(inner: str, before: str, after: str) -> bool:
    """Whether the text between two dollars reads as a formula: `$5 and $10` and `5$ or 6$` do not."""
    padded = inner[0].isspace()
    if padded != inner[-1].isspace() or after.isdecimal():
        return False
    if _MATH_SIGN.search(inner):
        return True
    if padded:
        return not _WORD.search(inner) and any(sign.isalpha() for sign in inner)
    if before.isdecimal():
        return inner[0].isalpha() and not _WORD.search(inner)
    return not (inner[0].isdecimal() and _WORD.search(inner))


# Blocks, line by line.

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


class _Blocks:
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
