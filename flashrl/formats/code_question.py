"""Questions about the code below them: what it prints, why it fails."""

import re

from flashrl.formats.answer_mark import is_placeholder
from flashrl.formats.answer_text import tidy
from flashrl.formats.plain_text import plain

_FENCED = re.compile(r"```.*?(?:```|\Z)", re.DOTALL)
_ABOUT_CODE = re.compile(
    r"^\W*(?:\w+\W+|[^,.:?!\n]{1,40}, )?(?:what|guess|predict|find|will|which)\b.*(?:"
    r"\boutputs?\b|\blogged\b|\bprint(?:s|ed)\b|"
    r"\b(?:this|following|below|given) (?:\w+ )?(?:code|program|snippet|function|script|statement)\b|"
    r"\bvalue (?:of|is)\b)|^\W*(?:how would you )?make (?:this|it) work\b|"
    r"^\W*(?:что (?:выведет|будет выведено|верн[её]т)|qué (?:imprime|muestra)|o que (?:imprime|será))\b|"
    r"(?:输出|打印|执行)(?:的)?(?:什么|结果)|出力|출력",
    re.IGNORECASE | re.DOTALL,
)
_SOLVE = re.compile(
    r"\W*(?:solve|find|compute|calculate|evaluate|simplify|determine|fix|debug|differentiate|integrate)\b"
    r".*\bfollowing\b.*:\W*$",
    re.IGNORECASE | re.DOTALL,
)
_SHOWS_CODE = re.compile(
    r"\bthe (?:\w+ )?outputs?\b(?! (?:format|layer|shape|size))|\bcode output\b|"
    r"\bwill (?:this|the following|it) (?:print|log|output)\b|\b(?:is|gets?) logged\b|"
    r"\b(?:this|following|below|given) (?:\w+ )?(?:code|program|snippet|script)\b|"
    r"что (?:выведет|будет выведено)|输出(?:什么|结果|是)|打印(?:什么|结果)",
    re.IGNORECASE,
)


def shows_code(question: str) -> bool:
    """Whether a question has its code below, whatever follows on that."""
    return bool(_SHOWS_CODE.search(plain(question)))


def without_code(text: str) -> str:
    return _FENCED.sub("", text)


def is_about(question: str, extension: str, body: str) -> bool:
    """Whether all that follows on a question is the code that it is about."""
    asked = _ABOUT_CODE.search(plain(question)) or _ABOUT_CODE.search(plain(extension))
    asked = asked or _SOLVE.match(plain(question))
    return bool(asked) and "```" not in extension and "```" in body and not _FENCED.sub("", body).strip()


def parted(body: str) -> tuple[str, str]:
    """The code that a question is about, where an answer follows on it, and that."""
    code = _FENCED.match(body.lstrip("\n"))
    rest = body.lstrip("\n")[code.end() :] if code else ""
    return (code[0], rest) if code and not is_placeholder(tidy(rest) or "-") else ("", body)
