import os
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from flashrl.errors import CollectionError
from flashrl.formats import ParsedFile, parse, read
from flashrl.model import Card, EventKind, Quality, ReviewEvent, SimulationBlock
from flashrl.scheduling import replay, sm2
from flashrl.store import Collection, SourceFile

TODAY = date(2026, 3, 1)
NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)
DECK = """---
flashrl: 1
deck: RL::Basics
---
### What is V?
<!-- card
id: v
-->
The expected return.
### What is Q?
<!-- card
id: q
-->
V after an action.
### Update
<!-- card
id: u
-->
#### Cloze
==c1::V== and ==c2::Q==
### Later
<!-- card
id: later
-->
"""


@pytest.fixture
def collection(tmp_path: Path) -> Iterator[Collection]:
    with Collection.open(tmp_path / "home" / "collection.sqlite") as opened:
        yield opened


def deck_file(folder: Path, text: str = DECK, name: str = "basics.md") -> ParsedFile:
    path = folder / name
    path.write_text(text)
    return read(path)


def grade(collection: Collection, unit: str, quality: int, day: date = TODAY, drill: bool = False) -> int:
    kind = EventKind.DRILL if drill else EventKind.SCHEDULED
    return collection.record(ReviewEvent(unit, NOW, day, Quality(quality), kind))


def counts(report: object) -> tuple[int, ...]:
    names = ("added", "changed", "unchanged", "moved", "suspended")
    return tuple(getattr(report, name) for name in names)


def test_importing_counts_units_and_drafts(collection: Collection, tmp_path: Path) -> None:
    assert counts(collection.apply([deck_file(tmp_path)], now=NOW)) == (4, 0, 0, 0, 0)
    (deck,) = collection.decks(TODAY)
    assert (deck.name, deck.cards, deck.new, deck.due, deck.drafts) == ("RL::Basics", 4, 4, 0, 1)


def test_importing_the_same_file_again_changes_nothing(collection: Collection, tmp_path: Path) -> None:
    file = deck_file(tmp_path)
    collection.apply([file], now=NOW)
    before = list(collection._db.conn.iterdump())
    assert counts(collection.apply([file], now=NOW)) == (0, 0, 4, 0, 0)
    assert list(collection._db.conn.iterdump()) == before


def test_an_edited_question_keeps_its_history(collection: Collection, tmp_path: Path) -> None:
    collection.apply([deck_file(tmp_path)], now=NOW)
    grade(collection, "v", 4)
    later = NOW + timedelta(days=1)
    report = collection.apply([deck_file(tmp_path, DECK.replace("What is V?", "Define V."))], now=later)
    assert counts(report) == (0, 1, 3, 0, 0)
    assert collection.card("v").card.question == "Define V."
    assert collection.card("v").changed_at == later
    assert collection.states()["v"].repetitions == 1


def test_a_vanished_card_is_suspended_and_comes_back_with_its_history(
    collection: Collection, tmp_path: Path
) -> None:
    collection.apply([deck_file(tmp_path)], now=NOW)
    grade(collection, "v", 4)
    without = DECK.replace(DECK[DECK.index("### What is V") : DECK.index("### What is Q")], "")
    assert collection.apply([deck_file(tmp_path, without)], now=NOW).suspended == 1
    assert collection.decks(TODAY)[0].suspended == 1
    collection.apply([deck_file(tmp_path)], now=NOW)
    assert collection.decks(TODAY)[0].suspended == 0
    assert collection.states()["v"].repetitions == 1


def test_a_renamed_file_takes_its_cards_along(collection: Collection, tmp_path: Path) -> None:
    file = deck_file(tmp_path)
    collection.apply([file], now=NOW)
    assert file.path is not None
    file.path.unlink()
    report = collection.apply([deck_file(tmp_path, name="new.md")], now=NOW, folders=[tmp_path])
    assert counts(report) == (0, 0, 0, 4, 0)


def test_a_card_that_gets_an_id_keeps_its_events(collection: Collection, tmp_path: Path) -> None:
    bare = "---\nflashrl: 1\n---\n### What is V?\n\nThe expected return.\n"
    collection.apply([deck_file(tmp_path, bare)], now=NOW)
    (waiting,) = collection.queue(TODAY)
    grade(collection, waiting.unit, 5)
    named = bare.replace("### What is V?\n", "### What is V?\n<!-- card\nid: v\n-->\n")
    assert counts(collection.apply([deck_file(tmp_path, named)], now=NOW)) == (0, 0, 1, 0, 0)
    assert [event.unit for event in collection.events()] == ["v"]
    assert collection.states()["v"].easiness_factor == 260


def test_a_file_with_errors_is_left_as_it_was(collection: Collection, tmp_path: Path) -> None:
    collection.apply([deck_file(tmp_path)], now=NOW)
    report = collection.apply([deck_file(tmp_path, DECK.replace("id: q", "id: v"))], now=NOW)
    assert [found.code for _, found in report.refused] == ["repeated-id"]
    assert collection.card("q").card.question == "What is Q?"


def test_an_id_used_by_another_deck_is_refused_with_both_places(
    collection: Collection, tmp_path: Path
) -> None:
    collection.apply([deck_file(tmp_path)], now=NOW)
    other = "---\nflashrl: 1\n---\n### Name the tuple of an MDP.\n<!-- card\nid: v\n-->\nA\n"
    ((path, found),) = collection.apply([deck_file(tmp_path, other, "other.md")], now=NOW).refused
    assert (path, found.line) == (tmp_path / "other.md", 4)
    assert f"{tmp_path}/basics.md:5" in found.message


def test_a_card_may_move_and_change_in_one_go(collection: Collection, tmp_path: Path) -> None:
    collection.apply([deck_file(tmp_path)], now=NOW)
    grade(collection, "v", 4)
    start, end = DECK.index("### What is V"), DECK.index("### What is Q")
    rest = deck_file(tmp_path, DECK[:start] + DECK[end:])
    moved = "---\nflashrl: 1\ndeck: New\n---\n### Define the value of a state.\n<!-- card\nid: v\n-->\nA\n"
    report = collection.apply([rest, deck_file(tmp_path, moved, "new.md")], now=NOW)
    assert (report.refused, report.suspended, report.changed) == ([], 0, 1)
    assert (collection.card("v").deck, collection.states()["v"].repetitions) == ("New", 1)


def test_new_cards_come_in_the_authors_order_within_the_limit(collection: Collection, tmp_path: Path) -> None:
    collection.apply([deck_file(tmp_path)], now=NOW)
    assert [each.unit for each in collection.queue(TODAY, new_limit=3)] == ["v", "q", "u#c1"]


def test_new_cards_begun_today_count_against_the_limit(collection: Collection, tmp_path: Path) -> None:
    collection.set_setting("new_per_day", 2)
    collection.apply([deck_file(tmp_path)], now=NOW)
    grade(collection, "v", 4)
    assert [each.unit for each in collection.queue(TODAY)] == ["q"]
    assert len(collection.queue(TODAY + timedelta(days=1))) == 3


def test_a_deck_holds_the_decks_below_it_and_no_namesakes(collection: Collection, tmp_path: Path) -> None:
    for number, name in enumerate(("RL", "RL::A", "RLHF")):
        text = f"---\nflashrl: 1\ndeck: {name}\n---\n### Q{number}\n<!-- card\nid: c{number}\n-->\nA\n"
        collection.apply([deck_file(tmp_path, text, f"{number}.md")], now=NOW)
    assert [each.unit for each in collection.queue(TODAY, deck="RL")] == ["c0", "c1"]
    assert [stored.deck for stored in collection.cards(["RL"])] == ["RL", "RL::A"]


def test_undo_brings_the_state_before_back_and_keeps_the_event_in_the_log(
    collection: Collection, tmp_path: Path
) -> None:
    collection.apply([deck_file(tmp_path)], now=NOW)
    grade(collection, "v", 4)
    before = collection.states()
    number = grade(collection, "v", 1)
    collection.undo(number, now=NOW)
    assert collection.states() == before
    assert len(collection.events()) == 1
    assert collection._db["events"].count == 2


@pytest.mark.parametrize("change", ["DELETE FROM events", "UPDATE events SET quality = 5"])
def test_the_database_itself_refuses_to_lose_a_grade(
    collection: Collection, tmp_path: Path, change: str
) -> None:
    collection.apply([deck_file(tmp_path)], now=NOW)
    grade(collection, "v", 1)
    with pytest.raises(sqlite3.IntegrityError, match="only ever added"):
        collection._db.execute(change)


MOVES = st.lists(
    st.tuples(st.sampled_from(["v", "q", "u#c1"]), st.integers(-1, 5), st.integers(0, 3), st.booleans()),
    max_size=25,
)


@settings(max_examples=30, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(moves=MOVES)
def test_the_cached_states_are_what_replay_makes_of_the_events(
    tmp_path_factory: pytest.TempPathFactory, moves: list[tuple[str, int, int, bool]]
) -> None:
    with Collection.open(tmp_path_factory.mktemp("home") / "c.sqlite") as collection:
        numbers: list[int] = []
        for unit, quality, days, drill in moves:
            if quality >= 0:
                numbers.append(grade(collection, unit, quality, TODAY + timedelta(days=days), drill))
            elif numbers:
                collection.undo(numbers.pop(), now=NOW)
        cached = collection.states()
        replayed = replay.replay(collection.events())
        assert cached == {unit: state for unit, state in replayed.items() if state != sm2.NEW}
        collection.rebuild_states()
        assert collection.states() == cached


def test_a_review_waits_for_the_disk(collection: Collection) -> None:
    modes = [
        collection._db.execute(f"PRAGMA {name}").fetchone()[0] for name in ("journal_mode", "synchronous")
    ]
    assert modes == ["wal", 2]


def test_settings_are_kept(collection: Collection) -> None:
    assert collection.setting("theme", "system") == "system"
    collection.set_setting("theme", "dark")
    assert collection.setting("theme", "system") == "dark"


def test_the_next_due_day_and_its_number(collection: Collection, tmp_path: Path) -> None:
    collection.apply([deck_file(tmp_path)], now=NOW)
    assert collection.next_due(TODAY) is None
    grade(collection, "v", 4)
    grade(collection, "q", 4)
    assert collection.next_due(TODAY) == (TODAY + timedelta(days=1), 2)


def test_an_unknown_deck_is_an_error(collection: Collection) -> None:
    with pytest.raises(CollectionError, match="there is no deck 'X'"):
        collection.cards(["X"])


def test_a_file_that_is_no_database_is_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "collection.sqlite"
    path.write_bytes(b"not a database, but precious" * 100)
    with pytest.raises(CollectionError, match="not a flashrl collection"):
        Collection.open(path)
    assert path.read_bytes() == b"not a database, but precious" * 100


def test_a_collection_of_a_newer_version_is_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "collection.sqlite"
    with Collection.open(path) as collection:
        row = {"migration_set": "flashrl", "name": "9999_future", "applied_at": "2030"}
        collection._db["_sqlite_migrations"].insert(row)
    with pytest.raises(CollectionError, match="newer flashrl"):
        Collection.open(path)


def test_a_home_that_cannot_be_made_is_an_error(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    with pytest.raises(CollectionError, match="cannot be opened"):
        Collection.open(tmp_path / "file" / "home" / "collection.sqlite")


@contextmanager
def without_rights() -> Iterator[None]:
    """As a user who does not own the files: as root nothing is read-only."""
    if os.geteuid() != 0:
        yield
        return
    os.seteuid(65534)
    try:
        yield
    finally:
        os.seteuid(0)


def test_a_read_only_collection_says_so_and_is_left_alone() -> None:
    with TemporaryDirectory() as name:
        folder = Path(name)
        Collection.open(folder / "collection.sqlite").close()
        before = (folder / "collection.sqlite").read_bytes()
        (folder / "collection.sqlite").chmod(0o444)
        folder.chmod(0o555)
        with (
            without_rights(),
            pytest.raises(CollectionError, match=r"(may not be written|cannot be opened) — (allow|check)"),
            Collection.open(folder / "collection.sqlite") as collection,
        ):
            collection.set_setting("theme", "dark")
        folder.chmod(0o755)
        assert (folder / "collection.sqlite").read_bytes() == before


def test_a_locked_collection_says_so(collection: Collection) -> None:
    other = sqlite3.connect(collection.path, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    collection._db.execute("PRAGMA busy_timeout = 50")
    with pytest.raises(CollectionError, match="another program is writing"):
        grade(collection, "v", 4)
    other.execute("ROLLBACK")
    other.close()
    assert collection.events() == []


def test_opening_the_collection_does_not_load_numpy() -> None:
    script = "import sys, flashrl.store; sys.exit('numpy' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", script], check=False).returncode == 0


def without_places(card: Card) -> Card:
    def moved(part: str | SimulationBlock) -> str | SimulationBlock:
        return part if isinstance(part, str) else replace(part, line=0)

    sections = [
        replace(each, line=0, part_lines=(), parts=tuple(map(moved, each.parts))) for each in card.sections
    ]
    return replace(card, sections=tuple(sections), line=0, end_line=0)


def test_cards_come_back_as_they_were_read(collection: Collection, tmp_path: Path) -> None:
    text = "---\nflashrl: 1\n---\n### Q\n<!-- card\nid: s\n-->\nA\n\n```sim ppo-clip\nadvantage: -1\n```\n"
    collection.apply([deck_file(tmp_path, text)], now=NOW)
    (expected,) = parse(text, "basics").deck.cards
    assert without_places(collection.card("s").card) == without_places(expected)


def test_the_cards_of_a_simulation_are_those_with_its_fence_and_in_order(
    collection: Collection, tmp_path: Path
) -> None:
    fence = "```sim {}\n```\n"
    texts = {
        "b": fence.format("ppo-clip"),
        "a": fence.format("ppo-clip"),
        "other": fence.format("ppo-clip-2"),
        "said": 'It is written "slug": "ppo-clip" in a text.\n',
    }
    cards = [f"### Q {each}\n<!-- card\nid: {each}\n-->\nA.\n\n{text}" for each, text in texts.items()]
    collection.apply([deck_file(tmp_path, "---\nflashrl: 1\n---\n" + "".join(cards))], now=NOW)
    assert [each.card.id for each in collection.cards_with_simulation("ppo-clip")] == ["b", "a"]


def test_a_card_that_is_gone_uses_no_simulation(collection: Collection, tmp_path: Path) -> None:
    front, card = "---\nflashrl: 1\n---\n", "### Q\n<!-- card\nid: q\n-->\nA.\n\n"
    collection.apply([deck_file(tmp_path, front + card + "```sim ppo-clip\n```\n")], now=NOW)
    assert len(collection.cards_with_simulation("ppo-clip")) == 1
    collection.apply([deck_file(tmp_path, front + card.replace("id: q", "id: r"))], now=NOW)
    assert collection.cards_with_simulation("ppo-clip") == []


def test_a_rehearsed_import_reports_what_it_would_do_and_changes_nothing(
    collection: Collection, tmp_path: Path
) -> None:
    collection.apply([deck_file(tmp_path)], now=NOW)
    before = list(collection._db.conn.iterdump())
    changed = deck_file(tmp_path, DECK.replace("What is V?", "Define V.").replace("### Later\n", "### New\n"))
    rehearsed = collection.rehearse([changed], now=NOW)
    assert list(collection._db.conn.iterdump()) == before
    assert counts(rehearsed) == counts(collection.apply([changed], now=NOW)) == (0, 2, 2, 0, 0)


def test_a_rehearsal_is_not_refused_because_another_window_writes_meanwhile(
    collection: Collection, tmp_path: Path
) -> None:
    file = deck_file(tmp_path)

    def write(_done: int, _total: int) -> None:
        with Collection.open(collection.path) as other:
            other.wait_at_most(0)
            with pytest.raises(CollectionError, match="another program is writing"):
                other.set_setting("theme", "dark")

    assert counts(collection.rehearse([file], now=NOW, progress=write)) == (4, 0, 0, 0, 0)


def test_sources_are_the_files_with_their_cards(collection: Collection, tmp_path: Path) -> None:
    collection.apply([deck_file(tmp_path)], now=NOW)
    assert collection.sources() == [SourceFile(tmp_path / "basics.md", "RL::Basics", "native", 4)]
    assert collection.homes(["v", "q", "none"]) == {tmp_path / "basics.md"}
    assert collection.card_ids() == {"v", "q", "u", "later"}


def test_a_report_says_which_units_got_another_id(collection: Collection, tmp_path: Path) -> None:
    bare = "---\nflashrl: 1\n---\n### What is V?\n\nThe expected return.\n"
    collection.apply([deck_file(tmp_path, bare)], now=NOW)
    (waiting,) = collection.queue(TODAY)
    named = bare.replace("### What is V?\n", "### What is V?\n<!-- card\nid: v\n-->\n")
    assert collection.apply([deck_file(tmp_path, named)], now=NOW).renamed == {waiting.unit: "v"}


def test_a_prediction_is_kept_with_its_card(collection: Collection, tmp_path: Path) -> None:
    fence = "predict: {question: Q, quantity: slope, choices: {a: [0, 1], b: [2, .inf]}}\n"
    text = f"---\nflashrl: 1\n---\n### Q\n<!-- card\nid: q\n-->\nA.\n```sim ppo-clip\n{fence}```\n"
    file = deck_file(tmp_path, text)
    collection.apply([file], now=NOW)
    (stored,) = collection.cards()
    (block,) = (part for part in stored.card.sections[0].parts if isinstance(part, SimulationBlock))
    (written,) = (part for part in file.deck.cards[0].sections[0].parts if not isinstance(part, str))
    assert block.predict == written.predict is not None


def test_an_import_that_is_stopped_halfway_leaves_the_collection_as_it_was(
    collection: Collection, tmp_path: Path
) -> None:
    def stop(done: int, _total: int) -> None:
        if done:
            raise RuntimeError

    files = [deck_file(tmp_path), deck_file(tmp_path, "---\nflashrl: 1\n---\n### X\n\nY\n", "other.md")]
    with pytest.raises(RuntimeError):
        collection.apply(files, now=NOW, progress=stop)
    assert collection.card_ids() == set()


def test_presets_are_kept_with_their_card(collection: Collection, tmp_path: Path) -> None:
    fence = "```sim ppo-clip\npresets: {up: {advantage: 2}, down: {advantage: -2}}\n```\n"
    file = deck_file(tmp_path, f"---\nflashrl: 1\n---\n### Q\n\nA.\n\n{fence}")
    collection.apply([file], now=NOW)
    (stored,) = collection.cards()
    (block,) = (part for part in stored.card.sections[0].parts if isinstance(part, SimulationBlock))
    assert [(each.name, each.parameters) for each in block.presets] == [
        ("up", {"advantage": 2}),
        ("down", {"advantage": -2}),
    ]


def test_reviews_made_elsewhere_take_their_place_in_time(collection: Collection, tmp_path: Path) -> None:
    """As if they had been made here: 4 on day 0 and day 1, then 5 on day 7."""
    collection.apply([deck_file(tmp_path)], now=NOW)
    grade(collection, "v", 5, TODAY + timedelta(days=7))
    made = [
        ReviewEvent("v", NOW + timedelta(days=n), TODAY + timedelta(days=n), Quality.PASS) for n in (0, 1)
    ]
    collection.add_events(made)
    state = collection.states()["v"]
    assert (state.repetitions, state.interval_days, state.easiness_factor) == (3, 15, 260)
    assert collection.events()[:2] == made
    assert collection.instants()["v"][1:] == [NOW, NOW + timedelta(days=1)]
