"""Anki packages: cards as notes that Anki updates in place. The only room that knows genanki."""

from flashrl.anki.export import Remark, Report, Skipped, write_package
from flashrl.anki.scheduling import Schedule

__all__ = ["Remark", "Report", "Schedule", "Skipped", "write_package"]
