"""The sections of a native card: what each says, the simulations in it, and the blanks of a cloze."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterator, Sequence

from flashrl import spans
from flashrl.errors import Diagnostic
from flashrl.formats import yaml_block
from flashrl.formats.native import prediction, presets
from flashrl.formats.native.outline import Heading, Outline, with_ends
from flashrl.model import Section, SectionKind, SimulationBlock

_KINDS = {kind.value.lower(): kind for kind in SectionKind}
_ANSWERING = (SectionKind.ANSWER, SectionKind.CORRECT_APPROACH, SectionKind.CLOZE)
_SIMULATION_KEYS = ("show", "frame", "caption")


class SectionReader:
    """Reads the sections between two lines of a file; what is wrong in them goes to `note`."""

    def __init__(self, lines: list[str], outline: Outline, note: Callable[[Diagnostic], object]) -> None:
        self.lines = lines
        self.note = note
        self.headings = [heading for heading in outline.headings if heading.level == 4]
        self.heading_lines = [heading.line for heading in self.headings]
        self.simulations = outline.simulations
        self.simulation_lines = [start for start, _, _ in outline.simulations]

    def sections(self, start: int, end: int) -> list[Section]:
        """The sections between two lines. Text before the first heading extends the question where an
        answer follows under its own heading, and is the answer where none does."""
        headings = self.headings[_between(self.heading_lines, start, end)]
        first = headings[0].line if headings else end
        kinds = {_kind(heading) for heading in headings}
        leading = SectionKind.QUESTION if kinds & set(_ANSWERING) else SectionKind.ANSWER
        parts, lines = self._parts(start, first)
        sections = [Section(leading, parts, line=lines[0] if lines else 0, part_lines=lines)]
        for heading, section_end in with_ends(headings, end):
            kind = _kind(heading)
            if kind is None:
                message = f"unknown section {heading.title!r}"
                self.note(Diagnostic("unknown-section", message, heading.line + 1))
            parts, lines = self._parts(heading.end, section_end)
            title = heading.title if kind is None else ""
            sections.append(Section(kind or SectionKind.ANSWER, parts, title, heading.line + 1, lines))
        return [each for each in sections if each.parts or each.heading]

    def _parts(self, start: int, end: int) -> tuple[tuple[str | SimulationBlock, ...], tuple[int, ...]]:
        """The text and the simulations between two lines, and the line (from 1) each starts on."""
        parts: list[tuple[str | SimulationBlock, int]] = []
        for fence_start, fence_end, info in self.simulations[_between(self.simulation_lines, start, end)]:
            parts.append((text_between(self.lines, start, fence_start), self._first_line(start)))
            parts.append((self._simulation(fence_start, fence_end, info), fence_start + 1))
            start = fence_end
        parts.append((text_between(self.lines, start, end), self._first_line(start)))
        kept = [(part, line) for part, line in parts if part]
        return tuple(part for part, _ in kept), tuple(line for _, line in kept)

    def _first_line(self, start: int) -> int:
        """The first line (from 1) with text at or behind `start`."""
        return next((n + 1 for n in range(start, len(self.lines)) if self.lines[n].strip()), start + 1)

    def _simulation(self, start: int, end: int, info: str) -> SimulationBlock | str:
        names = info.split()[1:]
        text = "\n".join(self.lines[start + 1 : end - 1])
        block = yaml_block.load(text, start + 2, "bad-simulation", may_nest)
        for found in block.diagnostics:
            self.note(found)
        if len(names) != 1:
            self.note(Diagnostic("bad-simulation", "a sim fence names one simulation", start + 1))
        if len(names) != 1 or block.diagnostics:
            return text_between(self.lines, start, end)
        values = dict(block.values)
        show, frame, caption = (values.pop(key, None) for key in _SIMULATION_KEYS)
        if show is not None and not isinstance(show, list):
            message = "show takes a list: `show: [one, two]`"
            self.note(Diagnostic("bad-simulation", message, *block.places["show"]))
        predict, wrong = prediction.read(values.pop("predict", None))
        offered, also_wrong = presets.read(values.pop("presets", None))
        for key, message in wrong + also_wrong:
            self.note(Diagnostic("bad-simulation", message, *block.places[key]))
        return SimulationBlock(
            slug=names[0],
            parameters=values,
            show=tuple(str(name) for name in show) if isinstance(show, list) else (),
            frame="" if frame is None else frame,
            caption=str(caption or ""),
            line=start + 1,
            predict=predict,
            presets=offered,
        )

    def blanks(self, sections: Sequence[Section]) -> tuple[int, ...]:
        """The numbers of the blanks in the cloze sections; blanks elsewhere are noted."""
        numbers: set[int] = set()
        for section in sections:
            for part, line in zip(section.parts, section.part_lines, strict=True):
                blanks = spans.find_blanks(part) if isinstance(part, str) and "==c" in part else []
                if section.kind is SectionKind.CLOZE:
                    numbers.update(blank.number for blank in blanks)
                    continue
                for place in _places(str(part), [blank.start for blank in blanks], line):
                    self.note(Diagnostic("cloze-outside-section", "a blank outside `#### Cloze`", *place))
        return tuple(sorted(numbers))


def text_between(lines: Sequence[str], start: int, end: int) -> str:
    """The lines between, without blank lines at either end (leading spaces are kept)."""
    first = next((n for n in range(start, end) if lines[n].strip()), end)
    return "\n".join(lines[first:end]).rstrip()


def _places(text: str, positions: Sequence[int], line: int) -> Iterator[tuple[int, int]]:
    """The line and column of each position in a text that starts on `line`."""
    starts = [0, *(each.end() for each in re.finditer("\n", text))] if positions else []
    for position in positions:
        row = bisect_right(starts, position) - 1
        yield line + row, position - starts[row] + 1


def may_nest(key: str) -> bool:
    """Whether a key of a sim fence may hold `key: value` lines of its own."""
    return key in ("predict", "predict.choices", "presets") or key.startswith("presets.")


def _between(lines: Sequence[int], start: int, end: int) -> slice:
    """The range of what stands on the lines from one to before another."""
    return slice(bisect_left(lines, start), bisect_left(lines, end))


def _kind(heading: Heading) -> SectionKind | None:
    return _KINDS.get(heading.title.rstrip(":").strip().lower())
