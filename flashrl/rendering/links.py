"""Links and images as CommonMark reads them, in a paragraph whose code and tags are placeholders."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

from flashrl.rendering.regions import Region

_BRACKET = re.compile(r"!?\[|\]")
_SPACE = re.compile(r"\s*")
_ANGLE = re.compile(r"<([^<>\n]*)>")
_TITLE = re.compile(r"""\s+(?:"([^"]*)"|'([^']*)'|\(([^()]*)\))""")
_LABEL = re.compile(r"\[([^\[\]]{0,999})\]")
_MAX_LABEL = 999

References = Mapping[str, tuple[str, str]]
Target = tuple[str, str, int]  # address, title, where it ends


def normal_label(label: str) -> str:
    """A reference's label for comparing: without case, marks of code and escapes, runs of space."""
    return " ".join(re.sub(r"[`\\]", "", label).split()).casefold()


class LinkReader:
    """Finds links and images. `plain` gives the text behind placeholders."""

    def __init__(self, references: References, plain: Callable[[str], str]) -> None:
        self._references = references
        self._plain = plain

    def find(self, text: str) -> list[Region]:
        """The links and images of a paragraph; nothing is read inside an image, no link inside a link."""
        regions: list[Region] = []
        openers: list[re.Match[str]] = []
        barred = 0  # the openers below are around a link and cannot be links themselves
        position = 0
        while bracket := _BRACKET.search(text, position):
            position = bracket.end()
            if bracket[0] != "]":
                openers.append(bracket)
            elif openers:
                opener = openers.pop()
                is_link, may_link = opener[0] == "[", len(openers) >= barred
                barred = min(barred, len(openers))
                target = self._target(text, opener.end(), position) if may_link or not is_link else None
                if target is not None:
                    position = target[2]
                    self._add(regions, text, (opener, bracket), target)
                    barred = len(openers) if is_link else barred
        return regions

    def _add(
        self, regions: list[Region], text: str, brackets: tuple[re.Match[str], re.Match[str]], target: Target
    ) -> None:
        opener, closer = brackets
        address, title, end = target
        attributes = {"title": title} if title else {}
        if opener[0] == "[":
            attributes["href"] = address
            regions.append(Region(opener.start(), end, opener.end(), closer.start(), "a", attributes))
            return
        while regions and regions[-1].start > opener.start():
            regions.pop()
        attributes |= {"src": address, "alt": self._plain(text[opener.end() : closer.start()])}
        regions.append(Region(opener.start(), end, end, end, "img", attributes))

    def _target(self, text: str, start: int, end: int) -> Target | None:
        """What the text between brackets (`end` is after the closing one) links to."""
        return self._inline_target(text, end) or self._reference_target(text, start, end)

    def _inline_target(self, text: str, position: int) -> Target | None:
        if not text.startswith("(", position):
            return None
        position = _SPACE.match(text, position + 1).end()  # type: ignore[union-attr]  # matches anywhere
        if angle := _ANGLE.match(text, position):
            address, position = angle[1].replace(" ", "%20"), angle.end()
        elif text.startswith("<", position):
            return None
        else:
            start, position = position, _end_of_address(text, position)
            if position < 0:
                return None
            address = text[start:position]
        title = ""
        if found := _TITLE.match(text, position):
            title, position = found[1] or found[2] or found[3] or "", found.end()
        position = _SPACE.match(text, position).end()  # type: ignore[union-attr]  # matches anywhere
        if not text.startswith(")", position):
            return None
        return self._plain(address), " ".join(self._plain(title).split()), position + 1

    def _reference_target(self, text: str, start: int, end: int) -> Target | None:
        label = text[start : end - 1] if end - start <= _MAX_LABEL else ""
        if following := _LABEL.match(text, end):
            label, end = following[1] or label, following.end()
        if "[" in label or "]" in label:
            return None
        reference = self._references.get(normal_label(self._plain(label)))
        return None if reference is None else (*reference, end)


def _end_of_address(text: str, position: int) -> int:
    """Where an address without angle brackets ends: at a space, or a closing bracket that is not its own.

    -1 where its brackets do not match.
    """
    depth = 0
    for index in range(position, len(text)):
        sign = text[index]
        if sign.isspace() or (sign == ")" and depth == 0):
            return -1 if depth else index
        depth += (sign == "(") - (sign == ")")
    return -1
