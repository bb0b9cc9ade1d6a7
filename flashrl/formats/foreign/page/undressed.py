"""Lines without what is put around a question and says nothing of it: anchors, tags, levels, quoting."""

import re

from flashrl.formats.foreign.words.answer_mark import answer_mark
from flashrl.formats.foreign.words.answer_text import RULE
from flashrl.formats.foreign.words.wording import wording

_ANCHOR = re.compile(
    r"(?:<(a|span)[ ]+(?:name|id)[ ]*=[^<>]{1,200}>[ ]?</\1>|<a[ ]+(?:name|id)[ ]*=[^<>]{1,200}/>)[ \t]*+"
    r"(?=#{1,6}[ \t]|\*\*\S|\d{1,4}[.)][ \t]|[-*+][ \t])",
    re.IGNORECASE,
)
"""An anchor with the line that it leads to behind it: to CommonMark that is text then."""
_AROUND = re.compile(
    r"<(u|ins|font|center|big)\b[^<>]{0,200}>[ \t]*+([^<>]{1,500})</\1>[ \t]*", re.IGNORECASE
)
_QUESTION = re.compile(r"(?:\*\*)?(?:Q\W{0,2})?\d{1,4}[.):]")
_BROKEN_OFF = re.compile(
    r"(?P<indent>[ \t]*)(?:</?br[ ]?/?>|&nbsp;)(?:</?br[ ]?/?>|&nbsp;|[ \t])*+", re.IGNORECASE
)
"""What keeps an answer apart from the question above it."""
_LEVEL = r"(?:easy|medium|hard|basic|beginner|intermediate|advanced|junior|senior|important|imp|[EMH])"
_TAGGED = re.compile(
    r"(?P<lead>(?:\d{1,4}[.)]|#{2,6}(?:[ \t]+\d{1,4}[.)])?)[ \t]+)"
    rf"(?:\*\*\[?{_LEVEL}\]?\*\*|`\[?{_LEVEL}\]?`|:[a-z_]{{3,30}}:)[ \t]*(?:[:–-][ \t]+)?(?P<rest>\S.*)",
    re.IGNORECASE,
)
"""How hard a question is, or a sign by its name, before the question itself."""
_BUTTONS = frozenset(
    [
        "copyedit",
        "copy code",
        "copiar código",
        "copier le code",
        "code kopieren",
        "копировать код",
        "复制代码",
    ]
)
"""What a chat writes above code, below its language: of a copied page such lines are left."""
_LANGUAGE = re.compile(
    r"java(?:script)?|js|jsx|python|py|typescript|tsx?|bash|shell|sh|powershell|(?:my|pg)?sql|json|html|s?css|"
    r"less|xml|yaml|c|cpp|c\+\+|csharp|c#|go(?:lang)?|rust|ruby|php|swift|kotlin|dart|scala|groovy|r|lua|perl|"
    r"matlab|(?:plain)?text|markdown|graphql|docker(?:file)?|vbnet|makefile|ini|toml|diff|arduino|nginx|"
    r"objectivec|vue|haskell|elixir|clojure|mathematica|mermaid|properties|julia|verilog|lisp|wasm|http|"
    r"cmake|latex|cshtml|code"
)
_LONGEST_BUTTON, _ABOVE = 24, 2
_DATED = re.compile(
    r"(?:[ \t]++(?:"
    r"[✅📅🛫⏳➕❌]\ufe0f?[ \t]*\d{4}-\d\d-\d\d|[⏫🔼🔽🔺⏬]\ufe0f?|🔁\ufe0f?[ \t]*\w++(?: \w++){0,5}+|"
    r"[\[(](?:completion|due|scheduled|start|created|cancelled|priority|repeat)::[^\[\]()]{1,40}[\])])"
    r")++[ \t]*+$"
)
"""When a task was done, or is due, as a plug-in of Obsidian notes it behind the task."""
_TASK = re.compile(r"[ \t>]*(?:[-*+]|\d{1,4}[.)])[ \t]+\[.\][ \t]")
_LONGEST_TAIL = 300
_FEW = 3
_LOOSE = re.compile(
    r"(?P<lead>[ \t>]*+(?:[-*+][ \t]++|\d{1,4}[.)][ \t]*+)?+(?:#{1,6}[ \t]++)?+)"
    r"\*\*(?P<gap>\s*+)(?P<text>[^*\s][^*]{2,300}+)\*\*(?P<rest>.*)"
)
"""A line that opens with what is between two stars each."""
_OPENED = re.compile(r" {0,3}<(?P<tag>div|p|span)\b[^<>]{0,300}>[ \t]*+(?P<text>\S.*)", re.IGNORECASE)
_QUOTED = re.compile(r"^>[ ]?")
_QUOTED_HEADING = re.compile(r">[ ]{0,4}#{1,6}[ \t]+\S")
_NEARLY_ALL = 0.9
_BROKEN = 3
"""Over so many lines a question may be broken."""


def undressed(lines: list[str]) -> list[str]:
    """The lines of a file with as many; a level is taken off where those that have one mostly ask."""
    lines = [_bare(line) if line.lstrip()[:1] in ("<", "&") else line for line in _unquoted(lines)]
    lines = [_bold(line) if "** " in line or " **" in line else line for line in lines]
    lines = _without_buttons(lines)
    lines = _without_blocks([_undated(line) if _TASK.match(line) else line for line in lines])
    tagged = [
        (number, found)
        for number, line in enumerate(lines)
        if line[:1] in "#0123456789" and (found := _TAGGED.match(line)) is not None
    ]
    asking = sum(wording(found["rest"]).asks for _, found in tagged)
    if len(tagged) < _FEW or 2 * asking < len(tagged):
        return lines
    lines = list(lines)
    for number, found in tagged:
        lines[number] = f"{found['lead']}{found['rest']}"
    return lines


def _unquoted(lines: list[str]) -> list[str]:
    """The lines of a file that is one long quote, headings and all, without the signs of quoting."""
    quoted = sum(line[:1] == ">" for line in lines)
    if quoted < _FEW or 2 * quoted < sum(map(bool, lines)):
        return lines
    told = sum(bool(line.strip()) and not RULE.match(line) for line in lines)
    headings = sum(bool(_QUOTED_HEADING.match(line)) for line in lines)
    if headings < _FEW or quoted < _NEARLY_ALL * told:
        return lines
    return [_QUOTED.sub("", line, count=1) for line in lines]


def _without_buttons(lines: list[str]) -> list[str]:
    """The lines without those buttons, and without the name of a language right above."""
    found = [n for n, line in enumerate(lines) if len(line) < _LONGEST_BUTTON and _name(line) in _BUTTONS]
    lines = list(lines) if found else lines
    for number in found:
        lines[number] = ""
        above = range(max(0, number - _ABOVE), number)
        last = next((n for n in reversed(above) if lines[n].strip()), number)
        lines[last] = "" if _LANGUAGE.fullmatch(_name(lines[last])) else lines[last]
    return lines


def _name(line: str) -> str:
    """The words of a line that has no others."""
    return line.strip(" \t\\").lower()


def _bare(line: str) -> str:
    """A line without the anchor before it, the break before the mark of an answer, or the tags around all of
    it."""
    if (anchor := _ANCHOR.match(line)) is not None:
        return line[anchor.end() :]
    broken_off = _BROKEN_OFF.match(line)
    if broken_off is not None and answer_mark(line[broken_off.end() :]) is not None:
        return broken_off["indent"] + line[broken_off.end() :]
    around = _AROUND.fullmatch(line)
    if around is None or not _QUESTION.match(around[2]):
        return line
    inner = around[2].strip()
    return inner if inner.startswith("**") else f"**{inner}**"


def _bold(line: str) -> str:
    """A line with a question between stars without the gaps inside them, for which markdown would show the
    stars: `**What is a return? **`, as where a sign before the last stars got lost."""
    found = _LOOSE.fullmatch(line)
    if found is None:
        return line
    text = found["text"].rstrip()
    is_asked, is_whole = text.endswith(("?", "？")), not (found["gap"] or found["rest"].strip())
    if not (is_asked or is_whole):
        return line
    gap = found["text"][len(text) :] if found["rest"].strip() else ""
    return f"{found['lead']}**{text}**{gap}{found['rest']}"


def _undated(line: str) -> str:
    """A task without the marks behind it, where it has any."""
    if line.isascii() and "::" not in line:
        return line
    return line[:-_LONGEST_TAIL] + _DATED.sub("", line[-_LONGEST_TAIL:])


def _without_blocks(lines: list[str]) -> list[str]:
    """The lines without the tags of blocks around questions with a prefix and a number, and around what is
    marked as their answer, where there are several."""
    found = [(n, each) for n, line in enumerate(lines) if "<" in line[:4] and (each := _OPENED.match(line))]
    asked = {n for n, each in found if wording(each["text"]).label and wording(each["text"]).number}
    sides = [(n, each) for n, each in found if n in asked or answer_mark(each["text"]) is not None]
    if len(asked) < _FEW:
        return lines
    lines = list(lines)
    ends = [*(n for n, _ in sides[1:]), len(lines)]
    for (number, each), end in zip(sides, ends, strict=True):
        closing = f"</{each['tag']}>".lower()
        closed = next((n for n in range(number, end) if lines[n].rstrip().lower().endswith(closing)), None)
        lines[number] = each["text"]
        if closed is None:
            continue
        lines[closed] = lines[closed].rstrip()[: -len(closing)]
        if number in asked and number < closed <= number + _BROKEN:
            lines[number] = " ".join(line.strip() for line in lines[number : closed + 1])
            lines[number + 1 : closed + 1] = [""] * (closed - number)
    return lines
