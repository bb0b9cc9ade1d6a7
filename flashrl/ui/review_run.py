"""One session over a collection, without its widgets: what is asked, what a grade does, and undo."""

from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime

from flashrl.model import CardState, FiledCard, Quality
from flashrl.scheduling.day import Clock
from flashrl.scheduling.session import QueuedUnit, Session
from flashrl.store import Collection
from flashrl.store.introductions import introduction
from flashrl.ui.card_view import ShownCard

_LONGEST_SECONDS = 300.0
"""More is a coffee break, not an answer."""


class ReviewRun:
    """A grade is on disk before the next unit is asked. What cannot be read or written raises
    CollectionError, and leaves all as it was."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._collection: Collection | None = None
        self.session = Session.start([])
        self._numbers: list[int] = []
        self._asked_at = clock()
        self.is_practice = False

    def start(
        self, collection: Collection, waiting: Sequence[QueuedUnit], *, is_practice: bool = False
    ) -> None:
        """Begin a session over what waits, or what is practised out of turn."""
        self._collection = collection
        self.is_practice = is_practice
        self.session = Session.start(waiting, collection.scheduler)
        self._numbers.clear()

    def close(self) -> None:
        """Forget the session."""
        self.session = Session.start([])
        self._numbers.clear()

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
        stored = self.collection.card(unit)
        blank = unit.rpartition("#c")[2] if stored.card.is_cloze else ""
        before = introduction(self.collection, stored)
        return ShownCard(stored.card, stored.folder, int(blank) if blank else None, stored.deck, before)

    def start_clock(self) -> None:
        """Count the time to answer from now on."""
        self._asked_at = self._clock()

    # -- grades ----------------------------------------------------------------------------------

    def preview(self, quality: Quality) -> CardState:
        """The state that a grade would lead to. Raises ValueError when nothing is asked."""
        return self.session.preview(quality, self.today)

    def grade(self, quality: Quality, *, was_answered: bool = False) -> None:
        """Record a grade and go on; `was_answered` where an answer was given before the card's own was shown.
        Raises ValueError when nothing is asked."""
        now = self._clock()
        seconds = min(_LONGEST_SECONDS, max(0.0, (now - self._asked_at).total_seconds()))
        event = self.session.grade(
            quality,
            now=now.astimezone(UTC),
            today=self._day(now),
            seconds=seconds,
            was_answered=was_answered,
        )
        try:
            self._numbers.append(self.collection.record(event))
        except BaseException:
            self.session.undo()
            raise

    @property
    def can_undo(self) -> bool:
        return bool(self._numbers)

    def undo(self) -> None:
        """Take the last grade back: its unit is asked again."""
        if self._numbers:
            self.collection.undo(self._numbers[-1], now=self._clock().astimezone(UTC))
            self._numbers.pop()
            self.session.undo()

    def rename(self, renamed: Mapping[str, str]) -> None:
        """Go on under new ids: cards were given some while they waited."""
        self.session.rename(renamed)

    def next_due(self) -> tuple[date, int] | None:
        """The next day on which something is due, and how many units are."""
        return self.collection.next_due(self.today)
