"""A note of Obsidian's as those look at it who find its cards: tags, what ends an answer, what is taken."""

import re
from bisect import bisect_right

from flashrl.formats.foreign.page.document import Document
from flashrl.formats.foreign.programs import obsidian_chosen, obsidian_line
from flashrl.formats.foreign.programs.obsidian_line import TAG
from flashrl.formats.foreign.programs.obsidian_to_anki import NOTES
from flashrl.formats.foreign.words import tool_marks
from flashrl.formats.foreign.words.answer_mark import answer_mark
from flashrl.formats.foreign.words.wording import has_prefix, without_number

_FRONT_TAG = re.compile(
    r"(?:^|[\s#\[,\"'])(?:flashcards?|cards|🃏)(?P<path>(?:/[^\s,\]\"'/]+)*)(?=$|[\s,\]\"'])",
    re.IGNORECASE | re.MULTILINE,
)
BETWEEN = re.compile(r"[ \t]*(\?\??)[ \t]*$")
LIST_MARK = re.compile(r"^[ \t]*(?:[-*+]|\d{1,4}[.)])[ \t]+(?:\[[ xX]\][ \t]+)?")
HEADING = re.compile(r"#{1,6}[ \t]")
ENDS = re.compile(r"(?:-{3,}|\*{3,}|_{3,}|\+{3,})[ \t]*$")
_MOST_LINES = 200


class Note:
    """A note's lines, with the usual marks, its decks, and the lines that cards have `taken`."""

    def __init__(self, document: Document) -> None:
        self.document = document
        self.plain = document.plain
        tagged = obsidian_chosen.with_usual_tag(document.lines)
        self.lines = obsidian_chosen.with_usual_separators(tagged, self.plain)
        text = "\n".join(self.lines)
        self.tags = [
            (number, found)
            for number, line in enumerate(self.lines)
            if "#" in line and self.plain[number] and (found := TAG.search(line))
        ]
        front = _FRONT_TAG.search(document.front)
        self.file_deck = _as_deck(front["path"]) if front else ""
        self.may_have_blanks = "{{c" in text or tool_marks.has_ids(text)
        self.is_tagged = bool(self.tags) or bool(front) or tool_marks.has_schedule(text)
        self.has_end_marks = any(line.strip() == "+++" for line in self.lines)
        self.taken: set[int] = set()

    def goes_up(self, line: int) -> bool:
        """Whether a line belongs to the question that ends below it."""
        shown = self.lines[line]
        if self.document.code[line]:
            return True
        return bool(shown.strip()) and not (
            ENDS.match(shown)
            or (HEADING.match(shown) and self.plain[line])
            or tool_marks.is_only_marks(shown)
            or not TAG.sub("", shown).strip()
        )

    def answer_end(self, line: int, limit: int | None = None) -> int:
        """Behind the paragraph below a mark, or behind the one that a blank line parts from it."""
        end = len(self.lines) if limit is None else limit
        while line < end and not self.lines[line].strip():
            line += 1
        first = line
        while line < min(end, first + _MOST_LINES):
            shown = self.lines[line]
            if self.plain[line]:
                if HEADING.match(shown) or ENDS.match(shown) or BETWEEN.match(shown):
                    break
            elif self._ends_answer(line):
                break
            line += 1
            if tool_marks.has_schedule(shown) or tool_marks.note_id(shown):
                break
        while line > first and not self.lines[line - 1].strip():
            line -= 1
        return max(line, first if line > first else line)

    def _ends_answer(self, line: int) -> bool:
        """Whether a blank line ends an answer: not in code, nor where the schedule stands further below."""
        if self.lines[line].strip() or self.document.code[line] or self.has_end_marks:
            return False
        for number in range(line, min(len(self.lines), line + _MOST_LINES)):
            shown = self.lines[number]
            if tool_marks.has_schedule(shown) or tool_marks.note_id(shown):
                return "::" in shown
            if self.plain[number] and (HEADING.match(shown) or ENDS.match(shown) or BETWEEN.match(shown)):
                return True
            if self.plain[number] and (("#" in shown and TAG.search(shown)) or shown.rstrip() in NOTES):
                return True
            if self.plain[number] and (shown.count("==") > 1 or ("::" in shown and self.parts(shown))):
                return True
        return True

    def sides_text(self, first: int, last: int) -> str:
        """What some lines say, without tags and the marks of programs."""
        lines = [TAG.sub("", line) for line in self.lines[first:last]]
        return tool_marks.without_marks("\n".join(lines)).strip("\n").rstrip()

    def deck(self, line: int) -> str:
        """The deck that the last tag above a line, or on it, names."""
        index = bisect_right(self.tags, line, key=lambda each: each[0]) - 1
        return _as_deck(self.tags[index][1]["path"]) if index >= 0 else self.file_deck

    def parts(self, line: str) -> tuple[str, str, bool] | None:
        """The sides of `q::a`, and whether it asks both ways; None for any other line."""
        if HEADING.match(line) or line.lstrip().startswith(("|", ">", "<!--")) or len(line) > 5000:
            return None
        marks = obsidian_line.marks(line)
        if not marks:
            return None
        best = next((each for each in marks if obsidian_line.is_parting(line, *each)), marks[0])
        asked = TAG.sub("", LIST_MARK.sub("", line[: best[0]])).strip()
        told = tool_marks.without_marks(line[best[1] :]).strip()
        if not re.search(r"\w|`|\$|!\[", asked) or not told or obsidian_line.is_field(asked, told):
            return None
        if has_prefix(asked):
            mark = answer_mark(told)
            asked, told = without_number(asked) or asked, (mark and mark.rest) or told
        return asked, told, best[1] - best[0] == 3


def _as_deck(path: str) -> str:
    return path.strip("/").replace("/", "::")


def question_of(text: str) -> tuple[str, str]:
    """The question of a side, and what goes on with it."""
    lines = text.split("\n")
    first = LIST_MARK.sub("", re.sub(r"^#{1,6}[ \t]+", "", lines[0].strip())).strip()
    rest = lines[1:]
    is_flowing = len(text) < 400 and not any(
        re.match(r"[ \t]*(?:[-*+>|]|(?:\d+|[A-Ha-h])[.)]|```|\$\$|!\[)", each) for each in rest
    )
    if rest and is_flowing and all(each.strip() for each in rest):
        return " ".join([first, *(each.strip() for each in rest)]), ""
    return first or "?", "\n".join(rest).strip("\n")
