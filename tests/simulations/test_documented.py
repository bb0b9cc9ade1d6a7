"""The page on the simulations: its table is the catalogue, and its example runs, is tested and draws."""

import re
import sys
from pathlib import Path
from types import ModuleType

import pytest

from flashrl.formats import parse
from flashrl.palette import DARK, LIGHT
from flashrl.simulations import Simulation, by_topic, get, png

ROOT = Path(__file__).parent.parent.parent
PAGE = (ROOT / "docs" / "simulations.md").read_text()
ROW = re.compile(r"^\| `([a-z0-9-]+)` \| (.+\?) \| (.+) \|$", re.MULTILINE)
EXAMPLE, ITS_TEST = re.findall(r"^```python\n(.+?)^```", PAGE, re.MULTILINE | re.DOTALL)


def test_the_table_lists_every_simulation_below_its_topic_with_its_question() -> None:
    topics = re.split(r"^### (.+)$", PAGE, flags=re.MULTILINE)[1:]
    listed = {
        topic: [found.groups()[:2] for found in ROW.finditer(text)]
        for topic, text in zip(topics[::2], topics[1::2], strict=True)
    }
    catalogue = {topic: [(each.slug, each.question) for each in found] for topic, found in by_topic().items()}
    assert {topic: rows for topic, rows in listed.items() if rows} == catalogue


def test_what_the_table_says_to_move_are_parameters() -> None:
    for slug, _, moves in ROW.findall(PAGE):
        names = {each.name for each in get(slug).parameters}
        assert set(re.findall(r"`(\w+)`", moves)) <= names, slug


@pytest.mark.parametrize("page", ["docs/simulations.md", "README.md"])
def test_every_picture_that_is_shown_is_there(page: str) -> None:
    path = ROOT / page
    named = re.findall(r"(?:src|srcset)=\"([^\"]+)\"|!\[.*?\]\(([^)]+)\)", path.read_text())
    assert named
    assert [name for name in map("".join, named) if not (path.parent / name).is_file()] == []


def test_the_card_that_asks_for_a_prediction_is_read_without_a_finding() -> None:
    (fence,) = re.findall(r"^````markdown\n(.+?)^````", PAGE, re.MULTILINE | re.DOTALL)
    card = f"---\nflashrl: 1\ndeck: A\n---\n\n### Q?\n<!-- card\nid: q\n-->\n\n{fence}\n#### Answer\n\nYes.\n"
    assert parse(card, "a.md").diagnostics == ()


@pytest.fixture
def example(monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    """The page's module, under the name that it would have."""
    module = ModuleType("flashrl.simulations.discounting")
    monkeypatch.setitem(sys.modules, module.__name__, module)
    exec(compile(EXAMPLE, "docs/simulations.md", "exec"), vars(module))
    return module


@pytest.mark.usefixtures("example")
def test_the_tests_of_the_example_pass() -> None:
    tests = {"__name__": "test_discounting"}
    exec(compile(ITS_TEST, "docs/simulations.md", "exec"), tests)
    named = [each for name, each in tests.items() if name.startswith("test_")]
    assert len(named) == 3
    for each in named:
        each()  # type: ignore[operator]


def test_the_example_draws_its_frames(example: ModuleType) -> None:
    simulation: Simulation = example.SIMULATION
    result = simulation.run(simulation.parse({"discount": 0.5, "steps": 4}))
    pictures = [png(simulation, result, frame, palette=each) for frame in (0, 4) for each in (LIGHT, DARK)]
    assert len(set(pictures)) == 4


def test_the_example_explains_what_is_under_the_pointer(example: ModuleType) -> None:
    from matplotlib.figure import Figure

    figure = Figure()
    view = example.View(figure, example.run(example.Params(discount=0.5, steps=4)), LIGHT)
    assert view.explained(figure.axes[0], 2.2, 0.1) == "(1 − 0.5^2) / (1 − 0.5) = 1.5"
    assert view.explained(figure.axes[0], 9.0, 0.1) is None
