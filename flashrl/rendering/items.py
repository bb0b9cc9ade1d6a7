"""A markdown list taken apart, so that each of its items can be shown by itself."""

import re

_MARK = re.compile(r"( {0,3})([-*+]|\d{1,9}[.)])( {1,4}|\t)(?=\S)")
_BOX = re.compile(r"\A\[[ xX]\] +")
_RULE = re.compile(r" {0,3}([-*_])(?:[ \t]*\1){2,}[ \t]*$")
_FENCE = re.compile(r" {0,3}(`{3,}|~{3,})")


def list_items(text: str) -> tuple[str, tuple[str, ...]]:
    """What stands before a list, and the markdown of each of its items. No items where the text holds no
    list, or something else after it."""
    before: list[str] = []
    items: list[list[str]] = []
    width, is_blank = 0, False
    for line in text.expandtabs(4).splitlines():
        mark = None if _RULE.match(line) else _MARK.match(line)
        indent = len(line) - len(line.lstrip(" "))
        if mark and (not items or indent < width):
            items.append([line[mark.end() :]])
            width = mark.end()
        elif not items:
            before.append(line)
        elif not line.strip() or indent >= width:
            items[-1].append(line[width:])
        elif is_blank or _FENCE.match(line):
            return text, ()  # the list has ended
        else:
            items[-1].append(line.strip())
        is_blank = not line.strip()
    return "\n".join(before).strip(), tuple(_BOX.sub("", "\n".join(item)).strip() for item in items)
