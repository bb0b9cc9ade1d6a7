"""Which command opens a file at a line, for the editors that people use. Starts nothing itself."""

import shlex
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

_TERMINAL = {"vi", "vim", "nvim", "view", "nano", "pico", "micro", "joe", "ne", "mg", "kak", "hx", "helix"}
_COLON_LINE = {"subl", "sublime_text", "hx", "helix", "zed", "zeditor"}
_PLUS_LINE = {"gvim", "mvim", "emacs", "emacsclient", "gedit", "gnome-text-editor", "pluma", "xed"}
_JETBRAINS = {"idea", "pycharm", "clion", "goland", "phpstorm", "rider", "rubymine", "webstorm", "rustrover"}
_DASH_LINE = {"kate", "kwrite", "mate", *_JETBRAINS}
_GOTO = {"code", "code-insiders", "codium", "vscodium", "cursor", "windsurf"}
_SUFFIXES = (".exe", ".cmd", ".bat", ".sh")
_EMACS_IN_TERMINAL = frozenset(("-nw", "--no-window-system", "-t", "-tty", "--tty"))


@dataclass(frozen=True, slots=True)
class EditorCommand:
    """A command to start, and whether it needs a terminal to run in."""

    arguments: tuple[str, ...]
    needs_terminal: bool = False


def editor_command(
    environment: Mapping[str, str], path: Path, line: int, *, is_windows: bool = False
) -> EditorCommand | None:
    """The command of `$VISUAL`, else `$EDITOR`, that opens `path` at `line`; None where neither is set.

    An editor that is not known opens the file at its start.
    """
    chosen = environment.get("VISUAL", "").strip() or environment.get("EDITOR", "").strip()
    words = _words(chosen, is_windows=is_windows)
    if not words:
        return None
    name = _program(words[0])
    return EditorCommand((*words, *_placing(name)(str(path), line)), _needs_terminal(name, words[1:]))


def _program(command: str) -> str:
    """A program as it is called everywhere: without folder, suffix and capitals."""
    name = command.replace("\\", "/").rpartition("/")[2].lower()
    for suffix in _SUFFIXES:
        name = name.removesuffix(suffix)
    return name.removesuffix("64")


def _words(command: str, *, is_windows: bool) -> list[str]:
    """The words of a command line. A path with spaces that is there is one word, quoted or not."""
    if not command or Path(command).is_file():
        return [command] if command else []
    try:
        words = shlex.split(command, posix=not is_windows)
    except ValueError:  # a quote that is never closed
        return []
    return [word.strip('"') for word in words] if is_windows else words


def _placing(name: str) -> Callable[[str, int], tuple[str, ...]]:
    """How an editor is told the file and the line."""
    if name in _DASH_LINE:
        return lambda path, line: ("--line", str(line), path)
    if name in _GOTO:
        return lambda path, line: ("--goto", f"{path}:{line}")
    if name in _COLON_LINE:
        return lambda path, line: (f"{path}:{line}",)
    if name in _PLUS_LINE | _TERMINAL:
        return lambda path, line: (f"+{line}", path)
    if name in ("notepad++", "notepad-plus-plus"):
        return lambda path, line: (f"-n{line}", path)
    return lambda path, _line: (path,)


def _needs_terminal(name: str, options: list[str]) -> bool:
    if name in ("emacs", "emacsclient"):
        return not _EMACS_IN_TERMINAL.isdisjoint(options)
    return name in _TERMINAL and "-g" not in options  # `vim -g` opens a window
