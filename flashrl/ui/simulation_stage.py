"""One set of parameters at work: the picture, the form, and what is wrong with either."""

from collections.abc import Mapping
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QLabel, QPushButton, QVBoxLayout, QWidget

from flashrl.errors import FlashrlError, SimulationError
from flashrl.model import SimulationBlock
from flashrl.ui import theme
from flashrl.ui.panels import ButtonRow
from flashrl.ui.parameter_form import ParameterForm
from flashrl.ui.simulation_picture import SimulationPicture
from flashrl.ui.simulation_runs import SimulationRuns
from flashrl.ui.theme import Theme

if TYPE_CHECKING:
    from flashrl.simulations import Simulation


class SimulationStage(QObject):
    """Runs one block with the parameters of its form.

    Its two widgets are laid out by its owner: `place` holds the picture and what is wrong, `form_place` the
    form. `is_whole` says that the picture shows all of a run.

    `prepared` comes when the block is known to fit, before anything is run; `changed` with every new result
    (True: there is more to come), `pointed` when the pointer drags the last frame along.
    """

    prepared = Signal()
    changed = Signal(bool)
    pointed = Signal()
    failed = Signal()

    def __init__(self, theme_: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._block = SimulationBlock("")
        self.simulation: Simulation | None = None
        self.form: ParameterForm | None = None
        self.params: Any = None
        self.is_whole = False
        self.place, self.form_place = QWidget(parent), QWidget(parent)
        self.picture = SimulationPicture(theme_, self.place)
        self.picture.edited.connect(self._on_edited)
        self.problem = QLabel(self.place, wordWrap=True, textFormat=Qt.TextFormat.PlainText)
        self.problem.setObjectName("warning")
        self.problem.hide()
        self._runs = SimulationRuns(self)
        self._runs.prepared.connect(self._on_prepared)
        self._runs.came.connect(self._on_came)
        self._runs.failed.connect(self._on_failed)
        self._runs.finished.connect(self.picture.end)
        self.picture.stop_asked.connect(self._runs.stop)
        layout = _column(self.place)
        layout.addWidget(self.picture)
        layout.addWidget(self.problem)
        layout.addStretch(1)
        self._form_layout = _column(self.form_place)
        theme_.changed.connect(self._on_theme)

    def take_away(self) -> None:
        """Drop what is under way, and the widgets."""
        self._runs.drop()
        for widget in (self.place, self.form_place):
            widget.hide()
            widget.deleteLater()
        self.deleteLater()

    @property
    def is_ready(self) -> bool:
        """True when the picture shows what the form says."""
        return self.picture.is_shown and not self._runs.is_running

    def load(self, block: SimulationBlock) -> None:
        """Set the simulation up, off the GUI thread; `prepared` or `failed` follows."""
        self._block = block
        self._runs.prepare(block)

    def run(self, params: Any = None) -> None:
        """Run with other parameters, or with those of the block."""
        self.params = self.picture.params = self.params if params is None else params
        self.picture.begin()
        self._runs.run(self.params)

    def set_values(self, values: Mapping[str, Any]) -> None:
        """Run with the parameters of these values; what does not fit is said, and the picture stays."""
        assert self.simulation is not None
        try:
            self.run(self.simulation.parse(values))
        except SimulationError as error:
            self._say(error)

    def reset(self) -> None:
        """Back to the parameters of the block."""
        self.take(self._block.parameters)

    def take(self, values: Mapping[str, Any]) -> None:
        """Run with the parameters of these values, and have the form show them."""
        if self.simulation is None or self.form is None:
            return
        params = self.simulation.parse(values)
        self.problem.hide()
        if params != self.params:
            self.form.set_values(asdict(params))
            self.run(params)

    def _on_prepared(self, simulation: "Simulation", params: Any) -> None:
        self.simulation, self.params = simulation, params
        self.form = ParameterForm(simulation.parameters, self._block.show, self.form_place)
        self.form.set_values(asdict(params))
        self.form.changed.connect(self.set_values)
        self._form_layout.addWidget(self.form)
        if self._block.presets:
            self._form_layout.addWidget(ButtonRow(*self._preset_buttons()))
        self._form_layout.addStretch(1)
        self.prepared.emit()

    def _preset_buttons(self) -> list[QPushButton]:
        """What the card has names for, one press each, after its own parameters."""
        own = self._block.parameters
        named = {preset.name: {**own, **preset.parameters} for preset in self._block.presets}
        return [self._preset_button(*each) for each in {"As on the card": own, **named}.items()]

    def _preset_button(self, name: str, values: Mapping[str, Any]) -> QPushButton:
        def choose() -> None:
            try:
                self.take(values)
            except SimulationError as error:
                self._say(error)

        button = QPushButton(name, self.form_place)
        button.clicked.connect(choose)
        return button

    def _on_came(self, result: Any, share: float) -> None:
        assert self.simulation is not None
        self.is_whole = share >= 1 and not self._runs.is_running
        self.picture.set_share(share)
        try:
            self.picture.show_result(self.simulation, result)
        except SimulationError as error:
            self._on_failed(error)
            return
        self.problem.hide()
        self.changed.emit(self._runs.is_running)

    def _on_edited(self, params: Any, follows_pointer: bool) -> None:
        if follows_pointer:
            self.pointed.emit()
        if params != self.params and self.form is not None:
            self.form.set_values(asdict(params))
            self.run(params)

    def _on_failed(self, error: FlashrlError) -> None:
        """A block that cannot be shown says where it stands; a picture that was there stays."""
        self.picture.end()
        self._say(error, at_block=not self.picture.is_shown)
        self.failed.emit()

    def refuse(self, error: FlashrlError) -> None:
        """The block asks for what is not there."""
        self._say(error, at_block=True)

    def _say(self, error: FlashrlError, *, at_block: bool = False) -> None:
        line = f"Line {self._block.line}: " if at_block and self._block.line else ""
        self.problem.setText(f"{line}{error.message} — {error.remedy}")
        self.problem.show()
        if at_block:
            self.picture.hide()
            self.form_place.hide()

    def _on_theme(self) -> None:
        try:
            self.picture.repaint_all()
        except SimulationError as error:
            self._on_failed(error)


def _column(place: QWidget) -> QVBoxLayout:
    layout = QVBoxLayout(place)
    layout.setContentsMargins(0, 0, 0, 0)
    layout.setSpacing(theme.S)
    return layout
