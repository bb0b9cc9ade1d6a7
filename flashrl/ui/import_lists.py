"""The two lists of an import preview: its files, and what is wrong in them. However long, they cost nothing
but what is on the screen."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QAbstractTableModel, QEvent, QModelIndex, QPersistentModelIndex, QSize, Qt, Signal
from PySide6.QtGui import QColor, QIcon, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QHeaderView, QListView, QTreeView, QWidget

from flashrl.errors import Diagnostic, Severity, has_errors
from flashrl.formats import ParsedFile
from flashrl.store.readings import Reading
from flashrl.ui import theme
from flashrl.ui.findings_list import ICON_SIZE, Clicks, severity_icon
from flashrl.ui.theme import Theme

Index = QModelIndex | QPersistentModelIndex
Read = ParsedFile | Reading
"""A file that was read now, or was as it is when it was read before."""

_COLUMNS = ("File", "Read as", "Cards", "Drafts", "Problems")
_NUMBERS_TOLD_ELSEWHERE = (3, 4)
_NARROW = 460
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
_ORDER = {severity: number for number, severity in enumerate(Severity)}


@dataclass(frozen=True, slots=True)
class Problem:
    """A finding with its file; `name` is the file as the person knows it."""

    path: Path
    name: str
    found: Diagnostic

    @property
    def text(self) -> str:
        found = self.found
        return f"{self.name}:{found.line} · {found.severity}\n{found.message} — {found.remedy}"


@dataclass(frozen=True, slots=True)
class FileRow:
    """A file of an import as one row of the list."""

    path: Path
    name: str
    read_as: str
    cards: int
    drafts: int
    problems: int
    is_left_out: bool
    reasons: str = ""

    @property
    def cells(self) -> tuple[str, ...]:
        read_as = "left out: errors" if self.is_left_out else self.read_as
        return self.name, read_as, *(str(each) for each in (self.cards, self.drafts, self.problems))


def file_rows(files: Sequence[Read], problems: Sequence[Problem]) -> list[FileRow]:
    """The files with how much of each there is; a refused one brings no cards."""
    found: dict[Path, list[Diagnostic]] = {}
    for problem in problems:
        found.setdefault(problem.path, []).append(problem.found)
    folder = common_folder(files)
    return [_row(file, folder, found.get(file.path or Path(), [])) for file in files]


def _row(file: Read, folder: Path, found: Sequence[Diagnostic]) -> FileRow:
    path = file.path or Path()
    return FileRow(
        path=path,
        name=_name(path, folder),
        read_as=file.format,
        cards=file.cards,
        drafts=file.drafts,
        problems=len(found),
        is_left_out=has_errors(found),
        reasons="\n".join(file.reasons),
    )


def problems_of(files: Sequence[Read], refused: Sequence[tuple[Path | None, Diagnostic]]) -> list[Problem]:
    """What is wrong in the files, each once, errors first."""
    folder = common_folder(files)
    every = [*((file.path, found) for file in files for found in file.diagnostics), *refused]
    listed = [
        Problem(path or Path(), _name(path or Path(), folder), found) for path, found in dict.fromkeys(every)
    ]
    return sorted(listed, key=lambda each: _ORDER[each.found.severity])


def common_folder(files: Sequence[Read]) -> Path:
    """The folder that all files lie in, from which their names are told."""
    folders = [file.path.parent for file in files if file.path]
    common = folders[0] if folders else Path()
    while not all(folder.is_relative_to(common) for folder in folders):
        common = common.parent
    return common


def _name(path: Path, folder: Path) -> str:
    return str(path.relative_to(folder)) if path.is_relative_to(folder) else str(path)


class _Files(QAbstractTableModel):
    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.rows: list[FileRow] = []
        self.warning_colour = QColor()

    def show(self, rows: list[FileRow]) -> None:
        self.beginResetModel()
        self.rows = rows
        self.endResetModel()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - as Qt has it
        return 0 if parent.isValid() else len(self.rows)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - as Qt has it
        return len(_COLUMNS)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = 0) -> object:
        if role == Qt.ItemDataRole.DisplayRole and orientation == Qt.Orientation.Horizontal:
            return _COLUMNS[section]
        if role == Qt.ItemDataRole.TextAlignmentRole and section > 1:
            return _RIGHT
        return None

    def data(self, index: Index, role: int = 0) -> object:
        row, column = self.rows[index.row()], index.column()
        if role == Qt.ItemDataRole.DisplayRole:
            return row.cells[column]
        if role == Qt.ItemDataRole.TextAlignmentRole and column > 1:
            return _RIGHT
        if role == Qt.ItemDataRole.ToolTipRole:
            return str(row.path) if column == 0 else row.reasons
        if role == Qt.ItemDataRole.ForegroundRole and row.is_left_out and column == 1:
            return self.warning_colour
        if role == Qt.ItemDataRole.AccessibleTextRole and column == 0:
            read_as, cards, drafts, problems = row.cells[1:]
            return f"{row.name}, {read_as}, {cards} cards, {drafts} drafts, {problems} problems"
        return None


class _Problems(QAbstractTableModel):
    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.problems: list[Problem] = []
        self.icons: dict[Severity, QIcon] = {}

    def show(self, problems: list[Problem]) -> None:
        self.beginResetModel()
        self.problems = problems
        self.endResetModel()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - as Qt has it
        return 0 if parent.isValid() else len(self.problems)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - as Qt has it
        return 1

    def data(self, index: Index, role: int = 0) -> object:
        problem = self.problems[index.row()]
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole):
            return problem.text
        if role == Qt.ItemDataRole.DecorationRole:
            return self.icons.get(problem.found.severity)
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return problem.text.replace("\n", ": ")
        return None


class _KeepsReturn:
    """Return is for the row that has the focus, not for the page's own action."""

    def event(self, event: QEvent) -> bool:
        is_return = (
            event.type() == QEvent.Type.ShortcutOverride
            and isinstance(event, QKeyEvent)
            and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        )
        if is_return:
            event.accept()
            return True
        return bool(super().event(event))  # type: ignore[misc]


class FileList(_KeepsReturn, QTreeView):
    """The files of an import; `opened` carries the path of the one that is to be looked at."""

    opened = Signal(object)

    def __init__(self, theme_: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme_
        self._model = _Files(self)
        self.setModel(self._model)
        self.setAccessibleName("Files")
        self.setRootIsDecorated(False)
        self.setUniformRowHeights(True)
        self.setTextElideMode(Qt.TextElideMode.ElideMiddle)
        header = self.header()
        header.setStretchLastSection(False)
        header.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        for column in range(1, len(_COLUMNS)):
            header.setSectionResizeMode(column, QHeaderView.ResizeMode.ResizeToContents)
        self.activated.connect(lambda index: self.opened.emit(self._model.rows[index.row()].path))
        theme_.changed.connect(self._on_theme)
        self._on_theme()

    def show_files(self, rows: list[FileRow]) -> None:
        self._model.show(rows)
        if rows:
            self.setCurrentIndex(self._model.index(0, 0))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Where there is little room it is for the names: drafts and problems are told elsewhere, too."""
        for column in _NUMBERS_TOLD_ELSEWHERE:
            self.setColumnHidden(column, self.width() < _NARROW)
        super().resizeEvent(event)

    def _on_theme(self) -> None:
        self._model.warning_colour = QColor(self._theme.palette.bad)


class ProblemList(_KeepsReturn, QListView):
    """What is wrong in the files; `opened` carries the path and the line of the finding that was chosen."""

    opened = Signal(object, int)

    def __init__(self, theme_: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme_
        self._clicks = Clicks()
        self._model = _Problems(self)
        self.setModel(self._model)
        theme.styled(self, "rows")
        self.setAccessibleName("Problems")
        self.setUniformItemSizes(True)
        self.setTextElideMode(Qt.TextElideMode.ElideRight)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setIconSize(QSize(ICON_SIZE, ICON_SIZE))
        self.clicked.connect(self._open)
        theme_.changed.connect(self._on_theme)
        self._on_theme()

    def show_problems(self, problems: list[Problem]) -> None:
        self._model.show(problems)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.currentIndex().isValid():
            self._open(self.currentIndex())
            return
        super().keyPressEvent(event)

    def _open(self, index: QModelIndex) -> None:
        problem = self._model.problems[index.row()]
        if self._clicks.is_new(problem):
            self.opened.emit(problem.path, problem.found.line)

    def _on_theme(self) -> None:
        palette, scale = self._theme.palette, self.devicePixelRatio()
        self._model.icons = {each: severity_icon(each, palette, scale) for each in Severity}
