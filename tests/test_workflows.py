"""The workflows for deck authors: their own commands are run, so that they cannot rot."""

import os
import re
import subprocess
import sys
import zipfile
from pathlib import Path
from typing import Any

import pytest
import yaml

ROOT = Path(__file__).parent.parent
OWN, TO_COPY = ROOT / ".github" / "workflows" / "decks.yml", ROOT / "docs" / "decks-workflow.yml"


def steps(workflow: Path) -> list[dict[str, Any]]:
    (job,) = yaml.safe_load(workflow.read_text())["jobs"].values()
    found: list[dict[str, Any]] = job["steps"]
    return found


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    """A repository whose `decks` holds the template, with a `flashrl` on its path."""
    (tmp_path / "decks").mkdir()
    (tmp_path / "decks" / "template.md").write_text((ROOT / "docs" / "template-deck.md").read_text())
    program = tmp_path / "bin" / "flashrl"
    program.parent.mkdir()
    program.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m flashrl "$@"\n')
    program.chmod(0o755)
    return tmp_path


def commands(workflow: Path) -> list[str]:
    """What the steps run that call flashrl."""
    return [step["run"] for step in steps(workflow) if step.get("run", "").startswith("flashrl")]


def run(repository: Path) -> list[tuple[int, str]]:
    """Run them, up to the first that fails: (exit code, what it prints)."""
    environment = os.environ | {
        "PATH": f"{repository / 'bin'}{os.pathsep}{os.environ['PATH']}",
        "PYTHONPATH": str(ROOT),
    }
    results: list[tuple[int, str]] = []
    for command in commands(OWN):
        done = subprocess.run(
            ["sh", "-e", "-c", command], cwd=repository, env=environment, capture_output=True, text=True
        )
        results.append((done.returncode, done.stdout + done.stderr))
        if done.returncode:
            break
    return results


def test_sound_decks_pass_and_become_a_package(repository: Path) -> None:
    assert [code for code, _ in run(repository)] == [0, 0, 0]
    (upload,) = [step for step in steps(OWN) if "upload-artifact" in step.get("uses", "")]
    assert zipfile.is_zipfile(repository / upload["with"]["path"])


def test_a_fault_stops_the_run_with_an_annotation_at_its_line(repository: Path) -> None:
    deck = repository / "decks" / "template.md"
    deck.write_text(deck.read_text() + "\n### What has no answer?\n<!-- card\nid: no-answer\n-->\n")
    line = deck.read_text().split("\n").index("### What has no answer?") + 1
    (result,) = run(repository)
    assert result[0] == 1
    place = re.escape(f"file=decks/template.md,line={line},col=1")
    assert re.fullmatch(rf"::warning {place}::no-answer: .+\n", result[1])


def test_a_deck_without_ids_does_not_pass(repository: Path) -> None:
    deck = repository / "decks" / "template.md"
    deck.write_text(re.sub(r"^id: template-horizon\n", "", deck.read_text(), flags=re.MULTILINE))
    (result,) = run(repository)
    assert result[0] == 1
    assert "::missing-id: " in result[1]


def test_the_one_to_copy_does_the_same() -> None:
    assert commands(TO_COPY) == commands(OWN)
    assert len(commands(OWN)) == 3


@pytest.mark.parametrize("workflow", [OWN, TO_COPY], ids=["own", "to copy"])
def test_flashrl_is_installed_from_a_checkout(workflow: Path) -> None:
    (install,) = [step["run"] for step in steps(workflow) if "pip install" in step.get("run", "")]
    checkouts = [
        "./" + step["with"]["path"] for step in steps(workflow) if "repository" in step.get("with", {})
    ]
    assert install.removeprefix("python -m pip install ") == (checkouts or ["."])[0]
    assert "`pip install .`" in (ROOT / "README.md").read_text()
