"""Obsidian's spaced repetition: `q::a`, `q:::a` for both directions, `?` and `??` on a line of their own
between question and answer, `==blanks==` in notes that are tagged as flashcards.
"""

import re
from bisect import bisect_right
from collections.abc import Iterator

from flashrl.formats.foreign.page.document import Document
from flashrl.formats.foreign.programs import cloze, logseq, obsidian_line
from flashrl.formats.foreign.programs.obsidian_line import TAG
from flashrl.formats.foreign.programs.obsidian_to_anki import NOTES
from flashrl.formats.foreign.styles.start import OBSIDIAN, Marked, Start, marked_start
from flashrl.formats.foreign.words import tool_marks
from flashrl.formats.foreign.words.wording import wording

_FRONT_TAG = re.compile(
    r"(?:^|[\s#\[,\"'])(?:flashcards?|cards|🃏)(?P<path>(?:/[^\s,\]\"'/]+)*)(?=$|[\s,\]\"'])",
    re.IGNORECASE | re.MULTILINE,
)
_BETWEEN = re.compile(r"[ \t]*(\?\??)[ \t]*$")
_FIRST_BLANK = "{{c1::"
_LIST_MARK = re.compile(r"^[ \t]*(?:[-*+]|\d{1,4}[.)])[ \t]+(?:\[[ xX]\][ \t]+)?")
_HEADING = re.compile(r"#{1,6}[ \t]")
_ENDS = re.compile(r"(?:-{3,}|\*{3,}|_{3,}|\+{3,})[ \t]*$")
_FEW = 3
_MOST_LINES = 200
_MOST_ASKING = 40


def starts(document: Document) -> Iterator[Start]:
    """Every card of the file in order."""
    return iter(() if logseq.is_page(document) else _Reader(document).starts())


class _Reader:
    def __init__(self, document: Document) -> None:
        self.document = document
        self.lines = obsidian_line.with_usual_tag(document.lines)
        self.plain = document.plain
        text = "\n".join(self.lines)
        self.tags = [
            (number, found)
            for number, line in enumerate(self.lines)
            if "#" in line and self.plain[number] and (found := TAG.search(line))
        ]
        front = _FRONT_TAG.search(document.front)
        self.file_deck = _as_deck(front["path"]) if front else ""
        self.is_tagged = bool(self.tags) or bool(front) or tool_marks.has_schedule(text)
        has_numbered = bool(re.search(r"\{\{c\d{1,3}::?", text))
        self.has_blanks = has_numbered or (self.is_tagged and ("==" in text or "{{" in text or "**" in text))
        self.has_end_marks = any(line.strip() == "+++" for line in self.lines)
        self.taken: set[int] = set()

    def starts(self) -> list[Start]:
        found = [*self._of_many_lines(), *self._of_one_line()]
        if self.is_tagged:
            found += self._of_tags()
        if self.has_blanks:
            found += self._clozes()
        return sorted(found, key=lambda each: each.line)

    # -- `?` on a line of its own ------------------------------------------------------------------

    def _of_many_lines(self) -> Iterator[Start]:
        floor = 0
        for number, line in enumerate(self.lines):
            mark = _BETWEEN.match(line) if self.plain[number] and "?" in line else None
            if mark is None:
                continue
            first = self._question_start(number, floor)
            end = self._answer_end(number + 1)
            if first is None or (not self.is_tagged and not self.document.has_text(number + 1, end)):
                continue
            floor = end
            yield from self._made((first, end), number, number + 1, mark[1] == "??")

    def _question_start(self, mark: int, floor: int) -> int | None:
        """The first line of the paragraph above a mark; a heading is the question where no text is."""
        line = mark - 1
        while line >= floor and not self.lines[line].strip():
            line -= 1
        if line < floor or _ENDS.match(self.lines[line]):
            return None
        while line > floor and self._goes_up(line - 1) and not _HEADING.match(self.lines[line]):
            line -= 1
        return line if self._sides_text(line, mark) else None

    def _goes_up(self, line: int) -> bool:
        shown = self.lines[line]
        if self.document.code[line]:
            return True
        return bool(shown.strip()) and not (
            _ENDS.match(shown)
            or (_HEADING.match(shown) and self.plain[line])
            or tool_marks.is_only_marks(shown)
            or not TAG.sub("", shown).strip()
        )

    def _answer_end(self, line: int) -> int:
        """Behind the paragraph below a mark, or behind the one that a blank line parts from it."""
        end = len(self.lines)
        while line < end and not self.lines[line].strip():
            line += 1
        first = line
        while line < min(end, first + _MOST_LINES):
            shown = self.lines[line]
            if self.plain[line]:
                if _HEADING.match(shown) or _ENDS.match(shown) or _BETWEEN.match(shown):
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
            if self.plain[number] and (_HEADING.match(shown) or _ENDS.match(shown) or _BETWEEN.match(shown)):
                return True
            if self.plain[number] and (("#" in shown and TAG.search(shown)) or shown.rstrip() in NOTES):
                return True
            if self.plain[number] and (shown.count("==") > 1 or ("::" in shown and self._parts(shown))):
                return True
        return True

    def _sides_text(self, first: int, last: int) -> str:
        lines = [TAG.sub("", line) for line in self.lines[first:last]]
        return tool_marks.without_marks("\n".join(lines)).strip("\n").rstrip()

    def _made(self, lines: tuple[int, int], sides: int, answer: int, is_both: bool) -> Iterator[Start]:
        self.taken.update(range(*lines))
        asked = self._sides_text(lines[0], sides)
        told = tool_marks.without_marks("\n".join(self.lines[answer : lines[1]])).strip("\n").rstrip()
        card_id = tool_marks.note_id("\n".join(self.lines[lines[0] : lines[1]]))
        deck = self._deck(lines[0])
        question, extension = _question(asked)
        yield marked_start(OBSIDIAN, lines, Marked(question, extension, told, "", card_id, (), deck))
        if is_both:
            question, extension = _question(told)
            reverse = Marked(question, extension, asked, "", card_id and f"{card_id}-reverse", (), deck)
            yield marked_start(OBSIDIAN, lines, reverse)

    def _deck(self, line: int) -> str:
        """The deck that the last tag above a line, or on it, names."""
        index = bisect_right(self.tags, line, key=lambda each: each[0]) - 1
        return _as_deck(self.tags[index][1]["path"]) if index >= 0 else self.file_deck

    # -- `::` ----------------------------------------------------------------------------------------

    def _of_one_line(self) -> Iterator[Start]:
        if "::" not in "".join(self.lines):
            return
        found = [
            (number, parts)
            for number, line in enumerate(self.lines)
            if "::" in line
            and self.plain[number]
            and not (number and obsidian_line.names_deck_below(self.lines[number - 1]))
            and number not in self.taken
            and (parts := self._parts(line))
        ]
        if not self.is_tagged and not self._is_habit([parts for _, parts in found]):
            return
        for number, (asked, told, is_both) in found:
            end = number + 1
            while end < len(self.lines) and tool_marks.is_only_marks(self.lines[end]):
                end += 1
            yield from self._inline((number, end), asked, told, is_both)

    def _parts(self, line: str) -> tuple[str, str, bool] | None:
        """The sides of `q::a`, and whether it asks both ways; None for any other line."""
        if _HEADING.match(line) or line.lstrip().startswith(("|", ">", "<!--")) or len(line) > 5000:
            return None
        marks = obsidian_line.marks(line)
        if not marks:
            return None
        best = next((each for each in marks if obsidian_line.is_parting(line, *each)), marks[0])
        asked = TAG.sub("", _LIST_MARK.sub("", line[: best[0]])).strip()
        told = tool_marks.without_marks(line[best[1] :]).strip()
        if not re.search(r"\w|`|\$|!\[", asked) or not told or obsidian_line.is_field(asked, told):
            return None
        return asked, told, best[1] - best[0] == 3

    def _is_habit(self, found: list[tuple[str, str, bool]]) -> bool:
        """Without a tag `::` is a separator where most lines have one, between words."""
        good = [asked for asked, _, _ in found if " " in asked.strip() or wording(asked).ends_asking]
        texts = sum(self.plain[n] and not _HEADING.match(line) for n, line in enumerate(self.lines))
        return len(good) >= _FEW and len(good) >= 0.6 * len(found) and len(good) >= 0.4 * texts

    def _inline(self, lines: tuple[int, int], asked: str, told: str, is_both: bool) -> Iterator[Start]:
        self.taken.update(range(*lines))
        card_id = tool_marks.note_id("\n".join(self.lines[lines[0] : lines[1]]))
        deck = self._deck(lines[0])
        asked, told = tool_marks.without_marks(asked), told.strip()
        yield marked_start(OBSIDIAN, lines, Marked(asked, "", told, "", card_id, (), deck))
        if is_both:
            reverse = Marked(told, "", asked, "", card_id and f"{card_id}-reverse", (), deck)
            yield marked_start(OBSIDIAN, lines, reverse)

    # -- `question #card`, and blanks ----------------------------------------------------------------

    def _of_tags(self) -> Iterator[Start]:
        """A line that ends with the tag itself, with the answer right below it; a heading may lack it."""
        for number, _ in self.tags:
            line = self.lines[number]
            tagged = obsidian_line.tagged(line) if number not in self.taken else None
            if tagged is None:
                continue
            end = self._answer_end(number + 1)
            touches = number + 1 < len(self.lines) and bool(self.lines[number + 1].strip())
            has_text = self.document.has_text(number + 1, end)
            is_heading = bool(_HEADING.match(line))
            if (is_heading or touches) and (has_text or (is_heading and tagged.is_sure)):
                lines = (self._asking_from(number), end if has_text else number + 1)
                yield from self._headed(lines, number, tagged)

    def _asking_from(self, tagged: int) -> int:
        """Where the paragraph begins that a tag ends; items of lists and headings ask for themselves."""
        first = tagged
        if _HEADING.match(self.lines[tagged]) or _LIST_MARK.match(self.lines[tagged]):
            return first
        while first > max(0, tagged - _MOST_ASKING) and self._goes_up(first - 1):
            above = self.lines[first - 1]
            if first - 1 in self.taken or TAG.search(above) or obsidian_line.is_of_note(above):
                break
            first -= 1
        return first

    def _headed(self, lines: tuple[int, int], number: int, tagged: obsidian_line.Tagged) -> Iterator[Start]:
        self.taken.update(range(*lines))
        question, extension = _question("\n".join([*self.lines[lines[0] : number], tagged.asked]))
        told = tool_marks.without_marks("\n".join(self.lines[number + 1 : lines[1]])).strip("\n").rstrip()
        card_id = tool_marks.note_id("\n".join(self.lines[slice(*lines)]))
        yield marked_start(OBSIDIAN, lines, Marked(question, extension, told, "", card_id, tagged.tags))
        if tagged.is_both and told:
            asked, rest = _question(told)
            reverse = Marked(asked, rest, question, "", card_id and f"{card_id}-reverse", tagged.tags)
            yield marked_start(OBSIDIAN, lines, reverse)

    def _clozes(self) -> Iterator[Start]:
        line = 0
        while line < len(self.lines):
            if not self.plain[line] or line in self.taken or _HEADING.match(self.lines[line]):
                line += 1
                continue
            end = line + 1
            while end < len(self.lines) and self._goes_on(end):
                end += 1
            if card := self._cloze(line, end):
                yield marked_start(OBSIDIAN, (line, end), card)
            line = end

    def _goes_on(self, line: int) -> bool:
        """Blanks of one paragraph are of one card, unless each of its lines counts them anew."""
        shown, before = self.lines[line], self.lines[line - 1]
        if line in self.taken or (self.plain[line] and _HEADING.match(shown)):
            return False
        if _FIRST_BLANK in shown and _FIRST_BLANK in before:
            return False
        return bool(shown.strip()) or self.document.code[line]

    def _cloze(self, line: int, end: int) -> Marked | None:
        whole = "\n".join(self.lines[line:end])
        if "==" not in whole and "{{" not in whole and not tool_marks.has_schedule(whole):
            return None
        text = self._sides_text(line, end)
        blanks = cloze.from_anki(text) or (cloze.from_highlights(text) if self.is_tagged else "")
        if not blanks and tool_marks.has_schedule(whole):
            blanks = cloze.from_curly(text) or cloze.from_bold(text)
        if not blanks:
            return None
        card_id = tool_marks.note_id(whole)
        return Marked(cloze.title(blanks), "", "", blanks, card_id, (), self._deck(line))


def _as_deck(path: str) -> str:
    return path.strip("/").replace("/", "::")


def _question(text: str) -> tuple[str, str]:
    """The question of a side, and what goes on with it."""
    lines = text.split("\n")
    first = _LIST_MARK.sub("", re.sub(r"^#{1,6}[ \t]+", "", lines[0].strip())).strip()
    rest = lines[1:]
    is_flowing = len(text) < 400 and not any(
        re.match(r"[ \t]*(?:[-*+>|]|(?:\d+|[A-Ha-h])[.)]|```|\$\$|!\[)", each) for each in rest
    )
    if rest and is_flowing and all(each.strip() for each in rest):
        return " ".join([first, *(each.strip() for each in rest)]), ""
    return first or "?", "\n".join(rest).strip("\n")
