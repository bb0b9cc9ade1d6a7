"""Text from kept pixels looks as matplotlib's own."""

from typing import Any

import numpy as np
import pytest
from matplotlib.backends.backend_agg import RendererAgg
from matplotlib.font_manager import FontProperties
from matplotlib.transforms import Bbox

from flashrl.simulations._arrays import ByteArray
from flashrl.simulations._lettering import LetteringRenderer

WIDTH, HEIGHT, DPI = 420, 40, 100
RENDERERS: tuple[type[RendererAgg], ...] = RendererAgg, LetteringRenderer
TITLE = "μ = 1.05   KL(q‖p) = μ²/2 = 0.551   1000 samples"
TEXTS = TITLE, "−4", "1e-06", "v₈₁ = ⅓(24.4 + 0.9·19.8) ✓", "sweep k", "Avalanche, fjord", " 7 "
KINDS = [FontProperties(size=8), FontProperties(size=10.5), FontProperties(size=9, weight="bold")]


def drawn(kind: type[RendererAgg], text: str, **style: Any) -> ByteArray:
    renderer = kind(WIDTH, HEIGHT, DPI)
    gc: Any = renderer.new_gc()
    gc.set_alpha(style.get("alpha"))
    gc.set_foreground(style.get("colour", (0.1, 0.2, 0.6, 1.0)), isRGBA=True)
    gc.set_clip_rectangle(style.get("clip"))
    font = style.get("font", KINDS[0])
    renderer.draw_text(gc, 20.0, 25.0, text, font, style.get("angle", 0.0), style.get("ismath", False))
    return np.array(renderer.buffer_rgba())


def apart(text: str, **style: Any) -> int:
    """The largest difference of what is seen on white, of 255; both have to be something."""
    one, other = (drawn(kind, text, **style).astype(int) for kind in RENDERERS)
    assert one[..., 3].any()
    seen = [255 + (each[..., :3] - 255) * each[..., 3:] / 255 for each in (one, other)]
    return int(np.abs(seen[0] - seen[1]).max())


@pytest.mark.parametrize("font", KINDS)
@pytest.mark.parametrize("text", TEXTS)
def test_a_text_has_the_pixels_of_matplotlib(text: str, font: FontProperties) -> None:
    assert apart(text, font=font) <= 3


@pytest.mark.parametrize("font", KINDS)
@pytest.mark.parametrize("text", TEXTS)
def test_a_text_has_the_size_of_matplotlib(text: str, font: FontProperties) -> None:
    renderers: list[Any] = [kind(WIDTH, HEIGHT, DPI) for kind in RENDERERS]
    sizes = [each.get_text_width_height_descent(text, font, False) for each in renderers]
    assert sizes[1] == pytest.approx(sizes[0])


@pytest.mark.parametrize("style", [{"alpha": 0.4}, {"colour": (0.1, 0.2, 0.6, 0.4)}])
def test_a_faint_text_is_as_faint(style: dict[str, Any]) -> None:
    assert apart(TITLE, **style) <= 3


def test_a_turned_text_is_drawn_as_ever() -> None:
    assert apart("error", angle=20.0) == 0


def test_a_formula_is_drawn_as_ever() -> None:
    assert apart(r"$\gamma^k$", ismath=True) == 0


def test_a_text_ends_where_it_is_clipped() -> None:
    pixels = drawn(LetteringRenderer, TITLE, clip=Bbox.from_bounds(0, 0, 100, HEIGHT))
    assert pixels[:, 90:100, 3].any()
    assert not pixels[:, 102:, 3].any()


@pytest.mark.parametrize(("x", "y"), [(-1000.0, 25.0), (5000.0, 25.0), (20.0, -500.0), (20.0, 900.0)])
def test_a_text_outside_the_figure_is_not_seen(x: float, y: float) -> None:
    renderer: Any = RENDERERS[1](WIDTH, HEIGHT, DPI)
    renderer.draw_text(renderer.new_gc(), x, y, TITLE, KINDS[0], 0.0)
    assert not np.asarray(renderer.buffer_rgba())[..., 3].any()


def test_nothing_to_see_draws_nothing() -> None:
    assert not drawn(LetteringRenderer, "  ")[..., 3].any()


def test_a_font_that_changes_afterwards_is_another() -> None:
    font = FontProperties(size=8)
    before = drawn(LetteringRenderer, "0.5", font=font)
    font.set_size(12)
    assert not np.array_equal(before, drawn(LetteringRenderer, "0.5", font=font))
