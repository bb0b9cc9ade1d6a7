"""New cards, and a person's own copy of a shipped deck."""

from pathlib import Path

import pytest

from flashrl import rendering
from flashrl.authoring import new_card, own_copy
from flashrl.authoring.saving import open_card, save
from flashrl.errors import DeckError
from flashrl.formats import read

DECK = """---
flashrl: 1
deck: RL::Bandits
---

# Bandits

## Exploration

### What is UCB?
<!-- card
id: ucb
-->

Optimism.

## Regret

### What is regret?
<!-- card
id: regret
-->

What was lost.
"""


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "shipped" / "bandits.md"
    path.parent.mkdir()
    path.write_text(DECK)
    return path


def test_a_new_card_goes_to_the_end_of_its_topic_with_an_id_of_its_own(path: Path) -> None:
    card = new_card.add(
        path, "### What is UCB?\n\nAnother answer.", topic="Exploration", taken={"what-ucb", "ucb"}
    )
    assert (card.topic, card.question) == ("Exploration", "What is UCB?")
    assert card.id not in (None, "what-ucb", "ucb")
    assert [each.topic for each in read(path).deck.cards] == ["Exploration", "Exploration", "Regret"]
    written = f"### What is UCB?\n<!-- card\nid: {card.id}\n-->\n\nAnother answer.\n\n## Regret"
    assert path.read_text() == DECK.replace("## Regret", written)


def test_a_new_deck_is_a_file_of_its_name_that_replaces_no_other(tmp_path: Path) -> None:
    folder = tmp_path / "home" / "decks"
    first, _ = new_card.begin_deck(folder, "Mine::Off-policy", "### Q?\n\nA.")
    second, card = new_card.begin_deck(folder, "Yours::Off-policy", "### Q?\n\nA.", taken={"q"})
    assert (first.name, second.name) == ("off-policy.md", "off-policy-2.md")
    deck = read(second).deck
    assert (deck.name, deck.title, deck.cards[0].id) == ("Yours::Off-policy", "Off-policy", card.id)
    assert card.id != "q"


@pytest.mark.parametrize("name", ["", "  ", "::"])
def test_a_new_deck_needs_a_name(tmp_path: Path, name: str) -> None:
    with pytest.raises(DeckError, match="has no name"):
        new_card.begin_deck(tmp_path / "decks", name, "### Q?\n\nA.")
    assert not (tmp_path / "decks").exists()


def test_text_that_is_no_card_is_not_written(path: Path) -> None:
    with pytest.raises(DeckError, match="no card yet"):
        new_card.add(path, "Just words.")
    assert path.read_text() == DECK


def test_a_draft_names_its_lines_as_they_stand_in_the_text(tmp_path: Path) -> None:
    draft = new_card.draft("### Q?\n\nA $\\frac{1$.", tmp_path, rendering.problems)
    assert [(each.code, each.line) for each in draft.diagnostics] == [("bad-formula", 3)]
    assert [card.question for card in draft.cards] == ["Q?"]
    assert new_card.draft(new_card.TEMPLATE, tmp_path, rendering.problems).cards == ()


def test_a_shipped_deck_is_copied_with_its_pictures_and_stays_as_it_was(path: Path, tmp_path: Path) -> None:
    picture = path.parent / "images" / "regret.png"
    picture.parent.mkdir()
    picture.write_bytes(b"a picture")
    path.write_text(DECK.replace("What was lost.", "![Regret](images/regret.png)"))
    shipped, own = path.read_text(), tmp_path / "home" / "decks"
    passage = own_copy.make(open_card(path, read(path).deck.cards[1]), own)
    save(passage, passage.text.replace("Regret]", "What was lost]"))
    assert path.read_text() == shipped
    assert (own / "bandits.md").read_text() == shipped.replace("Regret]", "What was lost]")
    assert (own / "images" / "regret.png").read_bytes() == b"a picture"


def test_a_copy_that_is_there_is_edited_and_another_file_of_that_name_is_left(
    path: Path, tmp_path: Path
) -> None:
    own = tmp_path / "decks"
    own.mkdir()
    (own / "bandits.md").write_text("# Something else\n")
    passage = open_card(path, read(path).deck.cards[0])
    first = own_copy.make(passage, own)
    assert first.path == own / "bandits-2.md"
    first.path.write_text(DECK.replace("Optimism.", "Mine."))
    found = own_copy.make(passage, own)
    assert (found.path, found.text.endswith("Mine.")) == (first.path, True)
    assert (own / "bandits.md").read_text() == "# Something else\n"
