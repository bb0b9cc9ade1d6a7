"""Two texts of a card, line by line: what only the file has, and what only the editor has."""

from difflib import ndiff
from html import escape

from PySide6.QtWidgets import QTextBrowser, QWidget

from flashrl.ui import theme
from flashrl.ui.theme import Theme

_WORDS = {"-": "Only in the file: ", "+": "Only in yours: "}


class Comparison(QTextBrowser):
    """Shows lines of the file with "-" and those of the editor with "+"."""

    def __init__(self, theme_: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme_
        self._texts = ("", "")
        theme.styled(self, "source")
        self.setAccessibleName("What differs")
        theme_.changed.connect(self._fill)

    def compare(self, theirs: str, mine: str) -> None:
        self._texts = (theirs, mine)
        self._fill()

    def _fill(self) -> None:
        palette = self._theme.palette
        colours = {"-": palette.bad, "+": palette.good}
        rows, spoken = [], []
        theirs, mine = (text.splitlines() for text in self._texts)
        for line in ndiff(theirs, mine):
            mark, words = line[0], line[2:]
            if mark == "?":
                continue
            style = f"color: {colours.get(mark, palette.muted)}; white-space: pre-wrap;"
            rows.append(f'<div style="{style}">{escape(f"{mark} {words}")}&nbsp;</div>')
            spoken.append(_WORDS.get(mark, "") + words)
        self.setHtml(f'<div style="font-family: monospace">{"".join(rows)}</div>')
        self.setAccessibleDescription("\n".join(spoken))
