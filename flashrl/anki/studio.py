"""Makes the films of an export: several at once, and none twice."""

import hashlib
import io
import json
import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from contextlib import suppress
from dataclasses import dataclass
from multiprocessing import get_context
from pathlib import Path
from time import time
from typing import Any
from zipfile import BadZipFile, ZipFile

from flashrl import simulations, whole_file
from flashrl.anki import film as making
from flashrl.anki.film import Film
from flashrl.errors import SimulationError

_FEW = 2
"""So many films are made in less time than another process takes to start."""

_MOST_PROCESSES = 4
_POLL_SECONDS = 0.1
_KEPT_SECONDS = 60 * 24 * 3600
"""A film that no export has asked for in 60 days is thrown away."""


@dataclass(frozen=True, slots=True)
class Order:
    """A film that is wanted: `parameters` as JSON, `frame` a number, "first" or "last", at most `budget`
    bytes."""

    slug: str
    parameters: str
    frame: int | str
    budget: int


@dataclass(frozen=True, slots=True)
class Failure:
    """Why there is no film."""

    why: str


class Studio:
    """Films by their orders, kept in `folder` under a name that tells what they were made of.

    A folder that cannot be written to keeps nothing.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._films: dict[Order, Film | Failure] = {}

    def __getitem__(self, order: Order) -> Film | Failure:
        """A film that was made or found by `make`."""
        return self._films[order]

    def make(
        self, orders: Iterable[Order], done: Callable[[int], object], checkpoint: Callable[[], None]
    ) -> None:
        """Have all these films. `done` is told how many there are; what `checkpoint` raises ends it."""
        wanted = [order for order in dict.fromkeys(orders) if order not in self._films]
        missing = []
        for order in wanted:
            if (kept := self._kept(order)) is not None:
                self._films[order] = kept
            else:
                missing.append(order)
        for order, film in _made(missing, checkpoint):
            self._films[order] = film
            if isinstance(film, Film):
                self._keep(order, film)
            done(len(self._films))
        self._clear_out()

    def _path(self, order: Order) -> Path:
        source = simulations.source_digest(simulations.get(order.slug))
        words = repr((order, source, _source()))
        return self._folder / f"{order.slug}-{hashlib.sha256(words.encode()).hexdigest()[:20]}.zip"

    def _kept(self, order: Order) -> Film | None:
        with suppress(OSError, SimulationError, BadZipFile, KeyError, TypeError, ValueError):
            path = self._path(order)
            film = _unpacked(path.read_bytes())
            os.utime(path)
            return film
        return None

    def _keep(self, order: Order, film: Film) -> None:
        path = self._path(order)
        with suppress(OSError):
            path.parent.mkdir(parents=True, exist_ok=True)
            whole_file.write(path, _packed(film))

    def _clear_out(self) -> None:
        oldest = time() - _KEPT_SECONDS
        with suppress(OSError):
            for path in self._folder.glob("*.zip"):
                if path.stat().st_mtime < oldest:
                    path.unlink()


def _made(orders: Sequence[Order], checkpoint: Callable[[], None]) -> Iterator[tuple[Order, Film | Failure]]:
    """Films as they come, from several processes where that pays."""
    done = set()
    if len(orders) > _FEW and (os.cpu_count() or 1) > 1:
        # A machine may refuse processes or end them: what is left is made here.
        with suppress(BrokenProcessPool, OSError):
            for order, film in _made_beside(orders, checkpoint):
                done.add(order)
                yield order, film
    for order in orders:
        if order not in done:
            checkpoint()
            yield order, _make(order)


def _made_beside(
    orders: Sequence[Order], checkpoint: Callable[[], None]
) -> Iterator[tuple[Order, Film | Failure]]:
    processes = min(os.cpu_count() or 1, _MOST_PROCESSES, len(orders))
    # A fork would copy a process that may hold Qt and its threads.
    pool = ProcessPoolExecutor(processes, mp_context=get_context("spawn"))
    try:
        under_way: dict[Future[Film | Failure], Order] = {
            pool.submit(_make, order): order for order in orders
        }
        while under_way:
            checkpoint()
            finished, _ = wait(under_way, _POLL_SECONDS, FIRST_COMPLETED)
            for future in finished:
                yield under_way.pop(future), future.result()
    finally:
        pool.shutdown(cancel_futures=True)


def _make(order: Order) -> Film | Failure:
    """What went wrong comes back as words: not every exception can travel between processes."""
    try:
        return making.shoot(order.slug, json.loads(order.parameters), order.frame, order.budget)
    except SimulationError as error:
        return Failure(error.message)
    except (ValueError, ArithmeticError, MemoryError) as error:
        return Failure(str(error) or type(error).__name__)


def _source() -> str:
    return hashlib.sha256(Path(making.__file__).read_bytes()).hexdigest()


def _packed(film: Film) -> bytes:
    buffer = io.BytesIO()
    with ZipFile(buffer, "w") as archive:
        archive.writestr("film.json", json.dumps([film.count, film.frames, film.still]))
        for number, picture in enumerate(film.pictures):
            archive.writestr(str(number), picture)
    return buffer.getvalue()


def _unpacked(content: bytes) -> Film:
    with ZipFile(io.BytesIO(content)) as archive:
        count, frames, still = json.loads(archive.read("film.json"))
        still_day, still_night, *overlays = (archive.read(str(n)) for n in range(2 + 2 * len(frames)))
    shown = len(frames)
    numbers: Any = tuple(frames)
    return Film(
        count, numbers, still, still_day, still_night, tuple(overlays[:shown]), tuple(overlays[shown:])
    )
