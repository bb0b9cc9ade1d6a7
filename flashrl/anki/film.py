"""A run of a simulation as pictures: one that stands for it, and what changes in it from frame to frame.

Each frame is the still picture with a transparent overlay of the pixels that differ, which costs a fifth of
a whole picture. Both come on light and on dark ground.
"""

import hashlib
import io
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from flashrl import simulations
from flashrl.palette import DARK, LIGHT, Palette

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from flashrl.simulations._arrays import ByteArray

    Numbers = NDArray[np.uint32]

WIDTH, HEIGHT, DENSITY = 520, 390, 2
"""Of a picture in a card, and how many pixels each of its own has."""

_COUNTS = (20, 16, 12, 8, 6)
"""A film has as many frames as its budget allows: all of a run, or else evenly chosen ones."""

_SHADES = 32
"""So many of each colour are in an overlay: hardly seen, and half the bytes."""


@dataclass(frozen=True, slots=True)
class Film:
    """Pictures as WebP. `frames` are the numbers of the run's frames that are shown, of `count` in all, and
    `still` is that of the picture that stands for them. `day` and `night` hold the overlay of each frame."""

    count: int
    frames: tuple[int, ...]
    still: int
    still_day: bytes
    still_night: bytes
    day: tuple[bytes, ...]
    night: tuple[bytes, ...]

    @property
    def size(self) -> int:
        """Bytes of all pictures."""
        return sum(map(len, self.pictures))

    @property
    def pictures(self) -> tuple[bytes, ...]:
        return (self.still_day, self.still_night, *self.day, *self.night)

    @property
    def digest(self) -> str:
        """A name that changes with the content."""
        digest = hashlib.sha256(repr((self.count, self.frames, self.still)).encode())
        for picture in self.pictures:
            digest.update(hashlib.sha256(picture).digest())
        return digest.hexdigest()[:16]


def shoot(slug: str, parameters: dict[str, Any], frame: int | str, budget: int) -> Film:
    """The film of a run, with `frame` as its still: a number, "first" or "last".

    It has at most `budget` bytes, unless six frames have more. Raises SimulationError for
    what the simulation cannot show, ValueError or ArithmeticError if it fails at it.
    """
    simulation = simulations.get(slug)
    result = simulation.run(simulation.parse(parameters))
    count = simulation.frames(result)
    still = simulation.frame_index(result, frame)
    shown = evenly(count, _COUNTS[0], still)
    (still_day, day), (still_night, night) = (
        _developed(simulation, result, shown, still, palette) for palette in (LIGHT, DARK)
    )
    film = Film(count, shown, still, still_day, still_night, day, night)
    for fewer in _COUNTS[1:]:
        if film.size <= budget:
            break
        film = _thinned(film, fewer)
    return film


def evenly(count: int, most: int, still: int) -> tuple[int, ...]:
    """At most so many of the numbers below `count`, evenly spread: the first, the last, and `still` among
    them."""
    if count <= most:
        return tuple(range(count))
    chosen = {round(n * (count - 1) / (most - 1)) for n in range(most)}
    if still not in chosen:
        inner = chosen - {0, count - 1}
        chosen.remove(min(inner, key=lambda each: abs(each - still)))
        chosen.add(still)
    return tuple(sorted(chosen))


def _developed(
    simulation: simulations.Simulation, result: Any, frames: Sequence[int], still: int, palette: Palette
) -> tuple[bytes, tuple[bytes, ...]]:
    """The still picture, and the overlay of each frame."""
    shots = [
        _numbers(shot)
        for shot in simulations.pixels(
            simulation, result, frames, palette=palette, width=WIDTH, height=HEIGHT, scale=DENSITY
        )
    ]
    kept = shots[frames.index(still)]
    overlays = tuple(_webp(_pixels(_difference(shot, kept, palette))) for shot in shots)
    return _webp(_pixels(kept)[..., :3]), overlays


def _difference(shot: "Numbers", still: "Numbers", palette: Palette) -> "Numbers":
    """The pixels of `shot` that differ from `still`, in fewer shades; the others transparent.

    The ground keeps its own shade: it meets that of the still picture.
    """
    import numpy as np

    ground = _numbers(np.array([[[*bytes.fromhex(palette.raised[1:]), 255]]], np.uint8))[0, 0]
    differs = shot != still
    is_coarse = differs & (shot != ground)
    overlay = np.where(differs, shot, np.uint32(0))
    steps = _SHADES - 1
    shades = (np.rint(np.arange(256) / 255 * steps) * 255 / steps).astype(np.uint8)
    overlay[is_coarse] = shades[shot[is_coarse].view(np.uint8)].view(np.uint32)
    return overlay


def _numbers(pixels: "ByteArray") -> "Numbers":
    """A number for each pixel, which is quicker to compare than its four bytes."""
    import numpy as np

    numbers: Numbers = pixels.view(np.uint32)[..., 0]
    return numbers


def _pixels(numbers: "Numbers") -> "ByteArray":
    import numpy as np

    return numbers.view(np.uint8).reshape(*numbers.shape, 4)


def _webp(pixels: "ByteArray") -> bytes:
    import numpy as np
    from PIL import Image

    buffer = io.BytesIO()
    image = Image.fromarray(np.ascontiguousarray(pixels))
    image.save(buffer, "WEBP", lossless=True, quality=40, method=1)
    return buffer.getvalue()


def _thinned(film: Film, most: int) -> Film:
    """With fewer frames."""
    at = film.frames.index(film.still)
    kept = evenly(len(film.frames), most, at)
    return Film(
        count=film.count,
        frames=tuple(film.frames[n] for n in kept),
        still=film.still,
        still_day=film.still_day,
        still_night=film.still_night,
        day=tuple(film.day[n] for n in kept),
        night=tuple(film.night[n] for n in kept),
    )
