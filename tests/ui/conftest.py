from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from flashrl import app as composition
from flashrl import paths
from flashrl.formats import read
from flashrl.store import Collection
from flashrl.ui import tasks
from flashrl.ui.browse_page import BrowsePage
from flashrl.ui.main_window import MainWindow
from flashrl.ui.theme import Theme
from tests.ui.browsing import cards, settle


class Clock:
    """A clock that the test sets."""

    def __init__(self) -> None:
        self.now = datetime(2026, 3, 2, 12, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.now

    def pass_days(self, days: int) -> None:
        self.now += timedelta(days=days)

    def pass_seconds(self, seconds: float) -> None:
        self.now += timedelta(seconds=seconds)


@pytest.fixture(scope="session")
def thumbnails(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder of thumbnails of the tests' own."""
    return tmp_path_factory.mktemp("thumbnails")


@pytest.fixture(autouse=True)
def _own_thumbnails(thumbnails: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(paths, "thumbnails", lambda: thumbnails)


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def collection(tmp_path: Path) -> Iterator[Collection]:
    with Collection.open(tmp_path / "home" / "collection.sqlite") as opened:
        yield opened


@pytest.fixture
def theme(qapp: QApplication) -> Iterator[Theme]:
    # Outside an event loop what is to be deleted stays, and each new style sheet would go through it.
    qapp.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
    theme = Theme(qapp, "light")
    yield theme
    theme.deleteLater()


@pytest.fixture
def fill(collection: Collection, clock: Clock, tmp_path: Path) -> Callable[[str], None]:
    """Put a deck, written as the text below its front matter, into the collection."""

    def put(body: str) -> None:
        path = tmp_path / "deck.md"
        path.write_text(f"---\nflashrl: 1\ndeck: Test\n---\n\n{body}")
        report = collection.apply([read(path)], now=clock())
        assert report.refused == []

    return put


@pytest.fixture
def window(qtbot: QtBot, collection: Collection, theme: Theme, clock: Clock) -> Iterator[MainWindow]:
    window = MainWindow(collection, theme, clock)
    qtbot.addWidget(window)
    window.refresh()
    window.show()
    qtbot.waitExposed(window)
    yield window
    tasks.wait_for_all()


@pytest.fixture
def browse(window: MainWindow, fill: Callable[[str], None], qtbot: QtBot) -> BrowsePage:
    """The page over four cards."""
    fill(cards("a", "b", "c") + cards("d", tags="proof"))
    window.refresh()
    window.actions_["browse"].trigger()
    page = window.browsing.page
    settle(qtbot, window)
    return page


@pytest.fixture
def press(qtbot: QtBot) -> Callable[..., None]:
    """Press keys on whatever has the focus of a window, one after the other."""

    def keys(window: MainWindow, *pressed: Qt.Key | str) -> None:
        for key in pressed:
            target = window.focusWidget() or window
            if isinstance(key, str):
                qtbot.keyClicks(target, key)
            else:
                qtbot.keyClick(target, key)

    return keys


@pytest.fixture
def application(qapp: QApplication) -> QApplication:
    """The application as `flashrl` itself sets it up."""
    assert composition.application() is qapp
    return qapp
