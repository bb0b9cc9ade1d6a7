"""Examples in the answers of foreign files, whose output folds."""

import pytest

from flashrl.formats import parse
from flashrl.model import SectionKind


@pytest.mark.parametrize(
    ("question", "told", "is_told"),
    [
        ("What does a discount do?", "It weighs what comes later less.", True),
        ("What is the output of this code?", "It weighs what comes later less.", False),
        ("How would you weigh it?", "Later rewards count less. Which line says so?", False),
        ("Weigh it.", "Later rewards count less.", False),
    ],
)
def test_text_above_an_example_whose_output_folds_is_the_answer(
    question: str, told: str, is_told: bool
) -> None:
    code = "#### Example:\n\n```python\nprint(0.5 * 4)\n```"
    fold = "<details><summary><b>Answer:</b></summary>\n\n2.0\n\n</details>"
    text = f"# Interview questions\n\n## Q1: {question}\n\n{told}\n\n{code}\n\n{fold}\n"
    (card,) = parse(text, "README").deck.cards
    assert card.sections[0].text.startswith(told)
    assert (card.sections[0].kind is SectionKind.ANSWER) == is_told
