"""What a chat, or the author, says to the reader behind the last question: in no answer."""

import re
from collections.abc import Set

from flashrl.formats.foreign.words.answer_text import RULE

_OFFER = re.compile(
    r"\W*(?:(?:would|do) you (?:like|want) (?:me to|more)|"
    r"if you(?:['’]d| would)? (?:like|want)\b.{0,20}\bI(?: can|['’]ll)\b|"
    r"let me know if you\b|(?:do )?you want me to\b|want me to\b|just say\b)",
    re.IGNORECASE,
)
"""How a chat offers to go on."""
_GREETING = re.compile(
    r"\W*(?:happy (?:learning|coding|interviewing|studying|reading)|good luck|all the best|best of luck|"
    r"(?:please )?(?:star|⭐) (?:this|the) repo|if you (?:found|find|like) (?:this|it)\b|follow me\b|"
    r"thank(?:s| you) for reading|that['’]s it|feel free to (?:contribute|fork|star))",
    re.IGNORECASE,
)
"""How an author takes leave, below a rule."""
_LINK = r"(?:\[[^\[\]]*+\]\([^()\s]*+\)|<?https?://[^\s<>]++>?)"
_SOURCE = re.compile(
    r"[ \t>*_(]*+(?:sources?|credits?(?: (?:go(?:es)? )?to)?|via|references?|(?:taken )?from)[*_]*+"
    rf" ?[:：–-]?[ *_]*+{_LINK}(?:[ ,;&|]*+(?:and )?{_LINK})*+[ *_.)]*+",
    re.IGNORECASE,
)
_FENCE = re.compile(r"[ \t]*(?:`{3}|~{3})")
_OF_FILE, _FOOTER, _NEARLY = 3, 4, 0.8
"""So many rules that nearly all part what asks show what the last one is for; what closes a file is short."""
_FEW_LINES = 12


def is_offer(text: str) -> bool:
    """Whether a line offers to go on: `Would you like me to add more?`"""
    return bool(_OFFER.match(text))


def is_source(text: str) -> bool:
    """Whether a line only says where what stands above is from: `Source: [Board](https://…)`."""
    return bool(_SOURCE.fullmatch(text.rstrip()))


def parting(lines: list[str], first: int, openings: Set[int]) -> int:
    """The line, from `first` on, where what is said to the reader begins; behind the last if nothing is.
    `openings` are the lines of questions and headings."""
    return min(_said(lines, first), _below_last_rule(lines, first, openings))


def _below_last_rule(lines: list[str], first: int, openings: Set[int]) -> int:
    """Where a line or two stand below a rule at the end of a file whose other rules part what asks."""
    rules, is_code = [], False
    for number, line in enumerate(lines):
        is_code ^= bool(_FENCE.match(line))
        if not is_code and RULE.match(line) and (number == 0 or not lines[number - 1].strip()):
            rules.append(number)
    if len(rules) <= _OF_FILE or rules[-1] < first:
        return len(lines)
    below = [next((n for n in range(rule + 1, len(lines)) if lines[n].strip()), 0) for rule in rules]
    parting = sum(number in openings for number in below[:-1])
    told = [line for line in lines[rules[-1] + 1 :] if line.strip()]
    is_footer = 0 < len(told) <= _FOOTER and not any(map(_FENCE.match, told)) and below[-1] not in openings
    return rules[-1] if is_footer and parting >= _NEARLY * (len(rules) - 1) else len(lines)


def _said(lines: list[str], first: int) -> int:
    """Where someone offers to go on, or takes leave."""
    told = [
        number
        for number in range(max(first, len(lines) - 3 * _FEW_LINES), len(lines))
        if lines[number].strip()
    ]
    told = told[-_FEW_LINES:]
    if any(lines[number].lstrip().startswith(("```", "~~~")) for number in told):
        return len(lines)
    for position, number in enumerate(told):
        is_apart = number == first or not lines[number - 1].strip() or RULE.match(lines[number - 1])
        above = told[position - 1] if position else None
        is_ruled = above is not None and bool(RULE.match(lines[above]))
        if is_apart and (is_offer(lines[number]) or (is_ruled and _GREETING.match(lines[number]))):
            return above if is_ruled and above is not None else number
    return len(lines)
