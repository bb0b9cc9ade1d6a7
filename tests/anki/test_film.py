"""Films: a still picture and what changes in it, made once."""

import io
from concurrent.futures import CancelledError
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from flashrl import simulations
from flashrl.anki import film as making
from flashrl.anki.film import Film, evenly, shoot
from flashrl.anki.studio import Failure, Order, Studio
from flashrl.palette import LIGHT

SMALL = Order("trust-region", "{}", "last", 400_000)


@pytest.fixture(scope="module")
def film() -> Film:
    return shoot("expert-iteration", {}, 3, 400_000)


def pixels(picture: bytes) -> "np.ndarray[tuple[int, ...], np.dtype[np.uint8]]":
    return np.asarray(Image.open(io.BytesIO(picture)).convert("RGBA"))


@given(st.integers(1, 2000), st.integers(3, 30), st.data())
def test_frames_are_spread_evenly_with_the_first_the_last_and_the_still(
    count: int, most: int, data: st.DataObject
) -> None:
    still = data.draw(st.integers(0, count - 1))
    shown = evenly(count, most, still)
    assert {0, still, count - 1} <= set(shown) <= set(range(count))
    assert len(shown) <= most
    assert len(shown) >= min(count, most) - 1
    assert list(shown) == sorted(set(shown))


def test_a_picture_and_its_overlay_make_the_frame(film: Film) -> None:
    simulation = simulations.get("expert-iteration")
    result = simulation.run(simulation.parse({}))
    (wanted,) = simulations.pixels(
        simulation, result, [5], palette=LIGHT, width=making.WIDTH, height=making.HEIGHT, scale=2
    )
    still, over = pixels(film.still_day), pixels(film.day[film.frames.index(5)])
    made = np.where(over[..., 3:] > 0, over, still)
    assert made.shape == (780, 1040, 4)
    assert np.abs(made.astype(int) - wanted.astype(int)).max() <= 255 / 31 / 2 + 1


def test_nothing_lies_over_the_still_picture(film: Film) -> None:
    at = film.frames.index(film.still)
    assert film.still == 3
    assert pixels(film.day[at])[..., 3].max() == 0
    assert pixels(film.day[at + 1])[..., 3].max() == 255


def test_a_small_budget_leaves_fewer_frames(film: Film) -> None:
    short = shoot("expert-iteration", {}, 3, 1)
    assert (len(film.frames), len(short.frames)) == (9, 6)
    assert {0, 3, 8} <= set(short.frames)
    assert short.digest != film.digest


def test_a_film_is_kept_and_not_made_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    made = have(tmp_path, SMALL)

    def fail(*_: object) -> Film:
        raise AssertionError

    monkeypatch.setattr(making, "shoot", fail)
    assert have(tmp_path, SMALL) == made
    assert isinstance(made, Film)


def test_a_damaged_file_is_made_anew(tmp_path: Path) -> None:
    made = have(tmp_path, SMALL)
    (kept,) = tmp_path.iterdir()
    kept.write_bytes(kept.read_bytes()[:500])
    assert have(tmp_path, SMALL) == made


def test_other_code_makes_another_film(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    have(tmp_path, SMALL)
    monkeypatch.setattr(simulations, "source_digest", lambda _: "another")
    have(tmp_path, SMALL)
    assert len(list(tmp_path.iterdir())) == 2


def test_what_fails_says_why_and_is_not_kept(tmp_path: Path) -> None:
    failed = have(tmp_path, Order("trust-region", '{"std": -1}', "last", 1))
    assert isinstance(failed, Failure)
    assert failed.why.startswith("std")
    assert list(tmp_path.iterdir()) == []


def test_several_are_made_in_processes_of_their_own(tmp_path: Path) -> None:
    orders = [Order("trust-region", f'{{"steps": {n}}}', "first", 400_000) for n in (1, 2)]
    orders.append(Order("no-such", "{}", "last", 1))
    seen: list[int] = []
    studio = Studio(tmp_path)
    studio.make(orders, seen.append, lambda: None)
    assert seen == [1, 2, 3]
    assert [type(studio[order]) for order in orders] == [Film, Film, Failure]


def test_a_folder_that_cannot_be_written_to_keeps_nothing(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"")
    assert isinstance(have(tmp_path / "file", SMALL), Film)


def test_making_can_be_stopped(tmp_path: Path) -> None:
    def stop() -> None:
        raise CancelledError

    with pytest.raises(CancelledError):
        Studio(tmp_path).make([SMALL], lambda _: None, stop)
    assert list(tmp_path.iterdir()) == []


def have(folder: Path, order: Order) -> Film | Failure:
    studio = Studio(folder)
    studio.make([order], lambda _: None, lambda: None)
    return studio[order]
