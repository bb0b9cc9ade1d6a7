"""A simulation, live: one stage or two beside each other, with the controls and the words for both."""

from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QHideEvent, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractSpinBox,
    QBoxLayout,
    QComboBox,
    QFrame,
    QLabel,
    QLineEdit,
    QVBoxLayout,
    QWidget,
)

from flashrl.errors import SimulationError
from flashrl.model import SimulationBlock
from flashrl.ui import theme
from flashrl.ui.prediction_box import PredictionBox
from flashrl.ui.simulation_caption import SimulationCaption
from flashrl.ui.simulation_controls import LAST, SimulationControls
from flashrl.ui.simulation_stage import SimulationStage
from flashrl.ui.theme import Theme

if TYPE_CHECKING:
    from flashrl.simulations import Simulation
    from flashrl.ui.parameter_form import ParameterForm

_SIDE_BY_SIDE = 620
_NAMED_KEYS = {Qt.Key.Key_Home: "Home", Qt.Key.Key_End: "End"}
_PRESSED, _ENTERED = (QAbstractButton, QComboBox), (QLineEdit, QAbstractSpinBox)
_WANTED_BY = {Qt.Key.Key_Space: _PRESSED, Qt.Key.Key_Return: _ENTERED, Qt.Key.Key_Enter: _ENTERED}


class SimulationView(QFrame):
    """Runs one simulation block. A block that cannot run says why; the rest of the card works.

    Where the block asks for a prediction, it runs once that is made; `grade_proposed` then carries a Quality.
    """

    grade_proposed = Signal(object)
    answered = Signal()
    """A prediction was committed to."""

    def __init__(self, theme_: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("card")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName("Simulation")
        self._theme = theme_
        self._block = SimulationBlock("")
        self._is_frame_known = False
        self.stage = SimulationStage(theme_, self)
        self.other: SimulationStage | None = None
        self.prediction: PredictionBox | None = None
        self.controls = SimulationControls(self)
        self.caption = SimulationCaption(self)
        self._pictures = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._forms = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(theme.M, theme.M, theme.M, theme.M)
        self._layout.setSpacing(theme.S)
        self._layout.addLayout(self._pictures)
        self._layout.addWidget(self.controls)
        self._layout.addLayout(self._forms)
        self._layout.addWidget(self.caption)
        self._layout.addStretch(1)  # room that is left over is below, not between
        self._place(self.stage)
        self.stage.prepared.connect(self._on_prepared)
        self.stage.failed.connect(self._on_failed)
        self.controls.moved.connect(self._on_moved)
        self.controls.reset_asked.connect(self._on_reset)

    def _place(self, stage: SimulationStage) -> None:
        for row, widget in ((self._pictures, stage.place), (self._forms, stage.form_place)):
            row.setSpacing(theme.L)
            row.addWidget(widget, stretch=1)
        stage.changed.connect(self._on_changed)
        stage.pointed.connect(lambda: self.controls.go_to(LAST))

    # -- what is shown ---------------------------------------------------------------------------

    def load(self, block: SimulationBlock) -> None:
        """Set the simulation up and run it; its libraries are loaded off the GUI thread."""
        self._block = block
        self.caption.show_author(block.caption)
        self.controls.want(_first_wanted(block.frame))
        self.stage.load(block)

    @property
    def simulation(self) -> "Simulation | None":
        return self.stage.simulation

    @property
    def form(self) -> "ParameterForm | None":
        return self.stage.form

    @property
    def problem(self) -> QLabel:
        """What is wrong, where something is."""
        return self.stage.problem

    @property
    def frame(self) -> int:
        return self.controls.frame

    @property
    def is_ready(self) -> bool:
        """True when every picture shows what its form says."""
        return self.stage.is_ready and (self.other is None or self.other.is_ready)

    @property
    def summary(self) -> dict[str, float]:
        """The scalars of the frame that is shown."""
        return self.stage.picture.summary

    def set_values(self, values: Mapping[str, Any]) -> None:
        """Run with other parameters."""
        self.stage.set_values(values)

    def compare(self, on: bool) -> None:
        """Put a second set of parameters beside the first, or take it away."""
        if on and self.other is None and self.form is not None:
            self.other = SimulationStage(self._theme, self)
            self._place(self.other)
            self.other.prepared.connect(self.other.run)
            self.other.load(replace(self._block, parameters=self.form.values, show=()))
            self._arrange(self.width())
        elif not on and self.other is not None:
            self.other.take_away()
            self.other = None
            self._on_changed()

    def _on_prepared(self) -> None:
        assert self.simulation is not None
        self.setAccessibleName(f"Simulation: {self.simulation.title}")
        if self._block.predict is None:
            self._run()
            return
        self.prediction = PredictionBox(self._block.predict, self)
        self.prediction.committed.connect(self.answered)
        self.prediction.committed.connect(self._run)
        self._layout.insertWidget(0, self.prediction)
        self._show_parts(shown=False)

    def _run(self) -> None:
        assert self.simulation is not None
        if self.prediction is not None:
            self._show_parts(shown=True)
            self.setFocus()
        self.caption.show_simulation(self.simulation)
        self.stage.run()

    def _show_parts(self, *, shown: bool) -> None:
        """What would give the answer away is not there before the prediction is made."""
        for widget in (self.stage.place, self.stage.form_place, self.controls):
            widget.setVisible(shown)

    def _on_changed(self, is_growing: bool = False) -> None:
        if self.stage.is_whole and not self._is_frame_known:
            self._is_frame_known = True
            if not self._find_frame():
                return
        counts = [stage.picture.frames for stage in self._shown_stages()]
        self.controls.set_count(max(counts, default=0), growing=is_growing)

    def _find_frame(self) -> bool:
        """The frame that the block asks for, and what was predicted of it, now that the run is whole."""
        if self.simulation is None or (self._block.frame == "" and self.prediction is None):
            return True
        asked: int | str = "last" if self._block.frame == "" else self._block.frame
        result = self.stage.picture.result
        try:
            frame = self.simulation.frame_index(result, asked)
            if result.params == self.simulation.parse(self._block.parameters):
                self._judge(result.summary(frame))
        except SimulationError as error:
            self.stage.refuse(error)
            self._on_failed()
            return False
        self.controls.want(LAST if asked == "last" else frame)
        return True

    def _judge(self, summary: dict[str, float]) -> None:
        """Put the truth beside what was predicted, if anything was."""
        predict = self._block.predict
        if predict is None or self.prediction is None:
            return
        if predict.quantity not in summary:
            message = f"{self._block.slug} has no quantity {predict.quantity!r} to predict"
            raise SimulationError(message, f"use one of {', '.join(summary)}")
        self.grade_proposed.emit(self.prediction.show_truth(summary[predict.quantity]))

    def _on_failed(self) -> None:
        if not self.stage.picture.isVisibleTo(self):
            self.controls.hide()

    def _on_moved(self, frame: int) -> None:
        for stage in self._shown_stages():
            stage.picture.show_frame(frame)

    def _on_reset(self) -> None:
        for stage in self._shown_stages():
            stage.reset()

    def _shown_stages(self) -> list[SimulationStage]:
        return [stage for stage in (self.stage, self.other) if stage is not None and stage.picture.is_shown]

    # -- the window around it --------------------------------------------------------------------

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._arrange(event.size().width())
        super().resizeEvent(event)

    def _arrange(self, width: int) -> None:
        """Two stages stand beside each other, or above one another where there is no room."""
        is_wide = width >= _SIDE_BY_SIDE
        direction = QBoxLayout.Direction.LeftToRight if is_wide else QBoxLayout.Direction.TopToBottom
        self._pictures.setDirection(direction)
        self._forms.setDirection(direction)

    def hideEvent(self, event: QHideEvent) -> None:
        """What nobody sees does not play on."""
        self.controls.pause()
        super().hideEvent(event)

    def event(self, event: QEvent) -> bool:
        """With the focus in here, its keys come here before they are the window's."""
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent):
            wanting = _WANTED_BY.get(Qt.Key(event.key()))
            if wanting and isinstance(self.focusWidget(), wanting):
                event.accept()
                return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """What no control of its own wanted: the keys that move through the frames."""
        key = _NAMED_KEYS.get(Qt.Key(event.key()), event.text().upper())
        has_modifier = bool(event.modifiers() & ~(Qt.KeyboardModifier.ShiftModifier | _ALT_GR))
        if has_modifier or not key or not self.controls.press(key):
            super().keyPressEvent(event)


_ALT_GR = Qt.KeyboardModifier.GroupSwitchModifier | Qt.KeyboardModifier.KeypadModifier


def _first_wanted(frame: int | str) -> int:
    """The frame to show while the run still grows."""
    if frame == "last":
        return LAST
    return frame if isinstance(frame, int) and frame > 0 else 0
