"""What is said to the reader behind the last question is in no answer, and no question."""

import pytest

from flashrl.formats import parse

ASKED = "### {n}. What is option {n}?\n\nA policy with an end.\n\n"
BOLD = "**{n}. What is option {n}?**\n\nA policy with an end.\n\n"


def _answers(look: str, behind: str) -> list[str]:
    text = "# Options: interview questions\n\n" + "".join(look.format(n=n) for n in range(1, 5)) + behind
    return [card.sections[-1].text for card in parse(text, "notes").deck.cards]


@pytest.mark.parametrize("look", [ASKED, BOLD])
@pytest.mark.parametrize(
    "behind",
    [
        "---\n\nWould you like me to add some on hierarchies?\n",
        "---\n\nIf you'd like, I can also:\n\n- draw them\n- quiz you\n",
        "Let me know if you want more.\n",
        "**If you have any other questions contact me on the board.**\n",
        "**Would you like me to go on with the next ten?**\n",
        "---\n\n**Happy learning!** 🚀\n",
        "---\n\n**祝学习顺利！** 🎯\n",
        "---\n\nУспехов в обучении!\n",
        "These questions cover a wide range of control.\n",
        "By practicing the above RL questions, you will know options.\n",
        "---\n\n✅ **Use this README to revise before you are asked.**\n",
    ],
)
def test_what_takes_leave_is_in_no_answer(look: str, behind: str) -> None:
    assert _answers(look, behind) == ["A policy with an end."] * 4


def test_what_an_answer_ends_with_stays() -> None:
    behind = "Good luck is no policy.\n\nIf you want more options, learn them.\n\nThese options end.\n"
    assert _answers(ASKED, behind)[-1] == f"A policy with an end.\n\n{behind.strip()}"


@pytest.mark.parametrize("rule", ["⸻", "━━━━━━", "—", "=====", "── ──"])
def test_a_rule_drawn_with_signs_is_in_no_answer(rule: str) -> None:
    assert _answers(ASKED + rule + "\n\n", "") == ["A policy with an end."] * 4
