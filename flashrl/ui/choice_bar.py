"""A question in the page itself, with its answers beside it: nothing has to be clicked away first."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QLabel, QPushButton, QVBoxLayout, QWidget

from flashrl.ui import theme
from flashrl.ui.key_button import KeyButton
from flashrl.ui.panels import ButtonRow

Choice = tuple[str, Callable[[], object]]


class ChoiceBar(QFrame):
    """Hidden until something is to be chosen."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("message")
        self.setProperty("severity", "bad")
        self.label = QLabel(self, wordWrap=True, textFormat=Qt.TextFormat.PlainText)
        self.buttons: list[QPushButton] = []
        self._row: ButtonRow | None = None
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(theme.L, theme.S, theme.S, theme.S)
        self._layout.addWidget(self.label)
        self.hide()

    def ask(self, text: str, choices: Sequence[Choice]) -> None:
        """Show a question with its choices; the first has the focus. Whichever is chosen closes the bar."""
        self.dismiss()
        self.label.setText(text)
        self.setAccessibleName(text)
        self.buttons = [self._button(words, slot) for words, slot in choices]
        self._row = ButtonRow(*self.buttons)
        self._layout.addWidget(self._row)
        self.show()
        self.buttons[0].setFocus()

    def dismiss(self) -> None:
        """Close the bar; nothing is chosen."""
        self.hide()
        if self._row is not None:
            self._layout.removeWidget(self._row)
            self._row.deleteLater()
            self._row = None
        self.buttons = []

    def _button(self, words: str, slot: Callable[[], object]) -> QPushButton:
        def choose() -> None:
            self.dismiss()
            slot()

        button = KeyButton(words, self)
        button.clicked.connect(choose)
        return button
