"""The way of the settings: their page is made when first needed, and a change of scheduler goes through."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from flashrl.errors import CollectionError, FlashrlError
from flashrl.scheduling.scheduler import SchedulerName
from flashrl.store import Collection
from flashrl.ui.actions import Actions
from flashrl.ui.page_stack import PageStack

if TYPE_CHECKING:
    from flashrl.ui.scheduler_switch import Moved, SchedulerSwitch
    from flashrl.ui.settings_page import SettingsPage


class Configuring(QObject):
    """Shows the settings of a collection, and does what takes more than to keep a value."""

    decks_asked = Signal()
    told = Signal(str)
    failed = Signal(object)

    def __init__(self, collection: Collection, stack: PageStack, actions: Actions) -> None:
        super().__init__(stack)
        self._collection, self._stack, self._actions = collection, stack, actions
        self._page: SettingsPage | None = None
        self._switch: SchedulerSwitch | None = None
        self._wanted = SchedulerName.SM2, 0.0
        actions.connect("cancel_switch", lambda: self.switch.cancel())

    @property
    def page(self) -> "SettingsPage":
        """The settings, made when first needed."""
        if self._page is None:
            from flashrl.ui.settings_page import SettingsPage

            self._page = SettingsPage(self._collection, self._actions, self._stack)
            self._page.failed.connect(self.failed)
            self._page.decks_asked.connect(self.decks_asked)
            self._page.scheduler.chosen.connect(self._switch_to)
        return self._page

    @property
    def switch(self) -> "SchedulerSwitch":
        """What changes the scheduler."""
        if self._switch is None:
            from flashrl.ui.scheduler_switch import SchedulerSwitch

            self._switch = SchedulerSwitch(self._collection.path, self._stack)
            self._switch.done.connect(self._on_switched)
            self._switch.cancelled.connect(self._on_cancelled)
            self._switch.failed.connect(self._on_failed)
        return self._switch

    def _switch_to(self, name: SchedulerName, retention: float) -> None:
        if self.switch.is_running:
            self.page.scheduler.show_kept(*self._wanted)
            return
        self._wanted = name, retention
        self.switch.start(name, retention)

    def _on_switched(self, name: SchedulerName, moved: "Moved") -> None:
        from flashrl.ui.scheduler_switch import in_words

        self._show_kept()
        self._say(in_words(name, moved))

    def _on_cancelled(self) -> None:
        """It may have been done at that very moment: what is kept says so."""
        self._show_kept()
        is_done = self._kept() == self._wanted
        self._say("It was done already." if is_done else "Cancelled. All is as it was.")

    def _on_failed(self, error: FlashrlError) -> None:
        self._show_kept()
        self.failed.emit(error)

    def _say(self, text: str) -> None:
        self.page.scheduler.tell(text)
        self.told.emit(text)

    def _show_kept(self) -> None:
        if kept := self._kept():
            self.page.scheduler.show_kept(*kept)

    def _kept(self) -> tuple[SchedulerName, float] | None:
        try:
            return self._collection.scheduler_name
        except CollectionError as error:
            self.failed.emit(error)
            return None
