"""What the head of a table says: which column asks, which answers, and which hold the options."""

import re
from dataclasses import dataclass, replace

from flashrl.formats.foreign.words.card_sides import SIDES

_ASK = (
    r"questions?|问题|"
    r"追问|題目|题目|質問|질문|문제|вопросы?|питання|preguntas?|perguntas?|fragen?|"
    r"domand[ae]|soru(?:lar)?|câu hỏi|pytani[ea]|pertanyaan|soal(?:an)?|kérdés(?:ek)?|otázk[ay]|"
    r"întreb(?:are|ări)|fråg(?:a|or)|spørgsmål|spørsmål|kysymy(?:s|kset)|vra(?:ag|gen)|pitanj[ea]|"
    r"въпроси?|sual(?:lar)?|ερωτήσεις|ερώτηση|(?:ال)?سؤال|سوال|پرسش|שאלה|प्रश्न|คำถาม"
)
_TELL = (
    r"answers?|答案|回答|解答|답변|정답|답|ответы?|ответ|відповідь|réponses?|respuestas?|respostas?|rispost[ae]|"
    r"antwort(?:en)?|cevap|câu trả lời|đáp án|odpowied(?:ź|zi)|jawa(?:b|p)an|válasz(?:ok)?|"
    r"odpově[dď]i?|odpove[dď]e?|răspuns(?:uri)?|svar|vastau(?:s|kset)|antwoord(?:en)?|odgovori?|отговори?|"
    r"cavab(?:lar)?|απαντήσεις|απάντηση|(?:ال)?جواب|(?:ال)?[إا]جابة|پاسخ|"
    r"תשובה|उत्तर|คำตอบ"
)
_QUESTION = re.compile(
    r"\W*(?:interview |[\u4e00-\u9fff]{1,8}(?=问题|题目|追问))?"
    rf"(?:{_ASK}|questions?[ ]?(?:&|and|\+|/)[ ]?answers?)\W*$",
    re.IGNORECASE,
)
_ANSWER = re.compile(
    r"\W*(?:(?:sample|short|model|expected|correct|right|suggested|your) |"
    r"(?:bonne|richtige|doğru|правильный) |"
    r"[\u4e00-\u9fff]{1,8}(?=答案|回答|解答)|모범 ?)?"
    rf"(?:{_TELL}|answers? (?:depth|outline|summary)|ans|solutions?|(?:核心|主要|答题)?(?:知识点|要点|考点)|"
    r"(?:respuestas?|respostas?|risposta) (?:correct[ao]|corret[ao]|cert[ao]|esatta)s?)\W*$",
    re.IGNORECASE,
)
_YOURS = re.compile(r"\W*your\b", re.IGNORECASE)
"""A column that the reader fills in."""
_KIND = (
    r"(?!(?:your|wrong|incorrect|bad|weak|poor|no|the|to|of|in|per|each|and|questions?|answers?|number|total|points?)\b)"
    r"[^\W_][\w'’/+.-]{0,20}"
)
_ASKS_SO = re.compile(rf"\W*(?:{_KIND} ){{1,3}}(?:{_ASK})\W*", re.IGNORECASE)
_TELLS_SO = re.compile(
    rf"\W*(?:(?:{_KIND} ){{1,3}}(?:{_TELL})|answers? (?:in|at|with) (?:{_KIND} ){{0,2}}{_KIND}|"
    rf"(?:respuestas?|respostas?|rispost[ae]|réponses?) (?:{_KIND} ){{0,2}}{_KIND})\W*",
    re.IGNORECASE,
)
"""The names of columns of some kind of questions, or answers: `Rapid-fire question` and `One-line answer`."""
_SIGNS = re.compile(r"^\W+|\W+$")
_OPTION = re.compile(r"\W*(?:options?|choices?)?[ ]?(?P<name>[A-F]|[1-6])\W*$", re.IGNORECASE)
_SIDES = (("q", "a"), ("question", "explanation"), ("questions", "explanation"), *SIDES)
"""The names of two columns that may be anything, unless words stand in both."""
_SAYS = re.compile(
    r"description|details?|steps|approach|how(?: to answer)?|explanations?|talking points|"
    r"what to (?:say|answer)|(?:(?:sample|model|good|strong|ideal|suggested|expected|example) )?responses?"
)
"""What a column beside one of questions may be called that answers them, where no other does."""
_REMARK = re.compile(r"\s*[(（\[][^()（）\[\]]{1,60}[)）\]]\W*$")
"""What is remarked behind the name of a column: `Question (fold here)`."""
_BESIDE = re.compile(
    r"\b(?:explanations?|rationale|reason(?:s|ing)?|why|mnemonics?|examples?|notes?|tips?|remember|"
    r"explicaci[óo]n|explicação|explication|erklärung|begründung|spiegazione|açıklama|ejemplos?|exemplos?|"
    r"beispiele?|пояснение|объяснение|примеры?|giải thích|"
    r"解释|解析|解説|说明|說明|例子|示例|备注|설명|예시)(?!\w)",
    re.IGNORECASE,
)
"""What a column is called that goes on with the answer of its row."""
_LONGEST_NAME = 40
_TERM = re.compile(r"(?:key ?)?(?:terms?|words?|concepts?|keywords?|acronyms?|abbreviations?|phrases?)")
_MEANING = re.compile(r"(?:short )?(?:definitions?|meanings?|explanations?|descriptions?|translations?)")
_COUNT = re.compile(r"\W*(?:no|nr|num(?:ber)?|s\.?[ ]?no|sl\.?[ ]?no|id)?\W*", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Columns:
    """The columns, from 0, that ask and answer, and those of the options in order.

    Where the head is not sure (`is_sure`), the rows have to say that they ask; where it names no answer
    either (`is_named`), some have to be worded so. `beside` are the columns that go on with the answer, with
    their names.
    """

    asking: int
    telling: int
    options: tuple[int, ...] = ()
    is_sure: bool = True
    is_named: bool = True
    beside: tuple[tuple[int, str], ...] = ()


def asking(cells: list[str]) -> list[int]:
    """The columns that ask."""
    return [n for n, cell in enumerate(cells) if _QUESTION.match(cell)]


def columns(cells: list[str]) -> Columns | None:
    """Read the head of a table, without remarks if need be; None where that is no table of questions."""
    found = _columns(cells) or _columns([_REMARK.sub("", cell) for cell in cells])
    if found is None:
        return None
    taken = (found.asking, found.telling, *found.options)
    beside = (
        (n, cell.strip(" *_:"))
        for n, cell in enumerate(cells)
        if n not in taken and len(cell) <= _LONGEST_NAME and _BESIDE.search(cell)
    )
    return replace(found, beside=tuple(beside))


def _columns(cells: list[str]) -> Columns | None:
    asks = asking(cells)
    telling = [n for n, cell in enumerate(cells) if _ANSWER.match(cell)]
    if len(telling) > 1:
        telling = [n for n in telling if not _YOURS.match(cells[n])]
    if len(asks) == len(telling) == 1:
        return Columns(asks[0], telling[0], _options(cells))
    names = [_SIGNS.sub("", cell).lower().removesuffix(" side") for cell in cells]
    for question, answer in _SIDES:
        if names.count(question) == names.count(answer) == 1:
            return Columns(names.index(question), names.index(answer), is_sure=False)
    asks = asks or [n for n, cell in enumerate(cells) if _ASKS_SO.fullmatch(cell)]
    telling = telling or [n for n, cell in enumerate(cells) if _TELLS_SO.fullmatch(cell)]
    if len(asks) == len(telling) == 1:
        return Columns(asks[0], telling[0], _options(cells), is_sure=False)
    others = [n for n, name in enumerate(names) if n not in asks and not _COUNT.fullmatch(name)]
    if len(asks) == len(others) == 1 and _SAYS.fullmatch(names[others[0]].rstrip(" ?")):
        return Columns(asks[0], others[0], is_sure=False, is_named=False)
    return None


def terms(cells: list[str]) -> Columns | None:
    """Read the head of a table in a deck, where a name and what it means are a card: the columns that say so,
    or the only two beside the count."""
    names = [_SIGNS.sub("", _REMARK.sub("", cell)).lower() for cell in cells]
    named = [n for n, name in enumerate(names) if _TERM.fullmatch(name)]
    meant = [n for n, name in enumerate(names) if _MEANING.fullmatch(name)]
    others = [n for n, name in enumerate(names) if not _COUNT.fullmatch(name)]
    if len(named) == len(meant) == 1:
        return Columns(named[0], meant[0])
    return Columns(others[0], others[1]) if len(others) == 2 else None


def _options(cells: list[str]) -> tuple[int, ...]:
    """The columns `A`, `B` and on, or `Option 1`, `Option 2` and on."""
    found = [(n, each["name"].upper()) for n, cell in enumerate(cells) if (each := _OPTION.match(cell))]
    names = "".join(name for _, name in found)
    is_counted = len(names) > 1 and ("ABCDEF".startswith(names) or "123456".startswith(names))
    return tuple(n for n, _ in found) if is_counted else ()
