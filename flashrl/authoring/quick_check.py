"""The findings of `check`, sooner: formulas are set and simulations run on every processor, and only where
text or code have changed since the last time."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import TypeVar

from flashrl import rendering, simulations
from flashrl.authoring import simulation_faults
from flashrl.authoring.check import check, depends_on_files
from flashrl.authoring.known_sound import KnownSound
from flashrl.errors import Diagnostic, SimulationError
from flashrl.formats import ParsedFile
from flashrl.model import SimulationBlock
from flashrl.spans import find_math
from flashrl.workers import Workers

Item = TypeVar("Item")
_Formula = tuple[str, bool]
"""LaTeX, and whether it stands on a line of its own."""

_ENOUGH_FORMULAS, _ENOUGH_SIMULATIONS = 200, 5
"""From so many on, other processes pay."""


def check_quickly(
    files: Sequence[ParsedFile],
    *,
    known: Path | None = None,
    strict: bool = False,
    progress: Callable[[int, int], object] = lambda _done, _total: None,
) -> list[ParsedFile]:
    """What `check` gives. The file `known` keeps from run to run what was found sound."""
    sound = KnownSound(known)
    # Read once: someone may be writing on the code meanwhile.
    version, versions = rendering.version(), _versions(files)
    new = dict.fromkeys(
        text for file in files for text in _texts(file) if f"text {version} {text}" not in sound
    )
    formulas = {_formula_key(each, version): each for text in new for each in _formulas(text)}
    blocks = {
        _block_key(block, versions): block for file in files for block in simulation_faults.blocks(file)
    }
    counted = _Counted(progress, len(formulas) + len(blocks))
    with Workers() as workers:
        spread = partial(workers.map, enough=_ENOUGH_FORMULAS, chunk=16)
        objections = _judged(formulas, _objection, sound, spread, counted)
        spread = partial(workers.map, enough=_ENOUGH_SIMULATIONS, chunk=1)
        faulty = _judged(blocks, simulation_faults.objection, sound, spread, counted)

    def objection_to(latex: str, display: bool) -> str:
        said = objections.get(_formula_key((latex, display), version))
        return rendering.formula_objection(latex, display) if said is None else said

    def simulated(file: ParsedFile) -> Iterator[Diagnostic]:
        for block in simulation_faults.blocks(file):
            if faulty[_block_key(block, versions)]:  # where in the fence it is wrong is found out again
                yield from simulation_faults.faults(block, file)

    def problems(text: str, *, line: int, folder: Path) -> list[Diagnostic]:
        key = f"text {version} {text}"
        if key in sound:
            return []
        found = rendering.problems(text, line=line, folder=folder, objection=objection_to)
        if not found and not depends_on_files(text):
            sound.add(key)
        return found

    checked = check(files, strict=strict, problems=problems, simulated=simulated)
    sound.save()
    return checked


class _Counted:
    """Progress over several steps."""

    def __init__(self, progress: Callable[[int, int], object], total: int) -> None:
        self._progress = progress
        self._done, self._total = 0, total

    def __call__(self, number: int) -> None:
        self._done += number
        self._progress(self._done, self._total)


def _judged(
    items: Mapping[str, Item],
    judge: Callable[[Item], str],
    sound: KnownSound,
    spread: Callable[[Callable[[Item], str], Sequence[Item]], Iterator[str]],
    counted: Callable[[int], None],
) -> dict[str, str]:
    """What is wrong with each item, "" where nothing is; only those not known to be sound are looked at."""
    new = [key for key in items if key not in sound]
    counted(len(items) - len(new))
    verdicts = dict.fromkeys(items, "")
    for key, verdict in zip(new, spread(judge, [items[key] for key in new]), strict=True):
        verdicts[key] = verdict
        if not verdict:
            sound.add(key)
        counted(1)
    return verdicts


def _texts(file: ParsedFile) -> Iterator[str]:
    """The texts of the cards; those between the cards are few."""
    for card in file.deck.cards:
        yield card.question
        yield from (part for section in card.sections for part in section.parts if isinstance(part, str))


def _formulas(text: str) -> Iterator[_Formula]:
    return ((math.latex, math.display) for math in find_math(text))


def _objection(formula: _Formula) -> str:
    return rendering.formula_objection(*formula)


def _formula_key(formula: _Formula, version: str) -> str:
    return f"formula {version} {formula[1]:d} {formula[0]}"


def _versions(files: Sequence[ParsedFile]) -> dict[str, str]:
    """What tells one state of each simulation's code from another; "" for one that there is not."""
    versions = dict[str, str]()
    for slug in {block.slug for file in files for block in simulation_faults.blocks(file)}:
        try:
            versions[slug] = simulations.source_digest(simulations.get(slug))
        except SimulationError:
            versions[slug] = ""
    return versions


def _block_key(block: SimulationBlock, versions: Mapping[str, str]) -> str:
    """What decides whether a simulation is sound: what its fence says to it, and its code."""
    return f"simulation {versions[block.slug]} {simulation_faults.content(block)}"
