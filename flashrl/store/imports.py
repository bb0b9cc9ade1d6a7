"""Bringing deck files into the collection: what is new, changed, moved or gone."""

import json
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

from flashrl.errors import Diagnostic, has_errors
from flashrl.formats import ParsedFile, identity
from flashrl.model import Card, unit_id
from flashrl.store import rows

ACTIVE, GONE = "active", "gone"
Progress = Callable[[int, int], object]


@dataclass(slots=True)
class ImportReport:
    """How many cards an import added, changed, left alone, moved between files or decks, and suspended
    because their text is gone. `refused` are the files left as they were, with the reasons; `renamed` has
    the new ids of review units whose cards were given an id."""

    added: int = 0
    changed: int = 0
    unchanged: int = 0
    moved: int = 0
    suspended: int = 0
    refused: list[tuple[Path | None, Diagnostic]] = field(default_factory=list)
    renamed: dict[str, str] = field(default_factory=dict)


class Import:
    """One import, inside one transaction of `db`."""

    def __init__(self, db: Any, now: datetime, files: Sequence[ParsedFile]) -> None:
        self.db = db
        self.now = now.isoformat()
        self.report = ImportReport()
        self.cards: dict[str, dict[str, Any]] = {row["id"]: row for row in db["cards"].rows}
        self.seen: set[str] = set()
        self.files = files
        self.incoming = {str(file.path): {card.id for card in file.deck.cards} for file in files}
        sources = (str(row["path"]) for row in db["sources"].rows)
        self.gone_sources = {
            path for path in sources if path not in self.incoming and not Path(path).exists()
        }

    def run(self, folders: Sequence[Path], progress: Progress) -> ImportReport:
        """Bring the files in; sources below `folders` that exist no more lose their cards."""
        touched = [file for file in self.files if not self._refused(file)]
        for number, file in enumerate(touched):
            progress(number, len(touched))
            self._apply(file)
        vanished = {
            path for path in self.gone_sources if any(Path(path).is_relative_to(each) for each in folders)
        }
        self._suspend_vanished({str(file.path) for file in touched} | vanished)
        return self.report

    def _refused(self, file: ParsedFile) -> bool:
        findings = [found for found in file.diagnostics if has_errors([found])]
        self.report.refused += [(file.path, found) for found in findings]
        return bool(findings)

    def _apply(self, file: ParsedFile) -> None:
        source = str(file.path)
        known = [self._known_card(row) for row in self.cards.values() if row["id"] not in self.seen]
        matches = identity.match(file.deck.cards, source, known)
        clashes = [
            Diagnostic("repeated-id", f"{match.id!r} is used in {self._place(match.id)}", card.line)
            for card, match in zip(file.deck.cards, matches, strict=True)
            if match.is_clash or (match.id in self.seen)
        ]
        if clashes:
            self.report.refused += [(file.path, clash) for clash in clashes]
            return
        self.db["sources"].upsert(self._source_row(file), pk="path")
        for position, (card, match) in enumerate(zip(file.deck.cards, matches, strict=True)):
            self._apply_card(card, match, self._card_row(card, match, source, file.deck.name, position))

    def _place(self, card_id: str) -> str:
        row = self.cards[card_id]
        return f"{row['source']}:{row['line']}"

    def _known_card(self, row: dict[str, Any]) -> identity.KnownCard:
        return identity.KnownCard(
            id=row["id"],
            source=row["source"],
            fingerprint=row["fingerprint"],
            question=row["question"],
            is_generated_id=bool(row["is_generated_id"]),
            is_source_gone=self._has_left(row),
        )

    def _has_left(self, row: dict[str, Any]) -> bool:
        """True for a card whose file is gone, or no longer has it: it may turn up elsewhere."""
        source = row["source"]
        stays = self.incoming.get(source)
        has_left = stays is not None and not row["is_generated_id"] and row["id"] not in stays
        return bool(row["is_gone"]) or source in self.gone_sources or has_left

    def _source_row(self, file: ParsedFile) -> dict[str, Any]:
        return {
            "path": str(file.path),
            "deck": file.deck.name,
            "title": file.deck.title,
            "format": file.format,
            "introduction": file.deck.introduction,
            "topics": json.dumps([asdict(topic) for topic in file.deck.topics], ensure_ascii=False),
            "imported_at": self.now,
        }

    def _card_row(
        self, card: Card, match: identity.Match, source: str, deck: str, position: int
    ) -> dict[str, Any]:
        return {
            "id": match.id,
            "source": source,
            "deck": deck,
            "position": position,
            "question": card.question,
            "content": rows.content(card),
            "fingerprint": identity.fingerprint(card),
            "line": card.line,
            "end_line": card.end_line,
            "is_draft": int(card.is_draft),
            "is_generated_id": int(match.is_generated_id),
            "is_gone": 0,
            "added_at": self.now,
            "changed_at": self.now,
        }

    def _apply_card(self, card: Card, match: identity.Match, row: dict[str, Any]) -> None:
        old = self.cards.get(match.known.id) if match.known else None
        if old is not None:
            if old["id"] != row["id"]:
                self._rename(old, row["id"])
            row["added_at"] = old["added_at"]
            if not _is_changed(old, row):
                row["changed_at"] = old["changed_at"]
        self._count(old, row)
        self.seen.add(row["id"])
        self.cards[row["id"]] = row
        if row != old:
            self.db["cards"].upsert(row, pk="id")
            self._apply_units(card, row)

    def _count(self, old: dict[str, Any] | None, row: dict[str, Any]) -> None:
        if old is None:
            self.report.added += 1
        elif _is_changed(old, row) or old["is_gone"]:
            self.report.changed += 1
        elif (row["source"], row["deck"]) != (old["source"], old["deck"]):
            self.report.moved += 1
        else:
            self.report.unchanged += 1

    def _apply_units(self, card: Card, row: dict[str, Any]) -> None:
        """Make the card's review units; one whose blank is gone is kept, suspended."""
        present = {} if card.is_draft else {unit_id(row["id"], n): n for n in card.blanks or (None,)}
        for known in self.db["units"].rows_where("card = ?", [row["id"]], select="id, status"):
            if known["id"] not in present:
                self.db["units"].update(known["id"], {"status": GONE})
            elif known["status"] == GONE:
                self.db["units"].update(known["id"], {"status": ACTIVE})
        for unit, blank in present.items():
            place = {"card": row["id"], "deck": row["deck"], "position": row["position"], "blank": blank}
            self.db.execute(
                "INSERT INTO units (id, card, deck, position, blank, status) "
                "VALUES (:id, :card, :deck, :position, :blank, :status) "
                "ON CONFLICT (id) DO UPDATE SET deck = :deck, position = :position",
                {"id": unit, "status": ACTIVE, **place},
            )

    def _rename(self, old: dict[str, Any], new_id: str) -> None:
        """A card known by its text was given an id: everything it has moves along."""
        self.db.execute("UPDATE cards SET id = ? WHERE id = ?", [new_id, old["id"]])
        self.cards.pop(old["id"])
        units = [row["id"] for row in self.db["units"].rows_where("card = ?", [old["id"]], select="id")]
        for unit in units:
            renamed = self.report.renamed[unit] = new_id + unit.removeprefix(old["id"])
            self.db.execute("UPDATE units SET id = ?, card = ? WHERE id = ?", [renamed, new_id, unit])
            self.db.execute("UPDATE events SET unit = ? WHERE unit = ?", [renamed, unit])
            self.db.execute("UPDATE states SET unit = ? WHERE unit = ?", [renamed, unit])

    def _suspend_vanished(self, sources: set[str]) -> None:
        for card_id, row in self.cards.items():
            if row["source"] in sources and card_id not in self.seen and not row["is_gone"]:
                self.db["cards"].update(card_id, {"is_gone": 1})
                self.db.execute("UPDATE units SET status = ? WHERE card = ?", [GONE, card_id])
                self.report.suspended += 1


def _is_changed(old: dict[str, Any], row: dict[str, Any]) -> bool:
    """True where a card says something else than before, wherever it stands."""
    return bool((row["question"], row["content"]) != (old["question"], old["content"]))
