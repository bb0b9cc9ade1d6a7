"""flashrl's own format: `#` title, `##` topic, `###` card, `####` section of a card."""

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from flashrl.errors import Diagnostic
from flashrl.formats import yaml_block
from flashrl.formats.native.outline import Heading, outline, with_ends
from flashrl.formats.native.sections import SectionReader, text_between
from flashrl.model import Card, Deck, Difficulty, SectionKind, Topic

VERSION = 1
_COMMENT = re.compile(r"<!--\s*card\b(?P<body>.*?)-->", re.DOTALL)
ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,99}")
_DECK_KEYS = ("flashrl", "deck", "tags")
_CARD_KEYS = ("id", "difficulty", "tags")


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
        (index := bisect_right(ends, start)) > 0
        and not any(line.strip() for line in lines[ends[index - 1] : start])
        and _COMMENT.match("\n".join(lines[start:end]).lstrip())
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
        self.outline = outline("\n".join(self.lines))
        self.reader = SectionReader(self.lines, self.outline, self.found.append)
        self.comments = {start: (start, end) for start, end in self.outline.comments}
        self.tags = self._tags(self.front.values.get("tags"), self.front.places.get("tags", (1, 1)))
        self.first_use: dict[str, int] = {}

    def note(self, code: str, message: str, line: int, column: int = 1) -> None:
        self.found.append(Diagnostic(code, message, line, column))

    # -- the file --------------------------------------------------------------------------------

    def deck(self) -> tuple[Deck, list[Diagnostic]]:
        headings = [heading for heading in self.outline.headings if heading.level <= 3]
        first = headings[0].line if headings else len(self.lines)
        introduction = [text_between(self.lines, self.body_start, first)]
        title, topics, cards = "", list[Topic](), list[Card]()
        for heading, end in with_ends(headings, len(self.lines)):
            if heading.level == 3:
                topic = topics[-1].title if topics else ""
                cards.append(replace(self._card(heading, end), topic=topic))
                continue
            body = text_between(self.lines, heading.end, end)
            if heading.level == 2:
                topics.append(Topic(heading.title, body, heading.line + 1))
            elif title:
                self.note("repeated-title", f"a second title, {heading.title!r}", heading.line + 1)
                introduction.append(text_between(self.lines, heading.line, end))
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
        for start, end in self.comments.values():
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
        sections = self.reader.sections(start, end)
        values = comment.values if comment else {}
        places = comment.places if comment else {}
        last = max((n for n in range(heading.line, end) if self.lines[n].strip()), default=heading.line)
        card = Card(
            question=heading.title,
            sections=tuple(sections),
            id=self._id(values.get("id"), places.get("id", (heading.line + 1, 1))),
            difficulty=self._difficulty(values.get("difficulty"), places.get("difficulty", (1, 1))),
            tags=_merged(self.tags, self._tags(values.get("tags"), places.get("tags", (1, 1)))),
            blanks=self.reader.blanks(sections),
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
        found = self.comments.get(line)
        text = "\n".join(self.lines[slice(*found)]).lstrip() if found else ""
        match = _COMMENT.match(text)
        if found is not None and "-->" not in text and re.match(r"<!--\s*card\b", text):
            self.note("bad-card-comment", "the card comment that starts here never ends", line + 1)
            return _Comment({}, {}, line, line, is_sound=False)
        if found is None or match is None:
            return None
        del self.comments[line]
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


def _merged(*groups: Sequence[str]) -> tuple[str, ...]:
    """All items in order, each once."""
    return tuple(dict.fromkeys(item for group in groups for item in group))
