"""After a break: how much waits, and whether it is asked at once or spread over some days."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QLabel, QPushButton, QVBoxLayout, QWidget

from flashrl.scheduling.breaks import SPREADS, Overdue, a_day, last_day
from flashrl.ui import theme
from flashrl.ui.panels import ButtonRow

ALL_NOW = 0


class BacklogBar(QFrame):
    """The way of asking that holds now is pressed; `chosen` carries the days of another, ALL_NOW for none."""

    chosen = Signal(int)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("card")
        self.setAccessibleName("After a break")
        self._days: int | None = None
        self.label = QLabel(self, wordWrap=True, textFormat=Qt.TextFormat.PlainText)
        self.about = theme.styled(QLabel(_ABOUT, self, wordWrap=True), "muted")
        self._by_days = {days: self._button(days) for days in (ALL_NOW, *SPREADS)}
        layout = QVBoxLayout(self)
        layout.setContentsMargins(theme.L, theme.M, theme.L, theme.M)
        layout.setSpacing(theme.S)
        layout.addWidget(self.label)
        layout.addWidget(ButtonRow(*self.buttons))
        layout.addWidget(self.about)
        self.hide()

    @property
    def buttons(self) -> Sequence[QPushButton]:
        """All at once, and each number of days."""
        return list(self._by_days.values())

    def show_overdue(self, overdue: Overdue | None) -> None:
        """Show what waits and how it is asked; nothing where there is nothing to choose."""
        self.setVisible(overdue is not None)
        if overdue is None:
            return
        plan = overdue.plan if overdue.is_spread else None
        self._days = plan.days if plan is not None else ALL_NOW
        self.label.setText(_told(overdue))
        for days, button in self._by_days.items():
            is_plan = plan is not None and days == self._days
            each = overdue.left_a_day if is_plan else a_day(overdue.waiting, max(1, days))
            self._say(button, days, each)
            button.setChecked(days == self._days)

    def _say(self, button: QPushButton, days: int, each: int) -> None:
        button.setText(f"{days} days\n{each:,} a day" if days else f"All now\n{each:,} today")
        spoken = f"Spread over {days} days, {each:,} a day" if days else f"All now, {each:,} today"
        button.setAccessibleName(spoken)

    def _button(self, days: int) -> QPushButton:
        button = theme.styled(QPushButton(self), "toggle")
        button.setCheckable(True)
        button.setAccessibleDescription(_ABOUT)
        button.clicked.connect(lambda: self._choose(days))
        return button

    def _choose(self, days: int) -> None:
        for each, button in self._by_days.items():
            button.setChecked(each == days)
        if days != self._days:
            self.chosen.emit(days)


_ABOUT = (
    "No due day changes. When spread, what is likeliest still known comes first; what falls due meanwhile is "
    "asked besides."
)


def _told(overdue: Overdue) -> str:
    plan = overdue.plan
    if plan is None or not overdue.is_spread:
        return f"{overdue.waiting:,} cards are waiting after {overdue.days_away} days."
    until = last_day(plan)
    left = (
        f"{overdue.left:,} of {plan.total:,} left, {overdue.left_a_day:,} a day until {until.day} {until:%B}."
    )
    if overdue.left_today == overdue.left_a_day:
        return left
    return f"{left} {overdue.left_today:,} today." if overdue.left_today else f"{left} Today's are done."
