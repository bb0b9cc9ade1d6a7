"""What goes on behind a question on its line: more that is asked, or what answers."""

import re

from flashrl.formats.foreign.words.interrogatives import EASTERN
from flashrl.formats.foreign.words.plain_text import plain
from flashrl.formats.foreign.words.wording import wording

_TELLING = re.compile(
    r"(?:please )?(?:discuss|explain|elaborate|give|write|describe|justify|compare|provide|invent|name|list|"
    r"code|then|show|illustrate|and why|why|assume|suppose|ignore|hint|"
    r"draw|sketch|derive|prove|walk (?:me|us|through)|"
    r"(?:choose|select|pick|check|mark|tick) (?:all that|(?:the|all|one|two|any|every) (?:\w+ ){0,2}"
    r"(?:answer|option|choice|statement)s?)|"
    r"приве(?:ди(?:те)?|сти)|назов(?:и(?:те)?)|назвать|опи(?:ши(?:те)?|сать)|объясни(?:те|ть)?|"
    r"расска(?:жи(?:те)?|зать)|напи(?:ши(?:те)?|сать)|почему|зачем|если да|"
    r"наведіть|поясніть|опишіть|назвіть|чому|навіщо|"
    r"lấy ví dụ|cho ví dụ|giải thích|trình bày|nêu|tại sao|vì sao|"
    r"örnek (?:ver|göster)\w*|açıkla\w*|anlat\w*|neden|"
    r"da(?:r|me)? (?:un |algún )?ejemplos?|dê (?:um )?exemplos?|donnez|donner|citez|citer|expliquez|pourquoi|"
    r"nennen?|gib|erklären?|begründen?|beschreiben?|warum|podaj|wyjaśnij|opisz|dlaczego|"
    r"jelaskan|sebutkan|beri(?:kan)? contoh|"
    r"explica|por qué|explique|por que|cite|descreva|describ[ae]|indique|"
    r"proporcion[ea]|propon(?:ga|e)|mencion[ea]|justifi(?:que|ca)|si es así)\b|"
    r"请|简述|简单(?:说|介绍)|描述|列举|谈谈|说一下|说说|讲讲|讲一下|举例|为什么|為什麼|为何|如何|怎么|怎样|有什么|有哪些|代表什么|说明|.*(?:주세요|보세요|하라|말하라)\W*$",
    re.IGNORECASE,
)
_LONGEST = 160
_STATING = re.compile(
    r"(?![(（]|(?:suppose|consider|assume|given|let|imagine|say|you|if|there|we)\b)[^?？]{8,}?"
    r"(?<!e\.g)(?<!i\.e)(?<!\bvs)(?<!etc)(?:\.\s+(?=\S)|。)",
    re.IGNORECASE,
)
"""A whole sentence that no question opens."""
_ASKS_AGAIN = re.compile(
    r"(?:and |or |if so, )?(?:what|how|why|when|where|which) [^?？.。]{3,90}[?？]", re.IGNORECASE
)
"""A second question: `What is it? What about that? Give examples.`"""
_UNSIGNED = re.compile(
    r"(?:and |or )?(?:can|could|should|would|(?:how|why|what|when) (?:do|does|is|are|can|would))\b"
    r"[^.。;:!]{8,}$",
    re.IGNORECASE,
)
"""A second question that lacks its sign: `What is it? Can it be used twice`"""
_SEVERAL_TOLD = re.compile(r"[?？]|[.:]\s")
_SENTENCE = re.compile(r"[^。？?！]+[。？?！]?")
_VERB = r"(?:推导|写出|给出|列出|说出|画出|指出|阐述|证明|举例|举出|说明|解释|分析|比较|描述)"
_ORDER = re.compile(
    rf"\s*(?:(?:并且?|请|且|再|然后|试着?|至少|最好|从[^。？?！]{{1,80}}(?:角度|方面|出发)).{{0,3}}?{_VERB}|"
    rf"{_VERB}(?:一下|[^。？?！]{{0,40}}(?:公式|过程|例子|步骤|优缺点|区别|差别|原因|代码)\W*$))"
)
"""A sentence that tells to do something in Chinese; `给出状态` may be an answer, `给出公式` is told."""
_IN_BRACKETS = re.compile(r"[(（][^()（）]*[)）]")
_COUNTING = re.compile(
    r"\A[^。？?！]{0,20}(?:有几[个种类]|有哪[些几]|是什么|分别代表什么|怎么|如何|有什么区别)[^。？?！]{0,12}\Z"
)
"""A sentence that asks without its sign."""


def asked_on(rest: str) -> tuple[str, str]:
    """What of the text behind a question is one too, and what answers: `What is it? And why? It is so.`"""
    sign = max(rest.rfind("?"), rest.rfind("？")) + 1
    asked, told = rest[:sign].strip(), rest[sign:].strip()
    is_told = sign and told[:1].isupper() and len(told.split()) > 1 and not wording(told).asks
    if is_told and asks_on(asked):
        return asked, told
    return (rest, "") if asks_on(rest) else ("", rest)


def asks_on(rest: str) -> bool:
    """Whether what follows on a question is one too: `What is it? And why?`, `What is it? Discuss.`"""
    if EASTERN.search(rest) and len(rest) < _LONGEST and _asks_or_tells(rest):
        return True
    if rest.endswith(("?", "？")):
        first = _STATING.match(rest)  # `It is a difference. How much better is it?` answers
        return first is None or bool(_TELLING.match(rest))
    again = _TELLING.match(rest) or _ASKS_AGAIN.match(rest) or _UNSIGNED.match(rest)
    asked, _, told = rest.partition(". ")  # `What does it lose. Discuss both.`
    is_task = bool(_UNSIGNED.match(asked) and _TELLING.match(told) and not _SEVERAL_TOLD.search(told))
    return len(rest) < _LONGEST and (bool(again) or is_task)


def _asks_or_tells(rest: str) -> bool:
    """Whether a Chinese text opens with a question and states nothing, or every sentence of it asks or tells
    to do something."""
    sentences = _SENTENCE.findall(plain(_IN_BRACKETS.sub("", rest)))
    if (
        len(sentences) > 1
        and sentences[0].endswith(("?", "？"))
        and not any("。" in each for each in sentences)
    ):
        return True
    return bool(sentences) and all(
        _ORDER.match(each) or _COUNTING.match(each) or _asks_by_sign(each) for each in sentences
    )


def _asks_by_sign(sentence: str) -> bool:
    return sentence.endswith(("?", "？")) and wording(sentence.strip("？? ")).asks
