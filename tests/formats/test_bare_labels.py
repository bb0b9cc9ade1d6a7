"""A heading or line in bold that only says that a question follows is the name of no card."""

import re

import pytest

from flashrl.formats import parse

ASKED = ["What is a belief state?", "Why filter?", "Name a solver", "When is the state hidden?"]
PAIRS = [
    ("### ❓ Question", "### ✅ Answer"),
    ("### 💬 Interview Question", "### 💡 Sample Answer"),
    ("### 🎯 Scenario", "### ✅ Solution"),
    ("### The question:", "### 🎯 My 30-second answer (short):"),
    ("### Question ❓", "### Answer ✅"),
    ("**❓ Question:**", "**✅ Answer:**"),
    ("**Question**", "**Answer**"),
    ("**Task:**", "**Solution:**"),
]


def _text(above: str, pair: tuple[str, str]) -> str:
    asking, answering = pair
    return "# POMDP interview questions\n\n" + "".join(
        f"{above.format(n=n)}\n\n{asking}\n\n{asked}\n\n{answering}\n\nTold in {n}.\n\n"
        for n, asked in enumerate(ASKED, start=1)
    )


@pytest.mark.parametrize("pair", PAIRS, ids=lambda pair: pair[0])
@pytest.mark.parametrize("above", ["---", "## Question {n}"])
def test_the_text_below_a_bare_label_names_the_card(above: str, pair: tuple[str, str]) -> None:
    cards = parse(_text(above, pair), "notes").deck.cards
    assert [card.question for card in cards] == ASKED
    assert [card.sections[-1].text.strip() for card in cards] == [
        f"Told in {n}." for n in range(1, len(ASKED) + 1)
    ]


def test_a_label_below_a_name_is_no_line_of_the_question() -> None:
    cards = parse(_text("## Topic {n}: beliefs", ("### Question", "### Answer")), "notes").deck.cards
    asked = [[part for section in card.sections[:1] for part in section.parts] for card in cards]
    assert asked == [[text] for text in ASKED]


PREMISES = [
    ("Scenario", "Question", "Answer"),
    ("Context", "The question", "Answer"),
    ("Case", "Task", "Solution"),
]


@pytest.mark.parametrize("names", PREMISES)
@pytest.mark.parametrize("above", ["## Tale {n}\n\n", "## {n}. A tale\n\n", "", "---\n\n"])
def test_what_a_question_is_about_is_no_card_but_the_question_below_it_is(
    above: str, names: tuple[str, ...]
) -> None:
    told = [
        ("The room is dark.", "Why filter?", "To guess."),
        ("A pit opens.", "Who falls?", "The greedy."),
        ("It rains.", "Is it seen?", "No."),
    ]
    text = "".join(
        above.format(n=n)
        + "".join(f"### {name}\n\n{each}\n\n" for name, each in zip(names, tale, strict=True))
        for n, tale in enumerate(told, start=1)
    )
    cards = parse(f"# Mock tales\n\n{text}", "notes").deck.cards
    assert [card.sections[-1].text.strip() for card in cards] == [tale[-1] for tale in told]
    shown = [card.question + "".join(each.text for each in card.sections) for card in cards]
    assert all(tale[1] in each for tale, each in zip(told, shown, strict=True))


def test_what_names_a_kind_of_answer_answers_once_and_the_next_kind_goes_on() -> None:
    above, asked, told = "## Number {n}: beliefs", "### The question", "### The 60-second answer"
    text = _text(above, (asked, told)).replace("\n\n## ", "\n\n### Extended answer\n\nMore.\n\n## ")
    cards = parse(text, "notes").deck.cards
    assert [card.question for card in cards] == ASKED
    assert cards[0].sections[-1].text.strip() == "Told in 1.\n\n### Extended answer\n\nMore."


@pytest.mark.parametrize("told", ["### The answer is out there", "### Some doubts", "#### My answer"])
def test_a_chapter_the_question_has_no_answer_behind_it(told: str) -> None:
    text = f"# Beliefs\n\nA tale.\n\n### The question\n\nIt haunts us.\n\n{told}\n\nNone is known.\n"
    assert not parse(text, "beliefs").deck.cards


def test_a_sign_behind_the_colon_of_an_answer_is_the_answer() -> None:
    text = "Q: Is the state seen?\nA: ❌\n\nQ: Is the reward seen?\nA: ✅\n\nQ: Is it a tree?\nA: ❌\n"
    assert [card.sections[-1].text.strip() for card in parse(text, "notes").deck.cards] == ["❌", "✅", "❌"]


def _solved(*asked: str) -> str:
    folded = "\n\n<details><summary>Solution</summary>\n\n`done()`\n\n</details>\n\n"
    return "# Gridworld practice\n\n" + "".join(
        f"## Part {n}\n\n{text}{folded}" for n, text in enumerate(asked)
    )


def test_the_first_task_below_its_label_and_its_links_names_the_card() -> None:
    text = _solved(
        "Docs: [grids](https://example.org/grids)\n\nTasks:\n- Build a grid.\n- Dig a pit.",
        "Questions:\n\n1. Step once to the left.\n2. Print the reward.",
        "See also:\n- https://example.org/seeds\n\nExercises:\n- Seed the world.",
    )
    cards = parse(text, "README").deck.cards
    asked = [
        (each.question, [part for part in each.sections[0].parts if len(each.sections) > 1]) for each in cards
    ]
    assert asked == [
        ("Build a grid.", ["Docs: [grids](https://example.org/grids)\n\n- Dig a pit."]),
        ("Step once to the left.", ["2. Print the reward."]),
        ("Seed the world.", ["See also:\n- https://example.org/seeds"]),
    ]


def test_a_heading_above_the_label_of_one_question_is_its_topic() -> None:
    cards = parse(_solved("Questions:\n- Seed the world.", "Task:\n\nStep once."), "README").deck.cards
    assert [each.question for each in cards] == ["Seed the world.", "Part 1"]


def test_links_alone_above_a_solution_ask_nothing() -> None:
    text = _solved(
        "Tasks:\n- Build a grid.",
        "Docs:\n- https://example.org/grids\n- <https://example.org/pits>",
        "Docs: the page on pits\n\n- Dig a pit.",
    )
    text = re.sub("## Part [1-9]", "---", text)
    questions = [each.question for each in parse(text, "README").deck.cards]
    assert questions == ["Build a grid.", "Docs: the page on pits"]


@pytest.mark.parametrize(
    "label", ["QUESTION NO: {}\n", "NEW QUESTION {}\n", "Question #{}\n", "**Question {}**\n", "Q{}. "]
)
def test_options_right_below_a_question_are_no_words_of_it(label: str) -> None:
    options = "A. The return\nB. The regret\nC. The trace"
    told = f"What does a bandit\nkeep low?\n{options}\nAnswer: B\nExplanation:\nIt is what was missed.\n\n"
    cards = parse("# RL-900\n\n" + "".join(label.format(n) + told for n in (1, 2, 3)), "dump").deck.cards
    assert [(each.question, each.sections[0].text.strip()) for each in cards] == [
        ("What does a bandit keep low?", options)
    ] * 3
    assert cards[0].sections[1].text.startswith("B")


@pytest.mark.parametrize("level", ["Level 2", "**Difficulty:** hard", "Easy"])
@pytest.mark.parametrize("label", ["Question:", "Question", "Question£º", "Task："])
def test_how_hard_a_question_is_above_its_label_is_not_asked(level: str, label: str) -> None:
    text = "# Exercises\n\n" + "".join(
        f"### Question {n}\n{level}\n\n{label}\n{asked}\n\nSay it briefly.\n\nSolution:\nTold in {n}.\n\n"
        for n, asked in enumerate(ASKED, start=1)
    )
    cards = parse(text, "notes").deck.cards
    assert [card.question for card in cards] == ASKED
    assert all("Say it briefly." in card.sections[0].text for card in cards)


@pytest.mark.parametrize(
    "filed", ["**Topic:** Filters  \n**Domain:** Part 2 - States", "- **Difficulty**: ⭐⭐"]
)
@pytest.mark.parametrize("named", ["### Question\n", ""])
def test_what_files_a_counted_question_is_not_what_it_asks(filed: str, named: str) -> None:
    text = _text(f"## Question {{n}}\n{filed}", ("### Question", "**Answer:**"))
    cards = parse(text.replace("### Question\n", named), "pomdp").deck.cards
    assert [card.question for card in cards] == ASKED
    assert [[each.text for each in card.sections] for card in cards] == [
        [filed.strip(), f"Told in {n}."] for n in range(1, 5)
    ]


def test_a_label_that_asks_something_is_no_filing() -> None:
    text = _text("## Question {n}\n**Topic:** which one?", ("", "**Answer:**"))
    assert {card.question for card in parse(text, "pomdp").deck.cards} == {"**Topic:** which one?"}


def test_a_label_with_a_parenthesis_alone_on_its_line_has_its_question_below_it() -> None:
    text = (
        "Q) What is a return?\nAns) A sum.\n\nQ)\n![[backup.png]]\n\nAns) ![[told.png]]\n\n"
        "Q)\nWhat is a policy?\n\nAns)\nA map.\n\nThe learner (this is the\nquestion)\nhas none.\n"
    )
    found = parse(text, "notes").deck.cards
    assert [card.question for card in found] == ["What is a return?", "![[backup.png]]", "What is a policy?"]
    assert [card.sections[-1].text.split("\n")[0] for card in found] == ["A sum.", "![[told.png]]", "A map."]


@pytest.mark.parametrize("word", ["Scenario", "Scenerio", "Senario", "Szenario", "Cenário", "Сценарий"])
def test_the_bullet_below_a_scenario_asks_and_the_title_of_its_task_does_not(word: str) -> None:
    text = "".join(
        f"## {word} {n}\n* {asked}\n\n### TASK : A title\n**ANSWER**\n1. Told in {n}.\n2. And so on.\n\n"
        for n, asked in enumerate(ASKED, start=1)
    )
    cards = parse(text, "pomdp").deck.cards
    assert [card.question for card in cards] == ASKED
    assert [card.sections[-1].text for card in cards] == [
        f"1. Told in {n}.\n2. And so on." for n in range(1, 5)
    ]


def test_labels_in_emphasis_need_no_colon_above_an_answer_s() -> None:
    asked = "***Question***\nExplain V.\n***Answer***\nA mean.\n\n"
    asked += "**Question:**\n\nExplain Q.\n\n**Answer:**\n\nA mean.\n"
    counted = "".join(
        f"***Question {n}:***\nWhat is arm {n}?\n***Answer:***\nOne of ten.\n\n" for n in range(1, 5)
    )
    cards = parse(f"# Bandits\n\n{counted}{asked}", "notes").deck.cards
    assert [card.question for card in cards][4:] == ["Explain V.", "Explain Q."]
    assert {card.sections[-1].text for card in cards} == {"One of ten.", "A mean."}


def test_a_part_of_a_counted_question_is_no_question_beside_it() -> None:
    task = "Question {n}\nLevel 1\n\n**Question:**\nExplain arm {n}.\n\n**Answer:**\nOne of ten.\n\n"
    cards = parse("# Bandits\n\n" + "".join(task.format(n=n) for n in range(1, 5)), "notes").deck.cards
    assert len(cards) == 4


def test_what_stands_between_a_counted_label_and_its_question_is_asked_with_it() -> None:
    text = "".join(
        f"### Scenario {n}\n\n**Difficulty:** Easy\n\nIn room {n} it is dark.\n\n"
        f"**Question:** Who sees pit {n}?\n\n**Answer:** Nobody.\n\n"
        for n in range(1, 4)
    )
    cards = parse(f"# Mock tales\n\n{text}", "notes").deck.cards
    assert [card.question for card in cards] == [f"Who sees pit {n}?" for n in range(1, 4)]
    assert [each.text.strip() for each in cards[1].sections] == ["In room 2 it is dark.", "Nobody."]
