"""The collection: the only place with SQL."""

import flashrl.store.database  # noqa: F401 - first, as it decides what is loaded with the rest

# isort: split
from flashrl.store.collection import Collection
from flashrl.store.decks import DeckCounts, SourceFile
from flashrl.store.import_report import ImportReport

__all__ = ["Collection", "DeckCounts", "ImportReport", "SourceFile"]
