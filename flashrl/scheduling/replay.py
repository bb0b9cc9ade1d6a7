"""Review events -> card states. The events are the truth; states can always be made again from them."""

from collections.abc import Iterable

from flashrl.model import CardState, EventKind, ReviewEvent
from flashrl.scheduling import sm2


def apply(state: CardState, event: ReviewEvent) -> CardState:
    """The state after one more event."""
    if event.kind is EventKind.DRILL:
        return sm2.drill(state, event.quality)
    return sm2.review(state, event.quality, event.day)


def replay(events: Iterable[ReviewEvent]) -> dict[str, CardState]:
    """The state of every unit that `events`, in the order they were made, say anything of."""
    states: dict[str, CardState] = {}
    for event in events:
        states[event.unit] = apply(states.get(event.unit, sm2.NEW), event)
    return states
