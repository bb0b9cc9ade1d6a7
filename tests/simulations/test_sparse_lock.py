"""The lock: what uniform guesses need, when a count finds the way, and when a bonus does not help."""

from typing import Any

import numpy as np
import pytest
from matplotlib.figure import Figure

from flashrl.errors import SimulationError
from flashrl.palette import LIGHT
from flashrl.simulations.sparse_lock import SIMULATION, Params, Result, View, grow, run


def last(**values: Any) -> dict[str, float]:
    result = run(SIMULATION.parse(values))
    return result.summary(SIMULATION.frames(result) - 1)


def shown(**values: Any) -> View:
    result = run(SIMULATION.parse(values))
    view = View(Figure(), result, LIGHT)
    view.show(SIMULATION.frames(result) - 1)
    return view


@pytest.mark.parametrize(("length", "median"), [(10, 21.0), (20, 41.0)])
def test_a_count_opens_the_lock_after_two_episodes_a_digit(length: int, median: float) -> None:
    assert last(length=length)["median_first_success"] == median


@pytest.mark.parametrize("step_size", [0.5, 1.0])
@pytest.mark.parametrize("discount", [0.9, 0.99])
def test_each_digit_guessed_wrong_costs_four_episodes(step_size: float, discount: float) -> None:
    first = run(Params(step_size=step_size, discount=discount)).first_success[-1]
    assert set(((first - 1) % 4).tolist()) == {0}
    # 1 + 4 · Bin(10, ½): mean 21, standard deviation 4 √2.5 over √200 runs
    assert first.mean() == pytest.approx(21, abs=4 * 4 * np.sqrt(2.5 / 200))


@pytest.mark.parametrize(("length", "mean"), [(1, 2.0), (4, 16.0), (5, 32.0)])
def test_uniform_guesses_need_two_to_the_n_episodes(length: int, mean: float) -> None:
    found = last(explorer="random", length=length, episodes=600, runs=500)
    assert found["expected_episodes_uniform"] == mean
    assert found["mean_first_success"] == pytest.approx(mean, abs=4 * mean / np.sqrt(500))


def test_the_exact_share_of_uniform_guesses() -> None:
    # 1 − (7/8)³
    result = run(Params(explorer="random", length=3, episodes=3))
    assert result.uniform_success_share == pytest.approx([0, 0.125, 0.234375, 0.330078125])


def test_twenty_digits_are_out_of_reach_of_uniform_guesses() -> None:
    found = last(explorer="random", length=20)
    assert found["expected_episodes_uniform"] == 1048576
    assert found["uniform_success_share"] == pytest.approx(60 / 1048576, rel=1e-4)
    assert "median_first_success" not in found


def test_a_bonus_that_is_only_a_reward_repeats_the_first_guesses() -> None:
    result = run(Params(explorer="bonus-only", length=2, runs=500, episodes=40))
    first = result.first_success[-1]
    assert set(first.tolist()) == {0, 1}  # at once, by luck, or never
    assert (first > 0).mean() == pytest.approx(0.25, abs=4 * np.sqrt(0.25 * 0.75 / 500))


def test_a_noisy_television_keeps_the_explorer_before_it() -> None:
    found = last(explorer="noisy-tv")
    assert found["success_share"] <= 0.02
    assert found["tv_share"] > 0.8


def test_every_episode_tries_the_first_digit_once() -> None:
    result = run(Params(episodes=30))
    assert result.visits[:, 0].sum(axis=1) == pytest.approx(np.arange(31.0))


def test_no_digit_is_tried_more_often_than_the_one_before_it_was_right() -> None:
    visits = run(Params()).visits[-1]
    assert visits[1:].sum(axis=1) == pytest.approx(visits[:-1, 0])


def test_a_run_that_grows_ends_as_the_run_does() -> None:
    params = Params(length=20, episodes=120, runs=20)
    steps: list[tuple[float, Result]] = list(grow(params))
    assert len(steps) > 2
    assert [share for share, _ in steps] == sorted(share for share, _ in steps)
    assert SIMULATION.at(steps[-1][1], -1) == SIMULATION.at(run(params), -1)


def test_many_episodes_are_thinned_out_to_500_frames() -> None:
    result = run(Params(length=1, episodes=1200, runs=1))
    assert (len(result.episode), result.episode[0], result.episode[-1]) == (501, 0, 1200)


def test_an_explorer_that_does_not_exist_is_refused() -> None:
    with pytest.raises(SimulationError, match="explorer takes one of random, count, bonus-only, noisy-tv"):
        SIMULATION.parse({"explorer": "greedy"})


def test_the_pointer_tells_visits_and_their_bonus() -> None:
    view = shown(length=1, explorer="bonus-only", runs=1, episodes=16)
    rows = [str(view.explained(view._chain, 1.0, float(row))) for row in (0, 1)]
    assert "digit 1, right: 16 times a run; bonus β/√n = 1/√16 = 0.25" in rows or (
        "digit 1, wrong: 16 times a run; bonus β/√n = 1/√16 = 0.25" in rows
    )
    assert view.explained(view._chain, 3.0, 0.0) is None


def test_the_pointer_tells_the_exact_share_of_uniform_guesses() -> None:
    view = shown(length=3)
    assert str(view.explained(view._plot, 2.4, 0.5)).endswith("uniform 1 − (1 − 2^−3)^2 = 0.234")


def test_a_renewed_picture_may_have_another_length_and_a_television() -> None:
    view = shown()
    assert view.renew(run(Params(length=4, explorer="noisy-tv", episodes=10)))
    view.show(10)
    assert view._title.get_text().startswith("episode 10 ")
    assert len(view._cells.get_paths()) == 12
