"""Where the shipped decks, the resources and the user's data are."""

from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent


def _shipped(name: str) -> Path:
    """A folder that stands beside the package in a checkout and inside it in an installed wheel."""
    installed = _PACKAGE / "_shipped" / name
    return installed if installed.is_dir() else _PACKAGE.parent / name


def decks() -> Path:
    """The folder of the shipped decks."""
    return _shipped("decks")


def resources() -> Path:
    """The folder of icons, style sheets and Anki templates."""
    return _shipped("resources")


def default_home() -> Path:
    """The platform's folder for the user's data."""
    from platformdirs import user_data_path

    return user_data_path("flashrl", appauthor=False)


def thumbnails() -> Path:
    """The folder of small pictures that can be drawn again at any time."""
    from platformdirs import user_cache_path

    return user_cache_path("flashrl", appauthor=False) / "thumbnails"


def films() -> Path:
    """The folder of the films in exported cards, which can be made again at any time."""
    from platformdirs import user_cache_path

    return user_cache_path("flashrl", appauthor=False) / "films"


def kept_notes() -> Path:
    """The file of the notes of the last exports, which can be made again at any time."""
    from platformdirs import user_cache_path

    return user_cache_path("flashrl", appauthor=False) / "notes.json"


def found_sound() -> Path:
    """The file of what a check found sound, which can be found out again at any time."""
    from platformdirs import user_cache_path

    return user_cache_path("flashrl", appauthor=False) / "found-sound"


def collection(home: Path) -> Path:
    """The collection's file in a home folder."""
    return home / "collection.sqlite"


def own_decks(home: Path) -> Path:
    """The folder of the deck files that the person writes in the app, in a home folder."""
    return home / "decks"


def unsaved(home: Path) -> Path:
    """The folder of texts of cards that were never saved, in a home folder."""
    return home / "unsaved"
