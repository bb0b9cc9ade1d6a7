"""Thumbnails: drawn once, kept under what they were made of, one of a kind."""

from dataclasses import replace
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from flashrl.palette import DARK, LIGHT
from flashrl.simulations import Simulation, by_topic, discover, get, thumbnail


def drawn(simulation: Simulation, folder: Path, **changes: Any) -> bytes:
    return thumbnail(simulation, folder, **{"palette": LIGHT, "width": 240, "height": 180, **changes})


def never(_params: object) -> None:
    raise AssertionError("it was run again")


def test_a_thumbnail_is_a_png_of_its_size(tmp_path: Path) -> None:
    assert Image.open(BytesIO(drawn(get("ppo-clip"), tmp_path))).size == (240, 180)


def test_a_thumbnail_that_was_kept_is_not_drawn_again(tmp_path: Path) -> None:
    simulation = get("ppo-clip")
    content = drawn(simulation, tmp_path)
    assert drawn(replace(simulation, run=never), tmp_path) == content


@pytest.mark.parametrize("changes", [{"palette": DARK}, {"width": 480, "height": 360}])
def test_another_theme_or_size_is_another_thumbnail(tmp_path: Path, changes: dict[str, Any]) -> None:
    simulation = get("ppo-clip")
    drawn(simulation, tmp_path)
    drawn(simulation, tmp_path, **changes)
    assert len(list(tmp_path.iterdir())) == 2


def test_another_source_takes_the_place_of_the_older_thumbnail(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    simulation = get("ppo-clip")
    (tmp_path / "ppo-clip-light-240x180-of-before.png").write_bytes(b"old")
    assert drawn(simulation, tmp_path) != b"old"
    assert len(list(tmp_path.iterdir())) == 1
    monkeypatch.setattr("flashrl.simulations._thumbnails.source_digest", lambda _: "another")
    with pytest.raises(AssertionError, match="run again"):
        drawn(replace(simulation, run=never), tmp_path)


def test_a_folder_that_cannot_be_written_to_keeps_nothing(tmp_path: Path) -> None:
    (tmp_path / "taken").write_text("a file")
    assert drawn(get("ppo-clip"), tmp_path / "taken" / "below").startswith(b"\x89PNG")


def test_a_growing_run_can_be_ended(tmp_path: Path) -> None:
    def end() -> None:
        raise InterruptedError

    simulation = get("ppo-clip")
    growing = replace(simulation, grow=lambda params: iter([(1.0, simulation.run(params))]))
    with pytest.raises(InterruptedError):
        drawn(growing, tmp_path, go_on=end)


def test_every_simulation_stands_below_its_topic() -> None:
    grouped = by_topic()
    assert list(grouped)[:2] == ["Tabular", "Policy gradient"]
    assert sorted(each.slug for found in grouped.values() for each in found) == sorted(discover())
    titles = [each.title for each in grouped["Tabular"]]
    assert titles == sorted(titles)
