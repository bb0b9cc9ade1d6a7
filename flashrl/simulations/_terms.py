"""How numbers are written in a line that explains a value: v₃ = −1 + 0.9·4.4."""

from flashrl.simulations import _style

_SUBSCRIPTS = str.maketrans("0123456789", "₀₁₂₃₄₅₆₇₈₉")


def number(value: float) -> str:
    """Five digits at most, with a true minus sign."""
    return _style.number(float(value), ".5g")


def short(value: float) -> str:
    """Four digits at most."""
    return _style.number(float(value), ".4g")


def added(value: float, *, times: float = 1.0) -> str:
    """`value` as a term to add: "+ 4.4" or "− 4.4", or with a factor "+ 0.9·4.4"."""
    factor = "" if times == 1 else f"{times:g}·"
    return f"{'−' if value < 0 else '+'} {factor}{number(abs(value))}"


def subscript(index: int) -> str:
    return str(index).translate(_SUBSCRIPTS)
