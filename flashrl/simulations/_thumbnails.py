"""Small pictures of the simulations, kept on disk under a name that tells what they were made of."""

import hashlib
import inspect
from collections.abc import Callable
from contextlib import suppress
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from flashrl.errors import ExportError
from flashrl.simulations import _picture
from flashrl.simulations._base import Simulation

if TYPE_CHECKING:
    from flashrl.palette import Palette

_DRAWN_WIDTH = 480
"""A thumbnail is a picture of that width, made smaller."""


def thumbnail(
    simulation: Simulation,
    folder: Path,
    *,
    palette: "Palette",
    width: int,
    height: int,
    go_on: Callable[[], object] = lambda: None,
) -> bytes:
    """The last frame of the default parameters as a PNG, from `folder` or drawn and put there.

    `go_on` is called as a growing run grows; what it raises ends the run. A folder that cannot be written
    to keeps nothing.
    """
    params = simulation.params()
    key = hashlib.sha256(f"{params}\n{source_digest(simulation)}".encode()).hexdigest()[:20]
    kind = f"{simulation.slug}-{palette.name}-{width}x{height}"
    path = folder / f"{kind}-{key}.png"
    with suppress(OSError):
        return path.read_bytes()
    result = _run(simulation, params, go_on)
    content = _picture.png(
        simulation,
        result,
        -1,
        palette=palette,
        width=_DRAWN_WIDTH,
        height=round(_DRAWN_WIDTH * height / width),
        scale=width / _DRAWN_WIDTH,
    )
    with suppress(OSError, ExportError):
        folder.mkdir(parents=True, exist_ok=True)
        _picture.write(path, content)
        _remove_older(folder, kind, path)
    return content


def _run(simulation: Simulation, params: Any, go_on: Callable[[], object]) -> Any:
    if simulation.grow is None:
        return simulation.run(params)
    result = None
    for _, result in simulation.grow(params):  # noqa: B007 - the last one is wanted
        go_on()
    return result


def _remove_older(folder: Path, kind: str, newest: Path) -> None:
    """One picture of a kind is enough: the others are of a source that is no more."""
    for other in folder.glob(f"{kind}-*.png"):
        if other != newest:
            other.unlink(missing_ok=True)


def source_digest(simulation: Simulation) -> str:
    """What tells one state of a simulation's source from another: its own file and those that all share."""
    own = Path(inspect.getfile(simulation.view))
    return hashlib.sha256(_bytes(own) + _shared_digest(own.parent)).hexdigest()


@cache
def _shared_digest(folder: Path) -> bytes:
    shared = b"".join(_bytes(path) for path in sorted(folder.glob("_*.py")))
    return hashlib.sha256(shared).digest()


def _bytes(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError:
        return b""
