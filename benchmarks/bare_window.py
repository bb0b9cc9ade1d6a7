"""The peer: an empty PySide6 window, shown, painted, ended. Prints its resident megabytes with --memory."""

import sys

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QApplication, QWidget


class BareWindow(QWidget):
    """An empty window that says when it was painted."""

    painted = Signal()

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        self.painted.emit()


def main() -> None:
    app = QApplication(sys.argv[:1])
    window = BareWindow()
    window.resize(1000, 720)
    window.painted.connect(app.quit, Qt.ConnectionType.QueuedConnection)
    window.show()
    app.exec()
    if "--memory" in sys.argv:
        from benchmarks.memory import resident_megabytes

        print(resident_megabytes())


if __name__ == "__main__":
    main()
