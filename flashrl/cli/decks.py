"""The commands over deck files and the collection's decks."""

from collections.abc import Sequence
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from flashrl import paths
from flashrl.cli.output import (
    BAD_INPUT,
    DONE,
    FINDINGS,
    ProgressBar,
    as_json_option,
    file_json,
    finding_line,
    github_annotation,
    path_type,
    print_json,
)
from flashrl.errors import Diagnostic, Severity, has_errors
from flashrl.formats import UNKNOWN, read_all

if TYPE_CHECKING:
    from flashrl.authoring.fmt import Outcome
    from flashrl.formats import ParsedFile
    from flashrl.store import Collection, ImportReport
    from flashrl.store.readings import Reading

MOST_SHOWN = 20


@click.command("import")
@click.argument("sources", nargs=-1, required=True, type=path_type, metavar="PATH...")
@click.option("--deck", help="Put all cards into this deck.", metavar="NAME")
@click.option("--dry-run", is_flag=True, help="Read and report; change nothing.")
@click.option(
    "-v", "--verbose", is_flag=True, help="Say what spoke for each file's format, and every finding."
)
@as_json_option
@click.pass_obj
def import_command(
    home: Path, sources: tuple[Path, ...], deck: str | None, dry_run: bool, verbose: bool, as_json: bool
) -> int:
    """Bring deck files, folders of them, or Anki packages into the collection."""
    from flashrl.cli import packages

    taken = packages.take_in(home, [each for each in sources if packages.is_package(each)], dry_run=dry_run)
    made = (package.decks for package in taken if package.decks is not None)
    sources = (*(each for each in sources if not packages.is_package(each)), *made)
    files: list[ParsedFile | Reading] = []
    report: ImportReport | None = None
    with ProgressBar("Reading") as progress:
        if dry_run:
            files += read_all(sources, progress)
        else:
            with open_collection(home) as collection:
                found = collection.read(sources, deck=deck or "", progress=progress)
                report = collection.apply(
                    found.files,
                    now=datetime.now(UTC),
                    folders=found.folders,
                    unchanged=found.unchanged,
                    deck=deck or "",
                )
            files += sorted([*found.files, *found.unchanged], key=lambda file: str(file.path))
    doubts = report.doubts if report else []
    counts = _import_counts(report)
    if as_json:
        shown = [*(each.as_json() for each in taken), *(file_json(file, doubts) for file in files)]
        print_json({"files": shown, **counts})
    else:
        for package in taken:
            package.tell()
        _print_import(files, counts, verbose)
    findings = doubts + [(file.path, found) for file in files for found in file.diagnostics]
    refused = report.refused if report else []
    _print_findings(list(dict.fromkeys([*findings, *refused])), verbose)
    is_whole = not has_errors(found for _, found in [*findings, *refused])
    return DONE if is_whole else BAD_INPUT


@click.command()
@click.argument("sources", nargs=-1, required=True, type=path_type, metavar="PATH...")
@click.option("--format", "style", type=click.Choice(["text", "json", "github"]), default="text")
@click.option("--json", "style", flag_value="json", help="The same as --format json.")
@click.option("--strict", is_flag=True, help="Take hints and warnings for errors.")
def check(sources: tuple[Path, ...], style: str, strict: bool) -> int:
    """Say what is wrong in deck files, each with its place and remedy."""
    from flashrl.authoring.path_faults import check_paths
    from flashrl.authoring.quick_check import check_quickly
    from flashrl.formats.study_paths import FILE_NAME

    read = read_all([source for source in sources if source.name != FILE_NAME])
    with ProgressBar("checking") as progress:
        files = check_quickly(read, known=paths.found_sound(), strict=strict, progress=progress)
    files += check_paths(sources, files, strict=strict)
    findings = [(file.path, found) for file in files for found in file.diagnostics]
    counts = {f"{each}s": sum(found.severity is each for _, found in findings) for each in Severity}
    if style == "json":
        print_json({"files": [file_json(file) for file in files], **counts})
    elif style == "github":
        for path, found in findings:
            click.echo(github_annotation(path, found))
    else:
        for path, found in findings:
            click.echo(found.text(path or "-"))
    return FINDINGS if findings else DONE


@click.command()
@click.argument("sources", nargs=-1, required=True, type=path_type, metavar="PATH...")
@click.option("--check", "check_only", is_flag=True, help="Change nothing; exit 1 if a file is not tidy.")
@click.option("--convert", is_flag=True, help="Write a native copy beside each foreign file.")
def fmt(sources: tuple[Path, ...], check_only: bool, convert: bool) -> int:
    """Write missing ids into native deck files and normalise their spacing and front matter.

    Files in other formats are never changed. With --convert the cards of NAME.md are written in flashrl's own
    format to NAME.flashrl.md, if there is no such file yet.
    """
    from flashrl.authoring.convert import convert_files
    from flashrl.authoring.fmt import format_files

    files = read_all(sources)
    write = not check_only
    word = "changed" if write else "would change"
    outcomes = [_told(each, word) for each in format_files(files, write=write)]
    if convert:
        word = "wrote" if write else "would write"
        copies = [_told(each, word) for each in convert_files(files, write=write)]
        if any(copies):
            click.echo("move the originals out of the folder, or each card is imported twice")
        outcomes += copies
    else:
        for file in files:
            if file.format not in ("native", UNKNOWN):
                click.echo(f"left {file.path}: not in flashrl's own format; --convert writes a copy that is")
    if not all(outcomes):
        return BAD_INPUT
    return FINDINGS if outcomes and check_only else DONE


@click.command()
@as_json_option
@click.pass_obj
def decks(home: Path, as_json: bool) -> int:
    """List the decks with their counts for today."""
    with open_collection(home) as collection:
        today = collection.study_day(datetime.now().astimezone())
        counts = [asdict(each) for each in collection.decks(today)]
    if as_json:
        print_json(counts)
        return DONE
    if not counts:
        click.echo("No decks yet: `flashrl import PATH` brings some in.")
        return DONE
    width = max(len(each["name"]) for each in counts)
    columns = ("cards", "new", "due", "drill", "suspended", "drafts")
    click.echo(" " * width + "".join(f"{column:>11}" for column in columns))
    for each in counts:
        click.echo(f"{each['name']:<{width}}" + "".join(f"{each[column]:>11}" for column in columns))
    return DONE


def _told(outcome: "Outcome", word: str) -> bool:
    """Say what became of a file; False where it was refused."""
    if outcome.refusal is not None:
        click.echo(f"flashrl: {outcome.refusal}", err=True)
        return False
    click.echo(f"{word} {outcome.path}")
    return True


def open_collection(home: Path) -> "Collection":
    from flashrl.store import Collection

    return Collection.open(paths.collection(home))


def _import_counts(report: "ImportReport | None") -> dict[str, int | None]:
    names = ("added", "changed", "unchanged", "moved", "suspended")
    return {name: getattr(report, name) if report else None for name in names}


def _print_findings(findings: "Sequence[tuple[Path | None, Diagnostic]]", verbose: bool) -> None:
    """Every error, and the first of what is less: a long list may have a thousand drafts."""
    errors = [(path, found) for path, found in findings if found.severity is Severity.ERROR]
    others = [(path, found) for path, found in findings if found.severity is not Severity.ERROR]
    shown = others if verbose else others[:MOST_SHOWN]
    for path, found in [*errors, *shown]:
        click.echo(finding_line(path, found), err=True)
    if len(shown) < len(others):
        click.echo(f"… and {len(others) - len(shown)} more; -v shows all", err=True)


def _print_import(
    files: "Sequence[ParsedFile | Reading]", counts: dict[str, int | None], verbose: bool
) -> None:
    for file in files:
        summary = file_json(file)
        drafts = f", {summary['drafts']} drafts" if summary["drafts"] else ""
        click.echo(f"{file.path}: {summary['format']}, {summary['cards']} cards{drafts}")
        for reason in file.reasons if verbose else ():
            click.echo(f"    {reason}")
    if counts["added"] is None:
        click.echo("dry run: nothing was changed")
    else:
        click.echo(", ".join(f"{number} {name}" for name, number in counts.items()))
