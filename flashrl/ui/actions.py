"""Every action once: its text, its keys and when it can be used. Menus and the list of keys are made
from these."""

from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QMenu, QMenuBar, QWidget

PAGES, REVIEW, IMPORT, EXPORT, EDITOR, PREVIEW = "pages", "review", "import", "export", "editor", "preview"
BROWSE = "browse"
BACKUPS = "backups"
QUIZ, CARD = "quiz", "card"
ANYWHERE = (PAGES, BROWSE, REVIEW, IMPORT, EXPORT, EDITOR, PREVIEW, BACKUPS, QUIZ, CARD)
WITH_SIDEBAR = (PAGES, BROWSE)
"""What works on PAGES works on all of these."""
SWITCH = "switch"
"""The faces of a window: what is enabled depends on the one it shows."""


@dataclass(frozen=True, slots=True)
class ActionText:
    """What an action is called, where it belongs, its keys, and on which faces it works.

    `menu` is the menu's text, with that of one within it behind a "/"; "" for an action that is in none.
    """

    name: str
    text: str
    menu: str
    keys: tuple[str, ...] = ()
    where: tuple[str, ...] = ANYWHERE
    is_checkable: bool = False


ACTIONS = (
    ActionText("import", "&Import decks…", "&File", ("Ctrl+I",), (PAGES,)),
    ActionText("import_files", "Import deck &files…", "&File", ("Ctrl+Shift+I",), (PAGES,)),
    ActionText("look_again", "Import what &changed in the deck folders", "&File", ("F5",), (PAGES,)),
    ActionText("confirm_import", "I&mport what is listed", "&File", ("Return", "Enter"), (IMPORT,)),
    ActionText("cancel_import", "&Cancel the import", "&File", ("Escape",), (IMPORT,)),
    ActionText("export", "&Export to Anki…", "&File", ("Ctrl+E",), (PAGES,)),
    ActionText("start_export", "E&xport what is chosen", "&File", ("Return", "Enter"), (EXPORT,)),
    ActionText("cancel_export", "Cance&l the export", "&File", ("Escape",), (EXPORT,)),
    ActionText("backups", "Back&ups…", "&File", ("Ctrl+B",), (PAGES,)),
    ActionText("close_backups", "&Back from the backups", "&File", ("Escape",), (BACKUPS,)),
    ActionText("preview", "&Preview a deck file…", "&File", ("Ctrl+P",), (PAGES,)),
    ActionText("close_preview", "&Back from the preview", "&File", ("Escape",), (PREVIEW,)),
    ActionText("close_window", "Close this &window", "&File", ("Ctrl+W",), (PREVIEW,)),
    ActionText("cancel_switch", "&Cancel the change of scheduler", "&File", ("Escape",), (SWITCH,)),
    ActionText("quit", "&Quit", "&File", ("Ctrl+Q",), (*ANYWHERE, SWITCH)),
    ActionText("new_card", "&New card…", "&Card", ("Ctrl+N",), (PAGES,)),
    ActionText("edit_card", "&Edit this card", "&Card", ("E",), (REVIEW, PREVIEW, BROWSE, QUIZ)),
    ActionText("next_card", "Ne&xt card", "&Card", ("J", "Ctrl+Down"), (PREVIEW,)),
    ActionText("previous_card", "&Previous card", "&Card", ("K", "Ctrl+Up"), (PREVIEW,)),
    ActionText("open_outside", "&Open in your own editor", "&Card", ("O",), (PREVIEW,)),
    ActionText("introduction", "Show what the deck says &before", "&Card", ("I",), (REVIEW, PREVIEW, QUIZ)),
    ActionText("suspend", "S&uspend", "&Card", ("S", "@"), (REVIEW,)),
    ActionText("bury", "Bur&y until tomorrow", "&Card", ("-",), (REVIEW,)),
    ActionText("flag_1", "&Red flag", "&Card/&Flag", ("Ctrl+1",), (REVIEW,), True),
    ActionText("flag_2", "&Orange flag", "&Card/&Flag", ("Ctrl+2",), (REVIEW,), True),
    ActionText("flag_3", "&Green flag", "&Card/&Flag", ("Ctrl+3",), (REVIEW,), True),
    ActionText("flag_4", "&Blue flag", "&Card/&Flag", ("Ctrl+4",), (REVIEW,), True),
    ActionText("due_on", "&Due on…", "&Card", ("Ctrl+Shift+D",), (REVIEW,)),
    ActionText("reset_card", "&Reset to new", "&Card", ("Ctrl+Shift+N",), (REVIEW,)),
    ActionText("card_information", "Card &information", "&Card", ("Ctrl+I",), (REVIEW,)),
    ActionText("card_menu", "Open the card's menu", "", ("Shift+F10",), (REVIEW,)),
    ActionText("save_card", "&Save the card", "&Card", ("Ctrl+S", "Ctrl+Return", "Ctrl+Enter"), (EDITOR,)),
    ActionText("close_editor", "&Close the editor", "&Card", ("Escape",), (EDITOR,)),
    ActionText("undo", "&Undo", "&Review", ("Ctrl+Z",), (REVIEW,)),
    ActionText("reveal", "&Show answer", "&Review", ("Space", "Return", "Enter"), (REVIEW,)),
    ActionText("pause", "&Pause", "&Review", ("Shift+P", "Pause"), (REVIEW,)),
    ActionText("leave", "&Leave the review", "&Review", ("Escape",), (REVIEW,)),
    ActionText("write_answer", "&Write your answer", "&Review", ("W",), (REVIEW, QUIZ)),
    ActionText("write_answers", "Write an &answer before it is shown", "&Review", (), ANYWHERE, True),
    ActionText("full_scale", "Grade on the &full 0–5 scale", "&Review", (), ANYWHERE, True),
    ActionText("quiz", "&Quiz: five questions", "&Review", ("Ctrl+T",), (PAGES,)),
    ActionText("quiz_reveal", "In a quiz: show the answer", "", ("Space", "Return", "Enter"), (QUIZ,)),
    ActionText("quiz_undo", "In a quiz: take back what was said last", "", ("Ctrl+Z",), (QUIZ,)),
    ActionText("leave_quiz", "Leave the quiz", "", ("Escape",), (QUIZ,)),
    ActionText("close_card", "Back from a card that was opened", "", ("Escape",), (CARD,)),
    ActionText("practise", "P&ractise out of turn…", "&Review", ("Ctrl+R",), (PAGES,)),
    ActionText("find", "&Find cards…", "&Browse", ("Ctrl+F",), (PAGES,)),
    ActionText(
        "practise_units", "&Practise what is listed", "&Browse", ("Ctrl+Return", "Ctrl+Enter"), (BROWSE,)
    ),
    ActionText("quiz_units", "&Quiz of five", "&Browse", ("Q",), (BROWSE,)),
    ActionText("suspend_units", "&Suspend", "&Browse", ("S", "@"), (BROWSE,)),
    ActionText("resume_units", "&Ask again (resume, unbury)", "&Browse", ("A",), (BROWSE,)),
    ActionText("flag_units", "Fla&g…", "&Browse", ("G",), (BROWSE,)),
    ActionText("due_units", "&Due on…", "&Browse", ("Ctrl+Shift+D",), (BROWSE,)),
    ActionText("reset_units", "&Reset to new", "&Browse", ("Ctrl+Shift+N",), (BROWSE,)),
    ActionText("unit_information", "Card &information", "&Browse", ("I",), (BROWSE,)),
    ActionText("undo_units", "&Undo the last change", "&Browse", ("Ctrl+Z",), (BROWSE,)),
    ActionText("today", "&Today", "&View", ("Ctrl+1",), (PAGES,)),
    ActionText("decks", "D&ecks", "&View", ("Ctrl+2",), (PAGES,)),
    ActionText("browse", "&Browse", "&View", ("Ctrl+3",), (PAGES,)),
    ActionText("simulations", "&Simulations", "&View", ("Ctrl+4",), (PAGES,)),
    ActionText("statistics", "St&atistics", "&View", ("Ctrl+5",), (PAGES,)),
    ActionText("settings", "Se&ttings", "&View", ("Ctrl+6", "Ctrl+,"), (PAGES,)),
    ActionText("theme_system", "Colours of the s&ystem", "&View", (), ANYWHERE, True),
    ActionText("theme_light", "&Light", "&View", (), ANYWHERE, True),
    ActionText("theme_dark", "&Dark", "&View", (), ANYWHERE, True),
    ActionText("keys", "&Keys", "&Help", ("F1",)),
)

ALL = tuple(each.name for each in ACTIONS)
MAIN_WINDOW = tuple(each.name for each in ACTIONS if each.name != "close_window")
_NOT_IN_PREVIEW = ("quit", "full_scale", "write_answers", "close_preview")
PREVIEW_WINDOW = (
    *(each.name for each in ACTIONS if PREVIEW in each.where and each.name not in _NOT_IN_PREVIEW),
    *("save_card", "close_editor"),
)
"""The actions of each window."""

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
TICK_KEYS = "A–D"
QUIZ_KEYS = "1–3"


class Actions:
    """The QActions of a window, by name."""

    def __init__(self, window: QWidget, names: Collection[str] = MAIN_WINDOW) -> None:
        self._by_name: dict[str, QAction] = {}
        self._face = ""
        self._withheld: set[str] = set()
        self._menus: dict[str, QMenu] = {}
        self._texts = [each for each in ACTIONS if each.name in names]
        for each in self._texts:
            action = QAction(each.text, window)
            action.setShortcuts([QKeySequence(keys) for keys in each.keys])
            action.setCheckable(each.is_checkable)
            action.setMenuRole(QAction.MenuRole.NoRole)
            window.addAction(action)
            self._by_name[each.name] = action

    def __getitem__(self, name: str) -> QAction:
        return self._by_name[name]

    def __contains__(self, name: str) -> bool:
        return name in self._by_name

    def connect(self, name: str, slot: Callable[[], object]) -> None:
        self._by_name[name].triggered.connect(lambda _checked=False: slot())

    def fill(self, bar: QMenuBar) -> None:
        """Build the menus."""
        for each in self._texts:
            if each.menu not in self._menus and each.menu:
                above, _, text = each.menu.rpartition("/")
                self._menus[each.menu] = (self._menus[above] if above else bar).addMenu(text)
            if each.menu:
                self._menus[each.menu].addAction(self._by_name[each.name])

    def menu(self, path: str) -> QMenu:
        """A menu that was built, as `ActionText.menu` names it."""
        return self._menus[path]

    def show_for(self, face: str) -> None:
        """Enable what works on the face that is shown."""
        self._face = face
        self._enable(each.name for each in self._texts)

    def offer(self, names: Collection[str], can_be_done: bool) -> None:
        """Say whether actions can be done as things are, whenever a face that they work on is shown."""
        change = self._withheld.difference_update if can_be_done else self._withheld.update
        change(names)
        self._enable(names)

    def _enable(self, names: Iterable[str]) -> None:
        chosen = set(names)
        for each in self._texts:
            if each.name in chosen:
                can_be_done = each.name not in self._withheld and works_on(each, self._face)
                self._by_name[each.name].setEnabled(can_be_done)


def works_on(action: ActionText, face: str) -> bool:
    """Whether an action can be used on a face."""
    return face in action.where or (face in WITH_SIDEBAR and PAGES in action.where)


def keys_help(names: Collection[str] = ALL) -> Iterator[tuple[str, str]]:
    """(keys, what they do) of every action that has keys, and of what is no action."""
    for each in ACTIONS:
        if each.keys and each.name in names:
            text = QCoreApplication.translate("actions", each.text.replace("&", "").rstrip("…"))
            yield " or ".join(each.keys), text
    if "quiz" in names:
        yield QUIZ_KEYS, "In a quiz: the answer was wrong, partly right, right"
        yield "R", "At the end of a quiz: retry what was missed"
        yield "N", "At the end of a quiz: another one"
    if "reveal" in names:
        yield GRADE_KEYS, "Grade the answer"
        yield "D", "At the end of a session: drill what was missed again"
        yield TICK_KEYS, "Tick a key point that you said; Tab, arrows and Space tick any"
    yield "Tab, Space, arrows", "Move through a simulation's controls and use them"
    for each in SIMULATION_ACTIONS:
        yield each.keys[0], f"In a simulation: {each.text[0].lower()}{each.text[1:]}"
