"""Every action once: its text, its keys and when it can be used. Menus and the list of keys are made
from these."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QMenu, QMenuBar, QWidget

ANYWHERE, PAGES, REVIEW = "anywhere", "pages", "review"


@dataclass(frozen=True, slots=True)
class ActionText:
    """What an action is called, where it belongs, its keys, and on which face it works."""

    name: str
    text: str
    menu: str
    keys: tuple[str, ...] = ()
    where: str = ANYWHERE
    is_checkable: bool = False


ACTIONS = (
    ActionText("import", "&Import decks…", "&File", ("Ctrl+I",), PAGES),
    ActionText("export", "&Export to Anki…", "&File", ("Ctrl+E",), PAGES),
    ActionText("quit", "&Quit", "&File", ("Ctrl+Q",)),
    ActionText("undo", "&Undo grade", "&Review", ("Ctrl+Z",), REVIEW),
    ActionText("reveal", "&Show answer", "&Review", ("Space", "Return", "Enter"), REVIEW),
    ActionText("leave", "&Leave the review", "&Review", ("Escape",), REVIEW),
    ActionText("full_scale", "Grade on the &full 0–5 scale", "&Review", (), ANYWHERE, True),
    ActionText("today", "&Today", "&View", ("Ctrl+1",), PAGES),
    ActionText("simulations", "&Simulations", "&View", ("Ctrl+2",), PAGES),
    ActionText("theme_system", "Colours of the s&ystem", "&View", (), ANYWHERE, True),
    ActionText("theme_light", "&Light", "&View", (), ANYWHERE, True),
    ActionText("theme_dark", "&Dark", "&View", (), ANYWHERE, True),
    ActionText("keys", "&Keys", "&Help", ("F1",)),
)

SIMULATION_ACTIONS = (
    ActionText("reset", "Back to the beginning", "", ("R",)),
    ActionText("back", "One frame back", "", (",",)),
    ActionText("play", "Play or pause", "", ("P",)),
    ActionText("step", "One frame on", "", (".",)),
    ActionText("first", "First frame", "", ("Home",)),
    ActionText("last", "Last frame", "", ("End",)),
    ActionText("slower", "Play slower", "", ("[",)),
    ActionText("faster", "Play faster", "", ("]",)),
)
"""What the keys do while a simulation has the focus; there they go before the window's own."""

GRADE_KEYS = "1–4 (or 0–5)"


class Actions:
    """The QActions of a window, by name."""

    def __init__(self, window: QWidget) -> None:
        self._by_name: dict[str, QAction] = {}
        for each in ACTIONS:
            action = QAction(each.text, window)
            action.setShortcuts([QKeySequence(keys) for keys in each.keys])
            action.setCheckable(each.is_checkable)
            action.setMenuRole(QAction.MenuRole.NoRole)
            window.addAction(action)
            self._by_name[each.name] = action

    def __getitem__(self, name: str) -> QAction:
        return self._by_name[name]

    def connect(self, name: str, slot: Callable[[], object]) -> None:
        self._by_name[name].triggered.connect(lambda _checked=False: slot())

    def fill(self, bar: QMenuBar) -> None:
        """Build the menus."""
        menus: dict[str, QMenu] = {}
        for each in ACTIONS:
            if each.menu not in menus:
                menus[each.menu] = bar.addMenu(each.menu)
            menus[each.menu].addAction(self._by_name[each.name])

    def show_for(self, *, reviewing: bool) -> None:
        """Enable what works on the face that is shown."""
        for each in ACTIONS:
            works = each.where == ANYWHERE or (each.where == REVIEW) == reviewing
            self._by_name[each.name].setEnabled(works)


def keys_help() -> Iterator[tuple[str, str]]:
    """(keys, what they do) of every action that has keys, and of the grades."""
    for each in ACTIONS:
        if each.keys:
            text = QCoreApplication.translate("actions", each.text.replace("&", "").rstrip("…"))
            yield " or ".join(each.keys), text
    yield GRADE_KEYS, "Grade the answer"
    yield "Tab, Space, arrows", "Move through a simulation's controls and use them"
    for each in SIMULATION_ACTIONS:
        yield each.keys[0], f"In a simulation: {each.text[0].lower()}{each.text[1:]}"
