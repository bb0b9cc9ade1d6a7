"""What a chat, or the author, says to the reader behind the last question: in no answer."""

import re
from collections.abc import Set

from flashrl.formats.foreign.words.answer_text import RULE

_OFFER = re.compile(
    r"\W*(?:(?:would|do) you (?:like|want)(?: (?:me to|more|th(?:is|ese))\b|:)|"
    r"if you(?:['’]d| would)? (?:like|want)\b.{0,20}\bI(?: can|['’]ll)\b|"
    r"(?:if|should) you (?:still )?(?:have|got) (?:any|other|more|further|a)\b[^.?!]{0,30}\bquestions?\b"
    r"[^.?!]{0,30}\b(?:contact|reach|ask|open an?|dm|e?mail|write|feel free|hesitate|join)\b|"
    r"let me know if you\b|(?:do )?you want me to\b|want me to\b|want more[?]|"
    r"shall I (?:add|go on|continue)\b|just say\b|"
    r"(?:需要|要不要|是否需要)我|如果你?(?:需要|想要?|愿意|希望).{0,12}我(?:还?可以|能|来)|"
    r"(?:quieres|te gustaría|quer|gostaria|deseja) que (?:yo|te|le|eu|lo|la|prepare|haga|continue|faça)\b|"
    r"si quieres,? (?:también )?puedo|se (?:você )?quiser,? (?:também )?(?:eu )?posso|"
    r"(?:если )?хоти(?:те|шь),? я\b|если хоти(?:те|шь),? могу|soll ich\b|möchtest du, dass ich|"
    r"wenn du (?:möchtest|willst),? kann ich|(?:veux-tu|souhaites-tu|souhaitez-vous|voulez-vous) que je|"
    r"si tu veux,? je peux|si vous (?:voulez|souhaitez),? je peux|bạn có muốn (?:mình|tôi))",
    re.IGNORECASE,
)
"""How a chat offers to go on."""
_TURN = re.compile(
    r"[ \t]*(?:#{1,6}[ \t]+)?[*_]*(?:you|user|chatgpt|gpt-\w{1,5}|claude|gemini|copilot|deepseek|grok) said"
    r"(?::[*_]*|[*_]+:?)[ \t\\]*",
    re.IGNORECASE,
)
"""The line that a chat puts above what either side said, where all of it was copied."""
_QUOTED = ("'", '"', "“", "„", "«", "‘", ">", "- ", "* ", "|")
_GREETING = re.compile(
    r"\W*(?:happy (?:learning|coding|interviewing|studying|reading)|good luck|all the best|best of luck|"
    r"(?:please )?(?:star|⭐) (?:this|the) repo|if you (?:found|find|like) (?:this|it)\b|follow me\b|"
    r"(?:预祝|祝)(?:你|您|大家|各位|面试|考试|学习|好运|顺利|愿).{0,16}$|加油[!！\W]*$|頑張って(?:ください)?\W*$|"
    r"(?:행운을 빕|화이팅|удачи\b|успехов\b|щасти\b|buena suerte|(?:mucha )?suerte\b|boa sorte|bons estudos|"
    r"bonne chance|bon courage|viel (?:erfolg|glück)|buona fortuna|in bocca al lupo|powodzenia|"
    r"başarılar|iyi şanslar|semoga (?:sukses|berhasil)|chúc (?:bạn|các bạn|may mắn)).{0,60}$|"
    r"thank(?:s| you) for reading|that['’]s it|feel free to (?:contribute|fork|star)|"
    r".{0,80}\bthis (?:readme|repo(?:sitory)?|cheat ?sheet|question (?:bank|list|set)|"
    r"(?:study|interview)[- ]guide)\b)",
    re.IGNORECASE,
)
"""How an author takes leave, below a rule."""
_CLOSING = re.compile(
    r"(?:(?:all (?:of )?)?(?:these|the above)(?: (?!is\b)[\w+#/-]+){0,4} "
    r"(?:questions?|flash ?cards|mcqs?|q&as?)(?: and (?:the |their )?answers)?(?: and [\w ]{1,30})? "
    r"(?:\w+ly )?(?:cover|span|test|should|will|can|may|are|help|provide|touch|range)\b|"
    r"(?:by )?(?:master|practi[cs]|review|prepar|study|go|understand)ing (?:\w+ ){0,3}"
    r"(?:these|this|the above)(?: [\w+#/-]+){0,4} (?:questions?|mcqs|list|guide|flash ?cards)\b|"
    r"this (?:comprehensive |complete |curated )?(?:list|guide|collection|set|compilation) "
    r"(?:of [^.]{1,60} )?(?:covers|should|will|includes|provides|is)\b)",
    re.IGNORECASE,
)
"""What the last paragraph of a file says of its questions."""
_LINK = r"(?:\[[^\[\]]*+\]\([^()\s]*+\)|<?https?://[^\s<>]++>?)"
_SOURCE = re.compile(
    r"[ \t>*_(]*+(?:sources?|credits?(?: (?:go(?:es)? )?to)?|via|references?|(?:taken )?from)[*_]*+"
    rf" ?[:：–-]?[ *_]*+{_LINK}(?:[ ,;&|]*+(?:and )?{_LINK})*+[ *_.)]*+",
    re.IGNORECASE,
)
_FOR_SEVERAL = re.compile(
    r"\b(?:next|following) (?:two|three|four|five|six|few|several|couple of|\d{1,2}) (?:\w+ )?questions\b|"
    r"\b(?:use|for|answer)\b[^.?!]{0,60}\bquestions? \d{1,3} ?(?:-|–|—|to|through|and|&) ?\d{1,3}\b|"
    r"\bquestions? \d{1,3} ?(?:-|–|—|to|through|and|&) ?\d{1,3} "
    r"(?:use|share|refer|are (?:based|about)|rely)\b|"
    r"\b(?:all (?:the )?questions|questions) below (?:use|share|refer|are based|rely)\b|"
    r"(?:以下|下面|下列|接下来)(?:的)?(?:几|[两二三四五六]|\d{1,2})(?:个|道)?小?(?:题|问题)",
    re.IGNORECASE,
)
_FENCE = re.compile(r"[ \t]*(?:`{3}|~{3})")
_OF_FILE, _FOOTER, _NEARLY = 3, 4, 0.8
"""So many rules that nearly all part what asks show what the last one is for; what closes a file is short."""
_FEW_LINES = 12


def is_offer(text: str) -> bool:
    """Whether a line offers to go on: `Would you like me to add more?`"""
    return bool(_OFFER.match(text))


def is_for_several(text: str) -> bool:
    """Whether a text is there for some of the questions that follow on it."""
    return ("uestion" in text or "题" in text) and bool(_FOR_SEVERAL.search(text))


def turns(lines: list[str]) -> list[int]:
    """The lines that say who speaks, in a chat that was copied as it was."""
    return [number for number, line in enumerate(lines) if " said" in line and _TURN.fullmatch(line)]


def offered(lines: list[str], first: int, last: int) -> int:
    """The line between two at which a chat offers to go on, at the end of what it told; `last` if it does
    not: a quoted offer is told."""
    found = _said(lines, first, last)
    offer = next((line for line in lines[found:last] if line.strip() and not RULE.match(line)), "")
    is_told = any(line.strip() for line in lines[first:found])
    return found if is_told and is_offer(offer) and not offer.startswith(_QUOTED) else last


def is_source(text: str) -> bool:
    """Whether a line only says where what stands above is from: `Source: [Board](https://…)`."""
    return bool(_SOURCE.fullmatch(text.rstrip()))


def parting(lines: list[str], first: int, openings: Set[int]) -> int:
    """The line, from `first` on, where what is said to the reader begins; behind the last if nothing is.
    `openings` are the lines of questions and headings."""
    return min(
        _said(lines, first, len(lines)), _below_last_rule(lines, first, openings), _closing(lines, first)
    )


def _closing(lines: list[str], first: int) -> int:
    """Where the last paragraph begins, if it says of the questions what they are good for."""
    last = next((n for n in range(len(lines) - 1, first, -1) if lines[n].strip()), first)
    start = last
    while start > max(first, last - _OF_FILE) and lines[start - 1].strip():
        start -= 1
    is_apart = start > first and not lines[start - 1].strip()
    return start if is_apart and _CLOSING.match(lines[start].lstrip("*_")) else len(lines)


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


def _said(lines: list[str], first: int, last: int) -> int:
    """Where someone offers to go on, or takes leave, in the last lines up to one."""
    told = [number for number in range(max(first, last - 3 * _FEW_LINES), last) if lines[number].strip()]
    told = told[-_FEW_LINES:]
    if any(lines[number].lstrip().startswith(("```", "~~~")) for number in told):
        return last
    for position, number in enumerate(told):
        is_apart = number == first or not lines[number - 1].strip() or RULE.match(lines[number - 1])
        above = told[position - 1] if position else None
        is_ruled = above is not None and bool(RULE.match(lines[above]))
        if is_apart and (is_offer(lines[number]) or (is_ruled and _GREETING.match(lines[number]))):
            return above if is_ruled and above is not None else number
    return last
