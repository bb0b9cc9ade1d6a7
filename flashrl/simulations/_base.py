"""The protocol of a simulation: validated parameters, a pure run, and a view that replays frames."""

import sys
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, fields
from typing import TYPE_CHECKING, Any, ClassVar, Protocol

from flashrl.errors import SimulationError

if TYPE_CHECKING:
    from matplotlib.figure import Figure

    from flashrl.palette import Palette

_REMEDY = "`flashrl simulations` lists the parameters with their bounds"


class Result(Protocol):
    """Every frame of a run: array fields, each with the frame as its first axis, and its `params`."""

    __dataclass_fields__: ClassVar[dict[str, Any]]

    def summary(self, frame: int) -> dict[str, float]:
        """The scalars a learner would quote at that frame, under the field's own names."""
        ...


class View(Protocol):
    """A picture of a result: creates its artists once, then only moves them.

    A view may have `edited(params, axes, x, y) -> Params | None`: what a click at the data
    coordinates (x, y) of `axes` makes of the parameters; None when it hits nothing. With the attribute
    `follows_pointer` set, dragging edits all along, and the last frame is where the pointer is.
    It may have `renew(result) -> bool`, which shows another run with the same artists, and says False where
    that run needs a picture of its own; a slider that is dragged then only moves artists.
    It may have `explained(axes, x, y) -> str | None`: the value under the pointer at the frame shown, with
    the terms that made it.
    """

    def __init__(self, figure: "Figure", result: Any, palette: "Palette") -> None: ...

    def show(self, frame: int) -> None: ...


def param(
    default: Any,
    label: str,
    *,
    min: float | None = None,
    max: float | None = None,
    step: float | None = None,
    choices: tuple[str, ...] = (),
) -> Any:
    """A field of a Params dataclass, with what a form and a check need to know of it.

    A tuple as default is a list parameter; bounds then hold for each of its items.
    """
    metadata = {"label": label, "min": min, "max": max, "step": step, "choices": choices}
    return field(default=default, metadata=metadata)


@dataclass(frozen=True, slots=True)
class Parameter:
    """One parameter of a simulation. `type` is bool, int, float, str or list."""

    name: str
    label: str
    type: str
    default: Any
    min: float | None
    max: float | None
    step: float | None
    choices: tuple[str, ...]

    def read(self, text: str) -> Any:
        """The value that `text` (of a command line or a form) stands for; `1,0,0,1` is a list.

        Raises SimulationError where it is no such value.
        """
        if self.type == "list":
            items = [item.strip() for item in text.strip("[]() ").split(",") if item.strip()]
            return self.valid([self._scalar(item) for item in items])
        return self.valid(self._scalar(text.strip()))

    def valid(self, value: Any) -> Any:
        """`value` in this parameter's own type. Raises SimulationError if it is none or out of bounds."""
        if self.type == "list":
            if not isinstance(value, (list, tuple)) or not value:
                raise self._refused(value)
            return tuple(self._valid_item(item) for item in value)
        return self._valid_item(value)

    @property
    def _item_type(self) -> str:
        return type(self.default[0]).__name__ if self.type == "list" else self.type

    def _scalar(self, text: str) -> Any:
        if self._item_type == "bool":
            known = {
                "true": True,
                "yes": True,
                "on": True,
                "false": False,
                "no": False,
                "off": False,
            }
            return known.get(text.lower(), text)
        for kind in (int, float):
            if self._item_type == "str":
                break
            try:
                return kind(text)
            except ValueError:
                continue
        return text

    def _valid_item(self, value: Any) -> Any:
        kind = self._item_type
        if kind in ("str", "bool"):
            wanted = str if kind == "str" else bool
            if not isinstance(value, wanted) or (self.choices and value not in self.choices):
                raise self._refused(value)
            return value
        return self._valid_number(value, whole=kind == "int")

    def _valid_number(self, value: Any, *, whole: bool) -> float:
        if isinstance(value, bool) or not isinstance(value, (int, float)):
            raise self._refused(value)
        low = -sys.float_info.max if self.min is None else self.min
        high = sys.float_info.max if self.max is None else self.max
        # Neither NaN nor infinity lies between the bounds, and no whole number too large for a float.
        if not low <= value <= high or (whole and value != int(value)):
            raise self._refused(value)
        return int(value) if whole else float(value)

    def bounds(self) -> str:
        """What the parameter takes, in words: "a number from 0 to 0.99"."""
        words = {"bool": "true or false", "str": "text"}.get(self._item_type) or self._number_bounds()
        if self.choices:
            words = "one of " + ", ".join(self.choices)
        return f"a list, each item {words}" if self.type == "list" else words

    def _number_bounds(self) -> str:
        noun = "a whole number" if self._item_type == "int" else "a number"
        if self.min is None and self.max is None:
            return noun
        if self.min is None or self.max is None:
            bound, word = (self.max, "most") if self.min is None else (self.min, "least")
            return f"{noun} of at {word} {bound:g}"
        return f"{noun} from {self.min:g} to {self.max:g}"

    def _refused(self, value: Any) -> SimulationError:
        return SimulationError(f"{self.name} takes {self.bounds()}, not {value!r}", _REMEDY)


@dataclass(frozen=True)
class Simulation:
    """A simulation: its words, its parameters, its equation and its picture.

    `question` is what it answers, `insight` the one sentence it teaches, `follow_up` what an
    interviewer asks next, `references` where the numbers can be checked. Where a run takes its time,
    `grow(params)` yields (share done, result so far) with ever more frames, and `run` is its last result.
    """

    slug: str
    title: str
    topic: str
    question: str
    insight: str
    follow_up: str
    references: tuple[str, ...]
    params: type[Any]
    run: Callable[[Any], Any]
    view: Callable[..., View]
    grow: Callable[[Any], Iterator[tuple[float, Any]]] | None = None

    @property
    def parameters(self) -> tuple[Parameter, ...]:
        return tuple(
            Parameter(
                name=each.name,
                type="list" if isinstance(each.default, tuple) else type(each.default).__name__,
                default=each.default,
                **each.metadata,
            )
            for each in fields(self.params)
        )

    def parse(self, values: Mapping[str, Any]) -> Any:
        """The Params that `values` override the defaults of.

        Raises SimulationError for an unknown name, a wrong type, or a value out of bounds.
        """
        known = {parameter.name: parameter for parameter in self.parameters}
        for name in values:
            if name not in known:
                raise SimulationError(
                    f"{self.slug} has no parameter {name!r}; it has {', '.join(known)}", _REMEDY
                )
        given = {name: known[name].valid(value) for name, value in values.items()}
        try:
            return self.params(**given)
        except ValueError as refused:
            raise SimulationError(f"{self.slug}: {refused}", _REMEDY) from refused

    def frames(self, result: Any) -> int:
        """How many frames a result has."""
        return min(len(array) for array in _arrays(result).values())

    def frame_index(self, result: Any, frame: int | str) -> int:
        """The frame that "first", "last" or a number means; raises SimulationError if there is none."""
        count = self.frames(result)
        named = {"first": 0, "last": count - 1}
        index = named.get(frame) if isinstance(frame, str) else frame
        if index is None or isinstance(index, bool) or not -count <= index < count:
            raise SimulationError(
                f"{self.slug} has frames 0 to {count - 1}, not {frame!r}", "choose one of them"
            )
        return index % count

    def at(self, result: Any, frame: int) -> dict[str, Any]:
        """The result's arrays at one frame, as nested lists under their names."""
        return {name: array[frame].tolist() for name, array in _arrays(result).items()}


def _arrays(result: Any) -> dict[str, Any]:
    """The array fields of a result (all but `params`)."""
    return {each.name: getattr(result, each.name) for each in fields(result) if each.name != "params"}
