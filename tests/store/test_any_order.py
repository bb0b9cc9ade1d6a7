"""Whatever is done in whatever order, the cache is what the events make of it, and nothing is asked twice."""

from collections import Counter
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from flashrl.formats import read
from flashrl.model import ChangeKind, EventKind, Quality, ReviewEvent, UnitChange
from flashrl.scheduling import sm2
from flashrl.scheduling.queue import ALL, Limits, Phase
from flashrl.scheduling.replay import NO_MARKS, replay, replay_marks
from flashrl.scheduling.scheduler import SchedulerName
from flashrl.scheduling.session import Session
from flashrl.store import Collection
from flashrl.store.browse import Column
from flashrl.store.practice import Choice, Standing

START = datetime(2026, 3, 1, 12, tzinfo=UTC)
BLANKS = "#### Cloze\n==c1::V== and ==c2::Q== here\n"
CARDS = {"a": "Answer a.\n", "b": "Answer b.\n", "u": BLANKS, "d": "", "e": "Answer e.\n"}
UNITS = ["a", "b", "u#c1", "u#c2", "e"]
qualities = st.sampled_from(list(Quality))


class AnyOrder(RuleBasedStateMachine):
    @initialize()
    def open(self) -> None:
        self.folder = TemporaryDirectory()
        self.deck = Path(self.folder.name, "deck.md")
        self.collection = Collection.open(Path(self.folder.name, "home", "collection.sqlite"))
        self.collection._db.execute("PRAGMA synchronous = OFF")  # hundreds of steps; no power cut here
        self.now, self.texts = START, dict(CARDS)
        self.import_deck()
        self.begin()

    def import_deck(self) -> None:
        cards = (
            f"### Question {key}?\n<!-- card\nid: {key}\n-->\n{text}" for key, text in self.texts.items()
        )
        self.deck.write_text("---\nflashrl: 1\ndeck: A::B\n---\n" + "".join(cards))
        self.collection.apply([read(self.deck)], now=self.now)

    def begin(self) -> None:
        waiting = self.collection.queue(self.today)
        self.session = Session.start(waiting, self.collection.scheduler)
        self.numbers: list[int] = []

    @property
    def today(self) -> date:
        return self.collection.study_day(self.now)

    def is_asking(self) -> bool:
        return self.session.current is not None

    @precondition(is_asking)
    @rule(quality=qualities)
    def grade(self, quality: Quality) -> None:
        self.now += timedelta(seconds=7)
        event = self.session.grade(quality, now=self.now, today=self.today, seconds=7.0)
        self.numbers.append(self.collection.record(event))

    @precondition(is_asking)
    @rule(kind=st.sampled_from(list(ChangeKind)), days=st.integers(-3, 30))
    def change(self, kind: ChangeKind, days: int) -> None:
        self.now += timedelta(seconds=7)
        due_on = self.today + timedelta(days=days)
        change = self.session.change(kind, now=self.now, today=self.today, flag=days % 5, due_on=due_on)
        self.numbers.append(self.collection.change(change))

    @rule()
    def undo(self) -> None:
        if self.numbers:
            self.collection.undo(self.numbers.pop(), now=self.now)
            self.session.undo()

    @rule(kind=st.sampled_from(list(ChangeKind)), units=st.sets(st.sampled_from(UNITS)), undone=st.booleans())
    def change_many(self, kind: ChangeKind, units: set[str], undone: bool) -> None:
        self.now += timedelta(seconds=7)
        before = (self.collection.states(), self.collection.marks())
        numbers = self.collection.change_all(
            UnitChange(unit, self.now, self.today, kind, 2, self.today) for unit in sorted(units)
        )
        if undone:
            self.collection.undo_all(numbers, now=self.now)
            assert (self.collection.states(), self.collection.marks()) == before
        self.begin()

    @rule(quality=qualities, unit=st.sampled_from(UNITS))
    def practise(self, quality: Quality, unit: str) -> None:
        event = ReviewEvent(unit, self.now, self.today, quality, EventKind.PRACTICE)
        before = self.collection.states()
        self.collection.record(event)
        assert self.collection.states() == before

    @rule(quality=qualities, unit=st.sampled_from(UNITS), days=st.integers(-9, 0))
    def bring_reviews_in(self, quality: Quality, unit: str, days: int) -> None:
        moment = self.now + timedelta(days=days, hours=1)
        day = self.collection.study_day(moment)
        self.collection.add_events([ReviewEvent(unit, moment, day, quality)])
        self.begin()

    @rule(days=st.sampled_from([1, 1, 2, 6, 40, -1]))
    def change_the_day(self, days: int) -> None:
        self.now += timedelta(days=days)
        self.begin()

    @rule(key=st.sampled_from(sorted(CARDS)), text=st.sampled_from(["New answer.\n", BLANKS, "", None]))
    def edit(self, key: str, text: str | None) -> None:
        self.texts.pop(key, None)
        if text is not None:
            self.texts[key] = text
        self.import_deck()
        self.begin()

    @rule(name=st.sampled_from(list(SchedulerName)), retention=st.sampled_from([0.8, 0.9]))
    def switch(self, name: SchedulerName, retention: float) -> None:
        self.collection.use_scheduler(name, retention)
        self.begin()

    @rule(new=st.integers(0, 4), reviews=st.sampled_from([None, 0, 2]), days=st.integers(0, 4))
    def limit(self, new: int, reviews: int | None, days: int) -> None:
        before = self.collection.states()
        self.collection.set_limits(ALL, Limits(new, reviews))
        self.collection.spread_backlog(self.today, days)
        assert self.collection.states() == before
        self.begin()

    @rule()
    def reopen(self) -> None:
        self.collection.close()
        self.collection = Collection.open(self.collection.path)
        self.collection._db.execute("PRAGMA synchronous = OFF")
        self.begin()

    @invariant()
    def cached_states_are_what_replay_makes(self) -> None:
        events = self.collection.history()
        states, marks = replay(events, self.collection.scheduler), replay_marks(events)
        assert self.collection.states() == {u: each for u, each in states.items() if each != sm2.NEW}
        assert self.collection.marks() == {u: each for u, each in marks.items() if each != NO_MARKS}
        assert self.collection.wrong_states() == 0

    @invariant()
    def counts_add_up(self) -> None:
        (units,) = self.collection._db.execute("SELECT count(*) FROM units").fetchone()
        decks = self.collection.decks(self.today)
        assert sum(each.cards + each.suspended for each in decks) == units
        assert all(each.new + each.due <= each.cards for each in decks)
        waiting = Counter(each.phase for each in self.collection.queue(self.today))
        assert waiting[Phase.NEW] <= min(
            sum(each.new for each in decks), self.collection.new_left(self.today)
        )
        assert waiting[Phase.DUE] <= sum(each.due for each in decks)

    @invariant()
    def nothing_is_asked_twice(self) -> None:
        waiting = self.collection.queue(self.today)
        scheduled = [each.unit for each in waiting if each.phase is not Phase.DRILL]
        cards = [unit.partition("#")[0] for unit in scheduled]
        assert len(set(cards)) == len(cards)
        marks = self.collection.marks()
        for each in waiting:
            mark = marks.get(each.unit, NO_MARKS)
            assert not mark.is_suspended
            assert mark.buried_on != self.today
            assert each.phase is not Phase.DUE or (each.state.due_on or date.max) <= self.today

    @invariant()
    def what_is_asked_is_found_among_what_is_due(self) -> None:
        listed = self.collection.browser.units(Choice(), Column.DUE)
        due = self.collection.browser.units(Choice(standing=Standing.DUE, today=self.today))
        asked = {each.unit for each in self.collection.queue(self.today) if each.phase is not Phase.NEW}
        assert asked <= set(due) <= set(listed)
        assert len(set(listed)) == len(listed)

    def teardown(self) -> None:
        if hasattr(self, "collection"):
            self.collection.close()
            self.folder.cleanup()


AnyOrder.TestCase.settings = settings(max_examples=20, stateful_step_count=25, deadline=None)
TestAnyOrder = AnyOrder.TestCase
