"""A list taken apart."""

import pytest

from flashrl.rendering import list_items


@pytest.mark.parametrize(
    ("text", "before", "items"),
    [
        ("- one\n- two", "", ("one", "two")),
        ("* one\n\n* two\n", "", ("one", "two")),
        ("1. one\n2) two", "", ("one", "two")),
        ("It names:\n\n- one", "It names:", ("one",)),
        ("- one\n  goes on\n- two", "", ("one\ngoes on", "two")),
        ("- lazy\ngoes on", "", ("lazy\ngoes on",)),
        ("- one\n  - inner\n- two", "", ("one\n- inner", "two")),
        ("- one\n\n  $$x$$\n- two", "", ("one\n\n$$x$$", "two")),
        ("- one\n\n  ```\n  - no item\n  ```", "", ("one\n\n```\n- no item\n```",)),
        ("-\tone\n-\ttwo", "", ("one", "two")),
        ("- [ ] one\n- [x] two", "", ("one", "two")),
        ("no list", "no list", ()),
        ("---", "---", ()),
        ("", "", ()),
    ],
)
def test_each_item_is_markdown_of_its_own(text: str, before: str, items: tuple[str, ...]) -> None:
    assert list_items(text) == (before, items)


@pytest.mark.parametrize("text", ["- one\n\nand more", "- one\n```\ncode\n```", "- one\n\n# Heading"])
def test_what_follows_a_list_keeps_it_whole(text: str) -> None:
    assert list_items(text) == (text, ())
