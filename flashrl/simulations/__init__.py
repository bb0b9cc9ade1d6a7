"""Simulations: numpy models and their matplotlib views. Every public module here holds one SIMULATION."""

from collections.abc import Iterator, Mapping
from functools import cache
from importlib import import_module
from pkgutil import iter_modules

from flashrl.errors import SimulationError
from flashrl.simulations._base import Parameter, Result, Simulation, View
from flashrl.simulations._picture import pixels, png
from flashrl.simulations._picture import save as save_picture
from flashrl.simulations._thumbnails import source_digest, thumbnail

__all__ = [
    "Parameter",
    "Result",
    "Simulation",
    "View",
    "by_topic",
    "discover",
    "get",
    "pixels",
    "png",
    "save_picture",
    "source_digest",
    "thumbnail",
]

_TOPICS = ("Tabular", "Policy gradient", "Exploration and practice", "RL for language models")
"""In the order in which one studies them; any other topic follows."""


class _Catalogue(Mapping[str, Simulation]):
    """Every simulation by its slug; a module is loaded when its simulation is first asked for."""

    def __getitem__(self, slug: str) -> Simulation:
        return _load(_modules()[slug])

    def __iter__(self) -> Iterator[str]:
        return iter(_modules())

    def __len__(self) -> int:
        return len(_modules())


def discover() -> Mapping[str, Simulation]:
    """Every simulation by its slug. A public module without a SIMULATION is a programming error."""
    return _Catalogue()


def get(slug: str) -> Simulation:
    """The simulation of that slug; no other is loaded. Raises SimulationError where there is none."""
    modules = _modules()
    if slug not in modules:
        remedy = f"use one of {', '.join(modules)}"
        raise SimulationError(f"there is no simulation {slug!r}", remedy)
    return _load(modules[slug])


def by_topic() -> dict[str, list[Simulation]]:
    """Every simulation below its topic, by title."""
    known = discover().values()
    topics = dict.fromkeys([*_TOPICS, *(each.topic for each in known)])
    grouped = {topic: [each for each in known if each.topic == topic] for topic in topics}
    return {topic: sorted(found, key=lambda each: each.title) for topic, found in grouped.items() if found}


@cache
def _modules() -> dict[str, str]:
    """The module of each slug: its name with hyphens."""
    names = (found.name for found in iter_modules(__path__) if not found.name.startswith("_"))
    return {name.replace("_", "-"): name for name in names}


def _load(module: str) -> Simulation:
    simulation: Simulation = import_module(f"{__name__}.{module}").SIMULATION
    return simulation
