import pytest

from flashrl.formats import yaml_block

TEXTS = [
    "id: td-error\ndifficulty: hard\ntags: [q-learning, rl.td_0]",
    "\n\nid: no",
    "id: true",
    "id: null\n",
    "tags: [a, True, null]",
    "tags: [one]",
    "id: a\nid: b",
    "id: NaN",
    "id: v1.5",
    "id: 7",
    "id: e3",
]


@pytest.mark.parametrize("text", TEXTS)
def test_a_block_of_words_is_read_as_yaml_reads_it(text: str) -> None:
    """A comment at its end takes the long way."""
    assert yaml_block.load(text, 5, "bad-card-comment") == yaml_block.load(
        text + "\n# end", 5, "bad-card-comment"
    )
