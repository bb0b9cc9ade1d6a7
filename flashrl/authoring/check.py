"""Everything that is wrong in deck files: structure, text, formulas, images and simulations."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any, Protocol

from flashrl import rendering, simulations
from flashrl.errors import Diagnostic, SimulationError
from flashrl.formats import ParsedFile
from flashrl.model import Card, SimulationBlock
from flashrl.scheduling.guess import right_choices
from flashrl.simulations import Simulation


class Problems(Protocol):
    """Says what in a text cannot be shown as written, as `rendering.problems` does."""

    def __call__(self, text: str, *, line: int, folder: Path) -> list[Diagnostic]: ...


class Remembered:
    """`rendering.problems` for text that is checked again at each save: a text is looked at once.

    One with pictures is looked at each time, as what it means depends on other files.
    """

    def __init__(self) -> None:
        self._found: dict[str, list[Diagnostic]] = {}

    def __call__(self, text: str, *, line: int, folder: Path) -> list[Diagnostic]:
        if "![" in text or "<img" in text.lower():
            return rendering.problems(text, line=line, folder=folder)
        if text not in self._found:
            self._found[text] = rendering.problems(text, line=1, folder=folder)
        return [replace(each, line=each.line + line - 1) for each in self._found[text]]


def check(
    files: Sequence[ParsedFile], *, strict: bool = False, problems: Problems = rendering.problems
) -> list[ParsedFile]:
    """The same files with all findings, in order of line. An id used in two files is reported in the
    second. With `strict` every finding is an error."""
    first_use: dict[str, str] = {}
    checked = [_checked(file, first_use, problems) for file in files]
    return [_all_errors(file) for file in checked] if strict else checked


def _all_errors(file: ParsedFile) -> ParsedFile:
    found = tuple(replace(each, is_strict=True) for each in file.diagnostics)
    return replace(file, diagnostics=found)


def _checked(file: ParsedFile, first_use: dict[str, str], problems: Problems) -> ParsedFile:
    found = [*file.diagnostics, *_repeated_across(file, first_use), *_findings(file, problems)]
    ordered = sorted(set(found), key=lambda each: (each.line, each.column, each.code, each.message))
    return replace(file, diagnostics=tuple(ordered))


def _repeated_across(file: ParsedFile, first_use: dict[str, str]) -> Iterator[Diagnostic]:
    own: dict[str, str] = {}
    for card in file.deck.cards:
        if card.id and card.id in first_use:
            yield Diagnostic("repeated-id", f"{card.id!r} is used in {first_use[card.id]} too", card.line)
        elif card.id:
            own.setdefault(card.id, f"{file.path}:{card.line}")
    first_use.update(own)


def _findings(file: ParsedFile, problems: Problems) -> Iterator[Diagnostic]:
    folder = file.path.parent if file.path else Path()
    deck = file.deck
    texts = [(deck.introduction, 1), *((t.introduction, t.line) for t in deck.topics)]
    for card in deck.cards:
        texts += _texts(card)
    for text, line in texts:
        yield from problems(text, line=line, folder=folder)
    for card in deck.cards:
        for section in card.sections:
            for part in section.parts:
                if isinstance(part, SimulationBlock):
                    yield from _simulation_findings(part)


def _texts(card: Card) -> list[tuple[str, int]]:
    """The texts of a card, each with its first line."""
    texts = [(card.question, card.line)]
    for section in card.sections:
        for part, line in zip(section.parts, section.part_lines, strict=True):
            if isinstance(part, str):
                texts.append((part, line))
    return texts


def _wrong_parameters(simulation: Simulation, block: SimulationBlock) -> Iterator[Diagnostic]:
    """Each parameter that is wrong by itself."""
    known = {parameter.name: parameter for parameter in simulation.parameters}
    for name, value in block.parameters.items():
        try:
            known[name].valid(value) if name in known else simulation.parse({name: value})
        except SimulationError as error:
            yield Diagnostic("bad-simulation", error.message, block.line)


def _simulation_findings(block: SimulationBlock) -> Iterator[Diagnostic]:
    try:
        simulation = simulations.get(block.slug)
        wrong = list(_wrong_parameters(simulation, block))
        yield from wrong
        if wrong:
            return
        params = simulation.parse(block.parameters)
        yield from _preset_findings(simulation, block)
        names = {parameter.name for parameter in simulation.parameters}
        for name in block.show:
            if name not in names:
                yield Diagnostic(
                    "bad-simulation", f"show: {block.slug} has no parameter {name!r}", block.line
                )
        if block.frame not in ("", "first", "last") or block.predict:
            yield from _frame_findings(simulation, block, simulation.run(params))
    except SimulationError as error:
        yield Diagnostic("bad-simulation", error.message, block.line)


def _preset_findings(simulation: Simulation, block: SimulationBlock) -> Iterator[Diagnostic]:
    for preset in block.presets:
        try:
            simulation.parse({**block.parameters, **preset.parameters})
        except SimulationError as error:
            yield Diagnostic("bad-simulation", f"presets: {preset.name}: {error.message}", block.line)


def _frame_findings(simulation: Simulation, block: SimulationBlock, result: Any) -> Iterator[Diagnostic]:
    """What is wrong with the frame, or with what is to be predicted of it."""
    frame = simulation.frame_index(result, "last" if block.frame == "" else block.frame)
    if block.predict is None:
        return
    prediction, summary = block.predict, result.summary(frame)
    if prediction.quantity not in summary:
        known = ", ".join(summary)
        message = f"predict: {block.slug} has no quantity {prediction.quantity!r} there; it has {known}"
        yield Diagnostic("bad-simulation", message, block.line)
        return
    truth = summary[prediction.quantity]
    right = len(right_choices(prediction, truth))
    if prediction.choices and right != 1:
        message = f"predict: {right or 'none'} of the choices hold the true value, {truth:.6g}"
        yield Diagnostic("bad-simulation", message, block.line)
