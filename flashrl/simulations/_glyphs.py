"""Many short numbers as one artist: matplotlib sets every Text anew at each draw, for half a millisecond."""

from functools import cache

import numpy as np
from matplotlib.axes import Axes
from matplotlib.collections import PathCollection
from matplotlib.path import Path
from matplotlib.textpath import TextPath
from matplotlib.transforms import Affine2D

from flashrl.simulations._arrays import FloatArray

POINTS_PER_INCH = 72


class Numbers(PathCollection):
    """Texts of digits, signs and points, each centred on one of `places` in the data's coordinates."""

    def __init__(self, axes: Axes, places: FloatArray) -> None:
        self._scale = Affine2D()
        super().__init__([], linewidths=0, offsets=places, offset_transform=axes.transData)
        self.set_transform(self._scale + axes.figure.dpi_scale_trans)
        axes.add_collection(self, autolim=False)

    def set_size(self, points: float) -> None:
        self._scale.clear().scale(points / POINTS_PER_INCH)

    def set_texts(self, texts: list[str]) -> None:
        self.set_paths([_outline(text) for text in texts])


@cache
def _outline(text: str) -> Path:
    """`text` at size 1, its middle at the origin."""
    glyphs = [_glyph(character) for character in text]
    ends = np.cumsum([advance for _, advance in glyphs])
    places = np.repeat(ends - [advance for _, advance in glyphs], [len(glyph) for glyph, _ in glyphs])
    vertices = np.concatenate([glyph.vertices for glyph, _ in glyphs])
    vertices += np.stack([places - ends[-1] / 2, np.full(len(places), -_middle())], axis=1)
    return Path(vertices, np.concatenate([glyph.codes for glyph, _ in glyphs]))


@cache
def _middle() -> float:
    """How far above the line the middle of a digit is."""
    return float(_glyph("0")[0].get_extents().height / 2)


@cache
def _glyph(character: str) -> tuple[Path, float]:
    """A character's outline, and how far the next one stands from it."""
    followed, alone = (TextPath((0, 0), text, size=1).get_extents().x1 for text in (character + "0", "0"))
    return TextPath((0, 0), character, size=1), float(followed - alone)
