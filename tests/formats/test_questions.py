"""The questions of foreign files as they are asked: all of their words, and none that are not theirs."""

from textwrap import dedent

import pytest

from flashrl.formats import parse
from flashrl.formats.foreign.words.wording import wording


def cards(text: str, name: str = "interview") -> list[tuple[str, str]]:
    """Each question with its answer."""
    found = parse(dedent(text).lstrip("\n"), name).deck.cards
    return [
        (card.question, "\n".join(each.text for each in card.sections if each.kind == "Answer"))
        for card in found
    ]


@pytest.mark.parametrize(
    ("asked", "shown"),
    [
        ("Q:`argmax` breaks ties how?", "`argmax` breaks ties how?"),
        ("Q:**Greedy** in what?", "**Greedy** in what?"),
        ("**Q:** How is **one** weighed?", "How is **one** weighed?"),
        ("**Q: How is one weighed?**", "How is one weighed?"),
        ("*Q:* What is a * b?", "What is a * b?"),
        ("Q: **What is a return?**", "What is a return?"),
    ],
)
def test_only_the_emphasis_that_a_prefix_has_goes_with_it(asked: str, shown: str) -> None:
    assert cards(f"{asked}\n\nA: A sum.\n") == [(shown, "A sum.")]


def test_a_fence_of_nothing_but_tags_is_an_answer() -> None:
    text = """
    **1. How is a chart of returns left room?**

    ```
    <div class="returns"></div>
    ```

    **2. How is one named?**

    ```
    ```
    """
    told = [answer for _, answer in cards(text)]
    assert told == ['```\n<div class="returns"></div>\n```', ""]


def test_lists_of_questions_below_names_answer_nothing() -> None:
    text = """
    # RL interview questions

    - What are targets of an update?
      - One step
        - How far ahead does it look?
        - What does it cost?
      - Many steps
        - When are they cut?
    - How is a step size set?
      - By decay
        - Does it ever grow?
        - It only falls.
    - What is a target?
    - What is a trace?
    """
    assert [(question, bool(answer)) for question, answer in cards(text)] == [
        ("What are targets of an update?", False),
        ("How is a step size set?", True),
        ("What is a target?", False),
        ("What is a trace?", False),
    ]


_SWAPPED = "".join(
    f"* A: {asked}\n  Q:\n  - {told}\n\n"
    for asked, told in (
        ("什么是策略？", "从状态到动作"),
        ("谈谈你用过的环境", "迷宫"),
        ("怎样选步长？", "慢慢变小"),
        ("自举有什么用？", "不必等到结束"),
        ("为什么要折扣？", "和才会有限"),
    )
)


def test_a_file_that_asks_behind_the_letter_of_answers_is_read_the_other_way_round() -> None:
    assert cards(f"## 强化学习\n\n{_SWAPPED}")[1:3] == [
        ("谈谈你用过的环境", "- 迷宫"),
        ("怎样选步长？", "- 慢慢变小"),
    ]


def test_answers_that_ask_below_questions_are_answers() -> None:
    asked = "".join(f"Q: What is step {n}?\n\nA: Is it not the step of number {n}?\n\n" for n in range(1, 7))
    assert len(cards(asked)) == 6
    assert cards(asked)[0][0] == "What is step 1?"


@pytest.mark.parametrize(
    "label",
    [
        "## Question #{} - Topic 1",
        "## Question #{} Topic 1",
        "## Topic 1 - Question #{}",
        "## Exam question {}",
        "**NEW QUESTION {} (Exam Topic 1)**",
        "**Week 2, Exercise {}**",
    ],
)
def test_a_label_with_the_topic_it_is_filed_under_is_not_what_is_asked(label: str) -> None:
    asked = ["Which return is discounted?", "Which critic is trained?", "Which actor acts?"]
    text = "\n\n".join(
        f"{label.format(n)}\n\n{each}\n\n- A. One\n- B. Two\n\n**Answer: B**"
        for n, each in enumerate(asked, 1)
    )
    assert [question for question, _ in cards(text)] == asked


def test_a_part_with_a_number_is_no_label_where_no_question_is_counted() -> None:
    text = "## Q1: What is a return?\n\nA sum.\n\n## Q2: Topic 1 of the paper?\n\nValues.\n"
    assert [question for question, _ in cards(text)] == ["What is a return?", "Topic 1 of the paper?"]


@pytest.mark.parametrize(
    ("shown", "asked"),
    [
        ("```python\nr = [0, 1]\n\nprint(sum(r))\n```", "What is printed?"),
        ("| state | value |\n|---|---|\n| a | 1 |", "Which value has a?"),
        ("$$\nG = r_1 + r_2\n$$", "Predict the return of two rewards."),
        ("![a grid](grid.png)", "Where does the walk end?"),
        ("> The agent knows all.", "Is that so?"),
        ("- $r_1$ is 1\n- $r_2$ is 2", "What is the return?"),
    ],
)
def test_below_a_label_what_asks_is_the_question_and_not_what_it_shows_first(shown: str, asked: str) -> None:
    text = f"### Q1\n\n{shown}\n\n{asked}\n\n**Answer:** This.\n\n### Q2\n\nWhy?\n\n**Answer:** So.\n"
    card = parse(text, "quiz").deck.cards[0]
    told = {each.kind.value: each.text for each in card.sections}
    assert (card.question, told["Question"], told["Answer"]) == (asked, shown, "This.")


def test_code_alone_below_a_label_is_in_the_question_as_a_whole() -> None:
    text = "### Q1\n\n```python\nprint(\n1)\n```\n\n**Answer:** 1\n\n### Q2\n\nWhy?\n\n**Answer:** So.\n"
    card = parse(text, "quiz").deck.cards[0]
    assert (card.question, card.sections[0].text) == ("Q1", "```python\nprint(\n1)\n```")


def test_a_list_that_asks_below_a_label_is_asked_by_its_first_line() -> None:
    text = "### Q1\n\n- Write a buffer of size 4.\n\nHints follow?\n\n**Answer:** A deque.\n"
    assert cards(text + text.replace("Q1", "Q2"))[0][0] == "Write a buffer of size 4."


def test_what_is_quoted_right_above_a_marked_answer_is_asked() -> None:
    text = (
        "# Traces\n\n> **Accumulating or replacing traces**\n\n**Answer:** They differ in returns.\n\n"
        "A replaced one is one at most.\n\n> **What decays them?**\n\n**Answer:** Both factors.\n\n"
        "&nbsp;\n\n> **Dutch traces**\n\n**Answer:** They lie between.\n"
    )
    cards = parse(text, "traces").deck.cards
    assert [card.question for card in cards] == [
        "Accumulating or replacing traces",
        "What decays them?",
        "Dutch traces",
    ]


def test_a_sign_before_a_label_or_a_hash_before_a_number_is_no_part_of_the_question() -> None:
    text = "# RL questions\n\n" + "".join(
        f"## {each}\n\nText.\n\n"
        for each in ("❓ Question: What acts?", "🔹 (2) What is left?", "#3 explain the rest")
    )
    cards = parse(text, "questions").deck.cards
    assert [card.question for card in cards] == ["What acts?", "What is left?", "explain the rest"]


def test_a_task_in_bold_with_a_colon_is_asked_where_the_mark_of_an_answer_follows() -> None:
    text = (
        "# RL questions\n\n**What is a trace?**\n\nAnswer: A memory.\n\n**List two kinds of traces:**\n\n"
        "Answer: Dutch ones.\n\n**The others:** replacing ones.\n\n**How do they decay?**\n\n"
        "Answer: By a factor.\n"
    )
    cards = parse(text, "questions").deck.cards
    assert [card.question.rstrip(":") for card in cards] == [
        "What is a trace?",
        "List two kinds of traces",
        "How do they decay?",
    ]


def test_what_a_counted_task_in_bold_lists_is_asked_where_its_answer_is_marked_below() -> None:
    told = "   **ANSWER:**\n\n   A mean.\n\n"
    listed = "   _Hard_\n\n   - the mean\n   - the spread\n\n"
    text = f"""
        # RL interview questions

        1. **Write a loop over all of the arms.**
        {told}2. **Given a file of rewards, write a loop that tells:**
        {listed}{told}3. **Steps to take:**
        {listed}4. **Write a loop over all of the steps.**
        {told}"""
    text = "\n".join(line.removeprefix(" " * 8) for line in text.split("\n"))
    assert [asked for asked, _ in cards(text)] == [
        "Write a loop over all of the arms.",
        "Given a file of rewards, write a loop that tells:",
        "Write a loop over all of the steps.",
    ]


_NUMBERS_ASKED_ABOUT = (
    "0.9 + 0.1 of two discounts gives what?",
    "0.5x learning rate: when does it help?",
    "`0.1 * 3` rewards: why is the sum not exact?",
    "1 + '1' as a return: what is it in Python?",
    "0-1 损失是什么？",
    "3-way split of the episodes: what is it for?",
    "64 步的轨迹是什么？",
)


@pytest.mark.parametrize("mark", ["### {}. {}", "{}. **{}**", "**Q{}: {}**"])
def test_a_number_that_is_asked_about_is_no_second_numbering(mark: str) -> None:
    text = "# RL interview questions\n\n"
    for number, asked in enumerate(_NUMBERS_ASKED_ABOUT, start=1):
        text += f"{mark.format(number, asked)}\n\n    Told of number {number}.\n\n"
    assert [card.question for card in parse(text, "README").deck.cards] == [*_NUMBERS_ASKED_ABOUT]


def test_a_number_that_counts_is_no_part_of_the_question() -> None:
    asked = [
        "1.1What is a bandit?",
        "1.2什么是回报？",
        "1.3 What is a trace?",
        "1-4 What is a critic?",
        "0.5. What?",
    ]
    text = "# RL interview questions\n\n" + "".join(f"### {each}\n\nTold.\n\n" for each in asked)
    assert [card.question for card in parse(text, "README").deck.cards] == [
        *("What is a bandit?", "什么是回报？", "What is a trace?", "What is a critic?", "What?"),
    ]


def _headed(asking: int, others: int, *, deeper: str = "") -> int:
    """How many cards a file about questions gives, with so many headings of level 2 that ask, and others."""
    asked = [f"## What does estimator {n} leave out?\n\nThe noise.\n" for n in range(asking)]
    named = [f"## Estimator {n}\n\nIt averages {n} returns.\n{deeper}" for n in range(others)]
    return len(parse("# Notes for interviews\n\n" + "\n".join([*asked, *named]), "README").deck.cards)


def test_where_all_headings_are_of_one_level_nearly_half_have_to_ask() -> None:
    assert _headed(5, 6) == 11
    assert _headed(3, 8) == 3
    assert _headed(5, 6, deeper="\n### Bias\n\nNone.\n") == 5


@pytest.mark.parametrize("asked", ["基线能否降低方差", "重要性采样会不会失效", "目标网络有没有必要"])
def test_chinese_words_that_leave_open_whether_something_is_so_ask(asked: str) -> None:
    assert wording(asked).asks


@pytest.mark.parametrize(("title", "count"), [("# RL interview questions", 6), ("# The trainer", 4)])
def test_how_it_works_among_questions_is_asked_of_the_one_above(title: str, count: int) -> None:
    asked = ["What is a bandit?", "How does it work?", "When is it enough?", "What is a trace?"]
    asked += ["What is this?", "Why does it decay?"]
    text = "\n\n".join([title, *(f"### {each}\n\nTold of it." for each in asked)])
    assert len(parse(text, "README").deck.cards) == count


@pytest.mark.parametrize(
    ("told", "is_answer"),
    [
        ("The actor asks “what to do?” The critic asks “how good is it?”", True),
        ('> It asks "how good is it?"', True),
        ('How do you explain it to one who asks "why?"', False),
        ('The examiner goes on: "And why?"', False),
        ('"And why?"', False),
    ],
)
def test_a_sentence_that_ends_with_what_someone_asks_answers(told: str, is_answer: bool) -> None:
    text = f"# Interview questions\n\n1. **What does a critic do?**\n   {told}\n"
    assert [card.is_draft for card in parse(text, "notes").deck.cards] == [not is_answer]


@pytest.mark.parametrize(("name", "count"), [("F.A.Q", 6), ("f. a. q.", 6), ("notes", 0)])
def test_a_file_named_with_dots_is_about_questions(name: str, count: int) -> None:
    asked = ["What is a pit?", "Ways out of a pit", "Why dig?", "Depth of a pit", "Who digs?", "A dry pit"]
    text = "".join(f"### {each}\n\nIt ends the episode.\n\n" for each in asked)
    assert len(parse(text, name).deck.cards) == count


@pytest.mark.parametrize(
    "asked",
    ["[1.2 — Values] order of the sweeps?", "(2 of 3) Which sweep is last?", "3.x or 2.x: which step is it?"],
)
def test_a_number_that_a_bracket_holds_with_other_words_stays_in_the_question(asked: str) -> None:
    assert cards(f"## {asked}\n\nThe last.\n\n## (4) What is a sweep?\n\nA pass.\n") == [
        (asked, "The last."),
        ("What is a sweep?", "A pass."),
    ]


def test_a_link_with_its_number_inside_stays_one() -> None:
    asked = [f"What is a {each}?" for each in ("return", "trace", "critic", "model")]
    text = "\n".join(f"### [{n}. {each}](https://x.org/{n})\n\nA term.\n" for n, each in enumerate(asked, 1))
    shown = [(f"[{each}](https://x.org/{n})", "A term.") for n, each in enumerate(asked, 1)]
    assert cards(f"# Interview questions\n\n{text}") == shown


@pytest.mark.parametrize(("drawn", "count"), [("-" * 9, 3), ("-" * 14, 3), ("-" * 30, 2)])
def test_a_line_below_a_chinese_question_may_be_as_long_as_that_is_wide(drawn: str, count: int) -> None:
    others = "## 什么是策略？\n\n映射。\n\n", "\n\n## 什么是状态？\n\n所见。\n"
    text = f"{others[0]}请你谈谈回报的折扣\n{drawn}\n它小于一。{others[1]}"
    assert len(parse(text, "面试题").deck.cards) == count
