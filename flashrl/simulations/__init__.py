"""Simulations: numpy models and their matplotlib views. Every public module here holds one SIMULATION."""

from functools import cache
from importlib import import_module
from pkgutil import iter_modules

from flashrl.errors import SimulationError
from flashrl.simulations._base import Parameter, Result, Simulation, View
from flashrl.simulations._picture import png
from flashrl.simulations._picture import save as save_picture

__all__ = ["Parameter", "Result", "Simulation", "View", "discover", "get", "png", "save_picture"]


@cache
def discover() -> dict[str, Simulation]:
    """Every simulation by its slug. A public module without a SIMULATION is a programming error."""
    modules = (
        import_module(f"{__name__}.{found.name}")
        for found in iter_modules(__path__)
        if not found.name.startswith("_")
    )
    simulations: list[Simulation] = [module.SIMULATION for module in modules]
    return {simulation.slug: simulation for simulation in simulations}


def get(slug: str) -> Simulation:
    """The simulation of that slug. Raises SimulationError where there is none."""
    try:
        return discover()[slug]
    except KeyError:
        known = ", ".join(discover())
        raise SimulationError(f"there is no simulation {slug!r}", f"use one of {known}") from None
