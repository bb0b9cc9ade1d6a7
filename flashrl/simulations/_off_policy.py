"""What an episode of the behaviour policy may bring, its importance ratio and return, with exact chances."""

import math
from collections import defaultdict
from functools import cache

import numpy as np

from flashrl.simulations._arrays import FloatArray, IntArray
from flashrl.simulations._dataclass import dataclass

CARDS = {card: 4 / 13 if card == 10 else 1 / 13 for card in range(1, 11)}
"""An infinite deck; 1 is an ace."""

START = 13, True
DEALER_SHOWS = 2, False
"""Sum and whether an ace counts 11 in it: Sutton & Barto (2018), Example 5.4."""

STICKS, DEALER_STICKS = 20, 17

Hands = dict[tuple[int, bool], float]
"""The chance of each sum, with an ace that counts 11 or without."""


@dataclass(frozen=True)
class Outcomes:
    """All that an episode may bring, by rising ratio; one entry each: (outcomes,).

    An episode enters an estimate through its ratio ρ = Π π(A|S) / b(A|S) and its return alone.
    """

    chance: FloatArray  # under the behaviour policy b
    ratio: FloatArray
    returns: FloatArray

    def mean(self, values: FloatArray) -> float:
        """Expectation under b."""
        return float(self.chance @ values)

    @property
    def value(self) -> float:
        """v_π = E_b[ρ G]."""
        return self.mean(self.ratio * self.returns)

    @property
    def ratio_variance(self) -> float:
        """E_b[ρ²] − 1, as E_b[ρ] = 1."""
        return self.mean(self.ratio**2) - 1

    def clipped(self, clip: float) -> FloatArray:
        """min(ρ, c), or ρ itself where c is 0."""
        return np.minimum(self.ratio, clip or math.inf)

    def variance(self, values: FloatArray) -> float:
        """Variance under b."""
        return self.mean((values - self.mean(values)) ** 2)

    def bias(self, clip: float) -> float:
        """E_b[min(ρ, c) G] − v_π, of the ordinary estimate."""
        return self.mean((self.clipped(clip) - self.ratio) * self.returns)

    def weighted_bias(self, clip: float) -> float:
        """E_b[min(ρ, c) G] / E_b[min(ρ, c)] − v_π, of the weighted estimate after ever more episodes."""
        weights = self.clipped(clip)
        return self.mean(weights * self.returns) / self.mean(weights) - self.value


def chain(horizon: int, target: float, behaviour: float) -> Outcomes:
    """T choices of right or left, right with probability π or b; the return is the share of rights, v = π.

    ρ = (π/b)^k ((1 − π)/(1 − b))^(T − k) after k rights, so that Var ρ = (π²/b + (1 − π)²/(1 − b))^T − 1.
    """
    rights = np.arange(horizon + 1)
    ways = np.array([float(math.comb(horizon, count)) for count in rights])
    chance = ways * behaviour**rights * (1 - behaviour) ** (horizon - rights)
    ratio = (target / behaviour) ** rights * ((1 - target) / (1 - behaviour)) ** (horizon - rights)
    order = np.argsort(ratio, kind="stable")
    return Outcomes(chance[order], ratio[order], (rights / horizon)[order])


def sums(weights: FloatArray, returns: FloatArray, drawn: IntArray, episode: IntArray) -> FloatArray:
    """Σw, ΣwG and Σw² over the first n episodes of a run, for each n of `episode`: (3, frames)."""
    entries = np.stack([weights, weights * returns, weights**2])
    return np.cumsum(entries[:, drawn], axis=1)[:, episode - 1]


def estimates(sums: FloatArray, episode: IntArray) -> FloatArray:
    """Ordinary and weighted: (2, runs, frames)."""
    weight, weighted_return, _ = sums
    weighted = np.divide(weighted_return, weight, out=np.zeros_like(weight), where=weight > 0)
    return np.stack([weighted_return / episode, weighted])


def effective(sums: FloatArray) -> FloatArray:
    """Kish's effective sample size, mean over the runs; 0 while all weights are."""
    weight, _, square = sums
    sizes = np.divide(weight**2, square, out=np.zeros_like(weight), where=square > 0)
    return np.asarray(sizes.mean(axis=0))


@cache
def blackjack() -> Outcomes:
    """From 13 with a usable ace against a deuce; π sticks on 20 and 21 only, b sticks or hits by a coin.

    Every decision that π would have made too doubles ρ, any other makes it 0.
    """
    found = _decisions_and_returns()
    keys = sorted(key for key, chance in found.items() if chance)
    decisions, returns = (np.array(each) for each in zip(*keys, strict=True))
    chance = np.array([found[key] for key in keys]) * 0.5**decisions
    return Outcomes(
        chance=np.array([1 - chance.sum(), *chance]),
        ratio=np.array([0.0, *2.0**decisions]),
        returns=np.array([0.0, *returns]),  # what a ratio of 0 is multiplied with plays no part
    )


def _decisions_and_returns() -> dict[tuple[int, float], float]:
    """The chance of each number of decisions with each return, under π."""
    found: defaultdict[tuple[int, float], float] = defaultdict(float)
    dealt, decisions, hands = _dealer(), 0, {START: 1.0}
    while hands:
        decisions += 1
        for (total, _), chance in hands.items():
            if total >= STICKS:
                for against, share in dealt.items():
                    found[decisions, _result(total, against)] += chance * share
        after = _with_a_card({hand: chance for hand, chance in hands.items() if hand[0] < STICKS})
        hands = {hand: chance for hand, chance in after.items() if hand[0] <= 21}
        found[decisions, -1.0] += sum(chance for (total, _), chance in after.items() if total > 21)
    return found


def _result(total: int, against: int) -> float:
    return 1.0 if against > 21 else float(np.sign(total - against))


def _dealer() -> dict[int, float]:
    """The chance of each sum that the dealer ends with, who hits below 17."""
    found: defaultdict[int, float] = defaultdict(float)
    hands: Hands = {DEALER_SHOWS: 1.0}
    while hands:
        after = _with_a_card(hands)
        hands = {hand: chance for hand, chance in after.items() if hand[0] < DEALER_STICKS}
        for (total, _), chance in after.items():
            if total >= DEALER_STICKS:
                found[total] += chance
    return found


def _with_a_card(hands: Hands) -> Hands:
    after: defaultdict[tuple[int, bool], float] = defaultdict(float)
    for hand, chance in hands.items():
        for card, share in CARDS.items():
            after[_dealt(*hand, card)] += chance * share
    return after


def _dealt(total: int, usable: bool, card: int) -> tuple[int, bool]:
    """The hand with another card: an ace counts 11 as long as that does not go over 21."""
    if card == 1 and total + 11 <= 21:
        return total + 11, True
    total += card
    return (total - 10, False) if total > 21 and usable else (total, usable)
