"""The figures as one table of text."""

from collections.abc import Sequence
from dataclasses import dataclass

_HEADINGS = ("", "beside", "flashrl", "ratio", "bound", "")


@dataclass(frozen=True, slots=True)
class Row:
    """One figure. `bare` is the same of a bare window, or of a library; `bound` holds for the ratio where
    there is one, else for the app's own figure."""

    what: str
    app: float
    unit: str
    bare: float | None = None
    bound: float | None = None

    @property
    def bounded(self) -> float:
        return self.app if self.bare is None else self.app / self.bare

    def cells(self) -> tuple[str, ...]:
        return (
            self.what,
            "" if self.bare is None else _amount(self.bare, self.unit),
            _amount(self.app, self.unit),
            "" if self.bare is None else f"{self.bounded:.2f}",
            "" if self.bound is None else self._bound(self.bound),
            "" if self.bound is None else "kept" if self.bounded <= self.bound else "NOT KEPT",
        )

    def _bound(self, bound: float) -> str:
        return f"≤ {bound:g} {self.unit}" if self.bare is None else f"≤ {bound:.1f}"


@dataclass(frozen=True, slots=True)
class Missing:
    """A figure that could not be taken, and why."""

    what: str
    reason: str

    def cells(self) -> tuple[str, ...]:
        return (self.what, *[""] * (len(_HEADINGS) - 2), f"not measured: {self.reason}")


def table(rows: Sequence[Row | Missing]) -> str:
    """The rows below their headings, in columns."""
    lines = [_HEADINGS, *(row.cells() for row in rows)]
    widths = [max(len(line[column]) for line in lines) for column in range(len(_HEADINGS) - 1)]
    return "\n".join(_line(line, widths) for line in lines)


def _line(cells: Sequence[str], widths: Sequence[int]) -> str:
    first, *numbers, last = cells
    aligned = [first.ljust(widths[0])]
    aligned += [cell.rjust(width) for cell, width in zip(numbers, widths[1:], strict=True)]
    return "  ".join([*aligned, last]).rstrip()


def _amount(value: float, unit: str) -> str:
    digits = {"s": 3, "ms": 1, "MB": 0}[unit]
    return f"{value:.{digits}f} {unit}"
