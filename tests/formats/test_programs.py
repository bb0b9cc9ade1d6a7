"""Decks of other flashcard programs: the cards that those programs would make of them."""

from pathlib import Path
from textwrap import dedent

import pytest

from flashrl.formats import ParsedFile, parse, read
from flashrl.formats.foreign.programs import cloze
from flashrl.model import Card

_DECKS = Path(__file__).parent / "fixtures" / "programs"

QUESTIONS = {
    "hashcards": [
        "What does a bandit leave out that a Markov decision process has?",
        "An […] policy explores with probability […] and is greedy otherwise.",
        "Which bound does this loop compute?",
        "Values are clipped to [0, 1] and the weights are `w[i]`, which is called […].",
        "Has this one an answer?",
        "The target is $r + \\gamma \\max_{a} Q[s, a]$.",
    ],
    "obsidian": [
        "What is a return?",
        "What does `std::max` give?",
        "on-policy",
        "learning about the policy that acts",
        "What is the TD error of a transition?",
        "Bootstrapping",
        "Estimating from estimates",
        "Which policy acts?",
        "The […] collects, the […] (the other) is learned.",
    ],
    "front_back": ["Bandit", "What is regret?", "What is a policy?", "What is a model?"],
    "inka": [
        "Which target does SARSA use?",
        "What is wrong here?",
        "[…] methods wait for the end of an […].",
        "[…] plans with a […].",
    ],
    "logseq": [
        "What is a **return**?",
        "Methods may be:",
        "Which of them reuses old data?",
        "Two targets",
        "Not told yet",
    ],
    "obsidian_to_anki": [
        "How does a trace decay?",
        "[[accumulating trace]]",
        "A […] trace is set to […].",
        "What does λ = 0 give?",
    ],
    "mdanki": ["Base case", "Tail call", "Memory"],
}


def deck(name: str) -> ParsedFile:
    return read(_DECKS / f"{name}.md")


def cards(text: str) -> tuple[Card, ...]:
    return parse(dedent(text).lstrip("\n"), "deck").deck.cards


def texts(card: Card) -> list[tuple[str, str]]:
    return [(section.kind.value, section.text) for section in card.sections]


@pytest.mark.parametrize("name", QUESTIONS)
def test_a_program_s_deck_is_recognised_with_the_cards_that_it_makes(name: str) -> None:
    file = deck(name)
    assert [card.question for card in file.deck.cards] == QUESTIONS[name]
    assert file.format == name
    assert "between its marks" in file.reasons[0]


# -- hashcards -----------------------------------------------------------------------------------------


def test_brackets_are_blanks_each_a_review_unit_of_its_own() -> None:
    card = deck("hashcards").deck.cards[1]
    assert texts(card) == [
        (
            "Cloze",
            "An ==c1::epsilon-greedy== policy explores with probability ==c2::$\\varepsilon$== "
            "and is greedy otherwise.",
        )
    ]
    assert card.blanks == (1, 2)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("clipped to [1-ε, 1+ε] as in [PPO]", "clipped to [1-ε, 1+ε] as in ==c1::PPO=="),
        ("the list [1, 2, 3] is [sorted]", "the list [1, 2, 3] is ==c1::sorted=="),
        ("nested [a [b] c] and [one]", "nested [a [b] c] and ==c1::one=="),
        (
            "`a[0]`, $x[1]$, a[i], ![p](q.png), [l](m), [^2]: [n]",
            "`a[0]`, $x[1]$, a[i], ![p](q.png), [l](m), [^2]: ==c1::n==",
        ),
        ("there are [n-1] free ones", "there are ==c1::n-1== free ones"),
        ("[left == right] is [tested]", "==c1::left &#61;&#61; right== is ==c2::tested=="),
        ("between 与[环境]的交互", "between 与==c1::环境==的交互"),
        ("nothing [^1] to see, a[0]", ""),
    ],
)
def test_what_reads_as_an_interval_an_index_or_a_link_is_no_blank(text: str, expected: str) -> None:
    assert cloze.from_brackets(text) == expected


def test_prefixes_alone_are_not_hashcards_and_an_option_c_is_no_blank() -> None:
    text = """
    Q: Which one?
    A: [this]
    B: [that]
    C: [neither]
    """
    file = parse(dedent(text), "quiz")
    assert file.format == "question_answer"
    assert len(file.deck.cards) == 1


@pytest.mark.parametrize("gap", ["", "\n"])
def test_clozes_of_one_line_in_a_row_are_a_card_each(gap: str) -> None:
    lines = [
        "C: A [critic] judges.",
        "C: An [actor] acts.",
        "Q: Which one learns?\nA: Both\n\n<!-- part two -->",
        "C: The [return] is a sum.",
        "Q: Which?\nA: a [bandit]\nB: a chain\nC: [neither]",
        "C: A [model] plans.",
    ]
    found = cards(gap.join(f"{line}\n" for line in lines))
    asked = [
        "A […] judges.",
        "An […] acts.",
        "Which one learns?",
        "The […] is a sum.",
        "Which?",
        "A […] plans.",
    ]
    assert [card.question for card in found] == asked
    assert texts(found[2]) == [("Answer", "Both")]


def test_the_name_in_toml_front_matter_is_the_deck_s() -> None:
    assert deck("hashcards").deck.name == "Bandits and values"


# -- Obsidian ------------------------------------------------------------------------------------------


def test_both_directions_are_two_cards() -> None:
    there, back = cards("#flashcards\non-policy:::learns about the policy that acts\n")
    assert (there.question, texts(there)) == ("on-policy", [("Answer", "learns about the policy that acts")])
    assert (back.question, texts(back)) == ("learns about the policy that acts", [("Answer", "on-policy")])


def test_a_prefix_before_the_separator_is_no_part_of_a_side() -> None:
    told = "Q: What is a return?::A sum\nQ2. Which target is greedy?::A: The largest\nQ-values::A table\n"
    assert [(card.question, texts(card)) for card in cards(f"#flashcards\n{told}")] == [
        ("What is a return?", [("Answer", "A sum")]),
        ("Which target is greedy?", [("Answer", "The largest")]),
        ("Q-values", [("Answer", "A table")]),
    ]


def test_highlights_are_blanks_only_in_a_tagged_note() -> None:
    note = "A ==policy== acts.\n\nWhat is a value?\n?\nAn expected return.\n"
    assert [card.is_cloze for card in cards(note)] == [False]
    assert [card.is_cloze for card in cards("#flashcards\n\n" + note)] == [True, False]


def test_the_colons_of_a_blank_part_nothing() -> None:
    text = "#flashcards\n\nThe {{c1::critic}} gives the {{c2::baseline}}.\n\nactor::the policy\n"
    blanks, actor = cards(text)
    assert blanks.is_cloze
    assert actor.question == "actor"


def test_lines_that_count_their_blanks_anew_are_a_card_each() -> None:
    text = "The {{c1::actor}} acts,\nthe {{c2::critic}} judges.\n\nFast: {{c1::TD}}\nFair: {{c1::returns}}\n"
    assert [card.question for card in cards(text)] == [
        "The […] acts,",
        "Fast: […]",
        "Fair: […]",
    ]


def test_a_colon_pair_in_code_formulas_and_names_parts_nothing() -> None:
    text = """
    # Notes on C++

    What does std::move do to a value, and what does std::forward do?

    - std::move makes an rvalue
    - std::forward keeps the category
    - `a::b` is a name
    """
    assert cards(text) == ()


def test_schedules_go_and_the_deck_is_the_tag_s_path() -> None:
    file = deck("obsidian").deck
    assert file.name == "rl::values"
    assert not any("SR:" in section.text for card in file.cards for section in card.sections)
    assert file.tags == ("values",)


def test_a_tag_behind_a_question_makes_the_paragraph_below_its_answer() -> None:
    text = """
    What is a trend? #flashcard
    Where it goes in the long run.
    <!--ID: 1691617378788-->

    ### What is a season? #card

    What comes again.
    """
    first, second = cards(text)
    assert (first.question, first.id) == ("What is a trend?", "anki-1691617378788")
    assert texts(first) == [("Answer", "Where it goes in the long run.")]
    assert (second.question, texts(second)) == ("What is a season?", [("Answer", "What comes again.")])


# -- ankdown, inka, mdanki -----------------------------------------------------------------------------


def test_inka_gives_deck_tags_and_ids() -> None:
    file = deck("inka").deck
    assert file.name == "RL::Methods"
    assert [card.id for card in file.cards] == ["anki-1708778405686", "anki-1708778405687", None, None]
    assert file.cards[0].tags == ("methods", "td")


def test_a_section_at_the_top_of_a_file_is_no_front_matter() -> None:
    found = cards("---\nDeck: One\n\n1. What is it?\n> That.\n---\n")
    assert [card.question for card in found] == ["What is it?"]


def test_ankdown_parts_cards_by_rules_and_their_sides_and_tags_by_percent_signs() -> None:
    text = """
    The return $G_t$
    from here on

    %

    $R_{t+1} + \\gamma G_{t+1}$

    %

    Returns, by hand

    ---

    The greedy policy

    %

    Takes $\\arg\\max_a Q(s, a)$

    ---

    A note without a percent sign.
    """
    first, second = cards(text)
    assert (first.question, first.tags) == ("The return $G_t$", ("returns", "by-hand"))
    assert texts(first) == [
        ("Question", "from here on"),
        ("Answer", "$R_{t+1} + \\gamma G_{t+1}$"),
    ]
    assert texts(second) == [("Answer", "Takes $\\arg\\max_a Q(s, a)$")]
    assert cards(text.split("---")[0]) == ()


def test_mdanki_parts_the_sides_and_takes_the_tags_out() -> None:
    base, tail, _ = deck("mdanki").deck.cards
    assert base.tags == ("recursion", "binary-tree")
    assert texts(tail)[0] == ("Question", "Describe what an optimiser does with it.")
    assert "[#" not in texts(tail)[1][1]


def test_logseq_s_properties_go_and_a_nested_card_ends_the_one_around_it() -> None:
    first, second, third, blanks, draft = deck("logseq").deck.cards
    assert first.id == "logseq-6382c5bc-957b-4756-8adc-146cca7d1a16"
    assert texts(first) == [
        (
            "Answer",
            "- The discounted **sum** of rewards.\n    - Discounted by $\\gamma$.\n- A random variable.",
        )
    ]
    assert texts(second) == [("Answer", "- on-policy\n- off-policy")]
    assert texts(third) == [("Answer", "- The latter.")]
    assert blanks.blanks == (1, 2)
    assert draft.is_draft


def test_what_stands_behind_a_nested_card_of_logseq_s_is_the_outer_one_s_answer() -> None:
    text = (
        "- # Planning #card\n\t- It needs a model.\n\t- ## Search #card\n\t\t- It looks ahead.\n"
        "\t- The model\n\t\t- may be learned.\n- Prose.\n"
    )
    outer, inner = cards(text)
    assert (outer.question, inner.question) == ("Planning", "Search")
    assert texts(outer) == [("Answer", "- It needs a model.\n- The model\n    - may be learned.")]
    assert texts(inner) == [("Answer", "- It looks ahead.")]


def test_code_in_a_block_of_logseq_s_keeps_its_blank_lines_and_its_indentation() -> None:
    code = "```py\n\t  act:: a\n\n\t  \tstep(a)\n\t  ```"
    (card,) = cards(f"- A loop? #card\n\t- {code}\n\t-\n\t- It ends.\n- Prose.\n")
    assert texts(card) == [("Answer", "- ```py\n  act:: a\n\n      step(a)\n  ```\n- It ends.")]


@pytest.mark.parametrize("form", ["- {}\n\t- {}\n", "{}\n{}\n\n"])
def test_a_tag_may_be_glued_to_a_question_but_not_to_a_link(form: str) -> None:
    asked = {"什么是策略？#card": "映射。", "什么是回报#card": "折扣和。", "See https://rl.org/td#card": "x"}
    found = cards("".join(map(form.format, *zip(*asked.items(), strict=True))))
    assert [card.question for card in found] == ["什么是策略？", "什么是回报"]


def test_notes_between_start_and_end_have_their_fields_ids_tags_and_deck() -> None:
    file = deck("obsidian_to_anki").deck
    first, second, _, inline = file.cards
    assert file.name == "RL::Traces"
    assert (first.id, first.tags) == ("anki-1745299611387", ("rl::td",))
    assert texts(first)[0][1].startswith("By $\\gamma\\lambda$ a step.\n\n```py\n")
    assert texts(second) == [
        ("Question", "- what is it\n- when does it differ"),
        (
            "Answer",
            "### accumulating trace\n- adds one at each visit\n- differs where a state comes back",
        ),
    ]
    assert second.tags == ("rl::td", "traces")
    assert (inline.id, texts(inline)) == ("anki-1745299611388", [("Answer", "One-step TD.")])


# -- marks of other programs in any file ----------------------------------------------------------------


def test_an_id_comment_is_the_card_s_id_once() -> None:
    text = """
    Q: What is one?
    A: 1
    <!--ID: 1693596711689-->

    Q: What is two?
    A: 2
    <!--ID: 1693596711689-->
    """
    one, two = cards(text)
    assert (one.id, two.id) == ("anki-1693596711689", None)
    assert texts(one) == [("Answer", "1")]


def test_sure_questions_beside_marked_cards_count_and_their_topics_do_not() -> None:
    text = """
    # Notes #flashcards

    ## What is a bandit?

    A state and its arms.

    ## What are its policies?

    greedy::takes the best
    epsilon-greedy::sometimes does not
    softmax::weighs by value

    ## Background

    Nothing is asked here.
    """
    assert [card.question for card in cards(text)] == [
        "What is a bandit?",
        "greedy",
        "epsilon-greedy",
        "softmax",
    ]


def test_a_fold_that_only_says_answer_is_opened() -> None:
    asked = "# Quiz\n\n### What is a key?\n\n**Level:** easy\n\n"
    told = '??? success "View Answer"\n\n    A column.\n\n    ```sql\n    a\n    ```\n'
    (card,) = parse(asked + told, "deck").deck.cards
    assert card.sections[-1].text == "**Level:** easy\n\n\nA column.\n\n```sql\na\n```"


# -- named sides ---------------------------------------------------------------------------------------


def test_named_sides_go_on_to_the_next_card_and_give_their_tags() -> None:
    first, second, third, _ = deck("front_back").deck.cards
    told = "**Explanation:** There are arms to pull:\n\n- some pay more\n- some pay less"
    assert texts(first) == [("Answer", f"A problem with one state.\n\n{told}")]
    assert first.tags == ("rl", "bandits")
    assert texts(second) == [("Question", "Measured against what?"), ("Answer", "What was lost.")]
    assert (texts(third), third.tags) == ([("Answer", "A map from states to actions.")], ("policies",))


def test_heads_with_an_id_part_cards_and_give_their_tags() -> None:
    text = """
    ---
    card_id: aX1
    tags: [bandits, "regret"]
    ---
    What is **regret**?
    ---
    What was lost.

    - against the best arm
    ---
    card_id: bY2
    ---
    Arms

    Which ones are there?
    ---
    ```yaml
    ---
    card_id: none
    ---
    ```
    ---
    card_id: cZ3
    ---
    What is an arm?
    """
    first, second, third = cards(text)
    assert (first.question, first.id, first.tags) == ("What is **regret**?", "aX1", ("bandits", "regret"))
    assert texts(first) == [("Answer", "What was lost.\n\n- against the best arm")]
    assert texts(second)[0] == ("Question", "Which ones are there?")
    assert (third.is_draft, third.id) == (True, "cZ3")


def test_two_sides_of_a_project_are_no_cards() -> None:
    assert cards("# Shop\n\n- **Front:** a page\n- **Back:** a server\n\nFront: there\nBack: here\n") == ()


def test_one_pair_of_sides_is_a_card_where_a_field_says_that_it_is_a_note() -> None:
    note = """
    # Note
    tags: values

    ## Front
    What is a return?

    ## Back
    The discounted sum.

    ### Which discount?
    That of the problem.
    """
    assert cards(note) == ()
    (card,) = cards(note.replace("tags:", "model: Basic\n    tags:"))
    assert card.question == "What is a return?"
    assert texts(card) == [("Answer", "The discounted sum.\n\n### Which discount?\nThat of the problem.")]


def test_a_heading_that_opens_a_side_is_its_question_without_hashes() -> None:
    sides = "# Front side\n\n## {}\n\n# Back side\n\n## Briefly\n\nA map.\n\n"
    asked = ["What is a policy?", "What is a model?", "What is a plan?"]
    found = cards("".join(map(sides.format, asked)))
    assert [card.question for card in found] == asked
    assert texts(found[0]) == [("Answer", "## Briefly\n\nA map.")]


def test_a_word_that_begins_a_wrapped_line_is_no_label() -> None:
    text = """
    The learner hides what it knows, and the teacher asks a
    question. To answer it the learner looks into its
    model. The teacher then says how good the answer was.
    """
    assert cards(text) == ()


def test_a_column_of_questions_alone_has_its_answers_behind_a_break() -> None:
    text = """# Interview

| No. | Questions |
| --- | --------- |
| 1 | What is a reward? <br><br> A number. |
| 2 | What is a policy? <br> What to do. |
| 3 | Name a planner<br/>MCTS |
| 4 | What is a model ?<br>What comes next.<br>Or how likely.
"""
    found = parse(text, "README").deck.cards
    assert [(card.question, card.sections[0].text) for card in found] == [
        ("What is a reward?", "A number."),
        ("What is a policy?", "What to do."),
        ("Name a planner", "MCTS"),
        ("What is a model ?", "What comes next.<br>Or how likely."),
    ]
    broken = text.replace("?", "").replace(" ?", "")
    assert parse(broken, "README").deck.cards == ()


@pytest.mark.parametrize(
    ("line", "question", "tags"),
    [
        ("### What is a trace? #card #td", "What is a trace?", ("td",)),
        ("### What is a trace? #td #card", "What is a trace?", ("td",)),
        ("### What is a trace? #card/td", "What is a trace?", ()),
        ("### What is a trace? #card-spaced", "What is a trace?", ()),
        ("**What is a trace?** #card", "What is a trace?", ()),
    ],
)
def test_the_tag_of_a_card_stands_anywhere_among_the_last_ones(
    line: str, question: str, tags: tuple[str, ...]
) -> None:
    (card,) = cards(f"# Traces\n\n{line}\nA memory of states.\n^1642352345010\n")
    assert (card.question, card.tags, card.id) == (question, tags, "anki-1642352345010")
    assert texts(card) == [("Answer", "A memory of states.")]


def test_a_heading_tagged_as_a_card_asks_in_both_directions_or_waits_for_its_answer() -> None:
    found = cards(
        "# TD\n\n### On-policy #card-reverse\nLearns what it does\n\n### The critic #card\n\n### More\n"
    )
    assert [(card.question, card.is_draft) for card in found] == [
        ("On-policy", False),
        ("Learns what it does", False),
        ("The critic", True),
    ]


def test_what_a_tagged_note_says_about_itself_is_no_card() -> None:
    text = """
    TARGET DECK: RL::Values
    FILE TAGS: td::lambda
    tags:: #td
    status:: done

    What is a return? #flashcard
    The sum of rewards.

    bootstrap:: an estimate of an estimate
    """
    assert [card.question for card in cards(text)] == ["What is a return?", "bootstrap"]


@pytest.mark.parametrize(
    ("front", "back"),
    [
        ("**Front**\n\n", "**Back**\n\n"),
        ("Frente: ", "Verso: "),
        ("앞면: ", "뒷면: "),
        ("**FRONT**\n> ", "**BACK**\n"),
    ],
)
def test_sides_are_named_in_bold_or_in_other_languages(front: str, back: str) -> None:
    sides = [("Return", "A sum"), ("Trace", "A memory"), ("Critic", "An estimate")]
    found = cards("\n\n---\n\n".join(f"{front}{one}\n\n{back}{other}" for one, other in sides))
    assert [(card.question, texts(card)) for card in found] == [
        (one, [("Answer", other)]) for one, other in sides
    ]


def test_the_front_and_the_back_that_a_text_only_mentions_are_no_sides() -> None:
    told = "The **front** of the queue\n\nand its **back**\n\n*Front* matters\n\n*Back* less\n\n"
    assert not cards(f"# Queues\n\n{told * 3}")


@pytest.mark.parametrize(
    "pair",
    [
        "> [!question]\n> What is a return?\n\n> [!success]-\n> A sum.",
        "> [!question] Question 1\n> What is a return?\n\n> [!success]- Answer\n> A sum.",
        "> [!question] What is a return?\n\n> [!tip]- Answer\n> A sum.",
        "> [!question] What is a return?\n> > [!success]- Answer\n> > A sum.",
        "> [!faq] Task 1\n> What is a return?\n>> [!answer]\n>> A sum.",
    ],
)
def test_a_callout_that_asks_and_one_that_answers_are_a_card(pair: str) -> None:
    found = cards(f"# Returns\n\n{pair}\n\n{pair.replace('return', 'goal')}\n")
    assert [(card.question, texts(card)) for card in found] == [
        ("What is a return?", [("Answer", "A sum.")]),
        ("What is a goal?", [("Answer", "A sum.")]),
    ]


def test_callouts_that_only_remark_are_no_pair() -> None:
    text = "> [!question] To do\n> Read it.\n\n> [!tip] Sleep\n> Well.\n\n> [!question]\n> Why?\n\nIt.\n"
    assert not cards(f"# Notes\n\n{text}")


def test_a_heading_with_blanks_is_a_card_and_those_below_one_that_asks_are_text() -> None:
    text = (
        "# Values\n\n## What is a return?\n\nA sum.\n\n## A {{c1::bandit}} has {{c2::one::how many}} state\n"
        "\nIt has arms.\n\n## Compare the errors\n\n- TD: {{c1::small}} steps\n- MC: {{c1::long}} ones\n"
    )
    first, second, third = cards(text)
    assert (first.question, third.question) == ("What is a return?", "Compare the errors")
    assert texts(second) == [
        ("Answer", "It has arms."),
        ("Cloze", "A ==c1::bandit== has ==c2::one== (how many) state"),
    ]
    assert texts(third) == [("Answer", "- TD: small steps\n- MC: long ones")]
