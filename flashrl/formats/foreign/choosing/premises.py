"""Lines that say what a question is about: `**Scenario:** An agent …` above `**Question:** What now?`."""

import re
from itertools import pairwise

from flashrl.formats.foreign.choosing.selection import Selection, between
from flashrl.formats.foreign.styles.start import HEADING, Start

_PREMISE = re.compile(
    r"[\W_]*(?:the )?(?:scenario|situation|context|background|set-?up|case|story|given|facts|"
    r"escenario|contexto|cenário|situación|situação|сценарий|контекст|ситуация|场景|背景)"
    r"(?: ?#?\d{1,3})?[*_ ]*[:：]",
    re.IGNORECASE,
)
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
        and bool(_PREMISE.match(lines[premise.line]))
        and not _PREMISE.match(lines[question.line])
        and not between(chosen.headings, premise.line, question.line)
    )
