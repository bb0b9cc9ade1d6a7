import pytest

from flashrl.formats import parse

TERMS = ["arms of a bandit", "bandit as an MDP", "regret after T pulls", "pull of arm a"]
TERMS += ["UCB bonus", "gradient bandit", "context of a bandit", "best arm"]
HEADED = "# RL::bandits\n\n" + "\n".join(f"## {term}\n\n```\n{term.upper()}\n```\n" for term in TERMS)
LISTED = "\n".join(
    f"{number}. {text}\nIt is told by what follows on a step, and by nothing before it.\n"
    for number, text in enumerate(
        (
            "The Markov property.",
            "What does a reward leave open?",
            "Discounted returns.",
            "Why is a task continuing?",
            "An absorbing state.",
            "Episodes and their ends.",
        ),
        1,
    )
)


@pytest.mark.parametrize(("folder", "cards"), [("anki-cards", 8), ("interview-questions", 8), ("rl-book", 0)])
def test_headings_are_fronts_where_a_folder_says_so(folder: str, cards: int) -> None:
    assert len(parse(HEADED, "bandits", folder=folder).deck.cards) == cards


def test_a_file_named_after_its_contents_is_none_of_questions() -> None:
    assert not parse(HEADED, "cheat-sheet", folder="anki-cards").deck.cards


def test_numbered_lines_are_a_quiz_where_some_of_them_ask() -> None:
    cards = parse(f"# Quiz\n\n{LISTED}", "mdp").deck.cards
    assert [card.question for card in cards] == [
        line[3:] for line in LISTED.split("\n") if line[:1].isdigit()
    ]
    assert all(not card.is_draft for card in cards)
    assert not parse(f"# Chapter\n\n{LISTED}", "mdp").deck.cards


def test_headings_above_what_asks_are_chapters() -> None:
    text = "# Quiz\n\n" + "\n".join(
        f"## {term}\n\n- What is the {term}?\n- Why the {term}?\n" for term in TERMS
    )
    assert all(card.is_draft and card.question.endswith("?") for card in parse(text, "quiz").deck.cards)


def test_where_much_asks_the_rest_does_not() -> None:
    asking = "\n".join(f"## What is the {term}?\n\nA number.\n" for term in TERMS)
    text = f"# Interview questions\n\n### Words\n\nThey come first.\n\n{asking}"
    assert len(parse(text, "README", folder="questions").deck.cards) == 8
