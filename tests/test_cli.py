import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from flashrl import __version__, paths
from flashrl.cli import run
from flashrl.cli.output import github_annotation
from flashrl.errors import RULES, Diagnostic
from flashrl.model import Quality, ReviewEvent
from flashrl.store import Collection
from tests.anki.imports import anki
from tests.anki.packages import add, answer, written

DECK = "---\nflashrl: 1\ndeck: RL::A\n---\n\n### V?\n<!-- card\nid: v\n-->\n\nThe return, $x_1$.\n"

Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def flashrl(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Run:
    """Run a command in an empty home; gives the exit code, stdout and stderr."""

    def call(*arguments: object) -> tuple[int, str, str]:
        code = run(["--home", str(tmp_path / "home"), *map(str, arguments)])
        printed = capsys.readouterr()
        return code, printed.out, printed.err

    return call


@pytest.fixture
def deck(tmp_path: Path) -> Path:
    path = tmp_path / "decks" / "a.md"
    path.parent.mkdir()
    path.write_text(DECK)
    return path


def printed_json(result: tuple[int, str, str]) -> Any:
    code, out, err = result
    assert (code, err) == (0, "")
    return json.loads(out)


def test_the_version_is_printed(flashrl: Run) -> None:
    assert flashrl("--version")[:2] == (0, f"flashrl, version {__version__}\n")


def test_import_reports_files_and_counts(flashrl: Run, deck: Path) -> None:
    report = printed_json(flashrl("import", deck, "--json"))
    assert report == {
        "files": [{"path": str(deck), "format": "native", "cards": 1, "drafts": 0, "diagnostics": []}],
        "added": 1,
        "changed": 0,
        "unchanged": 0,
        "moved": 0,
        "suspended": 0,
    }
    assert printed_json(flashrl("import", deck.parent, "--json"))["unchanged"] == 1


def test_a_dry_run_does_not_open_the_collection(flashrl: Run, deck: Path, tmp_path: Path) -> None:
    report = printed_json(flashrl("import", deck, "--dry-run", "--json"))
    assert report["files"][0]["cards"] == 1
    assert not (tmp_path / "home").exists()


def test_decks_have_their_counts(flashrl: Run, deck: Path) -> None:
    flashrl("import", deck, "--deck", "Other")
    expected = {"name": "Other", "cards": 1, "new": 1, "due": 0, "drill": 0, "suspended": 0, "drafts": 0}
    assert printed_json(flashrl("decks", "--json")) == [expected]


BAD_INPUT = [
    (b"", "1: the file is empty"),
    (b"\0\1\2", "1: the file holds binary data"),
    (b"---\nflashrl: 1\n---\n\xff", "4: this is not UTF-8"),
    (b"---\nflashrl: [\n---\n", "2: not valid YAML"),
    (b"---\nflashrl: 1\n", "1: the front matter that starts here never ends"),
    (f"{DECK}\n### W?\n<!-- card\nid: v\n-->\n\nA\n".encode(), "15: 'v' is the card of line 8 already"),
    (b"# Just a README\n", "1: this is not a flashrl deck"),
]


def test_statistics_of_a_first_day(flashrl: Run, deck: Path, tmp_path: Path) -> None:
    flashrl("import", deck)
    with Collection.open(paths.collection(tmp_path / "home")) as collection:
        now = datetime.now().astimezone()
        today = collection.study_day(now)
        collection.record(ReviewEvent("v", now.astimezone(UTC), today, Quality.PASS, seconds=30))
    report = printed_json(flashrl("stats", "--json"))
    states = {"new": 0, "learning": 1, "young": 0, "mature": 0, "suspended": 0}
    retention = {"young": None, "mature": None}
    assert report.pop("forecast")[:3] == [
        [str(today + timedelta(days=each)), count] for each, count in enumerate((0, 1, 0))
    ]
    assert report == {
        "today": {"reviews": 1, "new": 1, "minutes": 0.5},
        "retention": retention,
        "states": states,
        "decks": [{"name": "RL::A", "retention": retention, "states": states}],
    }
    assert "1 reviews, 1 of new cards" in flashrl("stats")[1]


def test_a_backup_is_restored_and_the_collection_before_it_is_kept(
    flashrl: Run, deck: Path, tmp_path: Path
) -> None:
    flashrl("import", deck)
    copy = tmp_path / "copy.sqlite"
    assert flashrl("backup", copy)[:2] == (0, f"wrote {copy}\n")
    deck.write_text(DECK.replace("V?", "What is V?"))
    flashrl("import", deck)
    assert flashrl("restore", copy)[0] == 0
    with Collection.open(paths.collection(tmp_path / "home")) as collection:
        assert collection.card("v").card.question == "V?"
    assert len(list((tmp_path / "home").glob("collection-replaced-*.sqlite"))) == 1


def test_the_doctor_brings_a_broken_collection_back(flashrl: Run, deck: Path, tmp_path: Path) -> None:
    flashrl("import", deck)
    path = paths.collection(tmp_path / "home")
    assert flashrl("doctor") == (0, f"{path}: nothing is wrong\n", "")
    flashrl("backup")
    path.write_bytes(path.read_bytes()[:5000])
    assert flashrl("doctor", "--check")[0] == 1
    code, told, _ = flashrl("doctor")
    assert (code, "restored collection-" in told) == (1, True)
    assert [each["cards"] for each in printed_json(flashrl("decks", "--json"))] == [1]
    assert flashrl("doctor")[0] == 0


@pytest.mark.parametrize(
    ("arguments", "told"),
    [(("backup",), "no collection yet"), (("restore", "none.sqlite"), "no such file")],
)
def test_what_cannot_be_copied_or_restored_is_said(
    flashrl: Run, arguments: tuple[str, ...], told: str
) -> None:
    code, _, errors = flashrl(*arguments)
    assert (code, told in errors, errors.count("\n")) == (2, True, 1)


def test_a_backup_replaces_no_other_file(flashrl: Run, deck: Path) -> None:
    flashrl("import", deck)
    assert flashrl("backup", deck)[0] == 2
    assert deck.read_text() == DECK


def test_a_dump_can_be_loaded_into_another_home(flashrl: Run, deck: Path, tmp_path: Path) -> None:
    flashrl("import", deck)
    dump = tmp_path / "all.jsonl"
    assert flashrl("dump", dump)[0] == 0
    assert flashrl("dump", "-")[1] == dump.read_text()
    assert flashrl("load", dump)[0] == 2
    assert flashrl("--home", tmp_path / "other", "load", dump)[0] == 0
    before, after = (flashrl(*home, "decks")[1] for home in ((), ("--home", tmp_path / "other")))
    assert before == after != ""


@pytest.mark.parametrize(("data", "message"), BAD_INPUT, ids=[case[1][3:] for case in BAD_INPUT])
def test_bad_input_is_one_line_with_place_and_remedy(
    flashrl: Run, deck: Path, data: bytes, message: str
) -> None:
    flashrl("import", deck)
    before = flashrl("decks", "--json")
    deck.write_bytes(data)
    code, _, err = flashrl("import", deck)
    assert code == 2
    assert any(line.startswith(f"flashrl: {deck}:{message}") and " — " in line for line in err.splitlines())
    assert flashrl("decks", "--json") == before


def test_a_file_of_50_megabytes_is_refused(flashrl: Run, deck: Path) -> None:
    with deck.open("wb") as file:
        file.truncate(50_000_000)
    code, _, err = flashrl("import", deck)
    assert (code, err.count("\n")) == (2, 1)
    assert "has 50 MB" in err


@pytest.mark.parametrize("command", ["import", "check", "fmt"])
def test_a_path_that_is_not_there_is_bad_input(flashrl: Run, tmp_path: Path, command: str) -> None:
    code, out, err = flashrl(command, tmp_path / "nowhere")
    assert (code, out) == (2, "")
    assert err == (
        f"flashrl: {tmp_path}/nowhere: there is no such file or folder — check the spelling of the path\n"
    )


def test_a_folder_without_decks_is_bad_input(flashrl: Run, tmp_path: Path) -> None:
    (tmp_path / "README.md").write_text("# Hello\n")
    code, _, err = flashrl("import", tmp_path)
    assert code == 2
    assert "no file in this folder is a deck" in err


def test_a_readme_among_decks_is_passed_over(flashrl: Run, deck: Path) -> None:
    (deck.parent / "README.md").write_text("# Hello\n")
    assert [file["format"] for file in printed_json(flashrl("import", deck.parent, "--json"))["files"]] == [
        "native"
    ]


FAULTS = """---
flashrl: 1
---

### V?
<!-- card
id: v
-->

![](../outside.png) <script>x</script> [a](javascript:x) ![](http://x.org/a.png)

$\\frac{1$

```sim no-such-thing
```

```sim ppo-clip
advantage: 99
nope: 1
```

#### Odd

Words.
"""


def test_check_finds_each_fault_on_its_line(flashrl: Run, deck: Path) -> None:
    deck.write_text(FAULTS)
    code, out, _ = flashrl("check", deck, "--format", "json")
    found = json.loads(out)
    assert code == 1
    assert [(each["line"], each["code"]) for each in found["files"][0]["diagnostics"]] == [
        (10, "bad-image"),
        (10, "unsafe-html"),
        (10, "unsafe-link"),
        (10, "remote-image"),
        (12, "bad-formula"),
        (14, "unknown-simulation"),
        (18, "bad-parameter"),
        (19, "unknown-parameter"),
        (22, "unknown-section"),
    ]
    assert (found["errors"], found["warnings"], found["hints"]) == (3, 5, 1)


def test_check_speaks_to_github(flashrl: Run, deck: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(deck.parent)
    deck.write_text(FAULTS)
    lines = flashrl("check", deck, "--format", "github")[1].splitlines()
    assert lines[-1].startswith("::notice file=a.md,line=22,col=1::unknown-section: unknown section 'Odd' — ")
    assert lines[-2].startswith("::error file=a.md,line=19,col=1::unknown-parameter: ")


def test_what_github_would_read_as_its_own_marks_is_escaped() -> None:
    found = Diagnostic("bad-image", "100% of\r\nit", 3, 5)
    annotation = github_annotation(Path("a,b: 5%.md"), found)
    assert annotation.startswith(
        "::warning file=a%2Cb%3A 5%25.md,line=3,col=5::bad-image: 100%25 of%0D%0Ait — "
    )


def test_a_hint_is_a_finding_and_an_error_when_strict(flashrl: Run, deck: Path) -> None:
    deck.write_text(DECK + "\n#### Odd\n\nx\n")
    assert flashrl("check", deck)[:2] == (
        1,
        f"{deck}:13:1: hint unknown-section: unknown section 'Odd' — {RULES['unknown-section'].remedy}\n",
    )
    code, out, _ = flashrl("check", deck, "--strict", "--json")
    assert (code, json.loads(out)["errors"], json.loads(out)["hints"]) == (1, 1, 0)


def test_the_shipped_decks_are_without_fault(flashrl: Run) -> None:
    assert flashrl("check", paths.decks(), "--strict") == (0, "", "")


def test_study_paths_are_checked_with_the_decks_beside_them(flashrl: Run, deck: Path) -> None:
    (deck.parent / "study-paths.yaml").write_text("Soon:\n  cards:\n    - nowhere\n")
    code, out, _ = flashrl("check", deck.parent)
    place = f"{deck.parent / 'study-paths.yaml'}:3:7"
    assert (code, out) == (
        1,
        f"{place}: error unknown-card: there is no card 'nowhere' — {RULES['unknown-card'].remedy}\n",
    )


def test_fmt_writes_missing_ids_once(flashrl: Run, deck: Path) -> None:
    deck.write_text(DECK.replace("<!-- card\nid: v\n-->\n", ""))
    assert flashrl("fmt", "--check", deck)[:2] == (1, f"would change {deck}\n")
    assert flashrl("fmt", deck)[:2] == (0, f"changed {deck}\n")
    assert deck.read_text() == DECK
    assert flashrl("fmt", deck)[:2] == (0, "")
    assert flashrl("fmt", "--check", deck)[0] == 0


def test_fmt_leaves_a_foreign_file_and_says_so(flashrl: Run, deck: Path) -> None:
    text = "## What is V?\n\nA.\n\n## What is Q?\n\nB.\n"
    deck.write_text(text)
    code, out, _ = flashrl("fmt", deck)
    assert (code, out) == (0, f"left {deck}: not in flashrl's own format; --convert writes a copy that is\n")
    copy = deck.with_name("a.flashrl.md")
    advice = "move the originals out of the folder, or each card is imported twice"
    assert flashrl("fmt", deck, "--convert") == (0, f"wrote {copy}\n{advice}\n", "")
    assert (deck.read_text(), flashrl("check", copy)) == (text, (0, "", ""))
    code, out, err = flashrl("fmt", deck, "--convert")
    assert (code, out) == (2, "")
    assert err == f"flashrl: {copy}: the native copy is there already — remove or rename it first\n"


def test_fmt_names_the_file_that_it_refuses(flashrl: Run, deck: Path) -> None:
    deck.write_text(DECK + "\n### W?\n<!-- card\nid: v\n-->\n\nA\n")
    code, out, err = flashrl("fmt", deck)
    assert (code, out, err.count("\n")) == (2, "", 1)
    assert err.startswith(f"flashrl: {deck}:15: 'v' is the card of line 8 already — ")


def test_the_shipped_decks_are_tidy(flashrl: Run) -> None:
    assert flashrl("fmt", "--check", paths.decks()) == (0, "", "")


def test_value_iteration_gives_the_published_table(flashrl: Run) -> None:
    found = printed_json(flashrl("simulate", "value-iteration", "--set", "map=5x5", "--json"))
    values = [[round(value, 1) for value in row] for row in found["result"]["state_values"]]
    assert values == [
        [22.0, 24.4, 22.0, 19.4, 17.5],
        [19.8, 22.0, 19.8, 17.8, 16.0],
        [17.8, 19.8, 17.8, 16.0, 14.4],
        [16.0, 17.8, 16.0, 14.4, 13.0],
        [14.4, 16.0, 14.4, 13.0, 11.7],
    ]


@pytest.mark.parametrize(
    ("ratio", "advantage", "objective", "slope"),
    [(1.5, 1, 1.2, 0), (0.5, 1, 0.5, 1), (0.5, -1, -0.8, 0), (1.5, -1, -1.5, -1)],
)
def test_ppo_clip_gives_the_four_slopes(
    flashrl: Run, ratio: float, advantage: int, objective: float, slope: int
) -> None:
    setting = ("--set", f"prob_ratio={ratio}", "--set", f"advantage={advantage}")
    summary = printed_json(flashrl("simulate", "ppo-clip", *setting, "--json"))["summary"]
    assert summary["objective"] == pytest.approx(objective, abs=1e-6)
    assert summary["slope"] == slope


def test_the_catalogue_has_bounds(flashrl: Run) -> None:
    catalogue = {each["slug"]: each for each in printed_json(flashrl("simulations", "--json"))}
    discount = next(each for each in catalogue["value-iteration"]["parameters"] if each["name"] == "discount")
    assert (discount["type"], discount["default"], discount["min"], discount["max"]) == (
        "float",
        0.9,
        0,
        0.99,
    )


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("no-such",), "there is no simulation 'no-such'"),
        (("ppo-clip", "--set", "advantage=99"), "advantage takes a number from -3 to 3, not 99"),
        (("ppo-clip", "--set", "advantage=nan"), "advantage takes a number from -3 to 3, not nan"),
        (("ppo-clip", "--set", "colour=red"), "there is no parameter 'colour'"),
        (("ppo-clip", "--frame", "9999"), "not 9999"),
        (("ppo-clip", "--out", "x.bmp"), "x.bmp"),
    ],
)
def test_a_simulation_that_cannot_run_says_why(
    flashrl: Run, arguments: tuple[str, ...], message: str
) -> None:
    code, out, err = flashrl("simulate", *arguments)
    assert (code, out, err.count("\n")) == (2, "", 1)
    assert message in err
    assert " — " in err


def test_bad_usage_is_exit_code_2(flashrl: Run) -> None:
    assert flashrl("simulate", "ppo-clip", "--set", "advantage")[0] == 2
    assert flashrl("no-such-command")[0] == 2


def test_export_reports_what_it_wrote(flashrl: Run, deck: Path, tmp_path: Path) -> None:
    flashrl("import", deck)
    target = tmp_path / "out.apkg"
    report = printed_json(flashrl("export", target, "--json"))
    assert report.pop("seconds") >= 0
    expected = {"path": str(target), "decks": 1, "notes": 1, "cards": 1, "media": 0, "skipped": []}
    assert report == expected
    assert printed_json(flashrl("export", target, "--from", deck, "--json"))["notes"] == 1


@pytest.mark.parametrize("arguments", [("--deck", "Nothing"), ()])
def test_export_of_nothing_writes_nothing(flashrl: Run, tmp_path: Path, arguments: tuple[str, ...]) -> None:
    code, _, err = flashrl("export", tmp_path / "out.apkg", *arguments)
    assert (code, err.count("\n")) == (2, 1)
    assert not (tmp_path / "out.apkg").exists()


def test_a_corrupt_collection_is_left_alone(flashrl: Run, tmp_path: Path) -> None:
    (tmp_path / "home").mkdir()
    path = tmp_path / "home" / "collection.sqlite"
    path.write_bytes(b"precious" * 1000)
    code, _, err = flashrl("decks")
    assert (code, path.read_bytes()) == (2, b"precious" * 1000)
    assert err.startswith(f"flashrl: {path}: this file is not a flashrl collection — ")


def test_a_dry_run_says_what_spoke_for_a_format(flashrl: Run, tmp_path: Path) -> None:
    path = tmp_path / "questions.md"
    path.write_text("# Interview\n\n**What is a heap?**\n\nA tree.\n\n**What is a stack?**\n\nTBD\n")
    code, out, err = flashrl("import", "--dry-run", "-v", path)
    assert code == 0
    assert f"{path}: bold, 1 cards, 1 drafts" in out
    assert "2 ask" in out
    assert "has no answer" in err


def test_a_long_list_of_drafts_is_cut_short(flashrl: Run, tmp_path: Path) -> None:
    path = tmp_path / "questions.md"
    path.write_text("# Interview\n\n" + "".join(f"## {n}. What is {n}?\n\n" for n in range(1, 31)) + "30\n")
    _, _, err = flashrl("import", "--dry-run", path)
    assert len(err.splitlines()) == 21
    assert "9 more; -v shows all" in err


def test_an_anki_package_becomes_decks_and_reviews(flashrl: Run, deck: Path, tmp_path: Path) -> None:
    with anki(tmp_path) as target:
        flashrl("import", deck)
        flashrl("export", tmp_path / "own.apkg")
        target.import_package(tmp_path / "own.apkg")
        answer(target, target.note("v"), 3)
        add(target, "Basic", "Theirs?", "Yes.")
        package = written(target, tmp_path / "new.apkg")
    foreseen = printed_json(flashrl("import", "--dry-run", "--json", package))
    assert [foreseen["files"][0][key] for key in ("format", "cards", "reviews")] == ["anki", 1, 1]
    code, printed, _ = flashrl("import", package)
    assert code == 0
    assert "1 cards of other people's notes, 1 new reviews" in printed
    assert "1 added, 0 changed" in printed
    _, again, _ = flashrl("import", package)
    assert "0 new reviews" in again
    assert "0 added, 0 changed, 1 unchanged" in again
    (found,) = [each for each in printed_json(flashrl("decks", "--json")) if each["name"] == "A::B"]
    assert found["new"] == 1


def test_a_package_that_is_none_changes_nothing(flashrl: Run, tmp_path: Path) -> None:
    (tmp_path / "bad.apkg").write_text("no zip")
    code, _, error = flashrl("import", tmp_path / "bad.apkg")
    assert (code, error.count("\n")) == (2, 1)
    assert "this is no Anki package" in error
