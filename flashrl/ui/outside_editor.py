"""Opens a file in the editor that a person has chosen for it."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

from PySide6.QtCore import QProcess, QUrl
from PySide6.QtGui import QDesktopServices

from flashrl.authoring.editors import EditorCommand, editor_command
from flashrl.errors import DeckError

_in_terminal: subprocess.Popen[bytes] | None = None
"""The editor that has the terminal, as long as it runs."""


def open_at(path: Path, line: int) -> None:
    """Open a file at a line with `$VISUAL` or `$EDITOR`; else with what the desktop opens it with.

    An editor of the terminal takes the one that flashrl was started from. Raises DeckError where nothing
    opens the file.
    """
    command = editor_command(os.environ, path.absolute(), line, is_windows=sys.platform == "win32")
    if command is not None and shutil.which(command.arguments[0]) is not None and _start(command, path):
        return
    if not QDesktopServices.openUrl(QUrl.fromLocalFile(str(path.absolute()))):
        remedy = "set VISUAL or EDITOR to the editor that you like"
        raise DeckError("nothing on this system opens the file", remedy, path=path, line=line)


def _start(command: EditorCommand, path: Path) -> bool:
    if not command.needs_terminal:
        started = QProcess.startDetached(command.arguments[0], list(command.arguments[1:]))
        return bool(started[0] if isinstance(started, tuple) else started)
    return _has_terminal() and _start_in_terminal(command, path)


def _start_in_terminal(command: EditorCommand, path: Path) -> bool:
    global _in_terminal
    if _in_terminal is not None and _in_terminal.poll() is None:
        raise DeckError(
            "the terminal has an editor open already", "close it, or go to the line there", path=path
        )
    try:
        _in_terminal = subprocess.Popen(command.arguments)
    except OSError:
        return False
    return True


def _has_terminal() -> bool:
    """True when flashrl runs in the foreground of a terminal, which it does not read itself."""
    try:
        return sys.stdin.isatty() and os.tcgetpgrp(sys.stdin.fileno()) == os.getpgrp()
    except (AttributeError, OSError, ValueError):  # no standard input, or a system without terminals
        return False
