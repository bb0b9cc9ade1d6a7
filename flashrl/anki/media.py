"""The files that go with the notes, each once, named by what is in it."""

import hashlib
from pathlib import Path

from flashrl import simulations
from flashrl.model import SimulationBlock
from flashrl.palette import LIGHT

_WIDTH, _HEIGHT, _DENSITY = 640, 480, 2


class Media:
    """Files in a folder of their own, under the names that Anki will know them by.

    Anki keeps a file it has when another comes under the same name, so the name changes with the
    content. The underscore keeps it from being cleaned away as unused.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._files: dict[str, Path] = {}
        self._drawn: dict[tuple[str, str, int | str], str] = {}

    @property
    def files(self) -> list[Path]:
        return list(self._files.values())

    def add_image(self, content: bytes, suffix: str) -> str:
        """Add an image and return its name."""
        return self._add("_flashrl_", content, suffix.lower())

    def add_simulation(self, block: SimulationBlock) -> str:
        """Draw the frame that a block asks for and return the picture's name.

        Raises SimulationError for what the simulation cannot show, ValueError or ArithmeticError if
        it fails at it.
        """
        simulation = simulations.get(block.slug)
        params = simulation.parse(block.parameters)
        frame = "last" if block.frame == "" else block.frame
        key = (block.slug, repr(params), frame)
        if key not in self._drawn:
            result = simulation.run(params)
            index = simulation.frame_index(result, frame)
            picture = simulations.png(
                simulation, result, index, palette=LIGHT, width=_WIDTH, height=_HEIGHT, scale=_DENSITY
            )
            self._drawn[key] = self._add(f"_flashrl_{block.slug}_", picture, ".png")
        return self._drawn[key]

    def _add(self, prefix: str, content: bytes, suffix: str) -> str:
        name = f"{prefix}{hashlib.sha256(content).hexdigest()[:20]}{suffix}"
        if name not in self._files:
            self._files[name] = self._folder / name
            self._files[name].write_bytes(content)
        return name
