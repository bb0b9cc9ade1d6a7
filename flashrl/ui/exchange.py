"""Decks into the collection, off the GUI thread."""

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from flashrl.errors import FlashrlError
from flashrl.store import ImportReport
from flashrl.ui import tasks, work


class Exchange(QObject):
    """Starts imports, and says what became of them."""

    started = Signal(str, object)
    """What is under way, and its task."""
    imported = Signal(object)
    """Cards came in: the report."""
    shipped = Signal()
    """The shipped decks came in."""
    told = Signal(str)
    failed = Signal(object)

    def __init__(self, collection: Path, parent: QObject) -> None:
        super().__init__(parent)
        self._collection = collection

    def import_decks(self, sources: list[Path], *, quiet: bool = False) -> tasks.Task:
        """Read deck files, or folders of them, and bring them in; `quiet` says nothing unless it failed."""
        collection = self._collection
        return self._import(
            lambda handle: work.import_decks(collection, sources, datetime.now(UTC), handle.progress),
            quiet=quiet,
        )

    def import_plan(self, plan: work.Plan, *, follow: bool) -> tasks.Task:
        """Bring in what an import was found to do; `follow` its folders from then on."""
        collection = self._collection
        return self._import(
            lambda handle: work.carry_out(
                collection, plan, datetime.now(UTC), handle.progress, follow=follow
            ),
            is_foreseen=True,
        )

    def import_shipped(self, folder: Path, own: Path) -> tasks.Task:
        """Bring the shipped decks in; nothing is said unless something went wrong."""
        collection = self._collection
        return tasks.start(
            self,
            lambda handle: work.import_shipped(collection, folder, own, datetime.now(UTC), handle.progress),
            done=self._on_shipped,
            failed=self.failed.emit,
        )

    def _import(
        self, job: Callable[[tasks.Handle], ImportReport], *, quiet: bool = False, is_foreseen: bool = False
    ) -> tasks.Task:
        task = tasks.start(
            self,
            job,
            done=lambda report: self._on_imported(report, quiet=quiet, is_foreseen=is_foreseen),
            failed=self.failed.emit,
        )
        if not quiet:
            self.started.emit("Importing…", task)
        return task

    def _on_imported(self, report: ImportReport, *, quiet: bool, is_foreseen: bool = False) -> None:
        """Say what became of it. That files are left out is an error only where it was not foreseen."""
        self.imported.emit(report)
        error = refusal(report)
        if error is not None and not is_foreseen:
            self.failed.emit(error)
        elif not quiet:
            left_out = len({path for path, _ in report.refused})
            self.told.emit(
                f"{report.added} added, {report.changed} changed, {report.moved} moved, "
                f"{report.suspended} suspended, {report.unchanged} unchanged."
                + (f" {left_out} left out because of errors." if left_out else "")
            )

    def _on_shipped(self, report: ImportReport) -> None:
        self.shipped.emit()
        self._on_imported(report, quiet=True)


def refusal(report: ImportReport) -> FlashrlError | None:
    """The first reason for which a file was left as it was."""
    if not report.refused:
        return None
    path, found = report.refused[0]
    return FlashrlError(found.message, found.remedy, path=path, line=found.line)


def in_words(report: ImportReport) -> str:
    """What an import changed, as a remark: "2 changed, 1 new"; nothing where nothing changed."""
    counts = (
        (report.changed, "changed"),
        (report.added, "new"),
        (report.moved, "moved"),
        (report.suspended, "suspended"),
    )
    return ", ".join(f"{number} {what}" for number, what in counts if number)
