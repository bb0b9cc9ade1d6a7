"""One card, as text and simulations in reading order, in one scrolling column."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QScrollArea, QSizePolicy, QVBoxLayout, QWidget

from flashrl import spans
from flashrl.model import Card, Section, SectionKind, SimulationBlock
from flashrl.ui import rich_text, theme
from flashrl.ui.introduction import Introduction
from flashrl.ui.rich_text import Heading, Page, RichText
from flashrl.ui.theme import Theme

if TYPE_CHECKING:
    from flashrl.ui.simulation_view import SimulationView

_KEPT_PAGES = 8
_CLOZE_SIZE = theme.BODY + 2
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
        parts = (self.deck.replace("::", " › "), self.card.topic, self.card.difficulty or "")
        return " · ".join(part for part in parts if part)


Block = Sequence[str | Heading] | SimulationBlock


def question_blocks(shown: ShownCard) -> list[Block]:
    """The question, with what the author adds to it."""
    blocks: list[Block] = [[shown.card.question]]
    for section in shown.card.of_kind(SectionKind.QUESTION):
        blocks += _section_blocks(section, with_heading=False)
    return _joined(blocks)


def answer_blocks(shown: ShownCard) -> list[Block]:
    """What the answer adds, in the author's order."""
    blocks: list[Block] = []
    for section in shown.card.sections:
        if section.kind not in (SectionKind.QUESTION, SectionKind.CLOZE):
            blocks += _section_blocks(section, with_heading=True)
    return _joined(blocks)


def cloze_blocks(shown: ShownCard, *, hide: bool) -> list[Block]:
    """A cloze card's text, the asked blank hidden or filled; nothing for other cards."""
    blocks: list[Block] = []
    for section in shown.card.of_kind(SectionKind.CLOZE):
        filled = tuple(_filled(part, shown.blank, hide) for part in section.parts)
        blocks += _section_blocks(replace(section, parts=filled), with_heading=False)
    return _joined(blocks)


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
        if joined and not isinstance(block, SimulationBlock) and not isinstance(joined[-1], SimulationBlock):
            joined[-1] = [*joined[-1], *block]
        else:
            joined.append(block)
    return joined


class CardView(QScrollArea):
    """Shows a card's question, and its answer when asked to. `grade_proposed` carries the quality that a
    prediction comes to."""

    grade_proposed = Signal(object)

    def __init__(self, theme_: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme_
        self._shown: ShownCard | None = None
        self._is_revealed = False
        self._introduced = ""
        self._pages: dict[tuple[object, ...], Page] = {}
        self._texts: list[RichText] = []
        self._blocks: list[QWidget] = []
        self._simulations: list[tuple[SimulationBlock, SimulationView]] = []
        self._kept: list[tuple[SimulationBlock, SimulationView]] = []
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName("Card")
        self._column = QWidget(self)
        self._column.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        self._layout = QVBoxLayout(self._column)
        self._layout.setAlignment(Qt.AlignmentFlag.AlignTop)
        self._layout.setSpacing(theme.L)
        self.introduction = Introduction(self._column)
        self._layout.addWidget(self.introduction)
        self._rule = theme.styled(QFrame(self._column), "rule")
        self._rule.setFixedHeight(1)
        self._rule.hide()
        self.setWidget(self._column)
        theme_.changed.connect(self._repaint)

    @property
    def is_revealed(self) -> bool:
        return self._is_revealed

    def show_question(self, shown: ShownCard) -> None:
        """Show a card with its answer hidden."""
        self._clear()
        self._shown = shown
        self._show(revealed=False)
        self.verticalScrollBar().setValue(0)

    def reveal(self) -> None:
        """Add the answer below the question."""
        if self._shown is None or self._is_revealed:
            return
        if self._shown.blank is not None:
            self._show(revealed=True)
        else:
            self._add_answer(self._shown)

    def refresh(self, shown: ShownCard) -> None:
        """Show a newer text of the same card. What is revealed and where it is scrolled to stay, and so does
        every simulation that is still in it."""
        position = self.verticalScrollBar().value()
        self._shown = shown
        self.setUpdatesEnabled(False)
        self._show(revealed=self._is_revealed)
        self._layout.activate()
        self.verticalScrollBar().setValue(position)
        self.setUpdatesEnabled(True)

    def prepare(self, shown: ShownCard) -> None:
        """Render and set a card that will be shown soon."""
        parts = (
            (question_blocks(shown), theme.LARGE),
            (cloze_blocks(shown, hide=True), _CLOZE_SIZE),
            (answer_blocks(shown), theme.BODY),
        )
        for blocks, size in parts:
            for block in blocks:
                if not isinstance(block, SimulationBlock):
                    self._page(block, shown, size)

    @property
    def shown(self) -> ShownCard | None:
        """The card that is shown."""
        return self._shown

    def clear(self) -> None:
        """Show nothing."""
        self._shown = None
        self._clear()
        self.introduction.hide()

    def texts(self) -> list[RichText]:
        """The blocks of text that are shown, from the top."""
        return [block for block in self._blocks if isinstance(block, RichText)]

    def simulations(self) -> "list[SimulationView]":
        """The simulations that are shown, from the top."""
        return [view for _, view in self._simulations]

    # -- blocks ----------------------------------------------------------------------------------

    def _show(self, *, revealed: bool) -> None:
        """Build the column; simulations that it had already go on."""
        assert self._shown is not None
        self._kept, self._simulations = self._simulations, []
        self._clear()
        self._show_introduction(self._shown)
        self._add(question_blocks(self._shown), theme.LARGE)
        self._add(cloze_blocks(self._shown, hide=not revealed), _CLOZE_SIZE)
        if revealed:
            self._add_answer(self._shown)
        for _, view in self._kept:
            view.hide()
            view.deleteLater()
        self._kept = []

    def _show_introduction(self, shown: ShownCard) -> None:
        """Above the question, folded until it is opened; opened it stays so for the cards that share it."""
        text = shown.introduction
        is_open = self.introduction.button.isChecked() and text == self._introduced
        self._introduced = text
        prepare = partial(self._page, [text], shown, theme.BODY)
        self.introduction.offer(prepare if text else None, is_open=is_open)

    def _add_answer(self, shown: ShownCard) -> None:
        self._is_revealed = True
        blocks = answer_blocks(shown)
        self._rule.setVisible(bool(blocks))
        self._layout.addWidget(self._rule)
        self._add(blocks, theme.BODY)

    def _add(self, blocks: Sequence[Block], size: int) -> None:
        assert self._shown is not None
        for block in blocks:
            if isinstance(block, SimulationBlock):
                self._add_simulation(block)
                continue
            text = self._texts.pop() if self._texts else RichText(self._column)
            text.show_page(self._page(block, self._shown, size))
            self._place(text)

    def _add_simulation(self, block: SimulationBlock) -> None:
        from flashrl.ui.simulation_view import SimulationView

        assert self._shown is not None
        known = replace(block, line=0)
        kept = next((pair for pair in self._kept if pair[0] == known), None)
        if kept is not None:
            self._kept.remove(kept)
            view = kept[1]
        else:
            view = SimulationView(self._theme, self._column)
            # A card of the collection knows its own line only: where a fence stands in it is no part of it.
            view.load(replace(block, line=block.line or self._shown.card.line))
            view.grade_proposed.connect(self.grade_proposed)
        self._simulations.append((known, view))
        self._place(view)

    def _place(self, widget: QWidget) -> None:
        self._layout.addWidget(widget)
        self._blocks.append(widget)
        widget.show()

    def _page(self, parts: Sequence[str | Heading], shown: ShownCard, size: int) -> Page:
        key = (tuple(parts), shown.folder, size, self._theme.palette.name)
        if key not in self._pages:
            self._pages[key] = rich_text.prepare(parts, shown.folder, size, self._theme.palette)
            while len(self._pages) > _KEPT_PAGES:
                self._pages.pop(next(iter(self._pages)))
        return self._pages[key]

    def _clear(self) -> None:
        """Take all blocks out; texts are kept for the next card, simulations are done with."""
        self._is_revealed = False
        self._rule.hide()
        kept = [view for _, view in self._kept]
        for block in self._blocks:
            self._layout.removeWidget(block)
            if block not in kept:  # one that is hidden stops playing
                block.hide()
            if isinstance(block, RichText):
                self._texts.append(block)
        for _, view in self._simulations:
            view.deleteLater()
        self._blocks.clear()
        self._simulations.clear()

    def _repaint(self) -> None:
        """Show the same again in new colours."""
        if self._shown is None:
            return
        self.refresh(self._shown)

    def scroll_by_page(self, direction: int) -> None:
        bar = self.verticalScrollBar()
        bar.setValue(bar.value() + direction * bar.pageStep())

    def resizeEvent(self, event: object) -> None:
        """Keep the column in the middle and no wider than a line can be read."""
        side = max(theme.XL, (self.viewport().width() - theme.COLUMN) // 2)
        self._layout.setContentsMargins(side, theme.XL, side, theme.XL)
        super().resizeEvent(event)  # type: ignore[arg-type]
