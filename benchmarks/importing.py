"""The figures of importing: 10,000 cards at first and once more, and beside a program that packs decks.

As a process, writes other copies of a folder of decks into another folder: lists of questions without ids,
and what the other program reads. Prints the numbers of files and cards.
"""

import json
import re
import shutil
import statistics
import subprocess
import sys
import time
import venv
from collections.abc import Callable, Sequence
from pathlib import Path

from benchmarks.table import Missing, Row
from flashrl.formats import ParsedFile, read_all
from flashrl.model import Card

COLD_BOUND, UNCHANGED_BOUND = 4.0, 0.5
"""Seconds for 10,000 cards."""

COLD, UNCHANGED = 3, 5
"""How often each is measured."""

PEER = "ankdown"
PACKED = 10
"""Files that are packed for Anki: it takes longer than an import."""

_NOT_IN_LISTS = re.compile(r"\A---\n.*?\n---\n|<!-- card\n.*?-->\n", re.DOTALL)

Run = Callable[[Sequence[str]], str]


def rows(run: Run, home: Path, folder: Path) -> list[Row | Missing]:
    """All of them, for the decks in `home`. `run` gives what a Python module prints."""
    decks, lists = home / "decks", folder / "lists"
    files, cards = map(int, run(["benchmarks.importing", str(decks), str(folder)]).split())
    cold, unchanged = _imports(run, decks, folder, cards)
    cold_lists, unchanged_lists = _imports(run, lists, folder, cards)
    return [
        Row(f"import of {cards:,} cards in {files} files", cold, "s", bound=COLD_BOUND),
        Row("  once more, nothing changed", unchanged, "s", bound=UNCHANGED_BOUND),
        Row("import of as many in lists without ids", cold_lists, "s", bound=COLD_BOUND),
        Row("  once more, nothing changed", unchanged_lists, "s", bound=UNCHANGED_BOUND),
        *_beside_peer(run, folder, cold * 1000 / cards),
    ]


def _imports(run: Run, decks: Path, folder: Path, cards: int) -> tuple[float, float]:
    """The seconds of whole processes: into empty collections, and into one that has it all."""
    cold = []
    for _ in range(COLD):
        home = folder / "imported"
        shutil.rmtree(home, ignore_errors=True)
        cold.append(_import(run, home, decks, "added", cards))
    unchanged = [_import(run, home, decks, "unchanged", cards) for _ in range(UNCHANGED)]
    return statistics.median(cold), statistics.median(unchanged)


def _import(run: Run, home: Path, decks: Path, what: str, cards: int) -> float:
    begun = time.perf_counter()
    report = json.loads(run(["flashrl", "--home", str(home), "import", str(decks), "--json"]))
    taken = time.perf_counter() - begun
    if report[what] != cards:
        raise ValueError(f"an import of {cards} cards reports {report[what]} {what}")
    return taken


def _beside_peer(run: Run, folder: Path, imported: float) -> list[Row | Missing]:
    """What 1,000 cards take, in seconds: of an import, and packed for Anki, beside markdown packed by
    another program."""
    what = f"1,000 cards imported, beside packed by {PEER}"
    decks, package = folder / "packed", folder / "packed.apkg"
    begun = time.perf_counter()
    report = json.loads(run(["flashrl", "export", str(package), "--from", str(decks), "--json"]))
    packed = (time.perf_counter() - begun) * 1000 / report["notes"]
    try:
        peer = _peer(folder) * 1000 / report["notes"]
    except (OSError, subprocess.SubprocessError) as failed:
        return [Row(what, imported, "s"), Missing(what, str(failed).splitlines()[0])]
    return [Row(what, imported, "s", peer), Row("1,000 cards packed by both", packed, "s", peer)]


def _peer(folder: Path) -> float:
    """The seconds of the other program's process, in a virtual environment made for it; the best of three."""
    programs = folder / "peer" / ("Scripts" if sys.platform == "win32" else "bin")
    venv.create(folder / "peer", with_pip=True)
    install: list[str | Path] = [programs / "python", "-m", "pip", "install", "--quiet", PEER]
    subprocess.run(install, capture_output=True, timeout=300, check=True)
    package = folder / "peer.apkg"
    taken = []
    for _ in range(3):
        begun = time.perf_counter()
        pack: list[str | Path] = [programs / PEER, "-r", folder / "peer-decks", "-p", package]
        subprocess.run(pack, capture_output=True, timeout=300, check=True)
        taken.append(time.perf_counter() - begun)
    if not package.stat().st_size:
        raise OSError(f"{PEER} packed nothing")
    return min(taken)


def _copies(decks: Path, folder: Path) -> tuple[int, int]:
    files = read_all([decks])
    for name in ("lists", "packed", "peer-decks"):
        (folder / name).mkdir(parents=True)
    for number, file in enumerate(files):
        assert file.path is not None
        (folder / "lists" / file.path.name).write_text(_NOT_IN_LISTS.sub("", file.text), encoding="utf-8")
        if number < PACKED:
            shutil.copy(file.path, folder / "packed")
            (folder / "peer-decks" / file.path.name).write_text(_for_peer(file), encoding="utf-8")
    return len(files), sum(file.cards for file in files)


def _for_peer(file: ParsedFile) -> str:
    return "\n---\n\n".join(f"{card.question}\n\n%\n\n{_answer(card)}\n" for card in file.deck.cards)


def _answer(card: Card) -> str:
    return "\n\n".join(section.text for section in card.sections)


if __name__ == "__main__":
    print(*_copies(Path(sys.argv[1]), Path(sys.argv[2])))
