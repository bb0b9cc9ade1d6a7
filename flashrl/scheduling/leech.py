"""Leeches: units that are forgotten again and again, and want to be rewritten rather than repeated."""

from flashrl.model import CardState

LAPSES = 8
TAG = "leech"
"""By this tag leeches are found, beside the tags that authors give."""


def is_leech(state: CardState, lapses: int = LAPSES) -> bool:
    """Whether a unit was forgotten at least so many times."""
    return state.lapses >= lapses


def became_leech(before: CardState, after: CardState, lapses: int = LAPSES) -> bool:
    """Whether a grade made a leech of a unit: worth a word at that moment only, and at each half as many
    lapses again."""
    if after.lapses <= before.lapses or not is_leech(after, lapses):
        return False
    return (after.lapses - lapses) % max(1, lapses // 2) == 0
