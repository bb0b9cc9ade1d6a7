"""The command line: each command a few lines over the rooms. Other programs read what it prints."""

import json
import sys
from collections.abc import Callable, Iterable, Sequence
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from flashrl import __version__, paths
from flashrl.errors import DeckError, Diagnostic, FlashrlError, Severity, SimulationError, has_errors

if TYPE_CHECKING:
    from flashrl.anki import ExportCard
    from flashrl.formats import ParsedFile
    from flashrl.store import Collection, ImportReport

DONE, FINDINGS, BAD_INPUT = 0, 1, 2

_path = click.Path(path_type=Path)
_as_json = click.option("--json", "as_json", is_flag=True, help="Print JSON for other programs.")


def run(arguments: Sequence[str]) -> int:
    """Run one command and return its exit code. Bad input is one line on stderr, never a traceback."""
    try:
        code = main.main(list(arguments), prog_name="flashrl", standalone_mode=False)
        return code if isinstance(code, int) else DONE
    except click.exceptions.Abort:
        print("flashrl: interrupted; nothing was changed", file=sys.stderr)
        return 130
    except click.ClickException as error:
        error.show()
        return BAD_INPUT
    except FlashrlError as error:
        print(f"flashrl: {error}", file=sys.stderr)
        return BAD_INPUT
    except BrokenPipeError:
        # The reader (`head`, say) has seen enough; keep Python from failing again at exit.
        sys.stdout = open((sys.platform == "win32" and "nul") or "/dev/null", "w")  # noqa: SIM115, PTH123
        return DONE


@click.group(invoke_without_command=True, context_settings={"help_option_names": ["-h", "--help"]})
@click.option("--home", type=_path, envvar="FLASHRL_HOME", help="Folder of your data.", metavar="DIR")
@click.option("--exit-when-painted", is_flag=True, help="Open, print the seconds to the first page, exit.")
@click.version_option(__version__, prog_name="flashrl")
@click.pass_context
def main(context: click.Context, home: Path | None, exit_when_painted: bool) -> None:
    """Interview practice for reinforcement learning. Without a command, opens the app."""
    context.obj = home or paths.default_home()
    if context.invoked_subcommand is None:
        from flashrl.app import start

        context.exit(start(context.obj, exit_when_painted=exit_when_painted))


# -- decks ---------------------------------------------------------------------------------------


@main.command("import")
@click.argument("sources", nargs=-1, required=True, type=_path, metavar="PATH...")
@click.option("--deck", help="Put all cards into this deck.", metavar="NAME")
@click.option("--dry-run", is_flag=True, help="Read and report; change nothing.")
@_as_json
@click.pass_obj
def import_command(
    home: Path, sources: tuple[Path, ...], deck: str | None, dry_run: bool, as_json: bool
) -> int:
    """Bring deck files, or folders of them, into the collection."""
    files = _read(sources, deck)
    report: ImportReport | None = None
    if not dry_run:
        with _collection(home) as collection:
            folders = [path.resolve() for path in sources if path.is_dir()]
            report = collection.apply(files, now=datetime.now(UTC), folders=folders)
    counts = _import_counts(report)
    if as_json:
        _print_json({"files": [_file_json(file) for file in files], **counts})
    else:
        _print_import(files, counts)
    refused = list(report.refused) if report else []
    known = {(file.path, found) for file in files for found in file.diagnostics}
    for file in files:
        for found in file.diagnostics:
            click.echo(_finding_line(file.path, found), err=True)
    for path, found in refused:
        if (path, found) not in known:
            click.echo(_finding_line(path, found), err=True)
    failed = refused or any(has_errors(file.diagnostics) for file in files)
    return BAD_INPUT if failed else DONE


@main.command()
@click.argument("sources", nargs=-1, required=True, type=_path, metavar="PATH...")
@click.option("--format", "style", type=click.Choice(["text", "json", "github"]), default="text")
@click.option("--json", "style", flag_value="json", help="The same as --format json.")
@click.option("--strict", is_flag=True, help="Let hints count as findings too.")
def check(sources: tuple[Path, ...], style: str, strict: bool) -> int:
    """Say what is wrong in deck files, each with its place and remedy."""
    from flashrl.authoring.check import check as check_files

    files = check_files(_read(sources))
    findings = [(file.path, found) for file in files for found in file.diagnostics]
    counts = {f"{each}s": sum(found.severity is each for _, found in findings) for each in Severity}
    if style == "json":
        _print_json({"files": [_file_json(file) for file in files], **counts})
    elif style == "github":
        for path, found in findings:
            click.echo(_github_annotation(path, found))
    else:
        for path, found in findings:
            click.echo(found.text(path or "-"))
    counted = [found for _, found in findings if strict or found.severity is not Severity.HINT]
    return FINDINGS if counted else DONE


@main.command()
@click.argument("sources", nargs=-1, required=True, type=_path, metavar="PATH...")
@click.option("--check", "check_only", is_flag=True, help="Change nothing; exit 1 if a file is not tidy.")
def fmt(sources: tuple[Path, ...], check_only: bool) -> int:
    """Write missing ids into native deck files and normalise their spacing. Nothing else is touched."""
    from flashrl.authoring.fmt import formatted, replace_file

    files = _read(sources)
    taken = [card.id for file in files for card in file.deck.cards if card.id]
    untidy = False
    for file in files:
        if file.path is None or has_errors(file.diagnostics):
            for found in file.diagnostics:
                click.echo(_finding_line(file.path, found), err=True)
            if has_errors(file.diagnostics):
                return BAD_INPUT
            continue
        before = file.path.read_bytes().decode("utf-8")
        own = {card.id for card in file.deck.cards}
        after = formatted(before, file.path.stem, [each for each in taken if each not in own])
        if after == before:
            continue
        untidy = True
        click.echo(f"{'would change' if check_only else 'changed'} {file.path}")
        if not check_only:
            try:
                replace_file(file.path, after)
            except OSError as error:
                raise DeckError(
                    f"cannot be written: {error.strerror}", "allow writing to it", path=file.path
                ) from error
            # Ids written here are taken for the files that follow.
            taken += [card.id for card in _read([file.path])[0].deck.cards if card.id]
    return FINDINGS if untidy and check_only else DONE


@main.command()
@_as_json
@click.pass_obj
def decks(home: Path, as_json: bool) -> int:
    """List the decks with their counts for today."""
    from flashrl.scheduling.day import study_day

    with _collection(home) as collection:
        counts = [asdict(each) for each in collection.decks(study_day(datetime.now().astimezone()))]
    if as_json:
        _print_json(counts)
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


@main.command()
@click.argument("target", type=_path, metavar="OUT.apkg")
@click.option("--deck", "names", multiple=True, help="Only this deck and those below it.", metavar="NAME")
@click.option("--from", "sources", multiple=True, type=_path, help="Straight from these deck files.")
@click.option("--no-simulations", is_flag=True, help="Leave the pictures of simulations out.")
@_as_json
@click.pass_obj
def export(
    home: Path,
    target: Path,
    names: tuple[str, ...],
    sources: tuple[Path, ...],
    no_simulations: bool,
    as_json: bool,
) -> int:
    """Write an Anki package, from the collection or straight from deck files."""
    from flashrl.anki import write_package

    cards = _cards_from_files(sources, names) if sources else _cards_from_collection(home, names)
    with _progress("exporting") as progress:
        report = write_package(cards, target, simulations=not no_simulations, progress=progress)
    skipped = [{"card": each.card, "why": each.why} for each in report.skipped]
    if as_json:
        _print_json(
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
    return DONE


# -- simulations ---------------------------------------------------------------------------------


@main.command()
@_as_json
def simulations(as_json: bool) -> int:
    """List the simulations with their parameters and bounds."""
    from flashrl.simulations import discover

    catalogue = list(discover().values())
    if as_json:
        _print_json(
            [
                {
                    "slug": each.slug,
                    "title": each.title,
                    "topic": each.topic,
                    "references": each.references,
                    "parameters": [asdict(parameter) for parameter in each.parameters],
                }
                for each in catalogue
            ]
        )
        return DONE
    for each in catalogue:
        click.echo(f"{each.slug}  {each.title}")
        for parameter in each.parameters:
            click.echo(
                f"    {parameter.name} = {_shown(parameter.default)}  ({parameter.label}; {parameter.takes})"
            )
    return DONE


@main.command()
@click.argument("slug")
@click.option("--set", "settings", multiple=True, help="Set a parameter.", metavar="NAME=VALUE")
@click.option("--frame", type=int, help="The frame to show (default: the last).")
@click.option("--out", type=_path, help="Draw it into a .png, .svg or .gif file.")
@_as_json
def simulate(slug: str, settings: tuple[str, ...], frame: int | None, out: Path | None, as_json: bool) -> int:
    """Run one simulation without a window."""
    from flashrl.simulations import get, save_picture

    simulation = get(slug)
    params = simulation.parse(_settings(simulation.parameters, settings))
    result = simulation.run(params)
    index = simulation.frame_index(result, "last" if frame is None else frame)
    if out is not None:
        save_picture(simulation, result, index, out)
    summary = result.summary(index)
    if as_json:
        _print_json(
            {
                "slug": slug,
                "parameters": asdict(params),
                "frames": simulation.frames(result),
                "frame": index,
                "summary": summary,
                "result": simulation.at(result, index),
            }
        )
        return DONE
    click.echo(f"{simulation.title}, frame {index} of {simulation.frames(result) - 1}")
    for name, value in summary.items():
        click.echo(f"  {name} = {value:.6g}")
    if out is not None:
        click.echo(f"wrote {out}")
    return DONE


def _settings(parameters: Iterable[Any], settings: Sequence[str]) -> dict[str, Any]:
    known = {parameter.name: parameter for parameter in parameters}
    values: dict[str, Any] = {}
    for setting in settings:
        name, separator, text = setting.partition("=")
        if not separator:
            raise click.UsageError(f"--set takes NAME=VALUE, not {setting!r}")
        if name not in known:
            raise SimulationError(f"there is no parameter {name!r}", f"use one of {', '.join(known)}")
        values[name] = known[name].read(text)
    return values


# -- what the commands share ---------------------------------------------------------------------


def _read(sources: Sequence[Path], deck: str | None = None) -> "list[ParsedFile]":
    """All deck files that `sources` mean, each once, under absolute paths.

    Inside a folder a file that is no deck (a README, say) is passed over.
    """
    from dataclasses import replace

    from flashrl.formats import find_files, read

    files: dict[Path, ParsedFile] = {}
    for source in sources:
        found = [read(path.resolve()) for path in find_files(source)]
        decks_found = [file for file in found if not file.is_no_deck]
        if source.is_dir() and not decks_found:
            raise DeckError("no file in this folder is a deck", "see docs/deck-format.md", path=source)
        chosen = found if source.is_file() else decks_found
        files |= {file.path: file for file in chosen if file.path}
    if deck is None:
        return list(files.values())
    return [replace(file, deck=replace(file.deck, name=deck)) for file in files.values()]


def _collection(home: Path) -> "Collection":
    from flashrl.store import Collection

    return Collection.open(paths.collection(home))


def _cards_from_collection(home: Path, names: Sequence[str]) -> "list[ExportCard]":
    from flashrl.anki import ExportCard

    with _collection(home) as collection:
        stored = collection.cards(names)
    if not stored:
        raise DeckError("the collection holds no cards", "`flashrl import PATH` brings some in")
    return [ExportCard(each.card, each.deck, each.source.parent, each.changed_at) for each in stored]


def _cards_from_files(sources: Sequence[Path], names: Sequence[str]) -> "list[ExportCard]":
    from flashrl.anki import ExportCard

    cards: list[ExportCard] = []
    for file in _read(sources):
        assert file.path is not None
        for found in file.diagnostics:
            if found.severity is Severity.ERROR:
                raise DeckError(found.message, found.remedy, path=file.path, line=found.line)
        deck = file.deck.name
        if names and not any(deck == name or deck.startswith(f"{name}::") for name in names):
            continue
        changed_at = datetime.fromtimestamp(file.path.stat().st_mtime, UTC)
        cards += [ExportCard(card, deck, file.path.parent, changed_at) for card in file.deck.cards]
    if not cards:
        raise DeckError("no card to export", "check the names of the decks")
    return cards


class _progress:  # noqa: N801 - reads as a phrase: `with _progress("exporting") as progress`
    """A progress bar on a terminal; nothing elsewhere."""

    def __init__(self, label: str) -> None:
        self.label = label
        self.bar: Any = None

    def __enter__(self) -> Callable[[int, int], None]:
        return self.show if sys.stderr.isatty() else lambda _done, _total: None

    def show(self, done: int, total: int) -> None:
        if self.bar is None:
            self.bar = click.progressbar(length=total, label=self.label, file=sys.stderr)
            self.bar.__enter__()
        self.bar.update(done - self.bar.pos)

    def __exit__(self, *exception: Any) -> None:
        if self.bar is not None:
            self.bar.__exit__(*exception)


def _file_json(file: "ParsedFile") -> dict[str, Any]:
    cards = file.deck.cards
    return {
        "path": str(file.path),
        "format": file.format,
        "cards": sum(not card.is_draft for card in cards),
        "drafts": sum(card.is_draft for card in cards),
        "diagnostics": [
            {
                "line": found.line,
                "column": found.column,
                "severity": found.severity,
                "code": found.code,
                "message": f"{found.message} — {found.remedy}",
            }
            for found in file.diagnostics
        ],
    }


def _import_counts(report: "ImportReport | None") -> dict[str, int | None]:
    names = ("added", "changed", "unchanged", "moved", "suspended")
    return {name: getattr(report, name) if report else None for name in names}


def _print_import(files: "Sequence[ParsedFile]", counts: dict[str, int | None]) -> None:
    for file in files:
        summary = _file_json(file)
        drafts = f", {summary['drafts']} drafts" if summary["drafts"] else ""
        click.echo(f"{file.path}: {summary['format']}, {summary['cards']} cards{drafts}")
    if counts["added"] is None:
        click.echo("dry run: nothing was changed")
    else:
        click.echo(", ".join(f"{number} {name}" for name, number in counts.items()))


def _finding_line(path: Path | None, found: Diagnostic) -> str:
    return f"flashrl: {path}:{found.line}: {found.message} — {found.remedy}"


def _github_annotation(path: Path | None, found: Diagnostic) -> str:
    """A line that GitHub Actions shows at its place in a pull request."""
    command = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.HINT: "notice"}
    shown = path
    if path is not None and path.is_relative_to(Path.cwd()):
        shown = path.relative_to(Path.cwd())
    message = f"{found.message} — {found.remedy}".replace("%", "%25").replace("\n", "%0A")
    place = f"file={shown},line={found.line},col={found.column},title={found.code}"
    return f"::{command[found.severity]} {place}::{message}"


def _shown(value: Any) -> str:
    return ",".join(str(item) for item in value) if isinstance(value, tuple) else str(value)


def _print_json(value: Any) -> None:
    click.echo(json.dumps(value, ensure_ascii=False, allow_nan=False, indent=2))
