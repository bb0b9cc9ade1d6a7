"""Files that were written for no flashcard program: each style with the cards a person would count."""

from textwrap import dedent

import pytest

from flashrl.formats import ParsedFile, parse


def read(text: str, name: str = "interview") -> ParsedFile:
    return parse(dedent(text).lstrip("\n"), name)


def questions(text: str) -> list[str]:
    return [card.question for card in read(text).deck.cards]


def answers(text: str) -> list[str]:
    return [
        "\n".join(section.text for section in card.sections if section.kind == "Answer")
        for card in read(text).deck.cards
    ]


STYLES = {
    "numbered headings": (
        """
        # Machine learning

        #### 1) What is bias? [[src](https://example.org)]

        The error of a wrong assumption.

        #### 2) Explain PCA ####
        It rotates.
        #### 3. What is recall?
        Found over all.
        """,
        "heading",
        ["What is bias? [[src](https://example.org)]", "Explain PCA", "What is recall?"],
    ),
    "headings in list items, answers indented or not": (
        """
        # Gym

        ### Table of contents

        | No. | Questions |
        | --- | --------- |
        | 1 | [What is Gym?](#what-is-gym) |

        1. ### What is Gym?

            A library.

            ```js
            # no heading
            ```

           **[⬆ Back to Top](#table-of-contents)**

        2. ### How is it used?
            ```js
            never closed

        3. ### Why resets?

        State without classes.

        **[⬆ Back to Top](#table-of-contents)**
        """,
        "heading",
        ["What is Gym?", "How is it used?", "Why resets?"],
    ),
    "bold lines with signs behind them": (
        """
        # Theory

        * Do you know an answer that is missing? Please tell us

        ## Supervised

        **What is supervised learning? 👶**

        Learning from labels.

        **Advantages**

        Simple.

        <br/>

        **How do trees split? 🚀**

        By impurity.
        """,
        "bold",
        ["What is supervised learning? 👶", "How do trees split? 🚀"],
    ),
    "bold questions without a blank line": (
        """
        ## Linear
        **What is linear regression?**
        A line.
        **What is ridge?**
        A line, held back.
        """,
        "bold",
        ["What is linear regression?", "What is ridge?"],
    ),
    "bold leads in a numbered list": (
        """
        ## Basics

        1.  **What is the Markov property?** The state says it all.
        2.  **Model-based or model-free?** With dynamics or without.
        3.  **Explain the Bellman equation.** It is recursive.
        """,
        "bold",
        ["What is the Markov property?", "Model-based or model-free?", "Explain the Bellman equation."],
    ),
    "labels as headings, the question in bold below": (
        """
        ## Question 1

        **What is a policy?**

        **Answer:** A map from states to actions.

        ---

        ## Question 2

        **What is a value?**

        **Answer:** An expected return.
        """,
        "heading",
        ["What is a policy?", "What is a value?"],
    ),
    "folds": (
        """
        ### Exercises

        |Name|Topic|
        |--|--|
        | first | task |

        <details>
        <summary>Describe each:

          * Task
          * Play
        </summary><br><b>

        A task is a call.
        </b></details>

        <details>
        <summary>True or false? It pushes</summary><br><b>

        True.
        </b></details>
        """,
        "details",
        ["Describe each:", "True or false? It pushes"],
    ),
    "plain text before a fold with its answer": (
        """
        What is the first thing?

        <details>
        <summary>Answer</summary>
        One.
        </details>

        What is the second thing?

        ```js
        f()
        ```

        <details>
        <summary>Answer</summary>
        Two.
        </details>
        """,
        "details",
        ["What is the first thing?", "What is the second thing?"],
    ),
    "prefixes": (
        """
        Q: What is a heap?
        A: A tree.

        Q: What is a stack?
        A: A pile,
        last in, first out.

        QA：为什么要折扣？
        答：因为未来不确定。
        """,
        "question_answer",
        ["What is a heap?", "What is a stack?", "为什么要折扣？"],
    ),
    "prefixes in nested lists": (
        """
        # Preparation

        *   **Q: Off-policy or on-policy?**
            - *A:* The behaviour may differ.
        *   **Q: What is bootstrapping?**
            - *A:* An estimate from an estimate.
        """,
        "bold",
        ["Off-policy or on-policy?", "What is bootstrapping?"],
    ),
    "numbered lists with prefixed answers": (
        """
        # Pods

        1. What is a pod?
        Ans: Some containers.
        2. What is a node?
        Ans: A machine.
        """,
        "list",
        ["What is a pod?", "What is a node?"],
    ),
    "numbered lists with the answer in the item": (
        """
        # Structures

        1. What is a heap?

           A tree.

        2. What is a queue?

           First in, first out.
        """,
        "list",
        ["What is a heap?", "What is a queue?"],
    ),
    "headings that ask in Chinese": (
        """
        # 数据库面试题

        ### 1. 什么是索引

        目录。

        ### 2. 事务的特性

        ACID

        ### 3. 隔离级别有哪些

        四个。
        """,
        "heading",
        ["什么是索引", "事务的特性", "隔离级别有哪些"],
    ),
    "levels that change while the numbers go on": (
        """
        ## 1. What is one?
        a
        ## 2. What is two?
        b
        ### 3. What is three?
        c
        ### 4. What is four?
        d
        """,
        "heading",
        ["What is one?", "What is two?", "What is three?", "What is four?"],
    ),
    "an own heading for each answer": (
        """
        # Interview Questions

        ## Contents
        - [What is a rule?](#a)
        - [What is a fact?](#b)

        ## 1. What is a rule?

        ### Answer:
        It holds.

        ### Follow-up questions
        - Always?
        - Everywhere?

        ## 2. What is a fact?

        **Answer:**

        It was seen.

        ## Contributing

        Will you help?
        """,
        "heading",
        ["What is a rule?", "What is a fact?"],
    ),
}


@pytest.mark.parametrize("style", STYLES)
def test_the_cards_of_a_style_are_those_a_person_counts(style: str) -> None:
    text, format, expected = STYLES[style]
    file = read(text)
    assert [card.question for card in file.deck.cards] == expected
    assert not any(card.is_draft for card in file.deck.cards)
    assert file.format == format


def test_the_same_title_twice_is_two_cards_with_their_own_code() -> None:
    text = """
    ###### 1. What's the output?

    ```js
    var a = 1;
    ```

    - A: `1`
    - B: `2`

    <details><summary><b>Answer</b></summary>
    <p>

    #### Answer: A

    One.

    </p>
    </details>

    ---

    ###### 2. What's the output?

    ```js
    var a = 2;
    ```

    - A: `1`
    - B: `2`

    <details><summary><b>Answer</b></summary>
    <p>

    #### Answer: B

    </p>
    </details>
    """
    assert questions(text) == ["What's the output?", "What's the output?"]
    assert answers(text) == ["#### Answer: A\n\nOne.", "#### Answer: B"]


def test_ticked_options_are_the_key_and_without_a_tick_it_is_a_draft() -> None:
    text = """
    #### Q1. Which one?

    - [ ] this
    - [x] that

    [Reference](https://example.org)

    #### Q2. Which other?

    - [ ] this
    - [ ] that
    """
    first, second = read(text).deck.cards
    assert [section.text for section in first.sections] == [
        "- [ ] this\n- [ ] that",
        "- that\n\n[Reference](https://example.org)",
    ]
    assert second.is_draft


def test_a_key_below_a_quiz_answers_its_questions_by_their_numbers() -> None:
    text = """
    # Quiz

    1. Which one bootstraps?
       - a) Monte Carlo
       - b) TD

    2. Why does it?

    ## Answers

    1. b
    2. It need not wait:

       - for the end
    """
    first, second = read(text).deck.cards
    assert [section.text for section in first.sections] == ["- a) Monte Carlo\n- b) TD", "b) TD"]
    assert [section.text for section in second.sections] == ["It need not wait:\n\n- for the end"]


def test_a_numbered_answer_of_one_question_is_no_key() -> None:
    text = "## 1. What are the steps?\n\n### Answers\n\n1. Look.\n2. Act.\n\n## 2. Why?\n\nTo learn.\n"
    assert answers(text) == ["1. Look.\n2. Act.", "To learn."]


@pytest.mark.parametrize(
    "told",
    [
        "✅ **Answer: the second**",
        "> [!TIP]\n> **Correct answer: the second**",
        "<details>\n<summary>✅ Answer & Explanation</summary>\n\n**Answer: the second**\n\n</details>",
        "> [!success]- Answer\n> the second",
    ],
)
def test_an_answer_behind_a_sign_in_a_callout_or_a_fold_is_the_answer_alone(told: str) -> None:
    text = f"## Q1. Which is it?\n\nA) a\nB) b\n\n{told}\n\n## Q2. Which now?\n\n**Answer:** the first\n"
    assert answers(text) == ["the second", "the first"]


def test_a_question_that_is_broken_over_lines_is_one() -> None:
    first = "## Question 1\n\nAn agent waits for\nthe end. Why?\n\n**Answer:** x\n\n"
    text = first + "## Question 2\n\nAnd\n- a\n\n**Answer:** y"
    assert questions(text) == ["An agent waits for the end. Why?", "And"]


def test_the_ticks_of_a_callout_are_its_key() -> None:
    text = '??? question "Q1. Which one?"\n    - [ ] A. this\n    - [x] B. that ✅\n\n    Because.\n'
    (card,) = parse(text, "quiz").deck.cards
    assert [section.text for section in card.sections] == [
        "- [ ] A. this\n- [ ] B. that",
        "- B. that ✅\n\nBecause.",
    ]


@pytest.mark.parametrize("mark", ["*b) two", "b) two ✅", "**b) two**", "b) two (correct)", "- ✔ b) two"])
def test_an_option_that_is_set_apart_is_the_key(mark: str) -> None:
    lead = "- " if mark.startswith("-") else ""
    text = f"## Q1. Which number is even?\n\n{lead}a) one\n{mark}\n{lead}c) three\n"
    assert "b) two" in answers(text)[0]
    assert "three" not in answers(text)[0]


@pytest.mark.parametrize(
    "answer", ["Answer here", "**Answer:**", "_[To be filled]_", "```\n```", "<br><b></b>", "TBD", ""]
)
def test_a_placeholder_is_no_answer(answer: str) -> None:
    text = f"# Interview\n\n**What is one?**\n\n{answer}\n\n**What is two?**\n\n2\n"
    assert [card.is_draft for card in parse(text, "x").deck.cards] == [True, False]


def test_a_fence_that_was_never_closed_does_not_swallow_the_next_question() -> None:
    text = """
    ## 1. What is one?

    ```py
    one()

    ## 2. What is two?

    ```py
    two()
    ```

    ## 3. What is three?

    three
    """
    assert questions(text) == ["What is one?", "What is two?", "What is three?"]


def test_a_fence_of_four_marks_may_show_a_deck_with_fences() -> None:
    text = """
    # How decks are written

    ````markdown
    ### What is V?

    ```py
    v = 1
    ```

    ### What is Q?

    ```py
    q = 1
    ```
    ````
    """
    assert parse(dedent(text).lstrip("\n"), "notes").is_no_deck


@pytest.mark.parametrize(
    "text",
    [
        "# A tool\n\n## What it does\n\nIt runs.\n\n## Options\n\nNone.\n\n## Where to go\n\nHome.\n",
        "# A tool\n\n## Why?\n\nIt helps.\n\n## Options\n\nNone.\n\n## Licence\n\nMIT\n\n## More\n\nNo.\n",
        "# Rules\n\n1. **Write.** Add it.\n2. **Name it.** With an id.\n3. **Check it.** And that is it.\n",
    ],
)
def test_headings_and_leads_that_only_sound_like_questions_are_none(text: str) -> None:
    assert parse(dedent(text).lstrip("\n"), "notes").is_no_deck


def test_text_without_questions_is_no_deck() -> None:
    file = read("# A tool\n\n## Installation\n\nRun it.\n\n## Licence\n\nMIT\n")
    assert file.is_no_deck


def test_contents_lists_are_never_cards() -> None:
    text = """
    # Questions

    1. [What is a heap?](#heap)
    2. [What is a stack?](#stack)
    3. [What is a queue?](#queue)
    """
    assert questions(text) == []


def test_every_line_is_in_a_card_or_in_an_introduction() -> None:
    text = dedent(STYLES["headings in list items, answers indented or not"][0]).lstrip("\n")
    deck = parse(text, "x").deck
    in_cards = {line for card in deck.cards for line in range(card.line, card.end_line + 1)}
    kept = " ".join([deck.title, deck.introduction, *(f"{t.title} {t.introduction}" for t in deck.topics)])
    for number, line in enumerate(text.split("\n"), start=1):
        if line.strip() and number not in in_cards:
            assert line.strip("# ") in kept
