"""The collection: the only place with SQL."""

from flashrl.store.collection import Collection, DeckCounts
from flashrl.store.imports import ImportReport

__all__ = ["Collection", "DeckCounts", "ImportReport"]
