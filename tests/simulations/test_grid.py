"""Grid worlds: what letters mean, which maps are refused, and exact values."""

import numpy as np
import pytest

from flashrl.simulations._grid import (
    FIVE_BY_FIVE,
    FROZEN_LAKE_4X4,
    FROZEN_LAKE_8X8,
    check_goal,
    check_rows,
    exact_state_values,
    grid_world,
    optimal_state_values,
    with_next_kind,
)

UP, RIGHT, DOWN, LEFT = range(4)


@pytest.mark.parametrize(
    ("rows", "wrong"),
    [
        ([], "empty"),
        (["", ""], "empty"),
        (["..G", ".."], "row 2 of the map has 2 cells, row 1 has 3"),
        (["..G", ".x."], "row 2 of the map has 'x'"),
        (["." * 21], "1×21 cells; at most 20×20"),
        (["."] * 21, "21×1 cells"),
        (["A.."], "one 'a' for 'A' to lead to, it has 0"),
        (["Aaa"], "it has 2"),
        (["b.G"], "'B'"),
    ],
)
def test_rows_that_are_no_map_are_refused_with_what_is_wrong(rows: list[str], wrong: str) -> None:
    with pytest.raises(ValueError, match=wrong):
        check_rows(rows)


def test_a_map_without_a_goal_is_refused() -> None:
    with pytest.raises(ValueError, match="no goal"):
        check_goal([".H#-"])


@pytest.mark.parametrize("rows", [FIVE_BY_FIVE, FROZEN_LAKE_4X4, FROZEN_LAKE_8X8, ["G"], ["." * 20] * 20])
def test_probabilities_of_every_action_sum_to_one(rows: list[str]) -> None:
    assert grid_world(rows).probability.sum(axis=-1) == pytest.approx(1.0)


def test_firm_ground_leads_where_it_is_meant_and_a_bump_costs_one() -> None:
    world = grid_world([".#G"])
    assert world.next_state[RIGHT, 0, 1] == 0
    assert world.reward[:, 0].tolist() == [-1, -1, -1, -1]


def test_ice_leads_a_third_each_ahead_and_to_the_sides_and_bumps_are_free() -> None:
    world = grid_world(["FF", "FG"])
    assert world.next_state[RIGHT, 0].tolist() == [0, 1, 2]
    assert world.probability[RIGHT, 0] == pytest.approx([1 / 3, 1 / 3, 1 / 3])
    assert world.reward[:, 1] == pytest.approx([0, 1 / 3, 1 / 3, 1 / 3])


def test_ice_that_is_not_slippery_is_firm() -> None:
    world = grid_world(["FG"], slippery=False)
    assert world.reward[:, 0].tolist() == [0, 1, 0, 0]


def test_a_jump_pays_for_any_action() -> None:
    world = grid_world(FIVE_BY_FIVE)
    assert world.next_state[:, 1, 1].tolist() == [21] * 4
    assert world.reward[:, [1, 3]].tolist() == [[10, 5]] * 4


def test_nothing_leaves_goals_holes_and_walls() -> None:
    world = grid_world(["GH#."])
    assert world.acts.tolist() == [False, False, False, True]
    assert (world.next_state[:, :3] == np.arange(3)[:, None]).all()
    assert not world.reward[:, :3].any()


def test_plus_and_minus_pay_on_arrival_and_end_nothing() -> None:
    world = grid_world(["+.-"])
    assert world.reward[[LEFT, RIGHT], 1].tolist() == [1, -1]
    assert world.acts.all()


def test_the_random_policy_on_the_5x5_grid_has_the_published_values() -> None:
    world = grid_world(FIVE_BY_FIVE)
    values = exact_state_values(world, np.full((4, 25), 0.25), 0.9).reshape(5, 5)
    assert values[0].round(1).tolist() == [3.3, 8.8, 4.4, 5.3, 1.5]  # Sutton & Barto, Figure 3.2
    assert values[4].round(1).tolist() == [-1.9, -1.3, -1.2, -1.4, -2.0]


@pytest.mark.parametrize(("rows", "value"), [(FROZEN_LAKE_4X4, 0.5420), (FROZEN_LAKE_8X8, 0.4146)])
def test_frozen_lakes_have_their_known_start_value(rows: tuple[str, ...], value: float) -> None:
    assert optimal_state_values(grid_world(rows), 0.99)[0] == pytest.approx(value, abs=5e-5)


def test_the_frozen_lake_agrees_with_gymnasiums_dynamics_written_out() -> None:
    lake, values = "".join(FROZEN_LAKE_4X4), [0.0] * 16

    def landing(cell: int, action: int) -> int:  # left, down, right, up
        row, column = cell // 4, cell % 4
        row, column = [(row, column - 1), (row + 1, column), (row, column + 1), (row - 1, column)][action % 4]
        return min(max(row, 0), 3) * 4 + min(max(column, 0), 3)

    def worth(cell: int, action: int) -> float:
        ends = [landing(cell, action + slip) for slip in (-1, 0, 1)]
        return sum((lake[end] == "G") + 0.99 * values[end] for end in ends) / 3

    for _ in range(2000):
        values = [0.0 if lake[s] in "GH" else max(worth(s, a) for a in range(4)) for s in range(16)]
    assert optimal_state_values(grid_world(FROZEN_LAKE_4X4), 0.99) == pytest.approx(values, abs=1e-8)


@pytest.mark.parametrize(
    ("before", "after"),
    [("..G", "#.G"), ("#.G", "G.G"), ("G.G", "H.G"), ("H.G", "..G"), ("-.G", "#.G"), ("SFG", "#FG")],
)
def test_a_cell_goes_through_ground_wall_goal_and_hole(before: str, after: str) -> None:
    assert with_next_kind((before,), row=0, column=0) == (after,)


def test_ice_comes_back_as_ice() -> None:
    assert with_next_kind(("HFG",), row=0, column=0) == ("FFG",)


def test_a_jump_is_taken_away_with_both_its_ends() -> None:
    assert with_next_kind(FIVE_BY_FIVE, row=4, column=1) == ("...B.", ".....", "...b.", ".....", ".#...")


def test_the_only_goal_stays() -> None:
    assert with_next_kind(("..G",), row=0, column=2) is None


@pytest.mark.parametrize(("row", "column"), [(-1, 0), (0, -1), (1, 0), (0, 3)])
def test_outside_of_the_map_there_is_no_cell(row: int, column: int) -> None:
    assert with_next_kind(("..G",), row=row, column=column) is None


@pytest.mark.parametrize("rows", [FIVE_BY_FIVE, FROZEN_LAKE_4X4, ["F#G", "SHF"]])
def test_action_values_are_what_the_outcomes_are_worth_on_average(rows: list[str]) -> None:
    world = grid_world(rows)
    state_values = np.random.default_rng(0).normal(size=(3, world.acts.size))
    ahead = (world.probability * state_values[:, world.next_state]).sum(axis=-1)
    assert world.action_values(state_values, 0.9) == pytest.approx(world.reward + 0.9 * ahead)
