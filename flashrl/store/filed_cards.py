"""Cards as they are in the collection, chosen by unit, deck or simulation."""

import json
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

from flashrl.errors import CollectionError
from flashrl.model import FiledCard, is_below
from flashrl.store import decks, rows

_ORDER = "deck, source, position"
"""That of their authors."""


def of_unit(db: Any, unit: str) -> FiledCard:
    """The card of a review unit. Raises CollectionError where there is none."""
    sql = "SELECT cards.* FROM cards JOIN units ON units.card = cards.id WHERE units.id = ?"
    found = next(iter(db.query(sql, [unit])), None)
    if found is None:
        raise CollectionError(f"there is no card {unit!r}", "import its deck again")
    return _filed(found)


def by_id(db: Any, card_id: str) -> FiledCard:
    """The card with an id that is known to be there."""
    return _filed(db["cards"].get(card_id))


def of_decks(db: Any, chosen: Sequence[str]) -> list[FiledCard]:
    """The cards that are neither gone nor drafts; of these decks and those below them, or of all. Raises
    CollectionError for a deck that does not exist."""
    where, values = _condition(db, chosen)
    return [_filed(row) for row in db["cards"].rows_where(where, values, order_by=_ORDER)]


def keys(db: Any, chosen: Sequence[str]) -> list[tuple[str, str]]:
    """The ids of the same cards, each with the text that changes with the card."""
    where, values = _condition(db, chosen)
    sql = f"SELECT {', '.join(rows.KEY)} FROM cards WHERE {where} ORDER BY {_ORDER}"
    return [(found[0], rows.key(found)) for found in db.execute(sql, values).fetchall()]


def gone(db: Any, chosen: Sequence[str]) -> list[FiledCard]:
    """The cards that vanished from their files, drafts left out; of these decks and those below them."""
    found = db["cards"].rows_where("is_gone AND NOT is_draft", order_by=_ORDER)
    cards = (_filed(row) for row in found)
    return [each for each in cards if not chosen or any(is_below(each.deck, deck) for deck in chosen)]


def with_simulation(db: Any, slug: str) -> list[FiledCard]:
    """The cards that show a simulation; none that is gone."""
    written = json.dumps({"slug": slug})[1:-1]
    where = "instr(content, ?) AND NOT is_gone"
    return [_filed(row) for row in db["cards"].rows_where(where, [written], order_by=_ORDER)]


def ids(db: Any) -> set[str]:
    """The ids of all cards, of those that are gone too."""
    return {card_id for (card_id,) in db.execute("SELECT id FROM cards").fetchall()}


def _condition(db: Any, chosen: Sequence[str]) -> tuple[str, list[str]]:
    """The condition for the cards of these decks and those below them, and its values."""
    names = decks.names(db)
    for deck in chosen:
        if not any(is_below(name, deck) for name in names):
            raise CollectionError(f"there is no deck {deck!r}", "`flashrl decks` lists them")
    meant = [name for name in names if not chosen or any(is_below(name, deck) for deck in chosen)]
    return f"deck IN ({', '.join('?' for _ in meant)}) AND NOT is_gone AND NOT is_draft", meant


def _filed(row: dict[str, Any]) -> FiledCard:
    return FiledCard(
        card=rows.card(row),
        deck=row["deck"],
        source=Path(row["source"]),
        changed_at=datetime.fromisoformat(row["changed_at"]),
    )
