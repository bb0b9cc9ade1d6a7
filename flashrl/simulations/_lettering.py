"""Text from kept pixels: matplotlib shapes and rasterises every text anew, which takes most of a frame."""

import re
from functools import lru_cache
from typing import Any, NamedTuple

import numpy as np
from matplotlib.backends.backend_agg import RendererAgg
from matplotlib.font_manager import FontProperties

from flashrl.simulations._arrays import ByteArray
from flashrl.simulations._figure import painted

KEPT_LINES, KEPT_PIECES = 128, 1024
"""A picture has some fifty texts of one to twenty kilobytes."""

_PIECE = re.compile(r"\d|\D+")
"""What is shaped at once: numbers change and their digits are all alike, what is around them stays."""

_AROUND = 4
"""Pixels around a piece: italics lean out of their place."""

Colour = tuple[float, ...]


class Size(NamedTuple):
    """Of a text, in pixels; `descent` is the part of the height below its line."""

    width: float
    height: float
    descent: float


class Stamp(NamedTuple):
    """Pixels, how far right of a text's start they begin, and how far below its line they end."""

    pixels: ByteArray  # from the lowest row up, as matplotlib draws images
    right: int
    below: int


class LetteringRenderer(RendererAgg):
    """Puts text where it belongs to the pixel, as matplotlib before 3.11, from pieces drawn before.

    Formulas, turned texts and those clipped to a shape are drawn as ever.
    """

    def draw_text(
        self,
        gc: Any,
        x: float,
        y: float,
        s: str,
        prop: FontProperties,
        angle: float,
        ismath: Any = False,
        mtext: Any = None,
    ) -> None:
        if ismath or angle or not gc.get_antialiased() or gc.get_clip_path()[0] is not None:
            super().draw_text(gc, x, y, s, prop, angle, ismath, mtext)  # type: ignore[no-untyped-call]  # matplotlib
            return
        stamp = _line(s, prop.copy(), self.dpi, tuple(gc.get_rgb()))
        if stamp is not None:
            clipped = self.new_gc()  # without the alpha, which the pixels have
            clipped.set_clip_rectangle(gc.get_clip_rectangle())
            bottom = round(self.height - y) - stamp.below
            self.draw_image(clipped, round(x) + stamp.right, bottom, stamp.pixels)

    def get_text_width_height_descent(
        self, s: str, prop: FontProperties, ismath: Any
    ) -> tuple[float, float, float]:
        if ismath:
            return Size(*super().get_text_width_height_descent(s, prop, ismath))  # type: ignore[no-untyped-call]  # matplotlib
        return _line_size(s, prop.copy(), self.dpi)


@lru_cache(KEPT_LINES)
def _line_size(text: str, font: FontProperties, dpi: float) -> Size:
    pieces = _PIECE.findall(text)
    sizes = [_size(piece, font, dpi) for piece in pieces]
    before = sum(_advance(piece, font, dpi) for piece in pieces[:-1])
    ascent = max((size.height - size.descent for size in sizes), default=0.0)
    descent = max((size.descent for size in sizes), default=0.0)
    return Size(before + (sizes[-1].width if sizes else 0.0), ascent + descent, descent)


@lru_cache(KEPT_PIECES)
def _size(piece: str, font: FontProperties, dpi: float) -> Size:
    return Size(*RendererAgg(1, 1, dpi).get_text_width_height_descent(piece, font, False))


@lru_cache(KEPT_PIECES)
def _advance(piece: str, font: FontProperties, dpi: float) -> float:
    """How far the next piece stands from this one."""
    return _size(piece + "0", font, dpi).width - _size("0", font, dpi).width


@lru_cache(KEPT_LINES)
def _line(text: str, font: FontProperties, dpi: float, colour: Colour) -> Stamp | None:
    """All pieces side by side; nothing where there is nothing to see."""
    placed, x = [], 0.0
    for piece in _PIECE.findall(text):
        stamp = _stamp(piece, font, dpi, colour)
        if stamp is not None:
            placed.append(stamp._replace(right=stamp.right + round(x)))
        x += _advance(piece, font, dpi)
    return _together(placed) if placed else None


def _together(stamps: list[Stamp]) -> Stamp:
    left, below = min(stamp.right for stamp in stamps), max(stamp.below for stamp in stamps)
    width = max(stamp.right + stamp.pixels.shape[1] for stamp in stamps) - left
    height = max(stamp.pixels.shape[0] - stamp.below for stamp in stamps) + below
    pixels = np.zeros((height, width, 4), dtype=np.uint8)
    for stamp in stamps:
        rows, columns = stamp.pixels.shape[:2]
        up, right = below - stamp.below, stamp.right - left
        under = pixels[up : up + rows, right : right + columns]
        # Neighbours may overlap by a column of faint pixels.
        np.copyto(under, stamp.pixels, where=stamp.pixels[..., 3:] > under[..., 3:])
    return Stamp(pixels, left, below)


@lru_cache(KEPT_PIECES)
def _stamp(piece: str, font: FontProperties, dpi: float, colour: Colour) -> Stamp | None:
    width, height, descent = _size(piece, font, dpi)
    above, below = int(height - descent) + _AROUND, int(descent) + _AROUND
    renderer = RendererAgg(int(width) + 2 * _AROUND, above + below, dpi)
    gc: Any = renderer.new_gc()
    gc.set_foreground(colour, isRGBA=True)
    renderer.draw_text(gc, _AROUND, above, piece, font, 0.0)
    pixels, left, bottom = painted(renderer)
    return None if pixels is None else Stamp(pixels, left - _AROUND, bottom - above)
