"""What is wrong in the sim fences of a deck file, found by asking the simulations themselves."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from flashrl import simulations
from flashrl.errors import Diagnostic, SimulationError
from flashrl.formats import ParsedFile, yaml_block
from flashrl.formats.native.sections import may_nest
from flashrl.model import SimulationBlock
from flashrl.scheduling.guess import right_choices
from flashrl.simulations import Simulation

_SOUND: set[str] = set()
"""What was found sound since the program started: a run may take a second, and authors save often."""

_FENCE = re.compile(r" {0,3}(`{3,}|~{3,})")


def findings(file: ParsedFile) -> Iterator[Diagnostic]:
    """The faults of every simulation in the cards, each at the key that it is about."""
    for block in blocks(file):
        if (said := content(block)) in _SOUND:
            continue
        found = list(faults(block, file))
        yield from found
        if not found:
            _SOUND.add(said)


def blocks(file: ParsedFile) -> Iterator[SimulationBlock]:
    """The simulations in the cards of a file."""
    for card in file.deck.cards:
        for section in card.sections:
            yield from (part for part in section.parts if isinstance(part, SimulationBlock))


def content(block: SimulationBlock) -> str:
    """All that a fence says to its simulation: what decides whether it is sound."""
    return repr(replace(block, line=0, caption=""))


def faults(block: SimulationBlock, file: ParsedFile) -> Iterator[Diagnostic]:
    """What is wrong with one simulation of a file."""
    return _Fence(block, file.text.split("\n")).faults()


def objection(block: SimulationBlock) -> str:
    """The first thing that is wrong with a simulation, wherever it stands; "" if it is sound."""
    return next((found.message for found in _Fence(block, ()).faults()), "")


class _Fence:
    """A sim fence, with the places of its keys."""

    def __init__(self, block: SimulationBlock, lines: Sequence[str]) -> None:
        self._block = block
        self._places = _places(block, lines)

    def faults(self) -> Iterator[Diagnostic]:
        try:
            simulation = simulations.get(self._block.slug)
        except SimulationError as error:
            yield self._fault("unknown-simulation", error.message)
            return
        yield from self._unknown_shown(simulation)
        wrong = [*self._wrong_values(simulation), *self._wrong_presets(simulation)]
        yield from wrong
        if wrong:
            return
        try:
            params = simulation.parse(self._block.parameters)
            if self._block.frame not in ("", "first", "last") or self._block.predict:
                yield from self._wrong_frame(simulation, simulation.run(params))
        except SimulationError as error:  # each value is right, and yet they do not go together
            named = (name for name in self._block.parameters if name in error.message.split())
            yield self._fault("bad-parameter", error.message, *named)

    def _fault(self, code: str, message: str, *keys: str) -> Diagnostic:
        """A fault at the first of the keys that has a place, or at the fence."""
        place = next((self._places[key] for key in keys if key in self._places), (self._block.line, 1))
        return Diagnostic(code, message, *place)

    def _unknown_shown(self, simulation: Simulation) -> Iterator[Diagnostic]:
        names = [parameter.name for parameter in simulation.parameters]
        for name in self._block.show:
            if name not in names:
                message = f"show: {simulation.slug} has no parameter {name!r}; it has {', '.join(names)}"
                yield self._fault("unknown-parameter", message, "show")

    def _wrong_values(self, simulation: Simulation) -> Iterator[Diagnostic]:
        for name in self._block.parameters:
            yield from self._wrong_value(simulation, self._block.parameters, name)

    def _wrong_presets(self, simulation: Simulation) -> Iterator[Diagnostic]:
        for preset in self._block.presets:
            above = f"presets.{preset.name}"
            wrong = [
                fault
                for name in preset.parameters
                for fault in self._wrong_value(simulation, preset.parameters, name, above)
            ]
            yield from wrong
            if not wrong and not list(self._wrong_values(simulation)):
                try:
                    simulation.parse({**self._block.parameters, **preset.parameters})
                except SimulationError as error:
                    yield self._fault("bad-parameter", f"presets: {preset.name}: {error.message}", above)

    def _wrong_value(
        self, simulation: Simulation, values: Mapping[str, Any], name: str, above: str = ""
    ) -> Iterator[Diagnostic]:
        """What is wrong with one parameter by itself; `above` is the preset that it stands in."""
        known = {parameter.name: parameter for parameter in simulation.parameters}
        try:
            known[name].valid(values[name]) if name in known else simulation.parse({name: values[name]})
        except SimulationError as error:
            code = "bad-parameter" if name in known else "unknown-parameter"
            message = f"{above.replace('.', ': ', 1)}: {error.message}" if above else error.message
            keys = (f"{above}.{name}", above, "presets") if above else (name,)
            yield self._fault(code, message, *keys)

    def _wrong_frame(self, simulation: Simulation, result: Any) -> Iterator[Diagnostic]:
        """What is wrong with the frame, or with what is to be predicted of it."""
        wanted = "last" if self._block.frame == "" else self._block.frame
        if not isinstance(wanted, (int, str)):
            yield self._fault("bad-frame", f"a frame is no {wanted!r}", "frame")
            return
        try:
            frame = simulation.frame_index(result, wanted)
        except SimulationError as error:
            yield self._fault("bad-frame", error.message, "frame")
            return
        yield from self._wrong_prediction(result.summary(frame))

    def _wrong_prediction(self, summary: Mapping[str, float]) -> Iterator[Diagnostic]:
        prediction = self._block.predict
        if prediction is None:
            return
        if prediction.quantity not in summary:
            message = f"predict: {self._block.slug} has no quantity {prediction.quantity!r} there; it has "
            message += ", ".join(summary)
            yield self._fault("bad-prediction", message, "predict.quantity", "predict")
            return
        truth = summary[prediction.quantity]
        right = len(right_choices(prediction, truth))
        if prediction.choices and right != 1:
            message = f"predict: {right or 'none'} of the choices hold the true value, {truth:.6g}"
            yield self._fault("bad-prediction", message, "predict.choices", "predict")


def _places(block: SimulationBlock, lines: Sequence[str]) -> dict[str, tuple[int, int]]:
    """The line and column of each key in the fence."""
    opening = _FENCE.match(lines[block.line - 1]) if 0 < block.line <= len(lines) else None
    if opening is None:
        return {}
    body = []
    for line in lines[block.line :]:
        if set(line.strip()) == {opening[1][0]} and len(line.strip()) >= len(opening[1]):
            break
        body.append(line)
    return yaml_block.load("\n".join(body), block.line + 1, "bad-simulation", may_nest).places
