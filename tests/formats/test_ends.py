"""Where an answer of a foreign file ends: what follows on it, and what the file says behind its last one."""

from textwrap import dedent

import pytest

from flashrl.formats import parse


def answers(text: str) -> list[str]:
    cards = parse(dedent(text).lstrip("\n"), "interview").deck.cards
    return ["\n".join(each.text for each in card.sections if each.kind == "Answer") for card in cards]


def test_an_example_at_the_level_of_its_question_is_a_part_of_the_answer() -> None:
    text = """
    # Bandits

    ## What is greedy play?

    Taking the best arm.

    ## Example

    Arm 2 of 3.

    ## What is a bonus?

    A reward for the unknown.

    ## Why do means drift?

    The arms change.

    ## Notes

    Forget slowly.

    ## What is a pull?

    A step.

    ## Tips

    Written by hand.
    """
    expected = [
        "Taking the best arm.\n\n## Example\n\nArm 2 of 3.",
        "A reward for the unknown.",
        "The arms change.\n\n## Notes\n\nForget slowly.",
        "A step.",
    ]
    assert answers(text) == expected


def test_examples_with_questions_below_them_are_a_topic() -> None:
    text = """
    # Bandits

    ## What is greedy play?

    Taking the best arm.

    ## What is a bonus?

    A reward for the unknown.

    ## Examples

    ### Which arm is next?

    The second.

    ### What is its mean?

    A half.
    """
    expected = ["Taking the best arm.", "A reward for the unknown.", "The second.", "A half."]
    assert answers(text) == expected


def test_the_anchor_of_the_next_question_is_in_no_answer() -> None:
    text = """
    <a name="q1"></a>
    ### What is a rollout?

    A run of the policy.

    <a id="q2"/>
    ### What is a seed?

    What draws begin with.

    <a name="q3">

    ### What is a wrapper?

    It holds an <a href="#q2">environment</a>.
    """
    expected = [
        "A run of the policy.",
        "What draws begin with.",
        'It holds an <a href="#q2">environment</a>.',
    ]
    assert answers(text) == expected


def test_a_closing_section_is_in_no_answer_though_the_title_stands_right_above_the_questions() -> None:
    text = """
    # Bandit questions

    Q1: What is an arm?
    A: What is pulled.

    Q2: What is a pull?
    A: A step.

    Q3: What is regret?
    A: What was missed.

    ## Conclusion

    Pull often.
    """
    assert answers(text) == ["What is pulled.", "A step.", "What was missed."]


def test_an_example_in_a_heading_stays_in_the_answer_of_the_last_question() -> None:
    text = """
    # Bandit questions

    **What is an arm?**

    What is pulled.

    **What is a pull?**

    A step.

    **What is regret?**

    What was missed.

    ## Example

    Two of ten.
    """
    expected = ["What is pulled.", "A step.", "What was missed.\n\n## Example\n\nTwo of ten."]
    assert answers(text) == expected


def test_pros_and_cons_at_the_level_of_their_question_are_in_the_answer() -> None:
    text = """
    # Bandits

    ## What is greedy play?

    Taking the best arm.

    ## Pros and cons

    Simple, but stuck.

    ## What is a bonus?

    A reward for the unknown.

    ## Why do means drift?

    The arms change.
    """
    expected = [
        "Taking the best arm.\n\n## Pros and cons\n\nSimple, but stuck.",
        "A reward for the unknown.",
        "The arms change.",
    ]
    assert answers(text) == expected


def test_the_answer_of_a_question_in_a_list_of_its_own_ends_with_the_item_around_it() -> None:
    risk = "    * **Why is the short path risky?**\n      * One slip ends it.\n"
    asked = f"* **Gridworlds**\n  * Cliff\n{risk}  </br>\n"
    told = "* **Bandits**\n  * Averages\n    * **Why is greed not enough?**\n      * It never looks.\n"
    cards = parse(f"# Interview questions\n\n{asked}\n{told}\n* **Planning**\n", "README").deck.cards
    assert [card.sections[0].text.strip() for card in cards] == ["* One slip ends it.", "* It never looks."]


_COUNTED = """
# Agents, questions of an interview

1. How is a bandit made?
```python
Bandit()
```
2. How are steps sampled?
### With weights
```python
sample(weights)
```
### By sums
```python
sample(sums)
```
3. What are returns?
Sums of rewards.
"""


def test_headings_that_open_the_answer_of_a_numbered_item_are_parts_of_it() -> None:
    ways = "### With weights\n```python\nsample(weights)\n```\n### By sums\n```python\nsample(sums)\n```"
    assert answers(_COUNTED) == ["```python\nBandit()\n```", ways, "Sums of rewards."]
    assert answers(_COUNTED.replace("3. What", "2. What"))[1] == ways


def test_a_heading_above_the_next_numbered_item_or_one_that_names_questions_is_its_topic() -> None:
    above = _COUNTED.replace("3. What", "### Values\n3. What")
    assert answers(above) == answers(_COUNTED)
    told = above.replace("```python\nsample(", "We `sample(").replace(")\n```\n", ")`.\n")
    named = _COUNTED.replace("### With weights", "### Advanced questions")
    assert answers(told)[1] == answers(named)[1] == ""
    bare = (
        "# Interview questions\n\n1. Who acts?\n2. Who pays?\n### Values\nThey come late.\n\n3. What is V?\n"
    )
    assert answers(bare) == ["", "", ""]


_RULED = """
    # Bandit questions

    ### What is an arm?

    One of the choices.

    ---

    ### What is a pull?

    A step.
    {section}
    ### What is a bound?

    A promise.

    ---

    ### What is a bonus?

    A reward for the unknown.

    ---

    {end}
    """


def test_a_heading_behind_a_rule_right_above_a_question_is_in_no_answer() -> None:
    text = _RULED.format(section="\n    ---\n\n    #### BOUNDS\n", end="### What is regret?\n\n    A loss.")
    assert answers(text)[1] == "A step."
    text = _RULED.format(section="\n    ---\n\n    #### Cost\n\n    Time.\n", end="### Why?\n\n    A loss.")
    assert answers(text)[1] == "A step.\n\n---\n\n#### Cost\n\nTime."


def test_what_stands_below_the_last_of_the_rules_that_part_questions_is_the_file_s() -> None:
    footer = "> 🎯 **Hint:** think of slot machines."
    assert answers(_RULED.format(section="\n    ---\n", end=footer))[-1] == "A reward for the unknown."
    inside = _RULED.format(section="\n    ---\n\n    Or two of them.\n\n    ---\n\n    Or ten.\n", end=footer)
    assert answers(inside)[-1] == f"A reward for the unknown.\n\n---\n\n{footer}"


def _told(drawn: str, above: str = "A: The agent.") -> list[str]:
    """The answers of a deck of two parts, each with a title or a last word over a line."""
    parts = (f"Q: Who acts?\n{above}\n\n{name}\n{drawn}\n\nQ: Who pays?\nA: The world.\n" for name in "VQ")
    return answers("# Trivia\n\n" + "\n".join(f"{each}\n" for each in parts))


def test_titles_over_long_lines_end_the_answers_above_them() -> None:
    assert _told("-" * 40) == ["The agent.", "The world."] * 2


def test_a_last_word_over_a_line_that_divides_is_part_of_the_answer() -> None:
    line = "-" * 40
    assert _told("---")[0] == "The agent.\n\nV"
    assert _told(line, above="")[0] == "V"
    assert _told(f"{line}\n\nA word.\n\n{line}")[0].startswith("The agent.\n\nV")


@pytest.mark.parametrize("look", ["## {}", "**{}**", "<h3>{}</h3>"])
@pytest.mark.parametrize("drawn", ["<h2></h2>", "## ", "### <br>", "#### &nbsp;"])
def test_a_heading_without_words_is_a_line_that_is_drawn_in_the_answer(look: str, drawn: str) -> None:
    asked = ["What is a horizon?", "What is a rollout?", "What is a discount?"]
    body = f"{drawn}\n\nThe first it is.\n\n{drawn}\n\nThe second as well.\n\n<h2></h2>"
    text = "\n\n".join(f"{look.format(each)}\n\n{body}" for each in asked)
    found = parse(f"# RL interview\n\n{text}\n", "README").deck.cards
    assert [card.question for card in found] == asked
    for card in found:
        told = card.sections[0].text
        assert "The first it is." in told
        assert told.endswith("The second as well.")


def _rows(between: str) -> list[tuple[str, bool]]:
    """The last word of each of twelve questions with a prefix in three rows, and whether it is a draft."""
    first, second = ("return", "trace", "sweep", "policy"), ("critic", "baseline", "model", "rollout")
    words = (*first, *second, "plan", "belief", "option", "bandit")
    lines = [f"Q{n}. What is a {word}?\n" for n, word in enumerate(words, start=1)]
    text = between.join("".join(lines[n : n + 4]) for n in (0, 4, 8))
    cards = parse(f"# Interview questions\n\n{text}", "README").deck.cards
    return [(card.question.rstrip("?").split()[-1], card.is_draft) for card in cards]


def test_a_title_between_rows_of_bare_questions_does_not_answer_the_one_above_it() -> None:
    assert all(is_draft for _, is_draft in _rows("\nLearning from samples\n\n"))
    assert _rows("\nIt is estimated from samples.\n\n")[3] == ("policy", False)
