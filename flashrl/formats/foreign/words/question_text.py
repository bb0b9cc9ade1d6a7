"""What of the text around a question is the question, and what only goes on with it."""

import re
from itertools import pairwise

from flashrl.formats.foreign.words import shown_first
from flashrl.formats.foreign.words.answer_mark import answer_mark, is_filing
from flashrl.formats.foreign.words.answer_text import RULE
from flashrl.formats.foreign.words.asked_again import without_asked_again
from flashrl.formats.foreign.words.filing import is_filed
from flashrl.formats.foreign.words.interrogatives import asks_by_its_words
from flashrl.formats.foreign.words.wording import wording

_TELLS = re.compile(
    r"(?:define|discuss|describe|explain)\b(?:(?!\. (?-i:[A-Z])).){4,200}\.$|"
    r".{4,200}(?:주세요|보세요|주십시오|하시오)\.?$",
    re.IGNORECASE,
)
_GOES_ON = re.compile(r"(?![-*+>|#`~$(!<]|\d+[.)]|[A-Ha-h][.)])\S")
_ENDS = (".", "?", ":", "!", "？", "。", "：", "  ", "\\")
_TEXT = re.compile(r"(?:> ?)?[*_\"'“(]*(?:[^\W_]|\$(?!\$)|`(?!`))|[-*+] .+$")
_PICTURE = re.compile(r"(?:!\[[^\[\]\n]*\]\([^()\n]*\)\s*+)+")
_NAMED = re.compile(
    r"^#{1,6}[ \t]+[*_]*(?:(?:the )?(?:question|problem(?: statement)?|task|scenario|prompt)|题目|问题)\W*$",
    re.IGNORECASE | re.MULTILINE,
)
"""A heading that says of the text below that it is asked."""
_LABEL = re.compile(
    r"\W*(?:the |(?:sample|practice|coding) )?(?:(?:interview )?question|problem(?: statement)?|scenario|"
    r"task|situation|prompt|exercise|q|interviewer)\W*",
    re.IGNORECASE,
)
"""What names nothing: the question is what stands below."""
_RULED = re.compile(r"\A\n*[ \t]*(?:-{3,}|\*{3,}|_{3,})[ \t]*(?=\n)")
"""A rule right below a heading."""
_MISREAD_COLON = "£º"
"""A wide colon that was read in a wrong encoding."""
_LEVEL = re.compile(
    r"[\W_]*(?:(?:level|difficulty)[*_ \t]*[:：-]?[*_ \t]*(?:\d|easy|medium|hard)|easy|medium|hard|beginner|"
    r"intermediate|advanced)[\W_]*",
    re.IGNORECASE,
)
"""How hard a question is."""
_LEADS_IN = re.compile(r"[\W_]*(?:questions|tasks|exercises|problems)[*_ \t]*[:：][\W_]*", re.IGNORECASE)
_SOURCE = re.compile(
    r"[\W_]*(?:(?:official )?(?:docs?|documentation)|references?|sources?|links?|see(?: also)?)"
    r"[*_ \t]*[:：]",
    re.IGNORECASE,
)
_ADDRESS = re.compile(r"\[[^\[\]]*\]\([^()\s]*\)|https?://[^\s<>]+")
"""Where one reads about a question, as a line below `Docs:`."""
_BULLET = re.compile(r"[ \t]*[-*+][ \t]+(?!\[[ xX]?\])")
_HEADED = re.compile(r"^#{1,6}[ \t].*$", re.MULTILINE)
_HASHES = re.compile(r"#{2,6}[ \t]+")
_ONLY_HEADED = re.compile(
    r"#{2,6}[ \t]+(?P<text>[^\n]+?)[ \t#]*\n(?P<rest>(?:(?!#{1,6}[ \t]).*\n)*(?!#{1,6}[ \t]).*)\Z"
)
"""A heading that is the only one."""
_QUOTED = re.compile(r"^[ \t]*>[ \t]?", re.MULTILINE)
_ABOUT_THESE = re.compile(r"\b(?:these|those|following)\b[^?]*\?\W*$", re.IGNORECASE)
_TICKED = re.compile(r"^[ \t]*(?:[-*+]|\d{1,3}[.)])[ \t]+\[[ \t]*+[xX]?[ \t]*+\][ \t]", re.MULTILINE)
_NAME = re.compile(r"(?![A-Ha-h\d]{1,2}[.):])[^\[\]*!?<>|=✅✔.。:：;]{2,60}")
"""What may be the name of something: no option of a quiz, and no sentence."""
_ROW_OF_OPTIONS = re.compile(
    r"\s*+\(?[Aa][).][^\n()]{1,100}\(?[Bb][).][^\n()]{1,100}\(?[Cc][).][^\n()]{1,100}(?:\(?[Dd][).][^\n()]{1,100})?\s*"
)
_BREAK = re.compile(r"\n\n|\n(?=[ \t]*(?:```|~~~))")
_CODE = re.compile(r"[ \t]*(```|~~~).*?(?:\1|\Z)", re.DOTALL)
_NAMED_ITEM = re.compile(r"([ \t]*)(?:[-*+]|\d{1,3}[.)])[ \t]+\S")
_FRAME = re.compile(
    r"[ \t]*<(?P<tag>section|article|main|aside|div|center|blockquote|form|fieldset)\b[^<>]*>[ \t]*\n\s*",
    re.IGNORECASE,
)
"""A line that is nothing but the tag of a block."""
_QUOTED_LAST = re.compile(r"(?<=\w )(?:\"[^\"]{2,200}\?\"|“[^“”]{2,200}\?”)$")
"""A question in quotation marks behind other words, and nothing behind it."""
_QUOTES = "\"'“”„«»‘’ "
_LONGEST, _NAME_WORDS, _LONGEST_LABEL, _MOST_FRAMES, _NEAR = 400, 6, 60, 4, 4


def opening(text: str) -> tuple[str, str]:
    """The sentence that a text opens with, over as many lines as it was broken into, and the rest.

    Where code, a table or a picture stands first, it is that of the paragraph below it: there may be none.
    Tags that frame all of it are left out.
    """
    named = _unframed(_NAMED.sub("", text).strip("\n") or text)
    if (parts := shown_first.parted(named)) is not None:
        before, asked, behind = parts
        question, rest = opening(asked) if asked else ("", "")
        return question, "\n\n".join(each for each in (before, rest, behind) if each.strip())
    lines = _QUOTED.sub("", named).split("\n")
    if (headed := _HASHES.match(lines[0])) is not None:
        return lines[0][headed.end() :].rstrip(" #"), "\n".join(lines[1:])
    end = 1
    while end < len(lines) and _GOES_ON.match(lines[end]) and not lines[end - 1].rstrip().endswith(_ENDS):
        end += 1
    opened = " ".join(line.strip() for line in lines[:end])
    return (opened, "\n".join(lines[end:])) if len(opened) < _LONGEST else (lines[0], "\n".join(lines[1:]))


def _unframed(text: str) -> str:
    """`text` without the tags of blocks around it that have lines of their own."""
    for _ in range(_MOST_FRAMES):
        if (frame := _FRAME.match(text)) is None:
            break
        text = text[frame.end() :]
        last = text.rstrip().rpartition("\n")
        if last[2].strip().lower() == f"</{frame['tag'].lower()}>":
            text = last[0].rstrip()
    return text


def is_label(shown: str) -> bool:
    """Whether what should be a question only says that one follows: `❓ Question`, `Scenario:`."""
    return len(shown) < _LONGEST_LABEL and bool(_LABEL.fullmatch(shown.replace(_MISREAD_COLON, "：")))


def leads_in(shown: str) -> bool:
    """Whether what should be a question only says that one follows, `Tasks:`, or where to read about it."""
    return is_label(shown) or bool(_LEADS_IN.fullmatch(shown)) or _is_source(shown)


def _is_source(line: str, *, is_below: bool = False) -> bool:
    """Whether a line is nothing but links below a name, or right below such a line."""
    found = _SOURCE.match(line)
    links = line[found.end() :] if found else line
    is_linked = bool(_ADDRESS.search(links)) if found is None else True
    return (found is not None or is_below) and is_linked and not re.search(r"\w", _ADDRESS.sub("", links))


def led_in(shown: str, asked: str) -> tuple[str, str]:
    """The question below what leads in to it, and the rest, with the links that stand between."""
    lines = asked.split("\n")
    sources, first = _lead(lines, [shown] if _is_source(shown) else [])
    question, rest = opening("\n".join(lines[first:]))
    bullet = _BULLET.match(question)
    texts = ("\n".join(sources), rest.strip("\n"))
    return question[bullet.end() if bullet else 0 :], "\n\n".join(filter(None, texts))


def only_leads_in(lines: list[str]) -> bool:
    """Whether no question follows where some lines say that one does."""
    return _lead(lines, [])[1] == len(lines)


def announces_questions(lines: list[str]) -> bool:
    """Whether some lines begin with `Questions:`, behind links at most: what is above them asks nothing."""
    sources, first = _lead(lines, [])
    label = next((line for line in lines[:first] if line.strip() and line not in sources), "")
    return bool(_LEADS_IN.fullmatch(label)) and label.strip(" *_:：").lower() in ("questions", "exercises")


def _lead(lines: list[str], sources: list[str]) -> tuple[list[str], int]:
    """The lines with links, and how hard it is, in what leads in to a question, with those known, and the
    number of the line behind it."""
    sources = [*sources]
    for number, line in enumerate(lines):
        is_level = _LEVEL.fullmatch(line) and any(map(is_label, lines[number + 1 : number + _NEAR]))
        if is_level or is_filed(line) or (line.strip() and _is_source(line, is_below=bool(sources))):
            sources.append(line)
        elif line.strip() and not leads_in(line):
            return sources, number
    return sources, len(lines)


def without_label(asked: str) -> str:
    """What goes on with a question, without a heading or line in bold above all of it that only says so."""
    head, _, rest = asked.partition("\n")
    is_set_off = head.lstrip(" >").startswith(("#", "**")) and not _HEADED.search(rest)
    return rest.strip("\n") if rest.strip() and is_set_off and is_label(head) else asked


def asked_first(body: str, *, is_asked: bool) -> tuple[str, str]:
    """What stands below a heading `Prompt` or `Problem` above all others, and the rest; nothing if either is
    missing. What is not `is_asked` by the heading may be in a quote right below it."""
    told = body.lstrip("\n")
    if told.startswith(">") and not is_asked:
        quoted, rest = _quote(told)
        return (quoted, rest) if quoted and rest.strip() else ("", body)
    named = _NAMED.match(told)
    following = _HEADED.search(told, named.end()) if named is not None else None
    if named is None or following is None:
        return "", body
    asked, rest = told[named.end() : following.start()].strip("\n"), told[following.start() :]
    return (asked, rest) if asked.strip() else ("", body)


def _quote(told: str) -> tuple[str, str]:
    """The quote that a text opens with and the rest, where a question is said there, or a task in quotation
    marks."""
    lines = told.split("\n")
    count = next((n for n, line in enumerate(lines) if not line.startswith(">")), len(lines))
    said = " ".join(line.strip("> \t*_") for line in lines[:count]).strip()
    words = wording(said.strip(_QUOTES)) if len(said) < _LONGEST and "[!" not in said else None
    is_asked = words is not None and (words.ends_asking or (words.asks and said[:1] in _QUOTES))
    return ("\n".join(lines[:count]), "\n".join(lines[count:])) if is_asked and said else ("", "")


def first_paragraph(body: str) -> tuple[str, str]:
    """What a heading that only counts asks, `Question 2`, and the rest; a heading may name that."""
    if _NAMED.match(body.lstrip("\n")):
        end = next((each.start() for each in _HEADED.finditer(body) if not _NAMED.match(each[0])), len(body))
        return _NAMED.sub("", body[:end]).strip("\n"), body[end:]
    body = _RULED.sub("", body, count=1)
    headed = _ONLY_HEADED.match(body.lstrip("\n"))
    if headed is not None and answer_mark(headed[0]) is None:
        return headed["text"].strip(), headed["rest"]
    asked, rest = _up_to_break(body.strip("\n"))
    if (choice := _TICKED.search(asked)) is not None:
        asked, rest = asked[: choice.start()].rstrip(), f"{asked[choice.start() :]}\n\n{rest}"
    if rest.strip() and (is_filing(asked) or all(map(is_filed, asked.split("\n")))):
        filed, (asked, rest) = asked, first_paragraph(rest)
        return (f"{asked}\n\n{filed}", rest) if asked else ("", body)
    is_shown = is_picture(asked) and bool(rest.strip())
    return (asked, rest) if is_shown or _TEXT.match(asked) else ("", body)


def _up_to_break(text: str) -> tuple[str, str]:
    """The text up to a blank line outside of code, or up to the code that it asks about, and the rest."""
    found = _BREAK.search(text)
    if found is not None and found[0] == "\n" and not text[: found.start()].rstrip().endswith("?"):
        code = _CODE.match(text, found.end())
        return (text[: code.end()], text[code.end() :]) if code else (text, "")
    return (text[: found.start()], text[found.end() :]) if found else (text, "")


def is_picture(asked: str) -> bool:
    """Whether a question is nothing but a picture of it."""
    return bool(_PICTURE.fullmatch(asked))


def goes_on(question: str, body: str, *, is_keyed: bool = False) -> bool:
    """Whether what follows on a question is all of it asked: more questions, the names of what it asks about,
    its options on one line, or what it announces with a sentence below that asks of it.

    Where others are a choice that `is_keyed`, names are what was chosen.
    """
    return (
        _only_asks(body)
        or (not is_keyed and _names_what_is_asked(question, body))
        or _asks_at_its_end(question, body)
        or bool(len(body) < _LONGEST and _ROW_OF_OPTIONS.fullmatch(body))
    )


def _only_asks(body: str) -> bool:
    """Whether there is nothing but more questions, and the names above lists of them."""
    said = [line for line in body.split("\n") if line.strip() and not RULE.match(line)]
    if any(map(_tells_what_is_asked, said)):
        return False
    lines = [line.rstrip(' *_"”') for line in without_asked_again(said)]
    if said and not lines:
        return True
    last = lines[-1:]
    lines = [line for line, after in pairwise(lines) if not _is_name(line, after)] + last
    lines = [line for line in lines if not (line.startswith("**") and line.endswith(":"))]
    return bool(lines) and all(line.endswith(("?", "？")) or _TELLS.match(line) for line in lines)


def _tells_what_is_asked(line: str) -> bool:
    """Whether a line says something with a question in quotation marks at its end: `A critic asks “how good
    is it?”`"""
    found = _QUOTED_LAST.search(line.rstrip(" *_.")) if line.rstrip(" *_.")[-1:] in ('"', "”") else None
    return found is not None and not asks_by_its_words(line[: found.start()].strip(" \t>*_-+"))


def _asks_at_its_end(question: str, body: str) -> bool:
    """Whether a line ends with a colon, and the sentence below what it announces asks of it."""
    lines = [line for line in body.split("\n") if line.strip()]
    is_open = question.rstrip(" *_").endswith((":", "："))
    is_text = len(lines) > 1 and not (_NAMED_ITEM.match(lines[-1]) or lines[-1].startswith((" ", ">", "|")))
    return is_open and is_text and wording(lines[-1]).ends_asking


def _is_name(line: str, after: str) -> bool:
    """Whether an item only names the items below it."""
    found, below = _NAMED_ITEM.match(line), _NAMED_ITEM.match(after)
    return bool(found and below and len(found[1]) < len(below[1])) and not line.endswith((".", "。"))


def _names_what_is_asked(question: str, body: str) -> bool:
    """Whether nothing but names follows on a question about `these`: they are what it asks about."""
    lines = [line.strip(" \t-*+•") for line in body.split("\n") if line.strip()]
    return (
        len(lines) > 1
        and bool(_ABOUT_THESE.search(question))
        and all(_NAME.fullmatch(line) and len(line.split()) <= _NAME_WORDS for line in lines)
    )


def of_summary(text: str) -> tuple[str, str]:
    """The question of a fold, and what of it is no line of text: its code and lists."""
    lines = text.strip().split("\n")
    if len(lines) == 1:
        return text.strip(), ""
    return lines[0].strip(), "\n".join(lines[1:]).strip("\n")
