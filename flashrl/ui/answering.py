"""What a person says to a card before and after its answer is shown, and the grade that it proposes."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from flashrl.model import Quality
from flashrl.scheduling.wording import grade_words
from flashrl.ui.shown_card import Points, ShownCard, asked_blank

if TYPE_CHECKING:
    # These are made when first needed.
    from flashrl.ui.answer_line import AnswerLine
    from flashrl.ui.rich_text import Page
    from flashrl.ui.tick_list import TickList


class Answering(QObject):
    """The line to write in, the key points to tick, and the proposals: of several the lowest counts."""

    proposed = Signal(object)
    """The lowest quality that is proposed."""
    reveal_asked = Signal()
    focus_given_back = Signal()
    reached = Signal(QWidget)
    """What is to be seen now."""

    def __init__(self, column: QWidget) -> None:
        super().__init__(column)
        self._column = column
        self._line: AnswerLine | None = None
        self._ticks: TickList | None = None
        self._points = Points(())
        self._proposals: dict[QObject, Quality] = {}
        self._is_line_wanted = self._is_revealed = self._has_predicted = False
        self.offers_line = False
        """Whether each question comes with a line to write in."""

    # -- before the answer is shown --------------------------------------------------------------

    def begin(self) -> None:
        """Forget what was said to the card before."""
        if self._line is not None:
            self._line.hide()
        self._proposals.clear()
        self._points = Points(())
        self._is_line_wanted = self.offers_line
        self._is_revealed = self._has_predicted = False
        if self._line is not None:
            self._line.ask()

    def want_line(self) -> None:
        """Have a line for this card."""
        self._is_line_wanted = True

    @property
    def line(self) -> "AnswerLine | None":
        """The line to write in, where one is wanted."""
        if self._line is None and self._is_line_wanted:
            from flashrl.ui.answer_line import AnswerLine

            self._line = AnswerLine(self._column)
            self._line.entered.connect(self.reveal_asked)
            self._line.escaped.connect(self.focus_given_back)
        return self._line if self._is_line_wanted else None

    def predict(self) -> None:
        """Take note of a prediction that was committed to."""
        self._has_predicted = self._has_predicted or not self._is_revealed

    @property
    def is_before_reveal(self) -> bool:
        """Whether an answer was given, in writing or by a prediction, before the card's own was shown."""
        return self._has_predicted or bool(self.line is not None and self.line.text)

    @property
    def is_writing(self) -> bool:
        """Whether the focus is in the line."""
        return self.line is not None and self.line.edit.hasFocus()

    # -- when it is shown ------------------------------------------------------------------------

    def reveal(self, shown: ShownCard) -> None:
        """Put what was written beside the answer. For a blank it is judged."""
        self._is_revealed = True
        if self.line is None:
            return
        blank = asked_blank(shown)
        verdict = grade_words(self.line.text, blank) if blank and self.line.text else None
        self.line.show_said(verdict)
        if verdict is not None:
            self.propose(self.line, verdict)

    def ticks(self, points: Points, prepare: "Callable[[str], Page]") -> "TickList":
        """The list of key points. Shown anew, its ticks stay where the points are the same."""
        if self._ticks is None:
            from flashrl.ui.tick_list import TickList

            self._ticks = TickList(self._column)
            self._ticks.proposed.connect(lambda quality: self.propose(self._ticks, quality))
            self._ticks.reached.connect(self.reached)
            self._ticks.done.connect(self._on_ticked)
        ticked = self._ticks.ticked if points == self._points else set[int]()
        self._points = points
        self._ticks.show_points(points.heading, [prepare(item) for item in points.items], ticked)
        return self._ticks

    @property
    def is_ticking(self) -> bool:
        """Whether the focus is in the list of key points."""
        return self._ticks is not None and self._ticks.has_focus

    def _on_ticked(self) -> None:
        """Enter in the list: the focus goes on to the grade that is proposed."""
        self.focus_given_back.emit()
        if self._proposals:
            self.proposed.emit(min(self._proposals.values()))

    def propose(self, source: QObject | None, quality: Quality) -> None:
        """Take a proposal; a later one of the same source takes its place."""
        if source is not None:
            self._proposals[source] = quality
            self.proposed.emit(min(self._proposals.values()))
