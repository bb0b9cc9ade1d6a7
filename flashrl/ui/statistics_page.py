"""The statistics: what was done, how much was recalled, how far the cards are, and what is to come."""

from collections.abc import Sequence
from datetime import date

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QLabel, QScrollArea, QWidget

from flashrl.statistics import WINDOW_DAYS, Pace, Recall, Stage
from flashrl.ui import theme
from flashrl.ui.bars import Bar, BarChart, ShareBar
from flashrl.ui.figure_tables import DeckTable, HardestTable
from flashrl.ui.figures import PAST_DAYS, Figures
from flashrl.ui.panels import page_column
from flashrl.ui.theme import Theme

COUNTING = "Counting…"
EMPTY = "Nothing reviewed yet. Study some cards on the Today page (Ctrl+1), and come back."
_MARK_EVERY = 7


class StatisticsPage(QScrollArea):
    """Shows figures that were counted; `edit_asked` carries the unit of a card that is to be rewritten."""

    edit_asked = Signal(str)

    def __init__(self, theme_: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self.message = theme.styled(QLabel(COUNTING, self, wordWrap=True), "muted")
        self.done = _Numbers("Today", "reviews", "new cards", "minutes")
        self.pace = _Numbers(
            f"A day, in the last {WINDOW_DAYS} days",
            "reviews",
            "new cards",
            "minutes",
            f"of {WINDOW_DAYS} days studied",
        )
        self.recall = _Recall(theme_)
        self.stages = _Stages(theme_)
        self.forecast = BarChart(f"Due in the next {WINDOW_DAYS} days", theme_)
        self.past = BarChart(f"Reviews of the last {PAST_DAYS} days", theme_)
        self.hardest = HardestTable()
        self.hardest.edit_asked.connect(self.edit_asked)
        self.decks = DeckTable()
        self.setWidgetResizable(True)
        self.setWidget(self._laid_out())
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName("Statistics")

    def _laid_out(self) -> QWidget:
        holder, layout = page_column(self, "Statistics", self.message)
        self._parts: Sequence[QWidget] = (
            self.done,
            self.pace,
            self.recall,
            self.stages,
            self.forecast,
            self.past,
            self.hardest,
            self.decks,
        )
        for part in self._parts:
            part.hide()
            layout.addWidget(part)
        layout.addStretch()
        return holder

    def wait(self) -> None:
        """Figures are being counted; those that are shown stay."""
        self._say(COUNTING)

    def fail(self) -> None:
        """They could not be counted."""
        self._say("The figures could not be counted.")

    def show_figures(self, figures: Figures) -> None:
        """Show what was counted."""
        self._say(EMPTY if figures.is_empty else "")
        for part in self._parts:
            part.setVisible(not figures.is_empty)
        done, pace = figures.done, figures.pace
        self.done.show_numbers(f"{done.reviews:,}", f"{done.new:,}", f"{done.minutes:,.0f}")
        self.pace.show_numbers(*_pace(pace))
        self.recall.show_recall(figures.young, figures.mature, figures.desired_retention)
        self.stages.show_stages(figures.stages)
        self.forecast.show_bars(*_bars(figures.forecast, figures.today, "due"))
        self.past.show_bars(*_bars(figures.past, figures.today, "reviews"))
        self.hardest.show_units(figures.hardest)
        self.hardest.setVisible(bool(figures.hardest))
        self.decks.show_decks(figures.decks)

    def _say(self, text: str) -> None:
        self.message.setText(text)
        self.message.setVisible(bool(text))


class _Numbers(QWidget):
    """A few numbers under a title, each with what it counts."""

    def __init__(self, title: str, *captions: str) -> None:
        super().__init__()
        self._captions = captions
        self.numbers = [theme.styled(QLabel(self), "heading") for _ in captions]
        layout = QGridLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setVerticalSpacing(theme.XS)
        layout.setHorizontalSpacing(theme.L)
        layout.addWidget(theme.styled(QLabel(title, self), "heading"), 0, 0, 1, len(captions))
        for column, (number, caption) in enumerate(zip(self.numbers, captions, strict=True)):
            layout.addWidget(number, 1, column)
            words = theme.styled(QLabel(caption, self, wordWrap=True), "muted")
            layout.addWidget(words, 2, column, alignment=Qt.AlignmentFlag.AlignTop)
            layout.setColumnStretch(column, 1)

    def show_numbers(self, *texts: str) -> None:
        for number, caption, text in zip(self.numbers, self._captions, texts, strict=True):
            number.setText(text)
            number.setAccessibleName(f"{text} {caption}")

    @property
    def texts(self) -> list[str]:
        return [number.text() for number in self.numbers]


class _Shares(QWidget):
    """Lines of a name, a bar and a number, under a title."""

    def __init__(self, title: str, names: Sequence[str], theme_: Theme) -> None:
        super().__init__()
        self._bars = [ShareBar(theme_) for _ in names]
        self._labels = [QLabel(self, textFormat=Qt.TextFormat.PlainText) for _ in names]
        self._layout = QGridLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setVerticalSpacing(theme.S)
        self._layout.setHorizontalSpacing(theme.M)
        self._layout.addWidget(theme.styled(QLabel(title, self), "heading"), 0, 0, 1, 3)
        self._layout.setColumnStretch(1, 1)
        for row, (name, bar, label) in enumerate(zip(names, self._bars, self._labels, strict=True), start=1):
            self._layout.addWidget(QLabel(name, self), row, 0)
            self._layout.addWidget(bar, row, 1)
            self._layout.addWidget(label, row, 2, alignment=Qt.AlignmentFlag.AlignRight)

    def show_shares(self, shares: Sequence[tuple[float, str]]) -> None:
        """Each a share from 0 to 1, and what it is in words."""
        for bar, label, (share, text) in zip(self._bars, self._labels, shares, strict=True):
            bar.show_share(share)
            label.setText(text)

    @property
    def texts(self) -> list[str]:
        return [label.text() for label in self._labels]


class _Recall(_Shares):
    """How much was recalled of what was known, and how much of it is aimed at."""

    def __init__(self, theme_: Theme) -> None:
        super().__init__(
            f"Recalled when due, last {WINDOW_DAYS} days", ("Young cards", "Mature cards"), theme_
        )
        self.about = theme.styled(QLabel(self, wordWrap=True), "muted")
        self._layout.addWidget(self.about, 3, 0, 1, 3)

    def show_recall(self, young: Recall, mature: Recall, desired: float | None) -> None:
        self.show_shares([(each.share or 0.0, _recalled(each)) for each in (young, mature)])
        aim = "" if desired is None else f" The desired retention is {100 * desired:.0f} %."
        self.about.setText(f"Mature cards have an interval of three weeks or more.{aim}")


class _Stages(_Shares):
    """How many cards are how far."""

    def __init__(self, theme_: Theme) -> None:
        super().__init__("Cards by stage", [each.value.capitalize() for each in Stage], theme_)

    def show_stages(self, stages: dict[Stage, int]) -> None:
        total = sum(stages.values()) or 1
        self.show_shares([(stages[each] / total, f"{stages[each]:,}") for each in Stage])


def _recalled(recall: Recall) -> str:
    if recall.share is None:
        return "none was due"
    return f"{100 * recall.share:.0f} % of {recall.asked:,}"


def _pace(pace: Pace) -> list[str]:
    averages = (pace.reviews_a_day, pace.new_a_day, pace.minutes_a_day)
    return [*(f"{each:,.1f}" for each in averages), str(pace.days_studied)]


def _bars(counts: Sequence[tuple[date, int]], today: date, what: str) -> tuple[list[Bar], str]:
    """The bars of some days, marked once a week from today on, and all of them in a sentence."""
    bars = [Bar(count, f"{_day(day, today)}: {count:,} {what}", _mark(day, today)) for day, count in counts]
    total = sum(count for _, count in counts)
    if not total:
        return bars, f"0 {what}"
    most_on, most = max(counts, key=lambda each: each[1])
    return bars, f"{total:,} {what} in all, most on {_day(most_on, today)}: {most:,}"


def _day(day: date, today: date) -> str:
    return "today" if day == today else f"{day:%a} {day.day} {day:%b}"


def _mark(day: date, today: date) -> str:
    away = abs((day - today).days)
    return "" if away % _MARK_EVERY else ("today" if not away else f"{day.day} {day:%b}")
