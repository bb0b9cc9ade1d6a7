"""How settings are laid out: under headings, each with its name, what it does, and its field."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QAbstractButton, QBoxLayout, QLabel, QVBoxLayout, QWidget

from flashrl.ui import theme

_NARROW = 480


class SettingRow(QWidget):
    """The words at the left and the field at the right, or below them where there is little room."""

    def __init__(self, name: str, about: str, field: QWidget | None = None) -> None:
        super().__init__()
        self.name = QLabel(name, self, wordWrap=True)
        self.about = theme.styled(QLabel(about, self, wordWrap=True), "muted")
        self.about.setTextFormat(Qt.TextFormat.PlainText)
        self.about.setVisible(bool(about))
        words = QVBoxLayout()
        words.setSpacing(theme.XS)
        words.addWidget(self.name)
        words.addWidget(self.about)
        words.addStretch()
        self._layout = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setSpacing(theme.S)
        self._layout.addLayout(words, stretch=1)
        if field is not None:
            self._add(field, name.replace("&", ""), about)

    def _add(self, field: QWidget, name: str, about: str) -> None:
        self.name.setBuddy(field.focusProxy() or field)
        buttons = field.findChildren(QAbstractButton)
        if not isinstance(field, QAbstractButton):  # a button says itself what it does
            field.setAccessibleName(name)
        for button in buttons:
            button.setAccessibleName(f"{name}: {button.text().replace('&', '')}")
        for widget in (field, *buttons):
            widget.setAccessibleDescription(about)
        self._layout.addWidget(field, alignment=Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        across, down = QBoxLayout.Direction.LeftToRight, QBoxLayout.Direction.TopToBottom
        self._layout.setDirection(across if self.width() >= _NARROW else down)


class SettingGroup(QWidget):
    """Settings that belong together, under a heading."""

    def __init__(self, title: str, *rows: QWidget) -> None:
        super().__init__()
        self.setAccessibleName(title)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(theme.L)
        layout.addWidget(theme.styled(QLabel(title, self), "heading"))
        for row in rows:
            layout.addWidget(row)
