"""The line in bold that says what kind of answer follows is no part of that, at its head."""

import pytest

from flashrl.formats import parse
from flashrl.formats.foreign.words.answer_mark import answer_mark


@pytest.mark.parametrize(
    "title",
    [
        "**Interview Answer:**",
        "**🎯 Interview answer (30 sec):**",
        "**Crisp answer**",
        "**Answer Key Points:**",
    ],
)
@pytest.mark.parametrize("gap", ["\n", " ", "\n\n"])
def test_the_name_of_an_answer_is_not_shown_above_it(title: str, gap: str) -> None:
    text = "".join(f"### {n}. What is method {n}?\n\n{title}{gap}It bootstraps.\n\n" for n in range(1, 4))
    cards = parse(f"# Interview questions\n\n{text}", "notes").deck.cards
    assert [[each.text for each in card.sections] for card in cards] == [["It bootstraps."]] * 3


def test_below_a_longer_text_it_stays() -> None:
    told = "A target is built from estimates.\n\n**Interview answer:** it bootstraps."
    cards = parse(f"### 1. What is TD?\n\n{told}\n\n### 2. What is MC?\n\n{told}\n", "questions").deck.cards
    assert [[each.text for each in card.sections] for card in cards] == [[told]] * 2


@pytest.mark.parametrize(
    "mark",
    [
        "Lösung (Beispiel):",
        "Answer (2 marks):",
        "**Resposta (sugestão curta):**",
        "**Answer** (an example):",
        "答案（参考）：",
        "Rechnung/Lösung:",
        "**Answer & Explanation:**",
    ],
)
def test_which_answer_it_is_may_stand_between_its_name_and_the_colon(mark: str) -> None:
    text = f"Which target is lower?\n{mark} The one of SARSA.\n\nWhat ends a game?\n{mark} A last step.\n"
    told = [[each.text for each in card.sections] for card in parse(text, "README").deck.cards]
    assert told == [["The one of SARSA."], ["A last step."]]


@pytest.mark.parametrize(
    "line",
    [
        "A (greedy agent): it acts.",
        "Answer (B): it acts.",
        "Solution (as told) is to act.",
        "Fragen/Antworten:",
    ],
)
def test_a_letter_in_parentheses_and_a_sentence_name_no_kind_of_answer(line: str) -> None:
    assert answer_mark(line) is None


_COUNTED = """Übung A — Grundlagen

Leichte Teile
1) Nennen Sie das Ziel eines Agenten.
Lösung: Eine hohe Summe.

2) Was ist eine Strategie?
Lösung: Eine Abbildung.

Mittlere Teile
3) Berechnen Sie den Ertrag von drei Schritten.
Lösung: Drei.

4) Wer bewertet Zustände?
Lösung: Die Wertfunktion.
"""


def test_a_numbered_line_above_a_mark_asks_and_the_name_of_a_chapter_right_above_it_does_not() -> None:
    cards = parse(_COUNTED, "notes").deck.cards
    assert [(card.line, card.question, [each.text for each in card.sections]) for card in cards] == [
        (4, "Nennen Sie das Ziel eines Agenten.", ["Eine hohe Summe."]),
        (7, "Was ist eine Strategie?", ["Eine Abbildung."]),
        (11, "Berechnen Sie den Ertrag von drei Schritten.", ["Drei."]),
        (14, "Wer bewertet Zustände?", ["Die Wertfunktion."]),
    ]


def test_what_is_given_in_numbered_lines_stays_in_its_question() -> None:
    given = "Two agents act in turn, one after the other:\n1) one is greedy\n2) one explores\n"
    text = "".join(f"{given}Which of them wins game {n}\nAnswer: The first.\n\n" for n in range(3))
    cards = parse(text, "quiz").deck.cards
    assert [card.question for card in cards] == ["Two agents act in turn, one after the other:"] * 3


@pytest.mark.parametrize("button", ["Hide Answer", "Show the solution", "Показать ответ", "查看答案"])
@pytest.mark.parametrize("count", ["{}.\n", "{}. ", "{})\n", ""])
def test_what_a_button_said_marks_an_answer_and_is_no_part_of_it(button: str, count: str) -> None:
    asked = ["What is a bandit?", "Explain the discount.", "Name two kinds of traces", "What is a critic?"]
    text = "".join(
        f"{count.format(n)}{question}\n{button}\nTold of {n},\nat some length.\n"
        for n, question in enumerate(asked, start=1)
    )
    cards = parse(f"# RL questions\n\n{text}", "README").deck.cards
    assert [card.question for card in cards] == asked
    told = [card.sections[-1].text for card in cards]
    assert told == [f"Told of {n},\nat some length." for n in (1, 2, 3, 4)]


def test_steps_with_their_numbers_on_lines_of_their_own_are_no_questions() -> None:
    text = "".join(f"{n}.\nPress Show answer in part {n}\nThen read on.\n" for n in range(1, 7))
    assert not parse(f"# The trainer\n\n{text}", "README").deck.cards


def test_a_counted_letter_alone_on_its_line_marks_the_answer() -> None:
    text = "\n\n".join(
        f"Q{n}. **What is part {n}?**\n\nA{n}.\n* **Point**: told of {n}." for n in range(1, 12)
    )
    cards = parse(f"# RL questions\n\n{text}\n", "README").deck.cards
    assert [card.sections[-1].text for card in cards] == [f"* **Point**: told of {n}." for n in range(1, 12)]


@pytest.mark.parametrize("word", ["Jawab", "Cavab", "Antwoord", "Odpověď"])
def test_words_that_name_an_answer_elsewhere_need_a_colon(word: str) -> None:
    assert answer_mark(f"**{word}:** PPO") is not None
    assert answer_mark(f"{word} PPO") is None


def test_points_at_the_end_of_what_is_answered_are_kept() -> None:
    mark = answer_mark("A: each step is worth something (2 points)")
    assert mark is not None
    assert mark.rest == "each step is worth something (2 points)"


@pytest.mark.parametrize("title", ["#### Answer (2 points)", "#### 解答（3 分）", "#### Ответ (2 балла)"])
def test_a_heading_may_say_what_its_answer_is_worth(title: str) -> None:
    text = "".join(f"### {n}. What is method {n}?\n\n{title}\n\n- Why: so.\n\n" for n in range(1, 4))
    cards = parse(f"# Exam\n\n{text}", "exam").deck.cards
    assert [[each.text for each in card.sections] for card in cards] == [["- Why: so."]] * 3
