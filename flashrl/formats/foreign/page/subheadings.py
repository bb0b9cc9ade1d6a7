"""Headings of the level of a question, or above that of its answer, that are parts of the answer."""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise

from flashrl.formats.foreign.page.block import Block
from flashrl.formats.foreign.page.said_again import said_again
from flashrl.formats.foreign.words.answer_mark import answer_mark
from flashrl.formats.foreign.words.plain_text import plain
from flashrl.formats.foreign.words.question_text import is_label
from flashrl.formats.foreign.words.usual_headings import is_named_premise, is_only_question
from flashrl.formats.foreign.words.wording import Wording, wording

_ENOUGH = 5
"""So many questions that are counted on show that what has no number is none."""
_HABIT = 3
_SENTENCE, _LONG = 6, 60
"""The words of a sentence, and the characters of one without a full stop."""
TOLD = "told"
"""The kind of a heading that is a sentence."""
PART = "part"
"""The kind of a heading that is a part of an answer, whatever its level."""
_MOST, _MANY = 0.6, 0.8
_DEEPEST = 6
TITLE = re.compile(
    r"questions?\b|interview|quiz|\b(?:beginners?|intermediate|advanced|experts?|junior|senior|bonus)\b|"
    r"^\W*(?:part|section|chapter|level|module|week|day|round|unit)\b|[题題]|вопрос|pregunta|pergunta",
    re.IGNORECASE,
)
"""What names the questions that follow, not a part of an answer."""
_PICTURE = re.compile(r"\s*(?:!\[[^\[\]]*\]\([^()]*\)|<img\b[^<>]*>|<?https?://[^\s<>]+>?)\s*", re.IGNORECASE)

_Heading = tuple[Block, Wording]

_WORKED = re.compile(r"#{3,6} \W*(?:steps?|approach|(?:sql )?query)\W*", re.IGNORECASE)


def lowered(blocks: list[Block], lines: list[str]) -> list[Block]:
    """The blocks, with such headings one level deeper, or as no headings at all, where nothing else is."""
    headings = [
        (each, wording(each.text))
        for each in blocks
        if each.kind == "heading" and not (each.quoted or each.items)
    ]
    counts = Counter(each.level for each, _ in headings)
    levels = [level for level in range(1, _DEEPEST) if counts[level] > _ENOUGH]
    between = [_between_counted(headings, level, lines) for level in levels]
    deeper = {line for found, is_bare in between for line in found if not is_bare}
    asks = {each.start for each, words in headings if words.is_only_label or is_only_question(words.text)}
    asks |= {each.start for (each, _), (below, _) in pairwise(headings) if is_premise(each, below)}
    levels = sorted({each.level for each, _ in headings if each.start in asks} - {_DEEPEST})
    answering = {line for level in levels for line in _behind_answers(headings, asks, level, lines)}
    told = _told(blocks)
    answering |= {line for found, is_bare in between for line in found if is_bare}
    answering |= _pictures(headings) | said_again(blocks) | set(_steps(headings, lines))
    if not (deeper or answering or told):
        return blocks
    return [
        replace(each, kind=TOLD)
        if each.start in told
        else replace(each, kind=PART)
        if each.start in answering
        else replace(each, level=each.level + 1)
        if each.start in deeper
        else each
        for each in blocks
    ]


def _pictures(headings: list[_Heading]) -> set[int]:
    """The lines of the headings that are nothing but a picture or an address, and no deeper above those of
    a new part."""
    return {
        each.start
        for (above, _), (each, _) in pairwise(headings)
        if above.level <= each.level and _PICTURE.fullmatch(each.text)
    }


def _steps(headings: list[_Heading], lines: list[str]) -> Iterator[int]:
    """The lines of the headings that count what the answer of one of their level announces, `Three ways:`,
    where the questions of that level are not counted themselves."""
    asking = [(each, words) for each, words in headings if words.ends_asking and not words.is_stop]
    counted = {each.level for each, words in asking if words.number}
    levels = {each.level for each, _ in asking} - counted
    count, level = 0, 0
    for (above, asked), (each, words) in pairwise(headings):
        if asked.ends_asking or above.level < level:
            count, level = 0, above.level if above.level in levels else 0
        is_next = words.count == count + 1 and not (words.asks or words.label or TITLE.search(words.text))
        if each.level > level > 0:
            continue
        if level and is_next and (count or _announces(lines, above.end, each.start)):
            count += 1
            yield each.start
        else:
            level = 0


def _announces(lines: list[str], first: int, last: int) -> bool:
    """Whether the last of what some lines say ends with a colon."""
    told = next((line for line in reversed(lines[first:last]) if line.strip() and not _is_rule(line)), "")
    return told.rstrip(" *_").endswith((":", "：")) and answer_mark(told) is None


def _told(blocks: list[Block]) -> set[int]:
    """The lines of the headings that answer the one right above in a sentence, where most of those ask."""
    found = [
        (other.start, wording(each.text).asks)
        for each, other in pairwise(blocks)
        if each.kind == other.kind == "heading" and other.level > each.level and _is_told(other, each)
    ]
    asking = sum(asks for _, asks in found)
    return {line for line, _ in found} if asking >= max(_HABIT, _MOST * len(found)) else set()


def _is_told(heading: Block, above: Block) -> bool:
    """Whether a heading is a sentence that does not ask, below one that may."""
    words, asked = wording(heading.text), wording(above.text)
    if words.asks or words.number or words.label or asked.is_only_label or asked.is_stop:
        return False
    is_sentence = words.text.endswith((".", "。")) or ". " in words.text or len(words.text) >= _LONG
    return is_sentence and len(words.text.split()) >= _SENTENCE and above.level > 1


def is_premise(block: Block, below: Block | None) -> bool:
    """Whether a heading names what a question is about, right above one of its level that only says that the
    question follows: `### Scenario`, `### Question`."""
    if below is None or below.level != block.level or below.start == block.end:
        return False
    return is_named_premise(block.text) and is_label(plain(below.text))


def _between_counted(headings: list[_Heading], level: int, lines: list[str]) -> tuple[list[int], bool]:
    """The lines of the headings without a number that stand between two of a level that are counted on, and
    whether those have no other answers."""
    own = [(each, words) for each, words in headings if each.level <= level]
    counted = [(each, words) for each, words in own if each.level == level and words.count is not None]
    if not are_questions([words for _, words in counted]):
        return [], False
    has_rules = sum(is_below_rule(each, lines) for each, _ in counted) >= _MOST * len(counted)
    found: list[_Heading] = []
    times = bare = 0
    for above, group, following in _groups(own, level):
        if following is None and not (has_rules and times > 1):
            continue
        parts = list(_parts(group, following, lines, has_rules))
        found += parts
        times += bool(parts)
        bare += bool(parts) and not has_text(lines, above.end, group[0][0].start)
    asking = sum(words.ends_asking for _, words in found)
    is_bare = 2 * bare > times
    is_forgotten = 2 * asking >= len(found) and not is_bare  # questions whose number was left out
    return [each.start for each, words in found if not (is_forgotten and words.ends_asking)], is_bare


def _behind_answers(
    headings: list[_Heading], questions: set[int], level: int, lines: list[str]
) -> Iterator[int]:
    """The lines of the headings behind `Answer`, where the one before that only says `Question` as well."""
    is_question = is_answer = False
    for each, _ in headings:
        asks = each.start in questions
        if each.level < level or (each.level == level and (asks or not is_answer)):
            is_own = each.level == level
            is_answer = is_own and is_question and answer_mark(lines[each.start]) is not None
            is_question = is_own and asks
        elif is_answer:
            yield each.start


def are_questions(counted: list[Wording]) -> bool:
    """Whether headings with a number mostly ask, and count on from one to the next."""
    if len(counted) < _ENOUGH or sum(each.asks or each.label for each in counted) < _MOST * len(counted):
        return False
    pairs = list(pairwise(counted))
    return sum(counts_on(one, other) for one, other in pairs) >= _MANY * len(pairs)


def counts_on(one: Wording, other: Wording) -> bool:
    return one.count is not None and other.count in (one.count + 1, 1)


def _groups(own: list[_Heading], level: int) -> Iterator[tuple[Block, list[_Heading], Block | None]]:
    """Each counted heading, those without a number below it, and the one that goes on counting, if any."""
    last: _Heading | None = None
    group: list[_Heading] = []
    for each, words in own:
        if each.level < level:
            last, group = None, []
        elif words.count is None and not words.number:
            group.append((each, words))
        else:
            if last is not None and group and words.count == (last[1].count or 0) + 1:
                yield last[0], group, each
            last, group = (each, words), []
    if last is not None and group:
        yield last[0], group, None


def _parts(
    group: list[_Heading], following: Block | None, lines: list[str], has_rules: bool
) -> Iterator[_Heading]:
    """Those of a group up to one that introduces the next questions, but for those that are set off."""
    ends = [*(each.start for each, _ in group[1:]), following.start if following else len(lines)]
    texts = [has_text(lines, each.end, end) for (each, _), end in zip(group, ends, strict=True)]
    while texts and not texts[-1]:
        texts.pop()
    for each, words in group[: len(texts)]:
        is_apart = has_rules and is_below_rule(each, lines)
        if TITLE.search(words.text) or (following is None and (is_apart or words.is_stop)):
            return
        if not is_apart and answer_mark(lines[each.start]) is None:
            yield each, words


def has_text(lines: list[str], first: int, last: int) -> bool:
    return any(line.strip() and not line.startswith("#") and not _is_rule(line) for line in lines[first:last])


def is_below_rule(each: Block, lines: list[str]) -> bool:
    above = next((n for n in range(each.start - 1, -1, -1) if lines[n].strip()), -1)
    return above >= 0 and _is_rule(lines[above])


def _is_rule(line: str) -> bool:
    signs = line.replace(" ", "").strip()
    return len(signs) >= 3 and signs in (sign * len(signs) for sign in "-*_")


def works_out(lines: list[str]) -> bool:
    """Whether a heading among lines says that they solve what is asked: `#### Steps`."""
    return any(line.startswith("#") and _WORKED.fullmatch(line) for line in lines)
