"""Anki packages: cards as notes that Anki updates in place. The only room that knows genanki."""

from flashrl.anki.export import Report, Skipped, write_package

__all__ = ["Report", "Skipped", "write_package"]
