"""The possible starts of a foreign file, whatever they look like, and the marks of its answers."""

import re
from collections.abc import Iterable, Iterator
from itertools import pairwise

from flashrl.formats.foreign.page.document import Document
from flashrl.formats.foreign.styles import bold, details, heading, listed, question_answer
from flashrl.formats.foreign.styles.start import HEADING, Start
from flashrl.formats.foreign.words.answer_mark import answer_mark, is_answering_callout, is_generic
from flashrl.formats.foreign.words.letters import is_explained
from flashrl.formats.foreign.words.usual_headings import is_beside
from flashrl.formats.foreign.words.wording import wording

_BULLETED = re.compile(r"(?P<lead>[ \t]*[-*+][ \t]+)[^\W\d_]+(?: [^\W\d_]+)*")
_PLURAL = re.compile(r"\W*(?:answers|solutions|respuestas|respostas)\W*", re.IGNORECASE)
_NEAR = 3
"""So many lines below a heading its text begins."""
_FEATURES = re.compile(r"[ \t]*[-*+][ \t]+(?![*_]*Q)\W*?(?:\*\*|__)(?=\w)")
_FEATURE = re.compile(
    rf"{_FEATURES.pattern}[^*:]*\b(?:(?:answers|solutions)[*_ ]*:|(?:answers?|solutions?)(?:\*\*|__) ?[–—-] )"
    r"[*_ ]*\w",
    re.IGNORECASE,
)
_ASKED = re.compile(r"[ \t]*[-*+][ \t]+[*_]*Q")
_LETTERED = 60
"""How many lines on a point with the next letter may be."""


def candidates(document: Document) -> list[Start]:
    """All possible starts in order of line, one for each line."""
    found: dict[int, Start] = {}
    readers: Iterable[Iterable[Start]] = (
        heading.starts(document),
        details.starts(document),
        bold.starts(document),
        question_answer.starts(document),
        listed.starts(document),
    )
    for reader in readers:
        for each in reader:
            if each.kind == HEADING and answer_mark(document.lines[each.line]) is not None:
                continue
            if each.line not in found:
                found[each.line] = question_answer.with_answer_behind(each)
    return [found[line] for line in sorted(found)]


def answer_marks(document: Document) -> list[int]:
    """The lines that open an answer: marked ones, and folds that say no more than that."""
    found = {each.start for each in document.details if is_generic(each.summary)}
    lines = document.lines
    for number, line in enumerate(lines):
        if not document.plain[number]:
            continue
        mark = answer_mark(line)
        is_option = (
            mark is not None and mark.is_letter and (_is_option(lines, number) or is_explained(lines, number))
        )
        following = lines[number + 1] if number + 1 < len(lines) else ""
        is_name = mark is not None and number > 0 and _is_name(line, lines[number - 1])
        if (mark is not None and not (is_option or is_name)) or is_answering_callout(line, following):
            found.add(number)
    found -= {*_inside_answers(document, found), *_beside_parts(document, found)}
    parts = [number for number in found if lines[number].startswith("# ")]
    if len(parts) == 1 and any(block.kind == "heading" and block.level > 1 for block in document.blocks):
        found -= {*parts}  # `# Answers` is a part of the file, not one question's
    is_none = len(found) == 1 and (_is_chapter(document, *found) or _is_feature(lines, *found))
    return [] if is_none else sorted(found)


def _inside_answers(document: Document, marks: set[int]) -> Iterator[int]:
    """The marks right below a heading that asks nothing, in what stands below a heading `Answer`: `### Scope`
    and `Answers: where is it known?`, a sentence."""
    lines = document.lines
    level = 0
    headings = [
        each for each in document.blocks if each.kind == "heading" and not (each.items or each.quoted)
    ]
    for above, block in pairwise(headings):
        if block.start in marks:
            is_own = above.level < block.level and not document.has_text(above.end, block.start)
            level = block.level if is_own else 0
        elif block.level <= level:
            level = 0
        elif level and not _asks(block.text):
            near = range(block.end, block.end + _NEAR)
            told = next((n for n in near if document.has_text(n, n + 1)), block.end)
            if told in marks and not lines[told].lstrip().startswith(("#", "<")):
                yield told


def _beside_parts(document: Document, marks: set[int]) -> Iterator[int]:
    """The headings `Short answer` on the level of the one before, which names what a page says beside its
    questions, `Common mistakes`, and has nothing below it that asks."""
    headings = (each for each in document.blocks if each.kind == "heading")
    for above, block in pairwise(headings):
        if block.start in marks and above.level == block.level and not _asks(above.text):
            told = document.lines[above.end : block.start]
            if is_beside(above.text) and not any(line.rstrip().endswith(("?", "？")) for line in told):
                yield block.start


def _asks(text: str) -> bool:
    words = wording(text)
    return words.ends_asking or words.label or bool(words.number)


def _is_chapter(document: Document, mark: int) -> bool:
    """Whether the only mark is a heading `### Answers`, below one of its level that does not ask, or as
    bare a line below any such heading."""
    headings = [block for block in document.blocks if block.kind == "heading" and block.start <= mark]
    line = document.lines[mark].strip()
    if not _PLURAL.fullmatch(line):
        return False
    if headings and headings[-1].start == mark:
        own = headings.pop()
        is_beside = bool(headings) and headings[-1].level == own.level
    else:
        is_beside = bool(headings) and not line.endswith((":", "：", "*", "_"))
    above = wording(headings[-1].text) if is_beside else None
    return above is not None and not (above.asks or above.label or above.number)


def _is_feature(lines: list[str], mark: int) -> bool:
    """Whether the only mark is a bullet `- **Solutions:** …` among others in bold, and none of them says that
    it asks: what a file offers, or how it is written."""
    if not _FEATURE.match(lines[mark]):
        return False
    beside = [*lines[max(0, mark - 3) : mark], *lines[mark + 1 : mark + 3]]
    return any(map(_FEATURES.match, beside)) and not any(map(_ASKED.match, beside))


def _is_name(line: str, above: str) -> bool:
    """Whether a bullet that is one bare word, as `- Solution`, goes on with a list of such names."""
    named, before = _BULLETED.fullmatch(line.rstrip()), _BULLETED.match(above)
    return named is not None and before is not None and named["lead"] == before["lead"]


def _is_option(lines: list[str], number: int) -> bool:
    """True for an `A: …` that a `B: …` follows, as in a list of options, or an `a: …` that a `b: …` does.

    That may be far below for one that looks the same: `**a. Actors**`, its text, and `**b. Critics**`.
    """
    lead = re.match(r"[ \t>]*(?:[-*+][ \t]+)?[*_`(]*", lines[number])
    start = lead.end() if lead else 0
    letter = "b" if lines[number][start : start + 1] == "a" else "B"
    for line in lines[number + 1 : number + 6]:
        if re.match(rf"^[\s>]*+(?:[-*+]\s+)?[*_`(]*{letter}[*_`]*[:：.)]", line):
            return True
    before, sign = lines[number][:start], lines[number][start + 1 : start + 2]
    this, other = f"{before}{lines[number][start : start + 1]}{sign}", f"{before}{letter}{sign}"
    for line in lines[number + 1 : number + _LETTERED]:
        if line.startswith((this, other)):
            return line.startswith(other)
    return False
