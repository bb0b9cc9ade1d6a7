"""Pictures of a simulation for files: a frame as PNG or SVG, every frame as an animated GIF."""

import io
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from flashrl import whole_file
from flashrl.errors import ExportError
from flashrl.palette import LIGHT
from flashrl.simulations._base import Simulation, View

if TYPE_CHECKING:
    from PIL.Image import Image

    from flashrl.palette import Palette
    from flashrl.simulations._arrays import ByteArray

DPI = 100
FRAME_MS, SHORTEST_FRAME_MS, LAST_FRAME_MS = 200, 40, 2000
LONGEST_FILM, LONGEST_FILM_MS = 120, 15_000


def save(
    simulation: Simulation,
    result: Any,
    frame: int,
    path: Path,
    *,
    palette: "Palette" = LIGHT,
    width: int = 640,
    height: int = 480,
    scale: int = 1,
) -> None:
    """Write the picture that the ending of `path` asks for: .png and .svg of `frame`, .gif of the whole run,
    at most LONGEST_FILM of its frames.

    The file appears whole or not at all. Raises ExportError where it cannot be written, SimulationError
    where there is no such frame.
    """
    writers: dict[str, Callable[[_Drawing, int], bytes]] = {".png": _png, ".svg": _svg, ".gif": _gif}
    writer = writers.get(path.suffix.lower())
    if writer is None:
        ending = f"in {path.suffix}" if path.suffix else "without an ending"
        raise ExportError(
            f"a picture's name cannot end {ending}", "let it end in .png, .svg or .gif", path=path
        )
    drawing = _Drawing(simulation, result, palette, (width, height), scale)
    write(path, writer(drawing, simulation.frame_index(result, frame)))


def png(
    simulation: Simulation,
    result: Any,
    frame: int,
    *,
    palette: "Palette" = LIGHT,
    width: int = 640,
    height: int = 480,
    scale: float = 1,
) -> bytes:
    """One frame as a PNG of width · scale by height · scale pixels."""
    drawing = _Drawing(simulation, result, palette, (width, height), scale)
    return _png(drawing, simulation.frame_index(result, frame))


def pixels(
    simulation: Simulation,
    result: Any,
    frames: Iterable[int],
    *,
    palette: "Palette",
    width: int,
    height: int,
    scale: float = 1,
) -> Iterator["ByteArray"]:
    """Some frames one by one as red, green, blue and alpha: (height · scale, width · scale, 4)."""
    import numpy as np

    drawing = _Drawing(simulation, result, palette, (width, height), scale)
    for frame in frames:
        drawing.view.show(frame)
        drawing.canvas.draw()
        yield np.array(drawing.canvas.buffer_rgba())


class _Drawing:
    """A view on a canvas of its own."""

    def __init__(
        self, simulation: Simulation, result: Any, palette: "Palette", size: tuple[int, int], scale: float
    ) -> None:
        from matplotlib.backends.backend_agg import FigureCanvasAgg
        from matplotlib.figure import Figure

        self.figure = Figure(figsize=(size[0] / DPI, size[1] / DPI), dpi=DPI * scale)
        self.canvas: Any = FigureCanvasAgg(self.figure)
        self.view: View = simulation.view(self.figure, result, palette)
        self.frames = simulation.frames(result)


def _png(drawing: _Drawing, frame: int) -> bytes:
    return _drawn(drawing, frame, "png")


def _svg(drawing: _Drawing, frame: int) -> bytes:
    """The same bytes for the same frame: no date, and names that do not depend on chance."""
    from matplotlib import rc_context

    with rc_context({"svg.hashsalt": "flashrl"}):
        return _drawn(drawing, frame, "svg", metadata={"Date": None})


def _gif(drawing: _Drawing, _frame: int) -> bytes:
    shown = film_frames(drawing.frames)
    pictures = _pictures(drawing, shown)
    buffer = io.BytesIO()
    each = max(SHORTEST_FRAME_MS, min(FRAME_MS, LONGEST_FILM_MS // len(shown)))
    durations = [each] * (len(shown) - 1) + [LAST_FRAME_MS]
    next(pictures).save(
        buffer, format="GIF", save_all=True, append_images=pictures, duration=durations, loop=0
    )
    return buffer.getvalue()


def film_frames(count: int) -> list[int]:
    """The frames of a film: all of them, or where they are many, evenly chosen ones, first and last too."""
    if count <= LONGEST_FILM:
        return list(range(count))
    return [round(n * (count - 1) / (LONGEST_FILM - 1)) for n in range(LONGEST_FILM)]


def _pictures(drawing: _Drawing, frames: list[int]) -> Iterator["Image"]:
    from PIL import Image

    canvas = drawing.canvas
    for frame in frames:
        drawing.view.show(frame)
        canvas.draw()
        picture = Image.frombuffer("RGBA", canvas.get_width_height(), bytes(canvas.buffer_rgba()))
        yield picture.convert("RGB").quantize(dither=Image.Dither.NONE)


def _drawn(drawing: _Drawing, frame: int, kind: str, **options: Any) -> bytes:
    drawing.view.show(frame)
    buffer = io.BytesIO()
    drawing.figure.savefig(buffer, format=kind, **options)
    return buffer.getvalue()


def write(path: Path, content: bytes) -> None:
    """Write a picture beside and rename it, so that a full disk leaves what was there."""
    try:
        whole_file.write(path, content)
    except OSError as failed:
        reason = failed.strerror or type(failed).__name__
        raise ExportError(
            f"the picture cannot be written: {reason}",
            "choose a folder that exists, that you may write to and that has room",
            path=path,
        ) from failed
