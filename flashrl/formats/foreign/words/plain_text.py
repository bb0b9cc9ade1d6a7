"""Markdown as it is read: without tags, without what is invisible, without the emphasis around it."""

import re
import unicodedata

EMPHASIS = r"(?:[*_]|`(?!`?<[^/])|</?(?:b|strong|i|em|u|span|font|code|h\d)\b[^<>]*>)*"
"""A backtick before a tag opens code that shows the tag: `1.`<b>` …`."""
GAP = r"[\s\u00a0]*"
_INVISIBLE = {"Cf", "Cc"}
_TRAILING = re.compile(
    r"(?:[\s\u00a0]|\[\[?[^\]]*\]?\]\([^)]*\)\]?|\((?:[^()]|\([^()]*\))*\)|（[^（）]*）|\[[^\]]*\]|"
    r"<[^<>]*>|[*_`#]|"
    r"[\u2600-\u27bf\u2b00-\u2bff\U0001f000-\U0001faff\ufe0f\u200d☆★✅❌⭐]|[.。!！;；:：\"'”’»])++$"
)
_LONGEST_TAIL = 500
_ATTRIBUTES = re.compile(r"[ \t]+\{[#.][\w#][^{}\n]*\}$")
_HTML = re.compile(
    r"</?(?:a|b|br|strong|i|em|u|span|font|p|div|sup|sub|kbd|center|img|code)\b[^<>]*>",
    re.IGNORECASE,
)
_CODED = re.compile(r"(?<!`)(`{1,2})(?!`)[^`]+\1(?!`)")
_STARS = ("*", "_")
_COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)


def plain(text: str) -> str:
    """Text as it is read: NFKC, without what is invisible, and without HTML tags and anchors."""
    is_bare = text.isascii() and text.isprintable()
    shown = text if is_bare else unicodedata.normalize("NFKC", text).translate(SHOWN)
    return " ".join((without_tags(without_comments(shown), _HTML, " ") if "<" in shown else shown).split())


def without_tags(text: str, tags: re.Pattern[str], gap: str = "") -> str:
    """`text` with a `gap` for each of some `tags`, but for those that code shows: `What does `<b>` do?`"""
    if "`" not in text:
        return tags.sub(gap, text)
    done, told = 0, []
    for code in _CODED.finditer(text):
        told += [tags.sub(gap, text[done : code.start()]), code[0]]
        done = code.end()
    return "".join([*told, tags.sub(gap, text[done:])])


def without_code(text: str) -> str:
    """`text` without the code in its lines."""
    return _CODED.sub("", text) if "`" in text else text


def without_attributes(text: str) -> str:
    """The text of a heading without what pandoc adds to it: `What is it? {#what .unnumbered}`."""
    return _ATTRIBUTES.sub("", text) if text.endswith("}") else text


def without_tail(text: str) -> str:
    """`text` without the links, asides, tags and signs that it ends with, as far as those are looked at."""
    if text[-1:].isalpha() or text[-1:] in ("", "?"):
        return text
    return text[:-_LONGEST_TAIL] + _TRAILING.sub("", text[-_LONGEST_TAIL:])


def without_comments(text: str) -> str:
    """Text with a space for each comment. What opens one without an end stays."""
    end = text.rfind("-->") + 1
    return _COMMENT.sub(" ", text[: end + 2]) + text[end + 2 :] if end else text


class _Shown(dict[int, int | None]):
    """What each sign is shown as, looked up once: None for what is invisible."""

    def __missing__(self, sign: int) -> int | None:
        is_shown = chr(sign) in "\n\t" or unicodedata.category(chr(sign)) not in _INVISIBLE
        self[sign] = sign if is_shown else None
        return self[sign]


SHOWN = _Shown()


def strip_emphasis(text: str) -> str:
    """`text` without emphasis around all of it, and without the half of one that a prefix left behind."""
    text = text.strip()
    if text[:1] not in _STARS and text[-1:] not in _STARS:
        return text
    shown = without_code(text)
    for mark in ("***", "**", "__", "*", "_"):
        if (
            text.startswith(mark)
            and text.endswith(mark)
            and len(text) > 2 * len(mark)
            and mark not in shown[len(mark) : -len(mark)]
        ):
            return strip_emphasis(text[len(mark) : -len(mark)])
        if text.endswith(mark) and shown.count(mark) == 1 and len(text) > len(mark):
            return strip_emphasis(text[: -len(mark)])
        if text.startswith(mark) and shown.count(mark) == 1 and len(mark) > 1:
            return strip_emphasis(text[len(mark) :])
    return text


def letters(text: str) -> str:
    """What two lines are compared by that may differ in case, signs and spaces."""
    return re.sub(r"[\W_]+", "", text.casefold())


def indent_width(line: str) -> int:
    """How many columns stand before the text of a line, with tabs to every fourth."""
    shown = line.expandtabs(4)
    return len(shown) - len(shown.lstrip())
