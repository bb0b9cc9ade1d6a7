"""Headings that are only numbers, as those of a book's exercises, with the task set off right below each."""

import pytest

from flashrl.formats import parse

TASKS = [
    "State what a bandit leaves out.",
    "$V$ is zero everywhere. Compute it after one sweep.",
    "Show that a greedy policy\n> may be stochastic.",
    "Why does a constant step size forget?",
]
ASKED = [task.replace("\n>", "") for task in TASKS]
ABOVE = ["## 4.2-{n}", "### 4.{n}", "## {n}", "## Exercise 4.2-{n}", "#### Problem 4-{n}", "## Ex. 4.{n}"]


def _text(above: str, tasks: list[str]) -> str:
    return "\n\n".join(
        f"{above.format(n=n)}\n\n{task}\n\nTold in {n}.\n\n- Worked out."
        for n, task in enumerate(tasks, start=1)
    )


@pytest.mark.parametrize("above", ABOVE)
def test_the_quote_below_a_number_asks_and_what_is_below_that_answers(above: str) -> None:
    cards = parse(_text(above, [f"> {task}" for task in TASKS]), "4.2").deck.cards
    assert [card.question for card in cards] == ASKED
    assert [card.sections[-1].text[:10] for card in cards] == [f"Told in {n}."[:10] for n in (1, 2, 3, 4)]


@pytest.mark.parametrize("signs", ["*", "**", "_"])
def test_a_task_below_a_number_may_be_emphasised(signs: str) -> None:
    cards = parse(_text("## 4.2-{n}", [f"{signs}{task}{signs}" for task in ASKED]), "4.2").deck.cards
    assert [card.question for card in cards] == ASKED


@pytest.mark.parametrize("mark", ["**Solution.** ", "### Answer\n\n", "### `Answer`\n"])
def test_a_rule_above_a_task_and_the_mark_of_its_answer_part_the_two(mark: str) -> None:
    text = _text("### Exercises 4.2-{n}\n\n***", ASKED).replace("Told", f"{mark}Told")
    cards = parse(text, "4.2").deck.cards
    assert [card.question for card in cards] == ASKED
    assert cards[1].sections[-1].text == "Told in 2.\n\n- Worked out."


@pytest.mark.parametrize(
    ("above", "quotes"),
    [
        (
            "## 1.{n}.0",
            ["Build the replay buffer anew.", "Remove the runner.", "When it ends, nothing is lost."],
        ),
        (
            "## {n}",
            ["Use the new environment.", "Create a table of values.", "Is it slow? It is not. Go on."],
        ),
        (
            "## {n}",
            ["The world answers.", "Rewards are given, values are learned.", "We walk on, list in hand."],
        ),
    ],
)
def test_quotes_that_set_no_task_below_numbers_are_no_questions(above: str, quotes: list[str]) -> None:
    assert not parse(_text(above, [f"> {quote}" for quote in quotes]), "notes").deck.cards


def test_numbers_with_nothing_below_their_quotes_are_no_questions() -> None:
    text = "\n\n".join(f"## {n}\n\n> {task}" for n, task in enumerate(TASKS, start=1))
    assert not any(not card.is_draft for card in parse(text, "notes").deck.cards)


EASTERN = """## 强化学习面试题

1. 经验回放的作用
- 打破相关性
  相邻的样本很相似。
2. 如何保证探索
随机选动作。
3. 目标网络的意义
每隔一段时间复制参数。
4. 如何处理连续动作？
输出分布的参数。
"""


def test_a_few_chinese_items_that_count_on_with_text_below_each_are_questions() -> None:
    cards = parse(EASTERN, "notes").deck.cards
    assert [(card.question, card.line) for card in cards] == [
        ("经验回放的作用", 3),
        ("如何保证探索", 6),
        ("目标网络的意义", 8),
        ("如何处理连续动作？", 10),
    ]


def test_chinese_items_outside_of_questions_or_with_nothing_below_one_are_a_list() -> None:
    assert not parse(EASTERN.replace("面试题", "笔记"), "notes").deck.cards
    assert not parse(EASTERN.replace("随机选动作。\n", ""), "notes").deck.cards


_CODED = ("Clip the reward", "Decay epsilon", "Sample a batch", "Bootstrap the target")


def _coded(title: str, look: str, code: str = "```python\nclip(1)\n```") -> list[str]:
    parts = [f"{look.format(n, task)}\n\nDo it so.\n\n{code}" for n, task in enumerate(_CODED, start=1)]
    return [card.question for card in parse("\n\n".join([title, *parts]), "README").deck.cards]


@pytest.mark.parametrize(
    "look",
    [
        *("### Challenge {}: {}", "### Task #{} - {}", "### **Program {}:** {}", "**Puzzle {}. {}**"),
        *("### Coding question {}: {}", "### Задача {}. {}"),
    ],
)
def test_tasks_that_count_on_above_code_are_questions_where_the_title_says_so(look: str) -> None:
    assert _coded("# RL interview questions\n\n## Coding", look) == [*_CODED]


@pytest.mark.parametrize(
    ("title", "code"),
    [
        ("# A quiz of bandits\n\n## Challenges", "```python\nclip(1)\n```"),
        ("# RL interview questions\n\n## Challenges and solutions", "```python\nclip(1)\n```"),
        ("# Course notes", "```python\nclip(1)\n```"),
        ("# RL interview questions", "It was slow at first, then we clipped it."),
    ],
)
def test_what_was_hard_in_a_project_and_steps_of_a_course_are_no_questions(title: str, code: str) -> None:
    assert not _coded(title, "### Challenge {}: {}", code)
