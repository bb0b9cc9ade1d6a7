"""`python -m benchmarks`: every figure in one run, on one display. The figures are information: exits 0."""

import json
import os
import platform
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path

from benchmarks.engine import rows_of_table as engine_rows
from benchmarks.exporting import rows as exporting_rows
from benchmarks.importing import rows as importing_rows
from benchmarks.simulations import rows as simulation_rows
from benchmarks.table import Missing, Row, table

ROOT = Path(__file__).resolve().parent.parent
STARTS, REVIEWED = 15, 100
START_BOUND, PAINT_BOUND, MEMORY_BOUND = 3.0, 16.0, 2.2
"""Times a bare window's start; milliseconds; times a bare window's memory."""

_BARE = ("benchmarks.bare_window",)
_FAILURES = (RuntimeError, ValueError, subprocess.TimeoutExpired)


def main() -> None:
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    print(machine(), flush=True)
    with tempfile.TemporaryDirectory(prefix="flashrl-benchmarks-") as folder:
        home = Path(folder, "home")
        use_bytecode(Path(folder, "bytecode"))
        try:
            print(run(("benchmarks.cards", str(home))), flush=True)
        except _FAILURES as error:
            print(f"nothing measured, the collection could not be made: {error}")
            return
        rows: list[Row | Missing] = []
        parts = (
            ("start", start),
            ("grading", grading),
            ("memory", memory),
            ("simulations", simulations),
            ("importing", importing),
            ("exporting", exporting),
            ("engine", engine),
        )
        for what, measure in parts:
            rows += _measured(what, measure, home)
        print(table(rows))


def use_bytecode(folder: Path) -> None:
    """Let the measured processes keep compiled modules, as installed ones do, whatever is set outside."""
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
    os.environ["PYTHONPYCACHEPREFIX"] = str(folder)


def machine() -> str:
    """Where the figures come from."""
    import PySide6
    from PySide6.QtCore import qVersion

    return (
        f"{os.cpu_count()} cores, {platform.system()} {platform.machine()}, "
        f"Python {platform.python_version()}, PySide6 {PySide6.__version__}, Qt {qVersion()}, "
        f"display: {os.environ['QT_QPA_PLATFORM']}"
    )


def start(home: Path) -> list[Row]:
    """Whole processes, from nothing to a painted window to their end, one of each by turns."""
    app = ("flashrl", "--home", str(home), "--exit-when-painted")
    for command in (_BARE, app):  # the app's first start brings the shipped decks in
        run(command)
    pairs = [(seconds(_BARE), seconds(app)) for _ in range(STARTS)]
    bare, own = (statistics.median(each) for each in zip(*pairs, strict=True))
    return [
        Row(f"start to painted to end, beside a bare window, median of {STARTS}", own, "s", bare, START_BOUND)
    ]


def grading(home: Path) -> list[Row]:
    """A process that reviews by keys."""
    found = json.loads(run(("benchmarks.grading", str(home))))
    painted, committed, revealed = (
        _percentiles(found[each]) for each in ("painted", "committed", "revealed")
    )
    return [
        Row(f"grade to next card painted, p50 of {len(found['painted'])}", painted[0], "ms"),
        Row("grade to next card painted, p99", painted[1], "ms", bound=PAINT_BOUND),
        Row("grade to next card painted, worst", max(found["painted"]), "ms"),
        Row("  the commit alone, p50", committed[0], "ms"),
        Row("  the commit alone, p99", committed[1], "ms"),
        Row("reveal to answer painted, p50", revealed[0], "ms"),
        Row("reveal to answer painted, p99", revealed[1], "ms"),
    ]


def memory(home: Path) -> list[Row]:
    """Processes that say how much they hold."""
    bare = float(run((*_BARE, "--memory")))
    run(("benchmarks.reviewing", str(home), "1"))  # compiling would count as memory
    found = json.loads(run(("benchmarks.reviewing", str(home), str(REVIEWED))))
    return [
        Row(
            f"memory, in review after {REVIEWED} cards, beside a bare window",
            found["review"],
            "MB",
            bare,
            MEMORY_BOUND,
        ),
        Row("memory, with a simulation open too", found["simulation"], "MB", bare),
    ]


def simulations(home: Path) -> Sequence[Row | Missing]:
    """Processes that draw, sweep and look up simulations; a library beside them, if one can be had."""
    return simulation_rows(run, home.parent)


def importing(home: Path) -> Sequence[Row | Missing]:
    """Processes that import decks; a program that packs some beside them, if it can be had."""
    return importing_rows(run, home, home.parent / "importing")


def exporting(home: Path) -> Sequence[Row | Missing]:
    """Processes that export decks, with caches of their own so that the first is the first."""
    folder = home.parent / "exporting"
    folder.mkdir()
    os.environ["XDG_CACHE_HOME"] = str(folder / "cache")
    return exporting_rows(run, folder)


def engine(home: Path) -> Sequence[Row | Missing]:
    """The study engine over a million reviews; Anki's backend beside it, where there is one."""
    return engine_rows(run, home.parent / "engine")


def seconds(command: Sequence[str]) -> float:
    """The wall time of a whole process."""
    begun = time.perf_counter()
    run(command)
    return time.perf_counter() - begun


def run(command: Sequence[str]) -> str:
    """Run a module of Python with arguments, or a program after -c, and return what it prints."""
    arguments = command if command[0] == "-c" else ("-m", *command)
    done = subprocess.run(
        [sys.executable, *arguments], cwd=ROOT, capture_output=True, text=True, timeout=300, check=False
    )
    if done.returncode:
        lines = done.stderr.strip().splitlines() or [f"exit code {done.returncode}"]
        raise RuntimeError(f"{command[0]}: {lines[-1]}")
    return done.stdout


def _measured(
    what: str, measure: Callable[[Path], Sequence[Row | Missing]], home: Path
) -> Sequence[Row | Missing]:
    try:
        return measure(home)
    except _FAILURES as error:
        return [Missing(what, str(error))]


def _percentiles(values: Sequence[float]) -> tuple[float, float]:
    """The 50th and the 99th."""
    cuts = statistics.quantiles(values, n=100)
    return cuts[49], cuts[98]


if __name__ == "__main__":
    main()
