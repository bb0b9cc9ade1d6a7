"""A day's queue: what is asked, and in which order. The rules change no due day."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from enum import StrEnum
from zlib import crc32

from flashrl.model import CardState

ALL = ""
"""The name of what is above all decks: its limits are those of the whole collection."""


class Phase(StrEnum):
    """Why a unit is asked: its day has come, it is new, or the same day's drill. PRACTICE is out of turn."""

    DUE = "due"
    NEW = "new"
    DRILL = "drill"
    PRACTICE = "practice"


class Order(StrEnum):
    """In which order units come that nothing else tells apart: as their author wrote them, or another one
    each day."""

    AUTHOR = "author"
    RANDOM = "random"


@dataclass(frozen=True, slots=True)
class QueuedUnit:
    """A review unit waiting in a session, with the state it is in."""

    unit: str
    state: CardState
    phase: Phase


@dataclass(frozen=True, slots=True)
class Candidate:
    """A review unit that may be asked today. Units of one card are siblings."""

    unit: str
    card: str
    deck: str
    state: CardState = CardState()  # noqa: RUF009 - it is frozen


@dataclass(frozen=True, slots=True)
class Limits:
    """How many new units and reviews a deck has a day, those below it included; None is no limit."""

    new: int | None = None
    reviews: int | None = None


@dataclass(frozen=True, slots=True)
class Backlog:
    """What was overdue after a break: `total` units due by `since`, to be spread over so many `days`."""

    since: date
    days: int
    total: int

    def share(self, today: date, left: int) -> int:
        """How many of those `left` are asked today: as many as keep to the plan, whatever was done so far."""
        begun = min(max((today - self.since).days + 1, 1), self.days)
        done = self.total - left
        return max(0, -(-self.total * begun // self.days) - done)


@dataclass(frozen=True, slots=True)
class Done:
    """A unit that had its scheduled review today; `was_new` where that was its first."""

    card: str
    deck: str
    was_new: bool


@dataclass(frozen=True, slots=True)
class Rules:
    """What a day's queue keeps to. `limits` are by deck, ALL among them."""

    today: date
    limits: Mapping[str, Limits] = field(default_factory=dict)
    order: Order = Order.AUTHOR
    backlog: Backlog | None = None


def day_queue(
    due: Sequence[Candidate],
    new: Iterable[Candidate],
    drill: Iterable[Candidate],
    rules: Rules,
    done: Sequence[Done] = (),
) -> list[QueuedUnit]:
    """The relatively most overdue first, new units evenly among them, and the drill at the end.

    All candidates come in their authors' order. Of siblings one is asked a day. Limits count what is `done`,
    and those of the decks above hold too. `new` is read only as far as it is needed.
    """
    asked = {each.card for each in done}
    ordered = _by_overdueness(due, rules)
    reviews = {deck: each.reviews for deck, each in rules.limits.items()}
    chosen = list(_chosen(ordered, _Rooms(reviews, [each.deck for each in done if not each.was_new]), asked))
    fresh = {deck: each.new for deck, each in rules.limits.items()}
    begun = list(
        _chosen(_in_order(new, rules), _Rooms(fresh, [each.deck for each in done if each.was_new]), asked)
    )
    return [
        *_mixed(_queued(chosen, Phase.DUE), _queued(begun, Phase.NEW)),
        *_queued(drill, Phase.DRILL),
    ]


def path_queue(
    due: Sequence[Candidate],
    new: Sequence[Candidate],
    drill: Iterable[Candidate],
    cards: Sequence[str],
    rules: Rules,
    done: Sequence[Done] = (),
) -> list[QueuedUnit]:
    """What is due and new in the order of `cards`, and the drill at the end. What else `day_queue` keeps to
    holds, but for an order and a backlog: whoever studies a path has chosen its cards."""
    places = {card: place for place, card in enumerate(cards)}

    def place(each: Candidate) -> int:
        return places[each.card]

    rules = replace(rules, order=Order.AUTHOR, backlog=None)
    asked = day_queue(sorted(due, key=place), sorted(new, key=place), (), rules, done)
    by_unit = {each.unit: place(each) for each in (*due, *new)}
    return [*sorted(asked, key=lambda each: by_unit[each.unit]), *_queued(drill, Phase.DRILL)]


def overdueness(state: CardState, today: date) -> float:
    """How late a due unit is, in intervals: 3 days of 30 is 0.1, of 3 is 1."""
    if state.due_on is None:
        return 0.0
    return (today - state.due_on).days / max(1, state.interval_days)


def ancestors(deck: str) -> list[str]:
    """ALL, the decks above a deck, and itself: "A::B" gives "", "A", "A::B"."""
    parts = deck.split("::")
    return [ALL, *("::".join(parts[: number + 1]) for number in range(len(parts)))]


def daily_place(unit: str, today: date) -> int:
    """Where a unit stands in a day's random order: the same all day, whatever else waits."""
    return crc32(f"{today}{unit}".encode())


class _Rooms:
    """How much is left of each deck's limit."""

    def __init__(self, limits: Mapping[str, int | None], done: Iterable[str]) -> None:
        self._left = {deck: limit for deck, limit in limits.items() if limit is not None}
        self._above: dict[str, list[str]] = {}
        for deck, count in Counter(done).items():
            for each in self._limited(deck):
                self._left[each] -= count

    @property
    def is_full(self) -> bool:
        return self._left.get(ALL, 1) <= 0

    def take(self, deck: str) -> bool:
        """Take one place in a deck and in all above it, if each has one."""
        limited = self._limited(deck)
        if any(self._left[each] <= 0 for each in limited):
            return False
        for each in limited:
            self._left[each] -= 1
        return True

    def _limited(self, deck: str) -> list[str]:
        if deck not in self._above:
            self._above[deck] = [each for each in ancestors(deck) if each in self._left]
        return self._above[deck]


def _by_overdueness(due: Sequence[Candidate], rules: Rules) -> list[Candidate]:
    ordered = list(_in_order(due, rules))
    if rules.backlog is None:
        return sorted(ordered, key=lambda each: -overdueness(each.state, rules.today))
    fresh, late = list[Candidate](), list[Candidate]()
    for each in ordered:
        is_late = each.state.due_on is not None and each.state.due_on <= rules.backlog.since
        (late if is_late else fresh).append(each)
    # What is relatively least late is the most likely to be still known: it is saved by one review.
    late.sort(key=lambda each: overdueness(each.state, rules.today))
    fresh.sort(key=lambda each: -overdueness(each.state, rules.today))
    return fresh + late[: rules.backlog.share(rules.today, len(late))]


def _in_order(candidates: Iterable[Candidate], rules: Rules) -> Iterable[Candidate]:
    if rules.order is Order.AUTHOR:
        return candidates
    return sorted(candidates, key=lambda each: daily_place(each.unit, rules.today))


def _chosen(candidates: Iterable[Candidate], rooms: _Rooms, asked: set[str]) -> Iterator[Candidate]:
    """Those whose decks have room and of whose cards none was `asked`."""
    if rooms.is_full:
        return
    for each in candidates:
        if each.card not in asked and rooms.take(each.deck):
            asked.add(each.card)
            yield each
            if rooms.is_full:
                return


def _queued(candidates: Iterable[Candidate], phase: Phase) -> list[QueuedUnit]:
    return [QueuedUnit(each.unit, each.state, phase) for each in candidates]


def _mixed(due: Sequence[QueuedUnit], new: Sequence[QueuedUnit]) -> Iterator[QueuedUnit]:
    """New units evenly among the due ones, beginning with a due one."""
    passed = 0
    for number, each in enumerate(new, start=1):
        until = -(-number * len(due) // (len(new) + 1))
        yield from due[passed:until]
        yield each
        passed = until
    yield from due[passed:]
