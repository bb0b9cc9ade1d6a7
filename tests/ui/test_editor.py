"""The editor of a card: what it shows, what it writes, and that no text is lost."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from flashrl import paths
from flashrl.formats import read
from flashrl.model import Quality
from flashrl.store import Collection
from flashrl.ui import tasks
from flashrl.ui.actions import EDITOR, PREVIEW, REVIEW
from flashrl.ui.editor_page import EditorPage
from flashrl.ui.main_window import MainWindow
from flashrl.ui.preview_window import PreviewWindow
from flashrl.ui.theme import Theme
from tests.ui.conftest import Clock

Press = Callable[..., None]


def card(name: str, answer: str = "An answer.") -> str:
    return f"### Question {name}?\n<!-- card\nid: {name}\n-->\n\n{answer}\n"


DECK = "---\nflashrl: 1\ndeck: Test\n---\n\n# Test\n\n## First\n\n" + "\n".join(card(name) for name in "ab")


@pytest.fixture(autouse=True)
def path(tmp_path: Path, collection: Collection, clock: Clock) -> Path:
    """A deck of two cards, imported."""
    path = tmp_path / "files" / "deck.md"
    path.parent.mkdir()
    path.write_bytes(DECK.replace("\n", "\r\n").encode())
    collection.apply([read(path)], now=clock())
    return path


@pytest.fixture
def edit(window: MainWindow, press: Press, qtbot: QtBot) -> EditorPage:
    """The first card in review, its answer shown, and E pressed."""
    window.refresh()
    qtbot.waitUntil(window.isActiveWindow)  # only there shortcuts work
    press(window, Qt.Key.Key_Space, Qt.Key.Key_Space, "e")  # the start button has the focus
    page = window.editing.page
    qtbot.waitUntil(page.editor.isEnabled, timeout=5_000)
    return page


def save(qtbot: QtBot, page: EditorPage) -> None:
    with qtbot.waitSignal(page.saved, timeout=5_000):
        qtbot.keyClick(page.editor, Qt.Key.Key_S, Qt.KeyboardModifier.ControlModifier)


def shown(page: EditorPage) -> str:
    return "\n".join(text.plain_text() for text in page.preview.card_view.texts())


def type_answer(page: EditorPage, words: str) -> None:
    page.editor.go_to(6)
    page.editor.insertPlainText(words)


def question(page: EditorPage) -> list[str]:
    return [button.text() for button in page.choices.buttons]


def choose(page: EditorPage, words: str) -> None:
    next(button for button in page.choices.buttons if button.text() == words).click()


# -- a card in review ----------------------------------------------------------------------------


def test_e_opens_the_markdown_with_the_card_beside_it(edit: EditorPage, qtbot: QtBot) -> None:
    assert edit.editor.text == card("a").strip()
    qtbot.waitUntil(lambda: shown(edit) == "Question a?\nANSWER\nAn answer.", timeout=5_000)
    assert edit.place.text() == "deck.md · lines 10–15"
    type_answer(edit, "*New* words. ")
    qtbot.waitUntil(lambda: "New words. An answer." in shown(edit), timeout=5_000)


def test_saving_writes_the_cards_lines_and_no_other_byte(edit: EditorPage, path: Path, qtbot: QtBot) -> None:
    type_answer(edit, "New words. ")
    save(qtbot, edit)
    expected = DECK.replace("An answer.", "New words. An answer.", 1).replace("\n", "\r\n")
    assert path.read_bytes() == expected.encode()
    assert not edit.is_modified


def test_after_saving_the_review_shows_the_card_anew_with_its_history(
    window: MainWindow, edit: EditorPage, collection: Collection, press: Press, qtbot: QtBot
) -> None:
    type_answer(edit, "New words. ")
    save(qtbot, edit)
    qtbot.waitUntil(lambda: "New words." in collection.card("a").card.sections[0].text, timeout=5_000)
    press(window, Qt.Key.Key_Escape)
    assert window.stack.face == REVIEW
    review = window.review_page
    qtbot.waitUntil(
        lambda: "New words." in "\n".join(text.plain_text() for text in review.card_view.texts()),
        timeout=5_000,
    )
    assert review.is_revealed
    press(window, "3")
    assert [(event.unit, event.quality) for event in collection.events()] == [("a", Quality.PASS)]


def test_a_card_that_gets_an_id_goes_on_under_it(
    window: MainWindow, path: Path, collection: Collection, clock: Clock, press: Press, qtbot: QtBot
) -> None:
    path.write_text(DECK.replace("<!-- card\nid: a\n-->\n", ""))
    collection.apply([read(path)], now=clock())
    window.refresh()
    press(window, Qt.Key.Key_Space)
    first = window.review_page.unit
    press(window, Qt.Key.Key_Space, "e")
    page = window.editing.page
    qtbot.waitUntil(page.editor.isEnabled, timeout=5_000)
    page.editor.go_to(2)
    page.editor.insertPlainText("<!-- card\nid: brand-new\n-->\n")
    save(qtbot, page)
    qtbot.waitUntil(lambda: window.review_page.unit == "brand-new", timeout=5_000)
    assert first != "brand-new"


def test_findings_have_their_lines_and_a_click_goes_there(edit: EditorPage, qtbot: QtBot) -> None:
    type_answer(edit, "A formula $\\frac{1$. ")
    qtbot.waitUntil(lambda: edit.preview.findings.count() == 1, timeout=5_000)
    assert edit.preview.findings.item(0).text().startswith("Line 6 · warning\n")
    edit.editor.go_to(1)
    place = edit.preview.findings.visualItemRect(edit.preview.findings.item(0)).center()
    qtbot.mouseClick(edit.preview.findings.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert edit.editor.textCursor().blockNumber() == 5


def test_text_that_would_swallow_other_cards_is_told_before_it_is_saved(
    edit: EditorPage, qtbot: QtBot
) -> None:
    type_answer(edit, "```python\n")
    qtbot.waitUntil(
        lambda: edit.preview.notice.text().startswith("With this text another card"), timeout=5_000
    )
    assert edit.preview.notice.isVisible()


# -- a file that changed meanwhile ---------------------------------------------------------------


@pytest.fixture
def conflict(edit: EditorPage, path: Path, qtbot: QtBot) -> EditorPage:
    """Mine is in the editor, theirs in the file, and saving was tried."""
    type_answer(edit, "Mine. ")
    path.write_text(DECK.replace("An answer.", "Theirs.", 1))
    qtbot.keyClick(edit.editor, Qt.Key.Key_S, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(edit.choices.isVisible, timeout=5_000)
    return edit


def test_a_card_changed_on_disk_is_not_overwritten_and_three_choices_are_shown(
    conflict: EditorPage, path: Path
) -> None:
    assert question(conflict) == ["Compare…", "Take theirs", "Keep mine in a new file"]
    assert path.read_text() == DECK.replace("An answer.", "Theirs.", 1)
    assert "Mine. An answer." in conflict.editor.text


def test_theirs_can_be_taken_and_undo_brings_mine_back(conflict: EditorPage) -> None:
    choose(conflict, "Take theirs")
    assert conflict.editor.text.endswith("Theirs.")
    assert not conflict.is_modified
    conflict.editor.undo()
    assert "Mine. An answer." in conflict.editor.text


def test_mine_can_be_kept_in_a_new_file(conflict: EditorPage, path: Path, qtbot: QtBot) -> None:
    choose(conflict, "Keep mine in a new file")
    qtbot.waitUntil(lambda: conflict.editor.text.endswith("Theirs."), timeout=5_000)
    assert "Mine. An answer." in path.with_name("deck.mine.txt").read_text()
    assert "Theirs." in path.read_text()


def test_mine_is_written_over_theirs_only_after_both_were_compared(
    conflict: EditorPage, path: Path, qtbot: QtBot
) -> None:
    choose(conflict, "Compare…")
    lines = [line.rstrip() for line in conflict.comparison.toPlainText().splitlines()]
    assert [line for line in lines if line.startswith(("-", "+"))] == ["- Theirs.", "+ Mine. An answer."]
    with qtbot.waitSignal(conflict.saved, timeout=5_000):
        choose(conflict, "Write mine over it")
    assert path.read_text() == DECK.replace("An answer.", "Mine. An answer.", 1)


def test_what_was_not_compared_is_not_written_over(conflict: EditorPage, path: Path, qtbot: QtBot) -> None:
    choose(conflict, "Compare…")
    path.write_text(DECK.replace("An answer.", "Theirs, once more.", 1))
    choose(conflict, "Write mine over it")
    qtbot.waitUntil(lambda: question(conflict)[:1] == ["Compare…"], timeout=5_000)
    assert "Theirs, once more." in path.read_text()


def test_a_card_that_is_gone_from_its_file_leaves_mine_in_the_editor(
    edit: EditorPage, path: Path, qtbot: QtBot
) -> None:
    type_answer(edit, "Mine. ")
    path.unlink()
    qtbot.keyClick(edit.editor, Qt.Key.Key_S, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(edit.choices.isVisible, timeout=5_000)
    assert question(edit) == ["Keep mine in a new file", "Let mine go", "Go on editing"]
    choose(edit, "Keep mine in a new file")
    kept = path.with_name("deck.mine.txt")
    qtbot.waitUntil(kept.exists, timeout=5_000)
    assert "Mine. An answer." in kept.read_text()


def test_changes_elsewhere_in_the_file_stay(edit: EditorPage, path: Path, qtbot: QtBot) -> None:
    theirs = card("new") + "\n" + DECK.partition("## First\n\n")[2]
    path.write_text(DECK.partition("## First")[0] + "## First\n\n" + theirs)
    type_answer(edit, "Mine. ")
    save(qtbot, edit)
    assert "Question new?" in path.read_text()
    assert "Mine. An answer." in path.read_text()


# -- leaving -------------------------------------------------------------------------------------


def test_escape_asks_before_text_is_lost_and_goes_back_without(
    window: MainWindow, edit: EditorPage, press: Press, path: Path
) -> None:
    before = path.read_bytes()
    type_answer(edit, "Mine. ")
    press(window, Qt.Key.Key_Escape)
    assert question(edit) == ["Save", "Go on editing", "Throw it away"]
    press(window, Qt.Key.Key_Escape)
    assert (window.stack.face, edit.choices.isVisible()) == (EDITOR, False)
    press(window, Qt.Key.Key_Escape)
    choose(edit, "Throw it away")
    assert window.stack.face == REVIEW
    assert path.read_bytes() == before


def test_the_window_does_not_close_over_text_that_is_not_saved(
    window: MainWindow, edit: EditorPage, path: Path, qtbot: QtBot
) -> None:
    type_answer(edit, "Mine. ")
    window.close()
    assert window.isVisible()
    choose(edit, "Save")
    qtbot.waitUntil(lambda: not window.isVisible(), timeout=5_000)
    assert "Mine. An answer." in path.read_text()


# -- text that was never saved -------------------------------------------------------------------


def kept(tmp_path: Path) -> list[str]:
    return [each.read_text() for each in (tmp_path / "home" / "unsaved").glob("*.md")]


def open_afresh(window: MainWindow, qtbot: QtBot) -> EditorPage:
    """The editor as a new start after a crash has it: nobody asked about the text that was in it."""
    window.editing._page = None
    window.edit_card()
    page = window.editing.page
    qtbot.waitUntil(page.editor.isEnabled, timeout=5_000)
    return page


def test_text_that_a_crash_took_is_offered_again(
    window: MainWindow, edit: EditorPage, tmp_path: Path, qtbot: QtBot
) -> None:
    type_answer(edit, "Mine. ")
    qtbot.waitUntil(lambda: len(kept(tmp_path)) == 1)
    window.stack.back()
    page = open_afresh(window, qtbot)
    assert question(page) == ["Bring it back", "Throw it away"]
    choose(page, "Bring it back")
    assert "Mine. An answer." in page.editor.text
    save(qtbot, page)
    qtbot.waitUntil(lambda: kept(tmp_path) == [])


def test_text_that_nobody_wants_is_thrown_away(
    window: MainWindow, edit: EditorPage, tmp_path: Path, qtbot: QtBot
) -> None:
    type_answer(edit, "Mine. ")
    qtbot.waitUntil(lambda: len(kept(tmp_path)) == 1)
    window.stack.back()
    page = open_afresh(window, qtbot)
    choose(page, "Throw it away")
    assert (kept(tmp_path), page.is_modified) == ([], False)


def test_what_is_offered_stays_until_it_is_answered(
    window: MainWindow, edit: EditorPage, tmp_path: Path, qtbot: QtBot
) -> None:
    type_answer(edit, "Mine. ")
    qtbot.waitUntil(lambda: len(kept(tmp_path)) == 1)
    window.stack.back()
    page = open_afresh(window, qtbot)
    type_answer(page, "Other. ")
    save(qtbot, page)
    assert "Mine. An answer." in kept(tmp_path)[0]


def test_text_thrown_away_on_leaving_is_not_offered_again(
    edit: EditorPage, tmp_path: Path, qtbot: QtBot
) -> None:
    type_answer(edit, "Mine. ")
    qtbot.waitUntil(lambda: len(kept(tmp_path)) == 1)
    edit.close_editor()
    choose(edit, "Throw it away")
    assert kept(tmp_path) == []


# -- shipped decks -------------------------------------------------------------------------------


def test_a_shipped_card_is_saved_into_a_copy_of_ones_own(
    edit: EditorPage, path: Path, collection: Collection, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = path.read_bytes()
    monkeypatch.setattr(paths, "decks", lambda: path.parent)
    with_copy = path.parents[1] / "home" / "decks" / "deck.md"
    type_answer(edit, "Mine. ")
    edit.save()
    tasks.wait_for_all()
    QApplication.processEvents()
    tasks.wait_for_all()
    QApplication.processEvents()
    assert path.read_bytes() == before
    assert b"Mine. An answer." in with_copy.read_bytes()
    assert {collection.card(unit).source for unit in "ab"} == {with_copy}
    assert edit.place.text() == "deck.md · lines 10–15"


# -- new cards -----------------------------------------------------------------------------------


def new_card(window: MainWindow, qtbot: QtBot) -> EditorPage:
    qtbot.keyClick(window, Qt.Key.Key_N, Qt.KeyboardModifier.ControlModifier)
    page = window.editing.page
    qtbot.waitUntil(lambda: page._task is None, timeout=5_000)
    return page


def write(qtbot: QtBot, page: EditorPage, question: str, answer: str) -> None:
    qtbot.keyClicks(page.editor, question)
    for key in (Qt.Key.Key_Return, Qt.Key.Key_Return):
        qtbot.keyClick(page.editor, key)
    qtbot.keyClicks(page.editor, answer)


def test_a_first_card_makes_a_deck_that_is_followed(
    window: MainWindow, collection: Collection, tmp_path: Path, qtbot: QtBot
) -> None:
    page = new_card(window, qtbot)
    assert page.new_card_bar.name.isVisible()
    write(qtbot, page, "What is a bandit?", "One state.")
    assert not page.save_button.isEnabled()
    qtbot.keyClicks(page.new_card_bar.name, "Mine::Bandits")
    save(qtbot, page)
    path = tmp_path / "home" / "decks" / "bandits.md"
    assert "### What is a bandit?\n<!-- card\nid: " in path.read_text()
    qtbot.waitUntil(lambda: len(collection.cards()) == 3, timeout=5_000)
    assert collection.cards(["Mine::Bandits"])[0].source == path
    qtbot.waitUntil(lambda: page.new_card_bar.path == path, timeout=5_000)
    assert page.editor.text == "### \n\n"


def test_a_card_is_added_under_a_topic_of_the_deck_that_is_chosen(
    window: MainWindow, collection: Collection, tmp_path: Path, clock: Clock, qtbot: QtBot
) -> None:
    own = tmp_path / "home" / "decks"
    own.mkdir()
    path = own / "deck.md"
    path.write_text(DECK + "\n## Second\n\n" + card("c"))
    collection.apply([read(path)], now=clock())
    page = new_card(window, qtbot)
    bar = page.new_card_bar
    qtbot.waitUntil(lambda: bar.path == path, timeout=5_000)
    assert [bar.topic.itemText(number) for number in range(bar.topic.count())] == ["First", "Second"]
    bar.topic.setCurrentText("First")
    write(qtbot, page, "A third?", "Yes.")
    save(qtbot, page)
    assert [(each.question, each.topic) for each in read(path).deck.cards][2] == ("A third?", "First")
    qtbot.waitUntil(lambda: bar.path == path, timeout=5_000)
    assert bar.topic.currentText() == "First"


# -- elsewhere -----------------------------------------------------------------------------------


@pytest.fixture
def preview(qtbot: QtBot, theme: Theme, path: Path) -> Iterator[PreviewWindow]:
    window = PreviewWindow(path, theme)
    qtbot.addWidget(window)
    window.show()
    qtbot.waitExposed(window)
    qtbot.waitUntil(lambda: window.page.cards.count() == 2, timeout=10_000)
    yield window
    tasks.cancel_all()
    tasks.wait_for_all()


def test_e_edits_the_card_of_the_preview_and_the_preview_follows(
    preview: PreviewWindow, qtbot: QtBot
) -> None:
    qtbot.keyClick(preview.page.cards, Qt.Key.Key_J)
    qtbot.keyClick(preview.page.cards, Qt.Key.Key_E)
    page = preview.editing.page
    qtbot.waitUntil(page.editor.isEnabled, timeout=5_000)
    assert page.editor.text == card("b").strip()
    type_answer(page, "Mine. ")
    save(qtbot, page)
    qtbot.keyClick(page.editor, Qt.Key.Key_Escape)
    assert preview.stack.face == PREVIEW
    view = preview.page.card_view
    qtbot.waitUntil(lambda: "Mine." in "".join(text.plain_text() for text in view.texts()), timeout=5_000)
    assert preview.page.cards.currentRow() == 1


def test_the_preview_of_a_deck_is_reached_from_the_decks_page(
    window: MainWindow, press: Press, qtbot: QtBot
) -> None:
    window.show_decks()
    tree = window.traffic.decks_page.tree
    qtbot.waitUntil(lambda: tree.topLevelItemCount() == 1, timeout=5_000)
    press(window, Qt.Key.Key_Down, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: window.previewing.page.cards.count() == 2, timeout=5_000)
    press(window, "e")
    assert window.stack.face == EDITOR
    qtbot.waitUntil(window.editing.page.editor.isEnabled, timeout=5_000)
    press(window, Qt.Key.Key_Escape, Qt.Key.Key_Escape)
    assert window.stack.currentWidget() is window.traffic.decks_page


def test_everything_in_the_editor_that_takes_the_focus_has_a_name(conflict: EditorPage) -> None:
    choose(conflict, "Compare…")
    focusable = [
        each
        for each in conflict.findChildren(QWidget)
        if each.focusPolicy() & Qt.FocusPolicy.TabFocus and each.isVisible()
    ]
    assert len(focusable) > 5
    for each in focusable:
        text = each.text() if isinstance(each, QPushButton) else ""
        assert each.accessibleName() or text, each


def test_a_narrow_window_has_room_for_text_card_and_question(
    window: MainWindow, conflict: EditorPage
) -> None:
    window.resize(480, 640)
    QApplication.processEvents()
    assert window.width() == 480
    assert conflict.editor.width() > 400
    assert conflict.preview.card_view.width() > 400
    for button in conflict.choices.buttons:
        assert button.width() >= button.minimumSizeHint().width()


def test_a_card_without_an_id_keeps_its_history_when_its_answer_is_rewritten(
    window: MainWindow, path: Path, collection: Collection, clock: Clock, press: Press, qtbot: QtBot
) -> None:
    path.write_text("# Interview\n\n## 1. What is a policy?\n\nA map.\n\n## 2. What is a return?\n\nA sum.\n")
    collection.apply([read(path)], now=clock())
    window.refresh()
    qtbot.waitUntil(window.isActiveWindow)
    press(window, Qt.Key.Key_Space, Qt.Key.Key_Space, "3")
    before = set(collection.states())
    press(window, "e")
    page = window.editing.page
    qtbot.waitUntil(page.editor.isEnabled, timeout=5_000)
    page.editor.replace("## 2. What is the return?\n\nAll discounted rewards from now on, added up.")
    save(qtbot, page)
    qtbot.waitUntil(lambda: "the return" in str(collection.cards()), timeout=5_000)
    press(window, Qt.Key.Key_Escape, Qt.Key.Key_Space, "3")
    assert len(collection.states()) == 2
    assert before < set(collection.states())
    assert len(collection.cards()) == 2


def test_a_card_that_is_read_beside_its_simulation_can_be_edited_there(
    window: MainWindow, path: Path, collection: Collection, clock: Clock, press: Press, qtbot: QtBot
) -> None:
    fence = "```sim random-walk\n```\n"
    path.write_text(DECK.replace("An answer.\n", f"An answer.\n\n{fence}", 1))
    collection.apply([read(path)], now=clock())
    qtbot.waitUntil(window.isActiveWindow)
    window.show_simulations()
    simulations = window.simulating.page
    simulations.open_simulation("random-walk")
    simulations.show_card(collection.card("a"))
    press(window, "e")
    page = window.editing.page
    qtbot.waitUntil(page.editor.isEnabled, timeout=5_000)
    type_answer(page, "New words. ")
    save(qtbot, page)
    press(window, Qt.Key.Key_Escape)
    assert simulations._card_page is not None
    view = simulations._card_page.card_view
    qtbot.waitUntil(
        lambda: "New words." in "\n".join(text.plain_text() for text in view.texts()), timeout=5_000
    )
