"""Quizzes that are forms of a web page: `<label><input type="radio"> SARSA</label><br>` is an option."""

import re

_BOX = re.compile(
    r"<input\b(?P<attributes>[^<>]*\btype\s*=\s*[\"']?(?:checkbox|radio)\b[^<>]*)>", re.IGNORECASE
)
_OPTION = re.compile(
    r"(?P<head>[ \t]*(?:(?:[-*+]|\d{1,3}[.)])[ \t]+)?)(?:</?(?:label|li|p|div|span|br)\b[^<>]*>[ \t]*)*+$",
    re.IGNORECASE,
)
"""What may stand before the box of an option."""
_NAMED = re.compile(r"\b(?:name|id|value|for)\s*=", re.IGNORECASE)
_TICKED = re.compile(r"\bchecked\b", re.IGNORECASE)
_TAGS = re.compile(r"</?(?:label|li|p|div|span|br|legend|ul|ol|fieldset|form)\b[^<>]*>", re.IGNORECASE)
_LABEL = re.compile(r"[ \t]*<label\b[^<>]*+>[^<>]*+</label>", re.IGNORECASE)
_FORM = re.compile(r"[ \t]*</?(?:form|fieldset)\b[^<>]*>", re.IGNORECASE)
_BUTTON = re.compile(
    r"[ \t]*<(?:button\b.*</button>|input\b[^<>]*\btype\s*=\s*[\"']?(?:submit|button|reset)\b[^<>]*>)[ \t]*",
    re.IGNORECASE,
)
_ENDS = re.compile(r"#{1,6}[ \t]|[ \t]*<details\b")
"""What no form goes on behind, even if it was not closed."""
_FENCE = re.compile(r"[ \t]*(?:`{3}|~{3})")
_CLOSES = re.compile(r"</(?:form|fieldset)\b", re.IGNORECASE)
_FEW = 2


def with_options(lines: list[str]) -> list[str]:
    """The lines, as many, with the options of forms as those of a list, ticked where their box is checked."""
    if sum("<input" in line.lower() and bool(_BOX.search(line)) for line in lines) < _FEW:
        return lines
    shown = list(lines)
    is_code = is_form = False
    box = ""
    for number, line in enumerate(lines):
        is_code ^= bool(_FENCE.match(line))
        if is_code or "<" not in line:
            is_form = is_form and not _ENDS.match(line)
            continue
        is_form = (is_form or bool(_FORM.match(line))) and not _ENDS.match(line)
        option = _option(line, is_inside=is_form)
        if option is not None:
            shown[number], box = ("".join(option), "") if option[1] else ("", option[0])
        elif box and _LABEL.match(line):  # what the box above is called
            shown[number], box = f"{box}{_bare(line)}", ""
        elif is_form:
            shown[number] = "" if _BUTTON.fullmatch(line) else _bare(line)
        is_form = is_form and not _CLOSES.search(line)
    return shown


def _option(line: str, *, is_inside: bool) -> tuple[str, str] | None:
    """The mark of an option as that of a list, and its text."""
    box = _BOX.search(line)
    before = _OPTION.match(line[: box.start()]) if box is not None else None
    if box is None or before is None:
        return None
    is_named = _NAMED.search(box["attributes"]) or "<label" in line.lower()
    if not (is_inside or is_named):
        return None
    tick = "x" if _TICKED.search(box["attributes"]) else " "
    indent = before["head"] if before["head"].strip() else ""
    return f"{indent or '- '}[{tick}] ", _bare(line[box.end() :])


def _bare(line: str) -> str:
    """A line without the tags of a form."""
    return _TAGS.sub("", line).strip()
