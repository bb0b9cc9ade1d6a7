"""One card, as text and simulations in reading order, in one scrolling column."""

from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from itertools import pairwise
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QScrollArea, QSizePolicy, QVBoxLayout, QWidget

from flashrl.model import SimulationBlock
from flashrl.ui import rich_text, theme
from flashrl.ui.answering import Answering
from flashrl.ui.introduction import Introduction
from flashrl.ui.rich_text import Heading, Page, RichText
from flashrl.ui.shown_card import Block, Points, ShownCard, answer_blocks, cloze_blocks, question_blocks
from flashrl.ui.theme import Theme

if TYPE_CHECKING:
    from flashrl.ui.simulation_view import SimulationView

__all__ = ["CardView", "ShownCard"]

_KEPT_PAGES = 20
_CLOZE_SIZE = theme.BODY + 2


class CardView(QScrollArea):
    """Shows a card's question, and its answer when asked to. `grade_proposed` carries the lowest quality that
    what was said to the card comes to. With `has_ticks` its key points are there to tick."""

    grade_proposed = Signal(object)
    reveal_asked = Signal()
    """Enter was pressed in the line to write in."""

    def __init__(self, theme_: Theme, parent: QWidget | None = None, *, has_ticks: bool = False) -> None:
        super().__init__(parent)
        self._has_ticks = has_ticks
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
        self.answering = Answering(self._column)
        self.answering.proposed.connect(self.grade_proposed)
        self.answering.reveal_asked.connect(self.reveal_asked)
        self.answering.focus_given_back.connect(self.setFocus)
        self.answering.reached.connect(lambda widget: self.ensureWidgetVisible(widget))
        theme_.changed.connect(self._repaint)

    @property
    def is_revealed(self) -> bool:
        return self._is_revealed

    def show_question(self, shown: ShownCard) -> None:
        """Show a card with its answer hidden."""
        self._clear()
        self._shown = shown
        self.answering.begin()
        self._show(revealed=False)
        self.verticalScrollBar().setValue(0)

    def offer_line(self, is_offered: bool) -> None:
        """Have a line to write in below each question, from this one on; or only where it is asked for."""
        self.answering.offers_line = is_offered
        if is_offered and self._shown is not None and not self._is_revealed:
            self.answering.want_line()
            self._show_line()

    def write_answer(self) -> None:
        """Put the focus into the line to write in, before the answer is shown."""
        if self._shown is None or self._is_revealed or not self.isVisible():
            return
        self.answering.want_line()
        self._show_line()
        if self.answering.line is not None:
            self._layout.activate()
            self.answering.line.edit.setFocus()
            self.ensureWidgetVisible(self.answering.line)

    def reveal(self) -> None:
        """Add the answer below the question."""
        if self._shown is None or self._is_revealed:
            return
        self.answering.reveal(self._shown)
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
            (answer_blocks(shown, with_ticks=self._has_ticks), theme.BODY),
        )
        for blocks, size in parts:
            for block in blocks:
                if isinstance(block, Points):
                    for item in block.items:
                        self._page([item], shown, size)
                elif not isinstance(block, SimulationBlock):
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
        is_writing = self.answering.is_writing
        self._clear()
        self._show_introduction(self._shown)
        self._add(question_blocks(self._shown), theme.LARGE)
        self._add(cloze_blocks(self._shown, hide=not revealed), _CLOZE_SIZE)
        self._show_line()
        if is_writing and self.answering.line is not None:
            self.answering.line.edit.setFocus()
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

    def _show_line(self) -> None:
        """The line to write in below the question, where one is wanted."""
        line = self.answering.line
        if line is not None and not line.isVisibleTo(self._column):
            self._layout.addWidget(line)
            line.setVisible(line.is_offered)
            self.setTabOrder(self, line.edit)

    def _add_answer(self, shown: ShownCard) -> None:
        self._is_revealed = True
        blocks = answer_blocks(shown, with_ticks=self._has_ticks)
        self._rule.setVisible(bool(blocks))
        self._layout.addWidget(self._rule)
        self._add(blocks, theme.BODY)

    def _add(self, blocks: Sequence[Block], size: int) -> None:
        assert self._shown is not None
        for block in blocks:
            if isinstance(block, SimulationBlock):
                self._add_simulation(block)
                continue
            if isinstance(block, Points):
                self._add_points(block, self._shown)
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
            view.grade_proposed.connect(partial(self.answering.propose, view))
            view.answered.connect(self.answering.predict)
        self._simulations.append((known, view))
        self._place(view)

    def _add_points(self, points: Points, shown: ShownCard) -> None:
        ticks = self.answering.ticks(points, lambda item: self._page([item], shown, theme.BODY))
        self._place(ticks)
        for before, box in pairwise([self, *ticks.boxes]):
            self.setTabOrder(before, box)

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
        if self.answering.line is not None:
            self._layout.removeWidget(self.answering.line)
            self.answering.line.hide()

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
