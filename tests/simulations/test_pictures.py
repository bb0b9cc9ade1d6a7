"""Pictures in files: their kinds and sizes, the same bytes each time, whole or not at all."""

from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from PIL import Image, ImageSequence

from flashrl.errors import ExportError, SimulationError
from flashrl.palette import DARK, LIGHT
from flashrl.simulations import Simulation, get, png, save_picture
from flashrl.simulations._picture import film_frames

Run = tuple[Simulation, Any]


@pytest.fixture(scope="module", params=["value-iteration", "ppo-clip"])
def run(request: pytest.FixtureRequest) -> Run:
    simulation = get(request.param)
    few = {"sweeps": 4} if simulation.slug == "value-iteration" else {"prob_ratio": 1.04}
    return simulation, simulation.run(simulation.parse(few))


@pytest.mark.parametrize(
    ("size", "scale", "pixels"), [((640, 480), 1, (640, 480)), ((480, 360), 2, (960, 720))]
)
def test_a_png_has_the_size_asked_for(
    run: Run, size: tuple[int, int], scale: int, pixels: tuple[int, int]
) -> None:
    content = png(*run, 0, width=size[0], height=size[1], scale=scale)
    assert Image.open(BytesIO(content)).size == pixels


@pytest.mark.parametrize("palette", [LIGHT, DARK], ids=["light", "dark"])
def test_the_ground_is_the_palettes(run: Run, palette: Any) -> None:
    picture = Image.open(BytesIO(png(*run, 0, palette=palette))).convert("RGB")
    assert "#{:02x}{:02x}{:02x}".format(*picture.getpixel((0, 0))) == palette.raised  # type: ignore[misc]


def test_a_saved_png_is_the_picture_itself(run: Run, tmp_path: Path) -> None:
    save_picture(*run, 2, tmp_path / "frame.PNG")
    assert (tmp_path / "frame.PNG").read_bytes() == png(*run, 2)


def test_frames_count_from_the_end_too(run: Run) -> None:
    assert png(*run, -1) == png(*run, 4)


def test_a_png_of_a_frame_that_is_not_there_is_refused(run: Run) -> None:
    with pytest.raises(SimulationError, match="frames 0 to 4"):
        png(*run, 5)


def test_an_svg_has_the_same_bytes_each_time(run: Run, tmp_path: Path) -> None:
    for name in ("one.svg", "two.svg"):
        save_picture(*run, 1, tmp_path / name)
    one, two = ((tmp_path / name).read_bytes() for name in ("one.svg", "two.svg"))
    assert one == two
    assert b"<dc:date>" not in one


def test_a_gif_has_every_frame_and_rests_on_the_last(run: Run, tmp_path: Path) -> None:
    save_picture(*run, 0, tmp_path / "film.gif")
    with Image.open(tmp_path / "film.gif") as film:
        durations = [frame.info["duration"] for frame in ImageSequence.Iterator(film)]
        assert durations == [200, 200, 200, 200, 2000]
        assert film.size == (640, 480)


@pytest.mark.parametrize("name", ["frame.bmp", "frame"])
def test_another_kind_of_picture_is_refused(run: Run, tmp_path: Path, name: str) -> None:
    with pytest.raises(ExportError, match=r"\.png, \.svg or \.gif"):
        save_picture(*run, 0, tmp_path / name)


@pytest.mark.parametrize(("count", "frames"), [(1, 1), (120, 120), (121, 120), (1001, 120)])
def test_a_film_of_a_long_run_has_120_frames_from_the_first_to_the_last(count: int, frames: int) -> None:
    chosen = film_frames(count)
    assert (len(set(chosen)), chosen[0], chosen[-1]) == (frames, 0, count - 1)
    assert chosen == sorted(chosen)


def test_a_folder_that_is_not_there_is_refused_with_the_path(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "absent" / "frame.png"
    with pytest.raises(ExportError, match="No such file") as refused:
        save_picture(*run, 0, path)
    assert refused.value.path == path


def test_a_write_that_fails_leaves_what_was_there_and_nothing_else(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> None:
        raise OSError(28, "No space left on device")

    path = tmp_path / "frame.png"
    path.write_bytes(b"before")
    monkeypatch.setattr(Path, "replace", fail)
    with pytest.raises(ExportError, match="No space left"):
        save_picture(*run, 0, path)
    assert [(each.name, each.read_bytes()) for each in tmp_path.iterdir()] == [("frame.png", b"before")]
