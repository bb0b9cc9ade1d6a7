"""Cards whose text was edited, and what else may have become of them."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence, Set
from dataclasses import dataclass
from enum import Enum
from itertools import chain
from typing import TypeVar

from flashrl.formats.identity.likeness import Likely, Text, is_slip, letters_alike, share_within
from flashrl.formats.identity.pairs import KnownCard, New, Old, free_news, free_olds

_CLEAR, _LEAST = 0.1, 0.05
"""By how much the best match has to be better than the next; by how much at least, if it is twice as near."""
_ALMOST = 0.2
"""What lacks no more than this to be a match is told."""
_LONG_ANSWER, _LONGER_ANSWER = 20, 40
_MUCH_ALIKE = 0.4
_MOST_OF_IT, _HALF_OF_IT, _SHORTER = 0.7, 0.5, 0.85
_MOST_TOLD = 3

_Part = TypeVar("_Part", New, Old)
_Whole = TypeVar("_Whole", New, Old)
_Card = TypeVar("_Card", New, Old)


class Kind(Enum):
    """What an incoming card may be to known ones: the same, a part of one, several of them in one."""

    SAME = "same"
    PART = "part"
    WHOLE = "whole"


@dataclass(frozen=True, slots=True)
class Doubt:
    """What the incoming card of `line` may be to known ones, too unsure to be acted on."""

    kind: Kind
    line: int
    known: tuple[KnownCard, ...]


def continue_questions(news: Sequence[New], olds: Sequence[Old]) -> None:
    """A question that only one card asks is the same card's, whatever its answer has become."""
    common = _common_questions(news, olds)
    for new, old in _singles(news, olds, lambda each: each.text.question):
        if new.text.question not in common and new.may_continue(old):
            new.take(old)


def continue_answers(news: Sequence[New], olds: Sequence[Old], *, moved: bool = False) -> None:
    """An answer that only one card gives is the same card's, unless it is short and the question another.

    Where a card may have `moved` from another file, its question has to be much the same as well.
    """
    given = Counter(new.text.answer for new in news)
    for new, old in _singles(news, olds, lambda each: each.text.answer):
        answer = new.text.answer
        tells_all = not moved and len(answer) >= _LONGER_ANSWER
        if given[answer] > 1 or len(answer) < _LONG_ANSWER or not new.may_continue(old):
            continue
        if tells_all or letters_alike(new.text.question, old.text.question) >= _MUCH_ALIKE:
            new.take(old)


def continue_alike(news: Sequence[New], olds: Sequence[Old]) -> None:
    """What is alike enough, and much more so than anything else, is the same card."""
    comparison = _Comparison(news, olds)
    while comparison.settle():
        pass


def continue_in_place(news: Sequence[New], olds: Sequence[Old]) -> None:
    """Near twins that were all edited, and short questions with a slip of the pen: a card is the one
    that stood in its place before, if there are as many as before between the same neighbours and no other is
    nearer to either, or the answer is the same. `news` are all of a file."""
    comparison = _Comparison(news, olds)
    rivals = comparison.rivals()
    twins = {each for each, pairs in rivals.items() if any(pair.surplus >= 0 for pair in pairs)}
    for new, old in _in_the_same_place(news, olds, twins):
        pair = comparison.pair(new, old)
        others = (other for other in chain(rivals[new], rivals[old]) if other.is_open)
        if pair.is_open and pair.surplus >= 0 and all(pair.likeness >= other.likeness for other in others):
            new.take(old)
    left: set[New | Old] = {*free_news(news), *free_olds(olds)}
    for new, old in _in_the_same_place(news, olds, left):
        is_told = new.text.answer == old.text.answer and new.may_continue(old)
        if is_told and is_slip(new.text.question, old.text.question):
            new.take(old)


def _in_the_same_place(
    news: Sequence[New], olds: Sequence[Old], twins: Set[New | Old]
) -> list[tuple[New, Old]]:
    """The twins, in their order, where they are as many as before between the same found cards."""
    sources = {old.known.source for old in olds}
    after = [(new, new.old) for new in news if new in twins or (new.old and new.old.known.source in sources)]
    left = [(old, None) for old in olds if old in twins and not old.known.is_gone]
    before = [*((old, old) for _, old in after if old), *left]
    then = _gaps(sorted(before, key=lambda each: each[0].known.line))
    gaps = ((gap, then.get(neighbours, [])) for neighbours, gap in _gaps(after).items())
    return [pair for gap, known in gaps if len(gap) == len(known) for pair in zip(gap, known, strict=True)]


def _gaps(cards: Iterable[tuple[_Card, Old | None]]) -> dict[tuple[Old | None, Old | None], list[_Card]]:
    """The cards that are not found yet, by the known ones that were found before and behind them."""
    gaps: dict[tuple[Old | None, Old | None], list[_Card]] = {}
    before, gap = None, list[_Card]()
    for card, found in cards:
        if found is None:
            gap.append(card)
        else:
            gaps[before, found] = gap
            before, gap = found, []
    gaps[before, None] = gap
    return gaps


def almost_alike(news: Sequence[New], olds: Sequence[Old]) -> Iterator[tuple[New, Doubt]]:
    """The cards left over that might be one that has just vanished."""
    near: dict[New, list[KnownCard]] = defaultdict(list)
    vanished = [old for old in olds if not old.known.is_gone]
    for pair in sorted(_Comparison(news, vanished).open(), key=lambda each: -each.surplus):
        if pair.surplus >= -_ALMOST:
            near[pair.new].append(pair.old.known)
    for new, known in near.items():
        yield new, Doubt(Kind.SAME, new.card.line, tuple(known[:_MOST_TOLD]))


def divided(news: Sequence[New], olds: Sequence[Old]) -> Iterator[tuple[New, Doubt]]:
    """Cards that were split or merged. Which of them goes on is not to be guessed, so none does."""
    parts, vanished = free_news(news), free_olds(olds)
    edited = [(new, new.old) for new in news if new.old is not None and new.is_edited]
    after = {old: new.text for new, old in edited}
    for whole, pieces in _pieces(parts, [*vanished, *after], after):
        for piece in pieces:
            yield piece, Doubt(Kind.PART, piece.card.line, (whole.known,))
        _set_aside([*pieces, whole])
    before = {new: old.text for new, old in edited}
    for into, merged in _pieces(free_olds(vanished), [*free_news(parts), *before], before):
        yield into, Doubt(Kind.WHOLE, into.card.line, tuple(each.known for each in merged))
        _set_aside([into, *merged])


def _set_aside(cards: Sequence[New | Old]) -> None:
    for card in cards:
        card.is_doubtful = True


def _pieces(
    parts: Sequence[_Part], wholes: Sequence[_Whole], others: dict[_Whole, Text]
) -> Iterator[tuple[_Whole, list[_Part]]]:
    """The wholes that hold several of the parts, or just one that was not in their `others`, the other
    states of those that were edited."""
    if not parts or not wholes:
        return
    likely = Likely(whole.text for whole in wholes)
    found: dict[_Whole, list[_Part]] = defaultdict(list)
    for part in parts:
        for whole in (wholes[number] for number in likely.to(part.text)):
            is_own = all(share_within(part.text, each.text) < _HALF_OF_IT for each in found[whole])
            if is_own and _is_piece(part.text, whole.text, others.get(whole)):
                found[whole].append(part)
                break
    for whole, pieces in found.items():
        if len(pieces) > 1 or (pieces and whole in others):
            yield whole, pieces


def _is_piece(part: Text, whole: Text, other: Text | None) -> bool:
    return (
        len(part.pairs) < _SHORTER * len(whole.pairs)
        and share_within(part, whole) >= _MOST_OF_IT
        and (other is None or share_within(part, other) < _HALF_OF_IT)
    )


@dataclass(frozen=True, slots=True)
class _Pair:
    """Two cards that may be the same, how alike they are, and how alike they need to be."""

    new: New
    old: Old
    likeness: float
    needed: float

    @property
    def surplus(self) -> float:
        return self.likeness - self.needed

    @property
    def is_open(self) -> bool:
        """Both are free still."""
        return self.new.may_continue(self.old) and not (self.new.is_doubtful or self.old.is_doubtful)

    def is_ahead_of(self, other: "_Pair") -> bool:
        margin = self.likeness - other.likeness
        is_twice_as_near = 1 - other.likeness >= 2 * (1 - self.likeness)
        return margin >= _CLEAR or (margin >= _LEAST and is_twice_as_near)


class _Comparison:
    """How alike free incoming and known cards are, each with the likeliest few; and by how much that is more
    than it takes to be the same."""

    def __init__(self, news: Sequence[New], olds: Sequence[Old]) -> None:
        waiting, candidates = free_news(news), free_olds(olds)
        self.pairs: list[_Pair] = []
        self._common: set[str] = set()
        if not waiting or not candidates:
            return
        self._common = _common_questions(news, olds)
        likely = Likely(old.text for old in candidates)
        for new in waiting:
            for old in (candidates[number] for number in likely.to(new.text)):
                if new.may_continue(old):
                    self.pairs.append(self.pair(new, old))

    def pair(self, new: New, old: Old) -> _Pair:
        by_answer = new.text.question in self._common or old.text.question in self._common
        return _Pair(new, old, *new.likeness(old, by_answer=by_answer))

    def open(self) -> list[_Pair]:
        """The pairs of which both are free still."""
        return [pair for pair in self.pairs if pair.is_open]

    def rivals(self) -> dict[New | Old, list[_Pair]]:
        """The open pairs of each card."""
        rivals: dict[New | Old, list[_Pair]] = defaultdict(list)
        for pair in self.open():
            rivals[pair.new].append(pair)
            rivals[pair.old].append(pair)
        return rivals

    def settle(self) -> bool:
        """Match what has no rival; true if that was anything, as it may leave others without one."""
        rivals = self.rivals()
        sure = [
            pair
            for pair in self.open()
            if pair.surplus >= 0
            and all(
                pair is other or pair.is_ahead_of(other)
                for other in chain(rivals[pair.new], rivals[pair.old])
            )
        ]
        for pair in sure:
            pair.new.take(pair.old)
        return bool(sure)


def _common_questions(news: Sequence[New], olds: Sequence[Old]) -> set[str]:
    """The questions that several cards of one side ask: they do not tell one from another."""
    asked = (
        Counter(new.text.question for new in news),
        Counter(old.text.question for old in free_olds(olds)),
    )
    return {question for counts in asked for question, number in counts.items() if number > 1}


def _singles(
    news: Sequence[New], olds: Sequence[Old], key: Callable[[New | Old], str]
) -> Iterator[tuple[New, Old]]:
    """The free cards whose key no other free card of their side has."""
    sides: list[dict[str, list[New | Old]]] = []
    for side in (free_news(news), free_olds(olds)):
        by_key: dict[str, list[New | Old]] = defaultdict(list)
        for each in side:
            by_key[key(each)].append(each)
        sides.append(by_key)
    for text, (new, *more) in sides[0].items():
        known = sides[1].get(text, [])
        if text and not more and len(known) == 1 and isinstance(new, New) and isinstance(known[0], Old):
            yield new, known[0]
