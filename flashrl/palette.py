"""The few colours, by name, for light and dark: widgets, figures and exported cards use these."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Palette:
    """One theme's colours as `#rrggbb`. `values` and `signed` name matplotlib colour maps.

    surface: behind everything. raised: cards, bars, fields. line: borders and rules.
    text, muted: words and side remarks. accent, on_accent: what to act on, and text upon it.
    good, warning, bad: judgements. code: ground of code. values: a magnitude. signed: centred on 0.
    series: lines and bars that stand beside each other, told apart without seeing colours, too.
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
    series: tuple[str, ...]
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
    series=("#2b5fb8", "#c2570c", "#14785a", "#8a4b9e", "#6e6a00", "#5f6670"),
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
    series=("#7aa7f0", "#f0a060", "#5cc496", "#cf9be0", "#d6cc62", "#9ba2ad"),
)
