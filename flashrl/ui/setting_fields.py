"""The fields of settings: a number, one of a few, on or off. What is chosen is kept at once."""

from collections.abc import Callable, Sequence
from typing import Any, Generic, TypeVar

from PySide6.QtCore import QObject, QSignalBlocker, QTimer, Signal
from PySide6.QtGui import QAction, QValidator
from PySide6.QtWidgets import (
    QAbstractButton,
    QButtonGroup,
    QCheckBox,
    QRadioButton,
    QSpinBox,
    QVBoxLayout,
    QWidget,
)

from flashrl.errors import CollectionError
from flashrl.ui import theme

T = TypeVar("T")

NO_LIMIT = "no limit"
_NONE = -1
_WIDTH, _HEIGHT = 96, 28


class NumberField(QSpinBox):
    """A whole number; one that `can_be_none` says so in words, and when it is cleared."""

    edited = Signal(object)

    def __init__(self, low: int, high: int, *, suffix: str = "", can_be_none: bool = False) -> None:
        super().__init__()
        self._can_be_none = can_be_none
        self.setRange(_NONE if can_be_none else low, high)
        self.setSuffix(suffix)
        self.setSpecialValueText(NO_LIMIT if can_be_none else "")
        self.setKeyboardTracking(False)
        self.setMinimumSize(_WIDTH, _HEIGHT)
        self.valueChanged.connect(lambda _value: self.edited.emit(self.number))
        self.lineEdit().cursorPositionChanged.connect(
            lambda _old, _new: QTimer.singleShot(0, self, self._select_words)
        )

    @property
    def number(self) -> int | None:
        """The number that is shown; None where there is none."""
        return None if self._can_be_none and self.value() == _NONE else self.value()

    def show_value(self, number: int | None) -> None:
        """Show a number, without saying that it was edited."""
        blocker = QSignalBlocker(self)
        self.setValue(_NONE if number is None else number)
        blocker.unblock()

    def _select_words(self) -> None:
        """The words are written over, wherever in them the click was that led here."""
        line = self.lineEdit()
        if line.text() == NO_LIMIT and not line.hasSelectedText():
            line.selectAll()

    def validate(self, text: str, position: int) -> tuple[QValidator.State, str, int]:
        if self._can_be_none and not text.strip():
            return QValidator.State.Acceptable, text, position
        return super().validate(text, position)

    def valueFromText(self, text: str) -> int:
        return _NONE if self._can_be_none and not text.strip() else super().valueFromText(text)


class OneOfField(QWidget):
    """A few things of which one is chosen."""

    edited = Signal(object)

    def __init__(self, choices: Sequence[tuple[Any, str]]) -> None:
        """`choices` are values with their texts."""
        super().__init__()
        self.buttons = {value: QRadioButton(text, self) for value, text in choices}
        group = QButtonGroup(self)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(theme.S)
        for value, button in self.buttons.items():
            group.addButton(button)
            layout.addWidget(button)
            button.toggled.connect(lambda is_on, value=value: self._on_chosen(value) if is_on else None)
        self.setFocusProxy(next(iter(self.buttons.values())))

    def _on_chosen(self, value: Any) -> None:
        self.setFocusProxy(self.buttons[value])
        self.edited.emit(value)

    @property
    def value(self) -> Any:
        return next((value for value, button in self.buttons.items() if button.isChecked()), None)

    def show_value(self, value: Any) -> None:
        """Show another choice, without saying that it was edited."""
        for each, button in self.buttons.items():
            blocker = QSignalBlocker(button)
            button.setChecked(each == value)
            blocker.unblock()
        if value in self.buttons:
            self.setFocusProxy(self.buttons[value])


class SwitchField(QCheckBox):
    """On or off."""

    edited = Signal(object)

    def __init__(self, text: str) -> None:
        super().__init__(text)
        self.toggled.connect(lambda is_on: self.edited.emit(is_on))

    def show_value(self, is_on: bool) -> None:
        """Show it on or off, without saying that it was edited."""
        blocker = QSignalBlocker(self)
        self.setChecked(is_on)
        blocker.unblock()


Field = NumberField | OneOfField | SwitchField


class KeptSetting(QObject, Generic[T]):
    """Keeps what is chosen in a field; where that fails, the field is set back to what is kept."""

    failed = Signal(object)

    def __init__(
        self, field: Field, load: Callable[[], T], keep: Callable[[T], object], parent: QObject
    ) -> None:
        super().__init__(parent)
        self._field, self._load, self._keep = field, load, keep
        self._kept: T | None = None
        field.edited.connect(self._on_edited)

    def show(self) -> None:
        """Show what is kept now. Raises CollectionError."""
        self._kept = self._load()
        self._show_kept()

    def _on_edited(self, value: T) -> None:
        try:
            self._keep(value)
            self._kept = value
        except CollectionError as error:
            self._show_kept()
            self.failed.emit(error)

    def _show_kept(self) -> None:
        field: Any = self._field  # mypy cannot tell that each shows the values that it gives
        field.show_value(self._kept)


def mirror(action: QAction, button: QAbstractButton) -> None:
    """Have a button that is checked with an action, and does what the action does."""
    button.setCheckable(True)
    button.setChecked(action.isChecked())
    action.toggled.connect(button.setChecked)
    button.clicked.connect(lambda: action.trigger() if button.isChecked() != action.isChecked() else None)
