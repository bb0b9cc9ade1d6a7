"""What the commands print, and how they report findings and progress."""

import json
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from flashrl.errors import Diagnostic, Severity

if TYPE_CHECKING:
    from flashrl.formats import ParsedFile
    from flashrl.store.readings import Reading

DONE, FINDINGS, BAD_INPUT = 0, 1, 2
"""The exit codes."""

path_type = click.Path(path_type=Path)
as_json_option = click.option("--json", "as_json", is_flag=True, help="Print JSON for other programs.")


def print_json(value: Any) -> None:
    click.echo(json.dumps(value, ensure_ascii=False, allow_nan=False, indent=2))


def file_json(
    file: "ParsedFile | Reading", doubts: "Sequence[tuple[Path | None, Diagnostic]]" = ()
) -> dict[str, Any]:
    """A file as other programs read it; with what an import could not be sure of."""
    return {
        "path": str(file.path),
        "format": file.format,
        "cards": file.cards,
        "drafts": file.drafts,
        "diagnostics": [
            {
                "line": found.line,
                "column": found.column,
                "severity": found.severity,
                "code": found.code,
                "message": f"{found.message} — {found.remedy}",
            }
            for found in [*file.diagnostics, *(doubt for path, doubt in doubts if path == file.path)]
        ],
    }


def finding_line(path: Path | None, found: Diagnostic) -> str:
    return f"flashrl: {path}:{found.line}: {found.message} — {found.remedy}"


def github_annotation(path: Path | None, found: Diagnostic) -> str:
    """A line that GitHub Actions shows at its place in a pull request."""
    command = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.HINT: "notice"}
    shown = path
    if path is not None and path.is_relative_to(Path.cwd()):
        shown = path.relative_to(Path.cwd())
    # A colon or comma would end the value of a property.
    file = _escaped(str(shown)).replace(":", "%3A").replace(",", "%2C")
    message = _escaped(f"{found.code}: {found.message} — {found.remedy}")
    return f"::{command[found.severity]} file={file},line={found.line},col={found.column}::{message}"


def _escaped(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


class ProgressBar:
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
