"""Lines that lead back to the top of a page, in the languages of those who write them."""

import re

from flashrl.formats.foreign.words.plain_text import plain

_BACK = re.compile(
    r"(?:back|scroll|jump) to (?:the |all )*(?:top|contents?|table|list|toc|index|menu|questions)|(?:go|"
    r"return) (?:to )?(?:the )?top|^\W*(?:top|up|toc|home|index|⬆.*|↑.*|🔝|🔼.*|↥.*|回到顶部|"
    r"返回顶部|回到目录|返回目录|返回|上一页|目次|(?:目次|トップ)?[へに]?戻る|뒤로|목차|(?:맨 ?)?위로|"
    r"(?:목차|처음|맨 ?위)로 .*|"
    r"(?:вернуться )?(?:к (?:оглавлению|содержанию|началу|списку вопросов)|в начало|наверх)|нагору|"
    r"(?:volver|voltar|retour|regresar|zurück|nach oben|torna|powrót|başa dön|yukarı|lên đầu)(?: .*)?)\W*$|"
    r"table of contents",
    re.IGNORECASE,
)
_UP = re.compile(r"[\s*_>|-]*\[[^\[\]]*[⬆↑]\ufe0f?[\s*_]*\]\(#[^()]*\)[\s*_|]*")
"""A line that is one link up, in whatever language: `[Ao início ⬆](#topo)`."""


def is_back_link(line: str) -> bool:
    """True for a line that leads back to the top, and nothing else."""
    if len(line) > 400:
        return False
    if "](" not in line:
        shown = line.lower()
        if not ("<a " in shown or "href" in shown):
            return False
    if _UP.fullmatch(line):
        return True
    words = re.sub(r"\]\([^)]*\)", "]", plain(line))
    return len(words) < 60 and bool(_BACK.search(words.strip(" *_[]|#-—()")))
