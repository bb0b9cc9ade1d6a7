"""The list of keys."""

from collections.abc import Collection

from PySide6.QtWidgets import QMessageBox, QWidget

from flashrl.ui.actions import ALL, keys_help


def show_keys(window: QWidget, names: Collection[str] = ALL) -> None:
    """Open the list of keys, of all actions or of some."""
    rows = "".join(
        f"<tr><td><b>{keys}</b>&nbsp;&nbsp;</td><td>{what}</td></tr>" for keys, what in keys_help(names)
    )
    box = QMessageBox(window)
    box.setWindowTitle("Keys")
    box.setText(f"<table>{rows}</table>")
    box.open()
