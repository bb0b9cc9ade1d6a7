"""The text of an answer, tidied: moved left, without its mark, schedules, back links, and tags around it."""

import re
from collections.abc import Collection

from flashrl.formats.foreign.words import tool_marks
from flashrl.formats.foreign.words.answer_mark import answer_mark, is_frame
from flashrl.formats.foreign.words.back_link import is_back_link
from flashrl.formats.foreign.words.interrogatives import EASTERN
from flashrl.formats.foreign.words.options import offers_options

_LEADING_TAGS = re.compile(
    r"(?:\s|</?br\s*+/?>|</?(?:b|p|strong|div|center|font|i|em)(?:\s[^<>]*+)?>|"
    r"</(?:summary|details)>|<details\b[^<>]*+>(?!\s*+<summary\b))*+",
    re.IGNORECASE,
)
_LEADING_FRAMES = re.compile(
    r"(?:\s|<br\s*+/?>|</?(?:p|div)\b[^<>]*+>|</(?:summary|details)>|<details\b[^<>]*+>(?!\s*+<summary\b))*+",
    re.IGNORECASE,
)
_FOLD_HEAD = re.compile(
    r"(?:<details\b[^<>]*+>\s*+)?<summary\b[^<>]*+>"
    r"(?P<summary>(?:[^<]|<(?!/?(?:summary|details)\b)){0,300}+)</summary>",
    re.IGNORECASE,
)
_FOLD_TAG = re.compile(r"<(?P<closes>/?)details\b[^<>]*+>", re.IGNORECASE)
_TRAILING_TAGS = re.compile(
    r"(?:\s|</?br\s*/?>|</?(?:b|p|strong|div|details|center|font|i|em|hr)(?:\s[^<>]*)?/?>)+$", re.IGNORECASE
)
_OPENED_FOLD = re.compile(
    r"\s*<details\b[^<>]*>\s*<summary\b[^<>]*>(?:[^<>]|</?(?:b|strong)>){0,200}</summary>\s*$", re.IGNORECASE
)
"""The head of a fold that the next questions are in."""
_FENCE = re.compile(r"`{3,}(?=[^`]*$)|~{3,}")
_COMMENT = re.compile(
    r"<!--(?![^<>]*(?:answer|correct|solution|答|ответ|respuesta))[^<>]{0,300}-->", re.IGNORECASE
)
"""One that may be the key of a quiz is none."""
_SECTION = re.compile(r"\s*([-=~━─])\1{2,}[ \t]*+(?=\w)[^\n]{1,60}?\1{3,}\s*$")
"""The title of what follows, in a line drawn around it: `--- Planning ---`."""
_ANCHORS = re.compile(r"\s*+(?:<a\s+(?:id|name)=[^<>]*+>\s*+(?:</a>)?\s*+)++", re.IGNORECASE)
"""Where a link to the next question leads."""
_TITLE = re.compile(
    r"[^\w*`]{0,8}\*\*[^\w*`]{0,8}(?:(?:interview(?:[- ]ready)?|simple|crisp|professional|perfect|star|"
    r"concise|polished|one[- ]line(?:r)?) answer|answer key points)"
    r"(?: \([^()]{1,30}\))?[ ]?:?\*\*[ ]?:?[ ]?(?P<rest>.*)",
    re.IGNORECASE,
)
"""`**🎯 Interview answer (30 seconds):**`; it may stand in the middle of one as well."""
_DASH = re.compile(r"(?:[–—-]|[-=]{1,2}>|[→⇒➜=:：])[ \t]+(?=\S)")
_FIRST_OPTION = re.compile(r"[ \t>]*(?:[-*+][ \t]+)?[*_]*A[*_]*[.)]")
_LONGEST_TAIL = 500
_CODE_INDENT = 4
_MARK_ITEM = re.compile(r"([ \t]*)[-*+][ \t]")
_DEEP = 5
"""So far in the text of a list item may be; what is further in is code."""
RULE = re.compile(
    r"^\s*(?:(?:[-*_]\s*){3,}|#{1,6}\s*|<h([1-6])\b[^<>]*>\s*</h\1>\s*|(?:[—―⸺⸻─━═▬➖]\s*)+|={5,}\s*)$",
    re.IGNORECASE,
)
"""A line that is drawn, be it as a heading without words, or with signs that markdown does not know, as chats
and word processors do."""
_WRAPPING = 60
"""A line of so many characters is taken for one that was wrapped."""
_BREAK = re.compile(r"(?<!\\)\\\Z")
"""The break of a line: at the end of a text it is a stray sign."""
_PARAGRAPHS = re.compile(r"</p>\s*+<p\b[^<>]*+>", re.IGNORECASE)
_PARAGRAPH_END = re.compile(r"</p>\s*\Z", re.IGNORECASE)
_HELD = re.compile(r"`|~~~|<(?:li|t[dh]|pre|code|blockquote|div)\b", re.IGNORECASE)
"""What tags of paragraphs may be a part of."""
_GOES_ON = re.compile(
    rf"(?!\d{{1,3}}[.)、](?!\d)|[^\s:：]{{1,10}}[:：])[\w（“《「『](?=[^\n]{{0,9}}{EASTERN.pattern})"
)
"""The next line of a Chinese, Japanese or Korean sentence: neither an item nor a label."""
_NO_ENDS = (RULE, _SECTION, _ANCHORS)


def without_mark(text: str, asked: str = "") -> str:
    """`text` without the mark of an answer on its first line; `A.` is none where it is an option of those
    that are `asked`."""
    first, _, rest = text.lstrip("\n").partition("\n")
    if asked and _FIRST_OPTION.match(first) and offers_options(asked):
        return text
    found = answer_mark(first) if first.strip() else None
    if found is None and first.strip():
        found = answer_mark(_without_lead(first, _LEADING_TAGS))
    return carried_on(found.rest, rest) if found is not None else text


def without_dash(text: str, below: str) -> str:
    """What follows on the line of a question, without the sign between: `What is it? – A map.` The dash of a
    list that goes on below stays."""
    found = _DASH.match(text)
    is_list = found is not None and below.lstrip().startswith(found[0])
    return text if found is None or is_list else text[found.end() :]


def joined(*parts: str) -> str:
    return "\n\n".join(part.strip("\n") for part in parts if part.strip())


def carried_on(first: str, rest: str) -> str:
    """`first` with the lines below it: in its paragraph where that was wrapped there, else in their own."""
    shown, below = first.rstrip(), rest.lstrip(" \t")
    if _BREAK.search(shown):
        return f"{shown}\n{below.rstrip()}" if below[:1].strip() else joined(shown[:-1], rest)
    is_cut = bool(shown) and shown[-1] not in ".:!?。：！？"
    is_text = below[:1].isalpha() and (below[0].islower() or len(shown) >= _WRAPPING)
    is_wrapped = is_cut and (is_text or _GOES_ON.match(below) is not None)
    return f"{shown}\n{below.rstrip()}" if is_wrapped else joined(first, rest)


def dedented(text: str, offset: int) -> str:
    """`text` moved left by as much as the list item indents it. Lines that stand further left stay, and what
    is in a fence moves as far as that."""
    if not offset:
        return text
    lines = text.expandtabs(4).split("\n") if "\t" in text else text.split("\n")
    indents = [len(line) - len(line.lstrip(" ")) for line in lines if line.strip()]
    deep = [indent for indent in indents if indent >= 2]
    width = offset
    if deep and offset < deep[0] < offset + 4:  # written one or two columns further in than need be
        width = deep[0]
    moved, fence, inside = [], "", width
    for line in lines:
        shown, indent = line.strip(), len(line) - len(line.lstrip(" "))
        found = None if fence else _FENCE.match(shown)
        if found:
            fence, inside = found[0], min(width, indent)
        moved.append(line[min(inside if fence else width, indent) :])
        if fence and not found and shown.startswith(fence) and not shown.strip(fence[0]):
            fence = ""
    return "\n".join(moved)


def _without_lead(text: str, tags: re.Pattern[str]) -> str:
    """Without the tags that a text begins with, and the heads of folds that only say that it follows."""
    position, is_folded = 0, False
    while True:
        found = tags.match(text, position)
        position = found.end() if found else position
        head = _FOLD_HEAD.match(text, position)
        if head is None or not is_frame(head["summary"]):
            break
        position, is_folded = head.end(), True
    line = text.rfind("\n", 0, position) + 1
    indent = text[line:position]
    is_code = is_folded and text.endswith("\n\n", 0, line) and indent.isspace()
    return text[line if is_code and len(indent.expandtabs(4)) >= _CODE_INDENT else position :]


def unhung(text: str, mark: str, rest: str, offset: int) -> str:
    """`text` moved left where it hangs below the words that follow on the mark of an answer, or is in the
    list item that opens with that; it was moved by `offset` already, as the question's item indents it."""
    first = next((line for line in text.split("\n") if line.strip()), "")
    indent = len(first) - len(first.lstrip(" "))
    is_hung = rest and 2 <= indent == mark.find(rest)
    item = _MARK_ITEM.match(mark)
    inside = max(0, len(item[1].expandtabs(4)) - offset) if item else 0
    is_inside = item is not None and inside + 2 <= indent <= inside + _DEEP
    return dedented(text, indent) if is_hung or is_inside else text


def _without_tags(text: str) -> str:
    """Without the tags around it, unless one of them belongs to one that stays."""
    bare = text
    if bare.lstrip().startswith("<"):
        bare = _without_lead(bare, _LEADING_TAGS)
    if bare.rstrip().endswith(">"):
        bare = bare[:-_LONGEST_TAIL] + _TRAILING_TAGS.sub("", bare[-_LONGEST_TAIL:])
    if bare != text and not all(
        len(re.findall(rf"<{tag}\b", bare, re.IGNORECASE))
        == len(re.findall(rf"</{tag}>", bare, re.IGNORECASE))
        for tag in ("b", "strong", "i", "em", "font", "center")
    ):
        bare = _without_lead(text, _LEADING_FRAMES)
    if bare != text and "</p" in bare and "<p" not in bare.partition("</p")[0]:
        bare = _in_paragraphs(bare)
    return bare if bare == text else _with_whole_folds(bare, text)


def _in_paragraphs(bare: str) -> str:
    """`bare` in paragraphs of markdown, as the tags around the first and the last are gone."""
    if _HELD.search(bare):
        return bare
    told = _PARAGRAPHS.sub("\n\n", bare)
    return _PARAGRAPH_END.sub("", told) if "<p" not in told else told


def _with_whole_folds(bare: str, text: str) -> str:
    """`bare` without the end of a fold whose head was taken off `text`, with that of one that is in it."""
    tags = list(_FOLD_TAG.finditer(bare))
    taken = len(_FOLD_TAG.findall(text)) - len(tags)
    if not taken:
        return bare
    depth, stray = 0, []
    for tag in tags:
        depth += -1 if tag["closes"] else 1
        if depth < 0:
            stray.append(tag.span())
            depth = 0
    ends = [0, *(end for _, end in stray[:taken])]
    starts = [*(start for start, _ in stray[:taken]), len(bare)]
    shown = "".join(bare[end:start] for end, start in zip(ends, starts, strict=True))
    return shown + "\n</details>" * min(depth, taken)


def without_comments(text: str) -> str:
    """Without the lines that are a comment, which no one sees; in code they stay."""
    if "<!--" not in text:
        return text
    lines, fence = [], ""
    for line in text.split("\n"):
        shown = line.strip()
        if fence:
            fence = "" if shown.startswith(fence) and not shown.strip(fence[0]) else fence
        elif found := _FENCE.match(shown):
            fence = found[0]
        elif _COMMENT.fullmatch(shown):
            continue
        lines.append(line)
    return "\n".join(lines).rstrip()


def tidy(text: str, footers: Collection[str] = ()) -> str:
    """Without schedules of other tools, comments, links back to the top, the `footers` of a page, and rules
    and tags around it."""
    if not text.strip():
        return ""
    told = without_comments(tool_marks.without_marks(text))
    lines = [line for line in told.split("\n") if line.strip() not in footers and not is_back_link(line)]
    while lines and (not lines[-1].strip() or any(each.fullmatch(lines[-1]) for each in _NO_ENDS)):
        lines.pop()
    while lines and (not lines[0].strip() or RULE.match(lines[0])):
        lines.pop(0)
    shown = _untitled("\n".join(lines))
    if shown.endswith("</summary>"):
        shown = shown[:-_LONGEST_TAIL] + _OPENED_FOLD.sub("", shown[-_LONGEST_TAIL:])
    tidy = _without_tags(shown)
    tidy = tidy[:-1].rstrip() if _BREAK.search(tidy, max(0, len(tidy) - 2)) else tidy
    while tidy.split("\n")[-1:] and RULE.match(tidy.split("\n")[-1]):
        tidy = tidy.rpartition("\n")[0].rstrip()
    return tidy.rstrip()


def _untitled(text: str) -> str:
    """`text` without the line in bold above it that says what kind of answer it is."""
    first, _, rest = text.partition("\n")
    found = _TITLE.match(first) if "nswer" in first else None
    return joined(found["rest"], rest) if found and (found["rest"] or rest.strip()) else text


def is_only_headings(text: str) -> bool:
    """Whether nothing is said below the headings of an answer, nor in one as `#### Answer: B`; lines in bold
    that end in a colon are headings too."""
    lines = [line for line in text.split("\n") if line.strip()]
    return text.startswith(("#", "**")) and all(
        re.match(r"#{1,6}[ \t]|\*\*[^*]+(?::\*\*|\*\*:)[ \t]*$", line) and answer_mark(line) is None
        for line in lines
    )
