"""Questions that are lines in bold: `**What is …?**`, `1. **What …**`, and with the answer behind them."""

import re
from collections.abc import Iterator
from dataclasses import replace

from flashrl.formats.foreign.page.block import Block
from flashrl.formats.foreign.page.document import Document
from flashrl.formats.foreign.styles.start import BOLD, Start
from flashrl.formats.foreign.words.answer_mark import answer_mark
from flashrl.formats.foreign.words.asked_on import asked_on
from flashrl.formats.foreign.words.usual_headings import is_beside
from flashrl.formats.foreign.words.wording import Wording, wording

_LINE = re.compile(
    r"^[ \t]*+(?:[-*+][ \t]++|\d{1,4}\\?[.)、][ \t]*)?(?P<before>(?:\d\ufe0f?\u20e3|[^\w*_<])*)"
    r"(?P<bold>(?P<mark>\*\*\*|"
    r"\*\*|__)(?=\S)(?P<text>.+?)(?<=\S)(?P=mark)|<(?P<tag>b|"
    r"strong)>(?P<html>.+?)</(?P=tag)>|\*\*(?P<open>(?=\S)[^*]{4,300}[?？])[ \t]*$)(?P<rest>.*)$",
    re.IGNORECASE,
)
_AROUND = re.compile(r"</?(?:span|font|ins|u)\b[^<>]*>|<a\s+(?:id|name)=[^<>]*>(?:</a>)?", re.IGNORECASE)
"""What may stand around a line in bold, to colour it or to be a link's end."""
_LIST_MARK = re.compile(r"^[ \t]*(?:[-*+]|(\d{1,4})\\?[.)、])[ \t]*")
_MULTI = re.compile(
    r"^[ \t]*(?:[-*+][ \t]+|\d{1,4}\\?[.)][ \t]*)?(\*\*|__)(?=\S)((?:(?!\1)[\s\S])+?)(?<=\S)\1[ \t]*$"
)
_KEYCAP = re.compile(r"(\d)\ufe0f?\u20e3")
_ONLY_NUMBER = re.compile(r"(?:Q(?:uestion)?[ .:]*)?\d{1,4}[.):]*", re.IGNORECASE)
_TASK = re.compile(
    r"(?:given|suppose|return|we (?:have|are given)|you (?:have|are given)|there (?:is|are))\b", re.IGNORECASE
)
_OPENING = re.compile(
    r"(?:explain|describe|discuss|define|what|why|how|when|which|compare|differen\w+|distinguish)\b",
    re.IGNORECASE,
)
_MEANT = re.compile(r"[ \t]*(?:[:：=→]|->|=>|[-–—]{1,2}(?=\s))+[ \t]*")
_NAMED = re.compile(
    r"^[ \t]*(?:[-*+]|\d{1,4}[.)])[ \t]+(?P<text>[^\W_](?:[^\s:：*`|]|[ ](?![-–—=→])){0,60})"
    r"(?P<rest>[ \t]*[:：][ \t].*|[ \t]+(?:[-–—=→]|->|=>)[ \t].*)$"
)
_LONGEST_TERM = 100
_LONGEST_NAME = 2
"""`Explain it:` may be a step."""
_FEWEST_WORDS, _FAR = 5, 20
_COUNTED = re.compile(r"[ \t]*(?:\d{1,4}\\?[.)、][ \t]*(?:\*\*|__)|(?:\*\*|__)(?:Q\w{0,7}[ .]?)?\d)")
_OPTION = re.compile(r"[ \t]*(?:[-*+][ \t]+)?(?:\[[ \t]*+[xX]?[ \t]*+\]|\(?[Aa][.)])[ \t]")
_QUOTED = re.compile(r"[\"“”„'‘][^\"“”]*[\"”“'’]")
_DECORATION = re.compile(r"^[^\w\"'`$(\[<¿]*$")


def starts(document: Document) -> Iterator[Start]:
    """Every line of a paragraph that is in bold, or begins so; but of those that name what stands below them
    only the one with the number between two of its look, where no mark sets answers off."""
    names: set[int] = set()
    found = list(_all(document, names))
    counted = [each for each in found if each.shape[-1]] if names else []
    names -= {
        each.line
        for above, each, below in zip(counted, counted[1:], counted[2:], strict=False)
        if each.line in names
        and not names.intersection((above.line, below.line))
        and _are_in_count(above, each, below)
        and not any(map(answer_mark, document.lines[above.end : each.line]))
    }
    yield from (each for each in found if each.line not in names)


def _are_in_count(*starts: Start) -> bool:
    """Whether some starts of one look count on one by one."""
    counts = [each.wording.count or 0 for each in starts]
    is_on = counts[0] > 0 and counts == list(range(counts[0], counts[0] + len(counts)))
    return is_on and len({each.shape for each in starts}) == 1


def _all(document: Document, names: set[int]) -> Iterator[Start]:
    """The lines in bold; those that name what stands below go to `names` as well."""
    for block in document.blocks:
        if block.kind not in ("paragraph", "html") or block.quoted:
            continue
        whole = _wrapped(document, block)
        if whole is not None:
            yield whole
            continue
        for line in range(block.start, block.end):
            if document.plain[line] and (found := _found(document.lines[line])):
                start = _start(document, found, block, line, names)
                if start is not None:
                    yield start


def _found(line: str) -> "re.Match[str] | None":
    """A line that opens in bold, be it with tags around that."""
    found = _LINE.match(line)
    return _LINE.match(_AROUND.sub("", line)) if found is None and "**" in line and "<" in line else found


def terms(document: Document) -> Iterator[Start]:
    """Every line that begins with a name, in bold or in an item, and goes on with what that means or, in
    bold, ends there; in no list further in: `- **Return**: a sum`."""
    for block in document.blocks:
        if block.kind != "paragraph" or block.quoted or len(block.items) > 1:
            continue
        for line in range(block.start, block.end if not block.items else block.start + 1):
            shown = document.lines[line]
            found = _LINE.match(shown) or (_NAMED.match(shown) if block.items else None)
            if found is not None and document.plain[line] and answer_mark(shown) is None:
                yield from _term(found, block, line)


def _term(found: "re.Match[str]", block: Block, line: int) -> Iterator[Start]:
    parts = found.groupdict()
    text, rest = (parts["text"] or parts.get("html") or "").strip(), found["rest"].strip()
    name, told = text.rstrip(":： "), _MEANT.match(rest)
    words = wording(name)
    is_none = words.is_stop or words.is_link or not re.search(r"\w", words.text) or len(name) > _LONGEST_TERM
    if not is_none and (told or not rest or name != text):
        listed = _LIST_MARK.match(found.string)
        is_counted = bool(words.number or (listed and listed[1]))
        yield _made(block, line, line + 1, name, words, rest[told.end() if told else 0 :].strip(), is_counted)


def _wrapped(document: Document, block: Block) -> Start | None:
    """A bold paragraph of several lines."""
    if block.end - block.start < 2 or block.end - block.start > 6:
        return None
    found = _MULTI.match("\n".join(document.lines[block.start : block.end]))
    if found is None or answer_mark(document.lines[block.start]):
        return None
    text = " ".join(found[2].split())
    words = wording(text)
    return _made(block, block.start, block.end, text, words, "", bool(words.number)) if words.asks else None


def _start(
    document: Document, found: "re.Match[str]", block: Block, number: int, names: set[int]
) -> Start | None:
    line = document.lines[number]
    text, rest = (found["text"] or found["html"] or found["open"] or "").strip(), found["rest"].strip()
    if not text or answer_mark(line) is not None:
        return None
    listed = _LIST_MARK.match(line)
    counted = (listed[1] if listed else None) or "".join(_KEYCAP.findall(found["before"]))
    is_task = bool(rest) and _is_task(text, rest)
    if rest and (is_task or _ONLY_NUMBER.fullmatch(text)):
        text, rest = f"{text}{'' if rest[:1] in '.:,;' else ' '}{rest}", ""
    words = wording(f"{counted}. {text}" if counted else text)
    words = replace(words, asks=True) if is_task else words
    if words.is_link or _is_none(words) or _is_quoted(document, text, number):
        return None
    is_known = is_task or words.ends_asking or words.label or _is_answered(document, number)
    is_known = is_known or _leads_told(document, block, number, words)
    is_known = is_known or (bool(words.number) and _is_answered_further_on(document, number, words))
    if _leads_in(words, rest) and not is_known and not (words.number and _has_options(document, number)):
        if not words.number:
            return None
        names.add(number)
    more, told = asked_on(rest) if rest and words.asks else ("", rest)
    if rest and (_DECORATION.match(rest) or more):
        text, rest = f"{text} {more or rest}".strip() if rest.strip(" .:：\\") else text, more and told
    elif re.fullmatch(r"<br ?/?>|</?p>", rest):
        rest = ""
    elif rest[:1] in (":", "："):
        if not words.ends_asking:
            return None
        rest = rest[1:].strip()
    return _made(block, number, number + 1, text, words, rest, bool(words.number))


def _is_none(words: Wording) -> bool:
    """Whether a line holds no words, or names what a page says beside its questions."""
    is_asked = words.number or words.label or words.ends_asking
    return not re.search(r"\w", words.text) or (not is_asked and is_beside(words.text))


def _leads_in(words: Wording, rest: str) -> bool:
    """Whether a line names what stands below it: `**Scope:**`; where the colon is plain, only what neither
    asks nor counts does."""
    is_plain = rest in (":", "：") and not (words.asks or words.number)
    return is_plain or words.text.rstrip().endswith((":", "："))


def _is_quoted(document: Document, text: str, number: int) -> bool:
    """Whether a line is what the one above it announces as said: `It answers:` and `**"Is it full?"**`."""
    if not _QUOTED.fullmatch(text):
        return False
    above = (document.lines[n] for n in range(number - 1, max(number - 4, -1), -1))
    return next((line for line in above if line.strip()), "").rstrip(" *_").endswith((":", "："))


def _has_options(document: Document, number: int) -> bool:
    """Whether a choice follows on a line."""
    return bool(_OPTION.match(_below(document, number)))


def _is_answered(document: Document, number: int) -> bool:
    """Whether the mark of an answer is the next thing that stands below a line."""
    return answer_mark(_below(document, number)) is not None


def _is_answered_further_on(document: Document, number: int, words: Wording) -> bool:
    """Whether the mark of an answer stands below what a whole sentence with a colon lists, and above what is
    counted next."""
    if len(words.text.split()) < _FEWEST_WORDS:
        return False
    for line in document.lines[number + 1 : number + _FAR]:
        if line.startswith("#") or _COUNTED.match(line):
            return False
        if answer_mark(line) is not None:
            return True
    return False


def _below(document: Document, number: int) -> str:
    """The next line with text, if it is near."""
    following = (line for line in document.lines[number + 1 : number + 4] if line.strip())
    return next(following, "")


def _leads_told(document: Document, block: Block, number: int, words: Wording) -> bool:
    """Whether a task, `Explain how it learns:`, leads a list item that tells more below it."""
    item = block.items[-1] if block.items and block.leads and number == block.start else None
    is_task = words.asks and len(words.text.split()) > _LONGEST_NAME and bool(_OPENING.match(words.text))
    return is_task and item is not None and document.has_text(number + 1, item.end)


def _is_task(text: str, rest: str) -> bool:
    """Whether a name with a number stands before what is to be done: `**2) Return**. Compute it from …`"""
    named, task = wording(text), rest.lstrip(" .:：-–—")
    is_name = bool(named.number) and not (named.asks or named.label or rest[:1].islower())
    return is_name and (wording(task).asks or bool(_TASK.match(task)))


def _outer_end(block: Block, line: int) -> int | None:
    """Where the item ends that a question in a list of its own stands in, if anything is told there."""
    outer = block.items[-2:-1]
    return outer[0].end if outer and outer[0].end > line else None


def _made(
    block: Block, line: int, end: int, text: str, words: Wording, rest: str, is_numbered: bool
) -> Start:
    item = block.items[-1] if block.items and line == block.start and block.leads else None
    outer = block.items[-1] if block.items else None
    marked = item is not None
    shape = (BOLD, bool(rest), marked, item.depth if item else len(block.items), is_numbered)
    return Start(
        BOLD,
        line,
        end,
        text,
        words,
        shape,
        inline=rest,
        offset=outer.offset if outer else 0,
        depth=item.depth + 1 if item else 0 if outer is None else outer.depth + 2,
        list_start=item.list_start if item else None,
        limit=_outer_end(block, end) if item else None,
        item_end=item.end if item else None,
    )
