"""The commands that copy the collection, bring it back, and look it over."""

from datetime import UTC, datetime
from pathlib import Path

import click

from flashrl import paths
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


def _require_collection(collection: Path) -> None:
    if not collection.exists():
        raise CollectionError(
            "there is no collection yet", "`flashrl import PATH` makes one", path=collection
        )
