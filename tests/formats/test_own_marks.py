"""The marks of answers that stand in what is asked."""

import pytest

from flashrl.formats import parse


def test_a_solution_that_is_asked_about_is_no_answer() -> None:
    asked = "You need fewer steps.\n\n**Solution:** You raise the discount.\n\nDoes this meet the goal?\n\n"
    ends = {
        "<details><summary>Answer</summary>\n\nIt does.\n\n</details>": "It does.",
        "A. Yes\nB. No\n\n**Answer:** B": "B",
        "- [x] Yes\n- [ ] No": "Yes",
    }
    for behind, answer in ends.items():
        text = "".join(f"### Question {n}\n\n{asked}{behind}\n\n" for n in (1, 2))
        card = parse(text, "exam").deck.cards[0]
        told = {each.kind.value: each.text for each in card.sections}
        assert card.question == "You need fewer steps."
        assert told["Question"].startswith(
            "**Solution:** You raise the discount.\n\nDoes this meet the goal?"
        )
        assert answer in told["Answer"]


def test_a_solution_stays_the_answer_above_an_explanation_and_below_a_question() -> None:
    behind = "Why not more? It never ends.\n\n**Answer in short:** Lower."
    text = "".join(f"### Question {n}\n\nRaise it?\n\n**Solution:** No.\n\n{behind}\n\n" for n in (1, 2))
    cards = parse(text, "exam").deck.cards
    assert [(each.question, each.sections[-1].text[:3]) for each in cards] == [("Raise it?", "No.")] * 2


def test_a_bullet_that_says_that_a_file_has_solutions_answers_nothing() -> None:
    offered = (
        "# RL-900 exam\n\nAll of it.\n\n- **90 tasks:** On bandits.\n\n- **Full {}:** Each is worked out.\n"
    )
    assert parse(offered.format("Solutions"), "README").deck.cards == ()
    one = "# A bandit\n\n- **Question:** What is an arm?\n- **Answer:** One of its actions.\n"
    assert [each.question for each in parse(one, "README").deck.cards] == ["What is an arm?"]


_MENDED = """
### {n}. {asked}
1. Noise
{fault} The maximum is too high.
{mended} Two critics.

2. Drift
{fault} The target moves.
{mended} It moves slowly.
"""
_ASKED = ["Why do critics overestimate?", "What breaks the training?", "How is it kept stable?"]


@pytest.mark.parametrize(
    ("fault", "mended"),
    [
        ("**Problem:**", "**Solution:**"),
        ("Problem:", "Solution:"),
        ("问题：", "解决方案："),
        ("**문제:**", "**해결책:**"),
        ("Проблема:", "Решение:"),
        ("**Problema:**", "**Solución:**"),
    ],
)
def test_a_fault_and_what_mends_it_in_the_answer_to_a_heading_that_asks_are_parts_of_it(
    fault: str, mended: str
) -> None:
    told = [_MENDED.format(n=n, asked=asked, fault=fault, mended=mended) for n, asked in enumerate(_ASKED, 1)]
    cards = parse(f"# RL questions\n{''.join(told)}", "README").deck.cards
    assert [card.question for card in cards] == _ASKED
    for card in cards:
        assert [section.kind.value for section in card.sections] == ["Answer"]
        assert card.sections[0].text.startswith("1. Noise")
        assert card.sections[0].text.count(mended) == 2


def test_a_problem_below_a_title_or_one_that_asks_is_a_question_still() -> None:
    titles = "".join(
        f"## {each}\n\n问题：{each}的更新\n\n答案：一步。\n\n" for each in ("回报", "策略", "价值")
    )
    assert len(parse(f"# 面试\n\n{titles}", "README").deck.cards) == 3
    asked = "".join(
        f"## 什么是{each}？\n\n一个量。\n\n问题：{each}怎么算？\n答案：相加。\n\n" for each in "甲乙丙"
    )
    assert sum("怎么算" in card.question for card in parse(f"# 面试\n\n{asked}", "README").deck.cards) == 3
