"""The flags a card can carry: by number, as in Anki, with a name and a colour of the palette."""

from flashrl.palette import Palette
from flashrl.scheduling.leech import TAG

FLAGS = {1: "Red", 2: "Orange", 3: "Green", 4: "Blue"}


def flag_name(flag: int) -> str:
    """What a flag is called; one of a number that is not offered here keeps it."""
    return FLAGS.get(flag, f"Flag {flag}")


def flag_colour(flag: int, palette: Palette) -> str:
    """The colour of a flag, which never stands without its name."""
    colours = {1: palette.bad, 2: palette.warning, 3: palette.good, 4: palette.accent}
    return colours.get(flag, palette.muted)


def marks_text(flag: int, is_leech: bool, palette: Palette) -> str:
    """What a card is marked by, as rich text; nothing where it is not."""
    flagged = f'<span style="color: {flag_colour(flag, palette)}">⚑</span> {flag_name(flag)}' if flag else ""
    return " · ".join(part for part in (flagged, TAG if is_leech else "") if part)
