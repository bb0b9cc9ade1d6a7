"""The shipped study paths: what they promise, and that they fit into the time that they name."""

from pathlib import Path

from flashrl import paths
from flashrl.formats import read_all
from flashrl.formats.study_paths import FILE_NAME, read, unknown

README = Path(__file__).parents[2] / "README.md"
FILES = read_all([paths.decks()])
CARDS = {card.id: card for file in FILES for card in file.deck.cards}
SHIPPED = read(paths.decks() / FILE_NAME)
EVENING, WEEK, EVERYTHING = SHIPPED.paths


def test_there_is_one_for_an_evening_one_for_a_week_and_one_for_everything() -> None:
    assert SHIPPED.diagnostics == ()
    assert [each.name for each in SHIPPED.paths] == ["One evening", "One week", "Everything"]
    assert [len(each.cards) for each in SHIPPED.paths] == [40, 150, 0]


def test_they_name_only_cards_and_decks_that_are_shipped() -> None:
    assert unknown(SHIPPED, {str(name) for name in CARDS}, {file.deck.name for file in FILES}) == []


def test_everything_is_every_deck_in_study_order() -> None:
    assert list(EVERYTHING.decks) == [file.deck.name for file in FILES]


def test_the_week_holds_the_evening() -> None:
    assert set(EVENING.cards) - set(WEEK.cards) == set()


def test_an_evening_and_a_week_draw_on_every_deck() -> None:
    for path in (EVENING, WEEK):
        named = set(path.cards)
        assert [file.deck.name for file in FILES if not named & {card.id for card in file.deck.cards}] == []


def test_an_evening_fits_into_a_day_and_a_week_into_seven() -> None:
    """Blanks of one card are asked on different days."""
    assert EVENING.new_a_day == len(EVENING.cards)
    assert [card for card in EVENING.cards if CARDS[card].is_cloze] == []
    units = sum(max(1, len(CARDS[card].blanks)) for card in WEEK.cards)
    assert 7 * (WEEK.new_a_day or 0) >= units


def test_the_readme_tells_their_sizes() -> None:
    told = README.read_text(encoding="utf-8")
    assert f"| One evening | the {len(EVENING.cards)} asked most often | {EVENING.new_a_day} |" in told
    assert f"| One week | {len(WEEK.cards)}, a theme a day | {WEEK.new_a_day} |" in told
    assert EVERYTHING.new_a_day is None
