"""A field for a card's markdown: plain text, its headings and marks told apart."""

import re

from PySide6.QtGui import QColor, QFont, QFontDatabase, QSyntaxHighlighter, QTextCharFormat, QTextCursor
from PySide6.QtWidgets import QPlainTextEdit, QWidget

from flashrl.ui import theme
from flashrl.ui.theme import Theme

_TAB = 4
_COMMENT, _FENCE = 1, 2


class MarkdownEditor(QPlainTextEdit):
    """Edits text; Tab goes on to the next field, as everywhere else in the window."""

    def __init__(self, theme_: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        font = QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont)
        font.setPixelSize(theme.SMALL + 1)
        self.setFont(font)
        theme.styled(self, "source")
        self.setTabChangesFocus(True)
        self.setTabStopDistance(_TAB * self.fontMetrics().horizontalAdvance(" "))
        self._colours = _Colours(self, theme_)

    @property
    def text(self) -> str:
        return self.toPlainText()

    def replace(self, text: str) -> None:
        """Put another text in the place of this one; undo brings this one back."""
        cursor = QTextCursor(self.document())
        cursor.select(QTextCursor.SelectionType.Document)
        cursor.insertText(text)

    def go_to(self, line: int) -> None:
        """Put the cursor at the start of a line (from 1)."""
        block = self.document().findBlockByNumber(min(line, self.blockCount()) - 1)
        self.setTextCursor(QTextCursor(block))
        self.ensureCursorVisible()
        self.setFocus()


class _Colours(QSyntaxHighlighter):
    def __init__(self, editor: MarkdownEditor, theme_: Theme) -> None:
        super().__init__(editor.document())
        self._theme = theme_
        theme_.changed.connect(self.rehighlight)

    def highlightBlock(self, text: str) -> None:
        palette, inside = self._theme.palette, max(0, self.previousBlockState())
        stripped = text.strip()
        if inside != _COMMENT and re.match(r"(`{3,}|~{3,})", stripped):
            inside = 0 if inside == _FENCE else _FENCE
            self._paint(0, len(text), palette.muted)
        elif inside == _FENCE:
            self._paint(0, len(text), palette.good)
        elif inside == _COMMENT or stripped.startswith("<!--"):
            inside = 0 if "-->" in stripped else _COMMENT
            self._paint(0, len(text), palette.muted)
        elif re.match(r"#{1,6}\s", text):
            self._paint(0, len(text), palette.accent, is_bold=True)
        else:
            for found in re.finditer(r"\$\$?[^$]+\$\$?|`[^`]+`", text):
                self._paint(found.start(), len(found[0]), palette.warning)
        self.setCurrentBlockState(inside)

    def _paint(self, start: int, length: int, colour: str, *, is_bold: bool = False) -> None:
        form = QTextCharFormat()
        form.setForeground(QColor(colour))
        if is_bold:
            form.setFontWeight(QFont.Weight.Bold)
        self.setFormat(start, length, form)
