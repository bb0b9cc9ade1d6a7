"""Another due day for a card: in so many days, or on a day."""

from datetime import date, timedelta

from PySide6.QtCore import QDate, QSize, Qt, Signal
from PySide6.QtGui import QTextCharFormat
from PySide6.QtWidgets import (
    QCalendarWidget,
    QDateEdit,
    QDialog,
    QDialogButtonBox,
    QFormLayout,
    QLabel,
    QSpinBox,
    QWidget,
)

from flashrl.model import CardState
from flashrl.ui import theme
from flashrl.ui.deed_words import day_text

_MOST_DAYS = 36_500
_LATER = 1
_CALENDAR = QSize(280, 260)


class DueDialog(QDialog):
    """Both fields say the same day. The interval, and all else, stays as it is."""

    chosen = Signal(object)
    """The day."""

    def __init__(self, state: CardState, today: date, parent: QWidget) -> None:
        super().__init__(parent)
        self._today = today
        self.setWindowTitle("Due on…")
        self.days = QSpinBox(self, minimum=0, maximum=min(_MOST_DAYS, (date.max - today).days))
        self.days.setAccessibleName("Days from today")
        self.day = QDateEdit(self)
        self.day.setDisplayFormat("yyyy-MM-dd")
        self.day.setCalendarPopup(True)
        _dress(self.day.calendarWidget())
        self.day.setAccessibleName("Day")
        self.day.setDateRange(_qt(today), _qt(today + timedelta(days=self.days.maximum())))
        self.words = theme.styled(QLabel(self), "muted")
        self.buttons = QDialogButtonBox(
            QDialogButtonBox.StandardButton.Ok | QDialogButtonBox.StandardButton.Cancel, self
        )
        self.buttons.accepted.connect(self.accept)
        self.buttons.rejected.connect(self.reject)
        form = QFormLayout(self)
        form.addRow("&Days from today", self.days)
        form.addRow("&On the day", self.day)
        form.addRow(self.words)
        form.addRow(self.buttons)
        self.days.valueChanged.connect(self._on_days)
        self.day.dateChanged.connect(self._on_day)
        later = (state.due_on - today).days if state.due_on is not None else 0
        self.days.setValue(max(_LATER, later))
        self._on_days(self.days.value())
        self.days.setFocus()
        self.days.selectAll()
        self.finished.connect(self.deleteLater)
        self.accepted.connect(lambda: self.chosen.emit(self._due()))

    def _due(self) -> date:
        return self._today + timedelta(days=self.days.value())

    def _on_days(self, days: int) -> None:
        self.day.setDate(_qt(self._due()))
        when = {0: "today", 1: "tomorrow"}.get(days, f"in {days} days")
        self.words.setText(f"{day_text(self._due())}, {when}")

    def _on_day(self, day: QDate) -> None:
        self.days.setValue(_qt(self._today).daysTo(day))


def _dress(calendar: QCalendarWidget) -> None:
    """Room for every week and short names for the days, none of them in a colour of its own."""
    calendar.setVerticalHeaderFormat(QCalendarWidget.VerticalHeaderFormat.NoVerticalHeader)
    calendar.setHorizontalHeaderFormat(QCalendarWidget.HorizontalHeaderFormat.SingleLetterDayNames)
    calendar.setMinimumSize(_CALENDAR)
    for day in (Qt.DayOfWeek.Saturday, Qt.DayOfWeek.Sunday):
        calendar.setWeekdayTextFormat(day, QTextCharFormat())


def _qt(day: date) -> QDate:
    return QDate(day.year, day.month, day.day)
