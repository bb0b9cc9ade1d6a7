"""What can be done with the card that is asked: the actions of a review, and the card's menu made from
them."""

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QPoint
from PySide6.QtWidgets import QMenu

from flashrl.errors import CollectionError
from flashrl.model import ChangeKind, UnitMarks
from flashrl.ui.actions import Actions
from flashrl.ui.flags import FLAGS

if TYPE_CHECKING:
    from flashrl.ui.review_page import ReviewPage

_CHANGES = {
    "suspend": ChangeKind.SUSPENDED,
    "bury": ChangeKind.BURIED,
    "reset_card": ChangeKind.RESET,
}
_FLAG_MENU = "&Card/&Flag"
_MENU = (
    *("edit_card", "", "suspend", "bury", _FLAG_MENU, ""),
    *("due_on", "reset_card", "", "card_information", "", "undo", "pause"),
)


class ReviewActions(QObject):
    """Connects the actions to the page, which is asked for when it is needed first."""

    def __init__(self, actions: Actions, page: Callable[[], "ReviewPage"], parent: QObject) -> None:
        super().__init__(parent)
        self._actions, self._page = actions, page
        self._flag = 0
        for name, kind in _CHANGES.items():
            actions.connect(name, partial(self._change, kind))
        for flag in FLAGS:
            actions.connect(_flag_action(flag), partial(self._set_flag, flag))
        actions.connect("due_on", self._ask_due)
        actions.connect("card_information", self._show_information)
        actions.connect("card_menu", lambda: page().ask_menu())
        actions.connect("pause", lambda: page().pause())
        actions.connect("undo", lambda: page().undo())
        actions.connect("reveal", lambda: page().reveal())
        actions.connect("leave", lambda: page().leave())

    def watch(self, page: "ReviewPage") -> None:
        """Offer what can be done with what a page asks."""
        page.asked.connect(self._on_asked)
        page.menu_asked.connect(self._show_menu)

    def _change(self, kind: ChangeKind) -> None:
        self._page().change(kind)

    def _set_flag(self, flag: int) -> None:
        """A second time the same flag takes it off."""
        self._page().change(ChangeKind.FLAGGED, flag=0 if flag == self._flag else flag)
        self._check_flag()

    def _ask_due(self) -> None:
        from flashrl.ui.due_dialog import DueDialog  # no part of most reviews

        page = self._page()
        asked = page.run.current
        if asked is None or page.run.has_unsaved:  # it may be another card by the time a day is chosen
            return
        try:
            dialog = DueDialog(asked.state, page.run.today, page.window())
        except CollectionError as error:
            page.failed.emit(error)
            return
        dialog.chosen.connect(lambda day: page.change(ChangeKind.RESCHEDULED, due_on=day))
        dialog.open()

    def _show_information(self) -> None:
        page = self._page()
        if page.unit is None:
            return
        from flashrl.ui.card_information import show_information

        try:
            show_information(page.window(), page.run.collection, page.unit, page.run.today)
        except CollectionError as error:
            page.failed.emit(error)

    def _on_asked(self, marks: UnitMarks | None) -> None:
        self._flag = marks.flag if marks is not None else 0
        for name in ("edit_card", *_CHANGES, *map(_flag_action, FLAGS), "due_on", "card_information"):
            self._actions[name].setEnabled(marks is not None)
        self._check_flag()

    def _check_flag(self) -> None:
        for flag in FLAGS:
            self._actions[_flag_action(flag)].setChecked(flag == self._flag)

    def _show_menu(self, place: QPoint) -> None:
        menu = QMenu(self._page())
        menu.setAccessibleName("What can be done with this card")
        for name in _MENU:
            if name == _FLAG_MENU:
                menu.addMenu(self._actions.menu(name))
            elif name:
                menu.addAction(self._actions[name])
            else:
                menu.addSeparator()
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(place)


def _flag_action(flag: int) -> str:
    return f"flag_{flag}"
