"""What a library could do without is not there for its imports, and back afterwards."""

import subprocess
import sys
from importlib import import_module

import pytest

from flashrl.optional import hollow, without

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


def test_a_hollow_package_is_found_empty_and_the_real_one_afterwards() -> None:
    script = (
        "from flashrl.optional import hollow\n"
        "with hollow('wave', 'part'):\n"
        "    from wave import part\n"
        "    assert not hasattr(part, 'open')\n"
        "import wave\n"
        "assert callable(wave.open)\n"
    )
    subprocess.run([sys.executable, "-c", script], check=True)


def test_a_package_that_is_loaded_is_not_made_hollow() -> None:
    with hollow("json", "decoder"):
        assert import_module("json").loads("1") == 1


def test_the_store_works_without_the_library_that_reads_dates() -> None:
    script = (
        "import sys, flashrl.store\n"
        "assert 'dateutil' not in sys.modules\n"
        "from dateutil import parser\n"
        "assert parser.parse('2026-03-01').day == 1\n"
    )
    subprocess.run([sys.executable, "-c", script], check=True)
