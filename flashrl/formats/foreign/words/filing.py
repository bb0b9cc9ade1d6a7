"""What a question's own line says beside the question: what it counts, and where it is filed."""

import re

_SET = (
    r"(?:exam )?(?:topic|section|domain|chapter|part|module|unit|lesson|week|exam|test|set)"
    r"[ ]?#?:?[ ]?\d{1,3}"
)
_LABEL = re.compile(
    rf"[*_]*(?:{_SET}[ ]?[-–—:,|]?[ ]?)?(?:(?:new|exam|practice|sample|mock|quiz|test)[ ])?"
    r"(?:question|exercise|problem|q)[ ]?(?:(?:#|no|nr|num|number)[.:]?[ ]?)?(?P<number>\d{1,4})"
    rf"(?:[ ]?[-–—:,|.]?[ ]?[(\[]?{_SET}[)\]]?)?[ ]?[:.]?[*_]*",
    re.IGNORECASE,
)
"""A label that may say where the question is filed: `Question #12 - Topic 3`, `NEW QUESTION 4 (Topic 1)`."""
_OF_A_BOOK = re.compile(
    r"[*_]*(?:(?:exercises?|problem|question|task) (?P<parts>\d{1,3}(?:[.\-]\d{1,3}){1,3}[a-z]?)|"
    r"ex\. (?P<number>\d{1,3}(?:[.\-]\d{1,3}){0,3}))[*_:. ]*",
    re.IGNORECASE,
)
"""A label whose number counts through the parts of a book: `Exercise 10.1-1`."""
_LONGEST_LABEL = 60
_FILED = re.compile(
    r"[\W_]*(?:(?:exam|question|difficulty|skill|sub|bloom['’]?s) ?-?)?"
    r"(?:type|format|difficulty|level|topics?|category|categories|tags?|"
    r"compan(?:y|ies)|frequency|asked (?:in|by|at)|points?|marks?|score|weight|"
    r"(?:estimated )?time(?: limit)?|duration|seniority|domains?|sections?|chapters?|modules?|units?|"
    r"objectives?|subjects?|areas?|concepts?|skills?(?: tested)?|keywords?|roles?|id|"
    r"难度|难易度|类型|题型|标签|分类|考点|知识点|所属|来源|分值|難易度|カテゴリ|分野|タグ|난이도|주제|분류|유형|"
    r"сложность|уровень|тема|раздел|теги|категория|складність|рівень|розділ|"
    r"dificultad|dificuldade|nivel|nível|tema|categor[ií]a|etiquetas|assunto|"
    r"schwierigkeit(?:sgrad)?|thema|kategorie|difficulté|niveau|thème|catégorie|"
    r"zorluk|konu|seviye|độ khó|chủ đề|mức độ)[*_]*\s*[:：].{1,120}",
    re.IGNORECASE,
)
"""A line that says where a question belongs, how hard it is or what it counts: `**Topic:** Bandits`."""
_POINTS = re.compile(
    r"\s?[\[(（]\s?\d{1,3}(?:[.,]\d)?\s?(?:pts?|points?|marks?|%|Punkte?|балл\w{0,3}|分)\.?(?:\s?each)?\s?[\])）]",
    re.IGNORECASE,
)
"""What a question counts in an exam: `(5 pts)`."""
_NEAR = 60
_WORDS = re.compile(r"[^\W\d_]+")
_OTHERS = re.compile(
    r"\W*+(?:\d{3,4}、\d{3,4}(?!\d)|\d{1,4} ?[与和跟或] ?\d|\d{1,4} +vs\b|0-\d(?![\d.):、-])|"
    r"0\.\d{1,9}(?=[^\W\d_])|\d{1,4}(?:\.\d{1,9})?[\])]? ?"
    r"(?:[=!]==?|(?:[+/=<>%^×÷]|<=|>=|(?<= )\*(?= )) ?[\d'\"\[{(])|"
    r"\d{1,3}-(?:way|tier|fold|phase|bit|byte|gram|day|layer|level|stage|steps?|shot|hot|norm|sided|tailed|"
    r"samples?|factor|point|class|dimensional|to-)\b)",
    re.IGNORECASE,
)
"""Numbers that are asked about: beside others, as parts of `0-1`, `0.5px`, `1 + '1'` or `3-way handshake`."""


def filed_number(shown: str) -> str | None:
    """The number of a line that only counts a question, and may say of which topic, exam or part of a book it
    is."""
    if len(shown) >= _LONGEST_LABEL or "\n" in shown:
        return None
    if (found := _OF_A_BOOK.fullmatch(shown)) is not None:
        return found["parts"] or found["number"]
    found = _LABEL.fullmatch(shown)
    return found["number"] if found else None


def is_filed(line: str) -> bool:
    """Whether a line below the number of a question only says of it where it belongs or how hard it is."""
    return bool(_FILED.fullmatch(line.rstrip())) and not line.rstrip(" *_").endswith(("?", "？"))


def without_points(text: str) -> str:
    """`text` without the points that stand first in it, or behind its label and number."""
    head = text[:_NEAR]
    found = _POINTS.search(text, 0, _NEAR) if "(" in head or "[" in head or "（" in head else None
    if found is None or len(_WORDS.findall(text[: found.start()])) > 1:
        return text
    return (text[: found.start()] + text[found.end() :]).strip()


def names_others(text: str) -> bool:
    """Whether the number that a text begins with is asked about: `502、504 …`, `301 与 302 …`, `0.1 + 1`."""
    return bool(_OTHERS.match(text))
