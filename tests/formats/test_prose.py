"""Pages whose headings ask as chapters do hold no cards, or only what is asked."""

import pytest

from flashrl.formats import parse


def questions(text: str, name: str = "README") -> list[str]:
    return [card.question for card in parse(text, name).deck.cards]


def page(*headings: str) -> str:
    return "\n\n".join(f"{heading}\n\nAn agent acts, and is paid for it." for heading in headings)


@pytest.mark.parametrize(
    "headings",
    [
        ("# Gridworld", "## What is this repository for?", "## How do I get set up?", "## Who do I talk to?"),
        (
            "# FAQ",
            "## How to add a question?",
            "## Как добавить вопрос-ответ?",
            "## ¿Cómo agregar una pregunta?",
        ),
        ("# Interview guide", "## What is a research interview?", "## Three rounds", "## The last day"),
        ("# Interview guide", "## What to bring", "## What to say first", "## How to think aloud"),
        (
            "# Interview notes",
            "## What to expect on the day",
            "## How to prepare",
            "## Where to go from here?",
        ),
        ("# Replay", "## What is a replay buffer?", "## Why is it useful?", "## Sizes"),
        ("# Replay", "## What is a buffer?", "## Why is it useful?", "## How to fill one", "## Sizes"),
    ],
)
def test_chapters_that_sound_like_questions_are_no_cards(headings: tuple[str, ...]) -> None:
    assert questions(page(*headings)) == []


@pytest.mark.parametrize(
    ("title", "count"), [("to ask yourself", 0), ("to ask the interviewer", 0), ("on agents", 3)]
)
def test_what_the_reader_is_to_ask_is_no_card(title: str, count: int) -> None:
    told = "".join(f"{n}. **Does agent {n} learn?**\n   - Look at its returns.\n\n" for n in range(1, 4))
    assert len(questions(f"# Agents\n\n## Questions {title}\n\n{told}")) == count


def test_one_line_that_asks_among_many_chapters_is_a_figure_of_speech() -> None:
    chapters = ("# Interview rounds", "## The call", "## The lab", "## The talk", "## The offer")
    assert questions(page(*chapters) + "\n\n**Who could learn all of it in a week?**\n\nNobody.") == []
    assert len(questions(page(*chapters) + "\n\n**1. Which method is on-policy?**\n\nSARSA.")) == 1


def test_two_lines_in_bold_that_ask_among_many_chapters_are_figures_of_speech_too() -> None:
    chapters = page("# Interview rounds", "## The call", "## The lab", "## The talk", "## The offer")
    asked = ["Who could learn all of it?\n\nNobody", "What else may one ask?\n\n- Who is paid?\n- When?"]
    told = [f"\n\n**{each.replace(chr(10), '**' + chr(10), 1)}" for each in asked]
    assert questions(chapters + "".join(told)) == []
    third = "\n\n**Why is it off-policy?**\n\nIt learns of another policy."
    assert len(questions(chapters + "".join(told) + third)) == 3


def test_a_line_in_bold_without_a_number_is_part_of_a_numbered_answer() -> None:
    lines = ("**1. What is SARSA?**", "**When to use it**", "**2. What is a return?**")
    assert questions(page("# Interview questions", *lines)) == ["What is SARSA?", "What is a return?"]


def test_as_many_chapters_as_headings_that_ask_are_prose() -> None:
    asked = ("## Who trains it?", "## When does it stop?", "## What does it keep?")
    assert questions(page("# Trainer", *asked, "## Flags", "## Thanks to all"), "trainer") == []
    assert len(questions(page("# Trainer", *asked, "## Flags"), "trainer")) == 3


def test_a_chapter_beside_headings_that_ask_is_no_card() -> None:
    asked = ("What changes with the discount?", "Which horizon is meant?", "Is it learnt?")
    found = questions(page("# Returns", *(f"## {each}" for each in asked), "## All the commands"), "returns")
    assert found == list(asked)


def test_a_topic_beside_questions_of_an_interview_is_a_card() -> None:
    headings = ("## What is a policy?", "## What is a return?", "## Why discount?", "## Bellman equation")
    assert len(questions(page("# Interview questions", *headings))) == 4


def test_numbered_headings_that_ask_are_cards_beside_one_that_does_not() -> None:
    headings = (
        "# 1. What is a policy?",
        "## Sketch",
        "# 2. What is a return?",
        "## Sum",
        "# 3. Policy vs value",
    )
    assert len(questions(page(*headings), "notes")) == 3


@pytest.mark.parametrize(("name", "count"), [("CONTRIBUTING", 0), ("how-to-contribute", 0), ("agents", 3)])
def test_the_pattern_for_those_who_add_questions_is_no_card(name: str, count: int) -> None:
    fold = "<details>\n<summary>What is the {n}th agent?</summary>\n\nIt acts.\n</details>"
    assert len(questions("\n\n".join(fold.format(n=n) for n in range(3)), name)) == count


@pytest.mark.parametrize("title", ["Gridworld", "Quiz of agents"])
def test_numbered_steps_that_fold_what_else_there_is_are_no_cards(title: str) -> None:
    steps = ("Clone it", "Make a world", "Train in it")
    text = f"# {title}\n\n" + "".join(
        f"## {n}. {step}\n\nRun it.\n\n<details><summary>Cluster {n}</summary>\n\nQueue it.\n\n</details>\n\n"
        for n, step in enumerate(steps, start=1)
    )
    assert questions(text) == []


def test_how_cards_are_written_and_sent_in_is_no_question() -> None:
    format = "- **Setting** — an environment\n- **Options** — four\n- **Answer** — the right one, with why\n"
    assert questions(f"# Bandit exam\n\nA site.\n\n## Question format\n\n{format}\n## Site\n\nNear.\n") == []
    assert (
        questions(page("# Bandit interview questions", "## Rules", "#### How do I submit my answers?")) == []
    )


def test_bullets_that_say_question_and_answer_are_a_card() -> None:
    bullets = "- **Question** — What is an arm?\n- **Options** — two\n- **Answer** — an action\n"
    assert len(parse(f"# Bandit exam\n\n{bullets}", "README").deck.cards) == 1
