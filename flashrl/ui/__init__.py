"""The desktop app's widgets. They ask the session and the collection, and show: no rules, no SQL."""

import sys

import PySide6.QtCore  # noqa: F401 - brings what is mended below


def _spare_sources() -> None:
    """Keep PySide6 from reading the source of every module that is imported after it.

    It looks there for a wish for its snake_case names, which nothing here has, and Python's linecache then
    keeps the text: 8 MB and a tenth of the start. Where PySide6 has changed inside, this does nothing.
    """
    feature = sys.modules.get("shibokensupport.feature")
    if hasattr(feature, "_mod_uses_pyside"):
        feature._mod_uses_pyside = lambda _module: False  # type: ignore[union-attr]  # hasattr says so


_spare_sources()
