"""What matplotlib lacks for cheap frames: margins in points, and axes that are drawn once."""

from collections.abc import Callable
from functools import partial
from typing import Any

import numpy as np
from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.axis import Axis
from matplotlib.backend_bases import RendererBase
from matplotlib.backends.backend_agg import RendererAgg
from matplotlib.figure import Figure
from matplotlib.layout_engine import LayoutEngine
from matplotlib.legend import Legend
from matplotlib.text import Text
from matplotlib.transforms import Bbox

from flashrl.simulations._arrays import ByteArray

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

    What moves over them is an artist of the figure, drawn with their `transData`. Where they do change,
    each axis and the legend are still taken from the last time if they look the same.
    """

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # The kept pixels are the whole figure's, so nothing but other still axes may have been drawn before.
        self.set_zorder(-1)
        self.set_title("", y=1.0)  # without a place matplotlib looks for one at each draw
        self.version = 0
        self._kept: Any = None
        self._kept_for: tuple[Any, ...] = ()
        self._keeps = False
        for axis in (self.xaxis, self.yaxis):
            self._keep(axis, partial(_look_of_axis, axis))

    def apply_aspect(self, position: Bbox | None = None) -> None:
        """Nothing: they fill their place, and matplotlib's own would count as a change at each draw."""

    def legend(self, *args: Any, **kwargs: Any) -> Legend:
        made: Legend = super().legend(*args, **kwargs)
        # One that takes the place of another often says the same.
        self._legend_sprite = getattr(self, "_legend_sprite", None) or Sprite()
        self._keep(made, partial(_look_of_legend, made), self._legend_sprite)
        return made

    def _keep(self, artist: Artist, look: Callable[[], Any], sprite: "Sprite | None" = None) -> None:
        """Have the artist drawn only when it no longer looks as it did."""
        draw, taken = artist.draw, sprite or Sprite()

        def drawn(renderer: Any) -> None:
            if self._keeps and artist.get_visible():
                taken.draw(renderer, draw, (self.bbox.bounds, look()))
                artist.stale = False
            else:
                draw(renderer)

        artist.draw = drawn  # type: ignore[method-assign]  # of this artist alone

    def draw(self, renderer: RendererBase) -> None:
        figure = self.get_figure(root=True)
        # matplotlib saves a file by drawing twice, once with a renderer that draws nothing.
        self._keeps = (
            isinstance(renderer, RendererAgg) and figure is not None and not figure.canvas.is_saving()
        )
        if not isinstance(renderer, RendererAgg) or figure is None or not self._keeps:
            self._kept_for = ()
            super().draw(renderer)
            return
        # The pixels hold what was drawn before, so that a change there concerns these axes too.
        canvas = (renderer.width, renderer.height, renderer.dpi, self._below(figure))
        if self.stale or self._kept_for != canvas:
            self.version += 1
            super().draw(renderer)
            whole = Bbox.from_bounds(0, 0, renderer.width, renderer.height)
            self._kept, self._kept_for = renderer.copy_from_bbox(whole), canvas
        else:
            renderer.restore_region(self._kept)

    def _below(self, figure: Figure) -> tuple[tuple[int, int], ...]:
        """Which still axes are drawn before these, and as which version."""
        stills = [axes for axes in figure.axes if isinstance(axes, StillAxes) and axes.get_visible()]
        return tuple((id(axes), axes.version) for axes in stills[: stills.index(self)])


class Sprite:
    """The pixels of an artist, on nothing."""

    def __init__(self) -> None:
        self._look: Any = None
        self._image: ByteArray | None = None
        self._place = 0, 0

    def draw(self, renderer: RendererAgg, draw: Callable[[Any], None], look: Any) -> None:
        """Put the pixels where they were, drawn anew if the artist looks different now."""
        look = renderer.width, renderer.height, renderer.dpi, look
        if look != self._look:
            self._take(type(renderer)(renderer.width, renderer.height, renderer.dpi), draw)
            self._look = look
        if self._image is not None:
            renderer.draw_image(renderer.new_gc(), *self._place, self._image)

    def _take(self, renderer: RendererAgg, draw: Callable[[Any], None]) -> None:
        draw(renderer)
        self._image, left, bottom = painted(renderer)
        self._place = left, int(renderer.height) - bottom


def painted(renderer: RendererAgg) -> tuple[ByteArray | None, int, int]:
    """The smallest part that holds all that was drawn, or None; its first column and the row after its last.

    Its rows go from the lowest up, as matplotlib draws images.
    """
    pixels = np.asarray(renderer.buffer_rgba())
    drawn = pixels[..., 3] > 0
    rows, columns = (np.flatnonzero(drawn.any(axis=each)) for each in (1, 0))
    if not rows.size:
        return None, 0, 0
    top, bottom, left, right = int(rows[0]), int(rows[-1]) + 1, int(columns[0]), int(columns[-1]) + 1
    return np.ascontiguousarray(pixels[top:bottom, left:right][::-1]), left, bottom


def _look_of_axis(axis: Axis) -> Any:
    ticks = [_look_of_text(label) for label in axis.get_majorticklabels()]
    # Limits move the ticks, and nothing else.
    limits = (axis.get_scale(), *axis.get_view_interval()) if len(axis.get_majorticklocs()) else ()
    return limits, _look_of_text(axis.label), ticks


def _look_of_text(text: Text) -> Any:
    return (
        text.get_text(),
        str(text.get_position()),
        str(text.get_color()),
        text.get_fontsize(),
        text.get_horizontalalignment(),
    )


def _look_of_legend(legend: Legend) -> Any:
    anchor = legend.get_bbox_to_anchor().bounds
    texts = [_look_of_text(text) for text in (legend.get_title(), *legend.get_texts())]
    return anchor, texts, [_look_of_handle(handle) for handle in legend.legend_handles]


_HANDLE_LOOKS = (
    *("color", "facecolor", "edgecolor", "alpha", "visible", "hatch", "sizes"),
    *("linestyle", "linewidth", "marker", "markersize", "markerfacecolor", "markeredgecolor"),
)


def _look_of_handle(handle: Any) -> list[str]:
    getters = (getattr(handle, f"get_{name}", None) for name in _HANDLE_LOOKS)
    return [str(get()) for get in getters if get is not None]
