"""The menu of what can be done to the units that are selected."""

from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QMenu, QWidget

from flashrl.ui.actions import Actions
from flashrl.ui.flags import FLAGS

_FLAGS = "flags"
_ACTIONS = (
    *("practise_units", "quiz_units", ""),
    *("edit_card", "unit_information", ""),
    *("suspend_units", "resume_units", _FLAGS, "due_units", "reset_units", ""),
    "undo_units",
)
"""With lines between, and the flags in a menu of their own."""


class UnitMenu(QMenu):
    """Made from the window's actions; `flag_chosen` carries a flag's number, 0 for none."""

    flag_chosen = Signal(int)

    def __init__(self, actions: Actions, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAccessibleName("What can be done to the selected cards")
        self.flags = QMenu("Fla&g", self)
        for flag, name in {0: "No flag", **FLAGS}.items():
            action = self.flags.addAction(f"&{flag} {name}")
            action.triggered.connect(partial(self._choose, flag))
        for name in _ACTIONS:
            if name == _FLAGS:
                self.addMenu(self.flags)
            elif name:
                self.addAction(actions[name])
            else:
                self.addSeparator()

    def _choose(self, flag: int, _checked: bool = False) -> None:
        self.flag_chosen.emit(flag)
