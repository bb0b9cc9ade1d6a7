"""The card of a review unit, as it is shown."""

from flashrl.store import Collection
from flashrl.store.introductions import introduction
from flashrl.ui.shown_card import ShownCard


def shown_card(collection: Collection, unit: str) -> ShownCard:
    """The card, the blank that its unit asks, and what its deck says before it. Raises CollectionError."""
    filed = collection.card(unit)
    blank = unit.rpartition("#c")[2] if filed.card.is_cloze else ""
    before = introduction(collection, filed)
    return ShownCard(filed.card, filed.folder, int(blank) if blank else None, filed.deck, before)
