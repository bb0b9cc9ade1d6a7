"""What asks only by the way stands back for questions that say more clearly what they are."""

import pytest

from flashrl.formats import parse

ASKED = ["What is a return?", "Why discount rewards?", "How does SARSA learn?", "What is a trace?"]


def _cards(text: str) -> list[tuple[str, str]]:
    return [(card.question, card.sections[-1].text) for card in parse(text, "rl").deck.cards]


def _pairs(look: str) -> str:
    return "".join(look.format(n=n, asked=each) for n, each in enumerate(ASKED, start=1))


@pytest.mark.parametrize("title", ["### 🟢 Questions for beginners", "### Bandits"])
@pytest.mark.parametrize(
    "look",
    [
        "**{n}. {asked}**\n**Answer:**\nSaid.\n\n---\n\n",
        "{n}. {asked}\n\nAnswer: Said.\n\n",
        "{n}. **{asked}**\n\n   **Answer:** Said.\n\n",
    ],
)
def test_a_title_of_notes_that_sounds_like_a_question_holds_no_counted_ones_with_marked_answers(
    title: str, look: str
) -> None:
    text = "# Learning\n\n## What is an episode?\n\nOne game.\n\n## Where rewards come from\n\nMore.\n\n"
    told = [("What is an episode?", "One game."), *((each, "Said.") for each in ASKED)]
    assert _cards(f"{text}{title}\n\n{_pairs(look)}") == told


def test_headings_that_mostly_ask_without_a_sign_hold_the_steps_in_their_answers() -> None:
    names = ["the return", "a trace", "the baseline", "SARSA"]
    text = "".join(f"## Explain {name}\n\nIt is told.\n\n" for name in names)
    text += "**1. What is kept?**\n**Answer:** Values.\n\n**2. What is lost?**\n**Answer:** Time.\n"
    assert [asked for asked, _ in _cards("# RL interview\n\n" + text)] == [f"Explain {n}" for n in names]
