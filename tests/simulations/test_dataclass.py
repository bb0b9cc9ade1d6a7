"""Dataclasses whose methods are written when one is first made."""

from dataclasses import FrozenInstanceError, asdict, fields, is_dataclass, replace
from threading import Barrier, Thread
from typing import Any

import pytest

from flashrl.simulations._base import param
from flashrl.simulations._dataclass import dataclass


@pytest.fixture
def walk() -> Any:
    @dataclass(frozen=True)
    class Walk:
        states: int = param(5, "States", min=1)
        discount: float = 0.9

        def __post_init__(self) -> None:
            if self.states == 13:
                raise ValueError("states must not be 13")

    return Walk


def test_no_method_is_written_before_one_is_made(walk: Any) -> None:
    assert "__eq__" not in vars(walk)
    walk()
    assert "__eq__" in vars(walk)


def test_its_fields_are_known_before_one_is_made(walk: Any) -> None:
    assert is_dataclass(walk)
    assert [(each.name, each.default) for each in fields(walk)] == [("states", 5), ("discount", 0.9)]


def test_equal_values_are_equal_and_hash_alike(walk: Any) -> None:
    assert walk(7) == walk(states=7, discount=0.9) != walk(8)
    assert len({walk(7), walk(7), walk(8)}) == 2


def test_one_says_what_it_holds(walk: Any) -> None:
    assert repr(walk(7)).endswith("Walk(states=7, discount=0.9)")


def test_one_is_replaced_and_taken_apart(walk: Any) -> None:
    assert asdict(replace(walk(7), discount=0.5)) == {"states": 7, "discount": 0.5}


def test_one_stays_as_it_is_made(walk: Any) -> None:
    with pytest.raises(FrozenInstanceError):
        walk().states = 6


def test_the_first_one_is_checked_too(walk: Any) -> None:
    with pytest.raises(ValueError, match="must not be 13"):
        walk(13)


def test_what_it_does_not_have_is_refused(walk: Any) -> None:
    with pytest.raises(TypeError, match="lambda_"):
        walk(lambda_=0.5)


def test_a_class_made_of_another_has_the_fields_of_both(walk: Any) -> None:
    @dataclass(frozen=True)
    class Longer(walk):  # type: ignore[misc]
        steps: int = 3

    assert asdict(Longer(6, steps=4)) == {"states": 6, "discount": 0.9, "steps": 4}
    assert asdict(walk()) == {"states": 5, "discount": 0.9}


def test_threads_that_make_the_first_together_each_get_one(walk: Any) -> None:
    start, made = Barrier(8), []

    def make(states: int) -> None:
        start.wait()
        made.append(walk(states))

    threads = [Thread(target=make, args=(states,)) for states in range(8)]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    assert sorted(each.states for each in made) == list(range(8))
