"""After a break: how much waits, and whether it is asked at once or spread over some days."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QLabel, QPushButton, QVBoxLayout, QWidget

from flashrl.scheduling.breaks import SPREADS, a_day, is_over, last_day
from flashrl.scheduling.queue import Backlog
from flashrl.ui import theme
from flashrl.ui.panels import ButtonRow

ALL_NOW = 0


@dataclass(frozen=True, slots=True)
class Overdue:
    """So many units wait on a day, after so many days without a review; with the plan that they are spread
    by, where there is one, and what is left of it."""

    today: date
    waiting: int
    days_away: int
    plan: Backlog | None = None
    left: int = 0

    @property
    def is_spread(self) -> bool:
        """Whether a plan is under way."""
        return self.plan is not None and not is_over(self.plan, self.left, self.today)

    @property
    def left_today(self) -> int:
        """How many of the plan are still asked today."""
        return 0 if self.plan is None else min(self.plan.share(self.today, self.left), self.left)

    @property
    def put_off(self) -> int:
        """How many of those that wait are not asked today."""
        return self.left - self.left_today if self.is_spread else 0

    @property
    def left_a_day(self) -> int:
        """How many of the plan are asked a day from now on."""
        if self.plan is None:
            return 0
        days = (last_day(self.plan) - max(self.today, self.plan.since)).days + bool(self.left_today)
        return a_day(self.left, max(1, days))


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
