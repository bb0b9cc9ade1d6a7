"""The pages of a window, and the way back from one that takes the window over."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QSizePolicy, QStackedWidget, QWidget


class PageStack(QStackedWidget):
    """Shows one page at a time. Each is shown with a face, which says what can be done there."""

    turned = Signal(str)
    """The face of the page that is shown now."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._faces: dict[QWidget, str] = {}
        self._before: list[QWidget] = []

    @property
    def face(self) -> str:
        page = self.currentWidget()
        return self._faces.get(page, "") if page is not None else ""

    def turn_to(self, page: QWidget, face: str) -> None:
        """Show a page; nothing leads back."""
        self._before.clear()
        self._show(page, face)

    def open_over(self, page: QWidget, face: str) -> None:
        """Show a page that gives the window back to the one that is shown now."""
        current = self.currentWidget()
        if current is not None and current is not page:
            self._before.append(current)
        self._show(page, face)

    def back(self) -> QWidget:
        """Give the window back to the page before; that page."""
        page = self._before.pop() if self._before else self.widget(0)
        assert page is not None
        self._show(page, self._faces[page])
        return page

    def _show(self, page: QWidget, face: str) -> None:
        self._faces[page] = face
        if self.indexOf(page) < 0:
            self.addWidget(page)
        # A page that is not seen must not say how narrow the window may be; nor must this one before all
        # that goes with it is in its place.
        for each in self._faces:
            each.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Ignored)
        self.setCurrentWidget(page)
        self.turned.emit(face)
        page.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
        page.setFocus()
