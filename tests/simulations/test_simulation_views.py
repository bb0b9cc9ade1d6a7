"""Views: artists are made once, nothing is clipped, the kept pixels are the true ones, clicks edit."""

import json
from dataclasses import replace
from functools import cache
from io import BytesIO
from typing import Any

import numpy as np
import pytest
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.colors import to_rgba
from matplotlib.figure import Figure

from flashrl.palette import LIGHT
from flashrl.simulations import discover, get
from flashrl.simulations._style import is_dark, number

CASES: list[tuple[str, dict[str, Any]]] = [
    ("value-iteration", {}),
    ("value-iteration", {"map": "frozen-lake-4x4"}),
    ("value-iteration", {"map": "frozen-lake-8x8", "discount": 0.99, "sweeps": 1000}),
    ("value-iteration", {"map": "own"}),
    ("value-iteration", {"map": "own", "rows": ["G"], "sweeps": 1, "discount": 0.0}),
    ("value-iteration", {"map": "own", "rows": ["." * 19 + "G"] * 20, "sweeps": 20}),
    ("value-iteration", {"map": "own", "rows": ["+-", ".G"]}),
    ("ppo-clip", {}),
    ("ppo-clip", {"prob_ratio": 0.0, "advantage": -2.9, "dual_clip": 1.5}),
    ("ppo-clip", {"prob_ratio": 3.0, "advantage": -3.0}),
    ("ppo-clip", {"advantage": 0.0, "clip_high": 2.0}),
]
CASES += [(slug, {}) for slug in discover() if slug not in {case[0] for case in CASES}]
every_case = pytest.mark.parametrize(("slug", "values"), CASES)


@cache
def run_once(slug: str, values: str) -> Any:
    """The result of parameters that are written as JSON: many tests look at the same."""
    simulation = get(slug)
    return simulation.run(simulation.parse(json.loads(values)))


class Shown:
    """A simulation on a canvas."""

    def __init__(self, slug: str, values: dict[str, Any], size: tuple[int, int] = (640, 480)) -> None:
        self.simulation = get(slug)
        self.result = run_once(slug, json.dumps(values))
        self.params = self.result.params
        self.figure = Figure(figsize=(size[0] / 100, size[1] / 100), dpi=100)
        self.canvas: Any = FigureCanvasAgg(self.figure)
        self.view: Any = self.simulation.view(self.figure, self.result, LIGHT)
        self.frames = self.simulation.frames(self.result)

    def pixels(self, frame: int) -> Any:
        self.view.show(frame)
        self.canvas.draw()
        return np.array(self.canvas.buffer_rgba())


@every_case
def test_showing_a_frame_makes_no_artist(slug: str, values: dict[str, Any]) -> None:
    shown = Shown(slug, values)
    before = shown.figure.findobj()
    for frame in {*range(min(shown.frames, 30)), shown.frames // 2, shown.frames - 1}:
        shown.view.show(frame)
    assert shown.figure.findobj() == before


@every_case
def test_a_frame_looks_the_same_whatever_was_shown_before(slug: str, values: dict[str, Any]) -> None:
    shown, fresh = Shown(slug, values), Shown(slug, values)
    for frame in (shown.frames - 1, 0, shown.frames // 2):
        shown.pixels(frame)
    last = shown.frames - 1
    assert (shown.pixels(last) == fresh.pixels(last)).all()


@pytest.mark.parametrize("size", [(480, 360), (640, 480), (360, 640)])
@every_case
def test_nothing_reaches_the_edge_where_it_would_be_cut_off(
    slug: str, values: dict[str, Any], size: tuple[int, int]
) -> None:
    shown = Shown(slug, values, size)
    for frame in (0, shown.frames - 1):
        rim = shown.pixels(frame)
        rim[2:-2, 2:-2] = rim[0, 0]
        assert (rim == rim[0, 0]).all()


def test_axes_are_drawn_again_when_the_figure_has_another_size() -> None:
    shown, fresh = Shown("ppo-clip", {}), Shown("ppo-clip", {}, (480, 360))
    shown.pixels(0)
    shown.figure.set_size_inches(4.8, 3.6)
    assert (shown.pixels(0) == fresh.pixels(0)).all()


def test_saving_a_file_leaves_no_empty_axes_behind() -> None:
    shown, fresh = Shown("ppo-clip", {}), Shown("ppo-clip", {})
    shown.figure.savefig(BytesIO(), format="png")
    assert (shown.pixels(0) == fresh.pixels(0)).all()


@pytest.mark.parametrize(
    ("colour", "dark"), [("#000000", True), ("#00224e", True), ("#fee838", False), ("#ffffff", False)]
)
def test_text_on_a_cell_has_contrast(colour: str, dark: bool) -> None:
    assert is_dark(np.array(to_rgba(colour))) == dark


@pytest.mark.parametrize(
    ("value", "form", "text"),
    [(-0.8, ".1f", "−0.8"), (-0.001, ".1f", "0.0"), (0.0, "g", "0"), (2.0, "g", "2")],
)
def test_numbers_have_a_true_minus_and_zero_has_none(value: float, form: str, text: str) -> None:
    assert number(value, form) == text


def test_a_click_on_a_cell_makes_a_map_of_ones_own() -> None:
    shown = Shown("value-iteration", {})
    edited = shown.view.edited(shown.params, shown.figure.axes[0], 2.3, 3.6)
    assert edited == replace(shown.params, map="own", rows=(".A.B.", ".....", "...b.", ".....", ".a#.."))


def test_a_map_made_by_clicking_has_the_values_of_the_one_it_was_made_from() -> None:
    shown = Shown("value-iteration", {"sweeps": 20})
    own = replace(shown.params, map="own", rows=shown.params.world.rows)
    assert (shown.simulation.run(own).state_values == shown.result.state_values).all()


@pytest.mark.parametrize(("axes", "x", "y"), [(0, 7.0, 1.0), (0, -0.6, 1.0), (1, 2.0, 1.0)])
def test_a_click_beside_the_grid_changes_nothing(axes: int, x: float, y: float) -> None:
    shown = Shown("value-iteration", {})
    assert shown.view.edited(shown.params, shown.figure.axes[axes], x, y) is None


@pytest.mark.parametrize(("x", "ratio"), [(0.504, 0.5), (-0.2, 0.0), (3.4, 3.0)])
def test_a_drag_in_the_objective_takes_the_ratio_along(x: float, ratio: float) -> None:
    shown = Shown("ppo-clip", {})
    edited = shown.view.edited(shown.params, shown.figure.axes[0], x, 0.3)
    assert edited == replace(shown.params, prob_ratio=ratio)


def test_a_click_elsewhere_leaves_the_ratio() -> None:
    shown = Shown("ppo-clip", {})
    assert shown.view.edited(shown.params, None, 0.5, 0.5) is None


RENEWED = [
    ("ppo-clip", {"prob_ratio": 0.4}),
    ("ppo-clip", {"advantage": -1.0, "clip_low": 0.4, "dual_clip": 2.0}),
    ("value-iteration", {"discount": 0.5}),
    ("value-iteration", {"sweeps": 20}),
]


def neighbour(slug: str) -> dict[str, Any]:
    """The first number of a simulation, one step from its default."""
    first = next(each for each in get(slug).parameters if each.type in ("int", "float"))
    sign = -1 if first.default == first.max else 1
    return {first.name: first.default + sign * (first.step or 1)}


QUICK = [slug for slug, simulation in discover().items() if simulation.grow is None]
RENEWED += [(slug, neighbour(slug)) for slug in QUICK if hasattr(get(slug).view, "renew")]


@pytest.mark.parametrize(("slug", "values"), RENEWED)
def test_a_renewed_picture_is_that_of_a_new_one(slug: str, values: dict[str, Any]) -> None:
    simulation = get(slug)
    result = simulation.run(simulation.parse(values))
    pictures = []
    for first in (simulation.run(simulation.parse({})), result):
        figure = Figure(figsize=(6.4, 4.8), dpi=100)
        canvas = FigureCanvasAgg(figure)
        view = simulation.view(figure, first, LIGHT)
        canvas.draw()
        if first is not result:
            before = len(figure.findobj())
            assert view.renew(result)  # type: ignore[attr-defined]
            assert abs(len(figure.findobj()) - before) < 40  # but for ticks
        view.show(min(3, simulation.frames(result) - 1))
        canvas.draw()
        pictures.append(np.asarray(canvas.buffer_rgba()).copy())
    assert np.mean(np.any(pictures[0] != pictures[1], axis=2)) < 0.001


def test_another_map_needs_a_picture_of_its_own() -> None:
    simulation = get("value-iteration")
    view = simulation.view(Figure(), simulation.run(simulation.parse({})), LIGHT)
    other = simulation.run(simulation.parse({"map": "frozen-lake-4x4"}))
    assert not view.renew(other)  # type: ignore[attr-defined]
