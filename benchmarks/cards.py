"""A large collection, generated: decks written as markdown, read and applied as any deck, then reviewed.

As a process, fills the home it is given and prints how many cards and review events that made.
"""

import random
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

from flashrl import formats, paths
from flashrl.model import Quality, ReviewEvent
from flashrl.scheduling.day import study_day
from flashrl.store import Collection

AREAS, DECKS_AN_AREA, CARDS_A_DECK = 10, 10, 100
MOST_REVIEWS = 4
REVIEWED_SHARE = 0.5

_FORMULAS = (
    r"V^{{\pi}}(s_{{{n}}}) = \mathbb{{E}}_{{\pi}}\left[R_{{t+{k}}} + \gamma V^{{\pi}}(S_{{t+{k}}})\right]",
    r"\delta_{{{n}}} = R_{{t+1}} + 0.{k}\, V(S_{{t+1}}) - V(S_t)",
    r"\hat{{A}}_{{{n}}} = \sum_{{l=0}}^{{{k}}} (\gamma\lambda)^l \delta_{{t+l}}",
    r"\nabla_\theta J_{{{n}}} = \frac{{1}}{{{k}}} \sum_i \nabla_\theta \log \pi_\theta(a_i \mid s_i)\, A_i",
    r"\rho_{{{n}}} \in [1 - 0.{k},\, 1 + 0.{k}]",
)
_ITEMS = (
    "the target moves with the weights, so a step changes what the next step aims at",
    "a large advantage is not clipped while the ratio is inside its range",
    "the variance grows with the horizon, the bias with the bootstrapping",
    "states that the policy does not visit keep their old values",
    "the baseline changes the variance and leaves the mean alone",
)
_CODE = """\
```python
def returns(rewards: list[float], discount: float = 0.{k}) -> list[float]:
    total, found = 0.0, []
    for reward in reversed(rewards):
        total = reward + discount * total
        found.append(total)
    return found[::-1]
```
"""


def make_home(home: Path, now: datetime) -> tuple[int, int]:
    """Fill the collection in `home`. Returns how many cards and review events it then holds."""
    folder = home / "decks"
    folder.mkdir(parents=True)
    rng = random.Random(1)
    files = []
    for number in range(AREAS * DECKS_AN_AREA):
        path = folder / f"{number:03}.md"
        path.write_text(_deck_text(number, rng), encoding="utf-8")
        files.append(formats.read(path))
    with Collection.open(paths.collection(home)) as collection:
        report = collection.apply(files, now=now.astimezone(UTC))
        if report.refused:
            raise ValueError(f"a generated deck was refused: {report.refused[0]}")
        units = [card.id or "" for file in files for card in file.deck.cards]
        reviewed = rng.sample(units, round(REVIEWED_SHARE * len(units)))
        events = sorted(
            (event for unit in reviewed for event in _history(unit, now, rng)),
            key=lambda event: event.reviewed_at,
        )
        for event in events:
            collection.record(event)
    return report.added, len(events)


def area_name(area: int) -> str:
    """The deck above those of an area."""
    return f"Benchmark::Area {area}"


def _history(unit: str, now: datetime, rng: random.Random) -> list[ReviewEvent]:
    """One to four reviews, the last of them in the past forty days; some failed."""
    moment = now - timedelta(days=rng.randint(1, 40))
    moments = [moment]
    for gap in rng.sample(range(1, 30), rng.randrange(MOST_REVIEWS)):
        moment -= timedelta(days=gap)
        moments.append(moment)
    qualities = [Quality.WRONG, Quality.PASS_HARD, *[Quality.PASS] * 5, Quality.PERFECT]
    return [
        ReviewEvent(unit, each.astimezone(UTC), study_day(each), rng.choice(qualities), seconds=8.0)
        for each in moments
    ]


def _deck_text(number: int, rng: random.Random) -> str:
    area, topic = divmod(number, DECKS_AN_AREA)
    head = f"---\nflashrl: 1\ndeck: {area_name(area)}::Topic {topic}\n---\n\n# Topic {number}\n\n## Cards\n\n"
    first = number * CARDS_A_DECK
    return head + "\n".join(_card_text(first + each, rng) for each in range(CARDS_A_DECK))


def _card_text(number: int, rng: random.Random) -> str:
    """One to three formulas, bold words, a list; code in every fourth card. No two cards are alike."""
    formulas = [
        text.format(n=number, k=rng.randint(2, 99)) for text in rng.sample(_FORMULAS, rng.randint(1, 3))
    ]
    displayed, *inline = formulas
    items = "\n".join(f"- {item}" for item in rng.sample(_ITEMS, rng.randint(2, 4)))
    asides = "".join(f" It is used with ${formula}$ as well." for formula in inline)
    subject = f"$V(s_{{{number}}})$" if number % 3 == 0 else "the update"
    code = _CODE.format(k=rng.randint(10, 99)) if number % 4 == 0 else ""
    return f"""\
### Question {number}: what does {subject} assume about the states it has not seen?
<!-- card
id: benchmark-{number:05}
difficulty: medium
tags: [benchmark]
-->

#### Answer

It assumes that **values generalise**: what was learned in one state is right in those near it.{asides}

$$
{displayed}
$$

Three things follow, and the *second* is the one that is asked about:

{items}

{code}
#### The trap

Answering with the name of the algorithm alone. **Number {number}** asks for the assumption, not for a label.
"""


def main() -> None:
    cards, events = make_home(Path(sys.argv[1]), datetime.now().astimezone())
    print(f"{cards:,} cards, {events:,} review events")


if __name__ == "__main__":
    main()
