"""The study paths on the Today page: what each is for, what of it waits, and a button that starts it."""

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from flashrl.model import StudyPath
from flashrl.store.study_paths import PathCounts
from flashrl.ui import theme


class PathList(QWidget):
    """Hidden where there is no path; `chosen` carries the one to be studied."""

    chosen = Signal(object)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAccessibleName("Study paths")
        self._rows: list[_Row] = []
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setSpacing(theme.S)
        self._layout.addWidget(theme.styled(QLabel("Study paths", self), "heading"))
        self.hide()

    @property
    def buttons(self) -> list[QPushButton]:
        """The button of each path that is shown."""
        return [row.button for row in self._rows]

    @property
    def texts(self) -> list[str]:
        """What is said of each path that is shown."""
        return [row.waiting.text() for row in self._rows]

    def show_paths(self, found: Sequence[tuple[StudyPath, PathCounts]]) -> None:
        """Show the paths with their counts; a row stays where it is, and keeps the focus."""
        for row in self._rows[len(found) :]:
            self._layout.removeWidget(row)
            row.hide()
            row.deleteLater()
        del self._rows[len(found) :]
        while len(self._rows) < len(found):
            row = _Row(self)
            row.button.clicked.connect(partial(self._choose, row))
            self._rows.append(row)
            self._layout.addWidget(row)
        for row, (path, counts) in zip(self._rows, found, strict=True):
            row.show_path(path, counts)
        self.setVisible(bool(found))

    def _choose(self, row: "_Row") -> None:
        self.chosen.emit(row.path)


class _Row(QWidget):
    """One path: its name with its counts, what it is for, and its button."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.path = StudyPath("")
        self.waiting = QLabel(self, textFormat=Qt.TextFormat.PlainText, wordWrap=True)
        self.about = QLabel(self, textFormat=Qt.TextFormat.PlainText, wordWrap=True)
        theme.styled(self.about, "muted")
        self.button = QPushButton("Study", self)
        self.button.setAutoDefault(True)
        layout = QGridLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setHorizontalSpacing(theme.L)
        layout.setVerticalSpacing(0)
        layout.addWidget(self.waiting, 0, 0)
        layout.addWidget(self.about, 1, 0)
        layout.addWidget(self.button, 0, 1, 2, 1, Qt.AlignmentFlag.AlignVCenter)
        layout.setColumnStretch(0, 1)

    def show_path(self, path: StudyPath, counts: PathCounts) -> None:
        self.path = path
        self.waiting.setText(f"{path.name} · {_told(counts)}")
        self.about.setText(path.about)
        self.about.setVisible(bool(path.about))
        self.button.setEnabled(bool(counts.due or counts.new_today))
        self.button.setAccessibleName(f"Study {path.name}")
        self.button.setAccessibleDescription(f"{_told(counts)}. {path.about}")


def _told(counts: PathCounts) -> str:
    """What waits, in a few words."""
    parts = [f"{counts.due} to review"] if counts.due else []
    if counts.new:
        later = counts.new - counts.new_today
        parts.append(f"{counts.new_today} new" + (f", {later} later" if later else ""))
    if not counts.due and not counts.new_today:
        parts.insert(0, "done for today")
    return " · ".join(parts)
