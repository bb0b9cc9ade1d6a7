"""Files of one question, questions that only count, and the topics that cards stand below."""

import pytest

from flashrl.formats import parse
from flashrl.model import Card

_NOTE = "# {title}\n\nIt keeps its variables.\n\n## Details\n\nMore.\n\n## Example\n\nOne.\n\n# Links\n\nhttps://example.org\n"


def cards(text: str, name: str = "README") -> list[Card]:
    return list(parse(text, name).deck.cards)


@pytest.mark.parametrize(
    ("name", "title", "question"),
    [
        ("What do you know about closures", "Closures", "What do you know about closures"),
        ("explain-closures", "Explain closures", "Explain closures"),
        ("12", "What is a closure?", "What is a closure?"),
    ],
)
def test_a_file_whose_name_or_title_asks_is_one_card(name: str, title: str, question: str) -> None:
    (card,) = cards(_NOTE.format(title=title), name)
    assert card.question == question
    assert "## Example" in card.sections[0].text


@pytest.mark.parametrize("name", ["README", "what-is-new", "How to contribute", "closures"])
def test_a_page_with_another_name_is_no_card(name: str) -> None:
    assert cards(_NOTE.format(title="Closures"), name) == []


@pytest.mark.parametrize("other", ["Next questions", "Related topics", "More articles"])
def test_a_file_of_one_question_may_name_others_at_its_end(other: str) -> None:
    text = _NOTE.format(title="Closures") + f"\n# {other}\n\n- [Scopes](Scopes.md)\n"
    assert [card.question for card in cards(text, "What is a closure")] == ["What is a closure"]


def test_a_file_with_another_title_is_not_one_question() -> None:
    text = _NOTE.format(title="Closures") + "\n# Scopes\n\nWhere names are known.\n"
    assert cards(text, "What is a closure") == []


@pytest.mark.parametrize(
    "heading",
    [
        "What will I learn?",
        "Who is the target audience?",
        "What can you expect?",
        "Why another guide like this repo?",
        "Want more?",
        "Need help?",
        "Still have questions?",
    ],
)
def test_what_a_page_asks_about_itself_is_no_question(heading: str) -> None:
    text = f"# Interview questions\n\n## {heading}\n\n- Plenty.\n\n## What is a return?\n\nA sum.\n"
    assert [card.question for card in cards(text)] == ["What is a return?"]


@pytest.mark.parametrize(
    "heading",
    [
        "What can we learn from a failed run?",
        "What is expected from a critic?",
        "Do you have any questions for us?",
    ],
)
def test_what_is_learned_or_expected_from_something_else_is_a_question(heading: str) -> None:
    text = f"# Interview questions\n\n## {heading}\n\nA lot.\n\n## What is a return?\n\nA sum.\n"
    assert len(cards(text)) == 2


@pytest.mark.parametrize(
    "name",
    ["What is a closure", "12. How does a closure keep state?", "闭包是什么", "闭包和对象有什么区别？"],
)
def test_a_name_that_asks_is_the_question_of_a_file_without_a_title(name: str) -> None:
    (card,) = cards("1. It keeps:\n   - variables\n\n## Example\n\nOne.\n", name)
    assert card.question == name.removeprefix("12. ")
    assert card.sections[0].text.startswith("1. It keeps:")
    assert card.sections[0].text.endswith("One.")


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("How to install", "Run it."),
        ("Why I use closures", "They are short."),
        ("如何安装", "运行它。"),
        ("第二章 什么是闭包", "它保存变量。"),
        ("what-is-a-closure", "It keeps variables."),
        ("What is a closure", "- [Closures](closures.md)\n- [Scopes](scopes.md)"),
        ("What is a closure", "---\ndate: 2024-01-02\n---\n\nIt keeps variables."),
        ("What is a closure", "It keeps one more.\n\n" * 200),
    ],
)
def test_an_article_without_a_title_is_no_card(name: str, text: str) -> None:
    assert cards(text, name) == []


_ANSWERED = "# {}\n\nA sum.\n\n# 扩展知识\n\n## 为什么要打折扣？\n\n它才有限。\n\n# 小结\n\n先求和。\n"


@pytest.mark.parametrize(
    ("name", "mark", "question"),
    [
        ("✅回报和奖励有什么区别？", "典型回答", "回报和奖励有什么区别？"),
        ("回报有几种", "答案", "回报有几种"),
        ("优势函数", "参考回答", "优势函数"),
        ("什么是回报？", "**解析**", "什么是回报？"),
        ("what-is-a-return", "Answer", "what is a return"),
        ("보상은 무엇인가요", "답변", "보상은 무엇인가요"),
    ],
)
def test_a_file_that_begins_with_the_mark_of_an_answer_is_the_answer_to_its_name(
    name: str, mark: str, question: str
) -> None:
    file = parse(_ANSWERED.format(mark), name)
    (card,) = file.deck.cards
    (answer,) = card.sections
    assert (card.question, file.deck.title) == (question, "")
    assert answer.text.startswith("A sum.")
    assert answer.text.endswith("先求和。")


@pytest.mark.parametrize(
    ("name", "mark"),
    [
        ("README", "Answer"),
        ("reverse-a-list", "Solution"),
        ("优势函数", "答案"),
        ("第三章 什么是回报", "回答"),
        ("什么是回报", "总结"),
    ],
)
def test_a_file_that_begins_so_and_is_named_after_something_else_does_not_answer_its_name(
    name: str, mark: str
) -> None:
    assert name not in [card.question for card in cards(_ANSWERED.format(mark), name)]


def test_a_file_that_begins_with_an_answer_and_asks_more_that_is_answered_is_no_single_question() -> None:
    text = "# 回答\n\nA sum.\n\n## 为什么要打折扣？\n\n**答案：**\n\n它才有限。\n"
    assert [card.question for card in cards(text, "什么是回报")] == ["为什么要打折扣？"]


def test_the_statement_below_a_heading_that_only_counts_is_the_question() -> None:
    text = (
        "### Question 1\n\nA policy may be random.\n\nIt may.\n\n### Question 2\n\nRewards add up.\n\nTrue."
    )
    assert [card.question for card in cards(text)] == ["A policy may be random.", "Rewards add up."]


def test_a_heading_inside_an_answer_is_no_topic_of_the_next_cards() -> None:
    text = "## Basics\n\n### What is one?\n\nIt is.\n\n#### Details\n\nMore.\n\n### What is two?\n\nIt is.\n"
    assert [card.topic for card in cards(text)] == ["Basics", "Basics"]


def test_a_chapter_on_the_level_of_the_title_is_the_topic_of_what_stands_below() -> None:
    contents, asked = (
        "## Contents\n\nTwo.\n\n",
        "# Values\n\n### What is one?\n\nIt is.\n\n# Models\n\n### What is two?\n\nIt is.\n",
    )
    assert [card.topic for card in cards(f"# Questions\n\n{contents}{asked}")] == ["Values", "Models"]


def test_a_question_in_two_languages_is_one_card() -> None:
    text = "# Вопрос (RU)\n> Что это?\n\n# Question (EN)\n> What is it?\n\n## Answer (EN)\nIt."
    (card,) = cards(text)
    assert card.question == "Что это?"


@pytest.mark.parametrize("name", ["question-format", "style-guide", "question-and-answer-format"])
def test_a_guide_to_how_questions_are_written_down_holds_none(name: str) -> None:
    text = "# Question and answer form\n\nQuestions\n- They are short.\n\nAnswers\n- So are they.\n"
    assert cards(text, name) == []


_EXAM = """# actor-03

For this question, see the notes on critics.

A robot learns slowly, and its critic is far off. What do you try first?

A. A larger critic.

B. A smaller step of the actor.

C. No critic at all.

## Feedback

A is not correct because it learns slower still.

B is correct because the critic can follow.
"""


def test_a_paragraph_with_options_and_what_is_correct_below_it_is_the_one_question_of_a_file() -> None:
    (card,) = cards(_EXAM, "actor-03")
    question, answer = card.sections
    assert card.question == "A robot learns slowly, and its critic is far off. What do you try first?"
    assert question.text.startswith("A. A larger critic.")
    assert question.text.endswith("C. No critic at all.")
    assert answer.text.startswith("## Feedback\n\nA is not correct")


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("is not correct", "is dear"),
        ("try first?", "try first."),
        ("notes on critics.", "notes. Which?"),
        ("C. No", "No"),
    ],
)
def test_a_page_that_only_weighs_options_is_no_card(old: str, new: str) -> None:
    assert cards(_EXAM.replace("B is correct", "B is cheap").replace(old, new), "actor-03") == []


def test_headings_that_lead_to_themselves_ask_and_those_of_contents_do_not() -> None:
    questions = ("What is a trace?", "How is it reset?", "Why does it decay?")
    told = "".join(f"## [{each}](#q{n})\n\nText {n}.\n\n" for n, each in enumerate(questions))
    cards = parse(f"# Traces\n\n{told}", "traces").deck.cards
    assert [card.question for card in cards] == list(questions)
    bare = "".join(f"## [{each}](#q{n})\n\n" for n, each in enumerate(questions))
    assert parse(f"# Traces\n\n{bare}Text.\n", "traces").deck.cards == ()


@pytest.mark.parametrize("named", ["🔁꼬리질문", "Follow-up questions", "追问"])
def test_a_title_that_asks_above_follow_ups_on_its_answer_is_a_question(named: str) -> None:
    text = (
        "# ✨Explain what a reward is.\n\n- What comes back at each step.\n\n"
        f"## {named}\n\n### What is a discount?\n\nThe weight of later ones.\n\n"
        "### Why explore?\n\nTo know more.\n\n### Explain how a value differs.\n\nIt looks ahead.\n"
    )
    cards = parse(text, "interview").deck.cards
    assert [card.line for card in cards] == [1, 7, 11, 15]
    assert cards[0].sections[-1].text == "- What comes back at each step."
    bare = parse(text.replace("- What comes back at each step.\n\n", ""), "interview").deck.cards
    assert [card.line for card in bare] == [5, 9, 13]
