"""The marks of answers that stand in what is asked."""

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
