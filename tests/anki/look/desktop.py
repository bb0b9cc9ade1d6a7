"""Shows a package in Anki's own window, for people to look at: no test, and not run by them.

    python tests/anki/look/desktop.py PACKAGE.apkg FOLDER [--night] [--cards 5]

It needs `pip install "aqt[qt6]"` and a display; `xvfb-run -s "-screen 0 1000x900x24" …` makes a virtual one.
It imports the package into a collection of its own, walks through the first cards, drags the slider of each
player with the mouse, and writes a picture of every step into FOLDER. It fails if a slider does not move its
picture, or if a drag turns or grades the card.
"""

import argparse
import os
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

STEP_MS, START_MS = 900, 2500
SLIDERS = """
(function () {
  return Array.from(document.querySelectorAll(".fr-live input[type=range]")).map(function (slider) {
    if (slider.closest("details")) slider.closest("details").open = true;
    slider.scrollIntoView({block: "center"});
    var box = slider.getBoundingClientRect();
    return {left: box.left, top: box.top, width: box.width, height: box.height, value: slider.value};
  }).slice(-1);
})()
"""
VALUES = """
Array.from(document.querySelectorAll(".fr-live")).map(function (player) {
  var canvas = player.querySelector("canvas");
  return [player.querySelector("input").value, canvas.hidden, canvas.toDataURL().length];
}).slice(-1)
"""


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("package", type=Path)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--night", action="store_true")
    parser.add_argument("--cards", type=int, default=5)
    asked = parser.parse_args()
    os.environ["QTWEBENGINE_DISABLE_SANDBOX"] = "1"
    os.environ["QTWEBENGINE_CHROMIUM_FLAGS"] = "--no-sandbox"
    base = tempfile.mkdtemp(prefix="anki-")
    sys.argv = ["anki", "-b", base, "-p", "User 1", "-l", "en"]
    import aqt  # type: ignore[import-not-found]
    from aqt import gui_hooks, profiles
    from aqt.qt import QTimer  # type: ignore[import-not-found]

    # Anki would wait for an answer to "which language?".
    profiles.ProfileManager.setDefaultLang = lambda self, *_: self.setLang("en")
    walk = Walk(asked)
    gui_hooks.main_window_did_init.append(lambda: QTimer.singleShot(START_MS, walk.start))
    aqt.run()


class Walk:
    """Goes from step to step by a timer, since Anki's pages answer when they like."""

    def __init__(self, asked: Any) -> None:
        self._asked = asked
        self._steps = self._walk()
        self._found: Any = None
        self._faults: list[str] = []

    def start(self) -> None:
        from aqt.qt import QTimer

        try:
            wait = next(self._steps)
        except StopIteration:
            print(
                f"{self._asked.cards} cards walked, {len(self._faults)} faults",
                *self._faults,
                sep="\n",
                flush=True,
            )
            os._exit(bool(self._faults))
        except Exception as error:  # noqa: BLE001 - a timer would swallow it and wait for ever
            print(f"failed: {error!r}", flush=True)
            os._exit(1)
        QTimer.singleShot(wait, self.start)

    def _walk(self) -> Iterator[int]:
        import aqt
        from anki.collection import ImportAnkiPackageOptions, ImportAnkiPackageRequest

        window: Any = aqt.mw
        if self._asked.night:
            from aqt.theme import Theme  # type: ignore[import-not-found]

            window.set_theme(Theme.DARK)
        request = ImportAnkiPackageRequest(
            package_path=str(self._asked.package.resolve()), options=ImportAnkiPackageOptions()
        )
        log = window.col.import_anki_package(request).log
        print(f"{len(log.new)} notes imported", flush=True)
        self._asked.folder.mkdir(parents=True, exist_ok=True)
        window.col.decks.select(window.col.get_card(window.col.find_cards("")[0]).did)
        window.reset()
        window.resize(900, 860)
        window.move(0, 0)
        yield STEP_MS
        window.moveToState("review")
        yield 3 * STEP_MS
        for number in range(1, self._asked.cards + 1):
            card = window.reviewer.card
            if card is None:
                return
            for side in ("question", "answer"):
                if side == "answer":
                    window.reviewer._showAnswer()
                    yield 2 * STEP_MS
                self._picture(f"{number}-{side}")
                yield from self._drag(window, number, side)
                if window.reviewer.card.id != card.id or window.reviewer.state != side:
                    self._faults.append(f"card {number}: the drag turned or graded the card")
            window.reviewer._answerCard(3)
            yield 2 * STEP_MS

    def _drag(self, window: Any, number: int, side: str) -> Iterator[int]:
        from aqt.qt import QPoint, Qt
        from PyQt6.QtTest import QTest  # type: ignore[import-not-found]

        yield from self._ask(window, SLIDERS)
        yield STEP_MS  # Anki scrolls to the answer in its own time
        yield from self._ask(window, SLIDERS)
        for box in self._found or []:
            yield from self._ask(window, VALUES)
            before = self._found
            scale = window.reviewer.web.zoomFactor()
            middle = box["top"] + box["height"] / 2
            places = [
                QPoint(round((box["left"] + share * box["width"]) * scale), round(middle * scale))
                for share in (0.95, 0.6, 0.3, 0.3)
            ]
            target = window.reviewer.web.focusProxy()
            left = Qt.MouseButton.LeftButton
            QTest.mousePress(target, left, pos=places[0])
            for place in places:
                QTest.mouseMove(target, place)
                yield STEP_MS // 6
            QTest.mouseRelease(target, left, pos=places[-1])
            yield STEP_MS
            yield from self._ask(window, VALUES)
            self._picture(f"{number}-{side}-dragged")
            if self._found == before:
                self._faults.append(f"card {number}, {side}: the slider did not move the picture: {before}")

    def _ask(self, window: Any, script: str) -> Iterator[int]:
        self._found = None
        take: Callable[[Any], None] = lambda value: setattr(self, "_found", value)  # noqa: E731
        window.reviewer.web.evalWithCallback(script, take)
        for _ in range(20):
            yield STEP_MS // 6
            if self._found is not None:
                return

    def _picture(self, name: str) -> None:
        import aqt

        ground = "night" if self._asked.night else "light"
        window: Any = aqt.mw
        window.screen().grabWindow(0).save(str(self._asked.folder / f"{ground}-{name}.png"))


if __name__ == "__main__":
    main()
