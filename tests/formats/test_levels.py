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


@pytest.mark.parametrize(
    ("look", "plain", "told"),
    [
        ("#### {n}、{each}\n\n{told}\n\n", "{n}、{each}\n\n", ""),
        ("{n}. ### {each}\n\n    {told}\n\n", "{n}. {each}\n\n    {told}\n\n", "是一个定义"),
    ],
)
def test_lines_with_the_numbers_left_out_between_headings_are_questions(
    look: str, plain: str, told: str
) -> None:
    asked = ["什么是策略？", "回报", "vf 和 qf 的区别", "折扣因子", "什么是探索？", "经验回放"]
    text = "".join(
        (plain if n in (2, 3) else look).format(n=n, each=each, told=told or "是一个定义")
        for n, each in enumerate(asked, start=1)
    )
    cards = parse(f"# 面试题\n\n{text}", "面试题").deck.cards
    assert [card.question for card in cards] == asked
    assert [card.is_draft for card in cards] == [not told and n in (2, 3) for n in range(1, 7)]


def test_a_list_that_goes_past_the_numbers_left_out_is_part_of_an_answer() -> None:
    asked = [f"#### {n}、什么是策略{n}？\n\n是一个映射\n\n" for n in (1, 2, 5)]
    told = "".join(f"{n}、第{n}步\n\n" for n in range(1, 7))
    assert len(parse(f"# 面试题\n\n{asked[0]}{asked[1]}{told}{asked[2]}", "面试题").deck.cards) == 3
