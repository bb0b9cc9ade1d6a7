"""How decks come in: imports, and the deck folders with their page."""

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from flashrl import paths
from flashrl.store import Collection
from flashrl.ui.importing import Importing
from flashrl.ui.page_stack import PageStack
from flashrl.ui.theme import Theme

if TYPE_CHECKING:
    # These are made when first needed: what they need would hold up the first page.
    from flashrl.ui.decks_page import DecksPage
    from flashrl.ui.exchange import Exchange
    from flashrl.ui.folder_sync import FolderSync
    from flashrl.ui.work import Plan


class DeckTraffic(QObject):
    """Everything of a window that moves decks. `own` is the folder of the person's own deck files."""

    imported = Signal(object)
    """Cards came in: the report."""
    preview_asked = Signal(object)
    """The deck file to look at."""
    new_card_asked = Signal()
    started = Signal(str, object)
    """What is under way, and its task."""
    told = Signal(str)
    failed = Signal(object)

    def __init__(self, collection: Collection, stack: PageStack, theme_: Theme) -> None:
        super().__init__(stack)
        self._collection, self._stack = collection, stack
        self.own = paths.own_decks(collection.path.parent)
        self._exchange: Exchange | None = None
        self._folder_sync: FolderSync | None = None
        self._decks_page: DecksPage | None = None
        self.importing = Importing(collection.path, stack, theme_)
        self.importing.confirmed.connect(self._import)
        self.importing.preview_asked.connect(self.preview_asked)
        self.importing.failed.connect(self.failed)
        self.imported.connect(self.refresh)

    # -- made when first needed ------------------------------------------------------------------

    @property
    def exchange(self) -> "Exchange":
        """What brings decks in."""
        if self._exchange is None:
            from flashrl.ui.exchange import Exchange

            self._exchange = Exchange(self._collection.path, self)
            self._exchange.started.connect(self.started)
            self._exchange.imported.connect(self.imported)
            self._exchange.told.connect(self.told)
            self._exchange.failed.connect(self.failed)
        return self._exchange

    @property
    def folder_sync(self) -> "FolderSync":
        """What follows the deck folders."""
        if self._folder_sync is None:
            from flashrl.ui.folder_sync import FolderSync

            self._folder_sync = FolderSync(self._collection, self.own, self)
            self._folder_sync.imported.connect(self.imported)
            self._folder_sync.looked.connect(self.refresh)
            self._folder_sync.described.connect(lambda *found: self.decks_page.show_folders(*found))
            self._folder_sync.told.connect(self.told)
            self._folder_sync.failed.connect(self.failed)
        return self._folder_sync

    @property
    def decks_page(self) -> "DecksPage":
        """The page of the deck folders."""
        if self._decks_page is None:
            from flashrl.ui.decks_page import DecksPage

            self._decks_page = DecksPage(self._stack)
            self._decks_page.add_asked.connect(lambda: self.importing.choose_folder(follow=True))
            self._decks_page.look_asked.connect(lambda: self.look_for_changes(everything=True))
            self._decks_page.remove_asked.connect(lambda folder: self.folder_sync.remove(folder))
            self._decks_page.preview_asked.connect(self.preview_asked)
            self._decks_page.new_card_asked.connect(self.new_card_asked)
        return self._decks_page

    # -- what is done ----------------------------------------------------------------------------

    @property
    def chosen_file(self) -> Path | None:
        """The deck file that is selected on the page of the deck folders, while that is shown."""
        is_shown = self._decks_page is not None and self._stack.currentWidget() is self._decks_page
        return self.decks_page.chosen_file if is_shown else None

    def look_for_changes(self, *, everything: bool = False) -> None:
        """Bring in what changed in the deck folders; `everything` reads what did not change as well."""
        self.folder_sync.sync(everything=everything)

    def refresh(self) -> None:
        """Say anew what the deck folders hold, where that is shown."""
        if self._decks_page is not None and self._stack.currentWidget() is self._decks_page:
            self.folder_sync.describe()

    def bring_in_saved(self, path: Path) -> None:
        """A card was written into a file: bring that in, without a word."""
        self.exchange.import_decks([path], quiet=True)
        if path.parent == self.own:  # it may be there for the first time
            self.look_for_changes()

    def _import(self, plan: "Plan", follow: bool) -> None:
        task = self.exchange.import_plan(plan, follow=follow)
        if follow:
            task.finished.connect(self.look_for_changes)
