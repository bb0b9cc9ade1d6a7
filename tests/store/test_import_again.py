"""Whatever was edited: an import adds up, can be run again, and no grade is lost."""

from collections import Counter
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from flashrl.model import Quality, ReviewEvent
from flashrl.store import Collection, ImportReport

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)
TODAY = date(2026, 3, 1)
WORDS = ("value", "policy", "return", "state", "reward", "critic")
ANSWERS = (
    "It is the expected return from a state onwards.",
    "The gradient of the logarithm, weighted by the advantage.",
    "Yes.",
    "",
)


@dataclass(frozen=True)
class Written:
    """A card as it stands in a file; `id` is empty where it has none."""

    file: str
    question: str
    answer: str
    id: str

    def text(self) -> str:
        comment = f"<!-- card\nid: {self.id}\n-->\n" if self.id else ""
        return f"### {self.question}\n{comment}\n{self.answer}\n"


def decks(ids: tuple[bool, ...]) -> list[Written]:
    """Cards in two files, some with ids; the last two without are twins but for a word."""
    return [
        Written(
            file=("one.md", "two.md")[n % 2],
            question=f"What is the {WORDS[n % 6]} of {WORDS[n // 2 % 6]} {n // 4}?",
            answer=ANSWERS[n % 4],
            id=f"card-{n}" if has_id else "",
        )
        for n, has_id in enumerate(ids)
    ]


def edited(cards: list[Written], edits: list[tuple[str, int, str]]) -> list[Written]:
    """What becomes of the cards by edits, each of a kind, at a place, with a word."""
    cards = list(cards)
    for kind, number, word in edits:
        if kind == "insert":
            cards.insert(number, Written("one.md", f"How does a {word} learn?", f"By {word}s.", ""))
        elif kind == "rename":
            cards = [replace(each, file=f"{word}.md") if each.file == "one.md" else each for each in cards]
        elif number < len(cards):
            old = cards.pop(number)
            changes = {
                "question": {"question": old.question.replace("What", "Which").replace("of", f"of a {word}")},
                "answer": {"answer": f"{old.answer} {word}".strip()},
                "both": {"question": old.question + " Why?", "answer": f"Mostly: {old.answer}".strip(": ")},
                "move": {"file": "two.md"},
                "id": {"id": old.id or f"new-{number}-{word}"},
                "last": {},
            }
            if kind != "delete":
                cards.insert(len(cards) if kind == "last" else number, replace(old, **changes[kind]))
    return list({each.id or number: each for number, each in enumerate(cards)}.values())


KINDS = ["question", "answer", "both", "move", "id", "last", "delete", "insert", "rename"]
EDITS = st.lists(st.tuples(st.sampled_from(KINDS), st.integers(0, 9), st.sampled_from(WORDS)), max_size=5)


def bring(collection: Collection, folder: Path, cards: list[Written]) -> ImportReport:
    """Write the cards into their files, and import the folder."""
    for path in folder.glob("*.md"):
        path.unlink()
    (folder / "empty.md").write_text("---\nflashrl: 1\n---\n")
    for name in {each.file for each in cards}:
        texts = "\n".join(each.text() for each in cards if each.file == name)
        (folder / name).write_text(f"---\nflashrl: 1\ndeck: All\n---\n\n{texts}")
    found = collection.read([folder])
    return collection.apply(found.files, now=NOW, folders=found.folders, unchanged=found.unchanged)


def in_all(report: ImportReport) -> int:
    return report.added + report.changed + report.moved + report.unchanged


def grade_new(collection: Collection) -> int:
    """Grade every card that was not graded yet. Returns how many there were."""
    new = [waiting.unit for waiting in collection.queue(TODAY, new_limit=100) if waiting.state.is_new]
    for unit in new:
        collection.record(ReviewEvent(unit, NOW, TODAY, Quality.PASS))
    return len(new)


def graded(collection: Collection) -> Counter[tuple[str, str]]:
    """How often what a live card asks and answers was graded."""
    states = collection.states()
    return Counter(
        (filed.card.question, filed.card.sections[0].text)
        for filed in collection.cards()
        if filed.card.id in states
    )


@settings(max_examples=60, deadline=None)
@given(ids=st.lists(st.booleans(), min_size=1, max_size=9).map(tuple), edits=EDITS, more=EDITS)
def test_imports_add_up_can_be_run_again_and_lose_no_grade(
    tmp_path_factory: pytest.TempPathFactory,
    ids: tuple[bool, ...],
    edits: list[tuple[str, int, str]],
    more: list[tuple[str, int, str]],
) -> None:
    folder = tmp_path_factory.mktemp("decks")
    with Collection.open(tmp_path_factory.mktemp("home") / "c.sqlite") as collection:
        cards = decks(ids)
        assert bring(collection, folder, cards).added == len(cards)
        known, events = len(cards), grade_new(collection)
        for step in (edits, more):
            before, cards = cards, edited(cards, step)
            report = bring(collection, folder, cards)
            known += report.added
            assert report.refused == []
            assert in_all(report) == len(cards)
            assert len(collection.card_ids()) == known
            _check_again(collection, folder, cards)
            _check_grades(collection, before, cards)
            events += grade_new(collection)
        assert len(collection.events()) == events


def _check_again(collection: Collection, folder: Path, cards: list[Written]) -> None:
    """The same import once more, also with every file read, changes nothing."""
    stored = collection.cards()
    assert bring(collection, folder, cards).unchanged == len(cards)
    found = collection.read([folder], deck="All")
    again = collection.apply(found.files, now=NOW, folders=found.folders)
    assert (again.unchanged, in_all(again), again.suspended) == (len(cards), len(cards), 0)
    assert collection.cards() == stored


def _check_grades(collection: Collection, before: list[Written], after: list[Written]) -> None:
    """What was not edited keeps its grade, whatever happened to the rest."""
    asked = Counter((each.question, each.answer) for each in before if each.answer)
    kept = {(each.question, each.answer) for each in before if each in after}
    found = graded(collection)
    assert all(found[each] == asked[each] for each in kept if each[1] and asked[each] == 1)
