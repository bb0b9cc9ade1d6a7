"""Questions that nothing answers though something follows: an empty label, one more question, a task."""

import pytest

from flashrl.formats import parse

LABELLED = """# Exam on bandits

Q. What is an arm?
A. A choice.

Q. What is regret?
{bare}

Q. Which arm is pulled first?
A. Any.

Q. Is the reward the same each time?
A. No.
"""


@pytest.mark.parametrize("bare", ["A.", "A. ", "A)", "\nA.\n\n---"])
def test_a_label_with_nothing_behind_it_answers_nothing(bare: str) -> None:
    drafts = [card.is_draft for card in parse(LABELLED.format(bare=bare), "README").deck.cards]
    assert drafts == [False, True, False, False]


def test_what_stands_below_a_bare_label_is_the_answer_without_it() -> None:
    text = LABELLED.format(bare="A.\n```\nbest - mean\n```")
    assert parse(text, "README").deck.cards[1].sections[0].text == "```\nbest - mean\n```"


def test_a_bare_letter_with_the_next_one_below_it_is_an_option() -> None:
    card = parse(LABELLED.format(bare="A.\nan arm\nB.\na loss"), "README").deck.cards[1]
    assert "A.\nan arm" in card.sections[0].text


def test_a_prefix_may_be_glued_to_its_question_but_not_to_a_name() -> None:
    text = LABELLED.format(bare="A. A loss.\n\nQ.Suppose all arms pay the same. What is lost?\nA. Nothing.")
    asked = [card.question for card in parse(text, "README").deck.cards]
    assert asked[2] == "Suppose all arms pay the same. What is lost?"
    told = "A. A loss.\nQ.E.D. as was to be shown\nQ.all(arms) waits for each"
    assert len(parse(LABELLED.format(bare=told), "README").deck.cards) == 4


ASKED_ON = """# Interview questions

1. What is a policy?
   * How is it told apart from a plan?
2. What kinds of critics are there?
   * Explain what is estimated by a state value, by an action value
     and by an advantage.
3. What is a model?
   * Can it be learned?
4. What is a rollout?
   * When does it end?
5. What is a reset?
   * {last}
"""


def test_a_bullet_that_tells_to_do_something_among_those_that_ask_is_part_of_the_question() -> None:
    cards = parse(ASKED_ON.format(last="Give an example of one."), "README").deck.cards
    assert [card.is_draft for card in cards] == [True] * 5
    assert "Explain what is estimated" in cards[1].sections[0].text


@pytest.mark.parametrize("told", ["The world starts anew.", "Show it a start. The world is as new then."])
def test_a_bullet_that_says_something_among_those_that_ask_answers(told: str) -> None:
    cards = parse(ASKED_ON.format(last=told), "README").deck.cards
    assert [card.is_draft for card in cards] == [True] * 4 + [False]


def test_one_bullet_below_each_question_that_tells_how_to_do_it_answers() -> None:
    asked = "".join(f"{n}. How is agent {n} told what to do?\n   * Show it a reward.\n" for n in range(1, 6))
    assert not any(card.is_draft for card in parse(f"# Interview questions\n\n{asked}", "x").deck.cards)


def test_a_sentence_that_asks_of_the_list_above_it_ends_what_is_asked() -> None:
    others = "".join(f"## {n}. What is agent {n}?\n\nOne that acts.\n\n" for n in range(2, 5))
    opened = "## 1. A replay buffer holds:\n\n- states\n- rewards\n\n{}\n\n"
    asked, told = (
        parse(f"# Interview questions\n\n{opened.format(last)}{others}", "README").deck.cards
        for last in ("Could you say who writes them?", "The actor writes them.")
    )
    assert asked[0].question == "A replay buffer holds:"
    assert (asked[0].is_draft, told[0].is_draft) == (True, False)


@pytest.mark.parametrize("last", ["Draw both for one arm.", "Sketch it.", "Walk me through a step."])
def test_a_task_behind_the_sign_is_part_of_the_question(last: str) -> None:
    others = "".join(f"{n}. What is agent {n}? One that acts.\n" for n in range(2, 6))
    card = parse(f"# Interview questions\n\n1. What is a return? {last}\n{others}", "README").deck.cards[0]
    assert (card.question, card.is_draft) == (f"What is a return? {last}", True)


def test_options_on_one_line_answer_nothing() -> None:
    asked = "".join(
        f"{n}. Which of them is agent {n}?\n   (a) a fox (b) a robot (c) a cat\n" for n in range(1, 5)
    )
    cards = parse(f"# Quiz\n\n{asked}5. Which acts?\n   (a) The actor, always.\n", "quiz").deck.cards
    assert [card.is_draft for card in cards] == [True] * 4 + [False]


@pytest.mark.parametrize(("tick", "is_draft"), [("x", False), (" ", True)])
def test_names_below_a_question_about_these_were_chosen_where_others_are_ticked(
    tick: str, is_draft: bool
) -> None:
    ticked = "".join(
        f"{n}. Is agent {n} greedy?\n\n    - [{tick}] Yes\n    - [ ] No\n\n" for n in range(1, 5)
    )
    last = "5. Which of these do you train first?\n\n    - the critic\n    - the buffer\n"
    card = parse(f"# Quiz\n\n{ticked}{last}", "quiz").deck.cards[-1]
    assert (card.question, card.is_draft) == ("Which of these do you train first?", is_draft)


def test_what_stands_below_a_heading_prompt_is_asked() -> None:
    told = "### Prompt\nA walker sees nothing.\nHow does it come home?\n\n### Key insight\nBy the wall.\n"
    others = "".join(f"## {n}. What is agent {n}?\n\nOne that acts.\n\n" for n in range(2, 5))
    card = parse(f"# Interview questions\n\n## 1. The walker\n\n{told}\n{others}", "README").deck.cards[0]
    assert [section.text for section in card.sections] == [
        "A walker sees nothing.\nHow does it come home?",
        "### Key insight\nBy the wall.",
    ]


AGAIN = """# Interview questions

1. **What is a return?**
   - _{label}:_ Returns, with an example.

2. **Is a model a simulator?**
   - _{label}:_ What tells a model from a simulator?
   - _{label}:_ Models and simulators.

3. **Why is a baseline subtracted?**

4. **When does TD learn off-policy?**
   {last}
"""


@pytest.mark.parametrize("label", ["Also asked as", "Alternative phrasing", "Similar question"])
def test_the_same_question_in_other_words_answers_nothing(label: str) -> None:
    last = f"- _{label}:_ Off-policy TD.\n   - When its ratios are known."
    cards = parse(AGAIN.format(label=label, last=last), "README").deck.cards
    assert [card.is_draft for card in cards] == [True, True, True, False]
    assert [card.question for card in cards][1] == "Is a model a simulator?"


def test_a_list_of_other_words_for_a_question_answers_nothing() -> None:
    last = "**Also asked as:**\n   - Off-policy TD\n   - TD and its ratios"
    cards = parse(AGAIN.format(label="Also asked as", last=last), "README").deck.cards
    assert [card.is_draft for card in cards] == [True] * 4


EXAM = """# Exam on planning

## Question 1

- A short answer.

### {title}

1. What does a planner roll out?
2. What is a model? What does it lose in the long run. Discuss both.

## Question 2

- An essay.

### {title}

1. Discuss how a tree is grown.
2. Define a rollout.
"""


def test_the_part_of_an_exam_that_names_what_may_be_asked_is_no_question() -> None:
    cards = parse(EXAM.format(title="Example questions:"), "exam").deck.cards
    assert [(card.line, card.is_draft) for card in cards] == [(9, True), (10, True), (18, True), (19, True)]


def test_questions_that_follow_up_on_another_leave_it_one() -> None:
    cards = parse(EXAM.format(title="Follow-up questions"), "exam").deck.cards
    assert [card.line for card in cards] == [3, 12]


def test_what_a_task_announces_in_a_list_of_bare_questions_is_asked_too() -> None:
    asked = [f"{n}. What is arm {n}?" for n in range(1, 13)]
    task = "13. **Task:** Write an agent with:\n    - Arms: ten\n    - Seed: any"
    told = "14. Which arm is best?\n    - The last one"
    cards = parse("# Bandit interview questions\n\n" + "\n".join([*asked, task, told]), "README").deck.cards
    assert [card.is_draft for card in cards] == [True] * 13 + [False]
    assert "Seed: any" in cards[12].sections[0].text


def test_what_a_line_with_a_colon_announces_answers_it_where_the_others_have_answers() -> None:
    told = [f"{n}. What is arm {n}?\n    - An action" for n in range(1, 13)]
    cards = parse(
        "# Bandit interview questions\n\n" + "\n".join([*told, "13. Describe a policy:\n    - A map"]),
        "README",
    ).deck.cards
    assert not any(card.is_draft for card in cards)


def _listed(form: str, label: str = "{}:", told: str = "") -> str:
    parts = {
        "Values": ("What is a return?", "Why discount?"),
        "Policies": ("What is greedy?", "How to explore?"),
        "Models": ("What is planned?", "When is it wrong?"),
    }
    lists = ("\n".join(form.format(each) + told for each in asked) for asked in parts.values())
    return "\n\n".join(f"{label.format(name)}\n{each}" for name, each in zip(parts, lists, strict=True))


def test_lines_above_lists_of_questions_are_topics_and_no_answers_of_the_last_ones() -> None:
    cards = parse(_listed("- {}"), "interview-questions").deck.cards
    assert [card.is_draft for card in cards] == [True] * 6
    assert [card.topic for card in cards[::2]] == ["", "Policies", "Models"]
    answered = parse(_listed("- {}", told=" It is told."), "interview-questions").deck.cards
    assert [card.sections[-1].text for card in answered] == ["It is told."] * 6


def test_a_line_with_a_colon_between_items_that_one_of_them_holds_answers_it() -> None:
    text = _listed("- {}").replace(
        "\nPolicies:", "\n  It is sums of rewards:\n\n  - now\n  - later\n\nPolicies:"
    )
    assert "- later" in parse(text, "interview-questions").deck.cards[1].sections[-1].text


@pytest.mark.parametrize("end", ["", "<br>"])
def test_items_that_only_lead_to_where_they_are_answered_are_contents(end: str) -> None:
    linked = _listed(f'1. <a href="answers/rl.md#it">{{}}</a>{end}')
    assert not parse(linked, "interview-questions").deck.cards
    told = _listed('1. <a href="answers/rl.md#it">{}</a>', told="\n\n   It is told here.\n")
    assert len(parse(told, "interview-questions").deck.cards) == 6


COUNTED_AGAIN = """# 면접 질문

1주차<br/>

1. 보상이란 무엇인가요?
2. 정책에 대해 설명해주세요.{told}

2주차<br/>

1. 할인율이란 무엇인가요?
2. 탐험에 대해 설명해주세요.{told}

3주차

1. 가치 함수란 무엇인가요?
"""


def test_a_few_words_above_a_list_that_counts_from_1_again_answer_nothing() -> None:
    cards = parse(COUNTED_AGAIN.format(told=""), "questions").deck.cards
    assert [card.is_draft for card in cards] == [True] * 5
    assert cards[2].topic.startswith("2주차")


def test_a_few_words_below_each_question_answer_it_also_above_a_new_count() -> None:
    text = "".join(f"{n}. What is arm {n}?\n\nAn action\n\n" for n in (1, 2, 3, 1, 2, 1, 2, 3))
    cards = parse(f"# Bandit questions\n\n{text}", "questions").deck.cards
    assert [card.sections[0].text for card in cards] == ["An action"] * 8
