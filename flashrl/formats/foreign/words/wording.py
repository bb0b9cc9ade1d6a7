"""How questions are worded: their numbering and prefix, and whether they ask at all."""

import re
from dataclasses import dataclass
from functools import lru_cache

from flashrl.formats.foreign.words.answer_mark import MOST_REMEMBERED
from flashrl.formats.foreign.words.back_link import is_back_link
from flashrl.formats.foreign.words.filing import filed_number, names_others, without_points
from flashrl.formats.foreign.words.interrogatives import ASKING, asks_by_its_words
from flashrl.formats.foreign.words.number import counted_first, is_inside
from flashrl.formats.foreign.words.plain_text import (
    EMPHASIS,
    GAP,
    SHOWN,
    plain,
    strip_emphasis,
    without_code,
    without_comments,
    without_tags,
    without_tail,
)
from flashrl.formats.foreign.words.truth import asks_whether
from flashrl.formats.foreign.words.usual_headings import is_about_file, is_part

_SCENARIO = r"scen[ae]r[ie]o|sen[ae]rio"
_CASE = r"escenario|szenario|cen[áa]rio|scénario|сценарий"
"""A scenario, as it is spelled, and in other languages: there it may be a part of an answer as well."""
_LABELS = (
    r"q\s?&\s?a|qa|quest[ãa]o|cuestión|ques(?:tion)?|que|q|问题|問題|问|問|题目|題目|提问|面试题|质问|質問|질문|문제|вопрос|vopros|pregunta|pergunta|frage|"
    r"domanda|soru|câu hỏi|câu|питання|запитання|pytanie|vraag|soal|pertanyaan|"
    r"(?:ال)?سؤال|سوال|پرسش|س|"
    r"(?:interview|coding|technical|practice|sample|mock|theory|bonus) (?:question|q)|"
    rf"{_SCENARIO}|{_CASE}|problem|exercise|sr?\.?\s?no\.?"
)
_STRICT = re.compile(rf"(?:{_SCENARIO}|problem|exercise)|(?P<counted>{_CASE})")
"""What names more than a question: it needs a number, or a colon."""
_PREFIX = re.compile(
    rf"^{EMPHASIS}+{GAP}(?P<label>{_LABELS}){GAP}{EMPHASIS}+{GAP}(?:[#№]|n[°º]|n[or]\.|-(?=\d))?{GAP}"
    rf"(?P<number>\d{{1,4}}(?:\.\d{{1,3}})?)?{GAP}{EMPHASIS}+{GAP}(?P<aside>\([^()]{{1,40}}\)(?=\s*(?:[:：.\-–—]|[*_]*$))\s*)?"
    rf"(?P<mark>[:：.。)\]、\-–—])?{EMPHASIS}+(?P<rest>.*)$",
    re.IGNORECASE | re.DOTALL,
)
_ODD_LABEL = re.compile(
    rf"^{EMPHASIS}+{GAP}(?P<open>[\[(])?(?P<label>(?i:ques(?:tion)?|que|qua|qus|qn|q))"
    r"(?P<sign>[ ]?[.\-–(\[{]|[ .]{0,2}(?i:no|nr|num|number)\b[.]?)?[ ]?"
    r"(?:[\u2600-\u2bff\U0001f000-\U0001faff]\ufe0f?[ ])?(?P<number>\d{1,3})"
    r"(?(open)(?=[\])]))(?P<mark>[\])}]?[ ]?(?:[:.)\-–—](?=[\s*_]|$)|[\])}]))?"
    r"(?=[ ]+[A-Z¿\u00c0-\uffff`$*_]|[*_]|[ ]*$|(?<=[:.)\-–—\]}])[ ])(?P<rest>.*)$",
    re.DOTALL,
)
"""A label with a sign or a word before its number, in brackets, or with only a blank behind it: `Q.3)`,
`Question No. 3`, `[Q3]`, `Q3 What`."""
_GLUED_LABELS = ("q", "que", "ques", "question")
_GLUED = re.compile(r"[A-Z][a-z'’]+\s")
"""What follows on a label at once: `Q.Suppose …`, but neither `Q.E.D.` nor `Q.all()`."""
_SIGNS_BEHIND = re.compile(r"^(?:\\?[.:)\-–—/>,|•=~»→])+\s+")
_QUARTERS = 4
"""`Q4 Results` is a part of a year."""
PART = re.compile(rf"[*_]*(?:{_SCENARIO}|problem|exercise)[*_]*\s*[:：]", re.IGNORECASE)
"""What opens the full text of a question below its title, in a list."""
FAULT = re.compile(
    r"[\s>]*+(?:[-*+]\s++|\d{1,2}[.)]\s++)?[*_]*(?:the )?(?:problem|issue|challenge|pain point|"
    r"问题|問題|문제|problema|problème|проблема|sorun|vấn đề|masalah)[*_]*\s*[:：]",
    re.IGNORECASE,
)
"""What names a fault that is told of, with what mends it behind, as well as it may open a question."""
_TEN = re.compile(r"^\U0001f51f\ufe0f?[ ]*(?=\w)")
_SIGNS_BEFORE = re.compile(
    r"^(?:[\u2190-\u2bff\U0001f000-\U0001faff\ufe0f\u200d]\s*)+"
    rf"(?={EMPHASIS}(?:Q[:.]|(?:{_LABELS})\s*[\d:：]|[(#]?\d{{1,3}}\\?[.):\s]))",
    re.IGNORECASE,
)
_STRAY = re.compile(r"^[.,:)][ \t]+")
"""A sign too many behind a number: `3. . What is a return?`"""
_ONLY_COUNTED = re.compile(r"\W*第\s*(\d{1,4}|[一二三四五六七八九十百]{1,4})\s*[道个]?[题題问問]\W*")
_LINK = re.compile(r"\W*\[\[#[^\[\]]*\]\]\W*|\W*!?\[(?:[^\[\]]|\[(?:[^\[\]]|\[[^\[\]]*\])*\])*\]\([^)]*\)\W*")
_ADDRESS = re.compile(r"[<(]?https?://\S+")
_ANCHOR = re.compile(r"\s*<a\b[^<>]*>\s*</a>\s*|\s*<a\s+(?:name|id)=[^<>]*>(?!.*</a>)\s*", re.DOTALL)
_CLOSING_HASHES = re.compile(r"\s+#+$")
_LEVEL = re.compile(
    r"^\W*(?:easy|medium|hard|beginner|basic|intermediate|advanced|"
    r"expert|junior|middle|mid|senior|level \d|l\d|"
    r"简单|中等|困难|初级|中级|高级)\s*[\])】:：|–-]+\s*",
    re.IGNORECASE,
)
_NO_WORDS = re.compile(r"`[^`]*`|\w\([^()]*\)|\]\([^()]*\)|https?:\S+")
_SIGNS_AHEAD = re.compile(r"^[^\w¿]+")
_UP_TO = re.compile(
    r"[*_]*(?:q|questions?)[ .]?\d{1,4}[ ]?(?:[-–—~]|to\b)[ ]?(?:q|questions?)[ .]?\d", re.IGNORECASE
)
"""What a chapter is called that holds several questions: `Q1-Q5: Values`."""
_QUESTION_MARK = re.compile(r"[？؟]|[?](?![.]?[A-Za-z0-9_]|[=|(])")
_TOLD_AT_LAST = re.compile(
    r"\w{3}[.]\s+(?:explain|describe|discuss|justify|elaborate|comment|compare|why|how)\b[^.!?]{8,200}$",
    re.IGNORECASE,
)
"""A sentence that tells what to do with what is said: `Targets move. Explain what that does.`"""
_BLANK = re.compile(r"(?<!_)_{3,}(?!_)")
_COUNTED = re.compile(r"^Q[-–]?\d{1,3}[ \t]+(?=\S)")
"""What counts a line that asks: without a sign behind it, it may be the quarter of a year."""
_GLUED_HASHES = re.compile(r"\?#+$")
_BALANCED = ("b", "strong", "span", "font")
_BOLD_TAGS = re.compile(rf"</?(?:{'|'.join(_BALANCED)})\b[^<>]*>", re.IGNORECASE)
_BEFORE = re.compile(r"(?:</?br ?/?>|</?(?:b|strong|p)>|</?(?:span|font|h[1-6])\b[^<>]*>|\s)+")
_BEHIND = re.compile(r"(?:</?br ?/?>|</?(?:b|strong|p|span|font|h[1-6])>|\s)+$")
_LONGEST_TAIL = 500
"""The signs behind a text as long as this are of no interest, and take long to find."""


@dataclass(frozen=True, slots=True)
class Wording:
    """A possible question as it is worded.

    `text` is it without numbering, prefix and wrapping emphasis; `number` its number as written; `label`
    is true where it has a prefix as `Q:`; `asks` where the words ask or tell to do; `is_stop` for headings
    of other things; `tail` are the signs behind the words; `has_aside` where a prefix ends in parentheses.
    """

    text: str
    number: str
    label: bool
    asks: bool
    ends_asking: bool
    is_stop: bool
    is_link: bool
    tail: str
    has_aside: bool = False

    @property
    def is_only_label(self) -> bool:
        """`Question 3`, with the question itself elsewhere."""
        return self.label and not self.text

    @property
    def count(self) -> int | None:
        return int(self.number) if self.number.isdigit() else None


@lru_cache(maxsize=MOST_REMEMBERED)
def wording(text: str) -> Wording:
    """Read one line or heading (markdown) as a question."""
    shown = without_points(plain(text))
    rest, number, label = _unprefixed(shown)
    bare = strip_emphasis(rest)
    core = without_tail(bare)
    tail = bare[len(core) :]
    ends_asking = core.endswith(("?", "？", "؟", "¿")) or asks_whether(bare)
    return Wording(
        text=bare,
        number=number,
        label=label,
        asks=ends_asking or _asks(bare, core) or ("___" in shown and bool(_BLANK.search(shown))),
        ends_asking=ends_asking,
        is_stop=(not (ends_asking or label) and is_part(core))
        or (not (label or number) and is_about_file(core))
        or is_back_link(text),
        is_link=("[" in shown and bool(_LINK.fullmatch(rest.strip()) or _LINK.fullmatch(shown)))
        or ("://" in rest and bool(_ADDRESS.fullmatch(rest.strip()))),
        tail="".join(sign for sign in tail if ord(sign) > 0x2000 and not sign.isspace()),
        has_aside=label and shown.rstrip(" *_").endswith(")"),
    )


def _asks(bare: str, core: str) -> bool:
    """Whether what ends in no question mark asks by its words, or has such a mark within."""
    head = _SIGNS_AHEAD.sub("", _LEVEL.sub("", core))
    if asks_by_its_words(head) or (". " in core and _TOLD_AT_LAST.search(core)):
        return True
    return len(core) < 300 and any(mark in bare for mark in "?？؟") and _has_question_mark(bare)


def _has_question_mark(text: str) -> bool:
    """Whether a question mark stands behind words: neither in code nor in an address."""
    return bool(_QUESTION_MARK.search(_NO_WORDS.sub(" ", text)))


@lru_cache(maxsize=64)
def has_prefix(text: str) -> bool:
    """The `label` of its wording, sooner; a line is often looked at from the one above it first."""
    return _unprefixed(without_points(plain(text)))[2]


def _unprefixed(shown: str, *, is_counted: bool = False) -> tuple[str, str, bool]:
    """The text behind numbering and prefix, the number, and whether there was a prefix. `is_counted` where
    one with a number was taken off."""
    number = ""
    if shown[:1] > "\u2190":
        shown = _SIGNS_BEFORE.sub("", _TEN.sub("10. ", shown))
    if "第" in shown and (only := _ONLY_COUNTED.fullmatch(shown)):
        return "", only[1], True
    if (filed := filed_number(shown)) is not None:
        return "", filed, True
    if shown[:1] in "Qq*_" and _UP_TO.match(shown):
        return shown, "", False
    for _ in range(3):
        found = _PREFIX.match(shown)
        if not (found and _is_prefix(found)):
            found = _ODD_LABEL.match(shown)
            found = found if found and _is_counted_label(found) else None
        if found:
            opened = _with_opened(found)
            if found["number"]:
                opened, is_counted = _SIGNS_BEHIND.sub("", opened, count=1), True
            rest, more, _ = _unprefixed(opened, is_counted=is_counted)
            return rest, found["number"] or more or number, True
        counted = counted_first(shown)
        if counted is None or not counted["rest"].strip(" *_") or _is_amount(counted, is_counted):
            break
        number = counted.groupdict().get("number") or "0"
        is_counted = counted.groupdict().get("mark") != "-"  # `1-1 What is …`
        shown = _STRAY.sub("", _with_opened(counted), count=1)
    return shown, number, False


def _with_opened(found: "re.Match[str]") -> str:
    """The text behind a number or prefix, with the emphasis before it that opens there, ``Q:`max` …``, or
    the bracket that the number is in."""
    head, rest = found.string[: found.start("rest")], found["rest"]
    if is_inside(found):
        return f"[{rest.strip()}" if found["linked"] else found.string
    for mark in ("`", "**", "__", "*", "_"):
        if head.endswith(mark) and head.count(mark) % 2 == rest.count(mark) % 2 == 1:
            return f"{mark}{rest}".strip()
    return rest.strip()


def _is_amount(counted: "re.Match[str]", is_counted: bool) -> bool:
    """`5 ways to …` counts something, as `301 与 302 …` names it; `5 What is …` is the fifth. What is counted
    before has a sign behind a second number, or that is asked about: `7. 404 是什么`."""
    if names_others(counted.string):
        return True
    if counted.groupdict().get("mark") or counted.string.startswith("#"):
        return False
    following = counted.string[counted.end("number") :] if "number" in counted.groupdict() else ""
    rest = counted["rest"].strip()
    is_word = following[:1].isspace() and following.lstrip()[:1].isalpha()
    return is_word and (is_counted or (rest[:1].islower() and rest.isascii()))


def _is_prefix(found: "re.Match[str]") -> bool:
    """`Q: …`, `Q1 …`, `Question 3`; but neither `Question answering` nor `Q-learning`."""
    label, number, mark, rest = found["label"].lower(), found["number"], found["mark"], found["rest"]
    if found["aside"] and not mark and not rest.strip(" *_"):
        return True  # `Question (EN)`
    if (strict := _STRICT.fullmatch(label)) is not None:
        return bool(
            (mark in (":", "：") and not strict["counted"]) or (number and (mark or not rest.strip()))
        )
    if mark in (":", "：", "、"):
        return True
    if number:
        return bool(mark) or not rest or rest[0].isspace() or not rest[0].isalnum()
    if mark == ")" and label in _GLUED_LABELS and found["label"][0].isupper() and not rest.strip(" *_"):
        return True  # `Q)`, with the question below it
    return (mark in (".", ")", "]") and rest[:1].isspace()) or (
        (mark in ("-", "–", "—") and rest[:1].isspace() and len(label) > 1)
        or (mark in ("-", "–", "—") and rest.startswith(" ") and label == "q")
        or (mark in (".", ")") and label in _GLUED_LABELS and bool(_GLUED.match(rest)))
    )


def _is_counted_label(found: "re.Match[str]") -> bool:
    """`Q.3 …` and `Q7 The trace`; but `Q4 Results` has to ask."""
    is_short = found["label"].lower() == "q" and not (found["sign"] or found["mark"])
    rest = found["rest"].strip(" *_")
    if not is_short or int(found["number"]) > _QUARTERS or not rest:
        return True
    return bool(ASKING.match(rest)) or rest.endswith(("?", "？"))


def without_number(text: str, *, is_counted: bool = False) -> str:
    """The markdown of a question without its numbering and prefix; an item of a list `is_counted` before."""
    tidy = text.strip()
    if "<" in tidy:
        tidy = _ANCHOR.sub(" ", without_comments(tidy)).strip()
    if tidy.endswith("#"):
        tidy = _CLOSING_HASHES.sub("", tidy)
    tidy = without_points(tidy.replace("\n", " ").translate(SHOWN))
    tidy = _unprefixed(tidy, is_counted=is_counted)[0]
    if tidy.endswith(("?", ".", ":")):
        tidy = _COUNTED.sub("", tidy)
    if "<" in tidy:
        before = _BEFORE.match(tidy)
        tidy = tidy[before.end() :] if before else tidy
        tidy = tidy[:-_LONGEST_TAIL] + _BEHIND.sub("", tidy[-_LONGEST_TAIL:])
    if tidy.endswith("</code>") and "<code" not in tidy:
        tidy = tidy.removesuffix("</code>")
    if "<" in tidy:
        shown = without_code(tidy)
        if any(len(re.findall(rf"<{tag}\b", shown)) != shown.count(f"</{tag}>") for tag in _BALANCED):
            tidy = without_tags(tidy, _BOLD_TAGS)
    tidy = strip_emphasis(tidy)
    if tidy.endswith("##"):
        tidy = tidy.rstrip("#")
    return _GLUED_HASHES.sub("?", tidy).strip() if tidy.endswith("?#") else tidy.strip()
