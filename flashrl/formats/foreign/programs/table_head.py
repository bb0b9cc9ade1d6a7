"""What the head of a table says: which column asks, which answers, and which hold the options."""

import re
from dataclasses import dataclass

_QUESTION = re.compile(
    r"\W*(?:interview |[\u4e00-\u9fff]{1,8}(?=问题|题目|追问))?(?:"
    r"questions?(?:[ ]?(?:&|and|\+|/)[ ]?answers?)?|问题|"
    r"追问|題目|题目|質問|질문|문제|вопрос|питання|preguntas?|perguntas?|frage|"
    r"domanda|soru|câu hỏi|pytanie|pertanyaan)\W*$",
    re.IGNORECASE,
)
_ANSWER = re.compile(
    r"\W*(?:(?:sample|short|model|expected|correct|right|suggested|your) |(?:bonne|richtige) |"
    r"[\u4e00-\u9fff]{1,8}(?=答案|回答|解答)|모범 ?)?"
    r"(?:answers?(?: (?:depth|outline|summary))?|ans|solutions?|(?:核心|主要|答题)?(?:知识点|要点|考点)|"
    r"答案|回答|解答|답변|정답|답|(?:правильный )?ответ|відповідь|réponse|"
    r"(?:respuestas?|respostas?|risposta)(?: (?:correct[ao]|corret[ao]|cert[ao]|esatta)s?)?|"
    r"antwort|(?:doğru )?cevap|câu trả lời|đáp án|odpowiedź|jawaban)\W*$",
    re.IGNORECASE,
)
_YOURS = re.compile(r"\W*your\b", re.IGNORECASE)
"""A column that the reader fills in."""
_OPTION = re.compile(r"\W*(?:options?|choices?)?[ ]?(?P<name>[A-F]|[1-6])\W*$", re.IGNORECASE)
_SIDES = (("q", "a"), ("front", "back"), ("question", "explanation"), ("questions", "explanation"))
"""The names of two columns that may be anything, unless words stand in both."""
_SAYS = ("description", "details", "detail", "steps", "approach", "how")
"""What a column beside one of questions may be called that answers them, where no other does."""
_COUNT = re.compile(r"\W*(?:no|nr|num(?:ber)?|s\.?[ ]?no|sl\.?[ ]?no|id)?\W*", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Columns:
    """The columns, from 0, that ask and answer, and those of the options in order.

    Where the head is not sure (`is_sure`), the rows have to say that they ask; where it names no answer
    either (`is_named`), some have to be worded so.
    """

    asking: int
    telling: int
    options: tuple[int, ...] = ()
    is_sure: bool = True
    is_named: bool = True


def asking(cells: list[str]) -> list[int]:
    """The columns that ask."""
    return [n for n, cell in enumerate(cells) if _QUESTION.match(cell)]


def columns(cells: list[str]) -> Columns | None:
    """Read the head of a table; None where that is no table of questions."""
    asks = asking(cells)
    telling = [n for n, cell in enumerate(cells) if _ANSWER.match(cell)]
    if len(telling) > 1:
        telling = [n for n in telling if not _YOURS.match(cells[n])]
    if len(asks) == len(telling) == 1:
        return Columns(asks[0], telling[0], _options(cells))
    names = [cell.strip(" *_:").lower() for cell in cells]
    for question, answer in _SIDES:
        if names.count(question) == names.count(answer) == 1:
            return Columns(names.index(question), names.index(answer), is_sure=False)
    others = [n for n, name in enumerate(names) if n not in asks and not _COUNT.fullmatch(name)]
    if len(asks) == len(others) == 1 and names[others[0]].rstrip(" ?") in _SAYS:
        return Columns(asks[0], others[0], is_sure=False, is_named=False)
    return None


def _options(cells: list[str]) -> tuple[int, ...]:
    """The columns `A`, `B` and on, or `Option 1`, `Option 2` and on."""
    found = [(n, each["name"].upper()) for n, cell in enumerate(cells) if (each := _OPTION.match(cell))]
    names = "".join(name for _, name in found)
    is_counted = len(names) > 1 and ("ABCDEF".startswith(names) or "123456".startswith(names))
    return tuple(n for n, _ in found) if is_counted else ()
