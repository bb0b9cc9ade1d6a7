"""What is in the fields, and the files that go with them."""

import json
import re
from html import unescape
from pathlib import Path
from typing import Any

import pytest

from flashrl.anki import Report, write_package
from flashrl.model import Card, FiledCard, Prediction, Preset, Section, SectionKind, SimulationBlock
from tests.anki.imports import MONDAY, card, imported
from tests.anki.imports import anki as anki_of

BLOCK = SimulationBlock("ppo-clip", frame="last", caption="The ratio $r$ is *clipped*.")
PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010806000000"
    "1f15c4890000000d49444154789c6360606060000000050001a5f645400000000049454e44ae426082"
)


@pytest.mark.parametrize(
    ("markdown", "html"),
    [
        ("$a_1 * b_2 * c < d$", r"<p>\(a_1 * b_2 * c &lt; d\)</p>"),
        (r"$\{ \{a\} \} {{b}} | c$", r"<p>\(\{ \{a\} \} {{b}} | c\)</p>"),
        ("{{Answer}} {{#Topic}}", "<p>{{Answer}} {{#Topic}}</p>"),
    ],
)
def test_text_reaches_anki_untouched(markdown: str, html: str, tmp_path: Path) -> None:
    with imported(card("Q", markdown), folder=tmp_path) as anki:
        assert anki.note()["Answer"] == html
        assert html in anki.note().cards()[0].answer()


def test_a_display_formula_keeps_its_lines(tmp_path: Path) -> None:
    text = "$$\\begin{aligned} a &= b \\\\\n c &< d \\end{aligned}$$"
    with imported(card("Q", text), folder=tmp_path) as anki:
        answer = anki.note()["Answer"]
        assert r"\[\begin{aligned} a &amp;= b \\" in answer
        assert r"c &amp;&lt; d \end{aligned}\]" in answer


def test_the_question_has_its_own_section(tmp_path: Path) -> None:
    more = Section(SectionKind.QUESTION, ("```python\nx = 1\n```", BLOCK))
    asked = Card("What does it print?", (more, *card().sections), id="return")
    with imported(asked, folder=tmp_path, simulations=False) as anki:
        question = anki.note()["Question"]
        assert question.startswith("<p>What does it print?</p>")
        assert 'class="highlight' in question
        assert '<p class="caption">' in anki.note().cards()[0].question()


def test_an_authors_heading_is_kept(tmp_path: Path) -> None:
    headed = Section(SectionKind.ANSWER, ("text",), heading="Why *now*")
    with imported(Card("Q", (headed,), id="return"), folder=tmp_path) as anki:
        assert anki.note()["Answer"] == "<h4>Why <em>now</em></h4>\n<p>text</p>"


def test_empty_sections_are_not_shown(tmp_path: Path) -> None:
    with imported(card(), folder=tmp_path) as anki:
        answer = anki.note().cards()[0].answer()
        assert "The trap" not in answer
        assert "<details" not in answer


def test_a_simulation_is_a_picture_for_day_and_night_with_its_caption(tmp_path: Path) -> None:
    with imported(card("Q", BLOCK, SectionKind.ANSWER), folder=tmp_path) as anki:
        answer = anki.note()["Answer"]
        day, night = re.findall(
            r'<img class="fr-(?:day|night)" src="(_flashrl_ppo-clip_\w+-\w+.webp)"', answer
        )
        assert {day, night} <= anki.media()
        assert r'<p class="caption">The ratio \(r\) is <em>clipped</em>.</p></div>' in answer


def test_a_player_knows_its_frames_and_has_their_pictures(tmp_path: Path) -> None:
    with imported(card("Q", BLOCK, SectionKind.ANSWER), folder=tmp_path) as anki:
        (track,) = tracks(anki.note()["Answer"])
        assert (track["name"], track["count"], track["still"]) == ("This card", 51, 50)
        assert len(track["frames"]) == 20
        wanted = {f"{track['file']}-{ground}-{n}.webp" for ground in ("day", "night") for n in range(20)}
        assert wanted <= anki.media()
        assert len(anki.media()) == 42


def test_presets_are_tracks_of_the_same_player(tmp_path: Path) -> None:
    presets = (Preset("down", {"advantage": -1.0}), Preset("nonsense", {"advantage": 99}))
    block = SimulationBlock("ppo-clip", {"prob_ratio": 1.2}, presets=presets, frame=20)
    report = report_of(card("Q", block), folder=tmp_path)
    with anki_of(tmp_path) as anki:
        anki.import_package(report.path)
        own, down = tracks(anki.note()["Answer"])
    assert (own["name"], own["count"], own["still"]) == ("This card", 21, 20)
    assert (down["name"], down["still"]) == ("down", 20)
    assert own["file"] != down["file"]
    (skipped,) = report.skipped
    assert "the preset nonsense of ppo-clip is left out: " in skipped.why


def test_a_prediction_is_asked_and_the_player_folded_below_it(tmp_path: Path) -> None:
    predict = Prediction("What is $L$ then?", "objective", tolerance=0.1)
    asked = Section(SectionKind.QUESTION, (SimulationBlock("ppo-clip", predict=predict),))
    with imported(Card("Q", (asked, *card().sections), id="return"), folder=tmp_path) as anki:
        question = anki.note()["Question"]
        (track,) = tracks(question)
    assert track["still"] == 50
    summary = r"<summary>Predict, then look: What is \(L\) then?</summary>"
    assert f'<details class="predict">{summary}<div class="fr-sim"' in question
    assert question.endswith("</div></details>")


def test_a_player_over_its_budget_is_remarked_on(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("flashrl.anki.player.BUDGET", 1000)
    (remark,) = report_of(card("Q", BLOCK), folder=tmp_path).remarks
    assert remark.card == "return"
    assert remark.what.endswith("KB, more than the 1 KB a player should have at most")


def test_the_same_film_goes_once(tmp_path: Path) -> None:
    cards = [card(name, BLOCK, SectionKind.ANSWER, id=name) for name in "ab"]
    assert report_of(*cards, folder=tmp_path).media == 42


def test_without_simulations_only_the_caption_goes(tmp_path: Path) -> None:
    with imported(card("Q", BLOCK), folder=tmp_path, simulations=False) as anki:
        assert anki.media() == set()
        assert anki.note()["Answer"] == r'<p class="caption">The ratio \(r\) is <em>clipped</em>.</p>'


@pytest.mark.parametrize(
    ("block", "why"),
    [
        (SimulationBlock("no-such"), "there is no simulation 'no-such'"),
        (SimulationBlock("ppo-clip", {"nonsense": 1}), "has no parameter 'nonsense'"),
        (SimulationBlock("ppo-clip", frame=10**6), "not 1000000"),
    ],
)
def test_a_failing_simulation_leaves_the_card(block: SimulationBlock, why: str, tmp_path: Path) -> None:
    report = report_of(card("Q", block), folder=tmp_path)
    assert (report.notes, report.media) == (1, 0)
    assert [skipped.card for skipped in report.skipped] == ["return"]
    assert why in report.skipped[0].why


def test_an_image_of_the_decks_folder_goes_along(tmp_path: Path) -> None:
    (tmp_path / "grid.PNG").write_bytes(PNG)
    with imported(card("Q", "![a <grid>](grid.PNG)"), folder=tmp_path, images=tmp_path) as anki:
        (name,) = anki.media()
        assert name.startswith("_flashrl_")
        assert f'src="{name}"' in anki.note()["Answer"]
        assert (Path(anki.collection.media.dir()) / name).read_bytes() == PNG


@pytest.mark.parametrize("source", ["missing.png", "../outside.png", "https://example.org/a.png"])
def test_an_image_from_elsewhere_is_left_out(source: str, tmp_path: Path) -> None:
    (tmp_path / "outside.png").write_bytes(PNG)
    folder = tmp_path / "decks"
    folder.mkdir()
    report = report_of(card("Q", f"![the grid]({source})"), folder=folder)
    assert (report.notes, report.media) == (1, 0)
    assert f"the picture {source} is left out" in report.skipped[0].why


def tracks(html: str) -> Any:
    """What a player is told of its films."""
    found = re.search(r'data-films="([^"]*)"', html)
    assert found is not None
    return json.loads(unescape(found[1]))


def report_of(*cards: Card, folder: Path) -> Report:
    entries = [FiledCard(each, "D", folder / "deck.md", MONDAY) for each in cards]
    return write_package(entries, folder / "deck.apkg")
