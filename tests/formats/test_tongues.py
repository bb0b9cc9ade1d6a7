"""Questions in two languages, and what marks questions and answers in other languages than English."""

import pytest

from flashrl.formats import parse
from flashrl.formats.foreign.words.wording import wording
from flashrl.model import Card, SectionKind

ASKED = "# Question (EN)\n> What is a return?\n\n# {name} (RU)\n> Что такое отдача?\n\n---\n\n"
TOLD = "## Answer (EN)\n\nThe discounted sum.\n\n## {name} (RU)\n\nСумма со скидкой.\n"


def cards(text: str) -> list[tuple[str, str, str]]:
    """The question of each card, what else it asks, and its answer."""
    return [
        (card.question, _said(card, SectionKind.QUESTION), _said(card, SectionKind.ANSWER))
        for card in parse(text, "README").deck.cards
    ]


def _said(card: Card, kind: SectionKind) -> str:
    return "\n\n".join(each.text for each in card.sections if each.kind is kind)


@pytest.mark.parametrize(("question", "answer"), [("Вопрос", "Ответ"), ("Vopros", "Otvet")])
def test_russian_words_may_be_in_latin_letters(question: str, answer: str) -> None:
    ((asked, also, told),) = cards(ASKED.format(name=question) + TOLD.format(name=answer))
    assert (asked, also) == ("What is a return?", "> Что такое отдача?")
    assert told.startswith("The discounted sum.")
    assert told.endswith("Сумма со скидкой.")


def test_an_empty_title_above_a_question_in_two_languages_is_no_question_besides() -> None:
    text = "# Что такое отдача?\n\n" + ASKED.format(name="Вопрос") + TOLD.format(name="Ответ")
    assert [asked for asked, _, _ in cards(text)] == ["What is a return?"]
    assert len(cards("# Что такое отдача?\n\nСумма.\n\n" + ASKED.format(name="Вопрос"))) == 2


def test_code_below_a_question_in_two_languages_is_asked_about() -> None:
    code = "```python\nfor n in range(2):\n    print(n)\n```"
    text = ASKED.replace("\n\n# ", f"\n\n{code}\n\n# ").format(name="Вопрос") + TOLD.format(name="Ответ")
    ((asked, also, told),) = cards(text)
    assert (asked, also) == ("What is a return?", f"{code}\n\n> Что такое отдача?")
    assert told.startswith("The discounted sum.")


@pytest.mark.parametrize(
    ("question", "answer"),
    [
        *[("سؤال", "جواب"), ("س", "ج"), ("پرسش", "پاسخ"), ("Запитання", "Відповідь")],
        *[("Вопрос", "Краткий ответ"), ("질문", "답변"), ("질문", "모범 답안"), ("質問", "答え")],
        *[("質問", "回答例"), ("问题", "参考回答")],
    ],
)
@pytest.mark.parametrize(
    "pattern", ["{}: {}\n\n{}: {}", "**{} 1:** {}\n\n**{}:** {}", "### {} 2: {}\n\n**{}:**\n\n{}"]
)
def test_questions_and_answers_have_their_words_in_each_language(
    pattern: str, question: str, answer: str
) -> None:
    text = "# RL\n\n" + pattern.format(question, "TD(λ)", answer, "n-step, weighted") + "\n"
    assert cards(text) == [("TD(λ)", "", "n-step, weighted")]


def test_the_third_option_in_arabic_letters_opens_no_answer() -> None:
    text = "**سؤال 1:** γ؟\n\nأ) 0\n\nب) 1\n\nج) 2\n\n**جواب:** 1\n"
    assert cards(text) == [("γ؟", "أ) 0\n\nب) 1\n\nج) 2", "1")]


def test_a_heading_in_the_summary_of_a_fold_leaves_no_tag_in_the_question() -> None:
    text = "<details>\n<summary><h3>1. 보상이란 무엇인가요?</h3></summary>\n\n환경이 주는 수.\n\n</details>\n"
    assert cards(text) == [("보상이란 무엇인가요?", "", "환경이 주는 수.")]


@pytest.mark.parametrize(
    "asked",
    [
        "ما هي السياسة",
        "كيف يتعلم الوكيل",
        "سیاست چیست",
        "چرا تخفیف لازم است",
        "Де зберігають переходи",
        "У чому різниця",
    ],
)
def test_words_ask_without_a_sign_in_arabic_persian_and_ukrainian(asked: str) -> None:
    assert wording(asked).asks
    assert not wording(asked.split()[-1][:3]).asks


def test_a_question_mark_from_right_to_left_may_stand_inside() -> None:
    assert wording("أي خوارزمية؟ ولو بلا نموذج").asks


def test_a_link_to_the_top_with_an_arrow_behind_is_in_no_answer() -> None:
    text = "# Perguntas\n\n## O que é retorno?\n\nA soma.\n\n**[ Ao início ⬆ ](#perguntas)**\n"
    assert cards(text) == [("O que é retorno?", "", "A soma.")]
    kept = text.replace("[ Ao início ⬆ ]", "[ Ao livro ]")
    assert cards(kept)[0][2].endswith("[ Ao livro ](#perguntas)**")


@pytest.mark.parametrize(
    "task",
    [
        "가치 함수를 서술하시오.",
        "정책을 설명해 주세요",
        "方策を説明しなさい。",
        "割引率の役割を述べよ。",
        "策略迭代的实现",
        "Определите функцию ценности",
        "Различие между стратегией и моделью",
        "Поясни уравнение Беллмана",
    ],
)
def test_a_task_asks_without_a_question_mark(task: str) -> None:
    assert wording(task).asks
