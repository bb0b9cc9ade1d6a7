"""Which of the possible starts in a foreign file are its questions, and why.

The whole file decides: starts that look alike are judged together, and a question's answer may hold
headings, bold lines and lists that look like questions without being any.
"""

import re
from bisect import bisect_left
from collections import defaultdict
from dataclasses import dataclass, field

from flashrl.formats.foreign.choosing import (
    bare_numbers,
    bold_titles,
    counted_on,
    folds,
    headings,
    keys,
    last_resort,
    lines,
    list_ends,
    lists,
    other_looks,
    plain,
    premises,
    single_quiz,
    title,
    tongues,
)
from flashrl.formats.foreign.choosing.chapters import is_about_writing, is_alone, is_aside, is_for_others
from flashrl.formats.foreign.choosing.selection import FEW, Selection
from flashrl.formats.foreign.page.document import Document
from flashrl.formats.foreign.styles.start import (
    BOLD,
    DETAILS,
    HEADING,
    LISTED,
    PLAIN,
    QUESTION_ANSWER,
    TABLE,
    Start,
)
from flashrl.formats.foreign.words.parting import is_offer
from flashrl.formats.foreign.words.wording import Wording, wording

__all__ = ["Choice", "choose"]

_PAGED = re.compile(r"\S(?:\t[ \t]*|[ \t]?\.{4,}[ \t]?)\d{1,4}$")
"""A line of printed contents: `What is a return? ........ 12`."""
_LONGEST_NAMED = 300
_MANY_ALONE = 5
"""So many headings that only their wording makes questions are a list of them."""


@dataclass(slots=True)
class Choice:
    """The questions of a file in order, and what spoke for them. `keyed` has the answers from keys, by the
    line of their question; where those stand is in `keys`."""

    starts: list[Start]
    reasons: list[str] = field(default_factory=list)
    marks: list[int] = field(default_factory=list)
    keyed: dict[int, str] = field(default_factory=dict)
    keys: list[int] = field(default_factory=list)

    @property
    def counts(self) -> dict[str, int]:
        """How many questions are of each kind, the most frequent first."""
        found: dict[str, int] = defaultdict(int)
        for start in self.starts:
            found[start.kind] += 1
        return dict(sorted(found.items(), key=lambda each: -each[1]))


def choose(document: Document, name: str, folder: str = "") -> Choice:
    """The questions of `document`; its file's name and its folder's may say that it holds questions."""
    chosen = Selection(document, f"{folder} {name}")
    headings.choose(chosen)
    folds.choose(chosen)
    chosen.folded = [(each.line, each.limit or 0) for each in chosen.kept.values() if each.kind == DETAILS]
    chosen.folded.sort()
    chosen.kept_lines = sorted(chosen.kept)
    lines.choose(chosen)
    lists.choose(chosen)
    counted_on.choose(chosen)
    other_looks.choose(chosen)
    bare_numbers.choose(chosen)
    folds.choose_asked_before(chosen)
    keys.choose(chosen)
    plain.choose(chosen)
    premises.choose(chosen)
    chosen.kept = {
        line: each
        for line, each in chosen.kept.items()
        if not (is_for_others(chosen, each) or is_aside(chosen, each) or chosen.is_introduction(each))
        and (each.wording.number or each.wording.label or not is_offer(each.question))
    }
    bold_titles.end_before_next(chosen)
    list_ends.choose(chosen)
    if _is_prose(chosen) or is_about_writing(name):
        chosen.kept.clear()
    if (whole := title.question(chosen, name) or single_quiz.question(chosen)) is not None:
        chosen.kept = {whole.line: whole}
    starts = _without_contents(chosen, [chosen.kept[line] for line in sorted(chosen.kept)])
    starts = last_resort.among(chosen, starts, folder, name)
    starts = _with_marked(chosen, tongues.joined(chosen, starts))
    found = chosen.keys
    lines_of_keys = [each.start for each in found.keys]
    return Choice(starts, _reasons(chosen, starts), chosen.marks, found.answers, lines_of_keys)


def _is_prose(chosen: Selection) -> bool:
    """Whether what asks is a heading or two among others, or as many lines in bold among headings, in a text
    that is no list of questions."""
    kept = chosen.kept.values()
    if _is_front_page(chosen) or is_alone(chosen):
        return True
    is_known = chosen.is_about_questions or bool(chosen.chapters)
    if is_known or any(each.kind not in (HEADING, BOLD) for each in kept):
        return False
    if any(each.wording.label or each.line in chosen.answered for each in kept):
        return False
    if any(each.kind == BOLD for each in kept):
        return len(kept) < FEW <= len(chosen.headings) - len(kept)
    asked = sum(each.wording.ends_asking for each in kept)
    if len(kept) < (min(FEW, len(chosen.headings) / 2) if asked else _MANY_ALONE):
        return True
    is_counted = all(each.shape[3] for each in kept)
    deepest = max((each.level for each in kept), default=0)
    chapters = [each for each in chosen.headings if each.level <= deepest and each.line not in chosen.kept]
    enough = 2 if asked < FEW else len(kept)
    return len(kept) < _MANY_ALONE and len(chapters) >= enough and not is_counted


def _is_front_page(chosen: Selection) -> bool:
    """Whether what asks are headings, and about as many ask what the file itself is for."""
    own = [each for each in chosen.headings if each.wording.is_stop and "?" in each.question]
    kept = chosen.kept.values()
    return len(own) >= max(2, len(kept) - 1) and all(
        each.kind == HEADING and not (each.shape[3] or each.wording.label or each.line in chosen.answered)
        for each in kept
    )


def _with_marked(chosen: Selection, starts: list[Start]) -> list[Start]:
    """With the marked cards. Where a program has marked some, only sure questions count besides: a table is
    no program's mark, unless it has the most."""
    if not chosen.marked:
        return starts
    lines = [each.line for each in chosen.marked]
    rows = sum(each.kind == TABLE for each in chosen.marked)
    is_deck = len(lines) - (rows if rows <= len(starts) else 0) >= FEW
    headed = 2 * sum(chosen.document.lines[line].startswith("#") for line in lines) > len(lines)
    kept = []
    for each in starts:
        end = chosen.next_heading(each, level=each.level) if each.kind == HEADING else each.line + 1
        first = bisect_left(lines, each.line)
        is_topic = first < bisect_left(lines, end) and not _ends_part(chosen, each, lines[first])
        is_sure = chosen.says_so(each) or (headed and each.kind == HEADING and each.wording.asks)
        if not is_topic and (is_sure or not is_deck):
            kept.append(each)
    return sorted([*kept, *chosen.marked], key=lambda each: each.line)


def _ends_part(chosen: Selection, each: Start, line: int) -> bool:
    """Whether a marked card is a heading beside the one above it or above its level."""
    shown = chosen.document.lines[line]
    return shown.startswith("#") and len(shown) - len(shown.lstrip("#")) <= each.level


def _reasons(chosen: Selection, starts: list[Start]) -> list[str]:
    """What spoke for each kind, in words."""
    reasons = []
    kinds: dict[str, list[Start]] = defaultdict(list)
    for each in starts:
        kinds[each.kind].append(each)
    for kind, group in sorted(kinds.items(), key=lambda each: -len(each[1])):
        if group[0].marked is not None:
            blanks = sum(bool(each.marked and each.marked.cloze) for each in group)
            reasons.append(f"{kind}: {len(group)} between its marks, {blanks} with blanks")
            continue
        asking = sum(each.wording.asks for each in group)
        labelled = sum(each.wording.label for each in group)
        numbered = sum(bool(each.wording.number) for each in group)
        marked = sum(each.line in chosen.answered for each in group)
        keyed = sum(each.line in chosen.keys.answers for each in group)
        reasons.append(
            f"{kind}: {len(group)} found, {asking} ask, {labelled} with a prefix, "
            f"{numbered} numbered, {marked} with a marked answer"
            + (f", {keyed} with one in a key" if keyed else "")
        )
    return reasons


def _without_contents(chosen: Selection, starts: list[Start]) -> list[Start]:
    """Without the lines of a list that names the questions of the headings below it, or their pages; what is
    answered by a mark is asked once more."""
    asked = {_bare(each.wording): each.line for each in starts if each.kind == HEADING or each.is_fold}
    paged = [each.line for each in starts if _PAGED.search(each.question)]
    pages = set(paged if len(paged) >= FEW else ())
    return [
        each
        for each in starts
        if each.line not in pages and (each.line in chosen.answered or not _is_named(each, asked))
    ]


def _is_named(each: Start, asked: dict[str, int]) -> bool:
    """Whether a line is asked again in one of the headings; one with a prefix if that is an item above it."""
    if each.kind == QUESTION_ANSWER and each.list_start is not None:
        return asked.get(_bare(each.wording), -1) > each.line
    if each.kind not in (LISTED, BOLD, PLAIN):
        return False
    is_cut = 0 < len(each.inline) < _LONGEST_NAMED
    whole = wording(f"{each.question} {each.inline}") if is_cut else each.wording
    return _bare(each.wording) in asked or _bare(whole) in asked


def _bare(words: Wording) -> str:
    # The letter is what is left of a blank that does not break, read in a wrong encoding.
    return re.sub(r"[\s*_`\u00e2]+", "", words.text.casefold())
