"""The commands that copy the collection, bring it back, look it over, and write it out."""

from datetime import UTC, datetime
from pathlib import Path

import click

from flashrl import paths
from flashrl.cli.decks import open_collection
from flashrl.cli.output import DONE, FINDINGS, path_type
from flashrl.errors import CollectionError


@click.command()
@click.argument("out", type=path_type, required=False, metavar="[OUT]")
@click.pass_obj
def backup(home: Path, out: Path | None) -> int:
    """Copy the collection, while it may be in use: to OUT, or beside the other backups."""
    from flashrl.store import backup as backups

    collection, now = paths.collection(home), datetime.now(UTC)
    _require_collection(collection)
    if out is None:
        made = backups.back_up(collection, now)
    else:
        made = out / backups.name(now) if out.is_dir() else out
        if made.exists():
            raise CollectionError("this file exists already", "name another one", path=made)
        backups.copy(collection, made)
    click.echo(f"wrote {made}")
    return DONE


@click.command()
@click.argument("file", type=path_type, metavar="FILE")
@click.option("--without-later-reviews", is_flag=True, help="Leave out what was reviewed since.")
@click.pass_obj
def restore(home: Path, file: Path, without_later_reviews: bool) -> int:
    """Put a backup in the collection's place, with the reviews that only the collection holds.

    The collection as it was is kept beside it under another name.
    """
    from flashrl.store import rescue

    if not file.is_file():
        raise CollectionError("there is no such file", "name a backup", path=file)
    done = rescue.restore(
        paths.collection(home), file, datetime.now(UTC), add_events=not without_later_reviews
    )
    click.echo(f"restored {file}, and {done.events} reviews made since")
    if done.kept is not None:
        click.echo(f"the collection as it was is {done.kept}")
    return DONE


@click.command()
@click.option("--check", "check_only", is_flag=True, help="Change nothing.")
@click.pass_obj
def doctor(home: Path, check_only: bool) -> int:
    """Look the collection and its backups over, and repair what can be repaired.

    A damaged collection is kept under another name; the newest good backup takes its place, with the reviews
    made since that can still be read.
    """
    from flashrl.store import doctor as doctors

    collection = paths.collection(home)
    findings = doctors.examine(collection, datetime.now(UTC), repair=not check_only)
    for found in findings:
        click.echo(f"{collection}: {found.what} — {found.done}")
    if not findings:
        click.echo(f"{collection}: nothing is wrong")
    return FINDINGS if findings else DONE


@click.command()
@click.argument("out", type=path_type, metavar="FILE")
@click.pass_obj
def dump(home: Path, out: Path) -> int:
    """Write all cards, reviews and settings into a file of JSON lines; with - to the terminal."""
    from flashrl.store import dump as dumps

    collection = paths.collection(home)
    _require_collection(collection)
    open_collection(home).close()  # one of an older version is brought up to date
    if str(out) == "-":
        for line in dumps.lines(collection):
            click.echo(line, nl=False)
        return DONE
    click.echo(f"wrote {dumps.write(collection, out)} lines to {out}")
    return DONE


@click.command()
@click.argument("file", type=path_type, metavar="FILE")
@click.option("--replace", is_flag=True, help="Keep the collection that is there under another name.")
@click.pass_obj
def load(home: Path, file: Path, replace: bool) -> int:
    """Make a collection out of a file that `dump` wrote."""
    from flashrl.store import dump as dumps

    count = dumps.load(file, paths.collection(home), datetime.now(UTC), replace=replace)
    click.echo(f"read {count} lines")
    return DONE


def _require_collection(collection: Path) -> None:
    if not collection.exists():
        raise CollectionError(
            "there is no collection yet", "`flashrl import PATH` makes one", path=collection
        )
