import json
import os
import subprocess
import sys
import venv
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent


@pytest.mark.slow
def test_an_installed_wheel_brings_its_decks_and_resources(tmp_path: Path) -> None:
    """Into a clean environment, without the checkout on the path; the dependencies are borrowed."""
    build = [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", str(tmp_path), str(ROOT)]
    subprocess.run(build, check=True, capture_output=True)
    (wheel,) = tmp_path.glob("*.whl")
    names = zipfile.ZipFile(wheel).namelist()
    assert not [name for name in names if name.startswith(("tests", "benchmarks", "decks"))]
    assert any(name.endswith("entry_points.txt") for name in names)

    environment = tmp_path / "env"
    venv.create(environment, with_pip=True)
    python = environment / "bin" / "python"
    install = [str(python), "-m", "pip", "install", "--quiet", "--no-deps", "--no-index", str(wheel)]
    subprocess.run(install, check=True, capture_output=True)
    site = next((environment / "lib").glob("python*/site-packages"))
    borrowed = next(Path(path) for path in sys.path if path.endswith("site-packages"))
    (site / "borrowed.pth").write_text(f"{borrowed}\n")

    # -P and another folder: nothing of the checkout can be found by accident.
    script = """
import flashrl, json
from flashrl import paths
shipped = [*paths.decks().iterdir(), *paths.resources().rglob("*")]
print(json.dumps([str(path) for path in (flashrl.__file__, paths.decks(), *shipped)]))
"""
    found = json.loads(_run(tmp_path, python, "-P", "-c", script))
    assert all(path.startswith(str(site)) for path in found)
    for shipped in [*(ROOT / "decks").iterdir(), *(ROOT / "resources").rglob("*")]:
        assert any(path.endswith(shipped.relative_to(ROOT).as_posix()) for path in found)
    report = json.loads(
        _run(tmp_path, environment / "bin" / "flashrl", "import", found[1], "--dry-run", "--json")
    )
    assert [file["format"] for file in report["files"]] == ["native"] * len(report["files"])


def _run(folder: Path, *command: str | Path) -> str:
    clean = {name: value for name, value in os.environ.items() if not name.startswith("PYTHON")}
    return subprocess.run(
        [*map(str, command)], check=True, capture_output=True, text=True, cwd=folder, env=clean
    ).stdout
