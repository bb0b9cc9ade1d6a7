"""Study paths on the Today page: their files are read off the first paint, their counts kept fresh."""

from collections.abc import Callable, Sequence
from dataclasses import asdict
from datetime import date
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Signal

from flashrl import __version__, paths
from flashrl.errors import CollectionError, DeckError
from flashrl.formats.study_paths import FILE_NAME, PathsFile, read
from flashrl.model import StudyPath
from flashrl.store import Collection, folders
from flashrl.ui import tasks

if TYPE_CHECKING:
    from flashrl.ui.today_page import TodayPage


Kept = dict[str, list[Any]]
_KEPT = "study_paths_read"
"""The setting with the paths of files that were read: by file, its stamp and its paths."""


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
        homes, kept = [paths.decks(), self._own], Kept()
        try:
            homes += folders.chosen(self._collection)
            kept = self._collection.setting(_KEPT, kept)
        except CollectionError as error:
            self.failed.emit(error)
        return tasks.start(self, partial(_read, homes, kept), done=self._take, failed=self.failed.emit)

    def _take(self, taken: "tuple[list[PathsFile], Kept, bool]") -> None:
        files, kept, is_new = taken
        self._paths = [path for file in files for path in file.paths]
        self._show()
        if is_new:
            try:
                self._collection.set_setting(_KEPT, kept)
            except CollectionError as error:
                self.failed.emit(error)
        for file in files:
            for found in file.diagnostics:
                if (text := found.text(file.path or "")) not in self._told:
                    self._told.add(text)
                    self.failed.emit(DeckError(found.message, found.remedy, path=file.path, line=found.line))

    def _show(self) -> None:
        """Of a path whose cards are not here nothing is shown."""
        try:
            today = self._today()
            counted = [(path, self._collection.path_counts(today, path)) for path in self._paths]
        except CollectionError as error:
            self.failed.emit(error)
            return
        self._page.show_paths([(path, counts) for path, counts in counted if counts.cards])


def _read(homes: Sequence[Path], kept: Kept, _: tasks.Handle) -> tuple[list[PathsFile], Kept, bool]:
    """The files, how those without fault are to be kept, and whether that is news. One that is as it was is
    not read again: that would load YAML into every start."""
    files, keep = [], Kept()
    for path in dict.fromkeys((home / FILE_NAME).resolve() for home in homes):
        if not path.is_file():
            continue
        stat, name = path.stat(), str(path)
        stamp = [stat.st_mtime_ns, stat.st_size, __version__]
        if name in kept and kept[name][0] == stamp:
            file = PathsFile(tuple(map(_path, kept[name][1])), path=path)
        else:
            file = read(path)
        if not file.diagnostics:
            keep[name] = [stamp, [asdict(each) for each in file.paths]]
        files.append(file)
    return files, keep, keep.keys() != kept.keys() or any(keep[each][0] != kept[each][0] for each in keep)


def _path(values: dict[str, Any]) -> StudyPath:
    lists = {name: tuple(values[name]) for name in ("cards", "decks")}
    return StudyPath(**{**values, **lists})
