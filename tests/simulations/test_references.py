"""The canon's numbers, exact, published or recomputed, as the command line gives them."""

import json
from collections.abc import Mapping
from typing import Any

import pytest

from flashrl.cli import run
from flashrl.simulations import discover

Numbers = Mapping[str, Any]

EXACT: list[tuple[str, str, Numbers, float]] = [  # slug, parameters, what it says, within
    ("discount-crossroads", "discount=0.5", {"state_value_a": 4 / 3, "state_value_b": 4 / 3}, 1e-9),
    ("discount-crossroads", "", {"state_value_a": 5.263, "state_value_b": 9.474, "tie_discount": 0.5}, 5e-4),
    ("policy-evaluation", "sweeps=1", {"state_values.0": [0, -1, -1, -1]}, 1e-9),
    ("policy-evaluation", "sweeps=3", {"state_values.0": [0, -2.4375, -2.9375, -3]}, 1e-9),
    ("policy-evaluation", "", {"state_values.0": [0, -14, -20, -22], "sweeps_until_policy_optimal": 3}, 1e-5),
    ("value-iteration", "", {"state_values.0": [22.0, 24.4, 22.0, 19.4, 17.5]}, 0.05),
    ("value-iteration", "", {"state_values.-1": [14.4, 16.0, 14.4, 13.0, 11.7]}, 0.05),
    ("value-iteration", "", {"error_ratio": 0.9, "sweeps_until_policy_optimal": 14}, 1e-6),
    ("importance-sampling", "episodes=1 runs=1", {"ratio_variance": 1.64**10 - 1}, 1e-6),
    (
        "importance-sampling",
        "env=blackjack episodes=1 runs=1",
        {"state_value": -0.27726},
        1e-4,
    ),  # an average of 1e8
    ("cliff-walk", "episodes=1 runs=1", {"optimal_value": -13}, 1e-9),
    ("cliff-walk", "episodes=1 runs=1", {"edge_path_value": -51.81, "top_path_value": -22.27}, 5e-3),
    ("dyna-maze", "episodes=2 runs=1", {"shortest_path": 14}, 0),
    ("aggregation-walk", "episodes=1", {"true_value_last_state": 0.92196}, 5e-6),
    ("aggregation-walk", "episodes=1", {"root_ve_mc": 0.05438, "root_ve_td": 0.11674}, 5e-6),
    ("deadly-triad", "", {"weights": [*6 * [114.4337], 6.8500, 335.0012]}, 5e-5),
    ("short-corridor", "", {"optimal_probability_right": 2 - 2**0.5, "optimal_return": -11.656854}, 1e-6),
    ("short-corridor", "probability_right=0.25 episodes=0", {"expected_return": -3.5 / 0.1875}, 1e-6),
    ("gradient-variance", "", {"variance_score": 30, "variance_baseline": 18}, 1e-6),
    ("gradient-variance", "mean=2", {"variance_score": 87, "variance_reparameterised": 4}, 1e-6),
    ("entropy-collapse", "", {"policy": [0.7273, 0.2675, 0.0049, 0.0002, 0], "entropy": 0.6128}, 5e-5),
    ("gumbel-softmax", "batches=1", {"policy": [0.6439, 0.2369, 0.0871, 0.0321]}, 5e-5),
    ("gae-lab", "gae_lambda=0", {"advantages": [0.04, -0.24, 0.32, 0.2]}, 1e-9),
    ("gae-lab", "gae_lambda=1", {"advantages": [0.229, 0.21, 0.5, 0.2]}, 1e-9),
    ("trust-region", "", {"kl": 0.0023}, 5e-5),
    ("trust-region", "std=0.1", {"kl": 0.180}, 5e-4),
    ("trust-region", "std=0.01", {"kl": 18.0}, 0.05),
    ("trust-region", "natural=true", {"kl": 0.010}, 5e-4),
    ("trust-region", "natural=true std=0.1", {"kl": 0.010}, 5e-4),
    ("trust-region", "natural=true std=0.01", {"kl": 0.010}, 5e-4),
    ("ppo-clip", "prob_ratio=1.5 advantage=1", {"objective": 1.2, "slope": 0}, 1e-9),
    ("ppo-clip", "prob_ratio=0.5 advantage=1", {"objective": 0.5, "slope": 1}, 1e-9),
    ("ppo-clip", "prob_ratio=0.5 advantage=-1", {"objective": -0.8, "slope": 0}, 1e-9),
    ("ppo-clip", "prob_ratio=1.5 advantage=-1", {"objective": -1.5, "slope": -1}, 1e-9),
    ("sparse-lock", "length=12 episodes=1 runs=1", {"expected_episodes_uniform": 4096}, 0),
    ("reward-shaping", "", {"loop_threshold": 0.11437}, 5e-6),
    ("reward-shaping", "bonus=0.114", {"loops": 0}, 0),
    ("reward-shaping", "bonus=0.115", {"loops": 1}, 0),
    ("sim2real-gain", "half_width=0.9", {"half_width_limit": 1 / 1.1, "common_stabiliser_exists": 1}, 1e-9),
    ("sim2real-gain", "half_width=0.92", {"common_stabiliser_exists": 0}, 0),
    ("imitation-drift", "", {"cost_without_recovery": 37.2, "cost_with_recovery": 1}, 0.05),
    ("expert-iteration", "iterations=3", {"success_probabilities.:4": [0.045, 0.268, 0.665, 0.836]}, 5e-4),
    ("prm-vs-orm", "steps=5", {"snr_orm": 0.435, "snr_prm": 1.146}, 5e-4),
    ("prm-vs-orm", "steps=10", {"snr_orm": 0.170, "snr_prm": 1.146}, 5e-4),
    ("prm-vs-orm", "steps=20", {"snr_orm": 0.028, "snr_prm": 1.146}, 5e-4),
    ("kl-directions", "", {"mean": 0, "std": 2.0616}, 5e-5),
    ("kl-directions", "direction=reverse", {"std": 0.5, "kl": 0.6931}, 5e-4),
    ("kl-estimators", "", {"k1_relative_bias": 0, "k1_relative_std": 2}, 1e-6),
    ("kl-estimators", "", {"k2_relative_bias": 0.25, "k2_relative_std": 1.732}, 5e-4),
    ("kl-estimators", "", {"k3_relative_bias": 0, "k3_relative_std": 1.695}, 5e-4),
    ("bradley-terry", "", {"scores": [1.0184, 0.1789, -1.1972], "win_probability_at_gap": 0.7311}, 5e-5),
    ("rlhf-tilt", "", {"policy": [0.0491, 0.1, 0.1813, 0.6697], "kl": 1.0428}, 5e-5),
    ("dpo-loss", "", {"loss": 0.59814}, 5e-6),
    ("best-of-n", "n=2", {"kl_bound": 0.1931}, 5e-5),
    ("best-of-n", "n=4", {"kl_bound": 0.6363}, 5e-5),
    ("best-of-n", "n=16", {"kl_bound": 1.8351}, 5e-5),
    ("grpo-group", "normaliser=population", {"advantages": [1, -1, -1, 1]}, 1e-9),
    ("grpo-group", "normaliser=sample", {"advantages": [0.8660, -0.8660, -0.8660, 0.8660]}, 5e-5),
    ("grpo-group", "normaliser=none", {"advantages": [0.5, -0.5, -0.5, 0.5]}, 1e-9),
    ("grpo-group", "normaliser=rloo", {"advantages": [0.6667, -0.6667, -0.6667, 0.6667]}, 5e-5),
]

SAMPLED: list[tuple[str, str, Numbers, float]] = [
    ("bandit-testbed", "", {"greedy": 34.7, "epsilon_greedy": 80.0, "ucb": 84.9}, 1.5),
    ("random-walk", "step_size=0.1", {"rms_error": 0.0547}, 0.004),
    ("random-walk", "method=mc step_size=0.02", {"rms_error": 0.0814}, 0.004),
    ("cliff-walk", "", {"return_sarsa": -27.1, "return_q_learning": -49.9}, 2.5),
    ("maximization-bias", "episodes=10", {"q_learning": 86.9, "double_q_learning": 45.3}, 1.5),
    ("maximization-bias", "episodes=100", {"q_learning": 46.1, "double_q_learning": 9.6}, 1.5),
    ("dyna-maze", "planning_steps=0 episodes=2", {"steps_in_episode_2": 573}, 0.15 * 573),
    ("dyna-maze", "planning_steps=5 episodes=2", {"steps_in_episode_2": 170}, 0.15 * 170),
    ("dyna-maze", "planning_steps=50 episodes=2", {"steps_in_episode_2": 37}, 0.15 * 37),
    ("gumbel-softmax", "", {"relaxed_mean": 0.534}, 0.002),
    ("sparse-lock", "", {"median_first_success": 21}, 1),
    ("sparse-lock", "length=20 episodes=100", {"median_first_success": 41}, 1),
    ("her-bitflip", "", {"success_rate": 1}, 0),
    ("her-bitflip", "relabel=false", {"success_rate": 0}, 0),
]

NAMED = {"bandit-testbed": "optimal_action_last_100_", "maximization-bias": "percent_left_"}
"""What the names of a simulation's numbers begin with."""


def simulated(slug: str, parameters: str, capsys: pytest.CaptureFixture[str]) -> Any:
    settings = [word for each in parameters.split() for word in ("--set", each)]
    assert run(["simulate", slug, *settings, "--json"]) == 0
    return json.loads(capsys.readouterr().out)


def said(printed: Any, name: str) -> Any:
    """A number of the summary, or an array of the result, or with `.row` or `.:stop` a part of it."""
    name, _, part = name.partition(".")
    if name in printed["summary"]:
        return printed["summary"][name]
    found = printed["result"][name]
    if part.startswith(":"):
        return found[: int(part[1:])]
    return found[int(part)] if part else found


@pytest.mark.parametrize(("slug", "parameters", "numbers", "within"), [*EXACT, *SAMPLED])
def test_a_number_of_the_canon_is_reached_through_the_command_line(
    slug: str, parameters: str, numbers: Numbers, within: float, capsys: pytest.CaptureFixture[str]
) -> None:
    printed = simulated(slug, parameters, capsys)
    for name, expected in numbers.items():
        assert said(printed, NAMED.get(slug, "") + name) == pytest.approx(expected, abs=within, rel=0)


def test_every_simulation_of_the_canon_has_a_number_here() -> None:
    assert len({slug for slug, *_ in [*EXACT, *SAMPLED]} & set(discover())) == 32
