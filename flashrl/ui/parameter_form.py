"""A form made from a simulation's parameters: a slider for a bounded number, a list for choices."""

from collections.abc import Iterable
from typing import Any

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDoubleSpinBox,
    QFormLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QSlider,
    QVBoxLayout,
    QWidget,
)

from flashrl.errors import SimulationError
from flashrl.simulations import Parameter
from flashrl.ui import theme
from flashrl.ui.calm_wheel import CalmWheel


class ParameterForm(QWidget):
    """Edits the parameters of one simulation; `changed` carries all values by name."""

    changed = Signal(object)

    def __init__(self, parameters: Iterable[Parameter], shown: Iterable[str], parent: QWidget) -> None:
        super().__init__(parent)
        wanted = set(shown)
        self._fields: dict[str, _Field] = {}
        self._wheel = CalmWheel(self)
        layout = QFormLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setHorizontalSpacing(theme.M)
        layout.setVerticalSpacing(theme.XS)
        layout.setRowWrapPolicy(QFormLayout.RowWrapPolicy.WrapLongRows)
        for parameter in parameters:
            field = _field(parameter, self)
            field.edited.connect(self._on_edited)
            self._wheel.watch(*field.turned_by_wheel)
            self._fields[parameter.name] = field
            if wanted and parameter.name not in wanted:
                field.hide()
                continue
            label = QLabel(parameter.label, self)
            label.setBuddy(field.focus_target)
            field.focus_target.setAccessibleName(parameter.label)
            layout.addRow(label, field)

    @property
    def values(self) -> dict[str, Any]:
        return {name: field.value for name, field in self._fields.items()}

    def set_values(self, values: dict[str, Any]) -> None:
        """Show other values, without saying that they changed."""
        for name, value in values.items():
            field = self._fields[name]
            blocker = QSignalBlocker(field)
            field.show_value(value)
            blocker.unblock()

    def field(self, name: str) -> "_Field":
        return self._fields[name]

    def _on_edited(self) -> None:
        self.changed.emit(self.values)


class _Field(QWidget):
    """The widget of one parameter."""

    edited = Signal()

    def __init__(self, parameter: Parameter, parent: QWidget) -> None:
        super().__init__(parent)
        self.parameter = parameter
        self.focus_target: QWidget = self
        self.turned_by_wheel: tuple[QWidget, ...] = ()
        self.row = QHBoxLayout(self)
        self.row.setContentsMargins(0, 0, 0, 0)
        self.row.setSpacing(theme.S)

    @property
    def value(self) -> Any:
        raise TypeError(f"{type(self).__name__} gives no value")

    def show_value(self, value: Any) -> None:
        raise TypeError(f"{type(self).__name__} shows no value")


class _Number(_Field):
    """A slider and a box that say the same number."""

    def __init__(self, parameter: Parameter, parent: QWidget) -> None:
        super().__init__(parameter, parent)
        self.low, self.high = _bound(parameter.min, -1e6), _bound(parameter.max, 1e6)
        self.step = parameter.step or (1 if parameter.type == "int" else 0.01)
        self.box = QDoubleSpinBox(self)
        self.box.setDecimals(0 if parameter.type == "int" else _decimals(self.step))
        self.box.setRange(self.low, self.high)
        self.box.setSingleStep(self.step)
        self.box.setKeyboardTracking(False)
        self.slider = QSlider(Qt.Orientation.Horizontal, self)
        self.slider.setRange(0, round((self.high - self.low) / self.step))
        self.slider.setMinimumWidth(120)
        self.slider.setAccessibleName(f"{parameter.label} slider")
        is_bounded = parameter.min is not None and parameter.max is not None
        self.slider.setVisible(is_bounded)
        self.row.addWidget(self.slider, stretch=1)
        self.row.addWidget(self.box)
        self.focus_target = self.box
        self.turned_by_wheel = self.slider, self.box
        self.show_value(parameter.default)
        self.slider.valueChanged.connect(self._on_slider)
        self.box.valueChanged.connect(self._on_box)

    @property
    def value(self) -> Any:
        return int(self.box.value()) if self.parameter.type == "int" else self.box.value()

    def show_value(self, value: Any) -> None:
        blockers = QSignalBlocker(self.box), QSignalBlocker(self.slider)
        self.box.setValue(value)
        self.slider.setValue(round((value - self.low) / self.step))
        for blocker in blockers:
            blocker.unblock()

    def _on_slider(self, position: int) -> None:
        self.show_value(min(self.high, self.low + position * self.step))
        self.edited.emit()

    def _on_box(self, value: float) -> None:
        self.show_value(value)
        self.edited.emit()


class _Choice(_Field):
    def __init__(self, parameter: Parameter, parent: QWidget) -> None:
        super().__init__(parameter, parent)
        self.box = QComboBox(self)
        self.box.addItems(list(parameter.choices))
        self.focus_target = self.box
        self.turned_by_wheel = (self.box,)
        self.row.addWidget(self.box)
        self.row.addStretch()
        self.show_value(parameter.default)
        self.box.currentTextChanged.connect(lambda _text: self.edited.emit())

    @property
    def value(self) -> Any:
        return self.box.currentText()

    def show_value(self, value: Any) -> None:
        blocker = QSignalBlocker(self.box)
        self.box.setCurrentText(value)
        blocker.unblock()


class _Switch(_Field):
    def __init__(self, parameter: Parameter, parent: QWidget) -> None:
        super().__init__(parameter, parent)
        self.box = QCheckBox(self)
        self.focus_target = self.box
        self.row.addWidget(self.box)
        self.show_value(parameter.default)
        self.box.toggled.connect(lambda _on: self.edited.emit())

    @property
    def value(self) -> Any:
        return self.box.isChecked()

    def show_value(self, value: Any) -> None:
        blocker = QSignalBlocker(self.box)
        self.box.setChecked(value)
        blocker.unblock()


class _Text(_Field):
    """A list (`1, 0, 0, 1`) or a word; what cannot be read is said below, and the old value stays."""

    def __init__(self, parameter: Parameter, parent: QWidget) -> None:
        super().__init__(parameter, parent)
        self._value = parameter.default
        self.box = QLineEdit(self)
        self.box.setToolTip(parameter.bounds())
        self.focus_target = self.box
        self.problem = theme.styled(QLabel(self, wordWrap=True), "warning")
        self.problem.setTextFormat(Qt.TextFormat.PlainText)
        self.problem.hide()
        column = QVBoxLayout()
        column.setSpacing(theme.XS)
        column.addWidget(self.box)
        column.addWidget(self.problem)
        self.row.addLayout(column)
        self.show_value(parameter.default)
        self.box.editingFinished.connect(self._on_finished)
        self.box.textEdited.connect(lambda _text: self._say(""))

    @property
    def value(self) -> Any:
        return self._value

    def show_value(self, value: Any) -> None:
        self._value = value
        shown = ", ".join(str(item) for item in value) if isinstance(value, (tuple, list)) else str(value)
        self.box.setText(shown)
        self.box.setCursorPosition(0)
        self._say("")

    def _say(self, problem: str) -> None:
        self.problem.setText(problem)
        self.problem.setVisible(bool(problem))
        self.box.setAccessibleDescription(problem or self.parameter.bounds())

    def _on_finished(self) -> None:
        try:
            value = self.parameter.read(self.box.text())
        except SimulationError as error:
            self._say(error.message)
            return
        if value != self._value:
            self._value = value
            self.edited.emit()


def _field(parameter: Parameter, parent: QWidget) -> _Field:
    if parameter.type == "bool":
        return _Switch(parameter, parent)
    if parameter.type == "str" and parameter.choices:
        return _Choice(parameter, parent)
    if parameter.type in ("int", "float"):
        return _Number(parameter, parent)
    return _Text(parameter, parent)


def _bound(value: float | None, otherwise: float) -> float:
    return otherwise if value is None else value


def _decimals(step: float) -> int:
    """How many decimals a step of that size needs."""
    text = f"{step:.6f}".rstrip("0")
    return max(1, len(text.partition(".")[2]))
