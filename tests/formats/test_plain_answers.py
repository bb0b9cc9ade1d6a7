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
