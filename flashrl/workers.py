"""Pure work spread over the processors, where there is enough of it to pay for the start of a process."""

import os
import signal
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import BrokenExecutor, ProcessPoolExecutor
from multiprocessing import get_context
from types import TracebackType
from typing import Self, TypeVar

Item = TypeVar("Item")
Outcome = TypeVar("Outcome")

_MOST = 8


class Workers:
    """Processes that are started when first needed, and gone at the end of the `with` block."""

    def __init__(self) -> None:
        self._pool: ProcessPoolExecutor | None = None
        self._count = min(_processors(), _MOST)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self._pool is not None:
            self._pool.shutdown(cancel_futures=True)

    def map(
        self, work: Callable[[Item], Outcome], items: Sequence[Item], *, enough: int, chunk: int = 1
    ) -> Iterator[Outcome]:
        """What `work`, a function of a module, makes of each item, in order. Fewer items than `enough` are
        done right here, and so is what is left where no processes are to be had."""
        done = 0
        if self._count > 1 and len(items) >= enough:
            try:
                for outcome in self._started().map(work, items, chunksize=chunk):
                    yield outcome
                    done += 1
            except (OSError, BrokenExecutor):
                self._count = 1
        for item in items[done:]:
            yield work(item)

    def _started(self) -> ProcessPoolExecutor:
        if self._pool is None:
            # A forked process could wait for ever for what a thread held at that moment.
            context = get_context("spawn")
            self._pool = ProcessPoolExecutor(self._count, context, initializer=_leave_interrupts)
        return self._pool


def _processors() -> int:
    """How many this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _leave_interrupts() -> None:
    """Ctrl+C is for the process that started this one."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
