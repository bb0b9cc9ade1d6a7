"""Study paths on the Today page: their files are read off the first paint, their counts kept fresh."""

from collections.abc import Callable, Sequence
from datetime import date
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from flashrl import paths
from flashrl.errors import CollectionError, DeckError
from flashrl.formats.study_paths import FILE_NAME, PathsFile, read
from flashrl.model import StudyPath
from flashrl.store import Collection, folders
from flashrl.ui import tasks

if TYPE_CHECKING:
    from flashrl.ui.today_page import TodayPage


class PathStudy(QObject):
    """The study paths of the shipped decks, of the person's own and of the deck folders."""

    failed = Signal(object)

    def __init__(
        self, collection: Collection, page: "TodayPage", own: Path, today: Callable[[], date]
    ) -> None:
        super().__init__(page)
        self._collection, self._page, self._own, self._today = collection, page, own, today
        self._paths: list[StudyPath] = []
        self._told: set[str] = set()

    def look(self) -> tasks.Task:
        """Show the paths that are known with fresh counts, and read their files again."""
        self._show()
        homes = [paths.decks(), self._own]
        try:
            homes += folders.chosen(self._collection)
        except CollectionError as error:
            self.failed.emit(error)
        return tasks.start(self, partial(_read, homes), done=self._take, failed=self.failed.emit)

    def _take(self, files: Sequence[PathsFile]) -> None:
        self._paths = [path for file in files for path in file.paths]
        self._show()
        for file in files:
            for found in file.diagnostics:
                if (text := found.text(file.path or "")) not in self._told:
                    self._told.add(text)
                    error = DeckError(found.message, found.remedy, path=file.path, line=found.line)
                    self.failed.emit(error)

    def _show(self) -> None:
        """Of a path whose cards are not here nothing is shown."""
        try:
            today = self._today()
            counted = [(path, self._collection.path_counts(today, path)) for path in self._paths]
        except CollectionError as error:
            self.failed.emit(error)
            return
        self._page.show_paths([(path, counts) for path, counts in counted if counts.cards])


def _read(homes: Sequence[Path], _: tasks.Handle) -> list[PathsFile]:
    files = dict.fromkeys((home / FILE_NAME).resolve() for home in homes)
    return [read(path) for path in files if path.is_file()]
