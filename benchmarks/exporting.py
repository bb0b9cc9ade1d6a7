"""The figures of exporting to Anki: text and simulations, at first and once more, beside genanki and Anki.

As a process, measures in itself what is too short for one: prints JSON of seconds.
"""

import json
import random
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from pathlib import Path

from benchmarks.table import Missing, Row
from flashrl import paths, simulations
from flashrl.anki import Past, write_package
from flashrl.anki.kept_notes import KeptNotes
from flashrl.formats import read_all
from flashrl.store import Collection

TEXT_CARDS, LIVE_CARDS, BEST_OF = 5000, 60, 5
COLD_BOUND, WARM_BOUND, LIVE_COLD_BOUND, LIVE_WARM_BOUND = 1.2, 1.5, 60.0, 3.0
"""Seconds; times genanki alone; seconds; seconds."""

_WORDS = (
    *("policy", "gradient", "value", "function", "reward", "discount", "state", "action", "estimate"),
    *("variance", "baseline", "target", "update", "network", "sample", "return", "episode", "horizon"),
)

Run = Callable[[Sequence[str]], str]


def rows(run: Run, folder: Path) -> list[Row | Missing]:
    """All of them. `run` gives what a Python module prints; its caches are those of the environment."""
    text, live = folder / "text", folder / "live"
    _write_text(text)
    _write_live(live)
    cold = _export(run, text, folder)
    within = json.loads(run(["benchmarks.exporting", str(text), str(folder)]))
    first, again = (_export(run, live, folder) for _ in range(2))
    warm, floor = within["warm"], within["genanki"]
    return [
        Row(f"export of {TEXT_CARDS:,} text cards from files", cold, "s", bound=COLD_BOUND),
        Row("  from the collection, once more, beside genanki alone", warm, "s", floor, WARM_BOUND),
        Row("  the same, beside Anki's own export", warm, "s", within["anki"]),
        Row(f"export of {LIVE_CARDS} cards with simulations", first, "s", bound=LIVE_COLD_BOUND),
        Row("  once more", again, "s", bound=LIVE_WARM_BOUND),
    ]


def _export(run: Run, decks: Path, folder: Path) -> float:
    begun = time.perf_counter()
    report = json.loads(run(["flashrl", "export", str(folder / "out.apkg"), "--from", str(decks), "--json"]))
    taken = time.perf_counter() - begun
    if report["skipped"]:
        raise ValueError(f"an export leaves out {report['skipped']}")
    return taken


def _sentence(rng: random.Random, words: int) -> str:
    return " ".join(rng.choice(_WORDS) for _ in range(words)).capitalize()


def _write_text(folder: Path) -> None:
    folder.mkdir()
    rng = random.Random(1)
    for number in range(TEXT_CARDS // 100):
        cards = [
            f"### {_sentence(rng, 9)} {number}-{n}?\n<!-- card\nid: t-{number}-{n}\n-->\n\n"
            f"{_sentence(rng, 30)}, with $x_{{{n}}} = \\gamma V(s)$.\n"
            for n in range(100)
        ]
        head = f"---\nflashrl: 1\ndeck: Text::{number:02}\n---\n\n"
        (folder / f"{number:02}.md").write_text(head + "\n".join(cards), encoding="utf-8")


def _write_live(folder: Path) -> None:
    """Every simulation, and as many once more with another frame."""
    folder.mkdir()
    slugs = list(simulations.discover())
    cards = [
        f"### Card {n}?\n<!-- card\nid: l-{n}\n-->\n\n```sim {slugs[n % len(slugs)]}\n"
        f"frame: {'last' if n < len(slugs) else 'first'}\n```\n"
        for n in range(LIVE_CARDS)
    ]
    (folder / "live.md").write_text("---\nflashrl: 1\n---\n\n" + "\n".join(cards), encoding="utf-8")


def measure(decks: Path, folder: Path) -> dict[str, float]:
    """Seconds of exports from a collection of the cards in `decks`, and of the same by others."""
    with Collection.open(folder / "exported.sqlite") as collection:
        collection.apply(read_all([decks]), now=datetime.now(UTC))

        def export() -> None:
            past = Past(collection.exports.notes(), collection.gone_cards(), datetime.now(UTC))
            report = write_package(collection.keyed_cards(), folder / "warm.apkg", past=past)
            collection.exports.remember(report.exported)

        export()
        keys = [card.key for card in collection.keyed_cards()]
        return {
            "warm": _best(export),
            "genanki": _best(_genanki(keys, folder / "floor.apkg")),
            "anki": _anki(folder),
        }


def _best(act: Callable[[], object]) -> float:
    taken = []
    for _ in range(BEST_OF):
        begun = time.perf_counter()
        act()
        taken.append(time.perf_counter() - begun)
    return min(taken)


def _genanki(keys: Sequence[str], target: Path) -> Callable[[], None]:
    """genanki writing fields that are ready, and nothing else."""
    import genanki

    kept = KeptNotes(paths.kept_notes())
    notes = [note for key in keys if (note := kept.get(key, 0, lambda *_: 1)) is not None]
    if len(notes) != len(keys):
        raise ValueError(f"{len(notes)} of {len(keys)} notes were kept")
    fields = [{"name": field.name} for field in notes[0].type.fields]
    template = {"name": "Card", "qfmt": "{{Question}}", "afmt": "{{Answer}}"}

    def write() -> None:
        model = genanki.Model(1, "Floor", fields=fields, templates=[template])
        deck = genanki.Deck(2, "Floor")
        for note in notes:
            deck.add_note(genanki.Note(model, list(note.fields), tags=note.tags, guid=note.guid))
        genanki.Package(deck).write_to_file(str(target))

    return write


def _anki(folder: Path) -> float:
    """Anki's own export of the same cards."""
    from anki.collection import (
        Collection as AnkiCollection,
    )
    from anki.collection import (
        ExportAnkiPackageOptions,
        ImportAnkiPackageOptions,
        ImportAnkiPackageRequest,
    )

    with tempfile.TemporaryDirectory() as home:
        collection = AnkiCollection(str(Path(home, "collection.anki2")))
        request = ImportAnkiPackageRequest(
            package_path=str(folder / "warm.apkg"), options=ImportAnkiPackageOptions()
        )
        collection.import_anki_package(request)
        options = ExportAnkiPackageOptions(with_scheduling=False, with_media=True, legacy=False)
        target = str(folder / "anki.apkg")
        taken = _best(lambda: collection.export_anki_package(out_path=target, options=options, limit=None))
        collection.close()
    return taken


if __name__ == "__main__":
    print(json.dumps(measure(Path(sys.argv[1]), Path(sys.argv[2]))))
