"""Questions about the code below them: whether it is asked about, or answers."""

import pytest

from flashrl.formats import parse

CODE = "```python\nenv.reset()\nprint(env.steps)\n```"


def card(question: str, body: str) -> tuple[str, str]:
    """What the first card goes on to ask, and what answers it."""
    others = "".join(f"## {n}. What is agent {n}?\n\nOne that acts.\n\n" for n in range(2, 5))
    first = parse(f"# Interview questions\n\n## 1. {question}\n\n{body}\n\n{others}", "README").deck.cards[0]
    said = {each.kind.name: each.text for each in first.sections}
    return said.get("QUESTION", ""), said.get("ANSWER", "")


@pytest.mark.parametrize(
    "question",
    [
        "What does this line do?",
        "What will these components render?",
        "What does the next function do?",
        "What is the difference between the following two statements?",
        "Looking at the code below, when does the episode end?",
        "After the code below is run, how many steps were made?",
        "Explain in short what the following program does.",
    ],
)
def test_a_lone_fence_below_a_question_about_code_is_asked_about(question: str) -> None:
    assert card(question, CODE) == (CODE, "")
    assert card(question, f"{CODE}\n\n---") == (CODE, "")
    assert card(question, f"{CODE}\n\nIt starts anew.")[1].endswith("It starts anew.")


@pytest.mark.parametrize(
    "question",
    [
        "Write the following function: one that resets a world",
        "How do you count the steps of an episode?",
        "Complete the program below so that it counts its steps",
        "What does a reset look like?",
    ],
)
def test_a_lone_fence_below_a_task_answers_it(question: str) -> None:
    assert card(question, CODE) == ("", CODE)


@pytest.mark.parametrize(
    ("told", "asked"),
    [
        ("print(steps)  # Output: 3", "print(steps)"),
        ("print(steps)  # 3", "print(steps)"),
        ("steps + 1  # => 4", "steps + 1"),
        ("log(steps); //Output:- 0, 1, 2", "log(steps);"),
        ("console.log(steps); // false", "console.log(steps);"),
    ],
)
def test_code_that_tells_its_results_asks_without_them_and_answers_with_them(told: str, asked: str) -> None:
    question = "Predict the output of the following code."
    assert card(question, f"```\n{told}\n```") == (f"```\n{asked}\n```", f"```\n{told}\n```")


@pytest.mark.parametrize(
    "line", ["print(steps)  # Output: ?", "print(steps)  # how many?", "# counts steps", "x = 3  # prints"]
)
def test_a_comment_without_a_result_answers_nothing(line: str) -> None:
    code = f"```\n{line}\n```"
    assert card("What is the output of this code?", code) == (code, "")


def test_the_second_of_two_fences_is_what_the_first_prints() -> None:
    printed, more = "```\n0\n```", "```python\nclass Env:\n    steps = 0\n```"
    question = "What is the output of the following code?"
    assert card(question, f"{CODE}\n\n{printed}") == (CODE, printed)
    assert card(question, f"{CODE}\n\n{more}") == (f"{CODE}\n\n{more}", "")


@pytest.mark.parametrize(
    "question",
    ["What is the output of the following script?", "Which of these expressions are legal?"],
)
def test_code_right_below_a_question_about_it_is_asked_and_code_set_apart_answers(question: str) -> None:
    answer = "```python\nenv.reset()\nprint(env.steps + 0)\n```"
    assert card(f"{question}\n{CODE}", f"\n{answer}") == (CODE, answer)


def test_two_fences_below_another_question_answer_it_and_two_with_no_gap_are_one_code() -> None:
    both = f"{CODE}\n\n{CODE}"
    assert card(f"How is a world reset?\n{CODE}", CODE) == ("", both)
    assert card(f"What is the output of the following script?\n{CODE}\n{CODE}", "") == (f"{CODE}\n{CODE}", "")


@pytest.mark.parametrize(
    "question",
    [
        "Що таке крок? Що буде виведено в консолі?",
        "Какой будет вывод?",
        "Was gibt diese Schleife aus?",
        "Co wypisze ta pętla?",
        "Bu döngünün çıktısı nedir?",
        "Vòng lặp sau in ra gì?",
        "Que va afficher cette boucle ?",
        "¿Qué se imprime?",
        "O que será impresso?",
        "Apa output dari kode ini?",
        "以下程式的輸出結果?",
    ],
)
def test_a_lone_fence_is_asked_about_in_other_languages(question: str) -> None:
    assert card(question, CODE) == (CODE, "")


@pytest.mark.parametrize(
    "question",
    ["Напишіть цикл, що виведе кроки", "Wie gibt man die Schritte aus?", "¿Qué bucle los muestra?"],
)
def test_a_lone_fence_answers_what_is_to_be_written(question: str) -> None:
    assert card(question, CODE) == ("", CODE)
