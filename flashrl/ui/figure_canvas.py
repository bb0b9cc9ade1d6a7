"""The canvas of a figure, without matplotlib's own ideas of keys and wheel. Importing it loads matplotlib."""

from matplotlib.backends.backend_qtagg import FigureCanvasQTAgg
from matplotlib.figure import Figure
from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent, QWheelEvent
from PySide6.QtWidgets import QSizePolicy

from flashrl.simulations._lettering import LetteringRenderer


class FigureCanvas(FigureCanvasQTAgg):
    """A figure of its own. Keys and wheel go on to what is around it."""

    def __init__(self) -> None:
        super().__init__(Figure())  # type: ignore[no-untyped-call]  # matplotlib
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)

    def get_renderer(self) -> LetteringRenderer:
        """What draws: one that keeps the pixels of texts, anew for every size."""
        width, height = self.get_width_height(physical=True)
        size = width, height, self.figure.dpi
        made: LetteringRenderer | None = getattr(self, "renderer", None)
        if made is None or (made.width, made.height, made.dpi) != size:
            made = self.renderer = LetteringRenderer(*size)  # type: ignore[no-untyped-call]  # matplotlib
        return made

    def wheelEvent(self, event: QWheelEvent) -> None:
        event.ignore()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        event.ignore()

    def keyReleaseEvent(self, event: QKeyEvent) -> None:
        event.ignore()
