"""What the answers of foreign files hold: all that belongs to the question, and nothing else."""

from textwrap import dedent

import pytest

from flashrl.formats import parse


def answers(text: str) -> list[str]:
    cards = parse(dedent(text).lstrip("\n"), "interview").deck.cards
    return ["\n".join(each.text for each in card.sections if each.kind == "Answer") for card in cards]


def test_bullets_below_a_numbered_answer_are_part_of_it() -> None:
    text = """
    1. What is a bandit?
       One state.

    2. What are its parts?
       These are its parts:

    - arms
    - rewards

    3. What is regret?
       What was missed.

    4. What is an arm?
       What is pulled:

    - any of them
    """
    expected = [
        "One state.",
        "These are its parts:\n\n- arms\n- rewards",
        "What was missed.",
        "What is pulled:\n\n- any of them",
    ]
    assert answers(text) == expected


def test_a_numbered_list_in_the_answer_of_a_later_question_is_no_key() -> None:
    text = """
    ### Q10: What is an agent?

    **Answer**:

    What acts.

    ### Q11: How are targets kept still?

    **Answers**:

    With two networks:

    **The networks**:
    1. **Online**: it learns
    2. **Target**: it lags
    """
    second = "With two networks:\n\n**The networks**:\n1. **Online**: it learns\n2. **Target**: it lags"
    assert answers(text) == ["What acts.", second]


def test_code_right_behind_the_mark_of_an_answer_keeps_its_tick() -> None:
    text = """
    ### Q1: What clips a gradient?
    - Correct Answer: `clip(g)`

    ### Q2: What opens a list?
    - Correct Answer: `1. Item`

    ### Q3: What is a rule?
    - Correct Answer: `---`
    """
    assert answers(text) == ["`clip(g)`", "`1. Item`", "`---`"]


def test_ways_that_are_counted_in_headings_stay_in_the_answer() -> None:
    text = """
    # Interview questions

    ### 1. How is a value learnt?
    In two ways.

    ### Way 1
    Wait for the end.

    ### Way 2
    Use the next value.

    ### 2. What is a value?
    What is expected.

    ### 3. What is a return?
    What came.
    """
    first = "In two ways.\n\n### Way 1\nWait for the end.\n\n### Way 2\nUse the next value."
    assert answers(text) == [first, "What is expected.", "What came."]


def test_the_head_of_a_fold_around_the_next_questions_is_in_no_answer() -> None:
    text = """
    **1. What is a policy?**
    > A map.

    <details>
    <summary>More questions</summary>

    **2. What is a value?**
    > A number.

    **3. What is a reward?**
    > What is paid.

    </details>
    """
    assert answers(text) == ["> A map.", "> A number.", "> What is paid."]


def test_a_heading_right_above_the_next_question_ends_the_answer_in_bold_files_too() -> None:
    text = """
    # Interview

    ## Values

    ### Beginner

    **Q1: What is a value?**
    What follows, on average.

    **Q2: What is a model?**
    What foretells the next state.

    ### Advanced

    **Q3: What is a critic?**
    What judges the actions.

    ### In short
    It is learned.

    ## Policies

    ### Beginner

    **Q4: What is a policy?**
    What acts.

    ### In short
    It may be random.

    ### Advanced

    **Q5: What is an actor?**
    A policy with weights.
    """
    expected = [
        "What follows, on average.",
        "What foretells the next state.",
        "What judges the actions.\n\n### In short\nIt is learned.",
        "What acts.\n\n### In short\nIt may be random.",
        "A policy with weights.",
    ]
    assert answers(text) == expected


def test_what_hangs_below_the_words_of_an_answer_or_is_in_the_item_of_its_mark_is_no_code() -> None:
    text = """
    **1.** What is a model?

    - Answer:

        It foretells what follows.

        - states
            - and their doubts
        - rewards

    ---

    **2.** What is planning?

    Answer: To search before acting.

            It needs a model.

    **3.** How does it begin?

    Answer: With a root:

        root = Node(state)
    """
    expected = [
        "It foretells what follows.\n\n- states\n    - and their doubts\n- rewards",
        "To search before acting.\n\nIt needs a model.",
        "With a root:\n\n    root = Node(state)",
    ]
    assert answers(text) == expected


def test_a_picture_below_a_heading_that_only_counts_is_the_question_where_an_answer_follows() -> None:
    text = """
    # Quiz

    ## Question 1
    ![](curves.png)

    The return has levelled off.

    ## Question 2
    Which curve is it?

    ![](levels.png)
    """
    cards = parse(dedent(text).lstrip("\n"), "interview").deck.cards
    shown = [(card.question, [(str(each.kind), each.text) for each in card.sections]) for card in cards]
    assert shown == [
        ("Question 1", [("Question", "![](curves.png)"), ("Answer", "The return has levelled off.")]),
        ("Which curve is it?", [("Answer", "![](levels.png)")]),
    ]


def test_a_count_without_a_sign_behind_it_is_no_part_of_a_question_and_strong_answer_none_of_its_answer() -> (
    None
):
    text = """
    # Interview

    #### Q-1 What is drift?
    **Strong Answer:** The world changes.

    #### Q2 What is regret ?
    **Strong Answer:** What was missed.

    #### Q3 results and what they show
    **Strong Answer:** A quarter's.
    """
    cards = parse(dedent(text).lstrip("\n"), "interview").deck.cards
    assert [card.question for card in cards] == [
        "What is drift?",
        "What is regret ?",
        "Q3 results and what they show",
    ]
    assert answers(text) == ["The world changes.", "What was missed.", "A quarter's."]


def test_a_bare_word_among_bullets_opens_no_answer() -> None:
    text = """
    ## Question 1

    ### List the parts of a task.

    - Name
    - States
    - Solution
    - Rewards

    ## Question 2

    ### What is a policy?

    - A map.
    """
    assert answers(text) == ["- Name\n- States\n- Solution\n- Rewards", "- A map."]


def test_a_heading_below_one_that_only_counts_is_what_it_asks() -> None:
    text = """
    ## Question 1

    ### In a bandit, the value of an arm is:

    **Answer:** Its mean reward.

    ## Question 2

    ### The target network is there to:

    **Answer:** Hold the target still.

    ## Question 3

    ### Why is a value discounted?

    **Answer:** What is far away counts less.
    """
    asked = [card.question for card in parse(dedent(text).lstrip("\n"), "quiz").deck.cards]
    assert asked == [
        "In a bandit, the value of an arm is:",
        "The target network is there to:",
        "Why is a value discounted?",
    ]


def test_a_fence_below_options_that_repeats_one_of_them_is_the_key() -> None:
    text = """
        ## Q. Which of these waits for the end of an episode?
        * SARSA
        * Monte Carlo
        ```
        Monte Carlo
        ```
        ## Q. Which statement is true?
        A. A policy is greedy.
        B. A policy maps states to actions.
        ```
        Answer: B
        ```
        ## Q. How are the values shown?
        * `show v`
        * `show q`
        ```
        show q
        ```
        """
    cards = parse(dedent(text).lstrip("\n"), "quiz").deck.cards
    assert [card.sections[-1].text for card in cards] == [
        "```\nMonte Carlo\n```",
        "B) A policy maps states to actions.",
        "* `show v`\n* `show q`\n```\nshow q\n```",
    ]


def test_headings_without_a_number_between_counted_questions_stay_in_the_answers() -> None:
    names = ("a trace", "a return", "a state", "an arm")
    text = "".join(
        f"### {n}. What is {name}?\nSaid.\n### Where {name} helps\nThere.\n\n"
        for n, name in enumerate(names, start=1)
    )
    text += (
        "### Further questions\nAll are short.\n\n### 5. What is a step?\nOne tick.\n\n### Thanks\nTo all.\n"
    )
    expected = [f"Said.\n### Where {name} helps\nThere." for name in names]
    assert answers(text) == [*expected, "One tick."]


@pytest.mark.parametrize("lead", ["Q{n}: ", "{n}. "])
def test_headings_counted_from_1_below_a_counted_question_without_text_are_its_parts(lead: str) -> None:
    asked = ["What is a return?", "How do traces work?", "Why explore?", "What is an arm?", "What is regret?"]
    text = "# Bandits: interview questions\n\n"
    for n, each in enumerate(asked, start=1):
        parts = "#### 1. In short\nShort.\n#### 2. Why keep a trace?\nTo share."
        text += f"### {lead.format(n=n)}{each}\n\n{parts if n == 2 else 'Said.'}\n\n"
    assert answers(text) == ["Said.", parts, "Said.", "Said.", "Said."]


def test_ticks_right_below_a_question_that_is_counted_are_its_key() -> None:
    text = "# Quiz\n\n## Question 1\nWho is paid?\n- [ ] a model\n- [x] an agent\n"
    (card,) = parse(text, "README").deck.cards
    assert card.question == "Who is paid?"
    assert [each.text for each in card.sections] == ["- [ ] a model\n- [ ] an agent", "- an agent"]


def test_headings_behind_the_heading_answer_go_on_with_it_up_to_the_next_question() -> None:
    text = """
    ### Question
    What is a model?

    ---

    ### Answer

    What foresees the next state.

    ### Where it comes from

    It is learned.

    ### Question
    What is planning?

    ### Answer

    To try it out in the model.
    """
    expected = "What foresees the next state.\n\n### Where it comes from\n\nIt is learned."
    assert answers(text) == [expected, "To try it out in the model."]


def test_code_in_a_fence_at_the_margin_keeps_its_indents_below_a_numbered_question() -> None:
    text = """
    1. What is an episode?
    This loop:
    ```python
    while not done:
        act()
    ```

    2. What is a step?

       ```python
       if done:
           reset()
       ```

    3. What is a return?

       A sum.
    """
    first, second, _ = answers(text)
    assert first == "This loop:\n```python\nwhile not done:\n    act()\n```"
    assert second == "```python\nif done:\n    reset()\n```"


def test_a_sentence_in_a_small_heading_is_what_a_question_is_answered_with() -> None:
    said = ("It maps states to actions.", "It maps states to numbers.", "It foresees what comes next.")
    names = ("policy", "value function", "model")
    text = "".join(
        f"## What is a {name}?\n\n##### {each} Now and later.\n\n"
        for name, each in zip(names, said, strict=True)
    )
    assert answers(text) == [f"##### {each} Now and later." for each in said]


def test_scenario_and_question_above_a_strong_answer_belong_to_the_question() -> None:
    case = "### Scenario\nRewards fell.\n\n### Interview Question\nWhat do you look at?"
    told = "**First:** the seeds.\n\n### Common Weak Answer\nThe optimiser."
    text = "".join(
        f"## Question {n}: The run that fell behind\n\n{case}\n\n### Strong Senior-Level Answer\n{told}\n\n"
        for n in (1, 2, 3)
    )
    cards = parse(text, "interview").deck.cards
    assert [[each.text for each in card.sections] for card in cards] == [[case, told]] * 3


def test_a_problem_and_its_solution_inside_a_counted_answer_are_parts_of_that() -> None:
    told = "It is slow.\n\n**Keys:**\n- Problem: It waits.\n- Solution: It bootstraps."
    text = "".join(f"* Problem {n}: Why is method {n} slow?\n\n{told}\n\n" for n in (1, 2, 3))
    assert answers(text) == [told] * 3


def test_a_bare_label_below_a_heading_that_asks_opens_what_it_asks_about() -> None:
    text = """
    #### What is a return?

    A sum.

    #### What does this look like in code?

    Question:

    ```
    G = r + gamma * G
    ```

    Answer:

    ```
    value += alpha * (G - value)
    ```
    """
    cards = parse(dedent(text).lstrip("\n"), "interview").deck.cards
    assert [card.question for card in cards] == ["What is a return?", "What does this look like in code?"]
    assert "G = r" in cards[1].sections[0].text
    assert cards[1].sections[1].text.startswith("```\nvalue +=")


def test_a_letter_with_a_dot_that_answers_throughout_is_not_shown() -> None:
    text = """
    Q1. What does a replay buffer break?
    A. The likeness of steps in a row.

    Q2. Explain prioritised sampling
    A2) Large errors come more often.

    Q3. Does it need weights?
    Ans.3 Yes, to take out the bias.
    """
    assert answers(text) == [
        "The likeness of steps in a row.",
        "Large errors come more often.",
        "Yes, to take out the bias.",
    ]


def test_a_letter_with_a_dot_that_another_letter_follows_on_is_an_option() -> None:
    text = "".join(f"Q{n}. What is sum {n}?\nA. One\nB. Two\n\nAnswer: A\n\n" for n in range(1, 5))
    cards = parse(text, "quiz").deck.cards
    assert len(cards) == 4
    assert all("A. One" in card.sections[0].text for card in cards)


def test_bullets_below_the_bullet_that_opens_an_answer_are_no_code() -> None:
    text = """
    1. **What does a critic do?**
        - Answer:
            - It rates states.
            - It trains with the actor.

    2. **What does an actor do?**
        - Answer: It acts.
            - From a distribution.

    3. **How is it written?**
        - Answer:
            ```python
            def act(state):
                return 0
            ```
    """
    assert answers(text) == [
        "- It rates states.\n- It trains with the actor.",
        "It acts.\n\n- From a distribution.",
        "```python\ndef act(state):\n    return 0\n```",
    ]


def test_a_bold_why_behind_the_mark_of_an_answer_is_not_what_a_label_asks() -> None:
    text = "## Question 1\n\nA step pays 1. What is its return?\n\nAnswer: 1\n\n**Why?** Nothing follows.\n\n"
    cards = parse(text + text.replace("1", "2"), "quiz").deck.cards
    assert [card.question for card in cards] == [
        "A step pays 1. What is its return?",
        "A step pays 2. What is its return?",
    ]
    assert cards[0].sections[-1].text == "1\n\n**Why?** Nothing follows."


def test_code_above_steps_and_the_mark_of_an_answer_is_in_the_answer() -> None:
    text = "\n".join(
        f"**{n}. How many runs has robot {n}?**\n\n```sql\nSELECT {n};\n```\n\n#### Steps:\n\n- Sum up.\n\n"
        "#### Answer:\n\nThree.\n"
        for n in range(1, 4)
    )
    assert answers(text)[0] == "```sql\nSELECT 1;\n```\n\n#### Steps:\n\n- Sum up.\n\n#### Answer:\n\nThree."


def test_a_scenario_without_an_answer_belongs_to_the_answer_that_it_stands_in() -> None:
    text = """# Interview

## What is a stale target?

**Answer.** One of an old network.

Scenario: a critic is copied too seldom.

## What is drift?

**Answer.** The states change.

Scenario: a sensor is replaced.

**Answer:** Collect anew.
"""
    found = parse(text, "README").deck.cards
    assert [card.question for card in found][:2] == ["What is a stale target?", "What is drift?"]
    assert found[0].sections[0].text == "One of an old network.\n\nScenario: a critic is copied too seldom."
    assert found[2].question.startswith("a sensor is replaced")


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("A: **Yes**, as it bootstraps.", "**Yes**, as it bootstraps."),
        ("A: `_value` holds it.", "`_value` holds it."),
        ("Answer: *on-policy* and *off-policy*", "*on-policy* and *off-policy*"),
        ("**A**: **Yes**, always.", "**Yes**, always."),
        ("**Answer:** _both_", "_both_"),
        ("**Answer: both**", "both"),
        ("**A: `step` is**", "`step` is"),
        ("A: <b>No</b>, never.", "<b>No</b>, never."),
    ],
)
def test_emphasis_behind_a_label_is_closed_or_kept_but_never_cut_in_two(line: str, told: str) -> None:
    rest = "Q: Does TD learn?\nA: It does.\n\nQ: Does MC learn?\nA: At the end.\n"
    assert answers(f"Q: Does SARSA learn?\n{line}\n\n{rest}")[0] == told


def test_a_wrapped_line_of_prose_that_begins_with_answer_announces_none() -> None:
    text = "Q: What is a rollout?\nA: Steps of a policy, of which the sum is the\nanswer. It varies.\n\n"
    rest = "Q: Does TD learn?\nA: It does.\n\nQ: Does MC learn?\nA: At the end.\n"
    assert answers(text + rest)[0] == "Steps of a policy, of which the sum is the\nanswer. It varies."


@pytest.mark.parametrize("mark", ["A: ", "**Answer:** ", "#### Answer: ", "答案：", "Ans:- "])
@pytest.mark.parametrize("told", ["-1", "-0.5 per step", "--seed", "=5", ".5"])
def test_the_first_sign_of_an_answer_is_none_of_its_mark(mark: str, told: str) -> None:
    text = f"## What does each step cost?\n\n{mark}{told}\n\n## What does a crash cost?\n\n{mark}All.\n"
    cards = parse(text, "costs").deck.cards
    assert [card.sections[-1].text for card in cards] == [told, "All."]
