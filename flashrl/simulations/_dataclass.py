"""Dataclasses whose methods are written when one is first made.

Writing them takes half a millisecond a class and was most of loading every simulation; whoever only lists
the simulations makes none.
"""

from collections.abc import Callable
from dataclasses import dataclass as _complete
from threading import RLock
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from dataclasses import dataclass as dataclass
else:

    def dataclass(**options: bool) -> Callable[[type], type]:
        """As the one of the standard library, but for `slots`, which takes another class."""

        def put_off(made: type) -> type:
            pending = _Pending(made, options)

            def new(kind: type, *_values: object, **_named: object) -> Any:
                pending.complete()
                return object.__new__(kind)

            made.__new__ = staticmethod(new)
            made.__dataclass_fields__ = pending
            return made

        return put_off


_one_at_a_time = RLock()
"""Runs are on other threads than the window; a base class may have to be completed as well."""


class _Pending:
    """Stands where the fields of a class will be, and is asked for them once."""

    def __init__(self, made: type, options: dict[str, bool]) -> None:
        self._made, self._options = made, options
        self._is_complete = False

    def complete(self) -> None:
        if self._is_complete:
            return
        with _one_at_a_time:
            if not self._is_complete:
                _complete(**self._options)(self._made)
                self._is_complete = True

    def __get__(self, instance: object, owner: type) -> Any:
        self.complete()
        return owner.__dataclass_fields__  # type: ignore[attr-defined]  # made just now
