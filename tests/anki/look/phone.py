"""Shows a package's cards on a page as wide as a phone: no test, and not run by them.

    python tests/anki/look/phone.py PACKAGE.apkg FOLDER [--browser /usr/bin/chromium] [--cards 5]

It needs `pip install anki playwright` and a Chromium. Each card's answer is opened by touch and without
scripts, in light and at night, and a picture of it goes into FOLDER. It fails if the page can be scrolled
sideways, if a touch on the slider moves no picture or reaches the page, or if a card shows no picture of its
simulation without scripts.
"""

import argparse
import sys
import tempfile
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any

WIDTH = 360
PHONE: dict[str, Any] = {
    "viewport": {"width": WIDTH, "height": 740},
    "device_scale_factor": 2,
    "has_touch": True,
    "is_mobile": True,
}
PAGE = """<!doctype html><html><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<style>{css}</style></head><body class="card {night}"><div id="qa">{html}</div>
<script>window.reached = 0; document.addEventListener("click", function () {{ window.reached++; }});
document.addEventListener("touchstart", function () {{ window.reached++; }});
function unfold(part) {{ if (part.closest("details")) part.closest("details").open = true; }}
</script></body></html>"""
STATE = """() => Array.from(document.querySelectorAll(".fr-live")).map(player => {
  const ground = document.querySelector(".nightMode") ? "night" : "day";
  const canvas = player.querySelector("canvas.fr-" + ground);
  return [player.querySelector("input").value, canvas.hidden, canvas.toDataURL().length];
})"""


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("package", type=Path)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--browser", default="/usr/bin/chromium")
    parser.add_argument("--cards", type=int, default=5)
    asked = parser.parse_args()
    from playwright.sync_api import sync_playwright  # type: ignore[import-not-found]

    asked.folder.mkdir(parents=True, exist_ok=True)
    pages, media = cards_of(asked.package, asked.cards)
    address = served(media)
    faults: list[str] = []
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=asked.browser, args=["--no-sandbox"])
        for number, (html, css) in enumerate(pages, start=1):
            for night in ("", "nightMode"):
                for scripts in (True, False):
                    page_file = media / f"page-{number}.html"
                    page_file.write_text(PAGE.format(css=css, html=html, night=night), encoding="utf-8")
                    context = browser.new_context(**PHONE, java_script_enabled=scripts)
                    page = context.new_page()
                    page.goto(f"{address}/{page_file.name}")
                    name = f"{number}-{'night' if night else 'light'}-{'live' if scripts else 'plain'}"
                    faults += [f"{name}: {fault}" for fault in (touch(page) if scripts else without(page))]
                    page.screenshot(path=asked.folder / f"phone-{name}.png", full_page=True)
                    context.close()
        browser.close()
    print(f"{len(pages)} cards looked at, {len(faults)} faults", *faults, sep="\n")
    sys.exit(bool(faults))


def cards_of(package: Path, most: int) -> tuple[list[tuple[str, str]], Path]:
    """The answers and styles of the first cards, as Anki renders them, and where their media are."""
    from anki.collection import Collection, ImportAnkiPackageOptions, ImportAnkiPackageRequest

    folder = Path(tempfile.mkdtemp(prefix="anki-"))
    collection = Collection(str(folder / "collection.anki2"))
    collection.import_anki_package(
        ImportAnkiPackageRequest(package_path=str(package.resolve()), options=ImportAnkiPackageOptions())
    )
    cards = [collection.get_card(each) for each in collection.find_cards("", order="c.due")[:most]]
    pages = [(card.answer(), card.note_type()["css"]) for card in cards]
    media = Path(collection.media.dir())
    collection.close()
    return pages, media


def served(folder: Path) -> str:
    """The address of a server for a folder: a page from a file may not look at its own pictures."""
    handler = partial(Quiet, directory=str(folder))
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    Thread(target=server.serve_forever, daemon=True).start()
    return f"http://127.0.0.1:{server.server_port}"


class Quiet(SimpleHTTPRequestHandler):
    def log_message(self, *_: Any) -> None:
        """Nothing."""


def touch(page: Any) -> list[str]:
    """What goes wrong when each player's slider is touched near its start, and its buttons are."""
    faults = sideways(page)
    page.evaluate("() => document.querySelectorAll('.fr-live').forEach(each => { unfold(each); })")
    for player in page.locator(".fr-live").all():
        player.scroll_into_view_if_needed()
        page.wait_for_timeout(200)
        before = page.evaluate(STATE)
        box = player.locator("input").bounding_box()
        page.touchscreen.tap(box["x"] + 0.25 * box["width"], box["y"] + box["height"] / 2)
        page.wait_for_timeout(500)
        if page.evaluate(STATE) == before:
            faults.append(f"a touch on the slider moves nothing: {before}")
        before = page.evaluate(STATE)
        play = player.locator("button[title=Play]")
        play.tap()
        page.wait_for_timeout(800)
        if page.evaluate(STATE) == before:
            faults.append("play moves nothing")
        if page.evaluate("() => window.reached"):
            faults.append("a touch on a player reaches the page")
    return faults + sideways(page)


def without(page: Any) -> list[str]:
    """What is missing without scripts."""
    faults = []
    for fold in page.locator("details").all():
        fold.locator("summary").first.tap()
        if fold.get_attribute("open") is None:
            faults.append("a fold does not open")
    for player in page.locator(".fr-sim").all():
        shown = [each.bounding_box() for each in player.locator("img").all() if each.is_visible()]
        if len(shown) != 1 or shown[0]["width"] < 250:
            faults.append(f"not one picture stands for the simulation: {shown}")
        if not player.locator(".caption").is_visible():
            faults.append("there is no caption")
    return faults


def sideways(page: Any) -> list[str]:
    width = page.evaluate("() => document.documentElement.scrollWidth")
    return [f"the page is {width} pixels wide"] if width > WIDTH else []


if __name__ == "__main__":
    main()
