"""One session over a collection, without its widgets: what is asked, what a grade does, and undo."""

from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, date, datetime
from functools import partial

from flashrl.errors import CollectionError
from flashrl.model import ChangeKind, FiledCard, Quality, ReviewEvent, UnitChange, UnitMarks
from flashrl.scheduling import leech
from flashrl.scheduling.day import Clock
from flashrl.scheduling.replay import Event
from flashrl.scheduling.session import QueuedUnit, Session, Step
from flashrl.store import Collection
from flashrl.ui.answer_clock import AnswerClock
from flashrl.ui.grade_bar import when_text
from flashrl.ui.shown_card import ShownCard
from flashrl.ui.unit_card import shown_card


class ReviewRun:
    """A grade or change is on disk before the session moves on. What cannot be read or written raises
    CollectionError; a grade or change is then kept, to be tried again."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._collection: Collection | None = None
        self.session = Session.start([])
        self._numbers: list[int] = []
        self._unsaved: Callable[[], Event] | None = None
        self.unsaved_is_grade = True
        self._leech_lapses = leech.LAPSES
        self.answer_clock = AnswerClock(clock)
        self.is_practice = False

    def start(
        self, collection: Collection, waiting: Sequence[QueuedUnit], *, is_practice: bool = False
    ) -> None:
        """Begin a session over what waits, or what is practised out of turn."""
        self._collection = collection
        self.is_practice = is_practice
        self._leech_lapses = collection.leech_lapses()
        self._begin(Session.start(waiting, collection.scheduler))

    def close(self) -> None:
        """Forget the session."""
        self._begin(Session.start([]))

    def _begin(self, session: Session) -> None:
        self.session = session
        self._numbers.clear()
        self._unsaved = None

    @property
    def collection(self) -> Collection:
        """What the session is over. Raises ValueError before one was started."""
        if self._collection is None:
            raise ValueError("no session was started")
        return self._collection

    @property
    def today(self) -> date:
        """The study day."""
        return self._day(self._clock())

    def _day(self, now: datetime) -> date:
        return now.date() if self._collection is None else self._collection.study_day(now)

    # -- what is asked ---------------------------------------------------------------------------

    @property
    def current(self) -> QueuedUnit | None:
        """What is asked now; None at the end."""
        return self.session.current

    @property
    def unit(self) -> str | None:
        """The unit that is asked; None at the end."""
        return self.session.current.unit if self.session.current else None

    def marks(self) -> UnitMarks | None:
        """What was done to the unit that is asked, beside its schedule."""
        return None if self.unit is None else self.collection.marks_of(self.unit)

    @property
    def is_leech(self) -> bool:
        """Whether what is asked was forgotten again and again."""
        return self.current is not None and leech.is_leech(self.current.state, self._leech_lapses)

    def filed(self) -> FiledCard | None:
        """The card that is asked, as it is filed."""
        return None if self.unit is None else self.collection.card(self.unit)

    def shown(self) -> ShownCard | None:
        """The card that is asked, as it is shown."""
        return None if self.unit is None else self._shown(self.unit)

    def following(self) -> ShownCard | None:
        """The card that is asked next if this one passes."""
        following = self.session.following
        return None if following is None else self._shown(following.unit)

    def _shown(self, unit: str) -> ShownCard:
        return shown_card(self.collection, unit)

    # -- grades and changes ----------------------------------------------------------------------

    def when(self, quality: Quality) -> str:
        """What a grade leads to, in words; nothing where nothing is asked."""
        if self.current is None:
            return ""
        today = self.today
        return when_text(self.current.phase, self.session.preview(quality, today), today)

    def grade(self, quality: Quality, *, was_answered: bool = False) -> None:
        """Record a grade and go on; `was_answered` where an answer was given before the card's own was shown.
        Raises ValueError when nothing is asked."""
        seconds = self.answer_clock.seconds
        act = partial(self.session.grade, quality, seconds=seconds, was_answered=was_answered)
        self._go_on(self._now(act))

    def change(self, kind: ChangeKind, *, flag: int = 0, due_on: date | None = None) -> None:
        """Record a change of the unit that is asked. Raises ValueError when nothing is."""
        self._go_on(self._now(partial(self.session.change, kind, flag=flag, due_on=due_on)))

    def suspend(self, unit: str) -> bool:
        """Suspend another unit. False where it is of a session before this one, which has no undo. Where it
        cannot be written, nothing is kept of it."""
        try:
            self._go_on(self._now(partial(self.session.change, ChangeKind.SUSPENDED, unit=unit)))
        except CollectionError:
            self.give_back()
            raise
        except ValueError:
            now = self._clock()
            change = UnitChange(unit, now.astimezone(UTC), self._day(now), ChangeKind.SUSPENDED)
            with self.collection.without_waiting():
                self._write(change)
            return False
        return True

    def _now(self, act: Callable[..., Event]) -> Callable[[], Event]:
        """Something to be done at this instant, whenever it can be written."""
        now = self._clock()
        return partial(act, now=now.astimezone(UTC), today=self._day(now))

    def _go_on(self, act: Callable[[], Event]) -> None:
        """Move the session on, and stay there only if what was done is on disk."""
        event = act()
        try:
            with self.collection.without_waiting():
                number = self._write(event)
        except BaseException:
            self.session.undo()
            self._unsaved = act
            self.unsaved_is_grade = isinstance(event, ReviewEvent)
            raise
        self._unsaved = None
        self._numbers.append(number)

    def _write(self, event: Event) -> int:
        if isinstance(event, ReviewEvent):
            return self.collection.record(event)
        return self.collection.change(event)

    @property
    def has_unsaved(self) -> bool:
        """Whether there is a grade or change that could not be written yet."""
        return self._unsaved is not None

    def try_again(self) -> None:
        """Write what could not be written, as of the instant it was made."""
        if self._unsaved is not None:
            self._go_on(self._unsaved)

    def give_back(self) -> None:
        """Let go of what could not be written: its unit is as it was."""
        self._unsaved = None

    @property
    def last(self) -> Step | None:
        """What was done last in this session."""
        return self.session.steps[-1] if self.session.steps else None

    @property
    def new_leech(self) -> str | None:
        """The unit that the last grade made a leech of."""
        if self.last is None:
            return None
        asked, after = self.last.asked, self.last.state
        return asked.unit if leech.became_leech(asked.state, after, self._leech_lapses) else None

    @property
    def can_undo(self) -> bool:
        return bool(self._numbers)

    def undo(self) -> Step | None:
        """Take the last grade or change back, and return it; None where there is none."""
        if not self._numbers:
            return None
        with self.collection.without_waiting():
            self.collection.undo(self._numbers[-1], now=self._clock().astimezone(UTC))
        self._numbers.pop()
        return self.session.undo()

    def rename(self, renamed: Mapping[str, str]) -> None:
        """Go on under new ids: cards were given some while they waited."""
        self.session.rename(renamed)

    def next_due(self) -> tuple[date, int] | None:
        """The next day on which something is due, and how many units are."""
        return self.collection.next_due(self.today)
