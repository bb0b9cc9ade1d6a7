"""What waits on a study path, and in which order."""

import json
from dataclasses import dataclass
from typing import Any

from flashrl.model import StudyPath
from flashrl.scheduling.queue import ALL, Limits, Phase, QueuedUnit, Rules, path_queue
from flashrl.store import waiting
from flashrl.store.waiting import Waiting


@dataclass(frozen=True, slots=True)
class PathCounts:
    """How many units of a path wait: `due` with the drill, `new` that were never asked, and those of them
    that may be begun today. `cards` are the path's cards that are here."""

    cards: int
    due: int
    new: int
    new_today: int


def queue(db: Any, path: StudyPath, rules: Rules) -> list[QueuedUnit]:
    """What is asked of a path on the day of the rules."""
    return _waiting(db, _cards(db, path), path, rules)[0]


def counts(db: Any, path: StudyPath, rules: Rules) -> PathCounts:
    """The path's counts on the day of the rules."""
    cards = _cards(db, path)
    asked, new = _waiting(db, cards, path, rules)
    new_today = sum(each.phase is Phase.NEW for each in asked)
    return PathCounts(len(cards), len(asked) - new_today, new, new_today)


def _waiting(db: Any, cards: list[str], path: StudyPath, rules: Rules) -> tuple[list[QueuedUnit], int]:
    """What is asked, and how many units are new."""
    found = Waiting(db, rules.today, cards=cards)
    done, new = waiting.done(db, rules.today), list(found.new())
    if path.new_a_day is not None:
        rules = Rules(rules.today, {ALL: Limits(new=path.new_a_day)})
        own = set(cards)
        done = [each for each in done if each.card in own]
    return path_queue(found.due(), new, found.drill(), cards, rules, done), len(new)


def _cards(db: Any, path: StudyPath) -> list[str]:
    """The ids of the path's cards that are here, in its order."""
    kept = "NOT is_gone AND NOT is_draft"
    if path.cards:
        sql = f"SELECT id FROM cards WHERE {kept} AND id IN (SELECT value FROM json_each(?))"
        here = {card for (card,) in db.execute(sql, [json.dumps(path.cards)]).fetchall()}
        return [card for card in path.cards if card in here]
    # By the index on the decks of units, between "deck::" and what follows it: cards are many, and wide.
    sql = f"""
        SELECT id FROM cards WHERE {kept}
          AND id IN (SELECT card FROM units WHERE deck = :deck OR (deck >= :below AND deck < :beyond))
        ORDER BY deck, source, position
    """
    names = ({"deck": deck, "below": f"{deck}::", "beyond": f"{deck}:;"} for deck in path.decks)
    found = (db.execute(sql, each).fetchall() for each in names)
    return list(dict.fromkeys(card for each in found for (card,) in each))
