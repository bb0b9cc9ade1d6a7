"""Bradley–Terry: maximum-likelihood scores, what shifts leave alone, and when there is no maximum."""

import math
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure

from flashrl.errors import SimulationError
from flashrl.palette import LIGHT
from flashrl.simulations.bradley_terry import SIMULATION, Params, View, run


def view_of(params: Params, frame: int = -1) -> View:
    figure = Figure(figsize=(6.4, 4.2), dpi=100)
    FigureCanvasAgg(figure)
    result = run(params)
    view = View(figure, result, LIGHT)
    view.show(frame % len(result.step))
    return view


def test_seven_eight_and_nine_of_ten_give_the_known_scores() -> None:
    result = run(Params())
    assert result.scores[-1] == pytest.approx([1.0184, 0.1789, -1.1972], abs=5e-5)
    assert result.scores[-1].sum() == pytest.approx(0, abs=1e-9)


def test_a_difference_of_one_wins_with_probability_0_7311() -> None:
    assert run(Params()).summary(0)["win_probability_at_gap"] == pytest.approx(0.7311, abs=5e-5)
    assert run(Params(gap=-2.0)).summary(0)["win_probability_at_gap"] == pytest.approx(0.1192, abs=5e-5)


@pytest.mark.parametrize(("won", "played"), [(1, 2), (3, 4), (731, 1000), (9999, 10_000)])
def test_two_players_differ_by_the_log_odds(won: int, played: int) -> None:
    result = run(Params(wins=(won,), games=(played,)))
    gap = result.scores[-1, 0] - result.scores[-1, 1]
    assert gap == pytest.approx(math.log(won / (played - won)), abs=1e-6)
    assert result.summary(-1)["win_probability_ab"] == pytest.approx(won / played, abs=1e-6)


def test_a_fair_cycle_has_equal_scores() -> None:
    # A beats B, B beats C and C beats A, each 7 of 10: no scores can say so.
    assert run(Params(wins=(7, 7, 3))).scores[-1] == pytest.approx([0, 0, 0], abs=1e-9)


def test_pairs_may_have_different_numbers_of_games_or_none() -> None:
    # A and C never met; their difference is the sum of ln 3 and ln 4.
    result = run(Params(wins=(3, 16, 0), games=(4, 20, 0)))
    assert result.scores[-1, 0] - result.scores[-1, 2] == pytest.approx(math.log(12), abs=1e-6)


def test_four_players_are_paired_with_their_neighbours_first() -> None:
    found = run(Params(wins=(6, 6, 6, 7, 7, 8))).summary(-1)
    pairs = [name[-2:] for name in found if name.startswith("win_probability_") and "gap" not in name]
    assert pairs == ["ab", "bc", "cd", "ac", "bd", "ad"]
    assert found["score_a"] == pytest.approx(-found["score_d"])


def test_it_starts_with_equal_scores_and_loss_ln_2() -> None:
    result = run(Params())
    assert not result.scores[0].any()
    assert result.summary(0)["loss"] == pytest.approx(math.log(2))
    assert result.gradient[0] == pytest.approx([6, 1, -7])  # wins minus half of the games


def test_every_step_raises_the_likelihood() -> None:
    assert (np.diff(run(Params(step_size=1.0)).log_likelihood) > 0).all()


@given(st.floats(-5, 5), st.floats(0.05, 1))
def test_shifting_all_scores_changes_no_probability(shift: float, step_size: float) -> None:
    params = Params(step_size=step_size)
    before, after = run(params), run(replace(params, shift=shift))
    assert after.scores[-1] - before.scores[-1] == pytest.approx(np.full(3, shift), abs=1e-6)
    assert after.win_probabilities[-1] == pytest.approx(before.win_probabilities[-1], abs=1e-7)


@given(st.lists(st.integers(1, 9), min_size=6, max_size=6))
def test_at_the_maximum_players_are_expected_to_win_what_they_won(wins: list[int]) -> None:
    result = run(Params(wins=tuple(wins)))
    expected = 10 * (result.win_probabilities[-1].sum(axis=1) - 0.5)
    pairs = [(0, 1), (1, 2), (2, 3), (0, 2), (1, 3), (0, 3)]
    won = np.zeros(4)
    for (first, second), wins_of_first in zip(pairs, wins, strict=True):
        won += wins_of_first * np.eye(4)[first] + (10 - wins_of_first) * np.eye(4)[second]
    assert expected == pytest.approx(won, abs=1e-6)


@pytest.mark.parametrize("wins", [(10, 8, 10), (10, 10, 10)])
def test_a_player_who_wins_every_game_has_no_finite_score(wins: tuple[int, ...]) -> None:
    with pytest.raises(SimulationError, match="B and C never beat A"):
        SIMULATION.parse({"wins": wins})


def test_a_penalty_makes_it_finite_and_forgets_the_shift() -> None:
    result = run(Params(wins=(10, 10, 10), l2_penalty=0.1, shift=3.0))
    first, middle, last = result.scores[-1]
    assert (first, middle) == (pytest.approx(-last), pytest.approx(0, abs=1e-9))
    # λ s_A is the surplus of A: 20 games won, fewer expected.
    expected = 10 * (result.win_probabilities[-1, 0, 1] + result.win_probabilities[-1, 0, 2])
    assert 0.1 * first == pytest.approx(20 - expected, abs=1e-6)


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({"wins": [1, 2]}, "wins takes one number for each of the 1, 3, 6, 10 or 15 pairs"),
        ({"games": [10, 10]}, "games takes one number, or one for each of the 3 pairs"),
        ({"wins": [11, 8, 9]}, "wins takes no more than the games"),
        ({"wins": [0], "games": [0]}, "games takes one at least"),
        ({"wins": [5, 0, 0], "games": [10, 0, 0]}, "A and B never beat C"),
    ],
)
def test_impossible_games_are_refused(values: dict[str, list[int]], words: str) -> None:
    with pytest.raises(SimulationError, match=words):
        SIMULATION.parse(values)


def test_a_long_ascent_leaves_frames_out_and_ends_at_the_maximum() -> None:
    result = run(Params(wins=(99,), games=(100,), step_size=0.05))
    assert SIMULATION.frames(result) <= 120 < result.step[-1]
    assert np.abs(result.gradient[-1]).max() < 1e-6


def test_dragging_a_pair_sets_its_wins_but_not_beyond_a_maximum() -> None:
    view = view_of(Params())
    assert view.edited(Params(), view._games, 0.1, 0.32) == replace(Params(), wins=(3, 8, 9))
    sure = Params(wins=(9, 8, 10))
    assert view.edited(sure, view._games, 0.1, 1.1) is None
    assert view.edited(Params(), view._games, 0.5, 0.3) is None


def test_dragging_on_the_curve_sets_the_gap() -> None:
    view = view_of(Params())
    assert view.edited(Params(), view._plot, 1.52, 0.3) == replace(Params(), gap=1.5)
    assert view.edited(Params(), None, 1.5, 0.3) is None


def test_values_under_the_pointer_are_explained() -> None:
    view = view_of(Params())
    assert view.explained(view._scores, 0.0, 0.5) == "s_A = 1.018: won 16, expected to win 16"
    assert view.explained(view._games, 1.0, 0.5) == "B beat C in 8 of 10; σ(0.179 − (−1.2)) = 0.798"
    assert view.explained(view._plot, 1.0, 0.5) == "σ(1) = 1/(1 + exp(−1)) = 0.7311"
    assert view.explained(view._scores, 3.4, 0.5) is None


def test_another_number_of_players_moves_the_same_artists() -> None:
    view = view_of(Params(), 0)
    assert view.renew(run(Params(wins=(9,) * 15, games=(10,))))
    view.show(5)
