"""Bars that move, the numbers on them, and indices set low."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from flashrl.simulations import _style
from flashrl.simulations._arrays import BoolArray, FloatArray

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from flashrl.simulations._glyphs import Numbers

_LOW_DIGITS = str.maketrans("0123456789", "₀₁₂₃₄₅₆₇₈₉")
_HIGH_DIGITS = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")


def subscript(index: int) -> str:
    """The index of the first item as ₁."""
    return str(index + 1).translate(_LOW_DIGITS)


def superscript(power: int) -> str:
    return str(power).translate(_HIGH_DIGITS)


def brief(value: float, digits: int = 3) -> str:
    """That many significant digits, without zeros at the end and with a true minus sign."""
    return _style.number(value, f".{digits}g")


def bars(places: FloatArray, heights: FloatArray, width: float) -> list[FloatArray]:
    """The corners of upright bars centred on `places`, for a PolyCollection's `set_verts`."""
    left, right, foot = places - width / 2, places + width / 2, np.zeros(len(places))
    corners = [(left, foot), (left, heights), (right, heights), (right, foot)]
    return list(np.moveaxis(np.array(corners), 2, 0))


def nice_above(value: float) -> float:
    """The smallest of …, 0.1, 0.2, 0.5, 1, 2, 5, 10, … that is no less than `value`, which is positive."""
    power = 10.0 ** np.floor(np.log10(value) + 1e-9)
    return float(next(power * step for step in (1, 2, 5, 10) if power * step >= value * (1 - 1e-9)))


class BarNumbers:
    """A number above every bar that points up and below every one that points down, over still axes."""

    def __init__(self, figure: "Figure", axes: "Axes", colour: str, *, right: float = 0.0) -> None:
        """`right` is how far to the right of the ends they stand, in points."""
        self._above, self._below = (
            _numbers(figure, axes, colour, (right, up)) for up in (_style.SMALL_SIZE, -_style.SMALL_SIZE)
        )

    def show(
        self,
        places: FloatArray,
        heights: FloatArray,
        texts: Sequence[str],
        up: BoolArray | None = None,
    ) -> None:
        """Put text i on the end of the bar at `places[i]` with `heights[i]`; `up` where 0 is not the foot."""
        up = heights >= 0 if up is None else up
        for numbers, chosen in ((self._above, up), (self._below, ~up)):
            numbers.set_offsets(np.stack([places[chosen], heights[chosen]], axis=1))
            numbers.set_texts([text for text, wanted in zip(texts, chosen, strict=True) if wanted])
            numbers.set_visible(bool(chosen.any()))

    def hide(self) -> None:
        self._above.set_visible(False)
        self._below.set_visible(False)


def _numbers(figure: "Figure", axes: "Axes", colour: str, away: tuple[float, float]) -> "Numbers":
    """Numbers that belong to the figure, so many points from their places: still axes must not hold them."""
    from matplotlib.transforms import ScaledTranslation

    from flashrl.simulations._glyphs import POINTS_PER_INCH, Numbers

    made = Numbers(axes, np.zeros((0, 2)))
    made.remove()
    made.set_clip_path(None)
    made.set_clip_box(None)
    right, up = (points / POINTS_PER_INCH for points in away)
    made.set_offset_transform(axes.transData + ScaledTranslation(right, up, figure.dpi_scale_trans))
    made.set_size(_style.SMALL_SIZE)
    made.set_facecolor(colour)
    made.set_zorder(4)
    figure.add_artist(made)
    return made
