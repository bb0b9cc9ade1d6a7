"""Questions below a bare label that show something first, code or a table or a picture, and then ask."""

import re
from collections.abc import Iterator

from flashrl.formats.foreign.words.wording import wording

_WORDLESS = re.compile(r"[ \t]*(?:```|~~~|\||\$\$)")
_SHOWN = re.compile(r"[ \t]*(?:```|~~~|\||\$\$|!\[|<img\b|>|[-*+][ \t]|<!--)")
"""What a paragraph begins with that shows something, and asks nothing."""
_OPTION = re.compile(r"[ \t]*(?:\(?[A-Ha-h][.)]|\d{1,2}[.)])")
_FENCE = re.compile(r"[ \t]*(?P<mark>```|~~~|\$\$)(?P<rest>.*)")
_LEAD = re.compile(r"[ \t]*(?:>|[-*+])[ \t]*")
_FEW_WORDS = 3
"""What has no more words than two is the name of what is below it."""


def parted(text: str) -> tuple[str, str, str] | None:
    """What is shown above the paragraph that asks, that paragraph, and what is below it.

    None where a text opens with words; or with a list, a picture or a quote that nothing below asks about.
    Where only code, tables and formulas are there, no paragraph asks.
    """
    if not _SHOWN.match(text):
        return None
    paragraphs = list(_paragraphs(text))
    told = [n for n, each in enumerate(paragraphs) if n and not (_SHOWN.match(each) or _OPTION.match(each))]
    asking = [n for n in told if _asks(paragraphs[n])]
    if not _WORDLESS.match(text) and (not asking or _asks(_LEAD.sub("", paragraphs[0], count=1))):
        return None
    told = [n for n in told if len(paragraphs[n].split()) >= _FEW_WORDS]
    index = (asking or told or [len(paragraphs)])[0]
    before, behind = "\n\n".join(paragraphs[:index]), "\n\n".join(paragraphs[index + 1 :])
    return before, "".join(paragraphs[index : index + 1]), behind


def _asks(paragraph: str) -> bool:
    return paragraph.rstrip(" *_").endswith(("?", "？")) or wording(paragraph).asks


def _paragraphs(text: str) -> Iterator[str]:
    """The paragraphs of a text; code and formulas are one each."""
    lines: list[str] = []
    mark = ""
    for line in text.split("\n"):
        found = _FENCE.match(line)
        if mark:
            lines.append(line)
            if line.strip().endswith(mark) if mark == "$$" else line.strip() == mark:
                yield "\n".join(lines)
                lines, mark = [], ""
            continue
        if (found or not line.strip()) and lines:
            yield "\n".join(lines)
            lines = []
        if line.strip():
            lines.append(line)
        if found and found["mark"] not in found["rest"]:
            mark = found["mark"]
    if lines:
        yield "\n".join(lines)
