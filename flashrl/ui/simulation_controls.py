"""The controls over the frames of a simulation: step, play, speed and the slider."""

from collections.abc import Callable
from math import ceil

from PySide6.QtCore import QPointF, QSignalBlocker, Qt, QTimer, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QPalette, QPolygonF, QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QLabel, QPushButton, QSizePolicy, QSlider, QWidget

from flashrl.ui import theme
from flashrl.ui.actions import SIMULATION_ACTIONS
from flashrl.ui.calm_wheel import CalmWheel

SPEEDS = (0.5, 1.0, 2.0, 4.0)
_FRAME_MS = 120
_LONGEST_PLAY_MS = 20_000
"""A run of many frames plays in strides, so that all of it takes no longer at normal speed."""

_WIDE = 420
_GLYPH = 12

_BAR, _LATE_BAR = ((1, 0), (3, 0), (3, 12), (1, 12)), ((9, 0), (11, 0), (11, 12), (9, 12))
GLYPHS = {
    "play": (((2, 0), (12, 6), (2, 12)),),
    "pause": (((2, 0), (5, 0), (5, 12), (2, 12)), ((8, 0), (11, 0), (11, 12), (8, 12))),
    "step": (_BAR, ((5, 0), (12, 6), (5, 12))),
    "back": (((7, 0), (0, 6), (7, 12)), _LATE_BAR),
    "reset": (_BAR, ((12, 0), (4, 6), (12, 12))),
}
"""Each a few polygons in a square of 12, drawn in the text's colour."""

LAST = -1
"""The frame that is wanted where it is the last, whichever that will be."""


class SimulationControls(QWidget):
    """Moves through frames; `moved` carries the frame to show, `reset_asked` comes before its first."""

    moved = Signal(int)
    reset_asked = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._wanted = 0
        self._is_growing = False
        self._speed = SPEEDS.index(1.0)
        self._timer = QTimer(self)
        self._timer.timeout.connect(self._on_tick)
        self._slots: dict[str, Callable[[], None]] = {
            "reset": self.reset,
            "back": self.step_back,
            "play": self.toggle_play,
            "step": self.step,
            "first": lambda: self.go_to(0),
            "last": lambda: self.go_to(LAST),
            "slower": lambda: self.change_speed(-1),
            "faster": lambda: self.change_speed(1),
        }
        self._build()
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        self.setEnabled(False)

    def _build(self) -> None:
        self.slider = QSlider(Qt.Orientation.Horizontal, self)
        self.slider.setAccessibleName("Frame")
        self.slider.setToolTip("Frame (Home and End go to the first and the last)")
        self.slider.setRange(0, 0)
        CalmWheel(self).watch(self.slider)
        self.slider.valueChanged.connect(self._on_slider)
        self.frame_label = theme.styled(QLabel(self), "muted")
        self.frame_label.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Preferred)
        self.reset_button = self._button("reset")
        self.back_button = self._button("back")
        self.play_button = self._button("play")
        self.step_button = self._button("step")
        self.speed_button = theme.styled(QPushButton(self), "glyph")
        self.speed_button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.speed_button.clicked.connect(self._next_speed)
        self._show_speed()
        buttons = QHBoxLayout()
        buttons.setSpacing(theme.XS)
        for button in (self.reset_button, self.back_button, self.play_button, self.step_button):
            buttons.addWidget(button)
        buttons.addWidget(self.speed_button)
        buttons.addStretch()
        place = QHBoxLayout()
        place.setSpacing(theme.S)
        place.addWidget(self.slider, stretch=1)
        place.addWidget(self.frame_label)
        self._layout = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setSpacing(theme.S)
        self._layout.addLayout(buttons)
        self._layout.addLayout(place, stretch=1)

    def _button(self, name: str) -> "GlyphButton":
        key = next(each for each in SIMULATION_ACTIONS if each.name == name)
        button = GlyphButton(name, key.text, key.keys[0], self)
        button.clicked.connect(self._slots[name])
        return button

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The slider stands beside the buttons, or below them where there is no room."""
        is_wide = event.size().width() >= _WIDE
        direction = QBoxLayout.Direction.LeftToRight if is_wide else QBoxLayout.Direction.TopToBottom
        self._layout.setDirection(direction)
        super().resizeEvent(event)

    # -- frames ----------------------------------------------------------------------------------

    @property
    def frame(self) -> int:
        return self.slider.value()

    @property
    def is_playing(self) -> bool:
        return self._timer.isActive()

    def want(self, frame: int) -> None:
        """Show that frame (or LAST) as soon as it is there."""
        self._wanted = frame

    def set_count(self, count: int, *, growing: bool) -> None:
        """There are so many frames. The one that is wanted is shown, or the last so far."""
        self._is_growing = growing
        with QSignalBlocker(self.slider):
            self.slider.setRange(0, max(0, count - 1))
            self.slider.setPageStep(max(1, count // 10))
        width = self.fontMetrics().horizontalAdvance(f"{count - 1} / {count - 1} ")
        self.frame_label.setMinimumWidth(width)
        self.setEnabled(True)
        self._show_wanted()

    def go_to(self, frame: int) -> None:
        """Move to that frame (or LAST), and pause."""
        self.pause()
        self.want(max(frame, 0) if frame != LAST else LAST)
        self._show_wanted()

    def _show_wanted(self) -> None:
        last = self.slider.maximum()
        with QSignalBlocker(self.slider):
            self.slider.setValue(last if self._wanted == LAST else min(self._wanted, last))
        self.frame_label.setText(f"{self.frame} / {last}")
        self.moved.emit(self.frame)

    def _on_slider(self, value: int) -> None:
        """Who drags to the end wants the end, of a longer run too."""
        self.pause()
        self.want(LAST if value == self.slider.maximum() else value)
        self._show_wanted()

    def reset(self) -> None:
        """Back to the first frame, and to the parameters of the beginning."""
        self.reset_asked.emit()
        self.go_to(0)

    def step(self) -> None:
        """One frame on."""
        self.go_to(min(self.frame + 1, self.slider.maximum()))

    def step_back(self) -> None:
        """One frame back."""
        self.go_to(self.frame - 1 if self.frame else 0)

    # -- playing ---------------------------------------------------------------------------------

    def toggle_play(self) -> None:
        """Play from here, or from the start when at the end; or pause."""
        if self.is_playing:
            self.pause()
            return
        if self.frame == self.slider.maximum() and not self._is_growing:
            self.go_to(0)
        self._timer.start(round(_FRAME_MS / SPEEDS[self._speed]))
        self.play_button.show_as("pause", "Pause")

    def pause(self) -> None:
        self._timer.stop()
        self.play_button.show_as("play", "Play")

    def _on_tick(self) -> None:
        """On by a stride. What is not there yet is waited for."""
        last = self.slider.maximum()
        if self.frame < last:
            self.want(min(self.frame + stride(last + 1), last))
            self._show_wanted()
        elif not self._is_growing:
            self.pause()

    def change_speed(self, by: int) -> None:
        """Slower or faster, within what there is."""
        self._speed = min(max(self._speed + by, 0), len(SPEEDS) - 1)
        self._show_speed()

    def _next_speed(self) -> None:
        self._speed = (self._speed + 1) % len(SPEEDS)
        self._show_speed()

    def _show_speed(self) -> None:
        text = f"{SPEEDS[self._speed]:g}×"
        self.speed_button.setText(text)
        self.speed_button.setAccessibleName(f"Speed {text}")
        self.speed_button.setToolTip("Speed (keys [ and ])")
        if self.is_playing:
            self._timer.setInterval(round(_FRAME_MS / SPEEDS[self._speed]))

    def press(self, key: str) -> bool:
        """Do what a key stands for; False where it is none of these controls'."""
        for each in SIMULATION_ACTIONS:
            if key in each.keys and self.isEnabled():
                self._slots[each.name]()
                return True
        return False


class GlyphButton(QPushButton):
    """A button with a drawn sign, its words in the tool tip; focused by Tab alone, so that a click leaves
    the keys with what is around it."""

    def __init__(self, glyph: str, text: str, key: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("glyph")
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setFixedWidth(theme.XXL)
        self._key = key
        self.show_as(glyph, text)

    def show_as(self, glyph: str, text: str) -> None:
        self._glyph = glyph
        self.setAccessibleName(text)
        self.setToolTip(f"{text} (key {self._key})")
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        group = QPalette.ColorGroup.Normal if self.isEnabled() else QPalette.ColorGroup.Disabled
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self.palette().color(group, QPalette.ColorRole.ButtonText))
        painter.translate((self.width() - _GLYPH) / 2, (self.height() - _GLYPH) / 2)
        for polygon in GLYPHS[self._glyph]:
            painter.drawPolygon(QPolygonF([QPointF(x, y) for x, y in polygon]))
        painter.end()


def stride(count: int) -> int:
    """How many frames one beat of playing moves on."""
    return max(1, ceil(count * _FRAME_MS / _LONGEST_PLAY_MS))
