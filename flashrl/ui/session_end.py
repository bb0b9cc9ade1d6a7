"""The end of a session: what was done, and what is next."""

from datetime import date

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from flashrl.scheduling.session import Summary, summarise
from flashrl.ui import theme
from flashrl.ui.review_run import ReviewRun


class SessionEnd(QWidget):
    """Shown in the card's place when nothing is left to ask."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.summary = theme.styled(QLabel(self, wordWrap=True), "heading")
        self.summary.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.summary.setTextFormat(Qt.TextFormat.PlainText)
        self.summary.setMargin(theme.XL)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.summary)

    def show_session(self, run: ReviewRun) -> None:
        """Sum a session up. Raises CollectionError."""
        heading, done = _heading(run), _done(summarise(run.session.steps), run.session.done)
        self.summary.setText("\n\n".join([heading, *done]))  # stands where what is next cannot be read
        following = run.next_due()
        if following is not None and not run.is_practice:
            self.summary.setText("\n\n".join([heading, *done, _next(*following, run.today)]))


def _heading(run: ReviewRun) -> str:
    if run.is_practice:
        return "Practice done." if run.session.done else "Nothing fits this choice."
    return "Done for today." if run.session.done else "Nothing waits here today."


def _done(done: Summary, grades: int) -> list[str]:
    """What was done in so many grades."""
    lines = []
    if done.reviewed:
        share = round(100 * done.passed / done.reviewed)
        lines.append(f"{_count(done.reviewed, 'review')}, {done.learned} of new cards; {share} % passed.")
    if done.drilled:
        lines.append(f"{_count(done.drilled, 'drill grade')} until all of them sat.")
    if done.practised:
        lines.append(f"{_count(done.practised, 'grade')} in practice; the schedule is as it was.")
    if done.seconds >= 1:
        lines.append(f"{round(done.seconds / 60) or 1} min, {done.seconds / grades:.0f} s a card.")
    return lines


def _next(day: date, number: int, today: date) -> str:
    """On which day so many units are due."""
    when = "tomorrow" if (day - today).days == 1 else f"on {day:%A}, {day.day} {day:%B}"
    return f"Next: {_count(number, 'card')} {when}."


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"
