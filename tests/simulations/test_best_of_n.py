"""Best-of-n: its KL bound, expected maxima, and how heavy tails turn the true reward."""

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
from flashrl.simulations.best_of_n import MOST, SIMULATION, Params, View, n_of, run, selection


def view_of(params: Params) -> View:
    figure = Figure(figsize=(6.4, 4.2), dpi=100)
    FigureCanvasAgg(figure)
    view = View(figure, run(params), LIGHT)
    view.show(params.n - 1)
    return view


@pytest.mark.parametrize(("n", "kl"), [(1, 0.0), (2, 0.1931), (4, 0.6363), (16, 1.8351), (64, 3.1745)])
def test_the_kl_bound_is_log_n_minus_n_minus_one_over_n(n: int, kl: float) -> None:
    found = run(Params(n=n)).summary(-1)
    assert (found["n"], found["kl_bound"]) == pytest.approx((n, kl), abs=5e-5)
    assert found["kl"] == found["kl_bound"]


def test_scores_without_ties_attain_the_bound() -> None:
    # The best of n by a score uniform in u has density n uⁿ⁻¹: KL = ∫ n uⁿ⁻¹ log(n uⁿ⁻¹) du.
    u = (np.arange(200_000) + 0.5) / 200_000
    density = 16 * u**15
    assert run(Params(n=16)).kl_bound[-1] == pytest.approx(np.mean(density * np.log(density)), abs=1e-6)


def test_equally_likely_answers_that_repeat_stay_below_the_bound() -> None:
    edges = np.linspace(0, 1, 5)  # the best of 16 draws among 4 answers
    chosen = np.diff(edges**16)
    assert (chosen * np.log(4 * chosen)).sum() < run(Params(n=16)).kl_bound[-1]


@pytest.mark.parametrize(
    ("n", "highest"), [(1, 0.0), (2, 1 / math.sqrt(math.pi)), (3, 1.5 / math.sqrt(math.pi)), (4, 1.0293754)]
)
@pytest.mark.parametrize("noise_scale", [0.5, 2.0])
def test_with_gaussian_noise_gold_and_proxy_are_the_expected_maximum_of_normals(
    n: int, highest: float, noise_scale: float
) -> None:
    found = run(Params(n=n, noise="gaussian", noise_scale=noise_scale)).summary(-1)
    deviation = math.sqrt(1 + noise_scale**2)
    assert found["expected_proxy"] == pytest.approx(highest * deviation, abs=1e-7)
    assert found["expected_gold"] == pytest.approx(highest / deviation, abs=1e-7)


def test_with_gaussian_noise_gold_never_falls() -> None:
    proxy, gold = selection("gaussian", 1.0)
    assert (np.diff(gold) > 0).all()
    assert gold == pytest.approx(proxy / 2)
    assert "n_of_highest_gold" not in run(Params(noise="gaussian")).summary(-1)


def test_with_heavy_tails_gold_rises_and_falls_again_while_the_proxy_rises_on() -> None:
    proxy, gold = selection("heavy-tailed", 1.0)
    top = int(gold.argmax())
    assert (np.diff(proxy) > 0).all()
    assert (np.diff(gold[: top + 1]) > 0).all()
    assert (np.diff(gold[top:]) < 0).all()
    assert run(Params(noise_scale=1.0)).summary(-1)["n_of_highest_gold"] == top + 1 == 12


@pytest.mark.parametrize(("n", "count"), [(2, 400_000), (64, 20_000)])
def test_the_integrals_agree_with_sampling(n: int, count: int) -> None:
    rng = np.random.default_rng(0)
    gold = rng.standard_normal((count, n))
    best = (gold + 0.7 * rng.standard_t(2, (count, n))).argmax(axis=1)
    expected = run(Params(n=n, noise_scale=0.7)).expected_gold[-1]
    assert gold[np.arange(count), best].mean() == pytest.approx(expected, abs=0.02)


def test_a_frame_adds_a_candidate_and_keeps_the_best() -> None:
    result = run(Params(n=20, seed=5))
    assert SIMULATION.frames(result) == 20
    assert result.best_proxy.tolist() == np.maximum.accumulate(result.candidate_proxy).tolist()
    for frame in range(20):
        best = int(result.candidate_proxy[: frame + 1].argmax())
        assert result.best_gold[frame] == result.candidate_gold[best]


@given(few=st.integers(1, 50), more=st.integers(51, MOST), seed=st.integers(0, 9999))
def test_a_larger_n_begins_with_the_same_candidates(few: int, more: int, seed: int) -> None:
    short, long = run(Params(n=few, seed=seed)), run(Params(n=more, seed=seed))
    assert short.candidate_proxy.tolist() == long.candidate_proxy[:few].tolist()


@pytest.mark.parametrize("noise_scale", [0.1, 3.0])
@pytest.mark.parametrize("noise", ["gaussian", "heavy-tailed"])
def test_every_number_is_finite_at_the_bounds(noise: str, noise_scale: float) -> None:
    found = run(Params(n=MOST, noise=noise, noise_scale=noise_scale)).summary(-1)
    assert np.isfinite(list(found.values())).all()
    assert 0 < found["expected_gold"] < found["expected_proxy"]


def test_an_unknown_noise_is_refused() -> None:
    with pytest.raises(SimulationError, match="noise takes one of gaussian, heavy-tailed"):
        SIMULATION.parse({"noise": "cauchy"})


def test_dragging_along_the_curves_sets_n() -> None:
    view = view_of(Params())
    assert view.edited(Params(), view._gold, 1.8351, 0.5) == replace(Params(), n=16)
    assert view.edited(Params(), view._proxy, 99.0, 0.5) == replace(Params(), n=MOST)
    assert view.edited(Params(), view._sample, 1.0, 0.5) is None
    assert n_of(0.0) == 1


def test_values_under_the_pointer_are_explained() -> None:
    view = view_of(Params(noise="gaussian", noise_scale=1.0))
    assert view.explained(view._gold, 0.6, 1.0) == (
        "n = 4: KL ≤ log 4 − 3/4 = 0.6363, proxy 1.46, gold 0.728"
    )
    gold, proxy = view._result.candidate_gold[2], view._result.candidate_proxy[2]
    words = view.explained(view._sample, gold, proxy)
    assert words is not None
    assert words.startswith(f"candidate 3: proxy {proxy:.3g}".replace("-", "−"))
    assert view.explained(view._sample, 3.5, -4.0) is None


def test_another_run_moves_the_same_artists() -> None:
    view = view_of(Params())
    assert view.renew(run(Params(n=MOST, noise="gaussian", noise_scale=0.1)))
    view.show(MOST - 1)
