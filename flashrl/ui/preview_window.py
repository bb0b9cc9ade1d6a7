"""The window of `flashrl preview`: one deck file while it is being written."""

from functools import partial
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtGui import QCloseEvent, QPaintEvent
from PySide6.QtWidgets import QMainWindow, QVBoxLayout, QWidget

from flashrl.errors import DeckError
from flashrl.ui import outside_editor, theme
from flashrl.ui.actions import PREVIEW, PREVIEW_WINDOW, Actions
from flashrl.ui.editing import Editing
from flashrl.ui.keys_box import show_keys
from flashrl.ui.message_bar import MessageBar
from flashrl.ui.page_stack import PageStack
from flashrl.ui.preview_page import PreviewPage
from flashrl.ui.theme import Theme


class PreviewWindow(QMainWindow):
    """Shows a file's cards, reloaded at each save."""

    painted = Signal()
    """The window is painted with what the file has."""

    def __init__(self, path: Path, theme_: Theme) -> None:
        super().__init__()
        self._theme = theme_
        self._is_loaded = False
        self.actions_ = Actions(self, PREVIEW_WINDOW)
        self.page = PreviewPage(theme_, self)
        self.message_bar = MessageBar(self)
        self._build()
        self._connect()
        self.setWindowTitle(f"{path.name} – flashrl")
        self.resize(1100, 760)
        self.page.open(path)

    def _build(self) -> None:
        self.actions_.fill(self.menuBar())
        self.stack = PageStack(self)
        self.editing = Editing(self.stack, self._theme, self.actions_)
        self.stack.turned.connect(self.actions_.show_for)
        self.stack.turn_to(self.page, PREVIEW)
        central = QWidget(self)
        layout = QVBoxLayout(central)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.stack, stretch=1)
        layout.addWidget(self.message_bar)
        self.setCentralWidget(central)
        self._check_theme()

    def _connect(self) -> None:
        for name, slot in (
            ("next_card", self.page.show_next),
            ("previous_card", self.page.show_previous),
            ("edit_card", self.page.ask_edit),
            ("introduction", self.page.card_view.introduction.button.click),
            ("open_outside", self.page.ask_outside),
            ("close_window", self.close),
            ("keys", lambda: show_keys(self, PREVIEW_WINDOW)),
        ):
            self.actions_.connect(name, slot)
        for mode in theme.MODES:
            self.actions_.connect(f"theme_{mode}", partial(self._theme.set_mode, mode))
        self._theme.changed.connect(self._check_theme)
        self.page.edit_asked.connect(self.editing.edit)
        self.editing.told.connect(self.message_bar.tell)
        self.editing.failed.connect(self.message_bar.warn)
        self.page.outside_asked.connect(self.open_outside)
        self.page.failed.connect(self.message_bar.warn)
        self.page.loaded.connect(self._on_loaded)

    def open_outside(self, path: Path, line: int) -> None:
        """Open the file in the editor of the person's choice."""
        try:
            outside_editor.open_at(path, line)
        except DeckError as error:
            self.message_bar.warn(error)

    def _on_loaded(self) -> None:
        self._is_loaded = True
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if self._is_loaded:
            self.painted.emit()

    def closeEvent(self, event: QCloseEvent) -> None:
        if not self.editing.close_then(self.close):
            event.ignore()
            return
        super().closeEvent(event)

    def _check_theme(self) -> None:
        for mode in theme.MODES:
            self.actions_[f"theme_{mode}"].setChecked(mode == self._theme.mode)
