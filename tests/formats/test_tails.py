"""What stands behind the question mark of an item: an answer where many have one, else it is asked too."""

import pytest

from flashrl.formats import parse
from flashrl.model import Card

_BARE = (
    "Czym jest agent?",
    "Co to jest polityka?",
    "Jak działa bufor?",
    "Co robi krytyk?",
    "Do czego służy model?",
    "Jak liczy się zwrot?",
    "Czym jest epizod?",
    "Kiedy kończy się gra?",
    "Co mierzy nagroda?",
)


def cards(*items: str) -> list[Card]:
    return list(parse("# Pytania\n\n" + "\n".join(f"- {each}" for each in items), "README").deck.cards)


@pytest.mark.parametrize(
    "asked", ["Co to jest ślad? Różne jego rodzaje", "¿Has entrenado uno? Háblame de él."]
)
def test_what_one_of_many_bare_items_says_behind_its_question_mark_is_more_of_the_question(
    asked: str,
) -> None:
    found = cards(*_BARE, asked)
    assert [card.is_draft for card in found] == [True] * 10
    assert found[-1].question == asked


def test_where_several_items_say_something_behind_their_question_mark_they_answer() -> None:
    found = cards(*_BARE[:6], "Co to jest ślad? Pamięć.", "Co to jest cel? Stan na końcu.")
    assert [card.is_draft for card in found] == [True] * 6 + [False] * 2


@pytest.mark.parametrize(
    "told",
    [
        "Pamięć.",
        "Zwykle około 0.9",
        "Pamięć o tym, które stany odwiedzono niedawno, słabnąca z każdym krokiem. Gaśnie na końcu epizodu.",
    ],
)
def test_a_word_a_number_or_a_long_text_behind_the_only_question_mark_among_bare_items_answers(
    told: str,
) -> None:
    assert not cards(*_BARE, f"Co to jest ślad? {told}")[-1].is_draft


@pytest.mark.parametrize(
    ("said", "asked"), [("Die Arten und je ein Beispiel.", True), ("Ja.", False), ("Nein, nie.", False)]
)
def test_what_one_item_says_behind_its_question_mark_is_asked_where_all_are_answered_below(
    said: str, asked: bool
) -> None:
    others = [f"{n}. Was tut Agent {n}?\n   Er handelt.\n" for n in range(2, 10)]
    text = f"# Fragen\n\n1. Welche Wege gibt es? {said}\n   Es gibt zwei.\n" + "".join(others)
    card = parse(text, "README").deck.cards[0]
    shown = "\n".join(each.text for each in card.sections)
    assert (said in card.question, said in shown) == (asked, not asked)
    assert "Es gibt zwei." in shown


_IN_BRACKETS = (
    "What is a return? (what is paid from here on, discounted)",
    "What is a bandit (k-armed)? (a world of one state and k actions)",
    "Who acts? (The agent)",
    "What is a sweep? (one backup for each state (or pair) at once).",
)


def test_what_many_items_say_in_brackets_behind_the_question_mark_answers() -> None:
    asides = ["What is a trace? (explain with a sketch)", "What is GAE? ([paper](https://a.example/g))"]
    found = cards(*_IN_BRACKETS, *asides, "Replay buffers (rings)")
    told = [card.sections[0].text if card.sections else "" for card in found]
    assert [card.question for card in found] == [
        *(each.partition("? (")[0] + "?" for each in _IN_BRACKETS),
        *asides,
    ]
    assert told == [
        "what is paid from here on, discounted",
        "a world of one state and k actions",
        "The agent",
        "one backup for each state (or pair) at once",
        "",
        "",
    ]


def test_brackets_behind_the_question_marks_of_a_few_items_are_asides() -> None:
    assert all(card.is_draft for card in cards(*_BARE, *_IN_BRACKETS[:2]))
    said = ["Tell of a plan? (“I had three days for it”)"] * 4
    assert all(card.is_draft for card in cards(*said))


@pytest.mark.parametrize("look", ["- {}", "## {}\n", "**{}**\n", "{}\n", "**Q.** {}\n", "12. {}"])
@pytest.mark.parametrize(
    ("asked", "question"),
    [
        ("Co to jest ślad? Ans: pamięć kroków", "Co to jest ślad?"),
        ("Co to jest ślad? Odpowiedź: pamięć kroków", "Co to jest ślad?"),
        ("Co to jest ślad? (Answer: pamięć kroków)", "Co to jest ślad?"),
        ("Co to jest ślad? Ans - pamięć kroków", "Co to jest ślad?"),
        ("Define a trace ANS: pamięć kroków", "Define a trace"),
    ],
)
def test_what_one_of_many_bare_questions_says_behind_the_label_of_an_answer_is_that(
    look: str, asked: str, question: str
) -> None:
    text = "# Pytania\n\n" + "\n".join(look.format(each) for each in [*_BARE, asked])
    found = parse(text, "README").deck.cards
    assert [card.is_draft for card in found] == [True] * 9 + [False]
    assert (found[-1].question, found[-1].sections[0].text) == (question, "pamięć kroków")


@pytest.mark.parametrize(
    "asked", ["Która metoda jest off-policy? A: SARSA B: Q-learning", "Is this the answer: a mean?"]
)
def test_a_choice_behind_a_question_and_a_colon_within_are_no_label_of_an_answer(asked: str) -> None:
    text = "# Pytania\n\n" + "\n\n".join(f"## {each}" for each in [*_BARE, asked])
    assert parse(text, "README").deck.cards[-1].question == asked


def test_the_options_on_the_line_of_a_question_are_asked_where_the_key_stands_behind_them() -> None:
    found = cards(*(f"{each} a) jeden b) dwa Ans: b" for each in _BARE))
    assert found[0].question == f"{_BARE[0]} a) jeden b) dwa"
    assert [card.sections[0].text for card in found] == ["b"] * 9


@pytest.mark.parametrize(
    "asked",
    [
        "知道回报吗？折扣有几个参数，分别代表什么",
        "回放缓冲区？说一下优先级？抽样方式（比如均匀的，谁的方差高）",
        "보상은 어떻게 정하나요? 할인율에 대해 설명해주세요.<br/>",
    ],
)
def test_what_goes_on_asking_behind_an_eastern_question_mark_is_asked_too(asked: str) -> None:
    found = parse(f"# 面试题\n\n1. 什么是策略？\n2. {asked}\n3. 什么是价值？\n", "README").deck.cards
    assert [card.is_draft for card in found] == [True] * 3
    assert found[1].question == asked.removesuffix("<br/>")


def test_what_states_something_behind_an_eastern_question_mark_answers() -> None:
    told = ["从状态到动作的映射。", "有两个参数", "探索由它决定，也决定学到什么。"]
    text = "".join(f"{n}. 什么是策略{n}？{each}\n" for n, each in enumerate(told, start=1))
    found = parse(f"# 面试题\n\n{text}", "README").deck.cards
    assert [card.sections[0].text for card in found] == told
