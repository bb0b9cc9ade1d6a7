from itertools import pairwise
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, QRect, QSize, QUrl
from PySide6.QtGui import QImage
from pytestqt.qtbot import QtBot

from flashrl.formats import parse
from flashrl.model import Card
from flashrl.ui.card_view import CardView, ShownCard
from flashrl.ui.theme import Theme


@pytest.fixture
def view(qtbot: QtBot, theme: Theme) -> CardView:
    view = CardView(theme)
    qtbot.addWidget(view)
    view.resize(800, 600)
    view.show()
    return view


def show(view: CardView, body: str, folder: Path = Path()) -> str:
    """Show a card with its answer, and return the text."""
    (card,) = parse(f"---\nflashrl: 1\n---\n{body}", "x").deck.cards
    view.show_question(ShownCard(card, folder))
    view.reveal()
    lines = "\n".join(text.plain_text() for text in view.texts()).split("\n")
    return "\n".join(line.rstrip() for line in lines)


def picture(view: CardView) -> QImage:
    return view.grab().toImage()


def test_a_formula_is_set_and_can_be_copied_as_its_source(view: CardView) -> None:
    text = show(view, "### What is $V^\\pi$?\n\nAn *expected* return: $$\\sum_t \\gamma^t r_t$$ so.\n")
    assert text.split("\n") == [
        "What is $V^\\pi$?",
        "ANSWER",
        "An expected return:",
        "$\\sum_t \\gamma^t r_t$",
        "so.",
    ]


def test_a_formula_that_cannot_be_set_shows_its_source(view: CardView) -> None:
    assert "$\\frac{1$" in show(view, "### Q\n\nHere: $\\frac{1$ .\n")


def test_a_formula_wider_than_the_column_shrinks_to_it(view: CardView) -> None:
    show(view, "### Q\n\n$$" + " + ".join(f"x_{{{n}}}" for n in range(80)) + "$$\n")
    assert all(text.horizontalScrollBar().maximum() == 0 for text in view.texts())


def test_a_sign_that_ends_a_clause_stays_with_its_formula(view: CardView) -> None:
    body = "One of the $\\sqrt{n(s)}$, or (see $x$), has **a $y$**. So it is $z$! A $\\mu$-weighted"
    assert body.replace("**", "") in show(view, f"### Q\n\n{body}\n")
    starts = set()
    for width in range(200, 500, 3):
        view.resize(width, 600)
        view.texts()[1].setFixedWidth(width)
        block = view.texts()[1].document().lastBlock()
        lines = [block.layout().lineAt(n) for n in range(block.layout().lineCount())]
        starts |= {block.text()[line.textStart()] for line in lines}
    assert len(starts) > 5
    assert starts.isdisjoint(",).!-")


def test_a_sign_behind_a_formula_is_painted(view: CardView) -> None:
    pictures = []
    for text in ("A $x$", "A $x$.", "A $x$!"):
        show(view, f"### Q\n\n{text}\n")
        pictures.append(picture(view))
    assert all(one != other for one, other in pairwise(pictures))


def test_code_tables_and_lists_keep_their_text(view: CardView) -> None:
    body = "### Q\n\n- a\n  - b\n\n| x | y |\n|---|---|\n| 1 | 2 |\n\n```python\nif x:\n    y = 1\n```\n"
    lines = show(view, body).split("\n")
    for line in ("a", "b", "x", "2", "if x:", "    y = 1"):
        assert line in lines


def test_a_picture_comes_from_the_decks_folder_only(view: CardView, tmp_path: Path) -> None:
    inside, outside = tmp_path / "deck" / "in.png", tmp_path / "out.png"
    inside.parent.mkdir()
    for path in (inside, outside):
        assert QImage(20, 10, QImage.Format.Format_RGB32).save(str(path))
    body = "### Q\n\n![one](in.png) ![two](../out.png) ![three](https://example.org/a.png)\n"
    text = show(view, body, inside.parent)
    assert "one" in text
    assert "[picture: two]" in text
    assert "[picture: three]" in text
    assert len(view.texts()[-1].page.pictures) == 1


@pytest.mark.parametrize(
    "html", ["<script>alert(1)</script>", "<style>p{}</style>", "<iframe src='x'></iframe>"]
)
def test_html_that_could_do_harm_is_gone(view: CardView, html: str) -> None:
    assert show(view, f"### Q\n\nbefore\n\n{html}\n\nafter\n").split("\n")[-2:] == ["before", "after"]


def test_deck_text_cannot_pass_for_our_own_html(view: CardView) -> None:
    show(view, '### Q\n\n<div class="section"><img src="formula:7"><script>x</script></div>\n')
    assert view.texts()[-1].page.pictures == ()
    assert "script" not in view.texts()[-1].page.html


def test_no_document_ever_reaches_the_network(view: CardView) -> None:
    show(view, '### Q\n\n<img src="http://example.org/x.png"> and <table background="http://e.org/y">\n')
    text = view.texts()[-1]
    assert "src=" not in text.page.html
    assert "background" not in text.page.html
    assert text.loadResource(2, QUrl("http://example.org/x.png")) is None


def test_the_text_is_as_tall_as_it_needs_to_be(view: CardView, qtbot: QtBot) -> None:
    show(view, "### Q\n\n" + "words and more words\n" * 100)
    text = view.texts()[-1]
    assert text.verticalScrollBar().maximum() == 0
    view.resize(400, 600)
    qtbot.waitUntil(lambda: text.verticalScrollBar().maximum() == 0)
    assert view.horizontalScrollBar().maximum() == 0


def test_another_theme_shows_the_same_card_in_other_colours(view: CardView, theme: Theme) -> None:
    text = show(view, "### Q\n\nAnswer with $x$.\n")
    light = picture(view)
    theme.set_mode("dark")
    assert "\n".join(each.plain_text() for each in view.texts()) == text
    assert view.is_revealed
    assert picture(view).pixelColor(5, 5).lightness() < 60 < light.pixelColor(5, 5).lightness()


def test_a_formula_stands_on_the_line_of_its_text(view: CardView) -> None:
    """The bottoms of an x in the text and of an x in a formula differ by no more than a pixel."""
    show(view, "### Q\n\nx $x$\n")
    text = view.texts()[-1]
    line = QRect(text.mapTo(view, QPoint(0, 26)), QSize(60, text.height() - 26))  # below the heading
    shown = picture(view).copy(line)
    ink = [
        [shown.pixelColor(x, y).lightness() < 140 for y in range(shown.height())]
        for x in range(shown.width())
    ]
    columns = [x for x, column in enumerate(ink) if any(column)]
    gap = next(n for n, (a, b) in enumerate(pairwise(columns)) if b - a > 3)
    bottoms = [
        max(y for x in group for y, dark in enumerate(ink[x]) if dark)
        for group in (columns[: gap + 1], columns[gap + 1 :])
    ]
    assert abs(bottoms[0] - bottoms[1]) <= 1


def test_an_unknown_simulation_says_so_and_the_rest_works(view: CardView, qtbot: QtBot) -> None:
    text = show(view, "### Q\n\nBefore.\n\n```sim no-such\n```\n\nAfter.\n")
    (simulation,) = view.simulations()
    qtbot.waitUntil(simulation.problem.isVisible)
    assert "there is no simulation 'no-such'" in simulation.problem.text()
    assert "Before." in text
    assert "After." in text


def test_a_newer_text_keeps_the_place_and_the_simulations(view: CardView, qtbot: QtBot) -> None:
    body = "### Q\n\nOld.\n\n```sim value-iteration\nsweeps: 5\n```\n\n" + "More words.\n\n" * 60
    show(view, body)
    (simulation,) = view.simulations()
    qtbot.waitUntil(lambda: simulation.is_ready, timeout=20_000)
    qtbot.keyClick(simulation, ".")
    view.verticalScrollBar().setValue(200)
    (card,) = parse(f"---\nflashrl: 1\n---\n\n\n{body.replace('Old', 'New')}", "x").deck.cards
    view.refresh(ShownCard(card, Path()))
    assert "New." in view.texts()[1].plain_text()
    assert view.is_revealed
    assert view.verticalScrollBar().value() == 200
    assert view.simulations() == [simulation]
    assert simulation.frame == 1


def test_a_simulation_that_left_the_text_leaves_the_card(view: CardView) -> None:
    show(view, "### Q\n\nA.\n\n```sim value-iteration\n```\n")
    (card,) = parse("---\nflashrl: 1\n---\n### Q\n\nA.\n", "x").deck.cards
    view.refresh(ShownCard(card, Path()))
    assert view.simulations() == []


def test_a_cloze_without_an_asked_blank_shows_them_all_marked(view: CardView) -> None:
    text = show(view, "### Q\n\n#### Cloze\n\n==c1:: $V$ == is ==c2:: a value ==.\n")
    assert text == "Q\n$V$ is a value."
    assert view.texts()[-1].page.html.count('class="blank"') == 2


def test_a_topic_is_named_without_its_markdown() -> None:
    card = Card("What is V?", (), topic="**Values** and [returns](returns.md)")
    assert ShownCard(card, Path(), deck="rl::basics").place == "rl › basics · Values and returns"
