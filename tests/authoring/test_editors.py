from pathlib import Path

import pytest

from flashrl.authoring.editors import EditorCommand, editor_command

FILE = Path("/decks/a b.md")


def arguments(editor: str, **options: bool) -> tuple[str, ...]:
    command = editor_command({"EDITOR": editor}, FILE, 12, **options)
    assert command is not None
    return command.arguments


@pytest.mark.parametrize("editor", ["vim", "nvim", "nano", "emacs", "gedit", "/usr/bin/vim.basic/vi"])
def test_most_editors_take_the_line_with_a_plus(editor: str) -> None:
    assert arguments(editor) == (editor, "+12", "/decks/a b.md")


@pytest.mark.parametrize("editor", ["code", "codium", "cursor"])
def test_code_and_its_kin_go_to_file_and_line(editor: str) -> None:
    assert arguments(editor) == (editor, "--goto", "/decks/a b.md:12")


@pytest.mark.parametrize("editor", ["subl", "hx", "zed"])
def test_some_take_the_line_behind_the_file(editor: str) -> None:
    assert arguments(editor) == (editor, "/decks/a b.md:12")


@pytest.mark.parametrize("editor", ["idea", "pycharm", "kate"])
def test_some_have_an_option_for_the_line(editor: str) -> None:
    assert arguments(editor) == (editor, "--line", "12", "/decks/a b.md")


def test_notepad_plus_plus_has_a_syntax_of_its_own() -> None:
    windows = '"C:\\Program Files\\Notepad++\\notepad++.exe" -multiInst'
    assert arguments(windows, is_windows=True) == (
        "C:\\Program Files\\Notepad++\\notepad++.exe",
        "-multiInst",
        "-n12",
        "/decks/a b.md",
    )


def test_an_editor_that_is_not_known_opens_the_file() -> None:
    assert arguments("my-editor --calm") == ("my-editor", "--calm", "/decks/a b.md")


def test_the_options_of_a_known_editor_stay() -> None:
    assert arguments("code --wait") == ("code", "--wait", "--goto", "/decks/a b.md:12")


def test_visual_comes_before_editor() -> None:
    found = editor_command({"VISUAL": "code", "EDITOR": "vim"}, FILE, 1)
    assert found == EditorCommand(("code", "--goto", "/decks/a b.md:1"))


@pytest.mark.parametrize("value", ["", "  ", '"never closed'])
def test_without_an_editor_there_is_no_command(value: str) -> None:
    assert editor_command({"EDITOR": value}, FILE, 1) is None


@pytest.mark.parametrize(
    ("editor", "needs"),
    [("vim", True), ("vim -g", False), ("hx", True), ("emacs", False), ("emacs -nw", True), ("code", False)],
)
def test_an_editor_of_the_terminal_says_so(editor: str, needs: bool) -> None:
    found = editor_command({"EDITOR": editor}, FILE, 1)
    assert found is not None
    assert found.needs_terminal is needs


def test_a_path_with_spaces_needs_no_quotes(tmp_path: Path) -> None:
    editor = tmp_path / "my editor"
    editor.touch()
    assert arguments(str(editor)) == (str(editor), "/decks/a b.md")
