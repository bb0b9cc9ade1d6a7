"""Answer keys: the answers to the questions of a whole quiz, in one place, each by its question's number."""

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from flashrl.formats.foreign.page.block import Block
from flashrl.formats.foreign.page.document import Document, Levels
from flashrl.formats.foreign.words.answer_text import RULE
from flashrl.formats.foreign.words.plain_text import plain, strip_emphasis, without_tail

_OPENS = (
    r"(?:(?:the |all |show |see |view |reveal |check |click (?:here )?(?:to|for) |quiz |exercise |"
    r"practice |test |exam |correct |model |sample |suggested )*(?:answers?[- ]keys?|key|answers|solutions)"
    r"(?: (?:&|and|with) (?:explanations?|answers|solutions|rationales?|discussion|"
    r"(?:scoring |grading )?rubrics?))?"
    r"(?: (?:to|for|of) [^:：]{1,60})?(?: \([^()]*\))?|"
    r"参考答案|答案(?:与解析|及解析|解析)?|解答|ответы(?: к (?:тесту|вопросам|заданиям))?|"
    r"(?:(?:clique aqui|haz clic|clic aquí|ver|mostrar|para|o|a|as|el|la|las|los) )*"
    r"(?:respuestas|soluciones|respostas|soluções|gabarito|solucion[aá]rio|clave de respuestas)"
    r"(?: (?:com|con|e|y|às|a las|das|de las) (?:as |las )?"
    r"(?:respostas|respuestas|soluções|questões|preguntas|perguntas|explicaç[õo]es|explicaciones))?"
    r"(?: comentad[ao]s?| correctas| corretas)?|"
    r"(?:antwort|lösungs)schlüssel|antworten|lösungen|réponses|corrigés?|risposte|soluzioni)"
)
_OPENING = re.compile(rf"\W*{_OPENS}\W*$", re.IGNORECASE)
_INLINE = re.compile(
    rf"^[\s>]*+(?:[-*+][ \t]+)?[*_]*{_OPENS}[*_]*[ \t]*[:：][*_]*[ \t]*(?P<rest>\S.*)$", re.IGNORECASE
)
_ENTRY = re.compile(
    r"(?P<indent>[ \t>]*+)(?:[-*+][ \t]++)?(?:#{1,6}[ \t]++)?(?P<open>[*_]{0,3})"
    r"(?:(?:question|answer|exercise|problem|ans|no\.?|q|a|第)[ \t.]*+)?#?[ \t]*+"
    r"(?P<number>\d{1,3})[ \t]*+题?"
    r"(?:[*_]{0,3}[ \t]*+[.):：)\-–—→=]+|(?P<close>[*_]{2,3})(?=[ \t]))[ \t]*(?P<rest>.*)$",
    re.IGNORECASE,
)
_ROW = re.compile(
    r"[ \t]*\|[ \t*_]*(?:q(?:uestion)?[ \t.]*)?(?P<number>\d{1,3})[ \t*_.]*\|(?P<rest>.+)$", re.I
)
_PART = re.compile(r"(?:^|[\s,;|·])[*_(]*Q?(?P<number>\d{1,3})[*_]*[ \t]*[-–—.:：)=→][ \t]*", re.IGNORECASE)
_LETTER = re.compile(r"[ \t]*\d{1,3}[ \t]*[.):-]?[ \t]*[*_(]*[A-Ha-h][*_)]*[.,;]?[ \t]*")
_WORDS = (
    *("answer", "solution", "key", "答", "解", "ответ"),
    *("respuest", "respost", "solucion", "soluç", "gabarito", "antwort", "lösung", "réponse", "corrigé"),
    *("rispost", "soluzion"),
)
_LONGEST_LABEL, _LONGEST_LINE, _MOST_LINES, _NEAR = 120, 5000, 40, 6
_WHY = 4
"""So many words in a cell behind the answer say why; fewer only file it."""
_FURTHEST = 20
"""By so much may the number of an answer be higher than that of the one before."""


@dataclass(frozen=True, slots=True)
class AnswerKey:
    """The lines of a key (from 0, the end exclusive) and its answers, each with its number, in order."""

    start: int
    end: int
    answers: tuple[tuple[int, str], ...]


def find_keys(document: Document) -> list[AnswerKey]:
    """Whatever has the look of a key: two numbered answers or more below a heading, in a fold or on a line
    that says so."""
    found: list[AnswerKey] = []
    for start, first, end, told in sorted(_places(document)):
        answers = tuple(_parts(told)) if told else tuple(_entries(document, first, end))
        if len(answers) > 1 and (not found or start >= found[-1].end):
            found.append(AnswerKey(start, end, answers))
    return found


def _places(document: Document) -> Iterator[tuple[int, int, int, str]]:
    """Where keys may be: the first line, that of the answers, and the end; or all of it on the first."""
    headings = [block for block in document.blocks if block.kind == "heading" and not block.items]
    levels = Levels((block.start, block.level) for block in headings)
    for block in headings:
        if _says_key(block.text):
            following = levels.following(block.end, block.level)
            yield block.start, block.end, len(document.lines) if following is None else following, ""
    for fold in document.details:
        if _says_key(fold.summary):
            yield fold.start, min(fold.content[0] + 1, fold.end), fold.end, ""
    for block in document.blocks:
        if block.kind == "paragraph":
            yield from _labelled(document, block, levels)


def _labelled(document: Document, block: Block, levels: Levels) -> Iterator[tuple[int, int, int, str]]:
    """`**Answers:** 1-b, 2-c`, and a line that says so above the list."""
    is_bare = _is_above_letters(document, block) and _has_word(block.text[:_LONGEST_LABEL])
    for line in range(block.start, block.end):
        shown = document.lines[line]
        if not (_says_so(shown) or is_bare) or not document.plain[line]:
            continue
        found = _INLINE.match(shown)
        if found is not None:
            more = document.lines[line + 1 : min(block.end, line + _MOST_LINES)]
            yield line, line, block.end, " ".join([found["rest"], *(each.strip() for each in more)])
            return
        elif _says_key(shown) and (shown.rstrip(" *_").endswith((":", "：")) or is_bare):
            following = levels.following(block.end, 6)
            yield line, line + 1, len(document.lines) if following is None else following, ""


def _is_above_letters(document: Document, block: Block) -> bool:
    """Whether a paragraph of one line stands above numbers with a bare letter each: it needs no colon."""
    if block.end > block.start + 1 or block.items:
        return False
    below = [line for line in document.lines[block.end : block.end + _NEAR] if line.strip()]
    return len(below) > 1 and all(map(_LETTER.fullmatch, below[:2]))


def _has_word(text: str) -> bool:
    shown = text.lower()
    return any(word in shown for word in _WORDS)


def _says_so(line: str) -> bool:
    """Whether a line may open a key: it has a colon and one of the words in front, and is none too long."""
    has_colon = ":" in line[:_LONGEST_LABEL] or "：" in line[:_LONGEST_LABEL]
    return has_colon and len(line) <= _LONGEST_LINE and _has_word(line[:_LONGEST_LABEL])


def _says_key(text: str) -> bool:
    return (
        len(text) < _LONGEST_LABEL
        and _has_word(text)
        and bool(_OPENING.match(without_tail(strip_emphasis(plain(text)))))
    )


def _parts(told: str) -> Iterator[tuple[int, str]]:
    """The answers on one line: `1-b, 2-c`."""
    last = 0
    places: list[tuple[int, int, int]] = []
    for each in _PART.finditer(told):
        number = int(each["number"])
        if last < number <= last + _FURTHEST or not places:
            places.append((number, each.start(), each.end()))
            last = number
    ends = [*(start for _, start, _ in places[1:]), len(told)]
    for (number, _, start), end in zip(places, ends, strict=False):
        if text := told[start:end].strip(" ,;|·"):
            yield number, text


def _entries(document: Document, first: int, end: int) -> Iterator[tuple[int, str]]:
    """The numbered answers among the lines of a key; each goes on to the next, to a rule or to a heading."""
    numbered = _numbered(document, range(first, end))
    starts = [line for line, _, _ in numbered]
    for position, (line, number, text) in enumerate(numbered):
        last = starts[position + 1] if position + 1 < len(starts) else end
        lines = document.lines[line + 1 : _stop(document, line + 1, last)]
        told = "\n".join([text, *_moved_left(lines)]).strip("\n").rstrip()
        if told:
            yield number, told.removesuffix("</details>").rstrip()


def _numbered(document: Document, lines: Iterable[int]) -> list[tuple[int, int, str]]:
    """The lines that open an answer, with its number and text: those further in are part of one."""
    found: list[tuple[int, int, str]] = []
    depth, last, is_new_part = -1, 0, True
    for line in lines:
        shown = document.lines[line]
        if len(shown) > _LONGEST_LINE or not document.plain[line]:
            continue
        entry = _ENTRY.match(shown) or _ROW.match(shown)
        if entry is None:
            is_new_part = is_new_part or shown.startswith("#")
            continue
        number, indent = int(entry["number"]), len(shown) - len(shown.lstrip(" \t>"))
        is_next = last < number <= last + _FURTHEST or is_new_part
        if not is_next or (depth >= 0 and indent > depth + 1):
            continue
        depth, last, is_new_part = (indent if depth < 0 else depth), number, False
        found.append((line, number, _told(entry)))
    return found


def _told(entry: "re.Match[str]") -> str:
    """What an entry says behind its number."""
    parts = entry.groupdict()
    if "open" not in parts:
        told, *others = (cell.strip() for cell in parts["rest"].split("|"))
        return "\n\n".join([told, *(cell for cell in others if len(cell.split()) >= _WHY)])
    rest, opened = parts["rest"].strip(), parts["open"]
    if opened and rest.endswith(opened) and rest.count(opened) == 1:
        return rest.removesuffix(opened)
    is_open = opened and not parts["close"] and rest.count(opened) % 2 == 1
    return f"{opened}{rest}" if is_open else rest.lstrip("*_ ") if opened and rest[:1] == "*" else rest


def _stop(document: Document, first: int, last: int) -> int:
    """Where what follows on an answer is no part of it any more."""
    for line in range(first, last):
        shown = document.lines[line]
        if document.plain[line] and (RULE.match(shown) or shown.startswith("#")):
            return line
    return last


def _moved_left(lines: list[str]) -> list[str]:
    indents = sorted(len(line) - len(line.lstrip(" ")) for line in lines if line.strip())
    width = indents[0] if indents else 0
    return [line[width:] if line.strip() else "" for line in lines]


def key_before(keys: list[AnswerKey], line: int) -> int:
    """The line at which the key before a line ends; 0 without one."""
    index = bisect_left(keys, line, key=lambda each: each.end)
    ended = [each.end for each in keys[max(0, index - 1) : index + 1] if each.end <= line]
    return ended[-1] if ended else 0
