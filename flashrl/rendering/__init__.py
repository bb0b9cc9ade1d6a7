"""Markdown to safe HTML, LaTeX to SVG. The libraries for it are loaded when first needed."""

from collections.abc import Callable
from pathlib import Path

from flashrl.errors import Diagnostic, FormulaError
from flashrl.rendering.formulas import Formula, TypesetFormula, mathjax
from flashrl.rendering.images import image_path
from flashrl.rendering.items import list_items
from flashrl.rendering.plain import paragraph

__all__ = [
    "Formula",
    "TypesetFormula",
    "formula_objection",
    "image_path",
    "list_items",
    "mathjax",
    "problems",
    "sanitised",
    "to_html",
    "typeset",
    "version",
]

_LIBRARIES = ("latex2mathml", "markdown", "markdown-it-py", "pymdown-extensions", "ziafont", "ziamath")
"""What decides, besides this room, how a text is shown."""


def to_html(text: str, *, formula: Callable[[Formula], str], image: Callable[[str, str], str]) -> str:
    """The safe HTML of markdown text.

    `formula` gives the HTML of a formula, and `image` that of an image by its source and its alternative
    text, whether the image is one of the deck or not; both are trusted and put in as they are. The source
    is empty where its scheme is refused.
    """
    plain = paragraph(text, formula)
    if plain is not None:
        return plain
    from flashrl.rendering.conversion import convert

    return convert(text, formula, image)


def sanitised(html: str) -> str:
    """HTML from elsewhere, well formed, with nothing in it that could do harm."""
    from flashrl.rendering.sanitise import sanitise

    return sanitise(html)


def typeset(latex: str, *, size: float, color: str, display: bool) -> TypesetFormula:
    """Set a formula in a font of `size` pixels. Results are cached; safe to call from several threads.

    Raises FormulaError, with the reason, for LaTeX that is wrong or not known here.
    """
    from flashrl.rendering import typesetting

    return typesetting.typeset(latex, size=size, color=color, display=display)


def formula_objection(latex: str, display: bool) -> str:
    """What keeps a formula from being set; "" where nothing does."""
    try:
        typeset(latex, size=16, color="#000000", display=display)
    except FormulaError as error:
        return error.message
    return ""


def version() -> str:
    """What tells one state of the rendering from another: what is sound to one may not be to the next.

    None of the libraries is loaded.
    """
    import hashlib
    from importlib.metadata import version as version_of

    from flashrl import blocks, spans

    paths = [*sorted(Path(__file__).parent.glob("*.py")), Path(spans.__file__), Path(blocks.__file__)]
    versions = " ".join(version_of(name) for name in _LIBRARIES)
    return hashlib.sha256(b"".join(path.read_bytes() for path in paths) + versions.encode()).hexdigest()


def problems(
    text: str, *, line: int, folder: Path, objection: Callable[[str, bool], str] = formula_objection
) -> list[Diagnostic]:
    """What in markdown text cannot be shown as written: formulas, images, HTML, links.

    `line` is the text's first line in its file; images and links are looked for in `folder`. `objection`
    says what keeps a formula from being set; setting it takes most of the time.
    """
    from flashrl.rendering.checking import find_problems

    return find_problems(text, line, folder, objection)
