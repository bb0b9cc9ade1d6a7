"""Bars: a number for each of some days, and shares of a whole.

They are painted here, and not by the plotting library of the simulations: that takes a second and some 50 MB
to load, which is too much for a few rectangles. Each bar is said in words too: under the pointer, and below
the chart as the arrow keys move along it, which a screen reader reads out.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QAccessible,
    QAccessibleEvent,
    QColor,
    QFocusEvent,
    QHelpEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
)
from PySide6.QtWidgets import QLabel, QSizePolicy, QToolTip, QVBoxLayout, QWidget

from flashrl.ui import theme
from flashrl.ui.theme import Theme

_HEIGHT = 112
_GAP_SHARE = 0.2
_KEYS = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}


@dataclass(frozen=True, slots=True)
class Bar:
    """A number, what it is in words, and a mark below it, where it has one."""

    value: int
    text: str
    mark: str = ""


class BarChart(QWidget):
    """Bars side by side under a title, with a line that says one of them."""

    def __init__(self, title: str, theme_: Theme) -> None:
        super().__init__()
        self.title = theme.styled(QLabel(title, self), "heading")
        self.bars = _Bars(title, theme_)
        self.readout = theme.styled(QLabel(self, wordWrap=True), "muted")
        self.readout.setTextFormat(Qt.TextFormat.PlainText)
        self._summary = ""
        self.bars.chosen.connect(self._show_current)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(theme.S)
        for widget in (self.title, self.bars, self.readout):
            layout.addWidget(widget)

    def show_bars(self, bars: Sequence[Bar], summary: str) -> None:
        """Show other bars; `summary` says them all in a sentence."""
        self._summary = summary
        self.bars.show_bars(bars, summary)
        self._show_current("")

    def _show_current(self, text: str) -> None:
        self.readout.setText(text or self._summary)


class _Bars(QWidget):
    """The bars alone. With the focus, or under the pointer, one of them is the current one."""

    chosen = Signal(str)
    """The current bar in words; nothing where there is none."""

    def __init__(self, title: str, theme_: Theme) -> None:
        super().__init__()
        self._theme = theme_
        theme_.changed.connect(self.update)
        self._bars: Sequence[Bar] = ()
        self.current: int | None = None
        self._summary = ""
        self.setAccessibleName(title)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setMouseTracking(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        return QSize(240, _HEIGHT + self.fontMetrics().height() + theme.XS)

    def show_bars(self, bars: Sequence[Bar], summary: str) -> None:
        self._bars, self.current, self._summary = bars, None, summary
        self.setAccessibleDescription(summary)
        self.update()

    # -- one of them -----------------------------------------------------------------------------

    def choose(self, number: int | None) -> None:
        """Make one the current bar, or none."""
        if number is not None:
            number = max(0, min(number, len(self._bars) - 1)) if self._bars else None
        if number == self.current:
            return
        self.current = number
        text = "" if number is None else self._bars[number].text
        self.chosen.emit(text)
        self.setAccessibleDescription(text or self._summary)
        event = QAccessibleEvent(self, QAccessible.Event.DescriptionChanged)
        QAccessible.updateAccessibility(event)
        self.update()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        last = len(self._bars) - 1
        if event.key() in _KEYS:
            at_rest = -1 if event.key() == Qt.Key.Key_Right else last + 1
            self.choose((at_rest if self.current is None else self.current) + _KEYS[Qt.Key(event.key())])
        elif event.key() == Qt.Key.Key_Home:
            self.choose(0)
        elif event.key() == Qt.Key.Key_End:
            self.choose(last)
        else:
            super().keyPressEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.choose(None)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self.choose(self._under(event.position()))

    def leaveEvent(self, event: QEvent) -> None:
        super().leaveEvent(event)
        self.choose(None)

    def event(self, event: QEvent) -> bool:
        if isinstance(event, QHelpEvent) and self._bars:
            text = self._bars[self._under(QPointF(event.pos()))].text
            QToolTip.showText(event.globalPos(), text, self)
            return True
        return super().event(event)

    def _under(self, point: QPointF) -> int:
        step = self.width() / max(1, len(self._bars))
        return max(0, min(int(point.x() / step), len(self._bars) - 1))

    # -- painting --------------------------------------------------------------------------------

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        painter, colours = QPainter(self), self._theme.palette
        height = self.height() - self.fontMetrics().height() - theme.XS
        most = max((bar.value for bar in self._bars), default=0)
        step = self.width() / max(1, len(self._bars))
        for number, bar in enumerate(self._bars):
            is_current = number == self.current
            left, width = number * step + step * _GAP_SHARE / 2, step * (1 - _GAP_SHARE)
            tall = max(2.0, (height - 1) * bar.value / most) if bar.value else 0.0
            if is_current:
                painter.fillRect(QRectF(number * step, 0, step, height), QColor(colours.line))
            colour = colours.text if is_current else colours.accent
            painter.fillRect(QRectF(left, height - tall, width, tall), QColor(colour))
        painter.fillRect(QRectF(0, height, self.width(), 1), QColor(colours.line))
        self._paint_marks(painter, step)
        if self.hasFocus():
            painter.setPen(QColor(colours.accent))
            painter.drawRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5))

    def _paint_marks(self, painter: QPainter, step: float) -> None:
        """The marks, each by its bar as far as the edges allow; evenly fewer where there is little room."""
        painter.setPen(QColor(self._theme.palette.muted))
        metrics = self.fontMetrics()
        for number in self.shown_marks():
            mark = self._bars[number].mark
            wide = metrics.horizontalAdvance(mark)
            left = min(max(1.0, (number + 0.5) * step - wide / 2), self.width() - wide - 1.0)
            painter.drawText(QPointF(left, self.height() - metrics.descent() - 1.0), mark)

    def shown_marks(self) -> list[int]:
        """The bars whose marks have room, the first or the last bar among them where it has one."""
        marked = [number for number, bar in enumerate(self._bars) if bar.mark]
        if len(marked) < 2:
            return marked
        wide = max(self.fontMetrics().horizontalAdvance(self._bars[number].mark) for number in marked)
        apart = (marked[1] - marked[0]) * self.width() / len(self._bars)
        every = math.ceil((wide + theme.S) / max(1.0, apart))
        return marked[::every] if marked[0] == 0 else marked[::-every]


class ShareBar(QWidget):
    """A part of a whole, as the length of a line; the number stands beside it in words."""

    def __init__(self, theme_: Theme) -> None:
        super().__init__()
        self._theme = theme_
        theme_.changed.connect(self.update)
        self.share = 0.0
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self.setMinimumSize(48, theme.M)

    def show_share(self, share: float) -> None:
        """A share from 0 to 1."""
        self.share = share
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        painter, colours = QPainter(self), self._theme.palette
        top = (self.height() - theme.S) / 2
        painter.fillRect(QRectF(0, top, self.width(), theme.S), QColor(colours.line))
        painter.fillRect(QRectF(0, top, self.width() * self.share, theme.S), QColor(colours.accent))
