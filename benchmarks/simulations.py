"""The figures of the simulations: frames, drags, planning beside a library, the testbed, the catalogue."""

import json
import statistics
import subprocess
import sys
import venv
from collections.abc import Callable, Sequence
from pathlib import Path

from benchmarks.table import Missing, Row

FRAME_BOUND, DRAG_BOUND, CATALOGUE_BOUND = 33.0, 60.0, 30.0
"""Milliseconds."""

PEER_BOUND, TESTBED_BOUND = 0.1, 2.0
"""Times the library's time; seconds."""

SAME = 1e-5
SLOWEST = 5
REPEATS = 7
LIBRARY = ("pymdptoolbox", "setuptools<81")
"""It needs pkg_resources, which later setuptools no longer have."""

_TESTBED = """
import time
from flashrl.simulations import get
bandit = get("bandit-testbed")
begun = time.perf_counter()
bandit.run(bandit.parse({"algorithm": "epsilon-greedy", "runs": 2000, "steps": 1000}))
print(time.perf_counter() - begun)
"""

_CATALOGUE = """
import sys, time
import flashrl.simulations
heavy = {"PySide6", "matplotlib", "numpy"} & set(sys.modules)
if heavy:
    raise ValueError(f"importing the simulations loads {heavy}")
begun = time.perf_counter()
found = flashrl.simulations.discover()
slugs = list(found)
discovered = time.perf_counter() - begun
import numpy, numpy.random, numpy.typing
begun = time.perf_counter()
loaded = [found[slug] for slug in slugs]
print(discovered * 1000, (discovered + time.perf_counter() - begun) * 1000, len(loaded))
heavy = {"PySide6", "matplotlib"} & set(sys.modules)
if heavy:
    raise ValueError(f"loading them all loads {heavy}")
"""

Run = Callable[[Sequence[str]], str]


def rows(run: Run, folder: Path) -> list[Row | Missing]:
    """All of them. `run` gives what a Python module or, with -c, a program prints."""
    return [*pictures(run), *planning(run, folder), *others(run)]


def pictures(run: Run) -> list[Row]:
    """Frames and drags of every simulation, the slowest first."""
    measured = json.loads(run(["benchmarks.pictures"]))
    frames = {slug: _p95(found["frames"]) for slug, found in measured.items()}
    drags = {slug: _p95(found["drags"]) for slug, found in measured.items() if "drags" in found}
    return [
        *_slowest("frame to painted, p95", frames, FRAME_BOUND),
        *_slowest("slider drag to new picture, p95", drags, DRAG_BOUND),
    ]


def _slowest(what: str, milliseconds: dict[str, float], bound: float) -> list[Row]:
    ordered = sorted(milliseconds.items(), key=lambda each: -each[1])
    middle = statistics.median(milliseconds.values())
    return [
        Row(f"{what}, median of {len(ordered)} simulations", middle, "ms", bound=bound),
        *(Row(f"  {slug}", value, "ms", bound=bound) for slug, value in ordered[:SLOWEST]),
    ]


def planning(run: Run, folder: Path) -> list[Row | Missing]:
    """Value iteration on 10,000 cells beside pymdptoolbox, in a virtual environment made for it."""
    what = "value iteration, 100×100 grid to 1e-6, beside pymdptoolbox"
    path = folder / "grid.npz"
    ours = json.loads(run(["benchmarks.planning", str(path)]))
    try:
        peer = json.loads(_peer(folder / "library", path))
    except (OSError, subprocess.SubprocessError) as failed:
        return [Row(what, ours["whole"], "ms"), Missing(what, str(failed).splitlines()[0])]
    apart = max(abs(one - other) for one, other in zip(ours["values"], peer["values"], strict=True))
    if apart > SAME:
        raise ValueError(f"the values of both are {apart} apart")
    sweeps = f"  its {ours['sweeps']} sweeps alone, beside {peer['sweeps']}"
    return [
        Row(what, ours["whole"], "ms", peer["whole"], PEER_BOUND),
        Row(sweeps, ours["sweeping"], "ms", peer["sweeping"]),
    ]


def _peer(folder: Path, dynamics: Path) -> str:
    """What the library's process prints."""
    venv.create(folder, with_pip=True)
    python = folder / ("Scripts" if sys.platform == "win32" else "bin") / "python"
    program = Path(__file__).with_name("planning.py")
    for command in (["-m", "pip", "install", "--quiet", *LIBRARY], [str(program), str(dynamics)]):
        done = subprocess.run([python, *command], capture_output=True, text=True, timeout=300, check=True)
    return done.stdout


def others(run: Run) -> list[Row]:
    testbed = min(float(run(["-c", _TESTBED])) for _ in range(3))
    taken = [run(["-c", _CATALOGUE]).split() for _ in range(REPEATS)]
    discovered, loaded = (statistics.median(float(each[place]) for each in taken) for place in (0, 1))
    count = taken[0][2]
    return [
        Row("bandit testbed, 2,000 runs of 1,000 steps", testbed, "s", bound=TESTBED_BOUND),
        Row(f"discover {count} simulations", discovered, "ms", bound=CATALOGUE_BOUND),
        Row("  and load them, numpy aside", loaded, "ms", bound=CATALOGUE_BOUND),
    ]


def _p95(values: Sequence[float]) -> float:
    """The largest but one in twenty."""
    return sorted(values)[min(int(0.95 * len(values)), len(values) - 1)]
