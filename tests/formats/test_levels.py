"""Headings of foreign files that count on from 1 at more than one level."""

import pytest

from flashrl.formats import parse


def questions(*headings: str) -> list[str]:
    text = "# Bandit questions\n\n" + "".join(f"{each}\n\nA remark on it.\n\n" for each in headings)
    return [card.question for card in parse(text, "bandits").deck.cards if not card.is_draft]


def test_a_count_that_changes_its_level_on_the_way_is_one_list() -> None:
    headings = [
        "## 1. What is regret?",
        "### 2. Greedy and optimistic values",
        "### 3. Thompson sampling",
        "### 4. What is a contextual bandit?",
        "## 5. Why does UCB explore?",
        "### 6. Gradient bandits",
    ]
    expected = [each.lstrip("# ")[3:] for each in headings]
    assert questions(*headings) == expected


def test_a_chapter_with_the_next_number_is_none_of_the_list_below_the_one_before() -> None:
    headings = ["## 1. What is regret?", "## 2. Kinds of bandits"]
    inside = [f"### {number}. {name} bandits" for number, name in enumerate("ABCDEF", start=1)]
    expected = ["What is regret?", "Kinds of bandits", "Where is regret used?"]
    assert questions(*headings, *inside, "## 7. Where is regret used?") == expected


@pytest.mark.parametrize("sign", [".", "-", "–"])
def test_questions_with_the_number_of_the_one_above_and_their_own_are_questions(sign: str) -> None:
    headings = [
        "### 1. What is regret?",
        f"#### 1{sign}1. What does it sum?",
        f"#### 1{sign}2. When is it linear?",
        "### 2. What is a contextual bandit?",
        f"#### 2{sign}1. What is the context?",
        "#### Where it is used",
    ]
    expected = [each.lstrip("# ").partition(". ")[2] for each in headings[:5]]
    assert questions(*headings) == expected
