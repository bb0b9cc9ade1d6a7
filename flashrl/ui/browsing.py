"""The way of browsing: its page, what it lists, and what is done to the units that are selected there."""

from collections.abc import Callable
from datetime import date
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal, SignalInstance

from flashrl.errors import CollectionError
from flashrl.model import ChangeKind
from flashrl.scheduling.day import Clock
from flashrl.scheduling.scheduler import SchedulerName
from flashrl.store import Collection
from flashrl.store.practice import Choice, Standing
from flashrl.ui.actions import BROWSE, Actions
from flashrl.ui.flags import flag_name
from flashrl.ui.page_stack import PageStack
from flashrl.ui.theme import Theme

if TYPE_CHECKING:
    # These are made when first needed: what they need would hold up the first page.
    from flashrl.ui.browse_page import BrowsePage
    from flashrl.ui.tasks import Task
    from flashrl.ui.unit_changes import UnitChanges

_ON_UNITS = (
    *("suspend_units", "resume_units", "flag_units", "due_units", "reset_units"),
    "unit_information",
)
"""What is done to the units that are selected, and to the current one."""


class Browsing(QObject):
    """Shows the page, fills it off the GUI thread, and carries out what is asked for there."""

    practise_asked = Signal(object)
    quiz_asked = Signal(object)
    """The choice of units to be practised, or to be asked in a quiz."""
    edit_asked = Signal(object)
    """The card to edit, as it is filed."""
    started = Signal(str, object)
    told = Signal(str)
    failed = Signal(object)

    def __init__(
        self, collection: Collection, stack: PageStack, theme_: Theme, actions: Actions, clock: Clock
    ) -> None:
        super().__init__(stack)
        self._collection, self._stack, self._theme = collection, stack, theme_
        self._actions, self._clock = actions, clock
        self._page: BrowsePage | None = None
        self._changes: UnitChanges | None = None
        self._listing: Task | None = None
        self._is_stale = False
        slots: dict[str, Callable[[], object]] = {
            "practise_units": lambda: self._ask_choice(self.practise_asked),
            "quiz_units": lambda: self._ask_choice(self.quiz_asked),
            "suspend_units": self._suspend,
            "resume_units": self._resume,
            "reset_units": partial(self._change, ChangeKind.RESET, "New again"),
            "due_units": self._ask_due,
            "unit_information": self._show_information,
            "flag_units": lambda: self.page.open_flags(),
            "undo_units": lambda: self.changes.undo(),
        }
        for name, slot in slots.items():
            actions.connect(name, partial(self._try, slot))

    # -- made when first needed ------------------------------------------------------------------

    @property
    def page(self) -> "BrowsePage":
        """The page, made when first needed."""
        if self._page is None:
            from flashrl.ui.browse_page import BrowsePage

            self._page = BrowsePage(
                self._theme, self._collection.browser.described, self._actions, self._stack
            )
            self._page.listing_asked.connect(self._list)
            self._page.current_changed.connect(self._show_card)
            self._page.selection_changed.connect(self._on_selection)
            self._page.menu.flag_chosen.connect(self._flag)
            self._page.table.units.failed.connect(self.failed)
        return self._page

    @property
    def changes(self) -> "UnitChanges":
        """What changes units."""
        if self._changes is None:
            from flashrl.ui.unit_changes import UnitChanges

            self._changes = UnitChanges(self._collection, self._clock, self)
            self._changes.changed.connect(self._on_selection)
            self._changes.changed.connect(self._list)
            self._changes.started.connect(self.started)
            self._changes.told.connect(self.told)
            self._changes.failed.connect(self.failed)
        return self._changes

    @property
    def is_shown(self) -> bool:
        return self._page is not None and self._stack.currentWidget() is self._page

    @property
    def is_listing(self) -> bool:
        """Whether what is looked for is still to come."""
        return self._listing is not None

    # -- what is listed --------------------------------------------------------------------------

    def open(self, choice: Choice | None = None) -> None:
        """Show the page; with a choice, what that means."""
        page = self.page
        self._stack.turn_to(page, BROWSE)
        self._on_selection()
        if choice is not None:
            page.filters.show_choice(choice)
        else:
            self._list()
        self._offer()

    def refresh(self) -> None:
        """List again, as when cards came in."""
        if self.is_shown:
            self._offer()
            self._list()

    def _offer(self) -> None:
        """Have the filters offer the decks and tags that there are."""
        from flashrl.ui import tasks, work

        path, page = self._collection.path, self.page
        tasks.start(
            self,
            lambda _handle: work.with_collection(path, lambda own: (own.browser.decks(), own.browser.tags())),
            done=lambda found: page.filters.offer(*found),
            failed=self.failed.emit,
        )

    def _list(self) -> None:
        self._try(self._look)

    def _look(self) -> None:
        """Look for what the filters say; while that is under way, once more afterwards."""
        from flashrl.ui import tasks, work

        if self._listing is not None:
            self._is_stale = True
            return
        choice = self.page.filters.choice(self._today())
        path, (column, is_descending) = self._collection.path, self.page.table.order
        self._listing = tasks.start(
            self,
            lambda _handle: work.with_collection(
                path, lambda own: own.browser.units(choice, column, descending=is_descending)
            ),
            done=self._on_listed,
            failed=self.failed.emit,
        )
        self._listing.finished.connect(self._on_through)

    def _on_listed(self, units: list[str]) -> None:
        if self._is_stale:
            return
        self._try(lambda: self._show_units(units))

    def _show_units(self, units: list[str]) -> None:
        name, _ = self._collection.scheduler_name
        self.page.show_units(units, self._today(), has_stability=name is SchedulerName.FSRS)

    def _on_through(self) -> None:
        self._listing = None
        if self._is_stale:
            self._is_stale = False
            self._list()

    def _today(self) -> date:
        return self._collection.study_day(self._clock())

    def _show_card(self, unit: str) -> None:
        """Show the card of a unit beside the list."""
        from flashrl.ui.unit_card import shown_card

        self._try(lambda: self.page.show_card(shown_card(self._collection, unit) if unit else None))

    # -- what is done ----------------------------------------------------------------------------

    def edit(self) -> None:
        """Ask for the editor of the current card."""
        unit = self.page.table.current
        if unit:
            self._try(lambda: self.edit_asked.emit(self._collection.card(unit)))

    def _on_selection(self) -> None:
        """Say what the actions would do, and offer those that can be done."""
        page = self.page
        selected, listed = len(page.table.selected()), len(page.table.units.units)
        page.summary.setText(_summary(listed, selected))
        self._actions["practise_units"].setText(_practise_text(listed, selected))
        self._actions.offer(("practise_units", "quiz_units"), listed > 0)
        self._actions.offer(_ON_UNITS, selected > 0)
        self._actions.offer(("undo_units",), self._changes is not None and self._changes.can_undo)

    def _ask_choice(self, signal: SignalInstance) -> None:
        """Ask for the units that are meant: those selected, or all that are listed where that is but one."""
        selected, listed = self.page.table.selected(), self.page.table.units.units
        choice = Choice(units=tuple(selected if len(selected) > 1 else listed))
        if listed and self._collection.browser.count(choice):
            signal.emit(choice)
        elif listed:
            self.told.emit("Suspended cards are not asked. Press A to have them asked again.")

    def _suspend(self) -> None:
        selected = self.page.table.selected()
        held = set(self._among(selected, Standing.SUSPENDED))
        if units := [unit for unit in selected if unit not in held]:
            self.changes.make(ChangeKind.SUSPENDED, units, "Suspended")
        else:
            self.told.emit("Suspended already.")

    def _resume(self) -> None:
        selected = self.page.table.selected()
        away = {*self._among(selected, Standing.SUSPENDED), *self._among(selected, Standing.BURIED)}
        if units := [unit for unit in selected if unit in away]:
            self.changes.make(ChangeKind.RESUMED, units, "Asked again")
        else:
            self.told.emit("Nothing to bring back: none of these is suspended or buried.")

    def _among(self, units: list[str], standing: Standing) -> list[str]:
        """Those of some units that stand so."""
        if not units:
            return []
        choice = Choice(units=tuple(units), standing=standing, today=self._today())
        return self._collection.browser.units(choice)

    def _change(self, kind: ChangeKind, words: str) -> None:
        self.changes.make(kind, self.page.table.selected(), words)

    def _ask_due(self) -> None:
        """Ask for another due day of the selected units."""
        from flashrl.ui.due_dialog import DueDialog

        page = self.page
        unit = page.table.units.browsed(page.table.currentIndex().row()) if page.table.current else None
        if unit is None:
            return
        dialog = DueDialog(unit.state, self._today(), page.window())
        dialog.chosen.connect(self._put_off)
        dialog.open()

    def _put_off(self, due_on: date) -> None:
        units, words = self.page.table.selected(), f"Due on {due_on.isoformat()}"
        self.changes.make(ChangeKind.RESCHEDULED, units, words, due_on=due_on)

    def _show_information(self) -> None:
        from flashrl.ui.card_information import show_information

        if self.page.table.current:
            show_information(self.page.window(), self._collection, self.page.table.current, self._today())

    def _flag(self, flag: int) -> None:
        words = f"Flagged {flag_name(flag).lower()}" if flag else "Flag taken away"
        self.changes.make(ChangeKind.FLAGGED, self.page.table.selected(), words, flag=flag)

    def _try(self, act: Callable[[], object]) -> None:
        """Do something; tell where the collection does not let it."""
        try:
            act()
        except CollectionError as error:
            self.failed.emit(error)


def _practise_text(listed: int, selected: int) -> str:
    """Which cards would be practised: those selected, or all that are listed where that is but one."""
    if selected > 1:
        return f"&Practise {selected:,} selected"
    return f"&Practise all {listed:,}" if listed > 1 else "&Practise"


def _summary(listed: int, selected: int) -> str:
    """How much is listed, and how much of it is selected where that is more than one."""
    cards = "1 card" if listed == 1 else f"{listed:,} cards"
    return f"{cards} · {selected:,} selected" if selected > 1 else cards
