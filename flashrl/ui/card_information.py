"""What is known of a card's schedule: where it stands, and every event with the state it led to."""

from collections.abc import Sequence
from datetime import date

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QAbstractItemView,
    QDialog,
    QDialogButtonBox,
    QLabel,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from flashrl.model import (
    CardState,
    ChangeKind,
    EventKind,
    FiledCard,
    Quality,
    ReviewEvent,
    UnitChange,
    UnitMarks,
)
from flashrl.scheduling import leech, sm2
from flashrl.store import Collection
from flashrl.store.history import HistoryStep
from flashrl.ui import theme
from flashrl.ui.flags import flag_name
from flashrl.ui.grade_bar import FULL_SCALE, days_text

_GRADES = {quality: name for quality, name, _ in FULL_SCALE}
_KINDS = {EventKind.SCHEDULED: "Review", EventKind.DRILL: "Drill", EventKind.PRACTICE: "Practice"}
_CHANGES = {
    ChangeKind.SUSPENDED: "Suspended",
    ChangeKind.RESUMED: "Resumed",
    ChangeKind.BURIED: "Buried for the day",
    ChangeKind.RESET: "Reset to new",
    ChangeKind.RESCHEDULED: "Another due day",
}
COLUMNS = ("When", "What", "Grade", "Time", "Interval", "Memory", "Due")
_SIZE = (840, 520)


class CardInformation(QDialog):
    """Everything about one review unit, to be read and closed."""

    def __init__(self, parent: QWidget, heading: str, facts: Sequence[str], steps: Sequence[HistoryStep]):
        super().__init__(parent)
        self.setWindowTitle("Card information")
        self.heading = QLabel(heading, self, wordWrap=True, textFormat=Qt.TextFormat.PlainText)
        self.heading.setStyleSheet("font-weight: 600")
        self.facts = QLabel("\n".join(facts), self, wordWrap=True, textFormat=Qt.TextFormat.PlainText)
        self.facts.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.events = QTreeWidget(self)
        self.events.setAccessibleName("Every event of this card")
        self.events.setHeaderLabels(COLUMNS)
        self.events.setRootIsDecorated(False)
        self.events.setUniformRowHeights(True)
        self.events.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        for step in reversed(steps):
            self._add(step)
        for column in range(len(COLUMNS)):
            self.events.resizeColumnToContents(column)
        self.buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close, self)
        self.buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.setSpacing(theme.M)
        layout.addWidget(self.heading)
        layout.addWidget(self.facts)
        layout.addWidget(self.events, stretch=1)
        layout.addWidget(self.buttons)
        self.finished.connect(self.deleteLater)
        self.resize(*(min(size, room) for size, room in zip(_SIZE, parent.size().toTuple(), strict=True)))

    def _add(self, step: HistoryStep) -> None:
        item = QTreeWidgetItem(self.events, event_cells(step))
        if step.is_undone:
            font = item.font(0)
            font.setStrikeOut(True)
            for column in range(len(COLUMNS)):
                item.setFont(column, font)


def show_information(parent: QWidget, collection: Collection, unit: str, today: date) -> None:
    """Open what is known of a unit. Raises CollectionError."""
    filed, steps, marks = collection.card(unit), collection.steps(unit), collection.marks_of(unit)
    facts = card_facts(filed, steps, marks, today, collection.leech_lapses())
    blank = unit.rpartition("#c")[2] if filed.card.is_cloze else ""
    heading = f"{filed.card.question} (blank {blank})" if blank else filed.card.question
    CardInformation(parent, heading, facts, steps).open()


def card_facts(
    filed: FiledCard, steps: Sequence[HistoryStep], marks: UnitMarks, today: date, leech_lapses: int
) -> list[str]:
    """Where a unit stands, in lines: its place, its schedule, its marks, and its reviews counted."""
    state = steps[-1].state if steps else sm2.NEW
    place = filed.deck.replace("::", " › ")
    lines = [f"{place} · {filed.source.name}, line {filed.card.line}", _schedule(state, today)]
    marked = [
        "Suspended" if marks.is_suspended else "",
        "Buried until tomorrow" if marks.buried_on == today else "",
        f"Flag: {flag_name(marks.flag)}" if marks.flag else "",
        f"Tagged {leech.TAG}" if leech.is_leech(state, leech_lapses) else "",
    ]
    if any(marked):
        lines.append(" · ".join(mark for mark in marked if mark))
    return [*lines, _totals(steps)]


def _schedule(state: CardState, today: date) -> str:
    if state.due_on is None:
        return "New: never reviewed"
    days = (state.due_on - today).days
    when = {0: "today", 1: "tomorrow", -1: "yesterday"}.get(
        days, f"in {days_text(days)}" if days > 0 else f"{days_text(-days)} ago"
    )
    parts = [
        f"Due on {state.due_on} ({when})",
        f"interval {days_text(state.interval_days)}",
        memory_text(state),
        f"{state.repetitions} passed in a row",
        f"{state.lapses} lapses" if state.lapses != 1 else "1 lapse",
    ]
    return " · ".join(parts)


def memory_text(state: CardState) -> str:
    """What the scheduler keeps of a unit beside its interval."""
    if state.stability is None or state.difficulty is None:
        return f"EF {state.easiness_factor / 100:.2f}"
    return f"stability {state.stability:.1f} d, difficulty {state.difficulty:.1f}"


def _totals(steps: Sequence[HistoryStep]) -> str:
    live = [step.event for step in steps if not step.is_undone]
    grades = [event for event in live if isinstance(event, ReviewEvent)]
    if not grades:
        return "No grades yet"
    reviews = [event for event in grades if event.kind is EventKind.SCHEDULED]
    seconds = sum(event.seconds for event in grades)
    parts = [f"{len(reviews)} reviews" if len(reviews) != 1 else "1 review"]
    if reviews:
        passed = sum(event.quality >= sm2.PASSING for event in reviews)
        parts.append(f"{round(100 * passed / len(reviews))} % passed")
    if extra := len(grades) - len(reviews):
        parts.append(f"{extra} grades in drill or practice" if extra != 1 else "1 grade in drill or practice")
    parts.append(f"{time_text(seconds)} in all, {time_text(seconds / len(grades))} on average")
    return " · ".join(parts)


def time_text(seconds: float) -> str:
    """A time as people read it: "8 s", "1:32 min"."""
    whole = round(seconds)
    return f"{whole} s" if whole < 60 else f"{whole // 60}:{whole % 60:02} min"


def event_cells(step: HistoryStep) -> list[str]:
    """An event as a row of `COLUMNS`. One that was taken back led to no state."""
    event, state = step.event, step.state
    after = [days_text(state.interval_days), memory_text(state), str(state.due_on)]
    if step.is_undone or state.due_on is None:
        after = ["", "", ""]
    undone = " (taken back)" if step.is_undone else ""
    if isinstance(event, UnitChange):
        return [_instant(event), f"{_change(event)}{undone}", "", "", *after]
    grade = f"{int(event.quality)} {_GRADES[Quality(event.quality)]}"
    return [_instant(event), f"{_KINDS[event.kind]}{undone}", grade, time_text(event.seconds), *after]


def _instant(event: ReviewEvent | UnitChange) -> str:
    at = event.reviewed_at if isinstance(event, ReviewEvent) else event.made_at
    return f"{at.astimezone():%Y-%m-%d %H:%M}"


def _change(change: UnitChange) -> str:
    if change.kind is ChangeKind.FLAGGED:
        return f"Flag: {flag_name(change.flag)}" if change.flag else "Flag taken off"
    return _CHANGES[change.kind]
