"""Headings of prose that sound like questions, and the files in which what asks is a pattern."""

import re
from bisect import bisect_left
from collections import defaultdict

from flashrl.formats.foreign.choosing.selection import ABOUT_QUESTIONS, FEW, MOST, Selection, between
from flashrl.formats.foreign.styles.start import BOLD, HEADING, Start
from flashrl.formats.foreign.words.interrogatives import UNMARKED
from flashrl.formats.foreign.words.usual_headings import is_beside

_TOLD = re.compile(r"\W*(?:what|how|when|where|who|which) (?:\w+ )?to\b", re.IGNORECASE)
_TOLD_WHAT = re.compile(r"\W*(?:what|when|where|who|which) (?:\w+ )?to\b", re.IGNORECASE)
_ABOUT_WRITING = re.compile(
    r"(?:how[-_ ]to[-_ ])?contribut(?:ing|e|ion)(?:[-_ ]guide(?:lines)?)?|code[-_ ]of[-_ ]conduct|"
    r"(?:question|answer|card|deck)s?[-_ ](?:and[-_ ]answers?[-_ ])?(?:format|style)(?:[-_ ]guide)?|"
    r"style[-_ ]guide|change[-_ ]?log|(?:pull[-_ ]request|issue)[-_ ]template",
    re.IGNORECASE,
)
_FOR_OTHERS = re.compile(
    r"questions? (?:(?:to|you (?:can|could|should|may)) )?ask (?:yourself|yourselves|oneself|"
    r"(?:(?:the|an|your|potential) )?(?:interviewers?|employers?|company|recruiters?))\b|"
    r"^\W*how to (?:use|study with|practi[cs]e with) (?:this|these|the) "
    r"(?:readme|repo|repository|guide|list|deck|file|document|page|collection|questions|(?:flash ?)?cards)",
    re.IGNORECASE,
)
_CONTRIBUTING = re.compile(
    r"\W*(?:how (?:to|can (?:i|you)|do i|you can) )?contribut(?:e|ing|ions?)\b|"
    r"\W*(?:贡献|como contribuir|cómo contribuir)",
    re.IGNORECASE,
)
_ADVICE = re.compile(
    r"(?:interview(?:ing)?|answering|exam|preparation)(?:[- ]day)? (?:preparation )?"
    r"(?:tips|advice|strateg(?:y|ies)|techniques|etiquette|do['’]?s)\b|"
    r"\b(?:tips|advice|strateg(?:y|ies)) (?:for|on|in|during) (?:[\w-]+ ){0,3}(?:interview|answering|exam)|"
    r"^\W*(?:final|general|pro|bonus|quick|last[- ]minute|additional|success) (?:tips|advice)\W*$|"
    r"(?:面接|回答|試験).{0,8}(?:コツ|アドバイス|心得)|(?:面试|面試|答题|回答).{0,6}(?:技巧|建议|建議|心得)|"
    r"(?:면접|답변).{0,6}(?:팁|요령|조언)|(?:conseils|consejos|dicas|советы|tipps)\b.{0,16}"
    r"(?:entretien|entrevista|собеседовани|interview|gespräch)",
    re.IGNORECASE,
)
"""The title of a chapter that says how to do well."""
_MANY_ASKING = 10
"""So many headings with a question mark are a list of questions, whatever a file is called."""
_ASKED_ON = re.compile(
    r"\bqs\b|follow[- ]?ups?\b|(?:check|test|quiz|ask) yourself\b|self[- ](?:check|test|assessment)s?\b|"
    r"\bviva\b|追[问問]|[问問]答|疑[问問]|自[测測]|深掘り|꼬리|самопровер",
    re.IGNORECASE,
)
"""What a chapter that holds questions may be called, besides what a file about them is."""
_LEAD, _MOST_PARTS = 2, 100
"""So many lines may lead in to the questions of a chapter; where so many parts are called so, all are."""
_MANY_CHAPTERS = 4
"""Among so many with text, one question alone is a figure of speech, even in a file about interviews."""


def without_front(chosen: Selection, wanted: list[Start]) -> list[Start]:
    """Without what introduces a file: its title, where that says that questions follow, and above all that
    asks, headings without a number, of which a chapter has one or two and nothing that asks."""
    wanted = [each for each in wanted if not _is_title(chosen, each)]
    first = min((each.line for each in wanted if chosen.is_sure(each)), default=0)
    chapters: dict[int, list[Start]] = defaultdict(list)
    for each in wanted:
        if each.line < first and each.level > 1 and not each.shape[3]:
            end = chosen.next_heading(each, level=min(2, each.level - 1))
            if end <= first:
                chapters[end].append(each)
    front = {each.line for group in chapters.values() if len(group) < FEW for each in group}
    return [each for each in wanted if each.line not in front]


def _is_title(chosen: Selection, each: Start) -> bool:
    """Whether a heading is a file's first, and says what the file is about without asking."""
    is_first = each is chosen.headings[0] and each.level == 1
    is_asked = chosen.is_sure(each) or each.shape[3]
    return is_first and not is_asked and bool(ABOUT_QUESTIONS.search(each.question))


def without_advice(chosen: Selection, wanted: list[Start]) -> list[Start]:
    """Without titles as `Interview tips`, and what stands below where little of it asks and none has the sign
    of that, in a file that asks elsewhere."""
    told = {
        each.line
        for each in wanted
        if not (chosen.says_so(each) or each.shape[3]) and is_beside(each.wording.text)
    }
    ordered = sorted(wanted, key=lambda each: each.line)
    for title in chosen.headings:
        if not title.wording.asks and _ADVICE.search(title.question):
            end = chosen.next_heading(title, level=title.level)
            inside = between(ordered, title.line, end)
            asking = sum(each.wording.asks for each in inside)
            if 2 * asking <= len(inside) and not any(map(chosen.says_so, inside)):
                told.update(each.line for each in inside)
    left = [each for each in wanted if each.line not in told]
    return left if len(left) >= FEW else wanted


def without_chapters(chosen: Selection, wanted: list[Start]) -> list[Start]:
    """Where a part of notes, as `Follow-up questions`, has all that are answered, or is one of the chapters,
    those outside ask."""
    parts = [
        (each, chosen.next_heading(each, level=each.level))
        for each in chosen.headings
        if each.level > 1 and _holds_questions(chosen, each)
    ]
    if not 0 < len(parts) <= _MOST_PARTS:
        return wanted
    inside = [each for each in wanted if any(part.line < each.line < end for part, end in parts)]
    known = {each.line for each in inside}
    others = [each for each in wanted if each.line not in known]
    if _are_all_answered(chosen, inside, others):
        return [each for each in wanted if each.line in known or each.wording.ends_asking]
    level = min((part.level for part, end in parts if _is_chapter(chosen, part, end)), default=None)
    if level is not None:
        chosen.chapters = _chapters(chosen, level)
    return [each for each in wanted if each.line not in chosen.chapters]


def _chapters(chosen: Selection, level: int) -> set[int]:
    """The lines of the headings of a level, one of which holds the questions, that do not ask. Where most of
    the others ask and end in a question sign they are a list of questions themselves."""
    every = [each for each in chosen.headings if each.level == level]
    beside = [each for each in every if not (each.wording.is_stop or _holds_questions(chosen, each))]
    are_asked = sum(each.wording.asks for each in beside) >= MOST * len(beside)
    is_list = are_asked and sum(map(chosen.says_so, beside)) >= max(FEW, MOST * len(beside))
    asked = beside if is_list else [each for each in beside if each.wording.asks and are_asked]
    lines = {each.line for each in asked}
    return {each.line for each in every if not (chosen.says_so(each) or each.line in lines)}


def _holds_questions(chosen: Selection, title: Start) -> bool:
    """Whether a title says that questions stand below it."""
    if ABOUT_QUESTIONS.search(title.question):
        return not chosen.is_sure(title)
    return bool(_ASKED_ON.search(title.question)) and not chosen.says_so(title)


def _are_all_answered(chosen: Selection, inside: list[Start], others: list[Start]) -> bool:
    """Whether some headings of one look are answered, and no others are or look so."""
    looks = {_lead(each) for each in inside if each.wording.label}
    if len(inside) < 2 or len(looks) != 1 or not all(each.line in chosen.answered for each in inside):
        return False
    return not any(each.line in chosen.answered or _lead(each) in looks for each in others)


def _lead(each: Start) -> str:
    """The first word of a question, as `Q` of `Q1: …`."""
    found = re.match(r"\W*[^\W\d_]+", each.question)
    return found[0] if found else ""


def _is_chapter(chosen: Selection, part: Start, end: int) -> bool:
    """Whether a part with questions, next to nothing above them, counts on from the chapters above, or stands
    without a number below the last of them."""
    found = (between(each, part.line, end) for each in (chosen.headings, chosen.others))
    inside = [each for group in found for each in group if chosen.says_so(each)]
    if len(inside) < FEW or sum(chosen.document.plain[part.end : min(each.line for each in inside)]) > _LEAD:
        return False
    beside = [each for each in chosen.headings if each.level == part.level and each.wording.count is not None]
    if part.wording.count is None:
        return len(beside) > FEW and beside[-1].line < part.line
    # Numbers in Chinese characters count as 0.
    before = {each.wording.count for each in beside if each.line < part.line}
    return len(beside) > FEW and max(0, part.wording.count - 1) in before


def is_aside(chosen: Selection, each: Start) -> bool:
    """Whether a line in bold with its text behind it is the only one, above questions of another kind."""
    return (
        each.kind == BOLD
        and bool(each.inline)
        and not (each.list_start or each.wording.number or each.wording.label)
        and len(chosen.kept) > _MANY_CHAPTERS
        and all(
            other.kind != BOLD and other.line > each.line
            for other in chosen.kept.values()
            if other is not each
        )
    )


def is_for_others(chosen: Selection, each: Start) -> bool:
    """Whether a line stands below a heading as `Questions to ask yourself` or `How to use this list`: no one
    is examined in those."""
    index = bisect_left(chosen.heading_lines, each.line)
    if each.kind == HEADING:
        return index < len(chosen.outer) and _is_sample(chosen, chosen.outer[index])
    return index > 0 and bool(_FOR_OTHERS.search(chosen.headings[index - 1].question))


def _is_sample(chosen: Selection, above: int) -> bool:
    """Whether the heading at a place tells how to contribute, and has very few questions below it: they show
    how one is written."""
    if above < 0 or not _CONTRIBUTING.match(chosen.headings[above].question):
        return False
    title = chosen.headings[above]
    end = chosen.next_heading(title, level=title.level)
    inside = bisect_left(chosen.kept_lines, end) - bisect_left(chosen.kept_lines, title.line)
    return inside < FEW < len(chosen.kept)


def is_about_writing(name: str) -> bool:
    """Whether a file's name says that it tells those who write questions how: they are patterns there."""
    return bool(_ABOUT_WRITING.fullmatch(name))


def are_told(chosen: Selection, asking: list[Start]) -> bool:
    """Whether headings that only sound like questions tell what to do: `What to wear`, `How to answer`."""
    return (
        all(_TOLD.match(each.wording.text) for each in asking)
        and any(_TOLD_WHAT.match(each.wording.text) for each in asking)
        and not any(chosen.says_so(each) or each.shape[3] for each in asking)
    )


def are_only_worded(chosen: Selection, full: list[Start]) -> bool:
    """Whether nothing but their wording makes some headings questions, in a file that is about anything.

    Their neighbours are chapters then. Languages that ask without a question mark leave that open.
    """
    return (
        not chosen.is_about_questions
        and sum(each.wording.ends_asking for each in full) < _MANY_ASKING
        and not any(
            each.shape[3]
            or each.wording.label
            or each.line in chosen.answered
            or UNMARKED.search(each.question)
            for each in full
        )
    )


def is_alone(chosen: Selection) -> bool:
    """Whether all that asks in a file is a heading, or one or two lines in bold, among many chapters."""
    found = list(chosen.kept.values())
    if len(found) != 1 and [each.kind for each in found] != [BOLD, BOLD]:
        return False
    if any(_is_sure(chosen, each) for each in found):
        return False
    others = [other for other in chosen.headings if other.line not in chosen.kept]
    return sum(chosen.has_own_text(other, chosen.next_heading(other)) for other in others) >= _MANY_CHAPTERS


def _is_sure(chosen: Selection, each: Start) -> bool:
    """Whether a question is more than a heading or line in bold that asks."""
    if each.kind not in (HEADING, BOLD) or each.list_start is not None or each.inline:
        return True
    return bool(each.wording.number) or each.wording.label or each.line in chosen.answered
