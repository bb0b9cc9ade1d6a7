"""Lists of questions with bullets that markdown does not know, and answers behind a dash on their line."""

import pytest

from flashrl.formats import parse

ASKED = ["What is a return?", "Traces: Explain how a trace decays.", "How does TD learn? And from what?"]
TOLD = ["A discounted sum.", "By `γλ` a step.", "It learns from a guess."]


@pytest.mark.parametrize("bullet", ["•", "\t•\t", "● ", "  ▪ ", "- ", "* ", "\t–\t"])
@pytest.mark.parametrize("dash", [" – ", " — "])
def test_what_a_dash_sets_off_behind_a_question_answers_it_whatever_the_bullet(
    bullet: str, dash: str
) -> None:
    bullet = bullet if bullet[-1:].isspace() else f"{bullet} "
    rows = "".join(f"{bullet}{asked}{dash}{told}\n" for asked, told in zip(ASKED, TOLD, strict=True))
    cards = parse(f"RL interview questions\n\nValues\n{rows}", "README").deck.cards
    assert [card.question for card in cards] == ASKED
    assert [card.sections[0].text for card in cards] == TOLD


def test_other_bullets_below_such_questions_are_their_answers() -> None:
    text = (
        "# RL\n\n• What is a value?\n○ Of a state,\n○ or a pair.\n"
        "• What is a policy?\n  ○ A map.\n• Why?\n\n  It acts.\n"
    )
    cards = parse(text, "questions").deck.cards
    assert [card.question for card in cards] == ["What is a value?", "What is a policy?", "Why?"]
    assert [card.sections[0].text for card in cards] == [
        "- Of a state,\n- or a pair.",
        "- A map.",
        "It acts.",
    ]


def test_bullets_of_an_answer_stay_as_they_are() -> None:
    told = "• The sum of rewards.\n• Over an episode?\n• Or for ever."
    text = "".join(f"### {n}. What is meant in {n}?\n{told}\n\n" for n in (1, 2, 3))
    code = "```\n• What?\n• Why?\n• How?\n```"
    cards = parse(f"# RL questions\n\n{text}### 4. What is shown?\n{code}\n", "README").deck.cards
    assert [card.sections[0].text for card in cards] == [told, told, told, code]


@pytest.mark.parametrize("sign", ["–", "-", "→", "->", "=>"])
def test_the_sign_between_a_question_and_its_answer_is_not_shown(sign: str) -> None:
    rows = "".join(f"**{n}. What is meant in {n}?** {sign} A map of {n}.\n\n" for n in (1, 2, 3))
    cards = parse(f"# RL questions\n\n{rows}", "README").deck.cards
    assert [card.sections[0].text for card in cards] == [f"A map of {n}." for n in (1, 2, 3)]


def test_a_list_that_begins_on_the_line_of_its_question_keeps_its_dash() -> None:
    rows = "".join(f"**{n}. What are both in {n}?** - states\n- actions\n\n" for n in (1, 2, 3))
    cards = parse(f"# RL questions\n\n{rows}", "README").deck.cards
    assert cards[0].sections[0].text.startswith("- states")
    assert cards[0].sections[0].text.endswith("- actions")


def test_prose_with_dashes_asks_nothing() -> None:
    rows = ["It learns. – So they say.", "Define the goal first. – Then act.", "Ready? – Go on."]
    assert parse("# A plan\n\n" + "".join(f"- {row}\n" for row in rows), "plan").deck.cards == ()
