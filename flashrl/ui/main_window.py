"""The window: a side bar, a stack of pages, and the only place that connects them."""

from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QCloseEvent, QDragEnterEvent, QDropEvent, QPaintEvent
from PySide6.QtWidgets import QFileDialog, QMainWindow, QVBoxLayout, QWidget

from flashrl.errors import CollectionError
from flashrl.model import Card, FiledCard
from flashrl.scheduling.day import Clock
from flashrl.store import Collection, ImportReport
from flashrl.ui import tasks
from flashrl.ui.actions import BROWSE, EDITOR, PAGES, PREVIEW, QUIZ, REVIEW, WITH_SIDEBAR, Actions
from flashrl.ui.backing_up import BackingUp
from flashrl.ui.browsing import Browsing
from flashrl.ui.card_showing import CardShowing
from flashrl.ui.choices import Choices
from flashrl.ui.configuring import Configuring
from flashrl.ui.deck_traffic import DeckTraffic
from flashrl.ui.editing import Editing
from flashrl.ui.exporting import Exporting
from flashrl.ui.importing import dropped
from flashrl.ui.message_bar import MessageBar
from flashrl.ui.page_stack import PageStack
from flashrl.ui.quizzing import Quizzing
from flashrl.ui.reporting import Reporting
from flashrl.ui.sidebar import PageWithSidebar, Sidebar
from flashrl.ui.studying import Studying
from flashrl.ui.theme import Theme
from flashrl.ui.today_page import TodayPage

if TYPE_CHECKING:
    # These are made when first needed: what they need would hold up the first page.
    from flashrl.store.practice import Choice
    from flashrl.ui.catching_up import CatchingUp
    from flashrl.ui.path_study import PathStudy
    from flashrl.ui.practising import Practising
    from flashrl.ui.preview_page import PreviewPage
    from flashrl.ui.quiz_page import QuizPage
    from flashrl.ui.review_page import ReviewPage
    from flashrl.ui.simulations_page import SimulationsPage

_PAGES = (
    ("today", "Today"),
    ("decks", "Decks"),
    ("browse", "Browse"),
    ("simulations", "Simulations"),
    ("statistics", "Statistics"),
    ("settings", "Settings"),
)
"""The pages of the side bar: the action of each, and its text."""
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
        self._theme = theme_
        self._clock = clock
        self._is_filled = False
        self.setWindowTitle("flashrl")
        self.resize(1000, 720)
        self.actions_ = Actions(self)
        self.today_page = TodayPage(self)
        self.message_bar = MessageBar(self)
        self.choices = Choices(collection, theme_, self.actions_, self)
        self._simulations_page: SimulationsPage | None = None
        self._preview_page: PreviewPage | None = None
        self._path_study: PathStudy | None = None
        self._catching_up: CatchingUp | None = None
        self._practising: Practising | None = None
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
            "preview": self.ask_preview,
            "close_preview": lambda: self.preview_page.left.emit(),
            "next_card": lambda: self.preview_page.show_next(),
            "previous_card": lambda: self.preview_page.show_previous(),
            "open_outside": lambda: self.preview_page.ask_outside(),
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
        self.choices.failed.connect(self.message_bar.warn)
        self.backing_up.told.connect(self.message_bar.tell)
        self.backing_up.failed.connect(self.message_bar.warn)
        self.backing_up.repaired.connect(self.refresh)
        self.today_page.study.connect(self.study)
        self.today_page.study_path.connect(self.studying.study_path)
        self.studying.left.connect(self._leave_study)
        self.studying.edit_asked.connect(self._edit_filed)
        self.studying.told.connect(self.message_bar.tell)
        self.studying.failed.connect(self.message_bar.warn)
        self.studying.card_asked.connect(self.card_showing.open)
        self.quizzing.card_asked.connect(self.card_showing.open)
        self.quizzing.edit_asked.connect(self._edit_filed)
        self.quizzing.told.connect(self.message_bar.tell)
        self.quizzing.failed.connect(self.message_bar.warn)
        self.card_showing.edit_asked.connect(self._edit_filed)
        self.card_showing.failed.connect(self.message_bar.warn)
        self.today_page.import_asked.connect(self.traffic.importing.choose_folder)
        self.reporting.edit_asked.connect(self._edit_filed)
        self.reporting.failed.connect(self.message_bar.warn)
        self.configuring.decks_asked.connect(self.show_decks)
        self.configuring.told.connect(self.message_bar.tell)
        self.configuring.failed.connect(self.message_bar.warn)
        self.today_page.practise_asked.connect(lambda: self.practising.toggle())
        self.browsing.practise_asked.connect(self.studying.practise)
        self.browsing.quiz_asked.connect(self.quizzing.start)
        self.browsing.edit_asked.connect(self._edit_filed)
        self.browsing.started.connect(self.message_bar.follow)
        self.browsing.told.connect(self.message_bar.tell)
        self.browsing.failed.connect(self.message_bar.warn)
        self.traffic.imported.connect(self._on_imported)
        self.traffic.preview_asked.connect(self.preview)
        self.traffic.new_card_asked.connect(self.new_card)
        self.traffic.started.connect(self.message_bar.follow)
        self.traffic.told.connect(self.message_bar.tell)
        self.traffic.failed.connect(self.message_bar.warn)
        self.editing.saved.connect(self._on_card_saved)
        self.editing.told.connect(self.message_bar.tell)
        self.editing.failed.connect(self.message_bar.warn)
        single = Qt.ConnectionType.SingleShotConnection
        self.painted.connect(lambda: QTimer.singleShot(_FOLLOW_AFTER_MS, self, self._on_painted), single)

    def _on_painted(self) -> None:
        self.path_study.look()
        self.catching_up.look()
        self.traffic.look_for_changes()

    # -- pages -----------------------------------------------------------------------------------

    @property
    def review_page(self) -> "ReviewPage":
        """The review page, made when first needed."""
        return self.studying.page

    @property
    def simulations_page(self) -> "SimulationsPage":
        """The simulations page, made when first needed."""
        if self._simulations_page is None:
            from flashrl.ui.simulations_page import SimulationsPage

            self._simulations_page = SimulationsPage(self._theme, self)
            self._simulations_page.cards_asked.connect(self._show_cards_with_simulation)
            self._simulations_page.edit_asked.connect(self._edit_filed)
        return self._simulations_page

    @property
    def preview_page(self) -> "PreviewPage":
        """The preview of a deck file, made when first needed."""
        if self._preview_page is None:
            from flashrl.ui.preview_page import PreviewPage

            self._preview_page = PreviewPage(self._theme, self, can_leave=True)
            self._preview_page.edit_asked.connect(self.editing.edit)
            self._preview_page.outside_asked.connect(self.traffic.importing.open_outside)
            self._preview_page.left.connect(self._leave_preview)
            self._preview_page.failed.connect(self.message_bar.warn)
        return self._preview_page

    @property
    def path_study(self) -> "PathStudy":
        """The study paths, looked for once the first page stands."""
        if self._path_study is None:
            from flashrl.ui.path_study import PathStudy

            own = self.traffic.own
            self._path_study = PathStudy(self._collection, self.today_page, own, lambda: self.studying.today)
            self._path_study.failed.connect(self.message_bar.warn)
        return self._path_study

    @property
    def catching_up(self) -> "CatchingUp":
        """What waits after a break, looked for once the first page stands."""
        if self._catching_up is None:
            from flashrl.ui.catching_up import CatchingUp

            self._catching_up = CatchingUp(self._collection, self.today_page, lambda: self.studying.today)
            self._catching_up.failed.connect(self.message_bar.warn)
        return self._catching_up

    def show_today(self) -> None:
        """Go to the decks, with fresh counts."""
        self.studying.close_session()
        self._turn_to(self.today_page, "today")
        self.refresh()

    def show_decks(self) -> None:
        """Go to the deck folders, with what they hold now."""
        self._turn_to(self.traffic.decks_page, "decks")
        self.traffic.refresh()

    @property
    def practising(self) -> "Practising":
        """What is practised from Today, made when first needed."""
        if self._practising is None:
            from flashrl.ui.practising import Practising

            self._practising = Practising(self._collection, self.today_page, lambda: self.studying.today)
            self._practising.practise_asked.connect(self.studying.practise)
            self._practising.quiz_asked.connect(self.quizzing.start)
            self._practising.find_asked.connect(self.show_browse)
            self._practising.failed.connect(self.message_bar.warn)
        return self._practising

    def choose_practice(self) -> None:
        """Choose on Today what is practised."""
        if self.stack.currentWidget() is not self.today_page:
            self.show_today()
        self.practising.open()

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
        self.simulations_page.open()
        self._turn_to(self.simulations_page, "simulations")
        self.simulations_page.take_focus()

    def show_statistics(self) -> None:
        """Go to the statistics, counted anew."""
        self._turn_to(self.reporting.page, "statistics")
        self.reporting.count()

    def show_settings(self) -> None:
        """Go to the settings, as they are kept now."""
        self.configuring.page.open()
        self._turn_to(self.configuring.page, "settings")

    def _show_cards_with_simulation(self, slug: str) -> None:
        try:
            self.simulations_page.show_cards(self._collection.cards_with_simulation(slug))
        except CollectionError as error:
            self.message_bar.warn(error)

    def study(self, deck: str) -> None:
        """Review what waits in a deck and those below it; in all decks for ""."""
        self.studying.study(deck)

    def refresh(self) -> None:
        """Read the decks again."""
        try:
            today = self.studying.today
            self.today_page.show_decks(self._collection.decks(today), self._collection.new_left(today))
        except CollectionError as error:
            self.message_bar.warn(error)
        self._is_filled = True
        if self._path_study is not None:
            self._path_study.look()
        if self._catching_up is not None:
            self._catching_up.look()
        if self._practising is not None:
            self._practising.refresh()

    def ask_preview(self) -> None:
        name, _ = QFileDialog.getOpenFileName(
            self, "A deck file to look at", "", "Markdown (*.md *.markdown);;All files (*)"
        )
        if name:
            self.preview(Path(name))

    def preview(self, path: Path) -> None:
        """Show a deck file's cards and findings, anew at each save."""
        self.stack.open_over(self.preview_page, PREVIEW)
        self.preview_page.open(path)

    def _leave_preview(self) -> None:
        self.preview_page.close_file()
        self.stack.back()

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
        return self.review_page if self.stack.face == REVIEW else self.preview_page

    def new_card(self) -> None:
        """Write a new card, into the deck file that is chosen on the Decks page."""
        self.editing.new_card(self.traffic.chosen_file)

    def _edit_filed(self, filed: FiledCard) -> None:
        self.editing.edit(filed.source, filed.card)

    def _on_card_saved(self, path: Path, card: Card) -> None:
        """Bring the file in, and show the card as it is now wherever it is shown."""
        self.traffic.bring_in_saved(path)
        if self._preview_page is not None:
            self._preview_page.show_saved(path, card)

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
        if self._simulations_page is not None:
            self._simulations_page.refresh()
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
