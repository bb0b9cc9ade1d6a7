"""The window: a side bar, a stack of pages, and the only place that connects them."""

from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QCloseEvent, QDragEnterEvent, QDropEvent, QPaintEvent
from PySide6.QtWidgets import QMainWindow, QVBoxLayout, QWidget

from flashrl.model import Card, FiledCard
from flashrl.scheduling.day import Clock
from flashrl.store import Collection, ImportReport
from flashrl.ui import tasks
from flashrl.ui.actions import BROWSE, EDITOR, PAGES, QUIZ, REVIEW, WITH_SIDEBAR, Actions
from flashrl.ui.backing_up import BackingUp
from flashrl.ui.browsing import Browsing
from flashrl.ui.card_showing import CardShowing
from flashrl.ui.choices import Choices
from flashrl.ui.configuring import Configuring
from flashrl.ui.daily import Daily
from flashrl.ui.deck_traffic import DeckTraffic
from flashrl.ui.editing import Editing
from flashrl.ui.exporting import Exporting
from flashrl.ui.importing import dropped
from flashrl.ui.message_bar import MessageBar
from flashrl.ui.page_stack import PageStack
from flashrl.ui.previewing import Previewing
from flashrl.ui.quizzing import Quizzing
from flashrl.ui.reporting import Reporting
from flashrl.ui.sidebar import PageWithSidebar, Sidebar
from flashrl.ui.simulating import Simulating
from flashrl.ui.studying import Studying
from flashrl.ui.theme import Theme
from flashrl.ui.today_page import TodayPage

if TYPE_CHECKING:
    # These are made when first needed: what they need would hold up the first page.
    from flashrl.store.practice import Choice
    from flashrl.ui.preview_page import PreviewPage
    from flashrl.ui.quiz_page import QuizPage
    from flashrl.ui.review_page import ReviewPage

_PAGES = (
    ("today", "Today"),
    ("decks", "Decks"),
    ("browse", "Browse"),
    ("simulations", "Simulations"),
    ("statistics", "Statistics"),
    ("settings", "Settings"),
)
"""The pages of the side bar: the action of each, and its text."""
_PATIENCE_SECONDS = 0.5
"""While it waits for what another program has locked, a window stands still."""
_FOLLOW_AFTER_MS = 200
"""The deck folders are looked at once the first page stands."""


def local_now() -> datetime:
    """This instant with the local time zone."""
    return datetime.now().astimezone()


class MainWindow(QMainWindow):
    """Shows the pages over one open collection."""

    painted = Signal()

    def __init__(self, collection: Collection, theme_: Theme, clock: Clock = local_now) -> None:
        super().__init__()
        self._collection = collection
        collection.wait_at_most(_PATIENCE_SECONDS)
        self._theme = theme_
        self._clock = clock
        self._is_filled = False
        self.setWindowTitle("flashrl")
        self.resize(1000, 720)
        self.actions_ = Actions(self)
        self.today_page = TodayPage(self)
        self.message_bar = MessageBar(self)
        self.choices = Choices(collection, theme_, self.actions_, self)
        self.setAcceptDrops(True)
        self._build()
        self._connect()

    def _build(self) -> None:
        self.actions_.fill(self.menuBar())
        self.stack = PageStack(self)
        self.sidebar = Sidebar([(name, text, self.actions_[name]) for name, text in _PAGES], self)
        central = QWidget(self)
        layout = QVBoxLayout(central)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(PageWithSidebar(self.sidebar, self.stack), stretch=1)
        layout.addWidget(self.message_bar)
        self.setCentralWidget(central)
        self.exporting = Exporting(self._collection.path, self.stack, self._theme)
        self.traffic = DeckTraffic(self._collection, self.stack, self._theme)
        self.studying = Studying(
            self.stack, self._theme, self._clock, self._collection, self.choices, self.actions_
        )
        self.editing = Editing(
            self.stack, self._theme, self.actions_, self._collection.path, self.traffic.own
        )
        self.previewing = Previewing(self.stack, self._theme, self.actions_)
        self.simulating = Simulating(self._collection, self.stack, self._theme)
        self.daily = Daily(self._collection, self.today_page, self.traffic.own, lambda: self.studying.today)
        self.reporting = Reporting(self._collection, self.stack, self._theme, lambda: self.studying.today)
        self.configuring = Configuring(self._collection, self.stack, self.actions_)
        self.quizzing = Quizzing(
            self.stack, self._theme, self._clock, self._collection, self.choices, self.actions_
        )
        self.card_showing = CardShowing(self._collection, self.stack, self._theme, self.actions_)
        self.browsing = Browsing(self._collection, self.stack, self._theme, self.actions_, self._clock)
        self.backing_up = BackingUp(self._collection.path, self.stack, self.actions_)
        self.stack.turned.connect(self._on_turned)
        self.stack.turn_to(self.today_page, PAGES)

    def _connect(self) -> None:
        slots: dict[str, Callable[[], object]] = {
            "import": self.traffic.importing.choose_folder,
            "import_files": self.traffic.importing.choose_files,
            "confirm_import": lambda: self.traffic.importing.page.confirm(),
            "cancel_import": lambda: self.traffic.importing.page.cancel(),
            "look_again": lambda: self.traffic.look_for_changes(everything=True),
            "export": self.exporting.open,
            "start_export": lambda: self.exporting.page.export(),
            "cancel_export": lambda: self.exporting.page.cancel(),
            "new_card": self.new_card,
            "edit_card": self.edit_card,
            "introduction": lambda: self._card_page().card_view.introduction.button.click(),
            "quit": self.close,
            "today": self.show_today,
            "decks": self.show_decks,
            "browse": self.show_browse,
            "find": self.find_cards,
            "practise": self.choose_practice,
            "simulations": self.show_simulations,
            "statistics": self.show_statistics,
            "settings": self.show_settings,
            "write_answer": lambda: self._card_page().card_view.write_answer(),
            "keys": self.show_keys,
        }
        for name, slot in slots.items():
            self.actions_.connect(name, slot)
        self._connect_messages()
        self._connect_cards()
        self.today_page.study.connect(self.study)
        self.today_page.study_path.connect(self.studying.study_path)
        self.today_page.import_asked.connect(self.traffic.importing.choose_folder)
        self.studying.left.connect(self._leave_study)
        self.configuring.decks_asked.connect(self.show_decks)
        self.backing_up.repaired.connect(self.refresh)
        self.traffic.imported.connect(self._on_imported)
        self.traffic.preview_asked.connect(self.previewing.open)
        self.traffic.new_card_asked.connect(self.new_card)
        self.editing.saved.connect(self._on_card_saved)
        single = Qt.ConnectionType.SingleShotConnection
        self.painted.connect(lambda: QTimer.singleShot(_FOLLOW_AFTER_MS, self, self._on_painted), single)

    def _connect_messages(self) -> None:
        """What each part tells goes to the bar at the foot."""
        speaking = (
            self.backing_up,
            self.browsing,
            self.configuring,
            self.editing,
            self.quizzing,
            self.studying,
            self.traffic,
        )
        for part in speaking:
            part.told.connect(self.message_bar.tell)
        silent = (
            self.card_showing,
            self.choices,
            self.daily,
            self.previewing,
            self.reporting,
            self.simulating,
        )
        for each in (*speaking, *silent):
            each.failed.connect(self.message_bar.warn)
        for busy in (self.browsing, self.traffic):
            busy.started.connect(self.message_bar.follow)

    def _connect_cards(self) -> None:
        """Cards are edited, shown, practised and asked in a quiz from many places."""
        for part in (
            self.browsing,
            self.card_showing,
            self.quizzing,
            self.reporting,
            self.simulating,
            self.studying,
        ):
            part.edit_asked.connect(self._edit_filed)
        self.previewing.edit_asked.connect(self.editing.edit)
        self.previewing.outside_asked.connect(self.traffic.importing.open_outside)
        for session in (self.studying, self.quizzing):
            session.card_asked.connect(self.card_showing.open)
        for chooser in (self.daily, self.browsing):
            chooser.practise_asked.connect(self.studying.practise)
            chooser.quiz_asked.connect(self.quizzing.start)
        self.daily.find_asked.connect(self.show_browse)

    def _on_painted(self) -> None:
        self.daily.look_around()
        self.traffic.look_for_changes()

    # -- pages -----------------------------------------------------------------------------------

    @property
    def review_page(self) -> "ReviewPage":
        """The review page, made when first needed."""
        return self.studying.page

    def show_today(self) -> None:
        """Go to the decks, with fresh counts."""
        self.studying.close_session()
        self._turn_to(self.today_page, "today")
        self.refresh()

    def show_decks(self) -> None:
        """Go to the deck folders, with what they hold now."""
        self._turn_to(self.traffic.decks_page, "decks")
        self.traffic.refresh()

    def choose_practice(self) -> None:
        """Choose on Today what is practised."""
        if self.stack.currentWidget() is not self.today_page:
            self.show_today()
        self.daily.practising.open()

    def show_browse(self, choice: "Choice | None" = None) -> None:
        """Go to the cards, to those of a choice where one is given."""
        self.browsing.open(choice)
        self.sidebar.mark("browse")

    def find_cards(self) -> None:
        """Go to the search line over the cards."""
        if not self.browsing.is_shown:
            self.show_browse()
        self.browsing.page.focus_search()

    def _leave_study(self) -> None:
        """Go back to where the session was begun."""
        if self.sidebar.marked != "browse":
            self.show_today()
            return
        self.studying.close_session()
        self.show_browse()

    def show_simulations(self) -> None:
        page = self.simulating.page
        page.open()
        self._turn_to(page, "simulations")
        page.take_focus()

    def show_statistics(self) -> None:
        """Go to the statistics, counted anew."""
        self._turn_to(self.reporting.page, "statistics")
        self.reporting.count()

    def show_settings(self) -> None:
        """Go to the settings, as they are kept now."""
        self.configuring.page.open()
        self._turn_to(self.configuring.page, "settings")

    def study(self, deck: str) -> None:
        """Review what waits in a deck and those below it; in all decks for ""."""
        self.studying.study(deck)

    def refresh(self) -> None:
        """Read the decks again."""
        self.daily.refresh()
        self._is_filled = True

    def show_keys(self) -> None:
        from flashrl.ui.keys_box import show_keys

        show_keys(self)

    def _turn_to(self, page: QWidget, name: str) -> None:
        self.stack.turn_to(page, PAGES)
        self.sidebar.mark(name)

    def _on_turned(self, face: str) -> None:
        self.sidebar.setVisible(face in WITH_SIDEBAR)
        self.actions_.show_for(face)

    # -- cards that are written here -------------------------------------------------------------

    def edit_card(self) -> None:
        """Edit the card that is shown."""
        if self.stack.face == BROWSE:
            self.browsing.edit()
        else:
            self._card_page().ask_edit()

    def _card_page(self) -> "ReviewPage | QuizPage | PreviewPage":
        if self.stack.face == QUIZ:
            return self.quizzing.page
        return self.review_page if self.stack.face == REVIEW else self.previewing.page

    def new_card(self) -> None:
        """Write a new card, into the deck file that is chosen on the Decks page."""
        self.editing.new_card(self.traffic.chosen_file)

    def _edit_filed(self, filed: FiledCard) -> None:
        self.editing.edit(filed.source, filed.card)

    def _on_card_saved(self, path: Path, card: Card) -> None:
        """Bring the file in, and show the card as it is now wherever it is shown."""
        self.traffic.bring_in_saved(path)
        self.previewing.show_saved(path, card)

    # -- import and export -----------------------------------------------------------------------

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if self.stack.face != EDITOR and dropped(event.mimeData()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        event.acceptProposedAction()
        self.traffic.importing.propose(dropped(event.mimeData()))

    def _on_imported(self, report: ImportReport) -> None:
        self.studying.refresh(report.renamed)
        self.quizzing.refresh(report.renamed)
        self.card_showing.refresh()
        self.browsing.refresh()
        self.simulating.refresh()
        if self.stack.currentWidget() is self.today_page:
            self.refresh()

    # -- painting and closing --------------------------------------------------------------------

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if self._is_filled:
            self.painted.emit()

    def closeEvent(self, event: QCloseEvent) -> None:
        if not self.editing.close_then(self.close) or not self.studying.close_then(self.close):
            event.ignore()
            return
        tasks.cancel_all()
        tasks.wait_for_all()
        super().closeEvent(event)
