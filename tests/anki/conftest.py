from pathlib import Path

import pytest

from flashrl import paths


@pytest.fixture(scope="session")
def films(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder of films of the tests' own."""
    return tmp_path_factory.mktemp("films")


@pytest.fixture(autouse=True)
def _own_caches(films: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(paths, "films", lambda: films)
    monkeypatch.setattr(paths, "kept_notes", lambda: tmp_path / "cache" / "notes.json")
