"""What stands in a deck file before its cards: needed to understand some of them."""

import json
from typing import TYPE_CHECKING

from flashrl.model import FiledCard
from flashrl.store.database import readable_errors

if TYPE_CHECKING:
    from flashrl.store.collection import Collection


def introduction(collection: "Collection", filed: FiledCard) -> str:
    """The introductions, as markdown, of a card's deck and of its topic; empty where there are none."""
    sql = "SELECT introduction, topics FROM sources WHERE path = ?"
    with readable_errors(collection.path):
        found = collection._db.execute(sql, [str(filed.source)]).fetchone()
    if found is None:
        return ""
    of_topics = (each["introduction"] for each in json.loads(found[1]) if each["title"] == filed.card.topic)
    return "\n\n".join(text for text in (found[0], *of_topics) if text)
