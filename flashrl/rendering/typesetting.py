"""LaTeX to SVG outlines with ziamath."""

import re
import warnings
from functools import lru_cache
from threading import Lock
from xml.etree import ElementTree

from flashrl.optional import without

with warnings.catch_warnings(), without("ssl"):  # as in conversion.py
    # ziamath finds its font with a function that Python 3.11 alone calls deprecated.
    warnings.simplefilter("ignore", DeprecationWarning)
    from ziamath.config import config
    from ziamath.tex import tex2mml
    from ziamath.zmath import Math

from flashrl.errors import RULES, FormulaError
from flashrl.rendering.formulas import TypesetFormula

_MOST_CHARACTERS = 2_000
_MOST_EMS = 1_000  # no formula of that many characters is larger
_UNUSED = re.compile(r"\\(?:(?:tag\*?|label)\s*\{[^{}]*\}|(?:nonumber|notag)(?![A-Za-z]))")
_PLACEMENT = re.compile(r"(\\begin\s*\{(?:aligned|gathered)\})\s*\[[tbc]\]")
_LARGE_BAR = re.compile(
    r"(\\[bB]igg?[lrm]?(?![A-Za-z]))\s*(?:(\\\||\\[lr]?Vert(?![A-Za-z])|\\parallel(?![A-Za-z]))|\\[lr]?vert(?![A-Za-z]))"
)
_NUMBERED = re.compile(r"\\(begin|end)\s*\{align\}")
_ENVIRONMENT = re.compile(r"\\begin\s*\{([^{}]*)\}")
_ENVIRONMENTS = re.compile(
    r"(?:[bBpvV]?matrix|aligned|array|cases|gathered|smallmatrix|split|(?:align|equation|gather|multline)\*?)"
)
_BRACE = re.compile(r"\\.|([{}])", re.DOTALL)
_LONE_BACKSLASH = re.compile(r"(?<!\\)(?:\\\\)*\\\s*\Z")
_COMMAND = re.compile(r"\\[A-Za-z]+")
_TEXT_SPACE = re.compile(r"\\(?=&#x000A0;)")
_TEXT_AMPERSAND = re.compile(r"\\&(?!#)")
_TEXT_SIGN = re.compile(r"\\([%#$_{}])")
# ziamath stretches these like brackets and then measures a row without them.
_LARGE_OPERATORS = frozenset("∑∏∐⋃⋂⊎⊔⨁⨂⨀⨄⨆⋀⋁")

_SIGNS = frozenset("+−±")
# What a sign behind is no operation, but belongs to the number: ziamath would set "( − 1)".
_BEFORE_A_SIGN = frozenset("([{⟨,;:=≈≠≡≔<>≤≥≪≫·×/∝∼→←↦⇒⟹⟺")

_lock = Lock()  # ziamath keeps its fonts and settings in globals


@lru_cache(maxsize=16)
def typeset(latex: str, *, size: float, color: str, display: bool) -> TypesetFormula:
    """Set a formula in a font of `size` pixels. Safe to call from several threads.

    Raises FormulaError, with the reason, for LaTeX that is wrong or not known here.
    """
    reason = _objection(latex)
    if reason:
        raise _error(latex, reason)
    with _lock:
        try:
            drawing = _draw(latex, size, color, display)
        except FormulaError:
            raise
        except Exception as error:
            raise _error(latex, _reason(error)) from error
    _, top, width, height = (float(number) for number in drawing.attrib["viewBox"].split())
    is_drawn = any(element.tag in ("path", "use", "rect", "line") for element in drawing.iter())
    if not is_drawn or not 0 < width < _MOST_EMS * size or not 0 < height < _MOST_EMS * size:
        raise _error(latex, "there is nothing to draw")
    return TypesetFormula(ElementTree.tostring(drawing), width, -top, height + top)


def _objection(latex: str) -> str:
    """What is wrong at first sight; ziamath would draw something else without a word."""
    if not latex.strip():
        return "it is empty"
    if len(latex) > _MOST_CHARACTERS:
        return f"it is longer than {_MOST_CHARACTERS:,} characters"
    if _LONE_BACKSLASH.search(latex):
        return "it ends with a backslash"
    depth = 0
    for brace in _BRACE.finditer(latex):
        depth += {"{": 1, "}": -1}.get(brace[1], 0)
        if depth < 0:
            break
    if depth:
        return "its braces do not match"
    unknown = [name for name in _ENVIRONMENT.findall(latex) if not _ENVIRONMENTS.fullmatch(name)]
    return f"the environment {unknown[0]} is not known" if unknown else ""


def _draw(latex: str, size: float, color: str, display: bool) -> ElementTree.Element:
    config.svg2 = False  # Qt draws SVG 1.2 Tiny
    source = _NUMBERED.sub(r"\\\1{align*}", _PLACEMENT.sub(r"\1", _UNUSED.sub("", latex)))
    source = _LARGE_BAR.sub(lambda found: f"{found[1]}{'‖' if found[2] else '|'}", source)
    mathml = _TEXT_AMPERSAND.sub("&amp;", _TEXT_SPACE.sub("", tex2mml(source, inline=not display)))
    root = ElementTree.fromstring(_TEXT_SIGN.sub(r"\1", mathml))
    for element in root.iter():
        text = element.text or ""
        if command := _COMMAND.search(text):
            raise _error(latex, f"{command[0]} is not known")
        if text in _LARGE_OPERATORS:
            element.set("stretchy", "false")
    _bind_signs(root)
    root.set("mathcolor", color)
    drawing: ElementTree.Element = Math(root, size=size).svgxml()
    return drawing


def _bind_signs(root: ElementTree.Element) -> None:
    """Set signs close to the number that they belong to."""
    for row in root.iter():
        before = ""
        for element in row:
            text = (element.text or "").strip()
            if text in _SIGNS and before in _BEFORE_A_SIGN:
                element.set("form", "prefix")
            if text or len(element):  # not a space
                before = text


def _reason(error: Exception) -> str:
    """The name of latex2mathml's exceptions says what is wrong; ziamath's assertions say nothing."""
    if type(error).__module__.startswith("latex2mathml"):
        words = re.findall("[A-Z][a-z]*", type(error).__name__.removesuffix("Error"))
        return " ".join(words).lower()
    if isinstance(error, ElementTree.ParseError):
        return "it holds & outside an environment, or a control character"
    return "it cannot be read"


def _error(latex: str, reason: str) -> FormulaError:
    source = latex if len(latex) <= 60 else f"{latex[:59]}…"
    return FormulaError(f"the formula {source!r} cannot be set: {reason}", RULES["bad-formula"].remedy)
