"""Importing again: what is the same is known again, at any size, and only what has changed is read."""

import re
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from flashrl import formats
from flashrl.model import Quality, ReviewEvent
from flashrl.store import Collection, ImportReport
from flashrl.store.readings import Found

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)
TODAY = date(2026, 3, 1)
CARDS = 500
Bring = Callable[[], ImportReport]


@pytest.fixture
def collection(tmp_path: Path) -> Iterator[Collection]:
    with Collection.open(tmp_path / "home" / "collection.sqlite") as opened:
        yield opened


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / "decks"
    folder.mkdir()
    return folder


@pytest.fixture
def bring(collection: Collection, folder: Path) -> Bring:
    """Import the folder as the command line does."""

    def run() -> ImportReport:
        return apply(collection, collection.read([folder]))

    return run


def apply(collection: Collection, found: Found) -> ImportReport:
    return collection.apply(found.files, now=NOW, folders=found.folders, unchanged=found.unchanged)


def counts(report: ImportReport) -> dict[str, int]:
    """What an import did, without what it did not do."""
    names = ("added", "changed", "unchanged", "moved", "suspended")
    found = {name: getattr(report, name) for name in names} | {"refused": len(report.refused)}
    return {name: number for name, number in found.items() if number}


def interview(count: int, *, ids: bool) -> str:
    """A long list of questions of one pattern, each with its own words and a typo that can be fixed."""
    nouns = ("critic", "buffer", "kernel", "rollout", "planner", "encoder", "reward", "simulator", "expert")
    verbs = ("clip", "share", "delay", "scale", "freeze", "whiten", "sample", "mask")
    lines = ["---\nflashrl: 1\n---\n" if ids else "# Interview questions\n"]
    for n in range(count):
        noun, verb, other = nouns[n % 9], verbs[n // 9 % 8], nouns[n // 72]
        number = "" if ids else f"{n + 1}. "
        mark = f"<!-- card\nid: card-{n}\n-->\n" if ids else ""
        lines.append(f"### {number}Wich problem arises if you {verb} the {noun} before the {other}?\n{mark}")
        lines.append(f"It biases step {n}, as the {noun} no longer sees what the {other} did.\n")
        lines.append(f"- {verb} it later\n- log the {noun} every {n + 3} steps\n")
    return "\n".join(lines)


def grade(collection: Collection, unit: str) -> None:
    collection.record(ReviewEvent(unit, NOW, TODAY, Quality.PASS))


# -- edited files --------------------------------------------------------------------------------


@pytest.mark.parametrize("ids", [True, False], ids=["with ids", "without ids"])
@pytest.mark.parametrize("renamed", [False, True], ids=["in place", "renamed"])
def test_a_typo_fixed_in_500_questions_makes_500_changed_cards_and_nothing_else(
    collection: Collection, folder: Path, bring: Bring, ids: bool, renamed: bool
) -> None:
    path = folder / "interview.md"
    path.write_text(interview(CARDS, ids=ids))
    assert counts(bring()) == {"added": CARDS}
    units = [waiting.unit for waiting in collection.queue(TODAY, new_limit=CARDS)]
    for unit in units[::50]:
        grade(collection, unit)
    path.write_text(path.read_text().replace("Wich", "Which"))
    if renamed:
        path.rename(folder / "questions.md")
    assert counts(bring()) == {"changed": CARDS}
    waiting = [waiting.unit for waiting in collection.queue(TODAY, new_limit=CARDS)]
    assert waiting == [unit for unit in units if unit not in units[::50]]


def test_500_questions_and_answers_edited_at_once_are_the_same_cards(folder: Path, bring: Bring) -> None:
    path = folder / "interview.md"
    path.write_text(interview(CARDS, ids=False))
    bring()
    path.write_text(path.read_text().replace("Wich", "Which").replace("no longer sees", "does not see"))
    assert counts(bring()) == {"changed": CARDS}


def test_a_list_that_is_renumbered_by_a_new_question_at_its_top_has_one_new_card(
    folder: Path, bring: Bring
) -> None:
    path = folder / "interview.md"
    path.write_text(interview(50, ids=False))
    bring()
    shifted = re.sub(r"### (\d+)\.", lambda found: f"### {int(found[1]) + 1}.", path.read_text())
    path.write_text(shifted.replace("### 2.", "### 1. What is a reward?\n\nA number.\n\n### 2.", 1))
    assert counts(bring()) == {"added": 1, "unchanged": 50}


def test_a_doubtful_match_is_a_new_card_and_told_with_both_places(folder: Path, bring: Bring) -> None:
    path = folder / "notes.md"
    on = "## What is on-policy {}?\n\nIt learns about {} policy that acts.\n\n"
    off = "## What is off-policy {}?\n\nIt learns about {} policy that acts not.\n\n"
    path.write_text("# Notes\n\n" + (on + off).format("control", "the", "control", "the"))
    bring()
    path.write_text("# Notes\n\n" + (off + on).format("learning", "a", "learning", "a"))
    report = bring()
    assert counts(report) == {"added": 2, "suspended": 2}
    assert [(at, found.code, found.line) for at, found in report.doubts] == [
        (path, "perhaps-known", 3),
        (path, "perhaps-known", 7),
    ]
    assert f"'What is on-policy control?' (was {path}:3)" in report.doubts[0][1].message


# -- files as they were --------------------------------------------------------------------------

ONE = "# One\n\n## What is V?\n\nThe expected return.\n"
TWO = "# Two\n\n## What is Q?\n\nV behind an action.\n"


@pytest.fixture
def read(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The names of the files that are read from here on."""
    names: list[str] = []
    own = formats.read

    def noting(path: Path) -> formats.ParsedFile:
        names.append(path.name)
        return own(path)

    monkeypatch.setattr(formats, "read", noting)
    return names


@pytest.fixture
def both(folder: Path, bring: Bring) -> tuple[Path, Path]:
    """Two files, imported."""
    one, two = folder / "one.md", folder / "two.md"
    one.write_text(ONE)
    two.write_text(TWO)
    (folder / "README.md").write_text("Two decks.\n")
    bring()
    return one, two


def test_only_the_files_that_have_changed_are_read(
    both: tuple[Path, Path], bring: Bring, read: list[str]
) -> None:
    assert (counts(bring()), read) == ({"unchanged": 2}, [])
    both[1].write_text(TWO.replace("behind", "after"))
    assert (counts(bring()), read) == ({"unchanged": 1, "changed": 1}, ["two.md"])


def test_what_is_not_read_is_still_summed_up(
    collection: Collection, folder: Path, both: tuple[Path, Path]
) -> None:
    both[0].write_text(ONE + "\n## And Q?\n")
    apply(collection, collection.read([folder]))
    first, second = collection.read([folder]).unchanged
    assert (first.path, first.format, first.cards, first.drafts) == (both[0], "heading", 1, 1)
    assert [(found.code, found.line) for found in first.diagnostics] == [("no-answer", 7)]
    assert (second.cards, second.diagnostics) == (1, ())
    assert first.reasons == formats.read(both[0]).reasons


def test_a_file_that_vanished_and_comes_back_as_it_was_brings_its_cards_back(
    collection: Collection, both: tuple[Path, Path], bring: Bring
) -> None:
    both[0].unlink()
    assert counts(bring()) == {"unchanged": 1, "suspended": 1}
    both[0].write_text(ONE)
    assert counts(bring()) == {"unchanged": 1, "changed": 1}
    assert collection.decks(TODAY)[0].suspended == 0


def test_two_files_that_change_their_names_are_known_by_what_they_hold(
    both: tuple[Path, Path], bring: Bring
) -> None:
    one, two = both
    one.write_text(TWO)
    two.write_text(ONE)
    assert counts(bring()) == {"moved": 2}


def test_a_file_that_lost_a_card_to_another_one_is_read_again(
    collection: Collection, folder: Path, bring: Bring, read: list[str]
) -> None:
    card = "---\nflashrl: 1\n---\n### What is V?\n<!-- card\nid: v\n-->\nThe return.\n"
    (folder / "one.md").write_text(card)
    bring()
    copy = folder.parent / "copy.md"
    copy.write_text(card)
    apply(collection, collection.read([copy]))
    assert collection.card("v").source == copy
    assert counts(bring()) == {"moved": 1}
    assert read[-1] == "one.md"


def test_an_id_that_an_unread_file_has_is_not_free_for_another(folder: Path, bring: Bring) -> None:
    card = "---\nflashrl: 1\n---\n### What is V?\n<!-- card\nid: v\n-->\nThe return.\n"
    (folder / "one.md").write_text(card)
    bring()
    (folder / "a-copy.md").write_text(card)
    report = bring()
    assert [(path.name if path else "", found.code) for path, found in report.refused] == [
        ("a-copy.md", "repeated-id")
    ]
    assert report.unchanged == 1


def test_a_file_refused_for_an_id_of_another_file_keeps_its_cards(folder: Path, bring: Bring) -> None:
    card = "### What is {0}?\n<!-- card\nid: {0}\n-->\nThe return.\n"
    for name in ("one", "two"):
        (folder / f"{name}.md").write_text("---\nflashrl: 1\n---\n" + card.format(name))
    bring()
    with (folder / "two.md").open("a") as two:
        two.write(card.format("one"))
    assert counts(bring()) == {"unchanged": 1, "refused": 1}


def test_another_deck_name_is_a_reason_to_read_again(
    collection: Collection, folder: Path, both: tuple[Path, Path]
) -> None:
    found = collection.read([folder], deck="Mine")
    report = collection.apply(found.files, now=NOW, folders=found.folders, deck="Mine")
    assert counts(report) == {"moved": 2}
    assert [each.path for each in collection.read([folder], deck="Mine").unchanged] == list(both)
    assert counts(apply(collection, collection.read([folder]))) == {"moved": 2}


@pytest.mark.usefixtures("both")
def test_another_reader_reads_all_again(
    bring: Bring, read: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("flashrl.store.readings._reader", lambda: "a newer version")
    assert counts(bring()) == {"unchanged": 2}
    assert sorted(read) == ["README.md", "one.md", "two.md"]


def test_what_another_program_imported_meanwhile_is_read_again(
    collection: Collection, folder: Path, both: tuple[Path, Path]
) -> None:
    found = collection.read([folder])
    both[0].write_text(ONE.replace("expected", "mean"))
    apply(collection, collection.read([folder]))
    both[0].write_text(ONE)
    assert counts(apply(collection, found)) == {"unchanged": 1, "changed": 1}


def test_a_refused_file_is_tried_again(folder: Path, bring: Bring, read: list[str]) -> None:
    (folder / "good.md").write_text(ONE)
    (folder / "bad.md").write_text("---\nflashrl: [\n---\n")
    bring()
    read.clear()
    assert counts(bring()) == {"unchanged": 1, "refused": 1}
    assert read == ["bad.md"]


@pytest.mark.usefixtures("both")
def test_a_card_that_was_not_read_keeps_the_day_on_which_it_changed(
    collection: Collection, folder: Path
) -> None:
    found = collection.read([folder])
    later = NOW + timedelta(days=3)
    collection.apply(found.files, now=later, folders=found.folders, unchanged=found.unchanged)
    assert {stored.changed_at for stored in collection.cards()} == {NOW}


def test_many_files_are_read_by_several_processes_as_by_one(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in range(4):
        (folder / f"{number}.md").write_text(interview(3 + number, ids=number % 2 == 0))
    alone = formats.read_all([folder])
    monkeypatch.setattr(formats, "_MUCH", 0)
    done: list[tuple[int, int]] = []
    together = formats.read_all([folder], lambda *numbers: done.append(numbers))
    assert together == alone
    assert [file.digest for file in together] == [file.digest for file in alone]
    assert done == [(0, 4), (1, 4), (2, 4), (3, 4)]
