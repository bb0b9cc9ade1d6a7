"""The button of a grade: what it is called, and when the card would come again."""

from PySide6.QtWidgets import QWidget

from flashrl.ui.key_button import ENTER, KeyButton


class GradeButton(KeyButton):
    """Enter presses it when it has the focus; Space goes on to turn the card's pages."""

    own_keys = ENTER

    def __init__(self, label: str, key: str, parent: QWidget) -> None:
        super().__init__(label, parent)
        self.label, self._key = label, key
        self._when = ""
        self.mark(proposed=False)

    def show_when(self, when: str) -> None:
        """Say when the card would come again; nothing for ""."""
        self._when = when
        self.setText(f"{self.label}\n{when}" if when else self.label)
        self._describe()

    def mark(self, *, proposed: bool) -> None:
        """Show whether this is the grade that is proposed."""
        self.setObjectName("primary" if proposed else "")
        self.style().polish(self)
        self._describe()

    def _describe(self) -> None:
        is_proposed = self.objectName() == "primary"
        note = ", proposed by your answer" if is_proposed else ""
        keys = f"key {self._key} or Enter" if is_proposed else f"key {self._key}"
        self.setToolTip(f"{self.label} ({keys}){note}")
        self.setAccessibleName(", ".join(part for part in (self.label, self._when) if part) + note)
