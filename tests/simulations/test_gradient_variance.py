"""Gradient estimators: their exact variances, the samples that bear them out, and no bias in any of them."""

from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from matplotlib.figure import Figure

from flashrl.errors import SimulationError
from flashrl.palette import LIGHT
from flashrl.simulations.gradient_variance import (
    BINS,
    ESTIMATORS,
    SIMULATION,
    Params,
    Result,
    View,
    run,
    score_variance,
)


@pytest.fixture(scope="module")
def many() -> Result:
    return run(Params(mean=2.0, offset=3.0, batch_size=1000, batches=200))


def last(**values: Any) -> dict[str, float]:
    return run(Params(**{"batches": 1} | values)).summary(-1)


@pytest.mark.parametrize(
    ("mean", "score", "baseline"),
    [(0.0, 15.0, 10.0), (1.0, 30.0, 18.0), (2.0, 87.0, 42.0), (-3.0, 222.0, 82.0)],
)
def test_the_variances_are_those_of_the_closed_forms(mean: float, score: float, baseline: float) -> None:
    found = last(mean=mean)
    exact = [found[f"variance_{name}"] for name in ESTIMATORS]
    assert exact == pytest.approx([score, baseline, 4.0])
    assert [last(mean=mean, estimator=name)["variance"] for name in ESTIMATORS] == pytest.approx(exact)


def test_an_offset_only_harms_the_plain_score() -> None:
    # 30 + 2·10·(1 + 3) + 10² at μ = 1.
    found = last(offset=10.0)
    exact = [found[f"variance_{name}"] for name in ESTIMATORS]
    assert exact == pytest.approx([210.0, 18.0, 4.0])
    assert found["baseline"] == 12.0


@given(mean=st.floats(-5, 5), offset=st.floats(-20, 20))
def test_the_moments_of_a_normal_give_the_same(mean: float, offset: float) -> None:
    z, weights = np.polynomial.hermite_e.hermegauss(12)
    gradients = ((mean + z) ** 2 + offset) * z
    exact = weights @ (gradients - 2 * mean) ** 2 / weights.sum()
    assert score_variance(mean, offset) == pytest.approx(exact, rel=1e-6, abs=1e-6)


@given(mean=st.floats(-5, 5), shift=st.floats(-50, 50))
def test_no_constant_baseline_beats_the_best_one(mean: float, shift: float) -> None:
    best = score_variance(mean, -(mean**2) - 3)
    assert best == pytest.approx(8 * mean**2 + 6, rel=1e-6)
    assert best <= score_variance(mean, shift) + 1e-6
    assert best == pytest.approx(last(mean=mean)["variance_optimal_baseline"])


def test_all_estimators_have_the_true_gradient_as_their_mean(many: Result) -> None:
    errors = many.gradient_estimate_of_each[-1] - 4.0
    assert (np.abs(errors) < 4 * np.sqrt(many.variance_of_each[-1] / 200_000)).all()


def test_the_samples_vary_as_the_closed_forms_say(many: Result) -> None:
    assert many.sample_variance_of_each[-1] == pytest.approx(many.variance_of_each[-1], rel=0.03)


def test_the_sample_variance_is_the_unbiased_one() -> None:
    result = run(Params(batch_size=7, batches=3, estimator="baseline"))
    assert result.summary(2)["sample_variance"] == pytest.approx(result.gradients.var(ddof=1))
    assert result.summary(2)["gradient_estimate"] == pytest.approx(result.gradients.mean())


def test_a_single_sample_has_no_variance() -> None:
    assert "sample_variance" not in last(batch_size=1)


def test_every_sample_is_in_one_bin(many: Result) -> None:
    assert many.histogram.shape == (200, 3, BINS)
    assert (many.histogram.sum(axis=2) == many.samples[:, None]).all()


def test_a_frame_is_a_batch() -> None:
    result = run(Params(batch_size=20, batches=5))
    assert SIMULATION.frames(result) == 5
    assert result.samples.tolist() == [20, 40, 60, 80, 100]


def test_another_estimator_is_refused_by_name() -> None:
    with pytest.raises(SimulationError, match="estimator takes one of score, baseline, reparameterised"):
        SIMULATION.parse({"estimator": "vae"})


def test_a_pointed_at_bin_is_explained() -> None:
    result = run(Params(batches=2, batch_size=50))
    view = View(Figure(), result, LIGHT)
    view.show(1)
    index = int(result.histogram[1, 2].argmax())
    edges = result.params.bin_edges
    told = view.explained(view._rows, float(edges[index : index + 2].mean()), 0.4)
    assert str(told).startswith(f"reparameterised: {result.histogram[1, 2, index]:.0f} of 100 in ")
    assert view.explained(view._rows, float(edges[-1]) + 1, 0.4) is None
    assert view.explained(view._f, 0.0, 5.0) == "E f = μ² + 1 + c = 2, gradient 2μ = 2"
    assert str(view.explained(view._plot, 100.0, 2.0)).startswith("100 samples: score ")


@pytest.mark.parametrize(("x", "mean"), [(-1.24, -1.2), (30.0, 10.0), (-30.0, -10.0)])
def test_a_drag_in_the_picture_of_f_takes_the_mean_along(x: float, mean: float) -> None:
    params = Params(batches=2)
    view = View(Figure(), run(params), LIGHT)
    assert view.edited(params, view._f, x, 3.0) == replace(params, mean=mean)
    assert view.edited(params, view._plot, x, 3.0) is None


def test_a_click_on_a_histogram_chooses_its_estimator() -> None:
    params = Params(batches=2)
    view = View(Figure(), run(params), LIGHT)
    chosen = [view.edited(params, view._rows, 0.0, y) for y in (2.5, 1.5, 0.5)]
    assert chosen == [replace(params, estimator=name) for name in ESTIMATORS]


@pytest.mark.parametrize("values", [{"mean": -9.0, "offset": 50.0}, {"batch_size": 1, "batches": 1}])
def test_another_run_moves_the_same_artists(values: dict[str, Any]) -> None:
    view = View(Figure(), run(Params(batches=3)), LIGHT)
    assert view.renew(run(Params(**{"batches": 2} | values)))
    view.show(0)
