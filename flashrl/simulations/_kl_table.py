"""The table of the KL estimators: what each is as an estimate of a value, and as a loss."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from flashrl.simulations import _style
from flashrl.simulations._arrays import FloatArray
from flashrl.simulations._dataclass import dataclass
from flashrl.simulations._terms import brief

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.text import Text

    from flashrl.palette import Palette


@dataclass(frozen=True)
class Exact:
    """What is known without sampling; the arrays have an item for each estimator."""

    relative_bias: FloatArray
    relative_std: FloatArray
    gradients: FloatArray  # (estimators, 2): expected, in the mean and in the log standard deviation
    kl_gradient: Sequence[float]


class Table:
    """Exact numbers of each estimator, a row beside its histogram; and whether its gradient is KL's."""

    PLACES = (0.13, 0.37, 0.63, 0.88)
    HEADS = ("bias/KL", "std/KL", "mean", "log std")

    def __init__(self, axes: "Axes", palette: "Palette") -> None:
        self.axes, self._palette = axes, palette
        axes.set_axis_off()
        self._groups = [
            self._text(x, palette.text, name)
            for x, name in ((0.25, "as a value"), (0.755, "as a loss: E∇ in"))
        ]
        self._heads = [
            self._text(x, palette.muted, name) for x, name in zip(self.PLACES, self.HEADS, strict=True)
        ]
        self._exact = [self._text(x, palette.text) for x in self.PLACES[1:]]
        self._rows = [[self._text(x, palette.text) for x in self.PLACES] for _ in range(3)]

    def _text(self, x: float, colour: str, text: str = "") -> "Text":
        return self.axes.text(x, 0, text, color=colour, fontsize=_style.SMALL_SIZE, ha="center", va="center")

    def fill(self, exact: Exact) -> None:
        """Write the numbers, and a tick or a cross by each part of a gradient."""
        wanted_slopes = exact.kl_gradient
        for text, words in zip(self._exact, ("KL itself", *map(_short, wanted_slopes)), strict=True):
            text.set_text(words)
        columns = exact.relative_bias, exact.relative_std, exact.gradients
        for row, bias, std, slopes in zip(self._rows, *columns, strict=True):
            row[0].set_text(_style.number(bias, ".4g"))
            row[1].set_text(_style.number(std, ".4g"))
            for text, slope, wanted in zip(row[2:], slopes, wanted_slopes, strict=True):
                is_right = bool(slope == wanted)
                text.set_text(f"{_short(slope)} {'✓' if is_right else '✗'}")
                text.set_color(self._palette.good if is_right else self._palette.bad)

    def arrange(self, bottom: float, rows: list[float], top: float) -> None:
        """Put the rows at those heights, in points, and the heads down from `top`."""
        self.axes.set_xlim(0, 1)
        self.axes.set_ylim(bottom, top)
        lines = [self._groups, self._heads, self._exact]
        for line, y in zip(lines + self._rows, [top - 5, top - 16, top - 27, *rows], strict=True):
            for text in line:
                text.set_y(y)


def _short(value: float) -> str:
    """In a column's width: 0.000225 as 2.2e−4."""
    text = brief(value)
    if len(text) < 7:
        return text
    digits, power = f"{value:.1e}".split("e")
    return f"{_style.number(float(digits), 'g')}e{_style.number(int(power), 'd')}"
