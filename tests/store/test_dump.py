"""All of a collection as lines of JSON, and back."""

import json
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from flashrl.errors import CollectionError
from flashrl.formats import read
from flashrl.model import ChangeKind, EventKind, ExportedNote, Quality, ReviewEvent, UnitChange
from flashrl.scheduling.queue import Limits
from flashrl.scheduling.scheduler import SchedulerName
from flashrl.store import Collection, dump

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)
DECK = """---
flashrl: 1
deck: RL::Größen
---
### Was ist $V$?
<!-- card
id: v
difficulty: easy
tags: [values]
-->
The return → "expected".

```sim ppo-clip
advantage: -1
presets: {up: {advantage: 2}}
predict: {question: Q, quantity: slope, tolerance: 0.1}
```
### Update
<!-- card
id: u
-->
#### Cloze
==c1::V== and ==c2::Q==
### Draft
"""
PARTS = ("sources", "cards", "units", "events", "undone", "states", "settings", "exports")


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A closed collection with something of everything."""
    path, deck = tmp_path / "home" / "collection.sqlite", tmp_path / "deck.md"
    with Collection.open(path) as collection:
        for text in (DECK, DECK.replace("and ==c2::Q==", "and Q")):
            deck.write_text(text)
            collection.apply([read(deck)], now=NOW)
        for kind in EventKind:
            collection.record(ReviewEvent("v", NOW, NOW.date(), Quality.PASS_HARD, kind, 2.5))
        collection.undo(collection.record(ReviewEvent("u#c1", NOW, NOW.date(), Quality.WRONG)), now=NOW)
        for change in ChangeKind:
            collection.change(UnitChange("u#c1", NOW, NOW.date(), change, 2, date(2026, 4, 1)))
        collection.use_scheduler(SchedulerName.FSRS, 0.85)
        collection.set_limits("RL", Limits(new=3))
        collection.set_setting("theme", "dark")
        collection.exports.remember([ExportedNote("guid", "digest", 17)])
    return path


def rows(path: Path) -> dict[str, list[object]]:
    with Collection.open(path) as collection:
        return {name: sorted(collection._db[name].rows, key=repr) for name in PARTS}


def test_what_was_dumped_and_loaded_is_equal(path: Path, tmp_path: Path) -> None:
    written, other = tmp_path / "dump.jsonl", tmp_path / "other" / "collection.sqlite"
    count = dump.write(path, written)
    assert dump.load(written, other, NOW) == count == len(written.read_text().splitlines())
    assert rows(other) == rows(path)
    assert "".join(dump.lines(other)) == written.read_text()


def test_an_import_after_a_load_changes_nothing(path: Path, tmp_path: Path) -> None:
    dump.write(path, tmp_path / "dump.jsonl")
    dump.load(tmp_path / "dump.jsonl", tmp_path / "other.sqlite", NOW)
    with Collection.open(tmp_path / "other.sqlite") as collection:
        report = collection.apply([read(tmp_path / "deck.md")], now=NOW)
    assert (report.unchanged, report.added, report.changed) == (3, 0, 0)


def test_the_lines_say_what_they_are(path: Path) -> None:
    lines = [json.loads(line) for line in dump.lines(path)]
    assert lines[0] == {"type": "flashrl", "version": 1}
    assert lines[-1] == {
        "type": "change",
        "number": 10,
        "unit": "u#c1",
        "reviewed_at": "2026-03-01T12:00:00+00:00",
        "day": "2026-03-01",
        "kind": "rescheduled",
        "due_on": "2026-04-01",
    }
    (undone,) = (line for line in lines if "undone_at" in line)
    assert (undone["type"], undone["quality"], undone["kind"]) == ("event", 1, "scheduled")


def test_a_collection_that_is_there_is_replaced_only_when_asked(path: Path, tmp_path: Path) -> None:
    dump.write(path, tmp_path / "dump.jsonl")
    with pytest.raises(CollectionError, match="already"):
        dump.load(tmp_path / "dump.jsonl", path, NOW)
    before = rows(path)
    dump.load(tmp_path / "dump.jsonl", path, NOW, replace=True)
    assert rows(path) == before
    assert len(list(path.parent.glob("collection-replaced-*"))) == 1


EVENT = '{"type": "event", "number": 1, "unit": "v", "reviewed_at": "2026-03-01T12:00:00+00:00", %s}\n'


@pytest.mark.parametrize(
    ("text", "line", "told"),
    [
        ("", 1, "no dump of flashrl"),
        ("[]\n", 1, "no dump of flashrl"),
        ('{"type": "flashrl", "version": 2}\n', 1, "newer flashrl"),
        ('{"type": "flashrl", "version": 1}\n{"type": ', 2, "no line of JSON"),
        ('{"type": "flashrl", "version": 1}\n{"type": "other"}\n', 2, "no type 'other'"),
        ('{"type": "flashrl", "version": 1}\n[]\n', 2, "not what a dump holds"),
        ('{"type": "flashrl", "version": 1}\n{"type": "card", "x": 1}\n', 2, "x is not known"),
        ('{"type": "flashrl", "version": 1}\n' + EVENT % '"day": "2026-03-01", "quality": 9', 2, "9"),
        ('{"type": "flashrl", "version": 1}\n' + EVENT % '"day": "1 March"', 2, "1 March"),
    ],
)
def test_a_line_that_is_wrong_is_named_and_nothing_is_made(
    tmp_path: Path, text: str, line: int, told: str
) -> None:
    (tmp_path / "dump.jsonl").write_text(text)
    with pytest.raises(CollectionError, match=told) as caught:
        dump.load(tmp_path / "dump.jsonl", tmp_path / "home" / "collection.sqlite", NOW)
    assert (caught.value.path, caught.value.line) == (tmp_path / "dump.jsonl", line)
    assert list((tmp_path / "home").iterdir()) == []
