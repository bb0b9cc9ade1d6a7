import pytest

from flashrl.formats import parse

TALK = """# Bandits

**Interviewer:** What is regret?

**Candidate:** What is lost.

**Interviewer**: Walk me through UCB.

**Candidate (short)**: A bonus.

**Candidate (in depth)**: It shrinks with each pull.

**Interviewer:** When is it optimal?

**Candidate:** With one state.
"""


@pytest.mark.parametrize("lead", ["", "- "])
@pytest.mark.parametrize("sign", ["**", ""])
def test_what_an_interviewer_asks_and_a_candidate_says_are_cards(lead: str, sign: str) -> None:
    text = "\n".join(lead + line if line.startswith("**") else line for line in TALK.split("\n"))
    cards = parse(text.replace("**", sign), "bandits").deck.cards
    assert [card.question for card in cards] == [
        "What is regret?",
        "Walk me through UCB.",
        "When is it optimal?",
    ]
    told = [card.sections[0].text for card in cards]
    assert (told[0], told[2]) == ("What is lost.", "With one state.")
    assert told[1].startswith("*short:* A bonus.")
    assert told[1].endswith("It shrinks with each pull.")


def test_a_talk_that_asks_next_to_nothing_is_none_of_cards() -> None:
    text = TALK.replace("What is regret?", "Nice to meet you.").replace("Walk me through UCB.", "So I see.")
    assert not parse(text, "bandits").deck.cards


def test_who_speaks_alone_is_not_answered() -> None:
    assert not [
        card for card in parse(TALK.replace("Candidate", "Moderator"), "x").deck.cards if not card.is_draft
    ]
