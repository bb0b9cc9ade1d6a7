"""How numbers are written: in a title, beside a mark, and in a line that explains a value."""

from flashrl.simulations import _style

_LOW_DIGITS = str.maketrans("0123456789", "₀₁₂₃₄₅₆₇₈₉")


def brief(value: float, digits: int = 3) -> str:
    """That many significant digits, without zeros at the end and with a true minus sign."""
    return _style.number(float(value), f".{digits}g")


def short(value: float) -> str:
    """Four digits; 1234567 is 1235k."""
    for size, letter in ((1e6, "M"), (1e3, "k")):
        if abs(value) >= 10 * size:
            return brief(value / size, 4) + letter
    return brief(value, 4)


def added(value: float, *, times: float = 1.0) -> str:
    """`value` as a term to add: "+ 4.4" or "− 4.4", or with a factor "+ 0.9·4.4"."""
    factor = "" if times == 1 else f"{times:g}·"
    return f"{'−' if value < 0 else '+'} {factor}{brief(abs(value), 5)}"


def subscript(index: int) -> str:
    """12 as ₁₂."""
    return str(index).translate(_LOW_DIGITS)


def numbered(name: str, index: int) -> str:
    """`δ` and 12 as δ₁₂."""
    return name + subscript(index)
