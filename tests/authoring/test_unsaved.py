"""Text that is in no deck yet is kept aside, one file for each card."""

from pathlib import Path

from flashrl.authoring import unsaved


def test_a_text_is_kept_until_it_is_forgotten(tmp_path: Path) -> None:
    file = unsaved.place(tmp_path / "unsaved", tmp_path / "deck.md", "td-error")
    assert file.name.startswith("deck-td-error-")
    assert unsaved.kept(file) is None
    unsaved.keep(file, "### What is δ?\n")
    unsaved.keep(file, "### What is δₜ?\n")
    found = unsaved.kept(file)
    assert found is not None
    assert found[0] == "### What is δₜ?\n"
    assert [each.name for each in file.parent.iterdir()] == [file.name]
    unsaved.forget(file)
    unsaved.forget(file)
    assert unsaved.kept(file) is None


def test_cards_of_one_name_in_two_decks_and_a_new_one_do_not_meet(tmp_path: Path) -> None:
    decks = [tmp_path / "a" / "deck.md", tmp_path / "b" / "deck.md", None]
    assert len({unsaved.place(tmp_path, deck, "same") for deck in decks}) == 3


def test_a_question_without_an_id_makes_a_name_that_every_file_system_takes(tmp_path: Path) -> None:
    file = unsaved.place(tmp_path, tmp_path / "deck.md", 'Why is "V/Q": <hard> ' + "?" * 300)
    unsaved.keep(file, "text")
    assert set(file.stem) <= set("abcdefghijklmnopqrstuvwxyzVQW0123456789-")
    assert len(file.name) < 80


def test_a_file_that_is_no_text_is_none(tmp_path: Path) -> None:
    (tmp_path / "x.md").write_bytes(b"\xff\xfe\x00")
    assert unsaved.kept(tmp_path / "x.md") is None
