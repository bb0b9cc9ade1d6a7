"""The picture of a simulation: its figure, what is under the pointer, and how far a run has come."""

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QLabel, QProgressBar, QPushButton, QStackedLayout, QVBoxLayout, QWidget

from flashrl.errors import SimulationError
from flashrl.ui import theme
from flashrl.ui.elided_label import ElidedLabel
from flashrl.ui.theme import Theme

if TYPE_CHECKING:
    from flashrl.simulations import Simulation, View
    from flashrl.ui.figure_canvas import FigureCanvas

_SHORTEST, _TALLEST, _HEIGHT_TO_WIDTH = 280, 420, 0.64
_NARROWEST, _ONE_LINE = 240, 620
"""From that width on a value and its terms nearly always fit on one line."""

_PATIENCE_MS = 200
"""A run that ends sooner shows no progress: it would only flicker."""

_POINT = "Point at the picture to read its values."


class SimulationPicture(QWidget):
    """Shows the frames of one result after the other; artists are made once and then moved.

    `params` are the parameters that a click or drag edits; `edited` carries what it makes of them, and
    whether the view follows the pointer.
    """

    edited = Signal(object, bool)
    stop_asked = Signal()

    def __init__(self, theme_: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme_
        self._simulation: Simulation | None = None
        self._result: Any = None
        self._view: View | None = None
        self._pointer: Any = None
        self.canvas: FigureCanvas | None = None
        self.params: Any = None
        self.frame = 0
        self._build()

    def _build(self) -> None:
        self._place = QWidget(self)
        self._message = theme.styled(QLabel("Setting up the simulation…", self._place), "muted")
        self._message.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._stack = QStackedLayout(self._place)
        self._stack.addWidget(self._message)
        self._place.setFixedHeight(_TALLEST)
        self._place.setMinimumWidth(_NARROWEST)
        self.explanation = theme.styled(ElidedLabel(self), "muted")
        self.explanation.setAccessibleName("Value under the pointer")
        self.explanation.hide()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(theme.XS)
        layout.addWidget(self._place)
        layout.addWidget(self.explanation)
        # These lie over the picture, so that nothing moves when they come and go.
        self.progress = QProgressBar(self, textVisible=False)
        self.progress.setAccessibleName("Share of the run that is done")
        self.stop_button = QPushButton("Stop", self)
        self.stop_button.setToolTip("Stop the run; what is there stays")
        self.stop_button.setAccessibleDescription(self.stop_button.toolTip())
        self.stop_button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.stop_button.clicked.connect(self.stop_asked)
        self.progress.hide()
        self.stop_button.hide()
        self._patience = QTimer(self, singleShot=True, interval=_PATIENCE_MS)
        self._patience.timeout.connect(self._show_progress)

    # -- results and frames ----------------------------------------------------------------------

    @property
    def is_shown(self) -> bool:
        return self._view is not None

    @property
    def summary(self) -> dict[str, float]:
        """The scalars of the frame that is shown."""
        summary: dict[str, float] = self._result.summary(self.frame)
        return summary

    @property
    def result(self) -> Any:
        """The result that is shown."""
        return self._result

    @property
    def frames(self) -> int:
        """How many frames there are; 0 before the first result."""
        return self._simulation.frames(self._result) if self._simulation and self.is_shown else 0

    def show_result(self, simulation: "Simulation", result: Any, *, anew: bool = False) -> None:
        """Show another result of the same simulation. The frame that is asked for has to follow.

        Raises SimulationError where it cannot be drawn.
        """
        self._simulation, self._result = simulation, result
        canvas = self.canvas or self._make_canvas(simulation)
        try:
            renew = getattr(self._view, "renew", None)
            if anew or renew is None or not renew(result):
                canvas.figure.clear()
                self._pointer = None
                self._view = simulation.view(canvas.figure, result, self._theme.palette)
        except Exception as error:
            raise SimulationError(
                f"{simulation.slug} cannot be drawn: {type(error).__name__}: {error}", "please report this"
            ) from error
        self.explanation.setVisible(hasattr(self._view, "explained"))

    def show_frame(self, frame: int) -> None:
        """Show that frame, or the last where there are fewer."""
        if self._view is None or self.canvas is None:
            return
        self.frame = min(frame, self.frames - 1)
        self._view.show(self.frame)
        self.canvas.draw_idle()  # type: ignore[no-untyped-call]  # matplotlib
        numbers = ", ".join(f"{name} {value:.4g}" for name, value in self.summary.items())
        self.canvas.setAccessibleDescription(f"frame {self.frame}: {numbers}")
        self._explain()

    def repaint_all(self) -> None:
        """Draw the same in the colours of another theme."""
        if self._simulation is not None and self._view is not None:
            self.show_result(self._simulation, self._result, anew=True)
            self.show_frame(self.frame)

    def say(self, message: str) -> None:
        """Put words where the picture will be."""
        if self.canvas is None:
            self._message.setText(message)

    def _make_canvas(self, simulation: "Simulation") -> "FigureCanvas":
        from flashrl.ui.figure_canvas import FigureCanvas

        self.canvas = FigureCanvas()
        self.canvas.setAccessibleName(f"Picture: {simulation.title}")
        self.canvas.mpl_connect("button_press_event", self._on_press)
        self.canvas.mpl_connect("motion_notify_event", self._on_move)
        self.canvas.mpl_connect("figure_leave_event", self._on_leave)
        self._stack.addWidget(self.canvas)
        self._stack.setCurrentWidget(self.canvas)
        return self.canvas

    def resizeEvent(self, event: QResizeEvent) -> None:
        """A picture as tall as its width asks for."""
        super().resizeEvent(event)
        height = round(self.width() * _HEIGHT_TO_WIDTH)
        self._place.setFixedHeight(max(_SHORTEST, min(_TALLEST, height)))
        self.explanation.set_lines(1 if self.width() >= _ONE_LINE else 2)
        self._place_overlays()

    # -- how far a run has come ------------------------------------------------------------------

    def begin(self) -> None:
        """A run begins; its progress shows when it takes long."""
        if not self.progress.isVisible():
            self._patience.start()
        self.set_share(0.0)

    def set_share(self, share: float) -> None:
        """How much of the run is done; 0 is not known."""
        self.progress.setRange(0, 1000 if share else 0)
        self.progress.setValue(round(1000 * share))

    def end(self) -> None:
        """No run is under way."""
        self._patience.stop()
        self.progress.hide()
        self.stop_button.hide()

    def _show_progress(self) -> None:
        can_stop = self._simulation is not None and self._simulation.grow is not None
        self.stop_button.setVisible(can_stop)
        self.progress.show()
        self._place_overlays()

    def _place_overlays(self) -> None:
        place = self._place.geometry()
        self.progress.setGeometry(0, place.bottom() - theme.XS, place.width(), theme.XS)
        button = self.stop_button
        button.adjustSize()
        button.move(place.width() - button.width(), place.bottom() - theme.S - button.height())
        self.progress.raise_()
        self.stop_button.raise_()

    # -- the pointer -----------------------------------------------------------------------------

    def _on_press(self, event: Any) -> None:
        if event.inaxes is not None and event.button == 1:
            self._edit(event)

    def _on_move(self, event: Any) -> None:
        """A view that follows the pointer says so; a click paints one cell only."""
        is_dragged = Qt.MouseButton.LeftButton in event.guiEvent.buttons()
        if is_dragged and self._follows_pointer and event.inaxes is not None:
            self._edit(event)
        self._pointer = None if event.inaxes is None else (event.inaxes, event.xdata, event.ydata)
        self._explain()

    def _on_leave(self, _event: Any) -> None:
        self._pointer = None
        self._explain()

    def _explain(self) -> None:
        explained = getattr(self._view, "explained", None)
        if explained is not None:
            found = explained(*self._pointer) if self._pointer is not None else None
            self.explanation.setText(found or _POINT)
            self.explanation.setToolTip(found or "")

    @property
    def _follows_pointer(self) -> bool:
        return getattr(self._view, "follows_pointer", False)

    def _edit(self, event: Any) -> None:
        edited = getattr(self._view, "edited", None)
        params = edited(self.params, event.inaxes, event.xdata, event.ydata) if edited else None
        if params is not None:
            self.edited.emit(params, self._follows_pointer)
