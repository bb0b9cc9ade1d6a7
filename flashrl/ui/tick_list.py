"""The key points of an answer, to be ticked where they were said."""

from collections.abc import Collection, Sequence

from PySide6.QtCore import QEvent, QRectF, Qt, Signal
from PySide6.QtGui import (
    QKeyEvent,
    QKeySequence,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPalette,
    QPen,
    QShortcut,
)
from PySide6.QtWidgets import (
    QCheckBox,
    QGridLayout,
    QLabel,
    QSizePolicy,
    QStyle,
    QStyleOptionButton,
    QWidget,
)

from flashrl.model import Quality
from flashrl.scheduling.key_points import grade_points
from flashrl.ui import theme
from flashrl.ui.rich_text import Page, RichText

KEYS = "ABCD"
"""The first points have keys; what else there is is ticked in the list."""
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
_STEPS = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}


class TickList(QWidget):
    """`proposed` carries the quality that the ticked points come to, at each tick."""

    proposed = Signal(object)
    reached = Signal(QWidget)
    """The box that was ticked, or has the focus now: it is to be seen."""
    done = Signal()
    """Enter was pressed in the list."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAccessibleName("Key points")
        self.boxes: list[QCheckBox] = []
        self.texts: list[RichText] = []
        self._shown = 0
        self._heading = ""
        self.heading = theme.styled(QLabel(self), "section")
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(theme.S)
        self._grid.setVerticalSpacing(theme.XS)
        self._grid.setColumnStretch(1, 1)
        self._grid.addWidget(self.heading, 0, 0, 1, 2)
        for number, key in enumerate(KEYS):
            shortcut = QShortcut(QKeySequence(key), self)
            shortcut.activated.connect(lambda number=number: self._toggle(number))

    def show_points(self, heading: str, pages: Sequence[Page], ticked: Collection[int] = ()) -> None:
        """Show points below a heading, those with these numbers ticked."""
        self._heading = heading
        while len(self.boxes) < len(pages):
            self._add_row()
        self._shown = len(pages)
        for number, (box, text) in enumerate(zip(self.boxes, self.texts, strict=True)):
            is_shown = number < self._shown
            box.setVisible(is_shown)
            text.setVisible(is_shown)
            if is_shown:
                text.show_page(pages[number])
                box.setAccessibleName(text.plain_text().strip())
            box.blockSignals(True)
            box.setChecked(is_shown and number in ticked)
            box.blockSignals(False)
        self._count()

    @property
    def ticked(self) -> set[int]:
        """The numbers of the points that are ticked."""
        return {number for number, box in enumerate(self.boxes[: self._shown]) if box.isChecked()}

    @property
    def has_focus(self) -> bool:
        return any(box.hasFocus() for box in self.boxes)

    def _add_row(self) -> None:
        number = len(self.boxes)
        box = _Box(KEYS[number : number + 1], self)
        # The mouse leaves the focus where it is: on the grade that is proposed, for Enter to give.
        box.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        box.setToolTip(f"Tick what you said ({KEYS[number]})" if number < len(KEYS) else "Tick what you said")
        box.toggled.connect(lambda _is_ticked: self._propose(box))
        text = _PointText(self)
        text.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        text.clicked.connect(box.toggle)
        self._grid.addWidget(box, number + 1, 0, Qt.AlignmentFlag.AlignTop)
        self._grid.addWidget(text, number + 1, 1)
        self.boxes.append(box)
        self.texts.append(text)

    def _toggle(self, number: int) -> None:
        if number < self._shown:
            self.boxes[number].toggle()

    def _count(self) -> None:
        """Say beside the heading how many are ticked."""
        count = f"{len(self.ticked)} of {self._shown}"
        is_begun = bool(self.ticked)
        self.heading.setText(" · ".join(part for part in (self._heading.upper(), count * is_begun) if part))
        self.heading.setVisible(bool(self.heading.text()))
        self.setAccessibleDescription(f"{count} said")

    def _propose(self, box: QCheckBox) -> None:
        self._count()
        self.reached.emit(box)
        self.proposed.emit(self.quality)

    @property
    def quality(self) -> Quality:
        """What the ticked points come to."""
        return grade_points(len(self.ticked), self._shown)

    def event(self, event: QEvent) -> bool:
        """With the focus in here, Enter is done with the list before it is the window's."""
        is_shortcut = event.type() == QEvent.Type.ShortcutOverride
        if is_shortcut and isinstance(event, QKeyEvent) and event.key() in (*_ENTER, Qt.Key.Key_Space):
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """What a box does not want for itself: Up and Down go to the next one, Enter is done."""
        step = _STEPS.get(Qt.Key(event.key()))
        if event.key() in _ENTER:
            self.done.emit()
        elif step is not None and self.has_focus:
            at = next(number for number, box in enumerate(self.boxes) if box.hasFocus())
            box = self.boxes[min(max(at + step, 0), self._shown - 1)]
            box.setFocus(Qt.FocusReason.TabFocusReason)
            self.reached.emit(box)
        else:
            super().keyPressEvent(event)


class _Box(QCheckBox):
    """Leaves the arrows to its list. Its frame shows on dark too, and the focus where it has no letter."""

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        option = QStyleOptionButton()
        self.initStyleOption(option)
        place = self.style().subElementRect(QStyle.SubElement.SE_CheckBoxIndicator, option, self)
        role = QPalette.ColorRole.Highlight if self.hasFocus() else QPalette.ColorRole.PlaceholderText
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(self.palette().color(role), 2 if self.hasFocus() else 1))
        painter.drawRoundedRect(QRectF(place).adjusted(0.5, 0.5, -0.5, -0.5), 2, 2)
        painter.end()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in _STEPS:
            event.ignore()
        else:
            super().keyPressEvent(event)


class _PointText(RichText):
    """The words of a point: a click on them is one on its box."""

    clicked = Signal()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        super().mouseReleaseEvent(event)
        is_link = bool(self.anchorAt(event.position().toPoint()))
        is_click = event.button() == Qt.MouseButton.LeftButton and not self.textCursor().hasSelection()
        if is_click and not is_link:
            self.clicked.emit()
