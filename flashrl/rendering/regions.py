"""Parts of a paragraph that become elements, and the inline processor that builds them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from xml.etree import ElementTree

from markdown import Markdown, util
from markdown.inlinepatterns import InlineProcessor

_MAX_NESTING = 20


@dataclass(frozen=True, slots=True)
class Region:
    """An element's range in the paragraph, and that of its content. Regions nest and never cross."""

    start: int
    end: int
    inner_start: int
    inner_end: int
    tag: str
    attributes: dict[str, str] = field(default_factory=dict)


class RegionProcessor(InlineProcessor):
    """Reads all regions of a paragraph at once and hands them to Python-Markdown one by one.

    `literal` makes text between regions one that is not read again.
    """

    def __init__(
        self,
        pattern: str,
        md: Markdown,
        find: Callable[[str], Iterable[Region]],
        literal: Callable[[str], str] = str,
    ) -> None:
        super().__init__(pattern, md)
        self._find = find
        self._literal = literal
        self._regions: list[Region] = []  # still to hand out, the next one last
        self._length = 0  # of the paragraph when they were found; placeholders change it
        self._before = self._rest = ""  # what stood around the region handed out last

    def handleMatch(  # type: ignore[override]  # as in inline.py
        self, m: re.Match[str], data: str
    ) -> tuple[ElementTree.Element | None, int | None, int | None]:
        if not self._is_known(data):
            self._regions = _without_depth(self._find(data))
            self._regions.reverse()
            self._length = len(data)
            self._before, self._rest = "", data
        if not self._regions:
            return None, m.start(), len(data)
        if m.start() < len(data) - len(self._rest):
            return None, m.start(), len(data) - len(self._rest)
        shift = len(data) - self._length
        group = self._take_group()
        start, end = group[0].start + shift, group[0].end + shift
        self._before, self._rest = data[:start], data[end:]
        return self._build(data, group, shift), start, end

    def _is_known(self, data: str) -> bool:
        """Whether this is the paragraph at hand, with a placeholder for the region handed out last."""
        if not data.startswith(self._before) or not data.endswith(self._rest):
            return False
        placeholder = data[len(self._before) : len(data) - len(self._rest)]
        return util.INLINE_PLACEHOLDER_RE.fullmatch(placeholder) is not None

    def _take_group(self) -> list[Region]:
        """The next region and those inside it."""
        group = [self._regions.pop()]
        while self._regions and self._regions[-1].start < group[0].end:
            group.append(self._regions.pop())
        return group

    def _build(self, data: str, group: list[Region], shift: int) -> ElementTree.Element:
        def text(start: int, end: int) -> str:
            return self._literal(data[start + shift : end + shift])

        root = ElementTree.Element(group[0].tag, group[0].attributes)
        open_elements, open_regions, position = [root], [group[0]], group[0].inner_start
        for region in [*group[1:], None]:
            while open_regions and (region is None or region.start >= open_regions[-1].inner_end):
                closed = open_regions.pop()
                _add_text(open_elements.pop(), text(position, closed.inner_end))
                position = closed.end
            if region is not None:
                _add_text(open_elements[-1], text(position, region.start))
                open_elements.append(ElementTree.SubElement(open_elements[-1], region.tag, region.attributes))
                open_regions.append(region)
                position = region.inner_start
        return root


def _add_text(element: ElementTree.Element, text: str) -> None:
    if not len(element):
        element.text = (element.text or "") + text
    else:
        element[-1].tail = (element[-1].tail or "") + text


def _without_depth(regions: Iterable[Region]) -> list[Region]:
    """The regions in order, without those so deep that no one meant them."""
    kept: list[Region] = []
    open_ends: list[int] = []
    for region in sorted(regions, key=lambda region: (region.start, -region.end)):
        while open_ends and open_ends[-1] <= region.start:
            open_ends.pop()
        if len(open_ends) < _MAX_NESTING:
            kept.append(region)
            open_ends.append(region.end)
    return kept
