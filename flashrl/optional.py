"""Leaving out what a library would load only because it is there."""

import sys
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from threading import Lock
from types import ModuleType

_OWN_HASHES = ("_md5", "_sha1", "_sha3", "_sha512" if sys.version_info < (3, 12) else "_sha2", "_blake2")
OPENSSL = ("_hashlib",) if all(find_spec(name) for name in _OWN_HASHES) else ()
"""What hashlib needs of OpenSSL: nothing, in a Python that has hash functions of its own."""


@contextmanager
def without(*names: str) -> Iterator[None]:
    """Hide modules from the imports inside the block, unless they are loaded already.

    Some libraries import large modules that they can do without (`try: import numpy`), and that would
    cost a start most of its time or memory.
    """
    with _lock:
        absent = [name for name in names if name in _hidden or name not in sys.modules]
        _hidden.update(absent)
        for name in absent:
            sys.modules[name] = None  # type: ignore[assignment]  # makes `import name` fail
    try:
        yield
    finally:
        with _lock:
            _hidden.subtract(absent)
            for name in absent:
                if not _hidden[name]:
                    del _hidden[name], sys.modules[name]


@contextmanager
def hollow(package: str, part: str) -> Iterator[None]:
    """Let the imports inside the block find an empty package with an empty part, unless it is loaded already.

    For what a library imports without need of it: only functions that nothing here calls would miss it.
    Whoever imports it later finds the real one.
    """
    stand_in = ModuleType(package)
    setattr(stand_in, part, ModuleType(f"{package}.{part}"))
    if package in sys.modules:
        yield
        return
    sys.modules[package] = stand_in
    try:
        yield
    finally:
        del sys.modules[package]


_lock = Lock()
_hidden = Counter[str]()
"""How many blocks hide a module now: two threads may import at once; the first to end must not show it."""
