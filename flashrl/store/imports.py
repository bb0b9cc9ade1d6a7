"""Bringing deck files into the collection: what is new, changed, moved or gone."""

import json
from collections.abc import Sequence
from dataclasses import asdict, replace
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Any

from flashrl import formats
from flashrl.errors import Diagnostic, has_errors
from flashrl.formats import ParsedFile, identity
from flashrl.model import Card, unit_id
from flashrl.store import readings, rows
from flashrl.store.import_report import ImportReport, Progress
from flashrl.store.readings import Reading

ACTIVE, GONE = "active", "gone"
Row = dict[str, Any]


class Import:
    """One import, inside one transaction of `db`."""

    def __init__(
        self,
        db: Any,
        now: datetime,
        files: Sequence[ParsedFile],
        unchanged: Sequence[Reading] = (),
        deck: str = "",
    ) -> None:
        self.db = db
        self.now = now.isoformat()
        self.deck = deck
        stale, still = readings.checked(db, unchanged, deck)
        files = [*files, *(formats.read(path) for path in stale)]
        self.files = [replace(file, deck=replace(file.deck, name=deck or file.deck.name)) for file in files]
        self.unchanged = {str(each.path) for each in still}
        self.report = ImportReport(unchanged=sum(each.cards + each.drafts for each in still))
        present = {str(file.path) for file in self.files} | self.unchanged
        sources = [str(path) for (path,) in db.execute("SELECT path FROM sources").fetchall()]
        self.gone_sources = {path for path in sources if path not in present and not Path(path).exists()}
        self.cards: dict[str, Row] = {}
        self.seen: set[str] = set()
        self.written: list[tuple[Card, Row, bool]] = []
        self.left: set[str] = set()

    def run(self, folders: Sequence[Path], progress: Progress) -> ImportReport:
        """Bring the files in; sources below `folders` that exist no more lose their cards."""
        vanished = {
            path for path in self.gone_sources if any(Path(path).is_relative_to(each) for each in folders)
        }
        touched = [file for file in self.files if not self._refused(file)]
        if touched or vanished:
            self.cards = {row["id"]: row for row in self.db["cards"].rows}
            accepted = self._bring_in(touched, progress)
            gone = self._vanished({str(file.path) for file in accepted} | vanished)
            gone -= self._handed_over(gone)
            self._write(accepted)
            self._suspend(gone)
            readings.forget(self.db, self.left | vanished)
            readings.keep(self.db, accepted, self.deck)
        return self.report

    def _refused(self, file: ParsedFile) -> bool:
        findings = [found for found in file.diagnostics if has_errors([found])]
        self.report.refused += [(file.path, found) for found in findings]
        return bool(findings)

    def _bring_in(self, files: Sequence[ParsedFile], progress: Progress) -> list[ParsedFile]:
        """Recognise the cards of all files and take them up. Returns the files without clashes."""
        incoming = [
            identity.Incoming(str(file.path), file.deck.cards, is_foreign=file.format != "native")
            for file in files
        ]
        known = [self._known_card(row) for row in self.cards.values()]
        accepted = []
        recognised = identity.recognise(incoming, known, self.gone_sources)
        for number, (file, found) in enumerate(zip(files, recognised, strict=True)):
            progress(number, len(files))
            if found.clashes:
                self.report.refused += [(file.path, _clash(clash)) for clash in found.clashes]
                continue
            accepted.append(file)
            self.report.doubts += [(file.path, _doubt(doubt)) for doubt in found.doubts]
            for position, (card, match) in enumerate(zip(file.deck.cards, found.matches, strict=True)):
                self._take_up(card, match, self._card_row(card, match, file, position))
        return accepted

    def _known_card(self, row: Row) -> identity.KnownCard:
        return identity.KnownCard(
            id=row["id"],
            source=row["source"],
            fingerprint=row["fingerprint"],
            question=row["question"],
            is_generated_id=bool(row["is_generated_id"]),
            load=partial(rows.card, row),
            is_gone=bool(row["is_gone"]),
            is_there=not row["is_gone"] and row["source"] in self.unchanged,
            line=row["line"],
        )

    def _card_row(self, card: Card, match: identity.Match, file: ParsedFile, position: int) -> Row:
        return {
            "id": match.id,
            "source": str(file.path),
            "deck": file.deck.name,
            "position": position,
            "question": card.question,
            "content": rows.content(card),
            "fingerprint": match.fingerprint,
            "line": card.line,
            "end_line": card.end_line,
            "is_draft": int(card.is_draft),
            "is_generated_id": int(match.is_generated_id),
            "is_gone": 0,
            "added_at": self.now,
            "changed_at": self.now,
        }

    def _take_up(self, card: Card, match: identity.Match, row: Row) -> None:
        old = self.cards.get(match.known.id) if match.known else None
        if old is not None:
            if old["id"] != row["id"]:
                self._rename(old, row["id"])
            if old["source"] != row["source"]:
                self.left.add(old["source"])
            row["added_at"] = old["added_at"]
            if not _is_changed(old, row):
                row["changed_at"] = old["changed_at"]
        self._count(old, row)
        self.seen.add(row["id"])
        self.cards[row["id"]] = row
        if row != old:
            self.written.append((card, row, old is None))

    def _count(self, old: Row | None, row: Row) -> None:
        if old is None:
            self.report.added += 1
        elif _is_changed(old, row) or old["is_gone"]:
            self.report.changed += 1
        elif (row["source"], row["deck"]) != (old["source"], old["deck"]):
            self.report.moved += 1
        else:
            self.report.unchanged += 1

    # -- writing ---------------------------------------------------------------------------------

    def _write(self, files: Sequence[ParsedFile]) -> None:
        rows.write(self.db, "sources", "path", (self._source_row(file) for file in files))
        rows.write(self.db, "cards", "id", (row for _, row, _ in self.written))
        self._write_units()

    def _source_row(self, file: ParsedFile) -> Row:
        return {
            "path": str(file.path),
            "deck": file.deck.name,
            "title": file.deck.title,
            "format": file.format,
            "introduction": file.deck.introduction,
            "topics": json.dumps([asdict(topic) for topic in file.deck.topics], ensure_ascii=False),
            "imported_at": self.now,
        }

    def _write_units(self) -> None:
        """Make the cards' review units; one whose blank is gone is kept, suspended."""
        present = [unit for card, row, _ in self.written for unit in _units(card, row)]
        known = [row["id"] for _, row, is_new in self.written if not is_new]
        in_known = "card IN (SELECT value FROM json_each(?))"
        stored = f"SELECT id FROM units WHERE {in_known}"
        absent = {each for (each,) in self.db.execute(stored, [json.dumps(known)]).fetchall()}
        absent -= {unit["id"] for unit in present}
        self.db.conn.executemany(
            "INSERT INTO units (id, card, deck, position, blank, status) "
            f"VALUES (:id, :card, :deck, :position, :blank, '{ACTIVE}') "
            "ON CONFLICT (id) DO UPDATE SET deck = excluded.deck, position = excluded.position, "
            f"status = CASE status WHEN '{GONE}' THEN '{ACTIVE}' ELSE status END",
            present,
        )
        self.db.conn.executemany(
            "UPDATE units SET status = ? WHERE id = ?", [(GONE, unit) for unit in sorted(absent)]
        )

    def _rename(self, old: Row, new_id: str) -> None:
        """A card known by its text was given an id: everything it has moves along."""
        self.db.execute("UPDATE cards SET id = ? WHERE id = ?", [new_id, old["id"]])
        self.cards.pop(old["id"])
        units = [row["id"] for row in self.db["units"].rows_where("card = ?", [old["id"]], select="id")]
        for unit in units:
            renamed = self.report.renamed[unit] = new_id + unit.removeprefix(old["id"])
            self.db.execute("UPDATE units SET id = ?, card = ? WHERE id = ?", [renamed, new_id, unit])
            self.db.execute("UPDATE events SET unit = ? WHERE unit = ?", [renamed, unit])
            self.db.execute("UPDATE states SET unit = ? WHERE unit = ?", [renamed, unit])

    # -- cards that vanished ---------------------------------------------------------------------

    def _vanished(self, sources: set[str]) -> set[str]:
        return {
            card_id
            for card_id, row in self.cards.items()
            if row["source"] in sources and card_id not in self.seen and not row["is_gone"]
        }

    def _handed_over(self, gone: set[str]) -> set[str]:
        """The cards of `gone` that go on where the same text came in before, as a card never graded: they
        were moved, but the file that they moved to was saved first."""
        by_text = {row["fingerprint"]: row for row in map(self.cards.get, gone) if row and _is_made(row)}
        copies = [
            row
            for row in self.cards.values()
            if row["fingerprint"] in by_text and row["id"] not in gone and _is_made(row)
        ]
        graded = self._graded([*gone, *(row["id"] for row in copies)]) if copies else set()
        handed_over: set[str] = set()
        for copy in copies:
            old = by_text[copy["fingerprint"]]
            if old["id"] in graded - handed_over and copy["id"] not in graded:
                self._put_in_place(old, copy)
                handed_over.add(old["id"])
        return handed_over

    def _graded(self, cards: Sequence[str]) -> set[str]:
        sql = """
            SELECT DISTINCT card FROM units JOIN events ON events.unit = units.id
            WHERE card IN (SELECT value FROM json_each(?))
        """
        return {card for (card,) in self.db.execute(sql, [json.dumps(cards)]).fetchall()}

    def _put_in_place(self, old: Row, copy: Row) -> None:
        """Let a card go on in the place of a copy of it, which has nothing to be lost."""
        self.db.execute("DELETE FROM units WHERE card = ?", [copy["id"]])
        self.db.execute("DELETE FROM cards WHERE id = ?", [copy["id"]])
        self.report.moved += copy["id"] not in self.seen
        row = {**copy, "id": old["id"], "added_at": old["added_at"]}
        del self.cards[copy["id"]]
        self.cards[row["id"]] = row
        self.written = [each for each in self.written if each[1] is not copy]
        self.written.append((rows.card(row), row, False))

    def _suspend(self, cards: set[str]) -> None:
        gone = [(card_id,) for card_id in sorted(cards)]
        self.db.conn.executemany("UPDATE cards SET is_gone = 1 WHERE id = ?", gone)
        self.db.conn.executemany(f"UPDATE units SET status = '{GONE}' WHERE card = ?", gone)
        self.report.suspended += len(gone)


def _is_made(row: Row) -> bool:
    """True for a card that is there and has no id of its own."""
    return bool(row["is_generated_id"]) and not row["is_gone"]


def _units(card: Card, row: Row) -> list[Row]:
    """The review units of a card; a draft has none."""
    blanks: Sequence[int | None] = () if card.is_draft else card.blanks or (None,)
    place = {"card": row["id"], "deck": row["deck"], "position": row["position"]}
    return [{"id": unit_id(row["id"], blank), **place, "blank": blank} for blank in blanks]


def _is_changed(old: Row, row: Row) -> bool:
    """True where a card says something else than before, wherever it stands."""
    return bool((row["question"], row["content"]) != (old["question"], old["content"]))


def _clash(clash: identity.Clash) -> Diagnostic:
    source, line = clash.place
    return Diagnostic("repeated-id", f"{clash.id!r} is used in {source}:{line}", clash.line)


def _doubt(doubt: identity.Doubt) -> Diagnostic:
    code = {
        identity.Kind.SAME: "perhaps-known",
        identity.Kind.PART: "perhaps-split",
        identity.Kind.WHOLE: "perhaps-merged",
    }[doubt.kind]
    what = {
        identity.Kind.SAME: "this may be",
        identity.Kind.PART: "this may be a part of",
        identity.Kind.WHOLE: "this may hold what was",
    }[doubt.kind]
    known = ", ".join(f"{each.question!r} (was {each.source}:{each.line})" for each in doubt.known)
    return Diagnostic(code, f"{what} {known}", doubt.line)
