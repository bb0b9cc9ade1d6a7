"""The preview of a deck file: what it shows, and how it follows the file."""

from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

import pytest
from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from flashrl.ui import tasks
from flashrl.ui.preview_window import PreviewWindow
from flashrl.ui.theme import Theme

Save = Callable[[str], int]


def card(name: str, answer: str = "An answer.") -> str:
    return f"### Question {name}?\n<!-- card\nid: {name}\n-->\n\n{answer}\n"


DECK = "\n".join(card(name) for name in "abc")
FRONT = "---\nflashrl: 1\ndeck: Test\n---\n\n"


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "deck.md"
    path.write_text(FRONT + DECK)
    return path


@pytest.fixture
def window(qtbot: QtBot, theme: Theme, path: Path) -> Iterator[PreviewWindow]:
    window = PreviewWindow(path, theme)
    qtbot.addWidget(window)
    window.show()
    qtbot.waitExposed(window)
    qtbot.waitUntil(lambda: window.page.cards.count() == 3, timeout=10_000)
    yield window
    tasks.cancel_all()
    tasks.wait_for_all()


@pytest.fixture
def save(path: Path) -> Save:
    return lambda body: path.write_text(FRONT + body)


def shown(window: PreviewWindow) -> str:
    if window.page.card is None:
        return window.page.notice.text()
    return "\n".join(text.plain_text() for text in window.page.card_view.texts())


def says(window: PreviewWindow, words: str) -> bool:
    return words in shown(window)


def labels(window: PreviewWindow) -> list[str]:
    return [window.page.cards.item(row).text() for row in range(window.page.cards.count())]


def checked(qtbot: QtBot, window: PreviewWindow, summary: str) -> None:
    qtbot.waitUntil(lambda: window.page.findings_label.text() == summary, timeout=10_000)


def test_question_and_answer_are_shown_together(window: PreviewWindow) -> None:
    assert shown(window) == "Question a?\nANSWER\nAn answer."
    assert labels(window) == ["Question a?", "Question b?", "Question c?"]


def test_keys_go_to_the_next_card_and_back(window: PreviewWindow, qtbot: QtBot) -> None:
    qtbot.keyClick(window.page.cards, Qt.Key.Key_J)
    qtbot.keyClick(window.page.cards, Qt.Key.Key_Down)
    assert shown(window).startswith("Question c?")
    qtbot.keyClick(window.page.cards, Qt.Key.Key_J)
    qtbot.keyClick(window.page.cards, Qt.Key.Key_K)
    assert shown(window).startswith("Question b?")
    assert window.page.place.text() == "2 of 3 · line 13 · Test"


def test_buttons_do_what_the_keys_do(window: PreviewWindow, qtbot: QtBot) -> None:
    left = Qt.MouseButton.LeftButton
    assert not window.page.previous_button.isEnabled()
    qtbot.mouseClick(window.page.next_button, left)
    qtbot.mouseClick(window.page.next_button, left)
    assert not window.page.next_button.isEnabled()
    qtbot.mouseClick(window.page.previous_button, left)
    assert shown(window).startswith("Question b?")


def test_a_save_is_shown(window: PreviewWindow, save: Save, qtbot: QtBot) -> None:
    save(DECK.replace("An answer.", "A new answer.", 1))
    qtbot.waitUntil(lambda: "A new answer." in shown(window), timeout=5_000)


def test_an_editor_that_renames_a_new_file_over_the_old_is_followed(
    window: PreviewWindow, path: Path, qtbot: QtBot
) -> None:
    beside = path.with_name(".deck.md.swp")
    for answer in ("One.", "Two.", "Three."):
        beside.write_text(FRONT + DECK.replace("An answer.", answer))
        path.rename(path.with_name("deck.md~"))
        beside.replace(path)
        qtbot.waitUntil(partial(says, window, answer), timeout=5_000)


def test_the_card_stays_by_its_id_when_others_move(window: PreviewWindow, save: Save, qtbot: QtBot) -> None:
    qtbot.keyClick(window.page.cards, Qt.Key.Key_J)
    save(card("new") + "\n" + DECK.replace("Question b?", "Question B?"))
    qtbot.waitUntil(lambda: window.page.cards.count() == 4, timeout=5_000)
    assert window.page.cards.currentRow() == 2
    assert shown(window).startswith("Question B?")


def test_a_card_that_was_deleted_gives_its_place_to_the_next(
    window: PreviewWindow, save: Save, qtbot: QtBot
) -> None:
    qtbot.keyClick(window.page.cards, Qt.Key.Key_J)
    save(card("a") + "\n" + card("c"))
    qtbot.waitUntil(lambda: window.page.cards.count() == 2, timeout=5_000)
    assert shown(window).startswith("Question c?")


def test_a_save_leaves_the_place_in_a_long_card(window: PreviewWindow, save: Save, qtbot: QtBot) -> None:
    save(card("a", "Words.\n\n" * 100))
    bar = window.page.card_view.verticalScrollBar()
    qtbot.waitUntil(lambda: bar.maximum() > 900, timeout=5_000)
    bar.setValue(700)
    save(card("a", "Words.\n\n" * 100 + "The end."))
    qtbot.waitUntil(lambda: "The end." in shown(window), timeout=5_000)
    assert bar.value() == 700


def test_drafts_are_marked(window: PreviewWindow, save: Save, qtbot: QtBot) -> None:
    save(card("a", ""))
    qtbot.waitUntil(lambda: labels(window) == ["Draft · Question a?"], timeout=5_000)
    assert window.page.place.text().startswith("Draft: it has no answer yet · 1 of 1")


def test_findings_have_their_line_message_and_remedy(window: PreviewWindow, save: Save, qtbot: QtBot) -> None:
    checked(qtbot, window, "No findings")
    save(card("a", "$\\frac{1$\n\n#### Odd\n\nx"))
    checked(qtbot, window, "1 warning, 1 hint")
    first, second = (window.page.findings.item(row).text() for row in range(2))
    assert first.startswith("Line 11 · warning\n")
    assert first.endswith("\ncorrect the LaTeX; until then the card shows its source")
    assert second.startswith("Line 13 · hint\nunknown section 'Odd'\n")


@pytest.fixture
def opened(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """A file that an editor of the test writes its arguments into."""
    editor, log = tmp_path / "code", tmp_path / "log.txt"
    editor.write_text(f'#!/bin/sh\necho "$@" >> {log}\n')
    editor.chmod(0o755)
    monkeypatch.setenv("VISUAL", str(editor))
    return log


def test_a_click_or_enter_on_a_finding_opens_its_line(
    window: PreviewWindow, save: Save, qtbot: QtBot, opened: Path, path: Path
) -> None:
    save(card("a", "$\\frac{1$\n\n#### Odd\n\nx"))
    checked(qtbot, window, "1 warning, 1 hint")
    findings = window.page.findings
    place = findings.visualItemRect(findings.item(0)).center()
    QTest.mouseClick(findings.viewport(), Qt.MouseButton.LeftButton, pos=place)
    QTest.mouseDClick(findings.viewport(), Qt.MouseButton.LeftButton, pos=place)
    expected = f"--goto {path}:11\n"
    qtbot.waitUntil(lambda: opened.exists() and opened.read_text() == expected, timeout=5_000)
    findings.setCurrentRow(1)
    qtbot.keyClick(findings, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: opened.read_text() == f"{expected}--goto {path}:13\n", timeout=5_000)


def test_a_key_opens_the_card_in_the_persons_editor(
    window: PreviewWindow, qtbot: QtBot, opened: Path, path: Path
) -> None:
    qtbot.keyClick(window.page.cards, Qt.Key.Key_J)
    qtbot.keyClick(window.page.cards, Qt.Key.Key_O)
    qtbot.waitUntil(lambda: opened.exists() and opened.read_text() == f"--goto {path}:13\n", timeout=5_000)


@pytest.mark.parametrize("editor", ["", "no-such-editor", "vim"])
def test_without_an_editor_that_can_be_started_the_desktop_opens_the_file(
    window: PreviewWindow, qtbot: QtBot, path: Path, monkeypatch: pytest.MonkeyPatch, editor: str
) -> None:
    urls: list[QUrl] = []
    monkeypatch.setattr(QDesktopServices, "openUrl", urls.append)
    monkeypatch.setenv("VISUAL", editor)
    monkeypatch.delenv("EDITOR", raising=False)
    qtbot.keyClick(window.page.cards, Qt.Key.Key_O)
    assert [url.toLocalFile() for url in urls] == [str(path)]
    assert window.message_bar.text == (
        f"{path}:6: nothing on this system opens the file — set VISUAL or EDITOR to the editor that you like"
    )


BROKEN = [
    (None, "cannot be read: No such file or directory"),
    (b"\xff\xfe", "this is not UTF-8"),
    (b"", "the file is empty"),
    (b"---\nflashrl: 1\n---\n", "This file has no card yet."),
]


@pytest.mark.parametrize(("data", "message"), BROKEN, ids=["deleted", "no-text", "empty", "no-cards"])
def test_a_file_that_cannot_be_shown_says_why_and_comes_back(
    window: PreviewWindow, save: Save, qtbot: QtBot, path: Path, data: bytes | None, message: str
) -> None:
    qtbot.keyClick(window.page.cards, Qt.Key.Key_J)
    path.unlink() if data is None else path.write_bytes(data)
    qtbot.waitUntil(lambda: message in shown(window), timeout=5_000)
    assert window.page.cards.count() == 0
    assert window.page.findings.count() == (1 if " " in message and not message.startswith("This") else 0)
    save(DECK)
    qtbot.waitUntil(lambda: window.page.cards.count() == 3, timeout=5_000)
    assert shown(window).startswith("Question b?")


def test_a_narrow_window_puts_the_parts_below_each_other(window: PreviewWindow) -> None:
    for width, across in ((500, 0), (900, 1), (1400, 2)):
        window.resize(width, 700)
        QApplication.processEvents()
        page = window.page
        found = [
            splitter.orientation() == Qt.Orientation.Horizontal for splitter in (page._outer, page._inner)
        ]
        assert sum(found) == across
        assert page.card_view.width() > 250


def test_a_link_to_a_deck_is_followed(qtbot: QtBot, theme: Theme, path: Path, tmp_path: Path) -> None:
    link = tmp_path / "elsewhere" / "link.md"
    link.parent.mkdir()
    link.symlink_to(path)
    window = PreviewWindow(link, theme)
    qtbot.addWidget(window)
    window.show()
    qtbot.waitUntil(lambda: window.page.cards.count() == 3, timeout=10_000)
    path.write_text(FRONT + card("a", "Through the link."))
    qtbot.waitUntil(lambda: "Through the link." in shown(window), timeout=5_000)
    tasks.wait_for_all()
