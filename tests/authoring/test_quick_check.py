"""check_quickly gives what check gives, and remembers what was sound."""

import re
from pathlib import Path

import pytest

from flashrl import rendering
from flashrl.authoring.check import check
from flashrl.authoring.known_sound import KnownSound
from flashrl.authoring.quick_check import check_quickly
from flashrl.formats import parse, read
from flashrl.workers import Workers

FORMULA = "---\nflashrl: 1\n---\n### Q\n<!-- card\nid: q\n-->\n\nIt is ${}$.\n"


def test_it_finds_what_the_slow_check_finds(tmp_path: Path) -> None:
    marked = (Path(__file__).parent / "forty-faults.txt").read_text()
    path = tmp_path / "faults.md"
    path.write_text(re.sub(r" ?<<[a-z-]+>>", "", marked))
    files = [read(path)]
    (slow,) = check(files)
    for _ in ("unknown", "known"):
        (quick,) = check_quickly(files, known=tmp_path / "sound")
        assert quick.diagnostics == slow.diagnostics


def test_a_sound_formula_is_set_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []
    real = rendering.formula_objection

    def counted(latex: str, display: bool) -> str:
        asked.append(latex)
        return real(latex, display)

    monkeypatch.setattr(rendering, "formula_objection", counted)
    files = [parse(FORMULA.format("a + a$ and $a + a$ or $\\nosuch"), "f")]
    for _ in range(2):
        (found,) = check_quickly(files, known=tmp_path / "sound")
        assert [each.code for each in found.diagnostics] == ["bad-formula"]
    assert asked == ["a + a", "\\nosuch", "\\nosuch"]


def test_a_text_that_depends_on_a_file_is_looked_at_each_time(tmp_path: Path) -> None:
    path = tmp_path / "deck.md"
    path.write_text(FORMULA.format("a$ as in [the notes](notes.md) $b"))
    (tmp_path / "notes.md").touch()
    found = []
    for _ in range(2):
        (checked,) = check_quickly([read(path)], known=tmp_path / "sound")
        found.append([each.code for each in checked.diagnostics])
        (tmp_path / "notes.md").unlink(missing_ok=True)
    assert found == [[], ["broken-link"]]


def test_progress_counts_to_the_end() -> None:
    seen: list[tuple[int, int]] = []
    check_quickly([parse(FORMULA.format("a"), "f")], progress=lambda done, total: seen.append((done, total)))
    assert seen[-1] == (1, 1)


def kept(path: Path, *texts: str) -> list[str]:
    """The digests in the file after a run that asked for these texts."""
    known = KnownSound(path)
    for text in texts:
        if text not in known:
            known.add(text)
    known.save()
    return path.read_text().split()


def test_what_was_asked_for_longest_ago_is_the_first_to_be_forgotten(tmp_path: Path) -> None:
    path = tmp_path / "below" / "sound"
    a, b = kept(path, "a", "b")
    assert kept(path, "a") == [a, b]  # nothing new, nothing written
    assert kept(path, "a", "c")[:2] == [b, a]


@pytest.mark.parametrize("content", [b"\xff\xfe", b"no digest\n", b""])
def test_a_damaged_file_is_begun_anew(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "sound"
    path.write_bytes(content)
    known = KnownSound(path)
    assert "a" not in known
    known.add("a")
    known.save()
    assert "a" in KnownSound(path)


def test_a_folder_that_cannot_be_made_keeps_nothing(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    known = KnownSound(tmp_path / "file" / "sound")
    known.add("a")
    known.save()
    assert "a" in known


@pytest.mark.parametrize("enough", [3, 100])
def test_work_comes_back_in_order_from_here_or_elsewhere(enough: int) -> None:
    with Workers() as workers:
        assert list(workers.map(len, ["a" * n for n in range(10)], enough=enough, chunk=2)) == list(range(10))
