"""The tags of a site's generator, each alone on its line, as what a reader of the site sees there.

GitBook, Jekyll, Hexo and Hugo frame text with them: `{% tab title="Answer" %}`, `{{< details "Answer" >}}`.
"""

import re
from collections.abc import Iterator

from flashrl.formats.foreign.words.question_text import is_label

_TAG = re.compile(
    r"(?P<indent>[ \t]*+)\{(?:%-?|\{[<%])[ \t]*+(?P<closes>end(?=[a-z])|/[ \t]*+)?(?P<name>[a-z][\w-]{2,20})"
    r"(?P<rest>[^{}]{0,300}?)[ \t]*(?:-?%\}|[>%]\}\})[ \t]*"
)
_TITLE = re.compile(r"(?:[ \t](?:(?P<key>\w+)=)?)(?P<mark>[\"'])(?P<title>[^\"']{1,200})(?P=mark)")
_BARE = re.compile(r"[ \t]+[^=\"']{1,200}")
_ADDRESS = re.compile(r"https?://[^\s\"'<>]+")
_ATTRIBUTES = re.compile(r"[ \t]*+\{:[ \t]*(?:[.#]\w|toc\b|[\w-]{1,20}=)[^{}]{0,100}\}[ \t]*")
"""What kramdown adds to the block above it: `{: .note}`."""
_FENCE = re.compile(r"[ \t>]*+(?P<mark>`{3,}|~{3,})")
_FRAMES = frozenset(
    [
        *("tabs", "tabpane", "hint", "content-ref", "embed", "code", "raw", "stepper", "step", "steps"),
        *("columns", "column", "callout", "alert", "notice", "note", "admonition", "tip", "cards"),
    ]
)
_FOLDS = frozenset(["details", "expand", "collapse", "collapsible", "spoiler", "folding"])
_TABS = frozenset(["tab", "pane"])
_NAMES = ("title", "header", "name", "label", "summary", None)
"""What a title is called, where it is called anything."""


def without_site_tags(lines: list[str]) -> list[str]:
    """The lines of a file with as many, without such tags: folds and code become those of markdown, and the
    names of tabs lines in bold. A tag that is not both opened and closed somewhere stays."""
    if not any(line.lstrip()[:2] in ("{%", "{{", "{:") for line in lines):
        return lines
    told = list(lines)
    tags = {}
    for number in _outside_code(lines):
        if _ATTRIBUTES.fullmatch(lines[number]):
            told[number] = ""
        elif (tag := _TAG.fullmatch(lines[number])) is not None:
            tags[number] = tag
    opened = {each["name"] for each in tags.values() if not each["closes"]}
    closed = {each["name"] for each in tags.values() if each["closes"]} | {"embed"}
    for number, each in tags.items():
        if each["name"] in opened & closed:
            shown = _shown(each)
            told[number] = told[number] if shown is None else f"{each['indent']}{shown}".rstrip()
    return told


def _outside_code(lines: list[str]) -> Iterator[int]:
    """The lines that begin with a brace, but for those that code shows."""
    fence = ""
    for number, line in enumerate(lines):
        if (mark := _FENCE.match(line)) is not None:
            is_end = line.strip(" \t>").startswith(fence) and not line.strip(f" \t>{fence[:1]}")
            fence = "" if fence and is_end else fence or mark["mark"]
        elif not fence and line.lstrip()[:1] == "{":
            yield number


def _shown(tag: "re.Match[str]") -> str | None:
    """What a reader sees of a tag; None where it is one that is not known."""
    name, is_end = tag["name"], bool(tag["closes"])
    if name in _FOLDS:
        return "</details>" if is_end else f"<details><summary>{_title(tag) or 'Details'}</summary>"
    if name == "highlight":
        return "```" if is_end else f"```{' '.join(tag['rest'].split()[:1])}"
    if name in _TABS:
        title = "" if is_end else _title(tag)
        return f"**{title}**" if title and not is_label(title) else ""
    address = _ADDRESS.search(tag["rest"]) if name == "embed" else None
    return f"<{address[0]}>" if address else "" if name in _FRAMES else None


def _title(tag: "re.Match[str]") -> str:
    """The title that a tag gives what it opens, in quotes or bare: `{% details Answer %}`."""
    for each in _TITLE.finditer(tag["rest"]):
        if each["key"] in _NAMES:
            return str(each["title"]).strip()
    return tag["rest"].strip() if _BARE.fullmatch(tag["rest"]) else ""
