"""The few colours, by name, for light and dark: widgets, figures and exported cards use these."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Palette:
    """One theme's colours as `#rrggbb`. `values` and `signed` name matplotlib colour maps.

    surface: behind everything. raised: cards, bars, fields. line: borders and rules.
    text, muted: words and side remarks. accent, on_accent: what to act on, and text upon it.
    good, warning, bad: judgements. code: ground of code. values: a magnitude. signed: centred on 0.
    """

    name: str
    surface: str
    raised: str
    line: str
    text: str
    muted: str
    accent: str
    on_accent: str
    good: str
    warning: str
    bad: str
    code: str
    values: str = "cividis"
    signed: str = "PuOr"


LIGHT = Palette(
    name="light",
    surface="#f6f6f3",
    raised="#ffffff",
    line="#dcdcd6",
    text="#1d2126",
    muted="#5f6670",
    accent="#2b5fb8",
    on_accent="#ffffff",
    good="#1c7c54",
    warning="#9a5b00",
    bad="#b3362b",
    code="#f0f0ec",
)

DARK = Palette(
    name="dark",
    surface="#16181c",
    raised="#1f2227",
    line="#363b43",
    text="#e6e7e9",
    muted="#9ba2ad",
    accent="#7aa7f0",
    on_accent="#0d1420",
    good="#5cc496",
    warning="#e0a34a",
    bad="#f0857a",
    code="#272b31",
)
