"""How long an answer takes: counted only while the card is there to be read."""

from datetime import datetime

from flashrl.scheduling.day import Clock

LONGEST_SECONDS = 300.0
"""More is a coffee break, not an answer."""


class AnswerClock:
    """Runs while nothing holds it. What holds it has a name: it may be held for two reasons at once."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._held: set[str] = set()
        self._counted = 0.0
        self._since: datetime = clock()

    def restart(self) -> None:
        """Count from zero for another card; what holds the clock holds it still."""
        self._counted = 0.0
        self._since = self._clock()

    def hold(self, reason: str) -> None:
        """Count no more until this reason, and all others, are gone."""
        self._counted = self._so_far()
        self._held.add(reason)

    def release(self, reason: str) -> None:
        """Count on, unless there is another reason not to."""
        if self._held == {reason}:
            self._since = self._clock()
        self._held.discard(reason)

    @property
    def is_held(self) -> bool:
        return bool(self._held)

    @property
    def seconds(self) -> float:
        """What was counted; never more than `LONGEST_SECONDS`, nor less than none where the clock was set
        back."""
        return min(LONGEST_SECONDS, self._so_far())

    def _so_far(self) -> float:
        if self._held:
            return self._counted
        return self._counted + max(0.0, (self._clock() - self._since).total_seconds())
