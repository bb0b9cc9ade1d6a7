"""The words below a simulation: what it answers, and on request what it teaches and what is asked next."""

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from flashrl.ui import theme

if TYPE_CHECKING:
    from flashrl.simulations import Simulation

_PARTS = (
    ("insight", "Insight", "What this simulation teaches"),
    ("follow_up", "Follow-up", "What an interviewer asks next"),
    ("source", "Source", "Where the numbers can be checked"),
)


class SimulationCaption(QWidget):
    """The card's author first, then the question, and buttons for what stays hidden until asked for."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.author = _words(self)
        self.author.hide()
        self.question = _words(self, "muted")
        self.text = _words(self)
        self._texts: dict[str, str] = {}
        self.buttons: dict[str, QPushButton] = {}
        self._row = QWidget(self)
        row = QHBoxLayout(self._row)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.XS)
        for name, text, tip in _PARTS:
            self.buttons[name] = self._button(name, text, tip)
            row.addWidget(self.buttons[name])
        row.addStretch()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(theme.S)
        for widget in (self.author, self.question, self._row, self.text):
            layout.addWidget(widget)
            widget.hide()

    def _button(self, name: str, text: str, tip: str) -> QPushButton:
        button = theme.styled(QPushButton(text, self), "toggle")
        button.setToolTip(tip)
        button.setAccessibleDescription(tip)
        button.setCheckable(True)
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        button.clicked.connect(lambda: self._on_clicked(name))
        return button

    def show_author(self, text: str) -> None:
        """The author's own line; nothing where there is none."""
        self.author.setText(text)
        self.author.setVisible(bool(text))

    def show_simulation(self, simulation: "Simulation") -> None:
        self.question.setText(simulation.question)
        self._texts = {
            "insight": simulation.insight,
            "follow_up": simulation.follow_up,
            "source": "\n".join(simulation.references),
        }
        self.question.show()
        self._row.show()

    def _on_clicked(self, name: str) -> None:
        """One of them is open at a time, or none."""
        is_open = self.buttons[name].isChecked()
        for other, button in self.buttons.items():
            button.setChecked(is_open and other == name)
        self.text.setText(self._texts[name] if is_open else "")
        self.text.setVisible(is_open)


def _words(parent: QWidget, name: str = "") -> QLabel:
    label = QLabel(parent, wordWrap=True, textFormat=Qt.TextFormat.PlainText)
    label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    label.setObjectName(name)
    return label
