"""Plain lines that ask, with `Ans:` or indented text below them."""

from flashrl.formats import parse

ASKED = [
    "What is a replay buffer?",
    "Difference between uniform and prioritized replay",
    "Why is it large?",
    "Explain n-step returns",
    "Stale transitions",
]


def _cards(text: str) -> list[tuple[str, str]]:
    cards = parse(text, "interview-questions").deck.cards
    return [(card.question, card.sections[-1].text.strip()) for card in cards if not card.is_draft]


def test_the_line_above_a_mark_is_the_question_without_the_answer_whatever_it_ends_with() -> None:
    text = "Hello! These were asked in 2019.\n\n**Replay**\n\n"
    text += "".join(f"{n}- {asked}\nAns: Told in {n}.\n\n" for n, asked in enumerate(ASKED, start=1))
    assert _cards(text) == [(asked, f"Told in {n}.") for n, asked in enumerate(ASKED, start=1)]


def test_a_line_without_a_number_above_a_mark_is_asked_too() -> None:
    text = "".join(f"{asked}\n**Answer:** Told in {n}.\n\n" for n, asked in enumerate(ASKED, start=1))
    assert _cards(text) == [(asked, f"Told in {n}.") for n, asked in enumerate(ASKED, start=1)]


def test_plain_questions_are_answered_by_indented_lines_and_by_code() -> None:
    asked = [each for each in ASKED if each.endswith("?")] + [
        "How is it sampled?",
        "What is a target network?",
    ]
    for lead in ("\t", "    "):
        text = "".join(f"{each}\n\n{lead}Told in {n}.\n\n" for n, each in enumerate(asked, start=1))
        assert _cards(text) == [(each, f"Told in {n}.") for n, each in enumerate(asked, start=1)]
    text = "".join(f"{each}\n\n```python\ntell({n})\n```\n\n" for n, each in enumerate(asked, start=1))
    assert _cards(text) == [(each, f"```python\ntell({n})\n```") for n, each in enumerate(asked, start=1)]


def test_plain_questions_with_nothing_between_them_stay_drafts() -> None:
    asked = ["What is a buffer?", "Why is it large?", "How is it sampled?", "When is it cleared?"]
    cards = parse("\n\n".join(asked), "interview-questions").deck.cards
    assert [(card.question, card.is_draft) for card in cards] == [(each, True) for each in asked]


_LINKED = "[What is a return?](https://a.example/return)"
_PLAIN = ["What is a policy?", "How is regret counted?", "Why is a buffer kept?"]


def _on_lines(asked: list[str], told: str = "- It is told here in a few words.") -> list[str]:
    text = "# RL interview questions\n\n" + "".join(f"{each}\n\n{told}\n\n" for each in asked)
    return [card.question for card in parse(text, "README").deck.cards]


def test_plain_questions_that_are_links_are_asked_as_the_others_are() -> None:
    assert _on_lines([_PLAIN[0], _LINKED, *_PLAIN[1:]]) == [_PLAIN[0], _LINKED, *_PLAIN[1:]]
    assert _on_lines([f"{_LINKED} -> it is well drawn there", *_PLAIN]) == [_LINKED, *_PLAIN]


def test_links_to_read_on_are_in_the_answer_above_them() -> None:
    assert _on_lines([*_PLAIN, f"{_LINKED}\n\n[What is a trace?](https://a.example/trace)"]) == _PLAIN
    assert _on_lines([f"{each}\n\n{_LINKED}\n\n{_LINKED}" for each in _PLAIN], "") == _PLAIN
    assert _on_lines([_LINKED] * 4) == []


def _item(asked: str, answer: str) -> str:
    return f"{asked}\n {answer}.\n Neither.\n\nAns - {answer}\n\n"


def test_a_question_without_its_number_below_a_rule_is_in_no_answer() -> None:
    text = _item("1. Which policy has no regret?", "UCB")
    text += _item("2. Which of these is a bandit?", "An arm") + "Explanation: (short)\nIt has a reward.\n\n"
    text += _item("3. Which one learns off-policy?", "Q-learning") + "-----\n\n"
    text += _item("Which algorithm bootstraps?", "TD") + "Explanation:\n\nIt takes a value.\n\n-----\n\n"
    text += _item("Which one waits for the end?", "MC")
    cards = parse(text, "notes").deck.cards
    assert [card.question[:9] for card in cards] == [
        "Which pol",
        "Which of ",
        "Which one",
        "Which alg",
        "Which one",
    ]
    assert [card.sections[-1].text[:3] for card in cards] == ["UCB", "An ", "Q-l", "TD\n", "MC"]
    assert cards[2].sections[-1].text == "Q-learning"


def test_a_remark_below_a_rule_stays_in_the_answer_whatever_mark_is_below_it() -> None:
    asked = "".join(f"{n}. What is arm {n}?\n\nAns - An action.\n\n" for n in range(1, 4))
    cards = parse(f"{asked}-----\n\nIt is also said so.\n\nAns - A choice.\n", "notes").deck.cards
    assert [card.question for card in cards] == ["What is arm 1?", "What is arm 2?", "What is arm 3?"]
