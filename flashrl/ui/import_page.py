"""What an import will do, before it does it."""

from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QCheckBox,
    QHBoxLayout,
    QLabel,
    QProgressBar,
    QPushButton,
    QSplitter,
    QVBoxLayout,
    QWidget,
)

from flashrl.errors import FlashrlError
from flashrl.ui import findings_list, import_lists, tasks, theme, work
from flashrl.ui.elided_label import ElidedLabel
from flashrl.ui.import_lists import FileList, FileRow, Problem, ProblemList
from flashrl.ui.panels import panel
from flashrl.ui.theme import Theme

_WIDE = 1100


class ImportPage(QWidget):
    """Reads deck files off the GUI thread and shows what bringing them in would change. Nothing is changed
    here: `confirmed` asks for that, with the plan and whether its folders are to be followed."""

    confirmed = Signal(object, bool)
    left = Signal()
    preview_asked = Signal(object)
    """The file to look at."""
    outside_asked = Signal(object, int)
    """The file, and the line to open in another editor."""

    def __init__(self, collection: Path, theme_: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._collection = collection
        self._plan: work.Plan | None = None
        self._task: tasks.Task | None = None
        self._build(theme_)
        self._lay_out()

    def _build(self, theme_: Theme) -> None:
        self.title = theme.styled(QLabel("Import", self), "title")
        self.place = theme.styled(ElidedLabel(self), "muted")
        self.summary = theme.styled(QLabel(self, wordWrap=True), "heading")
        self.summary.setTextFormat(Qt.TextFormat.PlainText)
        self.details = theme.styled(QLabel(self, wordWrap=True), "muted")
        self.details.setTextFormat(Qt.TextFormat.PlainText)
        self.progress = QProgressBar(self, textVisible=False)
        self.progress.setAccessibleName("Reading")
        self.files = FileList(theme_, self)
        self.files.opened.connect(self.preview_asked)
        self.problems_label = theme.styled(QLabel(self), "muted")
        self.problems = ProblemList(theme_, self)
        self.problems.opened.connect(self.outside_asked)
        self.follow = QCheckBox("Follow this folder: what is saved in it comes in by itself", self)
        self.cancel_button = QPushButton("Cancel", self)
        self.cancel_button.setToolTip("Import nothing (Esc)")
        self.cancel_button.clicked.connect(self.cancel)
        self.import_button = theme.styled(QPushButton("Import", self), "primary")
        self.import_button.setToolTip("Bring in what is listed (Return)")
        self.import_button.clicked.connect(self.confirm)

    def _lay_out(self) -> None:
        self._problems_panel = panel(self.problems_label, self.problems, margin=0)
        self.lists = QSplitter(Qt.Orientation.Vertical, self)
        self.lists.setChildrenCollapsible(False)
        self.lists.setHandleWidth(theme.M)
        self.lists.addWidget(self.files)
        self.lists.addWidget(self._problems_panel)
        words = QVBoxLayout()
        words.setSpacing(theme.XS)
        words.addWidget(self.title)
        words.addWidget(self.place)
        counts = QVBoxLayout()
        counts.setSpacing(theme.XS)
        for widget in (self.summary, self.details, self.progress):
            counts.addWidget(widget)
        buttons = QHBoxLayout()
        buttons.setSpacing(theme.S)
        buttons.addStretch()
        buttons.addWidget(self.cancel_button)
        buttons.addWidget(self.import_button)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(theme.XL, theme.XL, theme.XL, theme.XL)
        layout.setSpacing(theme.L)
        layout.addLayout(words)
        layout.addLayout(counts)
        layout.addWidget(self.lists, stretch=1)
        layout.addStretch()
        layout.addWidget(self.follow)
        layout.addLayout(buttons)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The problems stand beside the files where there is room for both."""
        super().resizeEvent(event)
        across, down = Qt.Orientation.Horizontal, Qt.Orientation.Vertical
        self.lists.setOrientation(across if self.width() >= _WIDE else down)

    # -- reading ---------------------------------------------------------------------------------

    def open(self, sources: Sequence[Path], *, follow: bool = False) -> None:
        """Read deck files, or folders of them, and show what importing them would do."""
        self._stop()
        self._plan = None
        self.place.setText(", ".join(_short(source) for source in sources))
        self.follow.setChecked(follow)
        self._show_words("Reading…", "Nothing is changed before you say so.")
        self.progress.setRange(0, 0)
        self._show_parts(is_reading=True)
        self.cancel_button.setFocus()
        collection, wanted = self._collection, list(sources)
        self._task = tasks.start(
            self,
            lambda handle: _listed(work.plan_import(collection, wanted, datetime.now(UTC), handle.progress)),
            done=lambda found: self._show_plan(*found),
            failed=self._on_failed,
        )
        self._task.progressed.connect(self._on_progress)

    def cancel(self) -> None:
        """Import nothing, and go back."""
        self._stop()
        self.left.emit()

    def confirm(self) -> None:
        """Ask for what is listed."""
        if self._plan is not None:
            plan, self._plan = self._plan, None
            self.confirmed.emit(plan, self.follow.isChecked() and self.follow.isVisibleTo(self))

    def _stop(self) -> None:
        if self._task is not None:
            self._task.cancel()
            self._task = None

    def _on_progress(self, done: int, total: int) -> None:
        # One file is no measure: the bar would stand still.
        self.progress.setRange(0, total if total > 1 else 0)
        self.progress.setValue(done)

    def _on_failed(self, error: FlashrlError) -> None:
        self._task = None
        self.place.setText(str(error.path or ""))
        self._show_words(f"{error.message[:1].upper()}{error.message[1:]}.", f"What to do: {error.remedy}.")
        self._show_parts()
        self.cancel_button.setFocus()

    # -- the plan --------------------------------------------------------------------------------

    def _show_plan(self, plan: work.Plan, rows: list[FileRow], problems: list[Problem]) -> None:
        self._task, self._plan = None, plan
        self.files.show_files(rows)
        self.problems.show_problems(problems)
        self.problems_label.setText(findings_list.summary([each.found for each in problems]))
        self._show_words(_counts(plan), "\n".join([_details(rows), *_of_packages(plan)]))
        self._show_parts(has_problems=bool(problems))
        self.import_button.setFocus()

    def _show_words(self, summary: str, details: str) -> None:
        self.summary.setText(summary)
        self.details.setText(details)

    def _show_parts(self, *, is_reading: bool = False, has_problems: bool = False) -> None:
        plan = self._plan
        self.progress.setVisible(is_reading)
        self.lists.setVisible(plan is not None)
        self._problems_panel.setVisible(has_problems)
        self.follow.setVisible(plan is not None and bool(plan.unfollowed))
        if plan is not None and len(plan.unfollowed) > 1:
            self.follow.setText("Follow these folders: what is saved in them comes in by itself")
        self.import_button.setVisible(plan is not None or is_reading)
        self.import_button.setEnabled(plan is not None)
        self.cancel_button.setText("Cancel" if plan is not None or is_reading else "Back")


def _listed(plan: work.Plan) -> tuple[work.Plan, list[FileRow], list[Problem]]:
    """A plan with its two lists, made on the working thread: they may be long."""
    read: list[import_lists.Read] = [*plan.files, *plan.unchanged]
    files = sorted(read, key=lambda file: file.path or Path())
    problems = import_lists.problems_of(files, [*plan.report.refused, *plan.report.doubts])
    return plan, import_lists.file_rows(files, problems), problems


def _counts(plan: work.Plan) -> str:
    """What the import will change, in a line."""
    report = plan.report
    counts = (
        (report.added, "new"),
        (report.changed, "changed"),
        (report.moved, "moved"),
        (report.suspended, "suspended, as their text is gone"),
    )
    words = [f"{number} {what}" for number, what in counts if number]
    if reviews := sum(package.reviews for package in plan.packages):
        words.append(f"{_count(reviews, 'review')} made in Anki")
    if not words:
        return (
            "Nothing new: the collection has all of it."
            if report.unchanged
            else "There is nothing to import."
        )
    if report.unchanged:
        words.append(f"{report.unchanged} unchanged")
    return " · ".join(words)


def _of_packages(plan: work.Plan) -> list[str]:
    """What of Anki packages is left out, in lines."""
    lines = []
    for package in plan.packages:
        if package.strange:
            lines.append(
                f"{package.path.name}: {_count(package.strange, 'note')} of flashrl decks that are not here; "
                "import those first"
            )
        lines += [f"{package.path.name}: {loss}" for loss in package.losses]
    return lines


def _details(rows: Sequence[FileRow]) -> str:
    """How much was read, in a line."""
    taken = [row for row in rows if not row.is_left_out]
    cards, drafts = sum(row.cards for row in taken), sum(row.drafts for row in taken)
    words = [_count(len(rows), "file"), _count(cards, "card")]
    if drafts:
        words.append(f"{_count(drafts, 'draft')} without an answer")
    if len(taken) < len(rows):
        words.append(f"{_count(len(rows) - len(taken), 'file')} left out because of errors")
    return ", ".join(words)


def _short(path: Path) -> str:
    """A path as people write it: from their own folder, where it lies in that."""
    try:
        return str(Path("~") / path.relative_to(Path.home()))
    except (ValueError, RuntimeError):  # it does not, or there is no such folder
        return str(path)


def _count(number: int, noun: str) -> str:
    return f"{number:,} {noun}{'' if number == 1 else 's'}"
