"""What several cards need is kept once, as the introduction of their topic."""

import pytest

from flashrl.formats import parse
from flashrl.model import Deck

UNDER_A_TOPIC = """\
# Statistics questions

These were asked in interviews I took part in.

## The two coins

You have two coins. One is fair, the other shows heads with probability 0.7.
You pick one of them at random and throw it.

### What is the probability of heads?

0.6, the mean of 0.5 and 0.7.

### You saw heads. How likely is the fair coin?

0.25 / 0.6, about 0.42.

## Sampling

### What is a bootstrap?

Drawing with replacement from the sample.
"""

BETWEEN_QUESTIONS = """\
# Quiz of tables

## SQL

1. What is a key?

   A column that names a row.

For the next two questions, this table holds the orders:

| id | total |
|----|-------|
| 1  | 20    |

2. How many orders are there?

   One.

3. What do you get for the sum of totals?

   20.

**Use this for questions 4 to 5:** a table of people.

4. How many people are there?

   It depends.

5. Is anyone left out?

   No.
"""


def deck_of(text: str) -> Deck:
    return parse(text, "deck").deck


def test_text_below_a_topic_introduces_its_cards() -> None:
    deck = deck_of(UNDER_A_TOPIC)
    coins, sampling = deck.topics
    assert deck.introduction == "These were asked in interviews I took part in."
    assert coins.introduction.startswith("You have two coins.")
    assert coins.introduction.endswith("throw it.")
    assert sampling.introduction == ""
    assert [card.topic for card in deck.cards] == ["The two coins", "The two coins", "Sampling"]


def test_text_for_the_next_questions_is_no_part_of_the_answer_above_it() -> None:
    deck = deck_of(BETWEEN_QUESTIONS)
    answers = ["\n".join(section.text for section in card.sections) for card in deck.cards]
    assert answers == ["A column that names a row.", "One.", "20.", "It depends.", "No."]
    (topic,) = deck.topics
    assert topic.introduction.startswith("For the next two questions, this table holds the orders:\n\n| id |")
    assert topic.introduction.endswith("**Use this for questions 4 to 5:** a table of people.")


def test_text_about_other_questions_stays_in_the_answer() -> None:
    text = "# Interview\n\n## What is a key?\n\nA column.\n\nMore on this in questions 7 and 8.\n"
    first = deck_of(text + "\n## What is a row?\n\nA line.\n").cards[0]
    assert first.sections[0].text.endswith("More on this in questions 7 and 8.")


ADVISED = """# Interview questions on RL

## Basics

### 1. What is a policy?

It maps states to actions.

### 2. What is a return?

A sum of rewards.

### 3. Replay and its costs

A buffer.

## {title}

### 1. {first}

Say what it is before what it does.

### 2. Draw the loop

- an agent, a world

### 3. Ask back

- who trains the agents
"""


@pytest.mark.parametrize(
    "title", ["💡 Interview Tips", "Tips for the interview", "面接での回答のコツ", "Final advice"]
)
def test_advice_behind_the_questions_is_no_question(title: str) -> None:
    cards = parse(ADVISED.format(title=title, first="Begin at the definition"), "README").deck.cards
    assert [card.line for card in cards] == [5, 9, 13]
    assert "Say what" not in cards[-1].sections[0].text


def test_a_chapter_of_advice_that_asks_and_one_of_tips_on_the_matter_hold_questions() -> None:
    asked = ADVISED.format(title="Interview tips", first="How do you begin?")
    tips = ADVISED.format(title="Exploration tips", first="Begin at the definition")
    assert [len(parse(text, "README").deck.cards) for text in (asked, tips)] == [6, 6]


def test_what_says_how_to_use_the_questions_is_none_of_them() -> None:
    asked = "".join(
        f"### Question {n}: Agent {n}\n\nWhat does it do?\n\n**Answer:** It acts.\n\n" for n in (1, 2, 3, 4)
    )
    use = "## How to use this list\n\n1. **Read**: one a day.\n2. **Are you stuck?**: Look below.\n\n"
    why = "## 🎲 Why these questions?\n\nThey were drawn by lot.\n\n"
    cards = parse(f"# Interview questions\n\n{why}{use}## The list\n\n{asked}", "README").deck.cards
    assert [card.line for card in cards] == [14, 20, 26, 32]


def test_the_sample_below_how_to_contribute_is_no_question_and_a_list_of_them_there_is_one() -> None:
    sample = (
        "#### How long is an episode?\n\n- **Asked by**: a friend\n\nTen steps.\n\n---\nOr open an issue.\n\n"
    )
    rows = [f"#### What is {each}?\n\nTold.\n\n" for each in ("a return", "a value", "a trace", "a model")]
    head = "# RL questions\n\n## How to contribute?\n\nAs here.\n\n"
    cards = parse(f"{head}{sample}## Questions\n{''.join(rows)}", "README").deck.cards
    assert len(cards) == 4
    assert "How long" not in "".join(card.question for card in cards)
    assert len(parse(f"{head}{''.join(rows)}", "README").deck.cards) == 4


def test_lines_of_blanks_around_an_introduction_are_none_of_it() -> None:
    text = "# Agents\n    \nRead this first.\n    \n## What is a policy?\n\nA map.\n"
    assert parse(text, "agents").deck.introduction == "Read this first."
