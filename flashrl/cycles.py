"""Work among thousands of objects, undisturbed by Python's search for cycles among them."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def searched_for_later() -> Iterator[None]:
    """Keep Python from looking for cycles where there are none: it would look through all that was made again
    and again, for a fifth to a third of the time. Where threads overlap, who found it off leaves it off."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()
