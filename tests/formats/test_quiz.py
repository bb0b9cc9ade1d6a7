"""What a card of a quiz asks, options and all, and what is told as its answer."""

from textwrap import dedent

import pytest

from flashrl.formats import parse
from flashrl.formats.foreign.words.answer_mark import answer_mark
from flashrl.model import Card, SectionKind


def _cards(text: str) -> list[Card]:
    return list(parse(dedent(text).lstrip("\n"), "README").deck.cards)


def _told(card: Card) -> tuple[str, str]:
    """What goes on with the question, and the answer."""
    asked, told = (
        "\n".join(each.text for each in card.sections if each.kind is kind)
        for kind in (SectionKind.QUESTION, SectionKind.ANSWER)
    )
    return asked, told


def test_what_sets_the_right_option_apart_is_not_shown_with_the_question() -> None:
    text = """
        ## 1. Which of these learns off-policy?

        A. SARSA <br>
        **B. Q-learning** <br>
        C. REINFORCE

        ## 2. Which of these has no critic?

        - a) A2C
        - __b) REINFORCE__
        - c) SAC
    """
    first, second = map(_told, _cards(text))
    assert first == ("A. SARSA <br>\nB. Q-learning <br>\nC. REINFORCE", "B. Q-learning")
    assert second == ("- a) A2C\n- b) REINFORCE\n- c) SAC", "- b) REINFORCE")


def test_a_scenario_and_what_is_asked_of_it_are_one_question_above_its_options() -> None:
    text = """
        1. A car sees its lane only now and then.
        Which memory helps it?
        A. A replay buffer
        **B. A recurrent state**
        C. A larger batch

        2. A car brakes too late.
        Its designers therefore
        **A. punish the late stop**
        B. drop the camera
        C. act greedily
    """
    cards = _cards(text)
    assert [card.question for card in cards] == [
        "A car sees its lane only now and then. Which memory helps it?",
        "A car brakes too late. Its designers therefore",
    ]
    assert _told(cards[0]) == (
        "A. A replay buffer\nB. A recurrent state\nC. A larger batch",
        "B. A recurrent state",
    )


def test_an_option_that_goes_to_the_right_is_not_the_right_one() -> None:
    text = """
        ## 1. Which way leads to the goal?

        A. one step (left)
        B. one step (right)
        C. none

        **Answer:** A
    """
    (card,) = _cards(text)
    assert _told(card) == ("A. one step (left)\nB. one step (right)\nC. none", "A")


@pytest.mark.parametrize(
    "mark",
    [
        "**正确答案：B**",
        "Resposta correta: B",
        "*Respuesta correcta: B*",
        "**Solución (Esperada):** B",
        "**Bonne réponse : B**",
        "**Правильный ответ:** B",
        "Richtige Antwort: B",
        "Antwort: B",
        "**Đáp án đúng:** B",
        "Risposta corretta: B",
        "Gabarito: B",
        "**Alternativa correta:** B",
        "Correct option: B",
        "**Correct:** B",
        "Key: B",
        "(Answer: B)",
    ],
)
def test_a_quiz_names_its_key_in_many_ways(mark: str) -> None:
    text = f"## 1. SARSA is\n\nA. off-policy\nB. on-policy\nC. a model\n\n{mark}\n"
    (card,) = _cards(text)
    assert card.question == "SARSA is"
    assert _told(card)[0] == "A. off-policy\nB. on-policy\nC. a model"
    assert _told(card)[1].strip("*") == "B"


@pytest.mark.parametrize(
    "line",
    [
        "**Correct**: the critic lags behind the actor.",
        "Key: the learning rate",
        "Correct options are rare.",
        "Solución de los problemas",
        "Lösung",
        "(Answers are below.)",
        "Antworten sind selten.",
    ],
)
def test_words_of_prose_announce_no_answer(line: str) -> None:
    assert answer_mark(line) is None


def test_boxes_may_have_room_in_them_and_are_empty_where_a_key_is_below() -> None:
    text = """
        ## 1. Which of these is a policy?

        - [ ] a reward
        - [ X ] a map of states to actions

        ## 2. Which of these is a return?

        - [ x ] a discounted sum
        - [  ] a step

        ## Answers

        1. The second.
        2. The first.
    """
    first, second = map(_told, _cards(text))
    assert first == ("- [ ] a reward\n- [ ] a map of states to actions", "The second.")
    assert second == ("- [ ] a discounted sum\n- [  ] a step", "The first.")


def test_a_tag_around_the_key_leaves_nothing_of_itself() -> None:
    text = """
        ## Which of these is on-policy?

        A. SARSA
        B. Q-learning

        <details><summary>Answer</summary>

        <b>Answer: A</b> – it learns about <b>what it does</b>.
        </details>
    """
    (card,) = _cards(text)
    assert _told(card) == ("A. SARSA\nB. Q-learning", "A – it learns about <b>what it does</b>.")


def test_a_fenced_key_may_say_why() -> None:
    text = """
        ## Which of these is a model?
        a. a policy
        b. the transitions
        ```
        Answer: b. the transitions

        Why: they tell what follows.
        ```
    """
    (card,) = _cards(text)
    assert _told(card) == (
        "a. a policy\nb. the transitions",
        "b. the transitions\n\nWhy: they tell what follows.",
    )


def test_answers_as_a_chapter_of_a_guide_answer_nothing() -> None:
    text = """
        # Guide for those who write exams

        ### Head

        Each file has one.

        ### Answers

        Tick the right one.

        ### Length

        A page at most.
    """
    assert _cards(text) == []
    assert [card.question for card in _cards(text.replace("### Head", "### Head of what?"))] == [
        "Head of what?"
    ]


def test_numbers_and_options_without_a_space_are_read_and_answered_by_letters_below_a_bare_line() -> None:
    text = """
        # MCQ on value functions

        <hr/>
        1.Which of these bootstraps?
        A.Monte Carlo
        B.TD(0)
        C.Brute force

        2.The return of an endless episode is
        A.discounted
        B.zero
        C.one
        D.unknown

        3.What does a critic estimate?
        ```
        critic(state)
        ```
        A. A value
        B. A state
        C. A seed

        <hr/>
        Answers

        1. B
        2. A
        3. A
    """
    assert [(card.question, *_told(card)) for card in _cards(text)] == [
        ("Which of these bootstraps?", "A. Monte Carlo\nB. TD(0)\nC. Brute force", "B) TD(0)"),
        (
            "The return of an endless episode is",
            "A. discounted\nB. zero\nC. one\nD. unknown",
            "A) discounted",
        ),
        (
            "What does a critic estimate?",
            "```\ncritic(state)\n```\nA. A value\nB. A state\nC. A seed",
            "A) A value",
        ),
    ]


def test_letters_with_a_dot_are_options_only_in_a_row_and_a_bare_line_above_text_is_no_key() -> None:
    text = """
        # Notes on value functions

        1.The agent A.Smith wrote is small.

        A.Smith and
        B.Jones compared them.

        Answers

        1. Both are small.
        2. A
    """
    assert _cards(text) == []


def test_a_chapter_that_asks_and_ends_with_a_quiz_is_a_question_whose_heading_the_key_may_repeat() -> None:
    text = """
        # Credit

        ## What is a trace?

        A memory of visits.

        ##### Quiz

        **1.** When does a trace fade?

        - **a)** At each step
        - **b)** Never

        ---

        ## Returns with a horizon

        They end.

        ##### Quiz

        **1.** Where do they end?

        - **a)** At the horizon
        - **b)** Nowhere

        **2.** What do they sum?

        - **a)** Rewards
        - **b)** States

        ## Solutions

        ### What is a trace?

        1. **a)** At each step

        ### Returns with a horizon

        1. **a)** At the horizon
        2. **a)** Rewards
    """
    assert [(card.question, *_told(card)) for card in _cards(text)] == [
        ("What is a trace?", "", "A memory of visits.\n\n##### Quiz"),
        ("When does a trace fade?", "- **a)** At each step\n- **b)** Never", "**a)** At each step"),
        ("Where do they end?", "- **a)** At the horizon\n- **b)** Nowhere", "**a)** At the horizon"),
        ("What do they sum?", "- **a)** Rewards\n- **b)** States", "**a)** Rewards"),
    ]


OFFERED = "What does {n} learn?\n\nA. `pi`\n\nB. `q`\n\nC. `v`\n\n"


@pytest.mark.parametrize(
    "told", ["> [!success]- Answer\n> {}", "<details><summary>Answer</summary>\n\n{}\n\n</details>"]
)
def test_the_letter_of_the_first_option_is_no_mark_in_an_answer_below_the_options(told: str) -> None:
    keys = ("**A. `pi`**", "**B. `q`**", "**A.** `pi`, by sampling")
    text = "# Quiz\n\n" + "\n\n".join(
        f"## {n}. {OFFERED.format(n=n)}{told.format(key)}" for n, key in enumerate(keys, 1)
    )
    assert [card.sections[-1].text for card in parse(text, "quiz").deck.cards] == list(keys)


def test_a_cell_behind_the_key_in_a_table_says_why() -> None:
    asked = "".join(f"**Q{n}.** {OFFERED.format(n=n)}" for n in (1, 2, 3))
    rows = "| 1 | **B** | It keeps action values only. | Part 2 |\n| 2 | C | Values. | 1 |\n| 3 | A | | |\n"
    text = f"# Quiz\n\n{asked}## Answer Key\n\n| Q | A | Why | Part |\n|---|---|---|---|\n{rows}"
    answers = [card.sections[-1].text for card in parse(text, "quiz").deck.cards]
    assert answers == ["B) `q`\n\nIt keeps action values only.", "C) `v`", "A) `pi`"]


def test_questions_counted_without_a_point_are_told_apart_by_their_options_and_answered() -> None:
    offered = "a. the first\nb. the second\nc. the third\n"
    asked = [
        "Who is paid?",
        "Is it sure?",
        "How long?",
        "How far?",
        "Which agent acts?",
        "Which one learns?",
        "The world rests. True or False?",
        "What ends it?",
    ]
    options = [*[offered] * 6, "a. True\nb. False\n", offered]
    text = "# Week 4\n\n" + "".join(
        f"{n} {each}\n{below}Answer: b\n"
        for n, (each, below) in enumerate(zip(asked, options, strict=True), 1)
    )
    cards = parse(text, "quiz").deck.cards
    assert [card.question for card in cards] == asked
    assert {card.sections[-1].text for card in cards} == {"b"}


_CHOICE = "{asked}\n{gap}a) A mean\nb) A sum\nc) A map\nCorrect Answer: {key}\n"
_CHOICES = {"What is a value?": "a) A mean", "What is a return?": "b) A sum", "What is a policy?": "c) A map"}


@pytest.mark.parametrize("gap", ["", "\n"])
@pytest.mark.parametrize("between", ["", "\n"])
def test_plain_questions_end_at_their_keys(gap: str, between: str) -> None:
    text = between.join(_CHOICE.format(asked=asked, key=key, gap=gap) for asked, key in _CHOICES.items())
    cards = parse(text, "quiz").deck.cards
    assert {card.question: card.sections[-1].text for card in cards} == _CHOICES
    assert {card.sections[0].text for card in cards} == {"a) A mean\nb) A sum\nc) A map"}


def test_a_question_behind_a_key_explains_it_where_no_options_follow() -> None:
    explained = "Correct Answer: a) A mean\nWhy not a sum?\n"
    text = "\n".join(_CHOICE.format(asked=asked, key="c) A map", gap="\n") for asked in _CHOICES)
    (first, *_) = parse(text.replace("Correct Answer: c) A map\n", explained, 1), "quiz").deck.cards
    assert first.sections[-1].text == "a) A mean\n\nWhy not a sum?"
