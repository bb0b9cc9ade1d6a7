"""Which scheduler is used, and under FSRS how much is to be recalled when it is due."""

from PySide6.QtCore import QSignalBlocker, QTimer, Signal
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from flashrl.scheduling.scheduler import (
    DESIRED_RETENTION,
    HIGHEST_RETENTION,
    LOWEST_RETENTION,
    SchedulerName,
)
from flashrl.ui import theme
from flashrl.ui.calm_wheel import CalmWheel
from flashrl.ui.setting_fields import NumberField, OneOfField
from flashrl.ui.setting_rows import SettingRow

_SETTLE_MS = 700
"""Who steps through percents means the last of them: each replays every review."""


class SchedulerChoice(QWidget):
    """`chosen` carries the scheduler and the desired retention that are wanted from now on."""

    chosen = Signal(object, float)

    def __init__(self, wheel: CalmWheel) -> None:
        super().__init__()
        self._kept = (SchedulerName.SM2, DESIRED_RETENTION)
        self.names = OneOfField([(SchedulerName.SM2, "SM-&2"), (SchedulerName.FSRS, "F&SRS")])
        self.names.edited.connect(lambda _name: self._choose())
        self.retention = NumberField(
            round(100 * LOWEST_RETENTION), round(100 * HIGHEST_RETENTION), suffix=" %"
        )
        self._settle = QTimer(self, singleShot=True, interval=_SETTLE_MS)
        self._settle.timeout.connect(self._choose)
        self.retention.edited.connect(lambda _percent: self._settle.start())
        self.retention.editingFinished.connect(self._finish)
        wheel.watch(self.retention)
        self.outcome = theme.styled(QLabel(self, wordWrap=True), "muted")
        self.outcome.hide()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(theme.L)
        layout.addWidget(SettingRow("Scheduler", _SCHEDULER, self.names))
        layout.addWidget(SettingRow("&Desired retention", _RETENTION, self.retention))
        layout.addWidget(self.outcome)

    def show_kept(self, name: SchedulerName, retention: float) -> None:
        """Show what is kept, without asking for it."""
        self._settle.stop()
        self._kept = name, retention
        self.names.show_value(name)
        blocker = QSignalBlocker(self.retention)
        self.retention.show_value(round(100 * retention))
        blocker.unblock()
        self._show_state()

    def tell(self, text: str) -> None:
        """Say what became of a change."""
        self.outcome.setText(text)
        self.outcome.setVisible(bool(text))

    def _finish(self) -> None:
        if self._settle.isActive():
            self._choose()

    def _choose(self) -> None:
        self._settle.stop()
        self._show_state()
        name, retention = self.names.value, (self.retention.number or 0) / 100
        was_name, was_retention = self._kept
        is_same = name is was_name and (name is SchedulerName.SM2 or abs(retention - was_retention) < 0.005)
        if not is_same:
            self.chosen.emit(name, retention)

    def _show_state(self) -> None:
        self.retention.setEnabled(self.names.value is SchedulerName.FSRS)


_SCHEDULER = (
    "SM-2 lengthens intervals by a factor that each card earns. FSRS models how fast each card is forgotten. "
    "Changing it replays every review you made; you can change back to exactly what was before."
)
_RETENTION = (
    "Under FSRS: how likely you are to know a card on the day it is due. A higher share means more reviews."
)
