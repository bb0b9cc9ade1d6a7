"""A simulation, live: its picture, its controls and the form of its parameters."""

from collections.abc import Mapping
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QSizePolicy,
    QSlider,
    QVBoxLayout,
    QWidget,
)

from flashrl.errors import FlashrlError, SimulationError
from flashrl.model import SimulationBlock
from flashrl.ui import tasks, theme
from flashrl.ui.parameter_form import ParameterForm
from flashrl.ui.tasks import Task
from flashrl.ui.theme import Theme

if TYPE_CHECKING:
    from flashrl.simulations import Simulation, View

_FRAME_MS = 120
_SHORTEST, _TALLEST, _HEIGHT_TO_WIDTH = 280, 420, 0.64


class SimulationView(QFrame):
    """Runs one simulation block. A block that cannot run says why; the rest of the card works."""

    def __init__(self, theme_: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("card")
        self._theme = theme_
        self._simulation: Simulation | None = None
        self._block: SimulationBlock | None = None
        self._result: Any = None
        self._params: Any = None
        self._view: View | None = None
        self._canvas: Any = None
        self._task: Task | None = None
        self._waiting: dict[str, Any] | None = None
        self.form: ParameterForm | None = None
        self._timer = QTimer(self, interval=_FRAME_MS)
        self._timer.timeout.connect(self._on_tick)
        self._build()
        theme_.changed.connect(self._on_theme)

    def _build(self) -> None:
        self._picture = QLabel("Setting up the simulation…", self)
        self._picture.setObjectName("muted")
        self._picture.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._picture.setFixedHeight(_TALLEST)
        self.problem = QLabel(self, wordWrap=True, textFormat=Qt.TextFormat.PlainText)
        self.problem.setObjectName("warning")
        self.problem.hide()
        self.caption = QLabel(self, wordWrap=True, textFormat=Qt.TextFormat.PlainText)
        self.caption.setObjectName("muted")
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(theme.M, theme.M, theme.M, theme.M)
        self._layout.setSpacing(theme.S)
        self._layout.addWidget(self._picture)
        self._layout.addWidget(self.problem)
        self._layout.addWidget(self._controls())
        self._layout.addWidget(self.caption)

    def _controls(self) -> QWidget:
        self.controls = QWidget(self)
        row = QHBoxLayout(self.controls)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.S)
        self.reset_button = self._button("Reset", "Back to the first frame", self.reset)
        self.play_button = self._button("Play", "Play or pause", self.toggle_play)
        self.step_button = self._button("Step", "One frame on", self.step)
        self.slider = QSlider(Qt.Orientation.Horizontal, self)
        self.slider.setAccessibleName("Frame")
        self.slider.valueChanged.connect(self._on_frame)
        self.frame_label = QLabel(self)
        self.frame_label.setObjectName("muted")
        self.frame_label.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Preferred)
        for widget in (self.reset_button, self.play_button, self.step_button):
            row.addWidget(widget)
        row.addWidget(self.slider, stretch=1)
        row.addWidget(self.frame_label)
        self.controls.setEnabled(False)
        return self.controls

    def _button(self, text: str, tip: str, slot: Any) -> QPushButton:
        button = QPushButton(text, self)
        button.setToolTip(tip)
        button.setAccessibleDescription(tip)
        button.clicked.connect(slot)
        return button

    # -- loading and running ---------------------------------------------------------------------

    def load(self, block: SimulationBlock) -> None:
        """Set the simulation up and run it; its libraries are loaded off the GUI thread."""
        self._block = block
        self.caption.setText(block.caption)
        self.caption.setVisible(bool(block.caption))
        self._task = tasks.start(
            self, lambda _handle: _prepare(block), done=self._on_ready, failed=self._on_failed
        )

    @property
    def frame(self) -> int:
        return self.slider.value()

    @property
    def is_ready(self) -> bool:
        """True when the picture shows what the form says."""
        return self._view is not None and self._task is None and self._waiting is None

    @property
    def summary(self) -> dict[str, float]:
        """The scalars of the frame that is shown."""
        summary: dict[str, float] = self._result.summary(self.frame)
        return summary

    def _on_ready(self, ready: "tuple[Simulation, Any, Any]") -> None:
        assert self._block is not None
        self._task = None
        self._simulation, self._params, result = ready
        self.form = ParameterForm(self._simulation.parameters, self._block.show, self)
        self.form.set_values(asdict(self._params))
        self.form.changed.connect(self.set_values)
        self._layout.insertWidget(3, self.form)
        self.controls.setEnabled(True)
        try:
            frame = self._simulation.frame_index(result, self._block.frame or "first")
        except SimulationError as error:
            self._on_failed(error)
            return
        self._show_result(result, frame)

    def set_values(self, values: Mapping[str, Any]) -> None:
        """Run with other parameters; while one run is under way only the newest values wait."""
        self._waiting = dict(values)
        if self._task is None:
            self._run_waiting()

    def _run_waiting(self) -> None:
        assert self._simulation is not None
        assert self._waiting is not None
        simulation = self._simulation
        values, self._waiting = self._waiting, None
        try:
            params = simulation.parse(values)
        except SimulationError as error:
            self._on_failed(error)
            return
        self._task = tasks.start(
            self,
            lambda _handle: (params, simulation.run(params)),
            done=self._on_run,
            failed=self._on_failed,
        )

    def _on_run(self, ran: tuple[Any, Any]) -> None:
        assert self._simulation is not None
        self._task = None
        was_last = self.slider.value() == self.slider.maximum()
        self._params, result = ran
        frame = self._simulation.frames(result) - 1 if was_last else self.slider.value()
        self.problem.hide()
        self._show_result(result, frame)
        if self._waiting is not None:
            self._run_waiting()

    def _on_failed(self, error: FlashrlError) -> None:
        self._task = None
        line = f"Line {self._block.line}: " if self._block and self._block.line else ""
        self.problem.setText(f"{line}{error.message} — {error.remedy}")
        self.problem.show()
        if self._canvas is None:
            self._picture.hide()
            self.controls.hide()

    # -- the picture -----------------------------------------------------------------------------

    def _show_result(self, result: Any, frame: int, *, anew: bool = False) -> None:
        assert self._simulation is not None
        self._result = result
        if self._canvas is None:
            self._make_canvas()
        renew = getattr(self._view, "renew", None)
        if anew or renew is None or not renew(result):
            self._canvas.figure.clear()
            self._view = self._simulation.view(self._canvas.figure, result, self._theme.palette)
        count = self._simulation.frames(result)
        self.slider.blockSignals(True)
        self.slider.setRange(0, count - 1)
        self.slider.setValue(min(frame, count - 1))
        self.slider.blockSignals(False)
        self._on_frame(self.slider.value())

    def _make_canvas(self) -> None:
        from matplotlib.backends.backend_qtagg import FigureCanvasQTAgg
        from matplotlib.figure import Figure

        self._canvas = FigureCanvasQTAgg(Figure())
        self._canvas.setMinimumWidth(_SHORTEST)
        self._canvas.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._fit_canvas()
        # The keys belong to the controls: the canvas would keep them from the window.
        self._canvas.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        assert self._simulation is not None
        self._canvas.setAccessibleName(f"Picture: {self._simulation.title}")
        self._canvas.mpl_connect("button_press_event", self._on_press)
        self._canvas.mpl_connect("motion_notify_event", self._on_drag)
        self._layout.replaceWidget(self._picture, self._canvas)
        self._picture.hide()
        self._canvas.show()

    def _fit_canvas(self) -> None:
        """A picture as tall as its width asks for."""
        if self._canvas is not None:
            height = round(self.width() * _HEIGHT_TO_WIDTH)
            self._canvas.setFixedHeight(max(_SHORTEST, min(_TALLEST, height)))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit_canvas()

    def _on_frame(self, frame: int) -> None:
        if self._view is None:
            return
        self._view.show(frame)
        self._canvas.draw_idle()
        self.frame_label.setText(f"{frame} / {self.slider.maximum()}")
        self._describe()

    def _describe(self) -> None:
        """Say the numbers of this frame to screen readers."""
        numbers = ", ".join(f"{name} {value:.4g}" for name, value in self.summary.items())
        self._canvas.setAccessibleDescription(numbers)

    def _on_press(self, event: Any) -> None:
        if event.inaxes is not None and event.button == 1:
            self._edit(event)

    def _on_drag(self, event: Any) -> None:
        """A view that follows the pointer says so; a click paints one cell only."""
        if (
            self._follows_pointer
            and event.inaxes is not None
            and Qt.MouseButton.LeftButton in _pressed(event)
        ):
            self._edit(event)

    @property
    def _follows_pointer(self) -> bool:
        return getattr(self._view, "follows_pointer", False)

    def _edit(self, event: Any) -> None:
        edited = getattr(self._view, "edited", None)
        params = edited(self._params, event.inaxes, event.xdata, event.ydata) if edited else None
        if self._follows_pointer:
            self.slider.setValue(self.slider.maximum())  # where the pointer is, is the last frame
        if params is not None and params != self._params and self.form is not None:
            self.form.set_values(asdict(params))
            self.set_values(asdict(params))

    def _on_theme(self) -> None:
        if self._result is not None:
            self._show_result(self._result, self.frame, anew=True)

    # -- playing ---------------------------------------------------------------------------------

    def reset(self) -> None:
        """Back to the first frame."""
        self.pause()
        self.slider.setValue(0)

    def step(self) -> None:
        """One frame on."""
        self.pause()
        self.slider.setValue(self.slider.value() + 1)

    def toggle_play(self) -> None:
        """Play from here, or from the start when at the end; or pause."""
        if self._timer.isActive():
            self.pause()
            return
        if self.slider.value() == self.slider.maximum():
            self.slider.setValue(0)
        self._timer.start()
        self.play_button.setText("Pause")

    def pause(self) -> None:
        self._timer.stop()
        self.play_button.setText("Play")

    def _on_tick(self) -> None:
        if self.slider.value() >= self.slider.maximum():
            self.pause()
        else:
            self.slider.setValue(self.slider.value() + 1)


def _prepare(block: SimulationBlock) -> "tuple[Simulation, Any, Any]":
    """Load what a simulation needs, and run it: on another thread, as matplotlib takes its time."""
    import matplotlib.backends.backend_qtagg
    import matplotlib.figure  # noqa: F401 - loaded here so that the window does not wait for it

    from flashrl import simulations

    simulation = simulations.get(block.slug)
    params = simulation.parse(block.parameters)
    return simulation, params, simulation.run(params)


def _pressed(event: Any) -> Qt.MouseButton:
    buttons: Qt.MouseButton = event.guiEvent.buttons()
    return buttons
