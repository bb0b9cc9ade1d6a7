"""Tables with a column of questions and one of answers: a card each row."""

import re
from collections.abc import Iterator

from flashrl.formats.document import Document
from flashrl.formats.start import TABLE, Marked, Start, marked_start
from flashrl.formats.wording import without_number, wording

_QUESTION = re.compile(
    r"\W*(?:interview |[\u4e00-\u9fff]{1,8}(?=问题|题目|追问))?(?:questions?|问题|"
    r"追问|題目|题目|質問|질문|вопрос|питання|preguntas?|perguntas?|frage|"
    r"domanda|soru|câu hỏi)\W*$",
    re.IGNORECASE,
)
_ANSWER = re.compile(
    r"\W*(?:(?:sample|short|model|expected) |[\u4e00-\u9fff]{1,8}(?=答案|回答|解答))?"
    r"(?:answers?(?: (?:depth|outline|summary))?|solutions?|(?:核心|主要|答题)?(?:知识点|要点|考点)|"
    r"答案|回答|解答|답변|답|ответ|відповідь|"
    r"respuestas?|respostas?|antwort|risposta|cevap|câu trả lời|đáp án)\W*$",
    re.IGNORECASE,
)
_CELL = re.compile(r"(?<!\\)\|")
_SAYS = re.compile(r"(?!\W*Q?\d+\W*$).*\w", re.IGNORECASE)
"""A bare number is a question of the list above such a table."""
_LINKED = re.compile(r"\[(?P<label>[^\[\]]+)\]\([^()]*\)")
_LINK = re.compile(r"\W*\[[^\]]*\]\([^)]*\)\W*$")


def starts(document: Document) -> Iterator[Start]:
    """Every row of such a table; rows that are links to elsewhere are contents."""
    for block in document.blocks:
        if block.kind != "table" or block.end - block.start < 3:
            continue
        columns = _columns(document.lines[block.start])
        if columns is None:
            continue
        for line in range(block.start + 2, block.end):
            card = _card(_cells(document.lines[line]), *columns)
            if card is not None:
                yield marked_start(TABLE, (line, line + 1), card)


def _cells(line: str) -> list[str]:
    bare = line.strip().removeprefix("|")
    bare = bare[:-1] if bare.endswith("|") and not bare.endswith("\\|") else bare
    return [cell.strip().replace("\\|", "|") for cell in _CELL.split(bare)]


def _columns(line: str) -> tuple[int, int] | None:
    """The columns of question and answer, by the head of a table."""
    cells = _cells(line)
    asking = [n for n, cell in enumerate(cells) if _QUESTION.match(cell)]
    telling = [n for n, cell in enumerate(cells) if _ANSWER.match(cell)]
    return (asking[0], telling[0]) if len(asking) == 1 and len(telling) == 1 else None


def _card(cells: list[str], asking: int, telling: int) -> Marked | None:
    if len(cells) <= asking:
        return None
    question = cells[asking]
    if link := _LINKED.fullmatch(question) if telling < len(cells) and " " in cells[telling] else None:
        question = link["label"]  # what is told here is not only elsewhere
    answer = cells[telling] if telling < len(cells) else ""
    if wording(question).is_link or not _SAYS.match(question) or _LINK.match(answer):
        return None
    return Marked(without_number(question), "", answer)
