"""Answers that open with a letter or a short label alone, as `A. …`, `Ans.1 …` and `R/ …`, below questions
that are told apart: `A.` may be an option elsewhere; and questions below a label without a colon,
`**Question**`, or below a heading `The question` with one that names its answer behind it."""

import re
from collections.abc import Iterator
from itertools import pairwise

from flashrl.formats.foreign.page.letters_in_pairs import with_letters
from flashrl.formats.foreign.words.answer_mark import answer_mark
from flashrl.formats.foreign.words.usual_headings import is_only_question
from flashrl.formats.foreign.words.wording import has_prefix, wording

_LETTER = re.compile(
    r"(?P<lead>[ \t>]*(?:[-*+][ \t]+)?)A[ ]?(?P<number>\d{0,3})(?:[.)]|[ ]?[-–])[ \t]+(?=\S)"
)
_LABEL = re.compile(
    r"(?P<lead>[ \t>]*(?:[-*+][ \t]+)?)[\[(]?(?:Ans(?:wer)?|ANS(?:WER)?|Sol(?:n|ution)?)\b[\])]?"
    r"[ ]?[.\-]?[ ]?(?P<number>\d{0,3})(?:[ ]?[.):\-=>]{1,3}[ \t]*|[ \t]+)(?=[^\sa-z])"
)
_FOREIGN = re.compile(
    r"(?P<lead>[ \t>]*(?:[-*+][ \t]+)?(?:#{1,6}[ \t]+)?[*_]{0,3})(?:R(?:p?ta|P?TA)?|[ОO])(?P<number>\d{0,3})"
    r"(?:[ ]?[:：=]|[.)]|/{1,2})(?=[*_]{0,3}[ \t])"
)
"""The letter of an answer in Spanish, French, Russian and others, also as `R/` and `R=`."""
_ALONE = re.compile(r"(?P<lead>[ \t>]{0,8})A(?:ns(?:wer)?)?[ ]?\d{0,3}[.)][ \t]*")
"""One with nothing behind it: the answer is below, or was never written."""
_BUTTON = re.compile(
    r"[ \t]{0,3}(?:(?:hide|show|view|see|reveal|toggle|check|"
    r"(?:click|tap) (?:here )?(?:to (?:see|view|show|reveal)|for)) (?:the |full )?(?:answers?|solutions?)|"
    r"(?:показать|скрыть|посмотреть) ответ|(?:ver|mostrar|ocultar) (?:l?a )?resp(?:ue|o)sta|"
    r"(?:voir|afficher|masquer) la réponse|antwort (?:an)?zeigen|(?:点击)?(?:查看|显示|隐藏)答案)[ \t]*",
    re.IGNORECASE,
)
"""What a button said on a page that someone copied."""
_COUNT = re.compile(r"[ \t]{0,3}\d{1,3}[.)][ \t]*")
_OPTION = re.compile(r"[ \t>]*(?:[-*+][ \t]+)?[*_(]*[Bb][*_]*[ ]?[.)]")
_PREFIX = re.compile(
    r"[ \t>#*_-]*Q(?:ues(?:tion)?)?[ .\-]{0,2}(?P<number>\d{0,3})[ ]?[.:)\-–]", re.IGNORECASE
)
_ASKED = re.compile(r"[ \t>#*_-]*Q(?:ues(?:tion)?)?[ ]?\d{0,3}[.):]", re.IGNORECASE)
_BREAK = re.compile(r"[ \t>]*(?:</?br[ ]?/?>[ \t]*)+", re.IGNORECASE)
_NAMED = re.compile(
    r"(?P<sign>\*{1,3}|_{1,3})(?P<name>[^\W\d_](?:[^\W\d_]| ){1,14}[^\W\d_])(?P=sign)[ \t\\]*"
)
_HEADED = re.compile(r"(#{1,6})[ \t]+(.*)")
_KIND_OF_ANSWER = re.compile(
    r"(#{1,6})[ \t]+[^\w#]*(?:[\w’'-]{1,20}[ ]){1,4}(?:answer|response)(?:[ ]\([^()]{1,40}\))?\W*",
    re.IGNORECASE,
)
"""A heading `The 60-second answer` or the like."""
_OTHERS = ("problem", "scenario", "exercise")
"""What may be a part of an answer."""
_FEW, _MANY, _NEAR, _SO_NEAR, _SHORT = 3, 0.8, 12, 4, 60


def with_answer_marks(lines: list[str]) -> list[str]:
    """The lines with `A: ` for `A. ` and the like, where that is what follows on questions throughout, be it
    on one with a prefix, and for one alone on its line where some, or the one right above, have a prefix."""
    lines = _with_lone_marks(_without_buttons(_with_named_questions(_with_named_headings(lines))))
    lines = with_letters(lines)
    found = list(_opened(lines))
    asked = [(number, head) for number, head in found if _is_asked(lines, number, head)]
    is_paired = any(_PREFIX.match(_above(lines, number)) for number, _ in asked)
    if len(asked) < (1 if is_paired else _FEW) or len(asked) < _MANY * len(found):
        return lines
    lines = list(lines)
    for number, head in asked:
        gap = "" if lines[number][head.end() :][:1] in " \t*_" else " "
        lines[number] = f"{head['lead']}A:{gap}{lines[number][head.end() :]}"
    return lines


def _with_named_questions(lines: list[str]) -> list[str]:
    """The lines with a colon behind a label that is all of a line in emphasis, where the next such line marks
    an answer."""
    found = [
        (n, named) for n, line in enumerate(lines) if line[:1] in "*_" and (named := _NAMED.fullmatch(line))
    ]
    asked = [
        (number, named)
        for (number, named), (below, _) in pairwise(found)
        if _is_label(named["name"]) and answer_mark(lines[below]) is not None
    ]
    lines = list(lines) if asked else lines
    for number, named in asked:
        lines[number] = f"{named['sign']}{named['name']}:{lines[number][named.end('name') :]}"
    return lines


def _with_named_headings(lines: list[str]) -> list[str]:
    """The lines with `### Answer` for a heading that names a kind of answer, right behind one of its level
    that says that it is the question; that is the question itself below a title that does not ask."""
    headed = [n for n, line in enumerate(lines) if line[:1] == "#" and _HEADED.match(line)]
    told = list(lines)
    for title, asked, below in zip([0, *headed], headed, headed[1:], strict=False):
        question, answer = _HEADED.fullmatch(lines[asked]), _KIND_OF_ANSWER.fullmatch(lines[below])
        is_asked = question and answer and question[1] == answer[1] and is_only_question(question[2])
        if question and answer and is_asked and answer_mark(lines[below]) is None:
            told[below] = f"{answer[1]} Answer"
            level, _, name = lines[title].partition(" ")
            is_title = len(level) < len(question[1]) and not (wording(name).asks or wording(name).label)
            if is_title or answer_mark(lines[title]) or _KIND_OF_ANSWER.fullmatch(lines[title]):
                told[asked] = f"{question[1]} Question:"
    return told


def _is_label(name: str) -> bool:
    return name.lower() not in _OTHERS and has_prefix(f"{name}:") and wording(f"{name}:").is_only_label


def _with_lone_marks(lines: list[str]) -> list[str]:
    alone = [(n, head) for n, line in enumerate(lines) if "A" in line and (head := _ALONE.fullmatch(line))]
    if not alone:
        return lines
    is_habit = sum(map(bool, map(_ASKED.match, lines))) >= _FEW
    lines = list(lines)
    for number, head in alone:
        is_own = is_habit or _ASKED.match(_above(lines, number))
        if is_own and not any(map(_OPTION.match, lines[number + 1 : number + _NEAR])):
            lines[number] = f"{head['lead']}A:"
    return lines


def _without_buttons(lines: list[str]) -> list[str]:
    """The lines with `Answer:` for what a button said there, where several did, and the question with its
    number right above."""
    buttons = [n for n, line in enumerate(lines) if 3 < len(line) < _SHORT and _BUTTON.fullmatch(line)]
    buttons = [n for n in buttons if n and not lines[n - 1].lstrip().startswith("<")]
    if len(buttons) < _FEW:
        return lines
    lines = list(lines)
    for number in buttons:
        lines[number] = "Answer:"
        asked = next((n for n in range(number - 1, max(0, number - _SO_NEAR), -1) if lines[n].strip()), 0)
        if asked and _COUNT.fullmatch(lines[asked - 1]):
            lines[asked - 1], lines[asked] = "", f"{lines[asked - 1].strip()} {lines[asked].strip()}"
    return lines


def _opened(lines: list[str]) -> Iterator[tuple[int, re.Match[str]]]:
    """The lines that open with a letter or label that is no mark by itself."""
    for number, line in enumerate(lines):
        first = line.lstrip(" \t>-*+[(#_")[:1]
        head = (_LETTER.match(line) or _LABEL.match(line)) if first in ("A", "S") else None
        head = _FOREIGN.match(line) if first in ("R", "О", "O") else head
        if head is not None and answer_mark(line) is None:
            yield number, head


def _is_asked(lines: list[str], number: int, head: re.Match[str]) -> bool:
    """Whether a question stands right above, of the same number if both have one, and no option follows."""
    above = _above(lines, number)
    prefix = _PREFIX.match(above)
    if prefix is None and not above.rstrip(" *_").endswith("?"):
        return False
    numbers = {head["number"], prefix["number"] if prefix else ""} - {""}
    return len(numbers) < 2 and not any(map(_OPTION.match, lines[number + 1 : number + _NEAR]))


def _above(lines: list[str], number: int) -> str:
    """The next line with text above one."""
    near = reversed(lines[max(0, number - 3) : number])
    return next((line for line in near if line.strip() and not _BREAK.fullmatch(line)), "")
