"""`python -m docs.pictures`: draw the pictures of the simulations that the documents show, light and dark."""

import io
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from PIL import Image, ImageDraw, ImageFont

from flashrl.palette import DARK, LIGHT, Palette
from flashrl.simulations import Simulation, by_topic, get, png

FOLDER = Path(__file__).parent / "screenshots"
FILES = {"light": "{}.png", "dark": "{}-dark.png"}

COLUMNS, WIDTH, HEIGHT = 4, 480, 330
GAP, TITLE_HEIGHT, TOPIC_HEIGHT = 24, 34, 64
TITLE_SIZE, TOPIC_SIZE = 20, 28
COLOURS = 256
"""A sheet has so many: few enough for a file that loads at once, and nobody sees which are missing."""

LARGE = (560, 400)
"""The pictures that stand alone, at twice that size in pixels."""

ALONE: Mapping[str, tuple[Mapping[str, Any], int]] = {
    "value-iteration": ({}, 14),
    "ppo-clip": ({}, -1),
    "kl-directions": ({"direction": "reverse"}, -1),
    "grpo-group": ({"rewards": (1.0, 0.0, 0.0, 1.0, 0.0, 0.5)}, -1),
}
"""Their parameters and the frame."""


def main() -> None:
    FOLDER.mkdir(exist_ok=True)
    results = {each.slug: each.run(each.params()) for topic in by_topic().values() for each in topic}
    for palette in (LIGHT, DARK):
        name = FILES[palette.name]
        _write(sheet(results, palette), name.format("simulations"))
        for slug, (values, frame) in ALONE.items():
            _write(_alone(get(slug), values, frame, palette), name.format(slug))


def sheet(results: Mapping[str, Any], palette: Palette) -> Image.Image:
    """Every simulation's last frame with its title, below its topic."""
    topics = by_topic()
    rows = sum(-(-len(found) // COLUMNS) for found in topics.values())
    size = (
        GAP + COLUMNS * (WIDTH + GAP),
        len(topics) * TOPIC_HEIGHT + rows * (TITLE_HEIGHT + HEIGHT + GAP),
    )
    whole = Image.new("RGB", size, palette.raised)
    draw, top = ImageDraw.Draw(whole), 0
    for topic, found in topics.items():
        draw.text((GAP, top + TOPIC_HEIGHT / 2), topic, palette.accent, _font(TOPIC_SIZE), anchor="lm")
        top += TOPIC_HEIGHT
        for place, simulation in enumerate(found):
            across, down = place % COLUMNS, place // COLUMNS
            corner = GAP + across * (WIDTH + GAP), top + down * (TITLE_HEIGHT + HEIGHT + GAP)
            draw.text(corner, simulation.title, palette.text, _font(TITLE_SIZE))
            picture = _drawn(simulation, results[simulation.slug], -1, palette, (WIDTH, HEIGHT))
            whole.paste(picture, (corner[0], corner[1] + TITLE_HEIGHT))
        top += -(-len(found) // COLUMNS) * (TITLE_HEIGHT + HEIGHT + GAP)
    return whole


def _alone(simulation: Simulation, values: Mapping[str, Any], frame: int, palette: Palette) -> Image.Image:
    result = simulation.run(simulation.parse(values))
    return _drawn(simulation, result, frame, palette, LARGE, scale=2)


def _drawn(
    simulation: Simulation, result: Any, frame: int, palette: Palette, size: tuple[int, int], scale: int = 1
) -> Image.Image:
    content = png(simulation, result, frame, palette=palette, width=size[0], height=size[1], scale=scale)
    return Image.open(io.BytesIO(content)).convert("RGB")


def _font(size: int) -> ImageFont.FreeTypeFont:
    from matplotlib.font_manager import findfont

    return ImageFont.truetype(findfont("DejaVu Sans"), size)


def _write(picture: Image.Image, name: str) -> None:
    few = picture.quantize(COLOURS, dither=Image.Dither.NONE)
    few.save(FOLDER / name, optimize=True)
    print(f"{name}: {picture.width} × {picture.height}, {(FOLDER / name).stat().st_size / 1024:.0f} kB")


if __name__ == "__main__":
    main()
