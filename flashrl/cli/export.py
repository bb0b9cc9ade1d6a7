"""The command that writes an Anki package."""

from collections.abc import Sequence
from contextlib import ExitStack
from datetime import UTC, datetime
from pathlib import Path

import click

from flashrl.cli.decks import open_collection
from flashrl.cli.output import DONE, ProgressBar, as_json_option, path_type, print_json
from flashrl.errors import DeckError, Severity
from flashrl.formats import read_all
from flashrl.model import FiledCard, is_below


@click.command()
@click.argument("target", type=path_type, metavar="OUT.apkg")
@click.option("--deck", "names", multiple=True, help="Only this deck and those below it.", metavar="NAME")
@click.option("--from", "sources", multiple=True, type=path_type, help="Straight from these deck files.")
@click.option("--no-simulations", is_flag=True, help="Captions instead of simulations.")
@click.option(
    "--with-scheduling",
    is_flag=True,
    help="Your due days and reviews too, as a move to Anki: for cards that it does not know yet.",
)
@as_json_option
@click.pass_obj
def export(
    home: Path,
    target: Path,
    names: tuple[str, ...],
    sources: tuple[Path, ...],
    no_simulations: bool,
    with_scheduling: bool,
    as_json: bool,
) -> int:
    """Write an Anki package, from the collection or straight from deck files."""
    from flashrl.anki import learner, write_package

    now = datetime.now().astimezone()
    with ProgressBar("exporting") as progress, ExitStack() as stack:
        if not sources or with_scheduling:
            collection = stack.enter_context(open_collection(home))
        if not sources:
            if not collection.keyed_cards(names):
                raise DeckError("the collection holds no cards", "`flashrl import PATH` brings some in")
            report = learner.export(
                collection,
                target,
                now=now,
                decks=names,
                scheduling=with_scheduling,
                simulations=not no_simulations,
                progress=progress,
            )
        else:
            report = write_package(
                _cards_from_files(sources, names),
                target,
                schedule=learner.schedule_of(collection, now) if with_scheduling else None,
                simulations=not no_simulations,
                progress=progress,
            )
    skipped = [{"card": each.card, "why": each.why} for each in report.skipped]
    if as_json:
        print_json(
            {
                "path": str(report.path),
                "decks": report.decks,
                "notes": report.notes,
                "cards": report.cards,
                "media": report.media,
                "skipped": skipped,
                "seconds": round(report.seconds, 3),
            }
        )
        return DONE
    click.echo(f"{report.path}: {report.notes} notes, {report.cards} cards, {report.media} pictures")
    for each in skipped:
        click.echo(f"  left out: {each['card']}: {each['why']}")
    for remark in report.remarks:
        click.echo(f"  {remark.card}: {remark.what}")
    return DONE


def _cards_from_files(sources: Sequence[Path], names: Sequence[str]) -> list[FiledCard]:
    cards: list[FiledCard] = []
    for file in read_all(sources):
        assert file.path is not None
        for found in file.diagnostics:
            if found.severity is Severity.ERROR:
                raise DeckError(found.message, found.remedy, path=file.path, line=found.line)
        deck = file.deck.name
        if names and not any(is_below(deck, name) for name in names):
            continue
        changed_at = datetime.fromtimestamp(file.path.stat().st_mtime, UTC)
        cards += [FiledCard(card, deck, file.path, changed_at) for card in file.deck.cards]
    if not cards:
        raise DeckError("no card to export", "check the names of the decks")
    return cards
