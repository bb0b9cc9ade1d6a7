"""Language models: pipeline and reward models."""

from math import e, exp, log, sqrt

from flashrl.simulations import best_of_n, bradley_terry


def sigmoid(margin: float) -> float:
    return 1 / (1 + exp(-margin))


def tilted(good: float, kl_coefficient: float) -> tuple[float, float]:
    """The weight of an answer with reward 1 and its probability; the other one has reward 0."""
    weight = good * exp(1 / kl_coefficient)
    return weight, weight / (1 - good + weight)


def kl_of_best(n: int) -> float:
    return log(n) - (n - 1) / n


CYCLE = bradley_terry.run(bradley_terry.Params(wins=(9, 9, 5))).summary(-1)
HEAVY = best_of_n.run(best_of_n.Params(n=256)).summary(255)
SHARE = 1 / (1 + 1.0**2)
MAXIMUM = 1.766  # of 16 standard normals, as the card says
LENGTHS, REWARDS = (100, 200, 300), (0.2, 0.5, 0.9)
MEAN = sum(REWARDS) / 3
SLOPE = sum((y - 200) * (r - MEAN) for y, r in zip(LENGTHS, REWARDS, strict=True)) / 20000
RIGHT_AND_FINE, RIGHT_BUT_PLAIN = 0.2 + 0.8 * 0.9, 0.2 + 0.8 * 0.1
SUM, DIFFERENCE = (log(share / (1 - share)) for share in (RIGHT_AND_FINE, RIGHT_BUT_PLAIN))

NUMBERS: dict[str, tuple[str, ...]] = {
    "rm-pairwise-or-scores": (f"these are ${4 * 3 // 2}$",),
    "rm-loss-by-hand": (
        f"= {sigmoid(1.2 - 0.4):.3f}$",
        f"= {-log(sigmoid(0.8)):.3f}$",
        f"= -{1 - sigmoid(0.8):.3f}$",
        f"the loss ${-log(sigmoid(-0.8)):.3f}$",
    ),
    "rm-win-rate-gap": tuple(f"{log(share / (1 - share)):.3f}$" for share in (0.9, 0.99, 0.999)),
    "rm-intransitive": (
        f"s_A = {CYCLE['score_a']:.3f}$",
        f"s_C = {CYCLE['score_c']:.3f}$",
        f"${CYCLE['win_probability_ab']:.3f}$",
        f"${CYCLE['win_probability_ac']:.3f}$",
        f"= {10 * (CYCLE['win_probability_ab'] + CYCLE['win_probability_ac']):.0f}$",
    ),
    "rm-bigger-does-not-help": (
        f"= {RIGHT_AND_FINE:.2f}$",
        f"= {RIGHT_BUT_PLAIN:.2f}$",
        f"= {SUM:.3f}, ",
        f"= {DIFFERENCE:.3f}\n",
        f"$c = {(SUM + DIFFERENCE) / 2:.3f}$ and $l = {(SUM - DIFFERENCE) / 2:.3f}$",
        f"${(SUM - DIFFERENCE) / (SUM + DIFFERENCE):.1f}$ times",
    ),
    "rm-length-bias": (
        f"= {SLOPE:.4f}\n",
        f"${MEAN:.3f}$",
        f"$0.2 + 0.35 = {0.2 + 100 * SLOPE:.2f}$",
        f"$0.9 - 0.35 = {0.9 - 100 * SLOPE:.2f}$",
    ),
    "rm-decomposed": (f"{2**2 + 0.2**2:.2f}", f"= {2**2 / (2**2 + 0.2**2):.3f}"),
    "rlhf-tilt-by-hand": (
        *(f"= {each:.3f}$" for each in tilted(0.1, 1)),
        *(f"= {each:.3f}$" for each in tilted(0.1, 0.5)),
        f"= {1 / log(81):.3f}$",
    ),
    "rm-overoptimisation-law": (
        f"= {1 / (2 * 0.25):.0f}$",
        f"= {1 / (4 * 0.25):.0f}$",
        f"n = {min(n for n in range(2, 999) if kl_of_best(n) >= 4)}$",
        f"= {exp(1 / 0.5 - 1):.3f}$",
        f"${e**2:.3f}$",
        f"= {0.5 * e:.3f}$",
    ),
    "rm-heavy-tails": (
        f"$n = {HEAVY['n_of_highest_gold']:.0f}$ with ${HEAVY['highest_gold']:.2f}$",
        f"${HEAVY['expected_gold']:.2f}$ at $n = 256$",
        f"${HEAVY['expected_proxy']:.0f}$",
    ),
    "rm-gaussian-shrinkage": (
        f"= {sqrt(2) * MAXIMUM:.2f}$",
        f"= {SHARE * sqrt(2) * MAXIMUM:.2f}$",
        f"${1 / (1 + 0.3**2):.3f}$",
    ),
    "rlhf-mode-collapse": (
        f"= {exp((1.2 - 1) / 0.05):.1f}$",
        f"${sigmoid(0.2 / 0.05):.3f}$",
        f"${1 - sigmoid(0.2 / 0.05):.3f}$",
    ),
    "judge-position-bias": (
        f"= {(70 + 80 / 2) / 200:.2f}$",
        f"= {(70 + 80) / 200:.2f}$",
        f"= {70 / 200:.2f}$",
        f"= {70 / 120:.3f}$",
        f"${100 * 80 / 200:.0f}\\,\\%$",
    ),
}
