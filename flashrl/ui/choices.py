"""What is chosen once in the menus and kept: the colours, and the scale of grades."""

from functools import partial

from PySide6.QtCore import QObject, Signal

from flashrl.errors import CollectionError
from flashrl.store import Collection
from flashrl.ui import theme
from flashrl.ui.actions import Actions
from flashrl.ui.theme import Theme


class Choices(QObject):
    """Restores the choices, and keeps each change in the collection."""

    scale_changed = Signal(bool)
    """Grades are given on the full scale from now on, or on the simple one."""
    writing_changed = Signal(bool)
    """Questions come with a line to write an answer in from now on, or without."""
    failed = Signal(object)

    def __init__(self, collection: Collection, theme_: Theme, actions: Actions, parent: QObject) -> None:
        super().__init__(parent)
        self._collection, self._theme, self._actions = collection, theme_, actions
        actions.connect("full_scale", self._on_full_scale)
        actions.connect("write_answers", self._on_write_answers)
        for mode in theme.MODES:
            actions.connect(f"theme_{mode}", partial(self.set_theme, mode))
        self._restore()

    @property
    def is_full_scale(self) -> bool:
        return self._actions["full_scale"].isChecked()

    @property
    def writes_answers(self) -> bool:
        """Whether questions come with a line to write an answer in."""
        return self._actions["write_answers"].isChecked()

    def set_theme(self, mode: str) -> None:
        """Follow the system's colours, or stay "light" or "dark"."""
        self._theme.set_mode(mode)
        self._keep("theme", mode)
        self._check_theme()

    def _restore(self) -> None:
        self._actions["full_scale"].setChecked(bool(self._collection.setting("full_scale", False)))
        self._actions["write_answers"].setChecked(bool(self._collection.setting("write_answers", False)))
        mode = str(self._collection.setting("theme", "system"))
        if mode in theme.MODES and mode != self._theme.mode:
            self._theme.set_mode(mode)
        self._check_theme()

    def _on_full_scale(self) -> None:
        self._keep("full_scale", self.is_full_scale)
        self.scale_changed.emit(self.is_full_scale)

    def _on_write_answers(self) -> None:
        self._keep("write_answers", self.writes_answers)
        self.writing_changed.emit(self.writes_answers)

    def _keep(self, setting: str, value: object) -> None:
        """Keep a choice for the next time; where that fails it holds for now, and the window says so."""
        try:
            self._collection.set_setting(setting, value)
        except CollectionError as error:
            self.failed.emit(error)

    def _check_theme(self) -> None:
        for mode in theme.MODES:
            self._actions[f"theme_{mode}"].setChecked(mode == self._theme.mode)
