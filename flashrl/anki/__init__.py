"""Anki packages: cards as notes that Anki updates in place. The only room that knows genanki."""

from flashrl.anki.export import Past, Remark, Report, Skipped, write_package
from flashrl.anki.scheduling import Schedule

__all__ = ["Past", "Remark", "Report", "Schedule", "Skipped", "write_package"]
