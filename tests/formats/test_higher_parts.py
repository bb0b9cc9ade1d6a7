"""Pages of their own below counted questions: their headings are above those of the questions."""

from textwrap import dedent

from flashrl.formats import parse


def answers(text: str) -> dict[str, str]:
    cards = parse(dedent(text).lstrip("\n"), "questions").deck.cards
    return {
        card.question: "\n".join(each.text for each in card.sections if each.kind == "Answer")
        for card in cards
    }


def test_a_page_below_a_question_is_its_answer_though_its_headings_are_above_the_question() -> None:
    text = """
    # Week 4

    ## Question 1. What does a replay buffer hold?

    Transitions that were seen.

    ## Question 2. Difference between targets with one step and with many

    ## Short Answer

    One step leans on the value function, many lean on rewards.

    ---

    # Detailed Explanation

    A target says where the value should go.

    # What is a One-Step Target?

    The reward and the next value.

    ### Example

    With a reward of 1 and a value of 4 it is 5.

    # Comparison

    | target | variance |
    |---|---|
    | one step | low |

    ## Question 3. Explain the deadly triad

    # In Short

    Three things that diverge together.

    # Why Does It Diverge?

    The errors feed themselves.

    # Licence

    Free to use.
    """
    found = answers(text)
    assert list(found) == [
        "What does a replay buffer hold?",
        "Difference between targets with one step and with many",
        "Explain the deadly triad",
    ]
    second, third = list(found.values())[1:]
    assert second.startswith("One step leans")
    assert second.endswith("| one step | low |")
    assert "# What is a One-Step Target?" in second
    assert third.endswith("The errors feed themselves.")


def test_a_chapter_with_a_text_between_two_questions_is_in_no_answer() -> None:
    text = """
    ## Bandits

    A world with one state.

    ### Q1. What is regret?

    What was lost.

    ### Q2. What is an arm?

    An action.

    ## Values

    What is to be expected from a state on.

    ### Q3. What is a return?

    The sum of rewards.

    ## Models

    What a world does next.

    ### Q4. What is planning?

    Thinking before acting.
    """
    assert list(answers(text).values()) == [
        "What was lost.",
        "An action.",
        "The sum of rewards.",
        "Thinking before acting.",
    ]


def test_two_chapters_between_exercises_are_in_no_answer() -> None:
    text = """
    ## Bandits

    A world with one state.

    ### Exercise 1: Write the update of a mean.

    Add a part of the error.

    ## Values

    What is to be expected from a state on.

    ## Backups

    A look ahead.

    ### Exercise 2: Write the backup of SARSA.

    The reward and the value of the next action.

    ## Models

    What a world does next.

    ### Exercise 3: Write a step of Dyna.

    Learn, then plan.
    """
    assert list(answers(text).values()) == [
        "Add a part of the error.",
        "The reward and the value of the next action.",
        "Learn, then plan.",
    ]


def test_numbers_alone_count_as_well_where_few_of_the_other_headings_ask() -> None:
    asked = ["What is a policy?", "What is a trace?", "What is a model?", "What is a goal?", "What is GAE?"]
    text = "# Interview questions\n\n"
    for number, question in enumerate(asked, 1):
        text += f"### {number}. {question}\n\nShort.\n\n## Definition\n\nLong.\n\n## Example\n\nSome.\n\n"
    assert answers(text) == dict.fromkeys(
        (question for question in asked), "Short.\n\n## Definition\n\nLong.\n\n## Example\n\nSome."
    )


def test_follow_ups_above_the_level_of_numbers_stay_questions() -> None:
    asked = ["What is a policy?", "What is a trace?", "What is a model?", "What is a goal?", "What is GAE?"]
    text = "# Interview questions\n\n"
    for number, question in enumerate(asked, 1):
        more = f"Does it need values, case {number}?"
        text += f"#### {number}. {question}\n\nShort.\n\n### {more}\n\nNo.\n\n### Example\n\nSome.\n\n"
    assert len(answers(text)) == 10


PAGES = [
    "## What is the Idea?\n\nTo act.\n\n## Example\n\nA map.",
    "## How does it Decay?\n\nBy a factor.\n\n## Summary\n\nIt fades.",
    "## Where does it Help?\n\nIn planning.\n\n## Why is it Wrong at Times?\n\nIt was learned.",
    "## Who Sets it?\n\nWho pays.\n\n## Pitfalls\n\nIt is gamed.",
    "## What is Averaged?\n\nSteps.\n\n## Why is it Biased?\n\nIt leans on values.",
]


def test_lines_in_bold_and_items_that_are_counted_have_such_pages_too() -> None:
    asked = ["What is a policy?", "What is a trace?", "Explain a model.", "What is a goal?", "What is GAE?"]
    for look in ("**{}. {}**", "{}. **{}**", "Q{}: {}", "{}. {}", "**Q{}. {}**"):
        lines = [look.format(number, question) for number, question in enumerate(asked, 1)]
        text = "\n\n".join(f"{line}\n\n{page}" for line, page in zip(lines, PAGES, strict=True))
        assert answers(text) == dict(zip(asked, PAGES, strict=True)), look


def test_parts_at_the_level_of_counted_headings_with_nothing_else_below_are_their_answers() -> None:
    asked = ["What is a policy?", "What is a trace?", "Explain a model.", "What is a goal?", "What is GAE?"]
    lines = [f"## {number}. {question}" for number, question in enumerate(asked, 1)]
    text = "\n\n".join(f"{line}\n\n{page}" for line, page in zip(lines, PAGES, strict=True))
    found = answers(f"{text}\n\n## 6. What is a bonus?\n\nA reward for the unknown.\n")
    assert found == {**dict(zip(asked, PAGES, strict=True)), "What is a bonus?": "A reward for the unknown."}


def test_questions_at_the_end_of_chapters_are_not_answered_by_the_next_chapter() -> None:
    chapters = ["Bandits", "Values", "Models", "Traces", "Actors"]
    text = "# Interview notes\n\n" + "".join(
        f"## {name}\n\n### Setting\n\nSome text.\n\n### Example\n\nMore.\n\n"
        f"**Question {number}: What are {name}?**\n\n"
        for number, name in enumerate(chapters, 1)
    )
    assert answers(text) == dict.fromkeys((f"What are {name}?" for name in chapters), "")


def _with_follow_ups(between: str) -> str:
    asked = ["What is a model?", "Dyna vs MuZero", "What is a rollout?", "What is a plan?", "What is a tree?"]
    parts = [
        f"#### {n}. {text}\n\n**Answer**\n\nTold {n}.\n\n### In the lab\n\nDrawn {n}.\n\n"
        f"### Where does number {n} fail?\n\nFar away.\n\n### Does number {n} learn?\n\nAt times.\n\n"
        f"### Interview answer\n\n> Said {n}.\n"
        for n, text in enumerate(asked, start=1)
    ]
    return "# Planning questions\n\n" + between.join(parts)


def test_between_rules_what_asks_above_its_question_follows_up_and_the_rest_answers() -> None:
    found = answers(_with_follow_ups("\n---\n\n"))
    assert len(found) == 15
    assert found["Dyna vs MuZero"] == "Told 2.\n\n### In the lab\n\nDrawn 2."
    assert found["Where does number 2 fail?"] == "Far away."
    assert found["Does number 2 learn?"] == "At times.\n\n### Interview answer\n\n> Said 2."


def test_without_rules_headings_above_the_level_of_questions_that_ask_stay_headings() -> None:
    assert answers(_with_follow_ups("\n"))["What is a plan?"] == "Told 4."


def test_a_remark_above_code_is_in_the_answer_whatever_its_level_and_a_chapter_is_not() -> None:
    rows = [
        f"### {n}. What is {each}?\n\nTold.\n\n"
        for n, each in enumerate(("TD", "SARSA", "DQN", "GAE", "PPO", "SAC"), 1)
    ]
    remark = "#1) a table\n```py\nq = {}\n```\n\n# 2) its update\n```py\nq[s] += 1\n```\n\n"
    text = "".join([*rows[:2], remark, *rows[2:4], remark, *rows[4:]])
    cards = parse(f"# RL interview\n\n{text}", "README").deck.cards
    assert len(cards) == 6
    for place in (1, 3):
        assert cards[place].sections[-1].text.endswith("# 2) its update\n```py\nq[s] += 1\n```")
    chapter = "# Actor-critic\n\nThey learn both.\n\n"
    text = "".join([*rows[:2], chapter, *rows[2:4], chapter.replace("Actor", "Soft"), *rows[4:]])
    cards = parse(f"# RL interview\n\n{text}", "README").deck.cards
    assert [card.sections[-1].text for card in cards] == ["Told."] * 6


def test_questions_a_level_too_deep_count_on_from_the_heading_that_they_stand_below() -> None:
    parts = "There are two.\n\n### 1. Tables\n\nSmall.\n\n### 2. Networks\n\nLarge.\n\n"
    asked = "### 3. How is a network trained?\n\nBy gradients.\n\n### 4. What is replay?\n\nA memory.\n\n"
    text = f"# RL questions\n\n## 1. What is a value?\n\nA sum.\n\n## 2. Kinds of values\n\n{parts}{asked}"
    behind = "## 5. What is a policy?\n\nA map.\n\n### 5. How is it drawn?\n\nAt random.\n"
    cards = parse(text + behind, "README").deck.cards
    assert [card.question for card in cards] == [
        "What is a value?",
        "Kinds of values",
        "How is a network trained?",
        "What is replay?",
        "What is a policy?",
        "How is it drawn?",
    ]
    steps = "### 3. When to use them?\n\nOften.\n\n### 4. Why are they slow?\n\nThey grow.\n\n"
    kinds = f"## 1. What is a value?\n\nA sum.\n\n## 2. Which kinds are there?\n\n{parts}{steps}"
    cards = parse(f"# RL questions\n\n{kinds}## 3. What is a policy?\n\nA map.\n", "README").deck.cards
    assert [card.question for card in cards] == [
        "What is a value?",
        "Which kinds are there?",
        "What is a policy?",
    ]
