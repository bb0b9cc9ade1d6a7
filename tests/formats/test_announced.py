"""Questions that a heading or a line announces are no part of the notes above them."""

import pytest

from flashrl.formats import parse
from flashrl.formats.foreign.words.usual_headings import announces

TOPICS = ["1.1 Returns", "1.2 Differences between TD and MC", "2.1 Traces", "2.2 Critics"]
FORMS = {
    "bold": "**{n}. {asked}**\n\nIt is told.\n\n",
    "items": "{n}. {asked}\n\n   It is told.\n\n",
    "headings": "#### {n}. {asked}\n\nIt is told.\n\n",
}
ASKED = ["What is a trace?", "Why explore?", "Where do rewards come from?"]


def _cards(text: str, name: str = "notes") -> list[tuple[str, str]]:
    return [(c.question, c.sections[-1].text if c.sections else "") for c in parse(text, name).deck.cards]


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("title", ["💬 Interview questions with answers", "Practice Questions", "Q & A"])
def test_a_deeper_heading_that_announces_questions_ends_the_answer_above(form: str, title: str) -> None:
    text = f"# Notes\n\n## What is a return?\n\nIt sums.\n\n### {title}\n\n"
    text += "".join(FORMS[form].format(n=n, asked=each) for n, each in enumerate(ASKED, start=1))
    told = [(each, "It is told.") for each in ASKED]
    assert _cards(text) == [("What is a return?", "It sums."), *told]


def _with_lists(label: str, topics: list[str], told: str) -> str:
    asked = f"{label}\n\n1. Why is it used?{told}\n2. What is lost?\n\n"
    return "# RL interview questions\n\n" + "".join(f"### {each}\n\n- A note.\n\n{asked}" for each in topics)


@pytest.mark.parametrize("label", ["**Common interview questions:**", "#### 常见面试问题", "Exam questions:"])
def test_topics_that_end_in_announced_lists_are_none_though_one_sounds_like_a_question(label: str) -> None:
    pair = [("Why is it used?", "To learn."), ("What is lost?", "")]
    assert _cards(_with_lists(label, TOPICS, "\n   To learn.")) == pair * len(TOPICS)


@pytest.mark.parametrize("label", ["**Follow-up questions:**", "Common interview questions:"])
def test_lists_below_headings_that_mostly_ask_are_parts_of_the_answers(label: str) -> None:
    asked = ["1. What is a return?", "2. How do traces fade?", "3. Critics", "4. What is TD?"]
    names = [each.partition(" ")[2] for each in asked]
    assert [question for question, _ in _cards(_with_lists(label, asked, ""))] == names


@pytest.mark.parametrize(
    "text",
    ["Follow-up questions", "Additional Questions", "Questions to ask", "The question of credit", "追问问题"],
)
def test_what_goes_on_with_an_answer_announces_no_questions(text: str) -> None:
    assert not announces(text)
