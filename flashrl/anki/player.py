"""A simulation in a card: its still picture, and what the script of the template makes a player of."""

import json
from collections.abc import Sequence
from html import escape

from flashrl.anki.film import HEIGHT, WIDTH, Film
from flashrl.anki.studio import Order
from flashrl.model import SimulationBlock

BUDGET = 400_000
"""Bytes that a player's pictures should have at most, all presets together."""

_OWN = "This card"


def orders(block: SimulationBlock) -> list[tuple[str, Order]]:
    """The films of a block by name: its own parameters, and each preset's."""
    budget = BUDGET // (1 + len(block.presets))
    frame = "last" if block.frame == "" else block.frame
    own = dict(block.parameters)
    named = [(_OWN, own, frame)]
    # A frame that the card asks for by its number may not be there with other parameters.
    last = frame if frame in ("first", "last") else "last"
    named += [(preset.name, {**own, **preset.parameters}, last) for preset in block.presets]
    return [
        (name, Order(block.slug, json.dumps(parameters, sort_keys=True), at, budget))
        for name, parameters, at in named
    ]


def html(title: str, films: Sequence[tuple[str, str, Film]], caption: str) -> str:
    """The player of films by name and media name. `caption` is HTML.

    Without a script it is the first film's still picture and the caption.
    """
    tracks = [
        {"name": name, "file": file, "frames": film.frames, "still": film.still, "count": film.count}
        for name, file, film in films
    ]
    pictures = "".join(
        f'<img class="fr-{ground}" src="{picture_name(films[0][1], ground)}" alt="{escape(title)}" '
        f'width="{WIDTH}" height="{HEIGHT}">'
        for ground in ("day", "night")
    )
    data = escape(json.dumps(tracks, ensure_ascii=False, separators=(",", ":")))
    return f'<div class="fr-sim" data-films="{data}"><div class="fr-film">{pictures}</div>{caption}</div>'


def picture_name(file: str, ground: str, frame: int | None = None) -> str:
    """The media name of a film's picture: `ground` is "day" or "night", and without a `frame` (counted
    among those shown) it is the still one."""
    return f"{file}-{ground}.webp" if frame is None else f"{file}-{ground}-{frame}.webp"
