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


def test_tasks_with_what_is_told_behind_a_dash_are_questions_in_a_file_about_questions() -> None:
    verbs = ("Explain", "Describe", "Define", "Compare", "Write the update of")
    rows = "".join(f"• Part {n}: {verb} a trace. – It decays.\n" for n, verb in enumerate(verbs))
    cards = parse(f"# RL interview questions\n\n{rows}", "README").deck.cards
    assert [card.question for card in cards] == [f"Part {n}: {verb} a trace." for n, verb in enumerate(verbs)]
    assert parse(f"# A plan\n\n{rows}", "plan").deck.cards == ()


def test_a_question_that_is_quoted_below_a_heading_which_only_names_it_is_asked() -> None:
    quotes = {"Returns": '> "Explain what a return is."', "TD or not": "> How does TD learn?"}
    told = {"Traces": "> A trace is a memory.", "Why replay?": '> "Who would not?"'}
    text = "".join(
        f"### {n}. {name}\n\n{quote}\n\nTold.\n\n"
        for n, (name, quote) in enumerate({**quotes, **told}.items(), 1)
    )
    cards = parse(f"# RL interview questions\n\n## Parts\n\n{text}", "README").deck.cards
    found = {card.question: [section.text for section in card.sections] for card in cards}
    assert found == {
        **{name: [quote, "Told."] for name, quote in quotes.items()},
        **{name: [f"{quote}\n\nTold."] for name, quote in told.items()},
    }


def test_a_heading_with_the_first_and_last_number_of_several_questions_is_their_chapter() -> None:
    rows = [f"{n}. What is meant in {n}?\nTold.\n" for n in range(1, 7)]
    text = "# RL\n\n## Q1-Q3: Values\n\n" + "".join(rows[:3]) + "\n## Q4 to Q6\n\n" + "".join(rows[3:])
    cards = parse(f"{text}\n## Q7 – Q9 — Planning\n", "questions").deck.cards
    assert [card.question for card in cards] == [f"What is meant in {n}?" for n in range(1, 7)]
