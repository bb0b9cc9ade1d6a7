"""What a simulation takes as parameters, and how it refuses anything else."""

import re
from dataclasses import dataclass
from typing import Any

import pytest

from flashrl.errors import SimulationError
from flashrl.simulations import Parameter, Simulation, discover, get
from flashrl.simulations._base import param


@dataclass(frozen=True)
class Params:
    discount: float = param(0.9, "Discount γ", min=0.0, max=0.99, step=0.01)
    runs: int = param(10, "Runs", min=1)
    cost: float = param(-1.0, "Cost", max=0.0)
    noise: float = param(0.0, "Noise")
    double: bool = param(False, "Double")
    method: str = param("td", "Method", choices=("td", "mc"))
    rewards: tuple[float, ...] = param((1.0, 0.0), "Rewards", min=0.0, max=1.0)

    def __post_init__(self) -> None:
        if self.runs == 13:
            raise ValueError("runs is not 13")


TOY = Simulation(
    slug="toy",
    title="",
    topic="",
    question="",
    insight="",
    follow_up="",
    references=(),
    params=Params,
    run=lambda params: params,
    view=lambda *_: None,  # type: ignore[arg-type]
)
PARAMETERS: dict[str, Parameter] = {each.name: each for each in TOY.parameters}


def test_nothing_given_means_the_defaults() -> None:
    assert TOY.parse({}) == Params()


@pytest.mark.parametrize(
    ("name", "value", "kept"),
    [
        ("discount", 0, 0.0),
        ("discount", 0.99, 0.99),
        ("runs", 20.0, 20),
        ("double", True, True),
        ("method", "mc", "mc"),
        ("rewards", [1, 0, 0.5], (1.0, 0.0, 0.5)),
    ],
)
def test_a_value_within_bounds_is_kept_in_the_parameters_type(name: str, value: Any, kept: Any) -> None:
    found = getattr(TOY.parse({name: value}), name)
    assert (found, type(found)) == (kept, type(kept))


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("discount", 1.0),
        ("discount", -0.01),
        ("discount", float("nan")),
        ("discount", float("inf")),
        ("noise", float("nan")),
        ("noise", float("-inf")),
        ("noise", 10**400),
        ("discount", "0.9"),
        ("discount", True),
        ("discount", None),
        ("runs", 0),
        ("runs", 2.5),
        ("cost", 0.1),
        ("double", 1),
        ("method", "sarsa"),
        ("method", ["td"]),
        ("rewards", []),
        ("rewards", 1.0),
        ("rewards", [0.5, 2.0]),
        ("rewards", [0.5, "x"]),
    ],
)
def test_any_other_value_is_refused_by_name(name: str, value: Any) -> None:
    with pytest.raises(SimulationError, match=name):
        TOY.parse({name: value})


def test_an_unknown_name_is_refused_with_the_known_ones() -> None:
    with pytest.raises(SimulationError, match="no parameter 'gamma'; it has discount, runs"):
        TOY.parse({"gamma": 0.9})


def test_what_only_the_simulation_can_know_is_refused_under_its_slug() -> None:
    with pytest.raises(SimulationError, match="toy: runs is not 13"):
        TOY.parse({"runs": 13})


@pytest.mark.parametrize(
    ("name", "text", "value"),
    [
        ("discount", " .5 ", 0.5),
        ("discount", "0", 0.0),
        ("runs", "1e3", 1000),
        ("double", "Yes", True),
        ("double", "off", False),
        ("method", "mc", "mc"),
        ("rewards", "1,0,0,1", (1.0, 0.0, 0.0, 1.0)),
        ("rewards", "[1, 0.5]", (1.0, 0.5)),
    ],
)
def test_text_is_read_in_the_parameters_type(name: str, text: str, value: Any) -> None:
    assert PARAMETERS[name].read(text) == value


@pytest.mark.parametrize(
    ("name", "text"),
    [("discount", ""), ("discount", "nan"), ("runs", "9" * 400), ("double", "2"), ("rewards", "[]")],
)
def test_other_text_is_refused(name: str, text: str) -> None:
    with pytest.raises(SimulationError, match=name):
        PARAMETERS[name].read(text)


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("discount", "a number from 0 to 0.99"),
        ("runs", "a whole number of at least 1"),
        ("cost", "a number of at most 0"),
        ("noise", "a number"),
    ],
)
def test_bounds_are_said_in_words(name: str, words: str) -> None:
    assert PARAMETERS[name].bounds() == words


@pytest.mark.parametrize(
    ("frame", "index"), [("first", 0), ("last", 50), (0, 0), (50, 50), (-1, 50), (-51, 0)]
)
def test_a_frame_is_named_or_counted_from_either_end(frame: int | str, index: int) -> None:
    simulation = get("ppo-clip")
    assert simulation.frame_index(simulation.run(simulation.parse({})), frame) == index


@pytest.mark.parametrize("frame", [51, -52, "middle", True])
def test_a_frame_that_is_not_there_is_refused(frame: int | str) -> None:
    simulation = get("ppo-clip")
    with pytest.raises(SimulationError, match="frames 0 to 50"):
        simulation.frame_index(simulation.run(simulation.parse({})), frame)


NO_NUMBERS: list[Any] = [float("nan"), float("inf"), float("-inf"), 10**400, "1", None, True, [1.0], {}]
NO_VALUES: dict[str, list[Any]] = {
    "int": [*NO_NUMBERS, 0.5],
    "float": NO_NUMBERS,
    "bool": [0, 1, "true", None, float("nan")],
    "str": [0, None, [], "no such choice"],
    "list": [[], (), None, "x", 1.0, {}, [None], [[1.0]], [float("nan")], [float("inf")], [True]],
}
ALL = [(simulation, each) for simulation in discover().values() for each in simulation.parameters]


def outside(parameter: Parameter) -> list[Any]:
    """Values beyond the bounds."""
    beyond = [] if parameter.min is None else [parameter.min - 1]
    beyond += [] if parameter.max is None else [parameter.max + 1]
    return [[each] for each in beyond] if parameter.type == "list" else beyond


@pytest.mark.parametrize(
    ("simulation", "parameter"), ALL, ids=[f"{simulation.slug}-{each.name}" for simulation, each in ALL]
)
def test_every_parameter_refuses_by_name_and_bounds_what_it_cannot_take(
    simulation: Simulation, parameter: Parameter
) -> None:
    for value in NO_VALUES[parameter.type] + outside(parameter):
        with pytest.raises(
            SimulationError, match=rf"^{parameter.name} takes {re.escape(parameter.bounds())}"
        ):
            simulation.parse({parameter.name: value})


@pytest.mark.parametrize(
    ("slug", "values", "wrong"),
    [
        ("value-iteration", {"map": "own", "rows": ["S..", ".#."]}, "rows: the map has no goal"),
        ("policy-evaluation", {"map": "own", "rows": ["..", ".H"]}, "rows: the map has no goal"),
        ("cliff-walk", {"rows": ["S..", "CCC"]}, "rows: .*no goal"),
        ("dyna-maze", {"rows": ["S#G"]}, "rows: no goal G can be reached"),
        ("expert-iteration", {"prior": [0.5, 0.4, 0.2]}, "prior"),
        ("rlhf-tilt", {"reference_policy": [0.4, 0.3, 0.2, 0.2]}, "reference_policy"),
        ("kl-directions", {"weights": [0.5, 0.6]}, "weights"),
        ("gae-lab", {"state_values": [0.5, 0.6]}, "state_values"),
        ("gumbel-softmax", {"logits": [1.0]}, "logits"),
        ("deadly-triad", {"initial_weights": [1.0]}, "initial_weights"),
        ("grpo-group", {"rewards": [1.0]}, "rewards"),
        ("bradley-terry", {"wins": [7, 8]}, "wins"),
    ],
)
def test_what_does_not_go_together_is_refused_by_name(slug: str, values: dict[str, Any], wrong: str) -> None:
    with pytest.raises(SimulationError, match=f"^{slug}: {wrong}"):
        get(slug).parse(values)
