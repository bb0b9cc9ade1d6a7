"""How much two cards say the same, and which of many cards are worth the comparison."""

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Sequence
from difflib import SequenceMatcher
from functools import cached_property
from heapq import nlargest
from itertools import takewhile

from flashrl.model import Card, SectionKind

_NUMBERING = re.compile(r"^\s*(?:(?:q(?:uestion)?\s*)?\d+\s*[.):]|q(?:uestion)?\s*[:：])\s*", re.IGNORECASE)
_FORMATTING = re.compile(r"[*_`~#]+")
_TOKEN = re.compile(r"[^\W\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]+|\S")
"""A word; a sign; a letter of a script that puts no spaces between words."""

_TELLING_ANSWER = 40
"""An answer of so many letters says as much about its card as the question does, one of half as
many hardly anything."""
_MOST_TRAITS, _MOST_LOOKED_AT, _MOST_ALIKE = 30, 2_000, 5


class _Visible(dict[int, int | None]):
    """What each sign is kept as, looked up once: None for what is invisible."""

    def __missing__(self, sign: int) -> int | None:
        self[sign] = None if unicodedata.category(chr(sign)) == "Cf" else sign
        return self[sign]


_VISIBLE = _Visible()


def normalised(text: str) -> str:
    """Text as people recognise it: NFKC, lower case, without numbering, formatting or spacing."""
    if not text.isascii():
        text = unicodedata.normalize("NFKC", text).translate(_VISIBLE)
    return " ".join(_FORMATTING.sub("", _NUMBERING.sub("", text)).casefold().split())


class Text:
    """What a card says, normalised: what it asks, with all that extends the question, and the rest."""

    def __init__(self, card: Card) -> None:
        asked = (section.text for section in card.of_kind(SectionKind.QUESTION))
        rest = (section.text for section in card.sections if section.kind is not SectionKind.QUESTION)
        self.question = " ".join(filter(None, map(normalised, (card.question, *asked))))
        self.answer = " ".join(filter(None, map(normalised, rest)))
        self.topic = card.topic

    @cached_property
    def tokens(self) -> list[str]:
        """The words and signs of the answer."""
        return _TOKEN.findall(self.answer)

    @cached_property
    def pairs(self) -> frozenset[tuple[str, str]]:
        """The neighbouring words and signs of the answer."""
        return frozenset(zip(self.tokens, self.tokens[1:], strict=False))

    @cached_property
    def traits(self) -> list[object]:
        """What a card alike to this one has some of, in order: neighbouring letters of the question, words
        of the answer."""
        asked = self.question.replace(" ", "")
        letters = (asked[n : n + 4] for n in range(max(1, len(asked) - 3)))
        return list(dict.fromkeys([*letters, *zip(self.tokens, self.tokens[1:], strict=False)]))


def likeness(text: Text, other: Text, *, by_answer: bool = False) -> tuple[float, float]:
    """How alike two cards are, from 0 to 1, and how alike they have to be to pass for the same.

    With `by_answer` the question tells nothing, as many cards ask it.
    """
    longest = max(len(text.answer), len(other.answer))
    telling = min(1.0, longest / _TELLING_ANSWER) ** 2 if text.answer and other.answer else 0.0
    needed = 0.92 - 0.27 * telling
    if not telling and by_answer:
        return 0.0, needed
    answers = _words_alike(text.tokens, other.tokens)
    if by_answer:
        return answers, needed
    questions = letters_alike(text.question, other.question)
    return (questions + telling * answers) / (1 + telling), needed


def letters_alike(text: str, other: str) -> float:
    """The share of letters, in their order, that two texts have in common."""
    return 1.0 if text == other else SequenceMatcher(None, text, other, autojunk=False).ratio()


def is_slip(text: str, other: str) -> bool:
    """Whether a letter was lost or doubled, or two neighbours have changed places; another letter instead of
    one may be another question: `What is V?`, `What is Q?`"""
    first = _shared(text, other)
    rest, others = text[first:], other[first:]
    last = _shared(rest[::-1], others[::-1])
    rest, others = rest[: len(rest) - last], others[: len(others) - last]
    return {len(rest), len(others)} == {0, 1} or (len(rest) == 2 and rest == others[::-1])


def _shared(text: str, other: str) -> int:
    """How many letters two texts begin with alike."""
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(text, other, strict=False)))


def _words_alike(words: list[str], others: list[str]) -> float:
    return 1.0 if words == others else SequenceMatcher(None, words, others, autojunk=False).ratio()


def share_within(part: Text, whole: Text) -> float:
    """How much of one answer stands in another one; 0 for an answer too short to tell."""
    return len(part.pairs & whole.pairs) / len(part.pairs) if len(part.pairs) >= 5 else 0.0


class Likely:
    """Texts by their traits, to find the few that another text may be alike to."""

    def __init__(self, texts: Iterable[Text]) -> None:
        self._having: dict[object, list[int]] = defaultdict(list)
        for number, text in enumerate(texts):
            for trait in text.traits:
                self._having[trait].append(number)

    def to(self, text: Text) -> Sequence[int]:
        """The numbers of the texts that share the most of what is rare, the likeliest first."""
        known = (self._having[trait] for trait in text.traits if trait in self._having)
        votes: dict[int, float] = defaultdict(float)
        looked_at = 0
        for having in sorted(known, key=len)[:_MOST_TRAITS]:
            if looked_at > _MOST_LOOKED_AT:  # what is left is in almost every card
                break
            looked_at += len(having)
            for number in having:
                votes[number] += 1 / len(having)
        return nlargest(_MOST_ALIKE, votes, key=votes.__getitem__)
