"""What a deck says before its cards, folded into one line above a card."""

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton, QSizePolicy, QVBoxLayout, QWidget

from flashrl.model import Card, Deck
from flashrl.ui import theme
from flashrl.ui.rich_text import Page, RichText


class Introduction(QWidget):
    """A line "Introduction" that opens; hidden where there is none."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.button = theme.styled(QPushButton(self), "toggle")
        self.button.setCheckable(True)
        self.button.setToolTip("What the deck says before its cards (I)")
        self.button.toggled.connect(self._on_toggled)
        self._prepare: Callable[[], Page] | None = None
        self._is_stale = True
        self._text: RichText | None = None
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setSpacing(theme.S)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self._layout.addWidget(self.button, alignment=Qt.AlignmentFlag.AlignLeft)
        self.hide()
        self._name()

    def offer(self, prepare: Callable[[], Page] | None, *, is_open: bool) -> None:
        """Show the line for a text, folded or open; nothing where there is none. The text is prepared when
        it is first opened: most people open it once, or never."""
        self._prepare, self._is_stale = prepare, True
        self.setVisible(prepare is not None)
        self.button.setChecked(is_open and prepare is not None)
        self._fill()

    @property
    def text(self) -> str:
        """What is open to read."""
        return self._text.plain_text() if self._text is not None and self.button.isChecked() else ""

    def _on_toggled(self) -> None:
        self._name()
        self._fill()

    def _name(self) -> None:
        is_open = self.button.isChecked()
        self.button.setText(f"{'▾' if is_open else '▸'} Introduction")
        self.button.setAccessibleName("Hide the introduction" if is_open else "Show the introduction")

    def _fill(self) -> None:
        is_open = self.button.isChecked()
        if is_open and self._prepare is not None and self._is_stale:
            if self._text is None:
                self._text = RichText(self)
                self._layout.addWidget(self._text)
            self._text.show_page(self._prepare())
            self._is_stale = False
        if self._text is not None:
            self._text.setVisible(is_open)


def introduction_of(deck: Deck, card: Card) -> str:
    """What a deck says before its cards, and before those of this card's topic."""
    of_topics = (topic.introduction for topic in deck.topics if topic.title == card.topic)
    return "\n\n".join(text for text in (deck.introduction, *of_topics) if text)
