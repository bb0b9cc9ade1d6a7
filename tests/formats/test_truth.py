"""Statements to be judged, and keys of which only the letter is in bold."""

import pytest

from flashrl.formats import parse
from flashrl.formats.foreign.words.truth import asks_whether

SAID = "The return is a sum of rewards"


@pytest.mark.parametrize(
    "text",
    [
        f"T/F: {SAID}.",
        f"**T/F**: {SAID}.",
        f"True/False: {SAID}.",
        f"True or false – {SAID}.",
        f"(T/F) {SAID}.",
        f"{SAID} (T/F)",
        f"{SAID}. (True/False)",
        f"{SAID}. True or false.",
    ],
)
def test_a_statement_to_be_judged_asks(text: str) -> None:
    assert asks_whether(text)


@pytest.mark.parametrize(
    "text",
    [
        "True/False Questions",
        "T/F",
        "The flag is true or false",
        "Set it to true/false in the file",
        "True or false: ",
        "The value of done, true or false, ends it",
        "done: true or false",
        "`done` (true/false)",
    ],
)
def test_what_only_names_true_and_false_asks_nothing(text: str) -> None:
    assert not asks_whether(text)


def test_statements_in_a_quiz_are_answered_by_the_word_below() -> None:
    other = "2. Which target bootstraps?\n\n    A. the return  \n    **B. the TD target**\n\n"
    text = (
        "# Quiz\n\n1. T/F: SARSA is on-policy.\n\n    **True**\n\n"
        f"{other}3. A critic acts (T/F)\n\n    **False**\n"
    )
    cards = parse(text, "quiz").deck.cards
    assert [card.question for card in cards][::2] == ["T/F: SARSA is on-policy.", "A critic acts (T/F)"]
    assert [card.sections[-1].text for card in cards][::2] == ["**True**", "**False**"]


def options(*letters: str) -> str:
    return "".join(f"    {letter} it is of kind {n}  \n" for n, letter in enumerate(letters))


def test_the_options_with_a_letter_in_bold_are_right_where_others_have_none() -> None:
    (card, _) = parse(
        f"# Quiz\n\n1. Which values bootstrap?\n\n{options('**A.**', 'B.', '**C.**', 'D.')}\n"
        f"2. Which do not?\n\n{options('A.', '**B.**', 'C.', 'D.')}",
        "quiz",
    ).deck.cards
    assert "**" not in card.sections[0].text
    assert [line.strip() for line in card.sections[1].text.split("\n")] == [
        "A. it is of kind 0",
        "C. it is of kind 2",
    ]


def test_letters_that_are_all_in_bold_are_no_key() -> None:
    told = options("**A.**", "**B.**", "**C.**")
    text = f"# Quiz\n\n1. Which values bootstrap?\n\n{told}\n2. Which do not?\n\n{told}"
    assert [card.is_draft for card in parse(text, "quiz").deck.cards] == [True, True]


def test_how_to_choose_is_part_of_the_question() -> None:
    asked = "Which values bootstrap? Please choose the best answer."
    first, second = options("A.", "**B.**", "C."), options("A.", "**B.**")
    text = f"# Quiz\n\n1. {asked}\n\n{first}\n2. Which do not?\n\n{second}"
    card = parse(text, "quiz").deck.cards[0]
    assert card.question == asked
    assert card.sections[0].text.startswith("A. it is of kind 0")
