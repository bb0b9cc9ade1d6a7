"""flashrl's own format: `#` title, `##` topic, `###` card, `####` section of a card."""

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from flashrl import spans
from flashrl.errors import Diagnostic
from flashrl.formats import prediction, presets, yaml_block
from flashrl.formats.outline import Heading, Outline, outline
from flashrl.model import Card, Deck, Difficulty, Section, SectionKind, SimulationBlock, Topic

VERSION = 1
_COMMENT = re.compile(r"<!--\s*card\b(?P<body>.*?)-->", re.DOTALL)
ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,99}")
_DECK_KEYS = ("flashrl", "deck", "tags")
_CARD_KEYS = ("id", "difficulty", "tags")
_SECTIONS = {kind.value.lower(): kind for kind in SectionKind}
_ANSWERING = (SectionKind.ANSWER, SectionKind.CORRECT_APPROACH, SectionKind.CLOZE)
_SIMULATION_KEYS = ("show", "frame", "caption")


def recognises(text: str) -> bool:
    """True for text that says it is native: `flashrl:` in front matter, or a card comment."""
    opening = text[:5_000]
    front = opening.split("\n---", 1)[0] if opening.startswith("---") else ""
    if re.search(r"^flashrl[ \t]*:", front, re.MULTILINE):
        return True
    if not re.search(r"^###[ \t].*\n\s*<!--\s*card\b", text, re.MULTILINE):
        return False
    # It may stand in a fence, as an example.
    lines, found = text.split("\n"), outline(text)
    ends = [heading.end for heading in found.headings if heading.level == 3]
    return any(
        _COMMENT.match("\n".join(lines[start:end]).lstrip())
        and any(not "".join(lines[line:start]).strip() for line in ends if line <= start)
        for start, end in found.comments
    )


def parse(text: str, name: str) -> tuple[Deck, list[Diagnostic]]:
    """The deck in `text` (line ends as LF) and what is wrong with it."""
    return _Reader(text, name).deck()


@dataclass(frozen=True, slots=True)
class _Comment:
    """A card comment: its values, and the lines it takes (from 0, the end exclusive)."""

    values: dict[str, Any]
    places: dict[str, tuple[int, int]]
    start: int
    end: int
    is_sound: bool = True


class _Reader:
    """Reads one deck file; each finding is noted where it is made."""

    def __init__(self, text: str, name: str) -> None:
        self.name = name
        self.found: list[Diagnostic] = []
        self.front, self.body_start = self._front_matter(text.split("\n"))
        lines = text.split("\n")
        # Blank lines instead of the front matter keep every line number true.
        self.lines = [""] * self.body_start + lines[self.body_start :]
        self.outline: Outline = outline("\n".join(self.lines))
        self.tags = self._tags(self.front.values.get("tags"), self.front.places.get("tags", (1, 1)))
        self.first_use: dict[str, int] = {}

    def note(self, code: str, message: str, line: int, column: int = 1) -> None:
        self.found.append(Diagnostic(code, message, line, column))

    # -- the file --------------------------------------------------------------------------------

    def deck(self) -> tuple[Deck, list[Diagnostic]]:
        headings = [heading for heading in self.outline.headings if heading.level <= 3]
        self.section_headings = [heading for heading in self.outline.headings if heading.level == 4]
        self.section_lines = [heading.line for heading in self.section_headings]
        introduction = [self._text(self.body_start, headings[0].line if headings else len(self.lines))]
        title, topics, cards = "", list[Topic](), list[Card]()
        for heading, end in _with_ends(headings, len(self.lines)):
            if heading.level == 3:
                topic = topics[-1].title if topics else ""
                cards.append(replace(self._card(heading, end), topic=topic))
                continue
            body = self._text(heading.end, end)
            if heading.level == 2:
                topics.append(Topic(heading.title, body, heading.line + 1))
            elif title:
                self.note("repeated-title", f"a second title, {heading.title!r}", heading.line + 1)
                introduction.append(self._text(heading.line, end))
            else:
                title = heading.title
                introduction.append(body)
        self._check_strays()
        deck = Deck(
            name=self._deck_name() or title or self.name,
            title=title,
            tags=self.tags,
            introduction="\n\n".join(part for part in introduction if part),
            topics=tuple(topics),
            cards=tuple(cards),
        )
        return deck, sorted(self.found, key=lambda found: (found.line, found.column))

    def _front_matter(self, lines: list[str]) -> tuple[yaml_block.YamlBlock, int]:
        """The front matter's values and the first line behind it (0 without front matter)."""
        if lines[0].rstrip() != "---":
            return yaml_block.YamlBlock(), 0
        ends = (n for n, line in enumerate(lines) if n and line.rstrip() in ("---", "..."))
        end = next(ends, None)
        if end is None:
            self.note("bad-front-matter", "the front matter that starts here never ends", 1)
            return yaml_block.YamlBlock(), len(lines)
        block = yaml_block.load("\n".join(lines[1:end]), 2, "bad-front-matter")
        self.found += block.diagnostics
        self._check_keys(block.values, block.places, _DECK_KEYS)
        version = block.values.get("flashrl", VERSION)
        if version != VERSION:
            message = f"this flashrl reads version {VERSION} of the format, not {version!r}"
            self.note("bad-front-matter", message, *block.places["flashrl"])
        return block, end + 1

    def _deck_name(self) -> str:
        given = self.front.values.get("deck")
        if given is not None and not isinstance(given, str):
            self.note("bad-front-matter", f"deck must be text, not {given!r}", *self.front.places["deck"])
            return ""
        return "::".join(part.strip() for part in (given or "").split("::") if part.strip())

    def _check_strays(self) -> None:
        for start, end in self.outline.comments:
            if _COMMENT.match("\n".join(self.lines[start:end]).lstrip()):
                self.note("stray-card-comment", "a card comment that belongs to no card", start + 1)
        for line in self.outline.unclosed_fences:
            self.note("unclosed-fence", "this fence is never closed", line + 1)
        for line in self.outline.nested_simulations:
            self.note("nested-simulation", "a simulation inside a list or quote is not run", line + 1)

    # -- a card ----------------------------------------------------------------------------------

    def _card(self, heading: Heading, end: int) -> Card:
        comment = self._comment(heading.end)
        start = comment.end if comment else heading.end
        sections = self._sections(start, end)
        values = comment.values if comment else {}
        places = comment.places if comment else {}
        last = max((n for n in range(heading.line, end) if self.lines[n].strip()), default=heading.line)
        card = Card(
            question=heading.title,
            sections=tuple(sections),
            id=self._id(values.get("id"), places.get("id", (heading.line + 1, 1))),
            difficulty=self._difficulty(values.get("difficulty"), places.get("difficulty", (1, 1))),
            tags=_merged(self.tags, self._tags(values.get("tags"), places.get("tags", (1, 1)))),
            blanks=self._blanks(sections),
            line=heading.line + 1,
            end_line=last + 1,
        )
        is_sound = comment is None or comment.is_sound
        self._check_card(card, has_id=values.get("id") is not None or not is_sound)
        return card

    def _comment(self, line: int) -> _Comment | None:
        """The card comment directly below a question, if there is one; it is then no stray."""
        while line < len(self.lines) and not self.lines[line].strip():
            line += 1
        found = next((span for span in self.outline.comments if span[0] == line), None)
        text = "\n".join(self.lines[slice(*found)]).lstrip() if found else ""
        match = _COMMENT.match(text)
        if found is not None and "-->" not in text and re.match(r"<!--\s*card\b", text):
            self.note("bad-card-comment", "the card comment that starts here never ends", line + 1)
            return _Comment({}, {}, line, line, is_sound=False)
        if found is None or match is None:
            return None
        self.outline.comments.remove(found)
        # On one line with `<!-- card` the keys keep their columns.
        body = " " * match.start("body") * ("\n" not in match["body"].strip()) + match["body"]
        block = yaml_block.load(body, line + 1 + text[: match.start("body")].count("\n"), "bad-card-comment")
        self.found += block.diagnostics
        self._check_keys(block.values, block.places, _CARD_KEYS)
        return _Comment(block.values, block.places, *found, is_sound=not block.diagnostics)

    def _check_card(self, card: Card, *, has_id: bool) -> None:
        if not card.question:
            self.note("no-question", "a card without a question", card.line)
        if not has_id:
            self.note("missing-id", f"{card.question!r} has no id", card.line)
        is_cloze = any(section.kind is SectionKind.CLOZE for section in card.sections)
        if is_cloze and not card.blanks:
            self.note("cloze-without-blank", f"{card.question!r} has no blank", card.line)
        elif card.is_draft:
            self.note("no-answer", f"{card.question!r} has no answer", card.line)

    def _id(self, given: Any, place: tuple[int, int]) -> str | None:
        if given is None:
            return None
        text = str(given)
        if not ID.fullmatch(text):
            self.note("bad-id", f"{text!r} cannot be an id", *place)
            return None
        if text in self.first_use:
            self.note("repeated-id", f"{text!r} is the card of line {self.first_use[text]} already", *place)
        self.first_use.setdefault(text, place[0])
        return text

    def _difficulty(self, given: Any, place: tuple[int, int]) -> Difficulty | None:
        if given is None:
            return None
        try:
            return Difficulty(str(given).lower())
        except ValueError:
            self.note("bad-difficulty", f"{given!r} is no difficulty", *place)
            return None

    def _tags(self, given: Any, place: tuple[int, int]) -> tuple[str, ...]:
        tags = given.replace(",", " ").split() if isinstance(given, str) else given or []
        if not isinstance(tags, list):
            self.note("bad-tags", f"{given!r} is no list of tags", *place)
            return ()
        good = [str(tag) for tag in tags if str(tag).strip() and not re.search(r"\s", str(tag))]
        if len(good) < len(tags):
            self.note("bad-tags", "a tag holds a space or nothing", *place)
        for tag in good:
            if tag.startswith("#") or "," in tag or not all(tag.split("::")):
                self.note("bad-tags", f"{tag!r} has a mark that is not a tag's own", *place)
        return _merged(good)

    def _check_keys(
        self, values: dict[str, Any], places: dict[str, tuple[int, int]], known: Sequence[str]
    ) -> None:
        for key in values:
            if key not in known:
                self.note("unknown-key", f"{key!r} is none of {', '.join(known)}", *places[key])

    # -- its sections ----------------------------------------------------------------------------

    def _sections(self, start: int, end: int) -> list[Section]:
        """The sections between two lines. Text before the first heading extends the question where an
        answer follows under its own heading, and is the answer where none does."""
        places = [bisect_left(self.section_lines, line) for line in (start, end)]
        headings = self.section_headings[slice(*places)]
        first = headings[0].line if headings else end
        kinds = {_section_kind(heading) for heading in headings}
        leading = SectionKind.QUESTION if kinds & set(_ANSWERING) else SectionKind.ANSWER
        parts, lines = self._parts(start, first)
        sections = [Section(leading, parts, line=lines[0] if lines else 0, part_lines=lines)]
        for heading, section_end in _with_ends(headings, end):
            kind = _section_kind(heading)
            if kind is None:
                self.note("unknown-section", f"unknown section {heading.title!r}", heading.line + 1)
            parts, lines = self._parts(heading.end, section_end)
            title = heading.title if kind is None else ""
            sections.append(Section(kind or SectionKind.ANSWER, parts, title, heading.line + 1, lines))
        return [each for each in sections if each.parts or each.heading]

    def _parts(self, start: int, end: int) -> tuple[tuple[str | SimulationBlock, ...], tuple[int, ...]]:
        """The text and the simulations between two lines, and the line (from 1) each starts on."""
        parts: list[tuple[str | SimulationBlock, int]] = []
        for fence_start, fence_end, info in self.outline.simulations:
            if start <= fence_start < end:
                parts.append((self._text(start, fence_start), self._first_line(start)))
                parts.append((self._simulation(fence_start, fence_end, info), fence_start + 1))
                start = fence_end
        parts.append((self._text(start, end), self._first_line(start)))
        kept = [(part, line) for part, line in parts if part]
        return tuple(part for part, _ in kept), tuple(line for _, line in kept)

    def _first_line(self, start: int) -> int:
        """The first line (from 1) with text at or behind `start`."""
        return next((n + 1 for n in range(start, len(self.lines)) if self.lines[n].strip()), start + 1)

    def _simulation(self, start: int, end: int, info: str) -> SimulationBlock | str:
        names = info.split()[1:]
        text = "\n".join(self.lines[start + 1 : end - 1])
        block = yaml_block.load(text, start + 2, "bad-simulation", may_nest)
        self.found += block.diagnostics
        if len(names) != 1:
            self.note("bad-simulation", "a sim fence names one simulation", start + 1)
        if len(names) != 1 or block.diagnostics:
            return self._text(start, end)
        values = dict(block.values)
        show, frame, caption = (values.pop(key, None) for key in _SIMULATION_KEYS)
        if show is not None and not isinstance(show, list):
            self.note("bad-simulation", "show takes a list: `show: [one, two]`", *block.places["show"])
        predict, wrong = prediction.read(values.pop("predict", None))
        offered, also_wrong = presets.read(values.pop("presets", None))
        for key, message in wrong + also_wrong:
            self.note("bad-simulation", message, *block.places[key])
        return SimulationBlock(
            slug=names[0],
            parameters=values,
            show=tuple(str(name) for name in show) if isinstance(show, list) else (),
            frame="" if frame is None else frame,
            caption=str(caption or ""),
            line=start + 1,
            predict=predict,
            presets=offered,
        )

    def _blanks(self, sections: Sequence[Section]) -> tuple[int, ...]:
        numbers: set[int] = set()
        for section in sections:
            for part, line in zip(section.parts, section.part_lines, strict=True):
                blanks = spans.find_blanks(part) if isinstance(part, str) and "==c" in part else []
                if section.kind is SectionKind.CLOZE:
                    numbers.update(blank.number for blank in blanks)
                    continue
                for blank in blanks:
                    place = _place(str(part), blank.start, line)
                    self.note("cloze-outside-section", "a blank outside `#### Cloze`", *place)
        return tuple(sorted(numbers))

    def _text(self, start: int, end: int) -> str:
        """The lines between, without blank lines at either end (leading spaces are kept)."""
        lines = self.lines[start:end]
        while lines and not lines[0].strip():
            lines.pop(0)
        return "\n".join(lines).rstrip()


def _place(text: str, position: int, line: int) -> tuple[int, int]:
    """The line and column of a position in a text that starts on `line`."""
    return line + text.count("\n", 0, position), position - text.rfind("\n", 0, position)


def may_nest(key: str) -> bool:
    """Whether a key of a sim fence may hold `key: value` lines of its own."""
    return key in ("predict", "predict.choices", "presets") or key.startswith("presets.")


def _with_ends(headings: Sequence[Heading], end: int) -> list[tuple[Heading, int]]:
    """Each heading with the line at which the next begins, the last with `end`."""
    return list(zip(headings, [*(each.line for each in headings[1:]), end], strict=False))


def _section_kind(heading: Heading) -> SectionKind | None:
    return _SECTIONS.get(heading.title.rstrip(":").strip().lower())


def _merged(*groups: Sequence[str]) -> tuple[str, ...]:
    """All items in order, each once."""
    return tuple(dict.fromkeys(item for group in groups for item in group))
