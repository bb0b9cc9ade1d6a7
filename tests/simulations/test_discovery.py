"""Every public module of the simulations is one, is described in full, and costs nothing until used."""

import subprocess
import sys

import pytest

from flashrl.errors import SimulationError
from flashrl.simulations import Simulation, discover, get

SIMULATIONS = tuple(discover().values())


def test_both_simulations_are_found() -> None:
    assert {"value-iteration", "ppo-clip"} <= set(discover())


def test_an_unknown_slug_is_refused_with_the_known_ones() -> None:
    with pytest.raises(SimulationError, match=r"no simulation 'ppo'.*ppo-clip"):
        get("ppo")


@pytest.mark.parametrize("simulation", SIMULATIONS, ids=lambda each: each.slug)
def test_a_simulation_is_in_the_module_of_its_name(simulation: Simulation) -> None:
    module = simulation.slug.replace("-", "_")
    assert simulation.run.__module__ == f"flashrl.simulations.{module}"


@pytest.mark.parametrize("simulation", SIMULATIONS, ids=lambda each: each.slug)
def test_a_simulation_is_described_in_full(simulation: Simulation) -> None:
    assert all([simulation.title, simulation.topic, simulation.insight, simulation.references])
    assert simulation.question.endswith("?")
    assert "?" in simulation.follow_up
    assert simulation.run.__doc__


@pytest.mark.parametrize("simulation", SIMULATIONS, ids=lambda each: each.slug)
def test_a_simulation_explains_its_values(simulation: Simulation) -> None:
    assert hasattr(simulation.view, "explained")


@pytest.mark.parametrize("simulation", SIMULATIONS, ids=lambda each: each.slug)
def test_the_defaults_of_a_simulation_are_within_its_own_bounds(simulation: Simulation) -> None:
    defaults = {each.name: each.default for each in simulation.parameters}
    assert simulation.parse(defaults) == simulation.params()


@pytest.mark.parametrize("simulation", SIMULATIONS, ids=lambda each: each.slug)
def test_the_same_parameters_give_the_same_frames(simulation: Simulation) -> None:
    first, second = (simulation.run(simulation.parse({})) for _ in range(2))
    assert simulation.at(first, -1) == simulation.at(second, -1)


@pytest.mark.parametrize("simulation", SIMULATIONS, ids=lambda each: each.slug)
def test_every_frame_has_a_summary_of_finite_numbers(simulation: Simulation) -> None:
    result = simulation.run(simulation.parse({}))
    for frame in range(simulation.frames(result)):
        assert all(abs(value) < 1e9 for value in result.summary(frame).values())


@pytest.mark.parametrize(
    ("statement", "absent"),
    [
        ("import flashrl.simulations", ["numpy", "matplotlib", "PIL"]),
        ("from flashrl.simulations import discover, png, save_picture; discover()", ["matplotlib", "PIL"]),
    ],
)
def test_what_is_heavy_is_imported_only_when_needed(statement: str, absent: list[str]) -> None:
    check = f"{statement}; import sys; print(*set({absent}) & set(sys.modules))"
    done = subprocess.run([sys.executable, "-c", check], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == ""
