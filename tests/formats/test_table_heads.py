"""The heads of tables: which ones make their rows cards."""

import pytest

from flashrl.formats import parse


def rows(head: str, *cells: str) -> list[tuple[str, str, str]]:
    """The question, what it goes on with, and the answer, of each row that is a card."""
    width = head.count("|") + 1
    text = "\n".join([f"| {head} |", "|" + "---|" * width, *(f"| {each} |" for each in cells)])
    found = []
    for card in parse(f"# Notes\n\n{text}\n", "notes").deck.cards:
        told = {each.kind.value: each.text for each in card.sections}
        found.append((card.question, told.get("Question", ""), told.get("Answer", "")))
    return found


@pytest.mark.parametrize(
    "head",
    [
        "Question | Correct answer",
        "Question | Ans",
        "Q | A",
        "Front | Back",
        "Questions | Explanation",
        "Pergunta | Resposta correta",
        "질문 | 정답",
        "Fråga (vik här) | Svar (vik hit)",
        "✏️ KÉRDÉS | ✅ VÁLASZ",
        "Frente (em inglês) | Verso (em português)",
        "Vorderseite | Rückseite",
        "Rapid-fire question | One-line answer",
        "Warm-up question | Answer in one sentence",
        "Pregunta | Respuesta breve",
        "Вопрос | Краткий ответ",
        "Screening question | Strong response",
        "Question | What to say",
    ],
)
def test_the_columns_of_questions_and_answers_have_many_names(head: str) -> None:
    told = ("What is a return? | A sum", "What is a trace? | A memory", "What is a critic? | An estimate")
    assert rows(head, *told) == [
        ("What is a return?", "", "A sum"),
        ("What is a trace?", "", "A memory"),
        ("What is a critic?", "", "An estimate"),
    ]


def test_a_column_for_the_reader_answers_nothing_beside_the_correct_one() -> None:
    found = rows("# | Question | Your answer | Correct answer", "1 | What is greed? | 3 | The maximum")
    assert found == [("What is greed?", "", "The maximum")]


def test_columns_of_options_are_asked_and_the_letter_brings_its_own_along() -> None:
    found = rows("Question | A | B | C | Answer", "What is summed? | states | rewards | steps | B")
    assert found == [("What is summed?", "- A) states\n- B) rewards\n- C) steps", "B) rewards")]


@pytest.mark.parametrize("head", ["Q | A", "Front | Back", "A | B"])
def test_a_table_of_values_is_none_of_questions(head: str) -> None:
    assert rows(head, "0 | 1", "1 | 1", "1 | 0") == []


def test_names_in_a_table_with_sides_ask_nothing() -> None:
    assert rows("Front | Back", "camera | battery", "screen | cover", "button | lens") == []


@pytest.mark.parametrize("name", ["Questions", "Questions & Answers", "Question and Answer"])
def test_one_column_may_hold_both_with_a_break_between_them(name: str) -> None:
    names = {"return": "A sum.", "trace": "A memory.", "critic": "An estimate."}
    found = rows(f"No. | {name}", *(f"1 | **What is a {each}?** <br> {told}" for each, told in names.items()))
    assert found == [(f"What is a {each}?", "", told) for each, told in names.items()]
    assert rows(f"No. | {name}", *(f"1 | [What is a {each}?](#{each})" for each in names)) == []


@pytest.mark.parametrize("head", ["Description", "Details", "Steps"])
def test_the_only_other_column_answers_whatever_it_says_that_it_is(head: str) -> None:
    told = ("1 | How is a run resumed? | Load the last one", "2 | The loss is NaN: what now? | Clip the step")
    assert [found[0] for found in rows(f"# | Question | {head}", *told, "3 | A net stalls | Reset it")] == [
        "How is a run resumed?",
        "The loss is NaN: what now?",
        "A net stalls",
    ]


@pytest.mark.parametrize(
    ("head", "told"),
    [
        ("Question | Description", "Years at work | Full years of it"),
        ("Question | Description", "[What is greed?](#greed) | On the maximum"),
        ("Question | Description | Score", "What is greed? | On the maximum | 3"),
    ],
)
def test_what_describes_questions_answers_none(head: str, told: str) -> None:
    assert rows(head, *[told] * 4) == []


def test_a_column_that_explains_goes_on_with_the_answer_and_others_do_not() -> None:
    head = "# | Question | Answer | Why it holds | Difficulty"
    found = rows(
        head, "1 | What is greed? | A maximum | No draw | 2", "2 | What is a trace? | A memory | | 3"
    )
    assert found == [
        ("What is greed?", "", "A maximum\n\n**Why it holds:** No draw"),
        ("What is a trace?", "", "A memory"),
    ]


def test_a_name_with_a_remark_counts_only_where_no_column_has_the_bare_one() -> None:
    head = "Question | Answer | Answer (in short)"
    assert rows(head, "What is greed? | The largest estimate | A maximum") == [
        ("What is greed?", "", "The largest estimate")
    ]


@pytest.mark.parametrize(
    "head", ["Task | Number of answers", "Level | Questions per week", "Run | Wrong answer"]
)
def test_a_column_that_counts_them_holds_neither_questions_nor_answers(head: str) -> None:
    assert (
        rows(head, "Trace the bandit | All five", "Tune the critic | Some four", "Cut the run | Three") == []
    )


def test_a_summary_of_points_asks_nothing_again() -> None:
    told = ("Tune the decay | of the trace, then the step", "Stalled critic | reset it, then warm up")
    assert rows("Scenario question | Key points in answer", *told, "Cut runs | count them, tell why") == []
