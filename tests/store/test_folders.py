"""Deck folders: what changed in them comes in, and nothing else is read."""

import os
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from flashrl.model import Quality, ReviewEvent
from flashrl.store import Collection, folders
from flashrl.store.folders import Sync

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)
Write = Callable[..., Path]
Follow = Callable[..., Sync]


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
def write(folder: Path) -> Write:
    """Write a deck file of cards, each with its name as id, question and answer."""
    times = iter(range(1, 1000))

    def put(name: str, *ids: str, answer: str = "An answer.", within: Path = folder) -> Path:
        path = within / name
        cards = "".join(f"\n### Question {each}?\n<!-- card\nid: {each}\n-->\n\n{answer}\n" for each in ids)
        path.write_text(f"---\nflashrl: 1\n---\n{cards}")
        os.utime(path, (1_000_000, 1_000_000 + next(times)))  # however fast the test is
        return path

    return put


@pytest.fixture
def follow(collection: Collection, folder: Path) -> Follow:
    def run(*others: Path, everything: bool = False) -> Sync:
        return folders.follow(collection, [folder, *others], now=NOW, everything=everything)

    return run


def counts(sync: Sync) -> tuple[int, ...]:
    report = sync.report
    return report.added, report.changed, report.unchanged, report.moved, report.suspended


def test_what_is_new_or_changed_comes_in_and_the_rest_is_not_read(write: Write, follow: Follow) -> None:
    write("a.md", "a1", "a2")
    write("b.md", "b1")
    assert counts(follow()) == (3, 0, 0, 0, 0)
    write("b.md", "b1", "b2", answer="Another answer.")
    assert counts(follow()) == (1, 1, 0, 0, 0)  # a.md would count as unchanged
    assert not follow().has_changed


def test_everything_reads_what_has_not_changed_too(write: Write, follow: Follow) -> None:
    write("a.md", "a1", "a2")
    follow()
    assert counts(follow(everything=True)) == (0, 0, 2, 0, 0)


def test_a_file_that_vanished_suspends_its_cards_and_a_renamed_one_moves_them(
    write: Write, follow: Follow
) -> None:
    a, b = write("a.md", "a1", "a2"), write("b.md", "b1")
    follow()
    a.rename(a.with_name("c.md"))
    b.unlink()
    assert counts(follow()) == (0, 0, 0, 2, 1)


def test_a_folder_that_is_not_there_keeps_its_cards_and_is_named(
    write: Write, follow: Follow, folder: Path, collection: Collection
) -> None:
    write("a.md", "a1")
    follow()
    folder.rename(folder.with_name("away"))
    sync = follow()
    assert (sync.missing, sync.has_changed) == ([folder], False)
    assert collection.decks(date(2026, 3, 1))[0].suspended == 0
    folder.with_name("away").rename(folder)
    assert follow().has_changed is False


def test_an_empty_folder_is_no_error(follow: Follow, folder: Path) -> None:
    sync = follow()
    assert (sync.missing, sync.has_changed, sync.watched) == ([], False, [folder])


def test_other_markdown_is_passed_over_once(follow: Follow, folder: Path) -> None:
    (folder / "README.md").write_text("# Hello\n")
    assert not follow().has_changed
    assert not follow().has_changed


def test_a_refused_file_is_told_once_and_tried_until_it_fits(write: Write, follow: Follow) -> None:
    a = write("a.md", "twin")
    follow()
    b = write("b.md", "twin", "b1")
    b.write_text(b.read_text().replace("Question twin?", "Something else entirely"))
    assert [path for path, _ in follow().report.refused] == [b]
    assert follow().report.refused == []
    a.unlink()
    sync = follow()
    assert counts(sync) == (1, 1, 0, 0, 0)
    assert not follow().has_changed


def test_a_card_may_move_between_two_folders(write: Write, follow: Follow, tmp_path: Path) -> None:
    other = tmp_path / "other"
    other.mkdir()
    a = write("a.md", "a1")
    follow(other)
    a.rename(other / "a.md")
    assert counts(follow(other)) == (0, 0, 0, 1, 0)


def test_folders_and_files_below_are_watched_but_no_hidden_ones(
    write: Write, follow: Follow, folder: Path
) -> None:
    for name in ("below", ".git"):
        (folder / name).mkdir()
        write("x.md", f"x-{name.strip('.')}", within=folder / name)
    assert follow().watched == [folder, folder / "below", folder / "below" / "x.md"]


def test_added_folders_are_kept_once_and_removed_ones_forgotten(collection: Collection, folder: Path) -> None:
    for _ in range(2):
        folders.add(collection, folder)
    assert folders.chosen(collection) == [folder]
    folders.remove(collection, folder)
    assert folders.chosen(collection) == []


def test_a_folder_says_what_the_collection_has_of_it(
    write: Write, follow: Follow, folder: Path, collection: Collection, tmp_path: Path
) -> None:
    write("a.md", "a1", "a2")
    (folder / "bad.md").write_text("---\nflashrl: [\n---\n")
    for each in (folder, tmp_path / "away"):
        folders.add(collection, each)
    follow()
    first, second = folders.states(collection, own=tmp_path / "own")
    assert (first.path, first.is_there, first.cards) == (folder, True, 2)
    assert [file.path.name for file in first.held] == ["a.md"]
    assert [path.name for path in first.refused_files] == ["bad.md"]
    assert (second.path, second.is_there) == (tmp_path / "away", False)


def test_a_shipped_deck_with_a_copy_of_ones_own_does_not_come_back(
    write: Write, collection: Collection, folder: Path, tmp_path: Path
) -> None:
    shipped = tmp_path / "shipped"
    shipped.mkdir()
    for name in ("one", "two"):
        write(f"{name}.md", name, within=shipped)

    def bring_in() -> tuple[int, ...]:
        progress = lambda _done, _total: None  # noqa: E731
        report = folders.bring_in_shipped(collection, shipped, [folder], now=NOW, progress=progress)
        return report.added, report.changed, report.unchanged, report.moved

    assert bring_in() == (2, 0, 0, 0)
    collection.record(ReviewEvent("one", NOW, date(2026, 3, 1), Quality.PASS))
    copy = write("mine.md", "one", answer="My answer.")
    folders.follow(collection, [folder], now=NOW)
    assert bring_in() == (0, 0, 1, 0)
    assert collection.card("one").source == copy
    copy.unlink()
    assert bring_in()[1:3] == (1, 1)
    assert collection.card("one").source == shipped / "one.md"
    assert collection.states()["one"].repetitions == 1


def test_a_card_without_an_id_keeps_its_past_also_if_its_new_file_is_saved_first(
    write: Write, follow: Follow, collection: Collection
) -> None:
    a, b = write("a.md"), write("b.md")
    card = "\n### What is V?\n\nThe expected return.\n"
    a.write_text(a.read_text() + card)
    follow()
    (waiting,) = collection.queue(date(2026, 3, 1))
    collection.record(ReviewEvent(waiting.unit, NOW, date(2026, 3, 1), Quality.PASS))
    b.write_text(b.read_text() + card)
    assert counts(follow()) == (1, 0, 0, 0, 0)
    a.write_text(a.read_text().replace(card, ""))
    assert counts(follow()) == (0, 0, 0, 1, 0)
    (filed,) = collection.cards()
    assert (filed.source, filed.card.id) == (b, waiting.unit)
    assert collection.card_ids() == set(collection.states()) == {waiting.unit}
    assert counts(follow(everything=True)) == (0, 0, 1, 0, 0)
