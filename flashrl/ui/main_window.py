"""The window: a side bar, a stack of pages, and the only place that connects them."""

from collections.abc import Callable
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QCloseEvent, QPaintEvent
from PySide6.QtWidgets import (
    QButtonGroup,
    QFileDialog,
    QHBoxLayout,
    QMainWindow,
    QPushButton,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from flashrl.errors import CollectionError, FlashrlError
from flashrl.scheduling.day import Clock, study_day
from flashrl.store import Collection, ImportReport
from flashrl.ui import tasks, theme, work
from flashrl.ui.actions import PAGES, REVIEW, Actions
from flashrl.ui.keys_box import show_keys
from flashrl.ui.message_bar import MessageBar
from flashrl.ui.theme import Theme
from flashrl.ui.today_page import TodayPage

if TYPE_CHECKING:
    # Both are made when first shown: what they need would hold up the first page.
    from flashrl.ui.review_page import ReviewPage
    from flashrl.ui.simulations_page import SimulationsPage

_PAGES = (("today", "Today"), ("simulations", "Simulations"))


def local_now() -> datetime:
    """This instant with the local time zone."""
    return datetime.now().astimezone()


class MainWindow(QMainWindow):
    """Shows the pages over one open collection."""

    painted = Signal()
    imported = Signal()

    def __init__(self, collection: Collection, theme_: Theme, clock: Clock = local_now) -> None:
        super().__init__()
        self._collection = collection
        self._theme = theme_
        self._clock = clock
        self._is_filled = False
        self.setWindowTitle("flashrl")
        self.resize(1000, 720)
        self.actions_ = Actions(self)
        self.today_page = TodayPage(self)
        self.message_bar = MessageBar(self)
        self._review_page: ReviewPage | None = None
        self._simulations_page: SimulationsPage | None = None
        self._build()
        self._connect()
        self._restore_settings()

    def _build(self) -> None:
        self.actions_.fill(self.menuBar())
        self.stack = QStackedWidget(self)
        self.stack.addWidget(self.today_page)
        self.sidebar = self._make_sidebar()
        middle = QHBoxLayout()
        middle.setSpacing(0)
        middle.addWidget(self.sidebar)
        middle.addWidget(self.stack, stretch=1)
        central = QWidget(self)
        layout = QVBoxLayout(central)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addLayout(middle, stretch=1)
        layout.addWidget(self.message_bar)
        self.setCentralWidget(central)
        self.actions_.show_for(PAGES)

    def _make_sidebar(self) -> QWidget:
        sidebar = theme.styled(QWidget(self), "sidebar")
        sidebar.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        sidebar.setFixedWidth(148)
        layout = QVBoxLayout(sidebar)
        layout.setContentsMargins(theme.S, theme.L, theme.S, theme.L)
        layout.setSpacing(theme.XS)
        self._page_buttons = QButtonGroup(self)
        for name, text in _PAGES:
            button = QPushButton(sidebar)
            button.setText(text)
            button.setToolTip(self.actions_[name].shortcut().toString())
            button.setCheckable(True)
            button.clicked.connect(self.actions_[name].trigger)
            self._page_buttons.addButton(button)
            layout.addWidget(button)
        layout.addStretch()
        self._page_buttons.buttons()[0].setChecked(True)
        return sidebar

    def _connect(self) -> None:
        slots: dict[str, Callable[[], object]] = {
            "import": self.ask_import,
            "export": self.ask_export,
            "quit": self.close,
            "today": self.show_today,
            "simulations": self.show_simulations,
            "undo": lambda: self.review_page.undo(),
            "reveal": lambda: self.review_page.reveal(),
            "leave": self.show_today,
            "full_scale": self._on_full_scale,
            "keys": lambda: show_keys(self),
        }
        for name, slot in slots.items():
            self.actions_.connect(name, slot)
        for mode in theme.MODES:
            self.actions_.connect(f"theme_{mode}", partial(self._on_theme, mode))
        self.today_page.study.connect(self.study)
        self.today_page.import_asked.connect(self.ask_import)

    # -- pages -----------------------------------------------------------------------------------

    @property
    def review_page(self) -> "ReviewPage":
        """The review page, made when first needed."""
        if self._review_page is None:
            from flashrl.ui.review_page import ReviewPage

            self._review_page = ReviewPage(self._theme, self._clock, self)
            self._review_page.set_scale(full=self.actions_["full_scale"].isChecked())
            self._review_page.left.connect(self.show_today)
            self._review_page.failed.connect(self.message_bar.warn)
            self.stack.addWidget(self._review_page)
        return self._review_page

    @property
    def simulations_page(self) -> "SimulationsPage":
        """The simulations page, made when first needed."""
        if self._simulations_page is None:
            from flashrl.ui.simulations_page import SimulationsPage

            self._simulations_page = SimulationsPage(self._theme, self)
            self._simulations_page.cards_asked.connect(self._show_cards_with_simulation)
            self.stack.addWidget(self._simulations_page)
        return self._simulations_page

    def show_today(self) -> None:
        """Go to the decks, with fresh counts."""
        if self._review_page is not None:
            self._review_page.close_session()
        self._turn_to(self.today_page, 0)
        self.refresh()

    def show_simulations(self) -> None:
        self.simulations_page.open()
        self._turn_to(self.simulations_page, 1)
        self.simulations_page.take_focus()

    def _show_cards_with_simulation(self, slug: str) -> None:
        try:
            self.simulations_page.show_cards(self._collection.cards_with_simulation(slug))
        except CollectionError as error:
            self.message_bar.warn(error)

    def study(self, deck: str) -> None:
        """Review what waits in a deck and those below it; in all decks for ""."""
        today = study_day(self._clock())
        try:
            waiting = self._collection.queue(today, deck=deck or None)
            self._turn_to(self.review_page, None)
            self.review_page.start(self._collection, waiting)
        except CollectionError as error:
            self.message_bar.warn(error)
            self.show_today()

    def refresh(self) -> None:
        """Read the decks again."""
        today = study_day(self._clock())
        try:
            self.today_page.show_decks(self._collection.decks(today), self._collection.new_left(today))
        except CollectionError as error:
            self.message_bar.warn(error)
        self._is_filled = True

    def _turn_to(self, page: QWidget, button: int | None) -> None:
        reviewing = button is None
        self.stack.setCurrentWidget(page)
        self.sidebar.setVisible(not reviewing)
        self.actions_.show_for(REVIEW if reviewing else PAGES)
        if button is not None:
            self._page_buttons.buttons()[button].setChecked(True)

    # -- import and export -----------------------------------------------------------------------

    def ask_import(self) -> None:
        folder = QFileDialog.getExistingDirectory(self, "A folder of markdown decks")
        if folder:
            self.import_decks([Path(folder)])

    def import_decks(self, sources: list[Path], *, quiet: bool = False) -> tasks.Task:
        """Bring decks in, off the GUI thread; `imported` follows. `quiet` says nothing unless something
        went wrong."""
        path = self._collection.path
        task = tasks.start(
            self,
            lambda handle: work.import_decks(path, sources, datetime.now(UTC), handle.progress),
            done=lambda report: self._on_imported(report, quiet=quiet),
            failed=self._on_failed,
        )
        if not quiet:
            self.message_bar.follow("Importing…", task)
        return task

    def _on_imported(self, report: ImportReport, *, quiet: bool) -> None:
        self.imported.emit()
        if self.stack.currentWidget() is self.today_page:
            self.refresh()
        if report.refused:
            path, found = report.refused[0]
            self._on_failed(FlashrlError(found.message, found.remedy, path=path, line=found.line))
        elif not quiet:
            self.message_bar.tell(
                f"{report.added} added, {report.changed} changed, {report.moved} moved, "
                f"{report.suspended} suspended, {report.unchanged} unchanged."
            )

    def ask_export(self) -> None:
        name, _ = QFileDialog.getSaveFileName(
            self, "Export to Anki", "flashrl.apkg", "Anki packages (*.apkg)"
        )
        if name:
            self.export(Path(name))

    def export(self, target: Path) -> tasks.Task:
        """Write all decks as an Anki package, off the GUI thread."""
        path = self._collection.path
        task = tasks.start(
            self,
            lambda handle: work.export(path, target, handle.progress, lambda: handle.is_cancelled),
            done=lambda report: self.message_bar.tell(
                f"Exported {report.notes} notes with {report.media} pictures to {report.path}. "
                "In Anki: File, Import."
            ),
            failed=self._on_failed,
        )
        self.message_bar.follow("Exporting…", task)
        return task

    def _on_failed(self, error: FlashrlError) -> None:
        self.message_bar.warn(error)

    # -- settings and help -----------------------------------------------------------------------

    def _restore_settings(self) -> None:
        self.actions_["full_scale"].setChecked(bool(self._collection.setting("full_scale", False)))
        mode = str(self._collection.setting("theme", "system"))
        if mode in theme.MODES and mode != self._theme.mode:
            self._theme.set_mode(mode)
        self._check_theme()

    def _on_full_scale(self) -> None:
        is_full = self.actions_["full_scale"].isChecked()
        self._keep("full_scale", is_full)
        if self._review_page is not None:
            self._review_page.set_scale(full=is_full)

    def _on_theme(self, mode: str) -> None:
        self._theme.set_mode(mode)
        self._keep("theme", mode)
        self._check_theme()

    def _keep(self, setting: str, value: object) -> None:
        """Keep a choice for the next time; where that fails it holds for now, and the window says so."""
        try:
            self._collection.set_setting(setting, value)
        except CollectionError as error:
            self.message_bar.warn(error)

    def _check_theme(self) -> None:
        for mode in theme.MODES:
            self.actions_[f"theme_{mode}"].setChecked(mode == self._theme.mode)

    # -- painting and closing --------------------------------------------------------------------

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if self._is_filled:
            self.painted.emit()

    def closeEvent(self, event: QCloseEvent) -> None:
        tasks.cancel_all()
        tasks.wait_for_all()
        super().closeEvent(event)
