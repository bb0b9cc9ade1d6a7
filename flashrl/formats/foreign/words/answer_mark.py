"""How answers are announced: `A: …`, `**Answer**`, folds that only say so; and what is no answer yet."""

import re
from collections import Counter
from dataclasses import dataclass
from functools import lru_cache

from flashrl.formats.foreign.words.plain_text import EMPHASIS, GAP, plain, strip_emphasis, without_tail

_TAGS = re.compile(r"<(\w+)\b")
_LABELLED = re.compile(r"\[(?P<label>[^\[\]]*)\]\(https?:[^()]*\)")
_GAP, _EMPHASIS = f"{GAP}+", f"{EMPHASIS}+"
"""Never given back, as a line of spaces or of stars would take ages otherwise."""
_KIND = (
    rf"(?<=\w\w)(?:\*\*|__)?{_GAP}[(（](?=[^()（）]{{0,12}}[^\W\d_]{{3}}|[\u3040-\u9fff\uac00-\ud7af])"
    r"\w{1,20}(?:[ -]\w{1,20}){0,2}[)）](?=[*_ \t]*[:：])"
)
"""Which answer it is, between its name and a colon: `Answer (an example): …`, `Answer (2 marks): …`."""
_WITH = r" ?(?:&|/|\+|and) ?(?:explanation|rationale|reasoning)"
_WORKED = (
    r"(?:(?:explanation|reasoning|rechnung|erklärung|begründung|explicaci[óo]n|explicação|calcul) ?/ ?)?"
)
_PLAINER = (
    r"(?:correct|key)(?=[*_]*[ \t]*[:：])|correct (?:options?|choices?)|gabarito|svar|javob|cavab|"
    r"(?:alternativa|opção) (?:correta|certa)|opción correcta|antwoord|vastaus|odpověď|válasz|yanıt|"
    r"(?:rp?ta|resp|rép|отв|odp)(?![^\W\d_])[.]?|"
    r"soluci(?:ón|ones)(?: \(?esperadas?\)?)?|soluç(?:ão|ões)|soluzion[ei]|lösung(?:en)?|çözüm|正解|"
    r"jawab(?!an)|răspuns|απάντηση|คำตอบ|उत्तर|תשובה"
)
"""Words that name an answer only with a colon behind them."""
_MARKING = (
    rf"{_EMPHASIS}{_GAP}(?:：(?=[-–—=.]{{1,2}}\w)|[:：.)\]、\-–—=]+(?<![:：][-–—=](?=\d))(?:(?<=[=-])>)?)"
)
"""Signs behind a label. Any apart from the first are its own only before a blank: `A: -1` says one."""
_COLON_NEEDED = re.compile(rf"(?:{_PLAINER})", re.IGNORECASE)
_OPTION_NAMED = re.compile(r"[\W_]*[A-H](?:[\W_]*|[).:][*_]*[ \t].*|(?:[,&/ ]|and)+[A-H]\b.*)$")
"""`B`, `B) SARSA`, `A, C`."""
_ANSWER = re.compile(
    rf"^[\s>]*+(?:[-*+]\s++|\[!\w+\][-+]?\s++|"
    rf"\d+[.)]\s++)?(?:\#{{1,6}}\s++)?(?P<open>{_EMPHASIS}){_GAP}(?:[\u2190-\u24ff\u2580-\u2bff\U0001f000-\U0001faff\ufe0f]{_GAP})*{_EMPHASIS}{_GAP}{_WORKED}(?P<label>{_PLAINER}|(?:"
    r"(?:the |my |our )?(?:strong )?(?:(?:senior|staff|expert)(?:[- ]level)?|sample|model|strong|"
    r"short|suggested|expected|correct|possible|ideal|example|"
    r"right|detailed|quick|best|official|full|brief) )?"
    rf"(?:answers?(?: (?:guide|outline|sketch)|{_WITH})?|ans|a(?![^\W\d_]|\s*(?:&|and)\s)|solutions?|sol)|"
    r"(?:参考|标准|正确|正確|典型|推荐|简要|详细)?(?:答案|回答)(?!例)|回答例|解答例?|解析|答え?|"
    r"정답|(?:모범 ?)?답[변안]|답|"
    r"(?:(?:краткий|короткий|подробный|полный|правильный|верный|примерный) )?ответ|otvet|відповідь|"
    r"(?:ال)?(?:جواب|إجابة|اجابة)|پاسخ|ج(?=\s?\d*[*_]*[:：])|"
    r"respuestas?(?: (?:correctas?|esperadas?|sugeridas?))?|"
    r"respostas?(?: (?:corretas?|certas?|esperadas?|sugeridas?))?|(?:richtige )?antworten|"
    r"(?:richtige )?antwort|(?:bonnes? )?réponses?(?: (?:correctes?|attendues?))?|"
    r"rispost[ae](?: (?:corrett[ae]|esatt[ae]))?|(?:doğru )?cevap|"
    r"câu trả lời|trả lời|đáp án(?: đúng)?|jawaban|"
    r"(?:prawidłowa )?odpowiedź)"
    rf"(?:{_KIND}|{_GAP}\(?\s?[#№]?\d{{1,4}}\)?|{_GAP}\([^\W\d_]{{2,9}}\)(?={_GAP}[*_:：]*$)|"
    rf"\(s\))?{_GAP}(?P<mark>(?:{_MARKING}(?:{_MARKING}(?=[\s*_<]|$))*)?){_GAP}(?P<close>{_EMPHASIS}){_GAP}"
    rf"(?:[:：]{_GAP})?(?P<rest>.*)$",
    re.IGNORECASE,
)
_SIGN = re.compile(r"</[^<>]*>|[*_`]|<")
_TITLED = re.compile(r"#{2,6}[ \t]+`(?:Answers?|Solutions?)`[ \t]*")
"""A heading `Answer` in backticks; `answer` may be the name of something."""
_STRAY = re.compile(r"[*_`]+(?:\s|$)")
_SIGNS = re.compile(r"[ \t*_]*+(?:[\u2600-\u2bff\U0001f000-\U0001faff\ufe0f][ \t*_]*+)++")
_ASIDE = re.compile(
    r"[ \t>*_]*[(\[]((?:(?:correct )?answer|ans|答案|정답)[ \t]*[:：][^()\[\]]*)[)\]][ \t*_.]*", re.IGNORECASE
)
"""`(Answer: B)`, `[Ans: B]`."""
_POINTS = re.compile(
    r"[ \t]*[(（\[][ \t]*\d{1,3}(?:[.,]\d)?[ \t]*"
    r"(?:分|점|points?|pts?\.?|marks?|балл\w*|punkte?|puntos?|pontos?)[ \t]*[)）\]](?=[*_ \t:：]*$)",
    re.IGNORECASE,
)
"""What an answer is worth, at the end of its label: `#### Answer (2 points)`."""
_GENERIC = re.compile(
    r"^\W*(?:(?:click|tap|press)\b.*|(?:the |full |correct )?(?:answers?|solutions?) (?:&|and|with|\+) "
    r"(?:the )?(?:explanations?|rationales?|reason(?:s|ing)?|discussion|step[ -]by[ -]step breakdown|why)|"
    r"(?:show|see|view|reveal|check|display|expand|toggle|open|hide|unhide|read|get)"
    r"(?: (?:me|the|my|full|your|all|sample|correct|model|possible|suggested|detailed|for|"
    r"here))*(?: (?:answers?|solutions?|explanations?|details?|hints?|code|more|it|output|results?|"
    r"spoilers?|response|text|content))*|"
    r"(?:show|see|view|reveal|display|expand|open) (?:the |full |sample |model )?(?:answers?|solutions?) "
    r"(?:&|and|with|\+) (?:[\w#.+]++ ?){1,2}|"
    r"(?:the )?(?:(?:correct|sample|model|short|possible|detailed|full|expected|quick|suggested|"
    r"example|my|brief) )?(?:answers?|ans|solutions?|explanations?|details?|hints?|spoilers?|"
    r"results?|outputs?|code|more(?: info(?:rmation)?)?|"
    r"example|references?|resources?|follow[- ]?ups?|expected (?:output|answer)|key|response|"
    r"discussion|tips?|notes?|links?|sources?|further reading|bonus|proof|"
    r"derivation)(?: ?\(s\))?(?: #?\d+)?|what an? \w+ answer (?:covers|includes|contains|looks like)|"
    r"(?:the )?(?:answers?|solutions?) (?:to|for|of) (?:question|exercise|problem|task|q)\.? ?#?\d+|"
    r"第?\s*\d+\s*题(?:的)?(?:参考)?(?:答案|解答|解析)|"
    r"答案|参考答案|点击.*|查看.*|展开.*|显示.*|解析|解答|详细.*|提示|показать.*|ответ|정답.*|답.*|보기|見る|回答|"
    r"答え|(?:ver |mostrar )?(?:(?:a |la |o )?(?:respuestas?|respostas?)(?: (?:correcta|correta|certa)s?)?|"
    r"soluci[oó]n|solução|gabarito)|(?:正确|正確)答案|"
    r"(?:voir )?(?:la )?réponse|antwort|lösung|"
    r"risposta|відповідь|cevap|jawaban|odpowiedź|(?:xem )?(?:câu trả lời|đáp án|trả lời))[\s\W]*$",
    re.IGNORECASE,
)
_PART = re.compile(
    r"hint|\btips?\b|note|example|reference|resource|link|source|follow|reading|bonus|proof|derivation|提示|示例",
    re.IGNORECASE,
)
"""What a fold may be called that is a part of an answer, or leads to one."""
_SHORTCODE = re.compile(r":[a-z\d_+-]++:")
"""A sign by its name, as `:point_down:`."""
_UNTITLED = re.compile(r">[ \t]*\[![\w-]+\][-+]?[ \t]*$")
_CALLOUT = re.compile(r">[ \t]*\[![\w-]+\][-+]?[ \t]*(?P<title>\S.{0,200})$")
_PLACEHOLDER = re.compile(
    r"^[\W_]*(?:(?:answer|solution|explanation)\s*[:：][\W_]*)?"
    r"(?:(?:your |the |add |write |insert |put |enter )*answer(?:s)?(?: (?:here|goes here|"
    r"to be added|coming soon|pending|needed|tbd|todo))?|to ?do|tbd|tba|wip|n/?a|coming soon|"
    r"(?:to be (?:filled|added|answered|done|continued|updated|written|completed)(?: (?:in|soon|"
    r"later))?)|pending|no (?:answer|solution)(?: (?:yet|provided|given))?|not (?:yet )?answered(?: yet)?|"
    r"placeholder|fill (?:me|this)? ?in|work in progress|待补充|待完善|待更新|待续|暂无|略|无|"
    r"답변을? ?(?:적어|작성해) ?주세요|작성 ?(?:중|예정)|준비 ?중|準備中|未回答|回答なし|"
    r"ответ (?:будет|скоро|позже)[\w ]*|нет ответа|скоро|próximamente|pendiente|por (?:hacer|completar)|"
    r"em breve|a fazer|đang cập nhật|bientôt|à venir|"
    r"answer me|add (?:an |your )?answer(?: here)?|under construction|x{2,}|lorem ipsum.*)[\W_]*$",
    re.IGNORECASE,
)

_EMPTY = re.compile(r"```\w*\s*```|~~~\w*\s*~~~|<([ou]l)\b[^<>]*>(?:\s|</?li>)*</\1>", re.IGNORECASE)
"""A fence or a list with nothing in it."""
_CODE = re.compile(r"`+[^`\s]+`[`\s]*")
_FENCED_TAG = re.compile(r"^[ \t>]*(?:```|~~~)[^\n`]*\n\s*<[a-z/!]", re.IGNORECASE | re.MULTILINE)
"""A fence that begins with a tag: nothing of it may be left in what is read."""
_ROW = re.compile(r"([=+#~.])\1{4,}")
"""A line drawn with signs."""
_FILED = re.compile(
    r"[\W_]*(?:type|difficulty|level|topic|category|tags?|compan(?:y|ies)|frequency|"
    r"asked (?:in|by|at)|points?|time(?: limit)?|seniority)[*_]*\s*[:：].{1,80}$",
    re.IGNORECASE,
)

_LONGEST = 5000
MOST_REMEMBERED = 1 << 16
"""So many lines are remembered while a file is read: each is looked at again and again."""


@dataclass(frozen=True, slots=True)
class AnswerMark:
    """A line that opens an answer: `rest` is what it says behind the mark."""

    rest: str
    is_letter: bool


@lru_cache(maxsize=MOST_REMEMBERED)
def answer_mark(line: str) -> AnswerMark | None:
    """Read `A: …`, `**Answer**`, `#### Answer`, `Ans - …`; None for any other line."""
    if len(line) > _LONGEST:
        return None
    if (aside := _ASIDE.fullmatch(line)) is not None:
        line = aside[1]
    elif line.rstrip(" \t*_:：").endswith((")", "）", "]")):
        line = _without_points(line)
    found = _ANSWER.match(line)
    if found is None or not (_is_label(found) and _is_set_apart(found, line)):
        return None
    opened = line[found.start("open") : found.start("label")]
    rest = "" if _is_signed(found) else _balanced(opened, _told(found, line, opened).strip())
    return AnswerMark(rest, found["label"].lower() == "a")


def _without_points(line: str) -> str:
    """A line that is a label and what its answer is worth, without the latter."""
    label = _POINTS.sub("", line)
    return line if re.search(r"[:：]|\w+(?:[ \t]+\w+){3}", label.rstrip(" \t*_:：")) else label


def _told(found: re.Match[str], line: str, opened: str) -> str:
    """What stands behind the mark. Emphasis there closes what was opened before the label, or it opens what
    is said: `**A:** yes`, `A: **yes**`."""
    is_closed = any(
        sign in line[found.end("label") : found.start("close")] for sign in "*_`<" if sign in opened
    )
    open_yet = {} if is_closed else Counter(opened)
    place = found.start("close")
    for each in _SIGN.findall(found["close"]):
        if not open_yet.get(each[0]):
            break
        open_yet[each[0]] -= 1
        place += len(each)
    is_stray = not open_yet and _STRAY.match(line, place)
    return found["rest"] if is_stray or place == found.end("close") else line[place:]


def _is_signed(found: re.Match[str]) -> bool:
    """Whether nothing but a sign follows on a label: `### Answer ✅`. Behind a colon it may answer."""
    is_open = ":" in found["mark"] or "：" in found["mark"]
    return not is_open and bool(_SIGNS.fullmatch(found["rest"]))


def _is_label(found: re.Match[str]) -> bool:
    """Whether a label has the marks behind it that it needs: `A` more than `Answer`."""
    label, mark, rest = found["label"].lower(), found["mark"].strip(" *_`"), found["rest"].strip()
    if "::" in mark or ("`" in found["open"] and not _TITLED.fullmatch(found.string)):
        return False
    if _COLON_NEEDED.match(label) and mark[:1] not in (":", "："):
        return False
    if label in ("correct", "key"):
        return bool(_OPTION_NAMED.match(rest))
    if label == "a":
        return bool(mark) and mark[0] not in "-–—=]、" and (mark[0] not in ".)" or bool(found["open"]))
    is_stressed = bool(found["open"].strip() and found["close"].strip())
    return label == "ans" or not (
        mark[:1] in (")", "]") or (label.startswith("sol") and mark[:1] == "." and not is_stressed)
    )


def _is_set_apart(found: re.Match[str], line: str) -> bool:
    """Whether a line is more than text that begins with a label."""
    label, mark = found["label"].lower(), found["mark"].strip(" *_`")
    is_heading = line.lstrip().startswith("#")
    is_alone = not found["rest"].strip(" \t*_:：-") or _is_signed(found)
    if mark.endswith(".") and line[found.end("mark") :][:1].isalnum():  # `answers.md`
        return False
    if mark == "." and found["label"] == label and label.startswith("answer") and not found["open"]:
        return False  # the end of a sentence that was wrapped
    if label != "a" and not (mark or is_alone or (found["open"] and found["close"])):
        return False
    is_named = " " in label and not (mark or found["open"]) and line.lstrip()[:1] in "-*+"
    return not (is_named or (is_heading and not (is_alone or mark)))  # `- Expected answer`: comes with others


def _balanced(opened: str, rest: str) -> str:
    """`rest` without the emphasis that was opened before the mark and closes at its end, or with it opened
    again where it closes further on."""
    for name in _TAGS.findall(opened):
        before, closing, behind = rest.partition(f"</{name}>")
        if closing and f"<{name}" not in before:
            rest = (before + behind).strip()
    for mark in ("**", "__", "*", "_"):
        if mark in opened and rest.endswith(mark) and rest.count(mark) == 1:
            return rest[: -len(mark)].rstrip()
        if (
            mark in opened
            and len(mark) > 1
            and rest.count(mark) == 1
            and rest[rest.index(mark) - 1 :][:1].strip()
        ):
            return f"{mark}{rest}"
    return rest


def is_answering_callout(line: str, following: str = "") -> bool:
    """True for the head of a callout that only says that an answer is inside, `> [!tip]- Show answer`, or
    that says nothing where the line below it is an answer's."""
    if "[!" in line and _UNTITLED.match(line):
        return answer_mark(following) is not None
    found = _CALLOUT.match(line) if "[!" in line else None
    return found is not None and is_generic(found["title"])


def is_generic(summary: str) -> bool:
    """True for a `<summary>` that only says that an answer is below."""
    shown = _SHORTCODE.sub(" ", plain(summary)).strip()
    is_short = len(shown) < 300
    return not shown or (is_short and bool(_GENERIC.match(without_tail(strip_emphasis(shown)))))


def is_frame(summary: str) -> bool:
    """True for a `<summary>` that says no more than that all of an answer is below: `Hint` says more."""
    return is_generic(summary) and not _PART.search(summary)


def is_answer_link(text: str) -> bool:
    """True for an answer that only says where one is: `[Click for the answer](https://…)`."""
    lines = [line.strip(" \t-*+>.…") for line in text.split("\n")] if len(text) < 1000 else []
    links = [_LABELLED.fullmatch(line) for line in lines if line]
    return bool(links) and all(each is not None and is_generic(each["label"]) for each in links)


def is_filing(text: str) -> bool:
    """True for an answer that only files its question: `**Type:** Coding`, `**Difficulty:** Medium`."""
    lines = [line for line in text.split("\n") if line.strip()] if len(text) < 500 else []
    return bool(lines) and all(_FILED.match(line) for line in lines)


def is_placeholder(text: str) -> bool:
    """True for an answer that says that there is none yet."""
    if text.strip().lower() in ("link", "video", "article"):  # one that was lost
        return True
    has_fence = "```" in text or "~~~" in text
    if "<img" in text or _CODE.fullmatch(text.strip()) or (has_fence and _FENCED_TAG.search(text)):
        return False
    words = plain(_EMPTY.sub(" ", text))
    return (
        bool(_ROW.fullmatch(words))
        or (
            not re.sub(r"[\W_]+", "", words)
            and not re.search(r"[+\-*/=<>|&$%^!\u2600-\U0001faff]", words.replace("-", "").replace("*", ""))
        )
        or bool(len(words) < 80 and _PLACEHOLDER.match(words))
    )
