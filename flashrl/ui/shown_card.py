"""A card as it is to be shown: its parts in reading order, as texts, simulations and points to tick."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from flashrl import spans
from flashrl.model import Card, Section, SectionKind, SimulationBlock
from flashrl.rendering import list_items
from flashrl.ui.plain_text import plain_text
from flashrl.ui.rich_text import Heading

_KINDS = {SectionKind.TRAP: "trap"}


@dataclass(frozen=True, slots=True)
class ShownCard:
    """What the view needs of a card: which blank is asked (none: all are shown, marked), the folder its
    pictures come from, and what its deck says before the cards."""

    card: Card
    folder: Path
    blank: int | None = None
    deck: str = ""
    introduction: str = ""

    @property
    def place(self) -> str:
        """Where the card belongs, and how hard it is, in a line."""
        parts = (self.deck.replace("::", " › "), plain_text(self.card.topic), self.card.difficulty or "")
        return " · ".join(part for part in parts if part)


@dataclass(frozen=True, slots=True)
class Points:
    """Key points, each of which can be ticked."""

    items: tuple[str, ...]
    heading: str = ""
    """Of what stands right below it."""


Block = Sequence[str | Heading] | SimulationBlock | Points


def question_blocks(shown: ShownCard) -> list[Block]:
    """The question, with what the author adds to it."""
    blocks: list[Block] = [[shown.card.question]]
    for section in shown.card.of_kind(SectionKind.QUESTION):
        blocks += _section_blocks(section, with_heading=False)
    return _joined(blocks)


def answer_blocks(shown: ShownCard, *, with_ticks: bool = False) -> list[Block]:
    """What the answer adds, in the author's order; `with_ticks` with its key points to tick."""
    blocks: list[Block] = []
    for section in shown.card.sections:
        if section.kind not in (SectionKind.QUESTION, SectionKind.CLOZE):
            is_ticked = with_ticks and section.kind is SectionKind.KEY_POINTS
            blocks += _points_blocks(section) if is_ticked else _section_blocks(section, with_heading=True)
            with_ticks = with_ticks and not is_ticked  # a second list of them would want the same keys
    return _joined(blocks)


def _points_blocks(section: Section) -> list[Block]:
    """Key points as a list to tick, where they are written as a list."""
    before, items = list_items(section.text)
    if not items or any(isinstance(part, SimulationBlock) for part in section.parts):
        return _section_blocks(section, with_heading=True)
    heading = section.heading or section.kind.value
    return [[Heading(heading), before], Points(items)] if before else [Points(items, heading)]


def cloze_blocks(shown: ShownCard, *, hide: bool) -> list[Block]:
    """A cloze card's text, the asked blank hidden or filled; nothing for other cards."""
    blocks: list[Block] = []
    for section in shown.card.of_kind(SectionKind.CLOZE):
        filled = tuple(_filled(part, shown.blank, hide) for part in section.parts)
        blocks += _section_blocks(replace(section, parts=filled), with_heading=False)
    return _joined(blocks)


def asked_blank(shown: ShownCard) -> str:
    """The text of the blank that is asked; "" where none is. One that comes in pieces has spaces between."""
    texts = (section.text for section in shown.card.of_kind(SectionKind.CLOZE))
    blanks = (blank for text in texts for blank in spans.find_blanks(text))
    return " ".join(blank.text for blank in blanks if blank.number == shown.blank)


def _filled(part: str | SimulationBlock, blank: int | None, hide: bool) -> str | SimulationBlock:
    if isinstance(part, SimulationBlock):
        return part
    return spans.mark_blanks(part) if blank is None else spans.fill_blanks(part, blank, hide)


def _section_blocks(section: Section, *, with_heading: bool) -> list[Block]:
    title = section.heading or section.kind.value
    blocks: list[Block] = []
    if with_heading and section.parts:
        blocks.append([Heading(title, _KINDS.get(section.kind, ""))])
    blocks += [part if isinstance(part, SimulationBlock) else [part] for part in section.parts]
    return _joined(blocks)


def _joined(blocks: Sequence[Block]) -> list[Block]:
    """Neighbouring texts as one block: one document is quicker to lay out than many."""
    joined: list[Block] = []
    for block in blocks:
        last = joined[-1] if joined else None
        if isinstance(block, Sequence) and isinstance(last, Sequence):
            joined[-1] = [*last, *block]
        else:
            joined.append(block)
    return joined
