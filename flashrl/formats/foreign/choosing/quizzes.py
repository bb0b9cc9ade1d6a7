"""The headings of a quiz: below each of them stands a list of options with its key, and nothing else."""

from collections import defaultdict
from collections.abc import Sequence

from flashrl.formats.foreign.page.document import Document
from flashrl.formats.foreign.styles.start import Start
from flashrl.formats.foreign.words.options import TASK, find_options

_FEW, _MANY, _MOST_OPTIONS = 3, 0.75, 8


def with_keys(document: Document, headings: Sequence[Start], *, is_about_questions: bool) -> set[int]:
    """The lines of the headings of a level with one right option below nearly all, whatever they say.

    A box that is ticked may be done elsewhere than in a file about questions.
    """
    if not any("[" in line and TASK.match(line) for line in document.lines):
        return set()
    levels: dict[int, list[tuple[int, bool]]] = defaultdict(list)
    ends = [*(each.line for each in headings), len(document.lines)][1:]
    for each, end in zip(headings, ends, strict=False):
        if document.has_text(each.end, end):
            is_keyed = _is_keyed(document, each.end, end, is_about_questions=is_about_questions)
            levels[each.level].append((each.line, is_keyed))
    found: set[int] = set()
    for group in levels.values():
        keyed = {line for line, is_keyed in group if is_keyed}
        if len(keyed) >= max(_FEW, _MANY * len(group)):
            found |= keyed
    return found


def _is_keyed(document: Document, start: int, end: int, *, is_about_questions: bool) -> bool:
    """Whether nothing but options stands between two lines, and one of them is ticked, or some where a sign
    says that they are right."""
    told = [n for n in range(start, end) if document.lines[n].strip()]
    lines, plain = document.lines[told[0] : told[-1] + 1], document.plain[told[0] : told[-1] + 1]
    ticks = [found["tick"].strip() for line in lines if (found := TASK.match(line))]
    options = find_options(lines, plain)
    if options is None or (options.start, options.end) != (0, len(lines)):
        return False
    if not (1 <= len(options.keys) < len(ticks) <= _MOST_OPTIONS):
        return False
    return "*" in ticks or (is_about_questions and len(options.keys) == 1)
