"""What a library could do without is not there for its imports, and back afterwards."""

import sys
from importlib import import_module

import pytest

from flashrl.optional import without

MODULE = "this"  # of the standard library, and nobody has imported it


def test_a_hidden_module_cannot_be_imported_and_is_forgotten_afterwards() -> None:
    with without(MODULE), pytest.raises(ImportError):
        import_module(MODULE)
    assert MODULE not in sys.modules


def test_a_module_that_is_there_stays() -> None:
    with without("sys"):
        assert import_module("sys") is sys
    assert sys.modules["sys"] is sys


def test_of_two_threads_that_hide_a_module_the_first_to_end_does_not_show_it() -> None:
    first, second = without(MODULE), without(MODULE)
    first.__enter__()
    second.__enter__()
    first.__exit__(None, None, None)
    with pytest.raises(ImportError):
        import_module(MODULE)
    second.__exit__(None, None, None)
    assert MODULE not in sys.modules
