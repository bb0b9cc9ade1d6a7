"""Lines that say what a question is about: `**Scenario:** An agent …` above `**Question:** What now?`."""

from itertools import pairwise

from flashrl.formats.foreign.choosing.selection import Selection, between
from flashrl.formats.foreign.styles.start import HEADING, Start
from flashrl.formats.foreign.words.usual_headings import is_told_premise

_NEAR = 20
"""So many lines below what it is about a question stands at most."""


def choose(chosen: Selection) -> None:
    """Keep what a question is about in its place, where the question follows with the answer of both."""
    kept = [chosen.kept[line] for line in sorted(chosen.kept)]
    for premise, question in pairwise(kept):
        if _is_about(chosen, premise, question):
            del chosen.kept[question.line]


def _is_about(chosen: Selection, premise: Start, question: Start) -> bool:
    """Whether a line with such a prefix is right above a question with one that alone has an answer."""
    lines = chosen.document.lines
    return (
        question.line - premise.line <= _NEAR
        and premise.kind == question.kind != HEADING
        and premise.wording.label
        and question.wording.label
        and premise.line not in chosen.answered
        and question.line in chosen.answered
        and is_told_premise(lines[premise.line])
        and not is_told_premise(lines[question.line])
        and not between(chosen.headings, premise.line, question.line)
    )
