"""A block of a card's text: safe HTML with formulas and pictures, as tall as it needs to be."""

import re
from collections import OrderedDict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from html import escape
from pathlib import Path

from PySide6.QtCore import QByteArray, QMimeData, QPointF, QRect, QRectF, QSizeF, Qt
from PySide6.QtGui import (
    QContextMenuEvent,
    QDesktopServices,
    QFontMetricsF,
    QImage,
    QPainter,
    QPicture,
    QPyTextObject,
    QResizeEvent,
    QTextCharFormat,
    QTextCursor,
    QTextDocument,
    QTextFormat,
    QTextImageFormat,
)
from PySide6.QtSvg import QSvgRenderer
from PySide6.QtWidgets import QApplication, QFrame, QTextBrowser, QWidget

from flashrl import rendering
from flashrl.errors import FormulaError
from flashrl.palette import LIGHT, Palette
from flashrl.rendering import Formula
from flashrl.ui import theme

_OBJECT = "\ufffc"
_FORMULA, _PICTURE = "formula:", "picture:"
_LINE_ENDS = dict.fromkeys((0x2028, 0x2029, 0xFDD0, 0xFDD1), "\n")
"""What Qt puts at the ends of lines, paragraphs, table cells and tables."""
_CACHED_DRAWINGS = 64
# Qt may break a line behind any object: what must not begin a line is drawn with the formula before it.
_TAIL = re.compile(
    rf'(<img src="{_FORMULA}(\d+)"[^>]*>(?:</(?:em|strong)>)*)((?:-\w{{1,20}})?[.,;:!?)\]]+|-\w{{1,20}})'
)


@dataclass(frozen=True, slots=True)
class Page:
    """A text made ready to show: its HTML and what the objects in it stand for. `tails` is what
    follows a formula without a break, by its number."""

    html: str
    formulas: tuple[Formula, ...]
    pictures: tuple[tuple[Path, str], ...]
    size: int
    palette: Palette
    tails: Mapping[int, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Heading:
    """The heading of a card's section; `kind` is a class of the document's style sheet."""

    text: str
    kind: str = ""

    @property
    def html(self) -> str:
        return f'<div class="section {self.kind}">{escape(self.text.upper())}</div>'


def prepare(parts: Sequence[str | Heading], folder: Path, size: int, palette: Palette) -> Page:
    """Turn headings and parts of markdown into a page; pictures come from `folder` only.

    Formulas are set here, so that showing the page later costs nothing.
    """
    formulas: list[Formula] = []
    pictures: list[tuple[Path, str]] = []
    font = QApplication.font()
    font.setPixelSize(size)
    hang = QFontMetricsF(font).descent() + 1

    def formula(each: Formula) -> str:
        try:
            placed = _drawing(each, size, palette)
        except FormulaError:
            mark = "$$" if each.display else "$"
            return f'<code class="unset">{escape(mark + each.latex + mark)}</code>'
        formulas.append(each)
        # What hangs no lower than the letters can stand on the baseline without spreading the lines.
        place = "baseline" if placed.descent <= hang and not each.display else "middle"
        return f'<img src="{_FORMULA}{len(formulas) - 1}" style="vertical-align: {place}">'

    def image(source: str, alt: str) -> str:
        path = rendering.image_path(source, folder)
        if path is None:
            return f'<span class="muted">[picture: {escape(alt or source)}]</span>'
        pictures.append((path, alt))
        return f'<img src="{_PICTURE}{len(pictures) - 1}">'

    rendered = [
        part.html if isinstance(part, Heading) else rendering.to_html(part, formula=formula, image=image)
        for part in parts
    ]
    html = "".join(rendered).replace('<div class="math-display">', '<div align="center" class="display">')
    html = html.replace("\n</code></pre>", "</code></pre>")
    html = html.replace("<table>", '<table border="1" cellspacing="0" cellpadding="6">')
    tails = {int(number): tail for _, number, tail in _TAIL.findall(html)}
    return Page(_TAIL.sub(r"\1", html), tuple(formulas), tuple(pictures), size, palette, tails)


_drawings: OrderedDict[tuple[Formula, int, str], "_Drawing"] = OrderedDict()


@dataclass(frozen=True, slots=True)
class _Drawing:
    """A formula as painter commands, a tenth of what an SVG renderer would hold; sizes in pixels."""

    picture: QPicture
    width: float
    ascent: float
    descent: float


def _drawing(formula: Formula, size: int, palette: Palette) -> _Drawing:
    """A formula's outlines, ready to paint. Raises FormulaError where it cannot be set."""
    key = (formula, size, palette.text)
    if key not in _drawings:
        placed = rendering.typeset(
            formula.latex, size=size * 1.08, color=palette.text, display=formula.display
        )
        picture = QPicture()
        painter = QPainter(picture)
        height = placed.ascent + placed.descent
        QSvgRenderer(QByteArray(placed.svg)).render(painter, QRectF(0, 0, placed.width, height))
        painter.end()
        _drawings[key] = _Drawing(picture, placed.width, placed.ascent, placed.descent)
        while len(_drawings) > _CACHED_DRAWINGS:
            _drawings.popitem(last=False)
    _drawings.move_to_end(key)
    return _drawings[key]


class _Objects(QPyTextObject):
    """Paints formulas on the text's baseline, and pictures no wider than the column."""

    def __init__(self, owner: "RichText") -> None:
        super().__init__(owner)
        self._owner = owner

    def intrinsicSize(self, document: QTextDocument, position: int, format: QTextFormat) -> QSizeF:
        name = format.toImageFormat().name()
        if name.startswith(_PICTURE):
            image = self._owner.image(int(name.removeprefix(_PICTURE)))
            scale = min(1.0, self._room() / max(1, image.width()))
            return QSizeF(image.width() * scale, image.height() * scale)
        placed, scale = self._formula(name)
        above, below = placed.ascent * scale, placed.descent * scale
        text = format.toCharFormat()
        width = placed.width * scale + QFontMetricsF(text.font()).horizontalAdvance(self._tail(name))
        if not _is_middle(text):
            return QSizeF(width, above)
        # An object set in the middle of a line gets the ascent (height + x-height / 2) / 2.
        half_x = QFontMetricsF(text.font()).xHeight() / 2
        return QSizeF(width, max(2 * above - half_x, 2 * below + half_x))

    def drawObject(
        self,
        painter: QPainter,
        rect: QRectF | QRect,
        document: QTextDocument,
        position: int,
        format: QTextFormat,
    ) -> None:
        name = format.toImageFormat().name()
        if name.startswith(_PICTURE):
            painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
            painter.drawImage(rect, self._owner.image(int(name.removeprefix(_PICTURE))))
            return
        placed, scale = self._formula(name)
        text = format.toCharFormat()
        baseline = rect.top() + rect.height()
        if _is_middle(text):
            baseline = rect.top() + (rect.height() + QFontMetricsF(text.font()).xHeight() / 2) / 2
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if tail := self._tail(name):
            painter.setFont(text.font())
            painter.setPen(self._owner.page.palette.text)
            painter.drawText(QPointF(rect.left() + placed.width * scale, baseline), tail)
        painter.translate(rect.left(), baseline - placed.ascent * scale)
        painter.scale(scale, scale)
        placed.picture.play(painter)
        painter.restore()

    def _tail(self, name: str) -> str:
        """What follows a formula and is drawn with it."""
        return self._owner.page.tails.get(int(name.removeprefix(_FORMULA)), "")

    def _room(self) -> float:
        return max(80.0, self._owner.document().textWidth() - 2 * self._owner.document().documentMargin())

    def _formula(self, name: str) -> tuple[_Drawing, float]:
        """The drawing of a formula, and the scale at which the column has room for it."""
        page = self._owner.page
        placed = _drawing(page.formulas[int(name.removeprefix(_FORMULA))], page.size, page.palette)
        room = self._room() - len(self._tail(name)) * page.size / 2
        return placed, min(1.0, room / max(1.0, placed.width))


def _is_middle(format: QTextCharFormat) -> bool:
    return format.verticalAlignment() is QTextCharFormat.VerticalAlignment.AlignMiddle


class RichText(QTextBrowser):
    """Shows one page of text. It has no scroll bars: the view around it scrolls."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.page = Page("", (), (), theme.BODY, LIGHT)
        self._style: tuple[Palette, int] | None = None
        self._images: dict[int, QImage] = {}
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAsNeeded)
        self.setOpenLinks(False)
        self.anchorClicked.connect(QDesktopServices.openUrl)
        self.document().setDocumentMargin(0)
        self._objects = _Objects(self)
        self.document().documentLayout().registerHandler(
            QTextFormat.ObjectTypes.ImageObject.value, self._objects
        )
        self.document().documentLayout().documentSizeChanged.connect(self._fit)

    def show_page(self, page: Page) -> None:
        # The old text must be gone before its objects are: a new font lays it out once more.
        self.document().clear()
        self.page = page
        self._images.clear()
        font = self.font()
        font.setPixelSize(page.size)
        document = self.document()
        document.setDefaultFont(font)
        if (page.palette, page.size) != self._style:  # reading it takes as long as a short text
            self._style = (page.palette, page.size)
            document.setDefaultStyleSheet(theme.document_style(page.palette, page.size))
        self.setHtml(page.html)
        self.setAccessibleName(self.plain_text())
        self._fit()

    def image(self, number: int) -> QImage:
        """A picture of the page, read when it is first painted."""
        if number not in self._images:
            self._images[number] = QImage(str(self.page.pictures[number][0]))
        return self._images[number]

    def plain_text(self) -> str:
        """The text with the source of each formula and the words for each picture in its place."""
        cursor = QTextCursor(self.document())
        cursor.select(QTextCursor.SelectionType.Document)
        return self._as_text(cursor)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """What is marked can be copied, and a link too; the menu of all else is the page's."""
        if self.textCursor().hasSelection() or self.anchorAt(event.pos()):
            super().contextMenuEvent(event)
        else:
            event.ignore()

    def createMimeDataFromSelection(self) -> QMimeData:
        data = QMimeData()
        data.setText(self._as_text(self.textCursor()))
        return data

    def _as_text(self, selection: QTextCursor) -> str:
        text = selection.selectedText().translate(_LINE_ENDS)
        if _OBJECT not in text:
            return text
        pieces = []
        cursor = QTextCursor(self.document())
        for offset, letter in enumerate(text):
            if letter == _OBJECT:
                cursor.setPosition(selection.selectionStart() + offset + 1)
                letter = self._object_text(cursor.charFormat().toImageFormat())
            pieces.append(letter)
        return "".join(pieces)

    def _object_text(self, format: QTextImageFormat) -> str:
        name = format.name()
        if name.startswith(_FORMULA):
            number = int(name.removeprefix(_FORMULA))
            return f"${self.page.formulas[number].latex}${self.page.tails.get(number, '')}"
        if name.startswith(_PICTURE):
            return self.page.pictures[int(name.removeprefix(_PICTURE))][1]
        return ""

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self, *_: object) -> None:
        height = int(self.document().size().height()) + 2
        bar = self.horizontalScrollBar()
        if bar.maximum() > 0:
            height += bar.sizeHint().height()
        if height != self.height() or self.minimumHeight() != height:
            self.setFixedHeight(height)
