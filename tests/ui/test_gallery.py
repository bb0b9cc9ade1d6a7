"""The gallery of simulations: its pictures come one by one, it is searched and walked through by keys."""

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from flashrl import paths
from flashrl.simulations import by_topic, discover, get
from flashrl.ui.gallery import Gallery
from flashrl.ui.main_window import MainWindow
from flashrl.ui.theme import Theme

LEFT = Qt.MouseButton.LeftButton
FEW = ("ppo-clip", "value-iteration", "policy-evaluation")


@pytest.fixture(autouse=True)
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder of thumbnails of the test's own."""
    monkeypatch.setattr(paths, "thumbnails", lambda: tmp_path / "thumbnails")
    return tmp_path / "thumbnails"


@pytest.fixture
def gallery(qtbot: QtBot, theme: Theme) -> Gallery:
    """Three simulations of two topics, two tiles in a row."""
    gallery = Gallery(theme)
    qtbot.addWidget(gallery)
    gallery.resize(560, 700)
    gallery.show()
    few = {topic: [each for each in found if each.slug in FEW] for topic, found in by_topic().items()}
    gallery.show_simulations({topic: found for topic, found in few.items() if found})
    gallery.activateWindow()
    QApplication.processEvents()
    return gallery


def test_the_page_lists_every_simulation_by_topic(window: MainWindow, qtbot: QtBot) -> None:
    window.show_simulations()
    gallery = window.simulating.page.gallery
    qtbot.waitUntil(lambda: bool(gallery.tiles), timeout=20_000)
    assert list(gallery.tiles) == [each.slug for found in by_topic().values() for each in found]
    assert {tile.text() for tile in gallery.tiles.values()} == {each.title for each in discover().values()}


def test_the_pictures_come_and_are_kept_on_disk(gallery: Gallery, qtbot: QtBot, cache: Path) -> None:
    tiles = gallery.tiles.values()
    assert not any(tile.picture for tile in tiles)
    qtbot.waitUntil(lambda: all(tile.picture for tile in tiles), timeout=20_000)
    assert sorted(path.name.split("-light-")[0] for path in cache.iterdir()) == sorted(FEW)


def test_nothing_is_drawn_while_the_gallery_is_not_seen(gallery: Gallery, qtbot: QtBot, theme: Theme) -> None:
    qtbot.waitUntil(lambda: all(tile.picture for tile in gallery.tiles.values()), timeout=20_000)
    gallery.hide()
    for tile in gallery.tiles.values():
        tile.show_picture(None)
    theme.set_mode("dark")
    qtbot.wait(100)
    assert not any(tile.picture for tile in gallery.tiles.values())
    gallery.show()
    qtbot.waitUntil(lambda: all(tile.picture for tile in gallery.tiles.values()), timeout=20_000)


def test_a_search_keeps_what_has_all_its_words(gallery: Gallery, qtbot: QtBot) -> None:
    gallery.setFocus()
    qtbot.keyClicks(gallery.search, "ITERATION val")
    assert gallery.shown == ["value-iteration"]
    assert [slug for slug, tile in gallery.tiles.items() if tile.isVisible()] == ["value-iteration"]
    qtbot.keyClick(gallery.search, Qt.Key.Key_Escape)
    assert len(gallery.shown) == len(FEW)


def test_a_search_without_a_match_says_so(gallery: Gallery, qtbot: QtBot) -> None:
    qtbot.keyClicks(gallery.search, "zebra")
    assert gallery.shown == []
    assert gallery.message.isVisible()
    gallery.search.clear()
    assert not gallery.message.isVisible()


def test_enter_in_the_search_opens_the_first_match(gallery: Gallery, qtbot: QtBot) -> None:
    qtbot.keyClicks(gallery.search, "clip")
    with qtbot.waitSignal(gallery.opened) as opened:
        qtbot.keyClick(gallery.search, Qt.Key.Key_Return)
    assert opened.args == ["ppo-clip"]


@pytest.mark.parametrize(
    ("keys", "slug"),
    [
        ("", "policy-evaluation"),
        ("r", "value-iteration"),
        ("rr", "ppo-clip"),
        ("d", "ppo-clip"),
        ("rd", "ppo-clip"),
        ("rrl", "value-iteration"),
        ("du", "policy-evaluation"),
        ("e", "ppo-clip"),
        ("eh", "policy-evaluation"),
        ("l", "policy-evaluation"),
    ],
)
def test_arrows_walk_through_the_tiles(gallery: Gallery, qtbot: QtBot, keys: str, slug: str) -> None:
    """Policy evaluation and value iteration stand beside each other, PPO's clip below the first."""
    arrows = {
        "l": Qt.Key.Key_Left,
        "r": Qt.Key.Key_Right,
        "u": Qt.Key.Key_Up,
        "d": Qt.Key.Key_Down,
        "h": Qt.Key.Key_Home,
        "e": Qt.Key.Key_End,
    }
    qtbot.keyClick(gallery.search, Qt.Key.Key_Down)
    for key in keys:
        qtbot.keyClick(gallery.focusWidget(), arrows[key])
    focused = gallery.focusWidget()
    assert focused is gallery.tiles[slug]


def test_letters_typed_on_a_tile_search(gallery: Gallery, qtbot: QtBot) -> None:
    qtbot.keyClick(gallery.search, Qt.Key.Key_Down)
    qtbot.keyClicks(gallery.focusWidget(), "p")
    qtbot.keyClicks(gallery.focusWidget(), "po")
    assert (gallery.search.text(), gallery.shown) == ("ppo", ["ppo-clip"])


def test_tab_stops_at_one_tile_only(gallery: Gallery) -> None:
    stops = [slug for slug, tile in gallery.tiles.items() if tile.focusPolicy() & Qt.FocusPolicy.TabFocus]
    assert stops == ["policy-evaluation"]


def test_a_tile_says_its_title_and_its_question(gallery: Gallery) -> None:
    tile = gallery.tiles["ppo-clip"]
    simulation = get("ppo-clip")
    assert (tile.accessibleName(), tile.accessibleDescription()) == (simulation.title, simulation.question)


@pytest.mark.parametrize(("width", "columns"), [(330, 1), (560, 2), (820, 3)])
def test_the_tiles_of_a_row_are_as_many_as_fit(gallery: Gallery, width: int, columns: int) -> None:
    gallery.resize(width, 700)
    QApplication.processEvents()
    assert gallery._columns == columns
    assert gallery._scroll.horizontalScrollBar().maximum() == 0


def test_the_start_runs_no_simulation(
    window: MainWindow, fill: Callable[[str], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("flashrl.simulations.by_topic", lambda: pytest.fail("the start looked for them"))
    fill("### Q?\n<!-- card\nid: q\n-->\n\nA.\n")
    window.refresh()
    assert window.simulating._page is None
