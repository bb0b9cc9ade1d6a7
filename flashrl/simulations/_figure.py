"""What matplotlib lacks for cheap frames: margins in points, and axes that are drawn once."""

from collections.abc import Callable
from typing import Any

from matplotlib.axes import Axes
from matplotlib.backend_bases import RendererBase
from matplotlib.backends.backend_agg import RendererAgg
from matplotlib.figure import Figure
from matplotlib.layout_engine import LayoutEngine
from matplotlib.transforms import Bbox

POINTS_PER_INCH = 72


class Arranged(LayoutEngine):
    """Calls `arrange(width, height)`, in points, before the first draw of every new size.

    matplotlib's own engines measure every text again at each draw, which costs more than the drawing.
    """

    _adjust_compatible = False
    _colorbar_gridspec = False

    def __init__(self, arrange: Callable[[float, float], None]) -> None:
        super().__init__()
        self._arrange = arrange
        self._size = (0.0, 0.0)

    def execute(self, fig: Figure) -> None:
        width, height = (float(inches) * POINTS_PER_INCH for inches in fig.get_size_inches())
        if (width, height) != self._size:
            self._size = width, height
            self._arrange(width, height)


class StillAxes(Axes):
    """Axes whose pixels are kept until something in them changes: ticks and legend cost most of a frame.

    What moves over them is an artist of the figure, drawn with their `transData`.
    """

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # The kept pixels are the whole figure's, so nothing else may have been drawn before.
        self.set_zorder(-1)
        self._kept: Any = None
        self._kept_for: tuple[float, ...] = ()

    def apply_aspect(self, position: Bbox | None = None) -> None:
        """Nothing: they fill their place, and matplotlib's own would count as a change at each draw."""

    def draw(self, renderer: RendererBase) -> None:
        figure = self.get_figure(root=True)
        # matplotlib saves a file by drawing twice, once with a renderer that draws nothing.
        if not isinstance(renderer, RendererAgg) or figure is None or figure.canvas.is_saving():
            self._kept_for = ()
            super().draw(renderer)
            return
        canvas = (renderer.width, renderer.height, renderer.dpi)
        if self.stale or self._kept_for != canvas:
            super().draw(renderer)
            whole = Bbox.from_bounds(0, 0, renderer.width, renderer.height)
            self._kept, self._kept_for = renderer.copy_from_bbox(whole), canvas
        else:
            renderer.restore_region(self._kept)
