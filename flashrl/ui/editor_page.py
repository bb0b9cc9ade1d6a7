"""One card's markdown, with the card as it will look beside it."""

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QSplitter, QStackedWidget, QVBoxLayout, QWidget

from flashrl.authoring import new_card
from flashrl.authoring.check import Remembered
from flashrl.authoring.saving import FileChangedError, Passage
from flashrl.errors import FlashrlError
from flashrl.model import Card
from flashrl.ui import card_work, tasks, theme
from flashrl.ui.card_work import Home
from flashrl.ui.choice_bar import Choice, ChoiceBar
from flashrl.ui.comparison import Comparison
from flashrl.ui.conflict import Conflict
from flashrl.ui.elided_label import ElidedLabel
from flashrl.ui.live_preview import LivePreview
from flashrl.ui.markdown_editor import MarkdownEditor
from flashrl.ui.new_card_bar import NewCardBar
from flashrl.ui.panels import panel, turn
from flashrl.ui.theme import Theme
from flashrl.ui.unsaved_text import UnsavedText

_NARROW = 640


class EditorPage(QWidget):
    """Edits a card of a file, or a new one. Saving writes its lines and nothing else; text that is not saved
    is never dropped without a word.

    `home` is where a person's own decks are; without one every file is edited where it is.
    """

    left = Signal()
    saved = Signal(object, object)
    """The file that a card was written into, and the card."""
    told = Signal(str)
    failed = Signal(object)

    def __init__(self, theme_: Theme, home: Home | None, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._home = home
        self._passage: Passage | None = None
        self._saved_text = ""
        self._is_new = False
        self._task: tasks.Task | None = None
        self._then: Callable[[], object] | None = None
        self._remembered = Remembered()
        self._build(theme_)
        self._lay_out()

    # -- widgets ---------------------------------------------------------------------------------

    def _build(self, theme_: Theme) -> None:
        self.place = theme.styled(ElidedLabel(self), "muted")
        self.save_button = theme.styled(QPushButton("Save", self), "primary")
        self.save_button.setToolTip("Write the card into its file (Ctrl+S)")
        self.save_button.clicked.connect(self.save)
        self.close_button = QPushButton("Close", self)
        self.close_button.setToolTip("Back (Esc)")
        self.close_button.clicked.connect(self.close_editor)
        self.choices = ChoiceBar(self)
        self._unsaved = UnsavedText(self._home.unsaved if self._home is not None else None, self.choices)
        self._unsaved.wanted.connect(self._bring_back)
        self._unsaved.settled.connect(self._on_text)
        self._unsaved.failed.connect(self.failed)
        self._conflict = Conflict(self.choices)
        self._conflict.compare_asked.connect(self._compare)
        self._conflict.write_asked.connect(self._write_over)
        self._conflict.take_asked.connect(self._take_theirs)
        self._conflict.keep_asked.connect(self._keep_beside)
        self._conflict.given_up.connect(self._discard)
        self._conflict.put_off.connect(self._go_back)
        self.new_card_bar = NewCardBar(self)
        self.new_card_bar.chosen.connect(self._on_text)
        self.new_card_bar.name.textChanged.connect(self._show_state)
        self.editor = MarkdownEditor(theme_, self)
        self.editor.setAccessibleName("The card's markdown")
        self.editor.textChanged.connect(self._on_text)
        self.preview = LivePreview(theme_, self)
        self.preview.line_chosen.connect(self.editor.go_to)
        self.preview.failed.connect(self.failed)
        self.comparison = Comparison(theme_, self)
        self.right = QStackedWidget(self)
        self.right.addWidget(self.preview)
        self._compared = panel(self.comparison)
        self.right.addWidget(self._compared)

    def _lay_out(self) -> None:
        bar = theme.styled(QWidget(self), "topbar")
        bar.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        row = QHBoxLayout(bar)
        row.setContentsMargins(theme.L, theme.S, theme.L, theme.S)
        row.setSpacing(theme.S)
        row.addWidget(self.place, stretch=1)
        row.addWidget(self.close_button)
        row.addWidget(self.save_button)
        self.split = QSplitter(Qt.Orientation.Horizontal, self)
        self.split.setChildrenCollapsible(False)
        self.split.addWidget(panel(self.new_card_bar, self.editor))
        self.split.addWidget(self.right)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(bar)
        layout.addWidget(self.choices)
        layout.addWidget(self.split, stretch=1)
        self.setFocusProxy(self.editor)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The card stands below its text where there is little room."""
        super().resizeEvent(event)
        is_narrow = self.width() < _NARROW
        turn(self.split, Qt.Orientation.Vertical if is_narrow else Qt.Orientation.Horizontal, (1, 1))

    # -- what is edited --------------------------------------------------------------------------

    def open(self, path: Path, card: Card) -> None:
        """Edit a card as its file has it now."""
        self._begin(is_new=False, words=f"Opening {path.name}…")
        home = self._home
        self._start(lambda: card_work.open_card(path, card, home), self._on_opened)

    def open_new(self, path: Path | None = None) -> None:
        """Write a new card, into the deck at `path` unless another is chosen."""
        home = self._home
        assert home is not None
        self._begin(is_new=True, words="A new card")
        self._saved_text = new_card.TEMPLATE
        self._set_text(new_card.TEMPLATE)
        self._unsaved.begin(None, "", new_card.TEMPLATE)
        wanted = path.resolve() if path is not None else None
        self._start(
            lambda: card_work.own_decks(home, wanted),
            lambda decks: self.new_card_bar.show_decks(decks, wanted),
        )

    @property
    def is_modified(self) -> bool:
        """True while there is text that is in no file."""
        return self.editor.isEnabled() and self._text != self._tidy(self._saved_text)

    @property
    def _text(self) -> str:
        return self._tidy(self.editor.text)

    @staticmethod
    def _tidy(text: str) -> str:
        return text.rstrip()

    def _begin(self, *, is_new: bool, words: str) -> None:
        self._unsaved.end()
        self._passage, self._is_new, self._then, self._saved_text = None, is_new, None, ""
        self.choices.dismiss()
        self.preview.clear()
        self.right.setCurrentWidget(self.preview)
        self.new_card_bar.setVisible(is_new)
        self.save_button.setText("Add" if is_new else "Save")
        self.place.setText(words)
        self.editor.setEnabled(is_new)
        self.editor.setPlainText("")

    def _on_opened(self, passage: Passage) -> None:
        self._passage = passage
        self.editor.setEnabled(True)
        self._take(passage)
        self._set_text(passage.text)
        self._show_place()
        self._unsaved.begin(passage.path, passage.card.id or passage.card.question, passage.text)

    def _bring_back(self, text: str) -> None:
        self.editor.replace(text)
        self.editor.setFocus()

    def _take(self, passage: Passage) -> None:
        """Go on from what the file has."""
        self._passage, self._saved_text = passage, passage.text
        self._show_place()

    def _set_text(self, text: str) -> None:
        self.editor.setPlainText(text)
        if self._is_new:
            cursor = self.editor.textCursor()
            cursor.movePosition(cursor.MoveOperation.EndOfBlock)
            self.editor.setTextCursor(cursor)
        self.editor.setFocus()
        self._on_text()

    def _show_place(self) -> None:
        if self._passage is None:
            return
        passage, home = self._passage, self._home
        words = f"{passage.path.name} · lines {passage.line}–{passage.end_line}"
        if home is not None and home.is_shipped(passage.path):
            words += f" · saving makes a copy of your own in {home.own}"
        self.place.setText(words)
        self.place.setToolTip(str(passage.path))

    def _on_text(self) -> None:
        self._show_state()
        text, passage, problems = self._text, self._passage, self._remembered
        if passage is not None:
            self.preview.follow(lambda: card_work.card_draft(passage, text, problems), passage.path.parent)
        elif self._is_new and self._home is not None:
            folder = (self.new_card_bar.path or self._home.own / "new.md").parent
            if text == self._tidy(new_card.TEMPLATE):
                self.preview.clear("The question goes behind ###, and the answer below it. Formulas in $…$.")
            else:
                self.preview.follow(lambda: new_card.draft(text, folder, problems), folder)

    def _show_state(self) -> None:
        can_save = self.is_modified and (not self._is_new or self.new_card_bar.is_named)
        self.save_button.setEnabled(can_save and self._task is None)
        self._unsaved.follow(self._text, is_modified=self.is_modified)

    # -- saving ----------------------------------------------------------------------------------

    def save(self) -> None:
        """Write the text into the file; where others changed the card there, ask what to keep."""
        if not self.is_modified or self._task is not None:
            return
        self.choices.dismiss()
        text, home, passage = self._text, self._home, self._passage
        if self._is_new and home is not None:
            bar = self.new_card_bar
            path, name, topic = bar.path, bar.name.text(), bar.topic.currentText().strip()
            self._start(lambda: card_work.add_card(home, path, name, topic, text), self._on_added)
        elif passage is not None:
            now = datetime.now(UTC)
            self._start(
                lambda: card_work.save_card(passage, text, home, now),
                lambda now_there: self._on_saved(now_there),
            )

    def _on_saved(self, passage: Passage) -> None:
        self._passage = passage
        self._saved_text = passage.text
        self.right.setCurrentWidget(self.preview)
        self._show_place()
        self._show_state()
        self.saved.emit(passage.path, passage.card)
        self._go_on()

    def _on_added(self, added: tuple[Path, Card]) -> None:
        path, card = added
        self.saved.emit(path, card)
        self.told.emit(f"Added to {path}.")
        self._saved_text = new_card.TEMPLATE
        if self._then is not None:
            self._set_text(new_card.TEMPLATE)
            self._go_on()
        else:
            self.new_card_bar.name.clear()
            topic = self.new_card_bar.topic.currentText()
            self.open_new(path)
            self.new_card_bar.topic.setCurrentText(topic)

    def _start(self, job: Callable[[], object], done: Callable[..., object]) -> None:
        self._task = tasks.start(
            self, lambda _handle: job(), done=lambda found: self._finish(done, found), failed=self._on_failed
        )
        self._show_state()

    def _finish(self, done: Callable[..., object], found: object) -> None:
        self._task = None
        done(found)
        self._show_state()

    def _on_failed(self, error: FlashrlError) -> None:
        self._task, self._then = None, None
        self._show_state()
        if isinstance(error, FileChangedError) and self.editor.isEnabled():
            self._conflict.ask(error.theirs)
            return
        self.failed.emit(error)
        if not self.editor.isEnabled():
            self.left.emit()

    # -- a file that changed meanwhile -----------------------------------------------------------

    def _compare(self, theirs: Passage) -> None:
        self.comparison.compare(theirs.text, self._text)
        self.right.setCurrentWidget(self._compared)

    def _write_over(self, theirs: Passage) -> None:
        self._take(theirs)
        self.editor.setFocus()
        self.save()

    def _take_theirs(self, theirs: Passage) -> None:
        self.right.setCurrentWidget(self.preview)
        self._take(theirs)
        self.editor.replace(theirs.text)
        self.editor.setFocus()
        self.told.emit("This is what the file says now. Undo (Ctrl+Z) brings your text back.")

    def _keep_beside(self, theirs: Passage | None) -> None:
        passage, text = self._passage, self._text
        assert passage is not None

        def done(path: Path) -> None:
            self.told.emit(f"Your text is in {path}.")
            if theirs is None:
                self._discard()
            else:
                self.right.setCurrentWidget(self.preview)
                self._take(theirs)
                self.editor.replace(theirs.text)

        self._start(lambda: card_work.keep_beside(passage, text), done)

    # -- leaving ---------------------------------------------------------------------------------

    def close_editor(self) -> None:
        """Go back; where text is not saved, ask first. A question that stands there goes away."""
        if not self.choices.isHidden():
            self._go_back()
        else:
            self.close_then(self.left.emit)

    def close_then(self, then: Callable[[], object]) -> None:
        """Do `then` once no text would be lost by it."""
        if not self.is_modified:
            then()
            return

        def save() -> None:
            self._then = then
            self.save()

        def discard() -> None:
            self._saved_text = self.editor.text
            self._show_state()
            then()

        text = "This card is not saved." if self.save_button.isEnabled() else "This text is in no deck yet."
        saving: list[Choice] = [("Save", save)] if self.save_button.isEnabled() else []
        self.choices.ask(text, [*saving, ("Go on editing", self._go_back), ("Throw it away", discard)])

    def _go_back(self) -> None:
        self.choices.dismiss()
        self.right.setCurrentWidget(self.preview)
        self.editor.setFocus()

    def _discard(self) -> None:
        self._saved_text = self.editor.text
        self._show_state()
        self.left.emit()

    def _go_on(self) -> None:
        then, self._then = self._then, None
        if then is not None:
            then()
