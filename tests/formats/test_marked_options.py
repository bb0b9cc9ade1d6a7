"""Options whose right one has a sign at its front, and headings that ask by having such options below."""

import pytest

from flashrl.formats import parse

OPTIONS = ("by its return", "by its name", "by its seed")


def options(mark: str, right: int, lead: str = "{}.") -> str:
    lines = (f"{lead.format(n)} {f'{mark} ' * (n == right)}{text}\n" for n, text in enumerate(OPTIONS, 1))
    return "".join(lines)


def quiz(mark: str, lead: str = "{}.") -> str:
    names = ("A policy is judged", "The critic", "Which is no part of a world", "Evaluation means")
    return "# Lecture 4\n\n" + "\n".join(
        f"## {name}\n\n{options(mark, n % 3 + 1, lead)}" for n, name in enumerate(names)
    )


@pytest.mark.parametrize("mark", ["(X)", "(x)", "(*)"])
@pytest.mark.parametrize("lead", ["{}.", "-"])
def test_headings_with_nothing_but_options_ask_whatever_they_say(mark: str, lead: str) -> None:
    cards = parse(quiz(mark, lead), "lecture").deck.cards
    assert [card.question for card in cards][:2] == ["A policy is judged", "The critic"]
    assert [card.sections[-1].text for card in cards] == [f"- {OPTIONS[n % 3]}" for n in range(4)]
    assert all("[ ] by its return" in card.sections[0].text for card in cards)


def test_a_ticked_box_below_each_heading_is_a_quiz_in_a_file_about_questions_alone() -> None:
    text = quiz("[x]", "-").replace("- by", "- [ ] by")
    assert len(parse(text.replace("Lecture 4", "Quiz 4"), "lecture").deck.cards) == 4
    assert parse(text, "lecture").deck.cards == ()


def test_a_list_in_which_all_or_none_are_marked_lets_nobody_choose() -> None:
    every = "".join(f"- (x) {text}\n" for text in OPTIONS)
    text = f"# Lecture 4\n\n## Policies\n\n{every}\n## Values\n\n- by state\n\n## Models\n\n{every}"
    assert parse(text, "lecture").deck.cards == ()


def test_plans_with_signs_at_what_is_done_ask_nothing() -> None:
    assert parse(quiz("✅", "-"), "plan").deck.cards == ()


def test_a_sign_before_the_right_one_of_plain_bullets_is_its_key() -> None:
    text = "# Quiz\n\n" + "\n".join(
        f"### Q{n}. How is agent {n} judged?\n\n{options('✅', n, '-')}\n> Mind the seed.\n"
        for n in (1, 2, 3)
    )
    cards = parse(text, "README").deck.cards
    assert [card.sections[0].text.count("[ ]") for card in cards] == [3, 3, 3]
    assert [card.sections[1].text.split("\n")[0] for card in cards] == [f"- {each}" for each in OPTIONS]


def bold(right: int) -> str:
    return "".join(f"- **{text}**\n" if n == right else f"- {text}\n" for n, text in enumerate(OPTIONS))


def test_the_option_in_bold_among_bullets_is_the_key_below_headings_that_need_not_ask() -> None:
    names = ("A policy is judged :", "The critic learns", "What ends an episode?", "Evaluation means :")
    text = "".join(f"### {n}) {name}\n{bold(n % 3)}" for n, name in enumerate(names, 1))
    cards = parse(f"# Contrôle\n\n## QCM\n\n{text}", "lecture").deck.cards
    assert [card.question for card in cards] == list(names)
    assert [card.sections[0].text.count("[ ]") for card in cards] == [3, 3, 3, 3]
    assert [card.sections[1].text for card in cards] == [f"- {OPTIONS[n % 3]}" for n in (1, 2, 3, 4)]


def test_a_bold_first_bullet_is_what_the_others_are_about() -> None:
    text = "# RL questions\n\n" + "".join(f"## {n}. What is trace {n}?\n\n{bold(0)}\n" for n in range(1, 6))
    cards = parse(text, "lecture").deck.cards
    assert [card.sections[0].text for card in cards] == [bold(0).strip()] * 5


LOOKS = {"box": ("- [x] {}\n", "- [ ] {}\n"), "bold": ("- **_{}_**\n", "- {}\n")}
STATED = ["A policy is judged", "Code says", "A critic learns", "A world ends", "An arm pays", "A step ends"]


def _stated(look: str, right: int) -> str:
    """Plain lines with options below, of which the first `right` are the right one in turn."""
    chosen, other = LOOKS[look]
    parts = []
    for n, each in enumerate(STATED):
        code = "```\nstep()\n```\n\n" if each == "Code says" else ""
        lines = ((chosen if k == n % right else other).format(text) for k, text in enumerate(OPTIONS))
        parts.append(f"{each}\n\n{code}{''.join(lines)}")
    return "\n".join(parts)


@pytest.mark.parametrize("look", LOOKS)
def test_plain_lines_above_options_of_which_one_is_right_ask_whatever_they_say(look: str) -> None:
    cards = parse(_stated(look, 3), "quiz").deck.cards
    assert [card.question for card in cards] == STATED
    assert [card.sections[-1].text for card in cards] == [f"- {OPTIONS[n % 3]}" for n in range(6)]
    assert not parse(_stated(look, 1), "plans").deck.cards
