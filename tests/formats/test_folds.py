"""Folds of foreign files: which of them ask, what is in them, and that their tags are in no answer."""

from textwrap import dedent

from flashrl.formats import parse


def cards(text: str, name: str = "interview") -> list[tuple[str, str]]:
    """The questions, with the answers of those that have one."""
    found = parse(dedent(text).lstrip("\n"), name).deck.cards
    return [
        (card.question, "\n".join(each.text for each in card.sections if each.kind == "Answer"))
        for card in found
    ]


def test_a_fold_below_the_mark_of_an_answer_leaves_nothing_of_its_head() -> None:
    text = """
        ### What is a policy?

        #### Answer

        <details>
        <summary>View answer</summary>

        A map from states to actions.

        </details>

        ### What is a return?

        **Answer:**

        <details><summary>Show</summary>
        What is collected.
        </details>

        ### What is a bandit?

        **Answer:** One state.

        <details><summary>Show</summary>
        So nothing is planned.
        </details>
        """
    bandit = "One state.\n\n<details><summary>Show</summary>\nSo nothing is planned.\n</details>"
    assert cards(text) == [
        ("What is a policy?", "A map from states to actions."),
        ("What is a return?", "What is collected."),
        ("What is a bandit?", bandit),
    ]


def test_a_fold_with_a_name_of_its_own_stays_whole_in_an_answer() -> None:
    text = """
        ### 1. What is a value?

        **Answer:**

        <details>
        <summary>With a model</summary>
        A sum over states.
        </details>

        ### 2. What is a trace?

        **Answer:**
        What was visited.

        <details>
        <summary>Example</summary>
        A decay of 0.9.
        </details>

        ### 3. What is a step?

        **Answer:**

        <details><summary>Hint</summary>
        Time is cut.
        </details>
        One tick.
        """
    assert [answer for _, answer in cards(text)] == [
        "<details>\n<summary>With a model</summary>\nA sum over states.\n</details>",
        "What was visited.\n\n<details>\n<summary>Example</summary>\nA decay of 0.9.\n</details>",
        "<details><summary>Hint</summary>\nTime is cut.\n</details>\nOne tick.",
    ]


def test_the_head_of_a_fold_that_is_never_closed_is_in_no_answer() -> None:
    text = """
        1. **Which call resets a task?**

            <details><summary>show</summary><p>

                env.reset()

        2. **Which call takes a step?**

            <details><summary>:point_down: show</summary><p>

            ```python
            env.step(0)
            ```

        3. **What closes it?**

            <details><summary>show</summary><p>

            Call `close`.
        """
    assert [answer for _, answer in cards(text)] == [
        "    env.reset()",
        "```python\nenv.step(0)\n```",
        "Call `close`.",
    ]


def test_an_answer_ends_with_the_fold_that_its_question_is_in() -> None:
    text = """
        <details>
        <summary>Bandits</summary>

        ### What is an arm?
        One of the actions.

        ### What is regret?
        What was missed.

        </details>

        Now with states.

        <details>
        <summary>Planning</summary>

        ### What is a model?
        What predicts.

        ### What is a sweep?
        One update of each state.</details>
        """
    assert cards(text) == [
        ("What is an arm?", "One of the actions."),
        ("What is regret?", "What was missed."),
        ("What is a model?", "What predicts."),
        ("What is a sweep?", "One update of each state."),
    ]


def test_a_fence_that_is_never_closed_ends_with_its_fold() -> None:
    text = """
        <details>
        <summary>How is the step size chosen?</summary>

        ```python
        alpha = 1 / n
        </details>

        <details>
        <summary>How big is the table?</summary>

        ```python
        np.zeros((states, actions))
        ```
        </details>

        <details>
        <summary>How is a fold written?</summary>

        ```html
        <details>
        </details>

        <details>
        </details>
        ```
        </details>
        """
    assert cards(text) == [
        ("How is the step size chosen?", "```python\nalpha = 1 / n"),
        ("How big is the table?", "```python\nnp.zeros((states, actions))\n```"),
        ("How is a fold written?", "```html\n<details>\n</details>\n\n<details>\n</details>\n```"),
    ]


def test_a_heading_behind_a_fold_that_is_never_closed_ends_the_answer() -> None:
    text = """
        ### Spaces ###

        1. **Which space holds the arms?**

            <details><summary>show</summary><p>

            `Discrete(10)`

        2. **Which space holds a picture?**

            <details><summary>show</summary><p>

            `Box(0, 255, (84, 84))`

        ### Wrappers ###

        3. **Which wrapper stacks pictures?**

            <details><summary>show</summary><p>

            `FrameStack`
        """
    answers = [answer for _, answer in cards(text)]
    assert answers == ["`Discrete(10)`", "`Box(0, 255, (84, 84))`", "`FrameStack`"]


def test_a_link_that_scrolls_to_the_top_is_in_no_answer() -> None:
    text = "".join(
        f"### {n}. What is {name}?\n\n<details><summary>Answer</summary>\n\nSaid.\n\n</details>\n\n"
        "**[:top: Scroll to Top](#values)**\n\n"
        for n, name in enumerate(("a trace", "a return"), start=1)
    )
    assert [answer for _, answer in cards(text)] == ["Said.", "Said."]


def test_code_below_a_bare_number_is_asked_by_the_fold_with_its_solution() -> None:
    text = "# Loops\n\n" + "".join(
        f"{n}.\n\n```python\nprint({n} * gamma)\n```\n\n"
        f"<details><summary>Solution</summary>\n\n{n} gammas\n\n</details>\n\n"
        for n in range(1, 4)
    )
    assert cards(text) == [("1.", "1 gammas"), ("2.", "2 gammas"), ("3.", "3 gammas")]
    assert cards(text.replace("Solution", "Output"), "README") == []


def test_folds_of_a_front_page_that_break_off_are_no_questions() -> None:
    text = """
        # Gridworld

        A small world for agents that learn.

        <details>
        <summary>Install it from source if you like...</summary>
        Clone it.
        </details><details>
        <summary>Read more about the rewards here...</summary>
        They are sparse.
        </details>
        <details>
        <summary>The worlds that come with it are...</summary>
        None yet.
        </details>
        """
    assert cards(text, "README") == []


def test_a_fold_to_click_shows_how_folds_are_written_where_the_others_ask() -> None:
    ask = "<details><summary>{}</summary>\n\nTold.\n\n</details>\n\n"
    asking = "".join(map(ask.format, ("What is a state?", "What is an action?", "What is a reward?")))
    shown = f"# Interview\n\n## Folds\n\nAs in:\n\n{ask.format('CLICK ME')}\n\n## Basics\n\n"
    assert [question for question, _ in cards(f"{shown}{asking}")] == [
        "What is a state?",
        "What is an action?",
        "What is a reward?",
    ]
    below = f"{shown}{asking}".replace("## Folds\n\nAs in:", "## What is a fold?")
    assert cards(below)[0] == ("What is a fold?", "Told.")


def _in_html(term: str, told: str, level: str, tag: str = "h2") -> str:
    fold = f"<details>\n<summary><b>Show answer and PyTorch</b></summary>\n\n{told}\n\n</details>"
    return f'{level}<{tag} id="q">{term}</{tag}>\n\n<code>Often</code>\n\n{fold}\n\n'


def test_headings_in_html_have_the_folds_below_them_that_show_an_answer_and_its_code() -> None:
    told = [("Replay", "It keeps steps.", ""), ("Regret", "It is lost.", "### Senior\n\n")]
    told += [("What is a <code>return</code>?", "It is summed up.", "")]
    text = "# Memory of learners\n\n" + "".join(_in_html(*each) for each in told)
    assert cards(text, "interview") == [
        ("Replay", "It keeps steps."),
        ("Regret", "It is lost."),
        ("What is a <code>return</code>?", "It is summed up."),
    ]


def test_headings_in_html_within_code_or_a_row_of_tags_stay_what_they_are() -> None:
    page = "".join(
        f"<h2>What is {each}?</h2>\n\nIt is kept.\n\n" for each in ("a step", "a sweep", "a trace")
    )
    assert cards(f"# Pages\n\nWrite it so.\n\n```html\n{page}```\n", "pages") == []
    row = page.replace("What is ", "").replace("?", "").replace("</h2>\n\n", "</h2>\n<img src='a.png'>\n")
    assert cards(f"# Interview questions\n\n{row}") == []


def test_a_fold_that_says_more_than_what_it_shows_keeps_its_head() -> None:
    fold = "<details>\n<summary>Show answer and why critics drift away</summary>\n\nIt is late.\n\n</details>"
    text = f"# RL interview\n\n### What is a critic?\n\n{fold}\n\n### What is an actor?\n\nIt acts.\n"
    assert "Show answer and why critics drift away" in cards(text)[0][1]


def test_a_fold_that_says_what_an_answer_covers_is_the_answer() -> None:
    fold = (
        "<details>\n<summary>What a strong answer covers</summary>\n\n- It is {n} steps long\n\n</details>\n"
    )
    text = "\n".join(f"### Q{n}. How long is trace {n}?\n\n{fold.format(n=n)}" for n in range(1, 4))
    cards = parse(f"# Trace interview questions\n\n{text}", "README").deck.cards
    assert [[each.text for each in card.sections] for card in cards] == [
        [f"- It is {n} steps long"] for n in range(1, 4)
    ]


def test_headings_that_ask_in_the_answer_below_a_label_are_parts_of_it() -> None:
    asked = ["What is a return?", "Why is it discounted?"]
    part = "**Question**:\n- {}\n- {}\n\n<details><summary><b>Answer:</b></summary>\n\n"
    part += "#### {}\nA sum.\n\n#### {}\n"
    text = f"### Returns\n{part.format(*asked, *asked)}To be finite.\n\n</details>\n\n"
    found = parse(
        f"# RL flashcards\n\n{text}{text.replace('return', 'trace').replace('disc', 'c')}", "rl"
    ).deck
    assert [card.question for card in found.cards] == ["What is a return?", "What is a trace?"]
    assert all("Why is it" in card.sections[-1].text for card in found.cards)


def _folded(summary: str, inner: str) -> str:
    return f"<details>\n<summary>{summary}</summary>\n\n{inner}\n\n</details>\n\n"


def test_a_fold_that_answers_holds_its_follow_ups_and_one_that_only_holds_questions_is_their_topic() -> None:
    follow_ups = "".join(_folded(f"What follows on {n}?", f"Step {n}.") for n in range(3))
    asked = ("Explain a return", "Describe a value", "Explain a policy")
    told = "".join(_folded(each, f"It is told.\n\n{follow_ups}") for each in asked)
    assert [question for question, _ in cards(told)] == list(asked)
    assert all("What follows on 2?" in answer for _, answer in cards(told))
    topics = "".join(_folded(each, follow_ups) for each in asked)
    assert [question for question, _ in cards(topics)] == [f"What follows on {n}?" for n in range(3)] * 3


def test_a_korean_title_of_what_is_added_is_part_of_the_answer() -> None:
    told = "".join(
        f"### {each}의 차이는 무엇인가요?\n\n값이 다릅니다.\n\n### 추가 설명\n\n더 있습니다.\n\n"
        for each in ("정책", "가치", "모델")
    )
    assert all("더 있습니다." in answer for _, answer in cards(told))
    assert len(cards(told)) == 3
