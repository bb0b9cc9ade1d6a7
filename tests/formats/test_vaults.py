"""Notes of learners in which cards stand: marks of their own choice, properties, paragraphs that ask."""

import pytest

from flashrl.formats import parse
from flashrl.model import Card, SectionKind


def answer(card: Card) -> str:
    return "\n\n".join(each.text for each in card.sections if each.kind is SectionKind.ANSWER)


def asked(text: str) -> list[str]:
    return [card.question for card in parse(text, "notes").deck.cards]


@pytest.mark.parametrize("tag", ["#fc", "<!--fc-->", "#learn/rl"])
def test_the_tag_that_most_notes_with_ids_have_is_the_one_of_their_author(tag: str) -> None:
    terms = {"Return": "The discounted sum.", "Policy": "Which action.", "Model": "What comes next."}
    ids = (f"<!--ID: 17196352390{n}-->" if n % 2 else f"^17196352390{n}" for n in (21, 22, 23))
    cards = (
        f"## {term} {tag}\n{text}\n{mark}\n" for (term, text), mark in zip(terms.items(), ids, strict=True)
    )
    deck = parse("# Notes\n\nWhat we know.\n\n" + "\n\n".join(cards), "notes").deck
    assert [card.question for card in deck.cards] == ["Return", "Policy", "Model"]
    assert [answer(card) for card in deck.cards] == [
        "The discounted sum.",
        "Which action.",
        "What comes next.",
    ]
    assert deck.cards[0].id == "anki-1719635239021"


def test_a_tag_that_few_notes_with_ids_have_is_none() -> None:
    ids = [f"Text {n} of some length.\n^17196352390{n}" for n in range(21, 26)]
    assert asked("# Notes\n\n## Bias #todo\n" + "\n\n".join(ids)) == []


def test_the_paragraph_that_a_tag_ends_is_the_question() -> None:
    text = (
        "TARGET DECK: Exams\n\nWhich method bootstraps?\nA. Monte Carlo\nB. TD(0)\nC. Neither #flashcard\n"
        "Answer: B\n<!--ID: 1771251226684-->\n\nWhat does a critic\nestimate? #flashcard\nA value.\n"
    )
    first, second = parse(text, "notes").deck.cards
    assert first.question == "Which method bootstraps?"
    assert first.sections[0].text == "A. Monte Carlo\nB. TD(0)\nC. Neither"
    assert second.question == "What does a critic estimate?"
    assert answer(second) == "A value."


def test_a_field_of_the_note_is_no_part_of_the_question_below_it() -> None:
    text = (
        "TARGET DECK: RL\nWhat is a return? #card\nA sum of rewards.\n\nWhat is a step? #card\nOne action.\n"
    )
    assert asked(text) == ["What is a return?", "What is a step?"]


def test_the_name_of_a_deck_below_its_mark_is_no_card() -> None:
    text = "TARGET DECK\nCourse::RL::Week 1\n\n## Bandits #card\nOne state.\n\n## Chains #card\nNo actions.\n"
    assert asked(text) == ["Bandits", "Chains"]


def test_the_properties_of_logseq_s_blocks_are_no_cards() -> None:
    text = (
        "- # Models\n"
        "\t- A {{cloze simulator}} gives samples. #flashcard\n\t  hl-page:: 16\n\t  ls-type:: annotation\n"
        "\t  id:: 636a12a6-ac82-44a2-99e9-75c96f307001\n"
        "\t- Two kinds of planning: #flashcard\n\t  hl-page:: 18\n"
        "\t\t- in the background\n\t\t- at decision time\n"
    )
    first, second = parse(text, "notes").deck.cards
    assert first.question == "A […] gives samples."
    assert first.id == "logseq-636a12a6-ac82-44a2-99e9-75c96f307001"
    assert second.question == "Two kinds of planning:"
    assert answer(second) == "- in the background\n- at decision time"


def test_notes_in_comments_of_obsidian_are_cards() -> None:
    text = (
        "## Targets\n\nProse about targets.\n\n%%ANKI\nBasic\nWhat moves slowly?\nBack: The target network.\n"
        "<!--ID: 1718198717474-->\nEND%%\n\n%%ANKI\nCloze\n{Polyak} averaging moves by {tau}.\nEND%%\n"
    )
    first, second = parse(text, "notes").deck.cards
    assert (first.question, answer(first)) == ("What moves slowly?", "The target network.")
    assert first.id == "anki-1718198717474"
    assert second.question == "[…] averaging moves by […]."


def test_the_answer_of_an_item_with_a_tag_ends_before_the_next_item() -> None:
    text = (
        "---\ntags: notes\n---\n- What is a return? #flashcard\n  - A sum.\n- A remark.\n  - More of it.\n"
        "- What is a step? #flashcard\n\t- One action.\n\t- One reward.\n"
    )
    assert [(card.question, answer(card)) for card in parse(text, "notes").deck.cards] == [
        ("What is a return?", "- A sum."),
        ("What is a step?", "- One action.\n- One reward."),
    ]


def test_tags_behind_a_question_of_logseq_s_are_tags_of_the_card() -> None:
    text = (
        "- What is a **return**? #card #rl/values #[[basics]]\n  - A sum.\n"
        "- Is item #2 a step? #card\n  - Yes.\n"
    )
    first, second = parse(text, "notes").deck.cards
    assert (first.question, first.tags) == ("What is a **return**?", ("rl/values", "basics"))
    assert (second.question, second.tags) == ("Is item #2 a step?", ())


def test_blanks_of_logseq_s_may_be_numbered_and_stand_in_a_block_alone() -> None:
    text = (
        "- {{c1 TD}} bootstraps after {{c2 a step}}. #card\n- {{cloze All of it.}} #card\n"
        "- What is it? #card\n  - That.\n"
    )
    first, second = parse(text, "notes").deck.cards
    assert first.sections[0].text == "==c1::TD== bootstraps after ==c2::a step==."
    assert second.question == "What is it?"


def test_a_tag_alone_on_its_line_parts_the_question_from_the_answer() -> None:
    text = (
        "# Notes\n\nWhat we know.\n\n## Return\n#card\n\nA sum.\n\nOf rewards.\n^1719635239021\n\n"
        "In between.\n\nWhat does it do?\n\n```python\ng = r + gamma * g\n```\n\n"
        "#card #code\n\nIt goes back.\n^1719635239022\n"
    )
    first, second = parse(text, "notes").deck.cards
    assert (first.question, answer(first), first.id) == (
        "Return",
        "A sum.\n\nOf rewards.",
        "anki-1719635239021",
    )
    assert (second.question, answer(second), second.tags) == ("What does it do?", "It goes back.", ("code",))
    assert second.sections[0].text == "```python\ng = r + gamma * g\n```"


def test_what_is_drawn_round_a_card_is_no_part_of_it() -> None:
    cards = (
        f"﹇<br>\nSome table of values:\n\n| s | v |\n|---|---|\n| a | {n} |\n\nWhich is it?\n\n"
        f"#card\n\nIt is {n}.\n\n⌂\n<br>﹈<br>^171963523902{n}\n"
        for n in (1, 2)
    )
    first, second = parse("# Notes\n\n" + "\n\n".join(cards), "notes").deck.cards
    assert first.question == "Some table of values:"
    assert first.sections[0].text.endswith("| a | 1 |\n\nWhich is it?")
    assert (answer(first), second.id) == ("It is 1.", "anki-1719635239022")


@pytest.mark.parametrize(
    "text",
    [
        "# Notes\n#flashcards\n\nWhat we know.\n\n## Sums\n\n#flashcards/sums\n\nThey add up.\n",
        "#card\n\nOnly prose about a card of our own, and no question.\n",
        "The class is\n\n#card\n\nand its rule makes the border.\n",
    ],
)
def test_a_tag_alone_that_names_a_deck_or_stands_once_without_an_id_is_none(text: str) -> None:
    assert asked(text) == []


def test_blanks_in_single_braces_are_those_of_a_paragraph_with_an_id() -> None:
    text = "The set {a, b} is small.\n\nA {1:critic} judges the {2:actor}.\n^1719635239021\n"
    (card,) = parse(f"---\ncards-deck: RL\n---\n\n{text}", "notes").deck.cards
    assert card.sections[0].text == "A ==c1::critic== judges the ==c2::actor==."


def test_sides_with_names_are_asked_without_them() -> None:
    text = "Front: What does a fork copy? #card-reverse\nBack: The state.\n^1719635239021\n"
    assert asked(text) == ["What does a fork copy?", "The state."]


@pytest.mark.parametrize("sign", [" >> ", " ->->-> ", "|||", " → ", " === "])
def test_signs_above_most_schedules_part_the_sides(sign: str) -> None:
    schedule = "<!--SR:!2024-09-23,23,250-->"
    text = (
        f"# Notes\n\n#td What is a return?{sign}A sum, `r === g`.\n{schedule}\n\n"
        f"#td A policy{sign}**A map.**\n{schedule}\n\n"
        f"#td A step{sign}One action. {schedule}\n\n#td A model{sign}It predicts.\n{schedule}\n\n"
        f"#td What is new?{sign}This.\n\n```js\nif (a === b) c()\n```\n"
    )
    cards = parse(text, "notes").deck.cards
    told = {card.question: answer(card) for card in cards}
    assert told["What is a return?"] == "A sum, `r === g`."
    assert told["A step"] == "One action."
    assert told["What is new?"] == "This."


def test_a_colon_before_the_sign_that_parts_sides_is_the_question_s() -> None:
    schedule = "<!--SR:!2024-09-23,23,250-->"
    questions = ("What is a **return**?", "Name the **parts**:", "What is a step?", "What is a goal?")
    text = "".join(f"- {each};;**Told** here.\n{schedule}\n" for each in questions)
    cards = parse(text, "notes").deck.cards
    assert [card.question for card in cards] == [*questions]
    assert {answer(card) for card in cards} == {"**Told** here."}


def test_signs_in_text_above_few_schedules_part_nothing() -> None:
    schedule = "<!--SR:!2024-09-23,23,250-->"
    text = "".join(f"The ==state -> action== pair {n} -> ends.\n{schedule}\n\n" for n in range(4))
    cards = parse(f"# Notes\n\nFrom s -> a.\n\n{text}", "notes").deck.cards
    assert [card.question for card in cards] == [f"The […] pair {n} -> ends." for n in range(4)]


def test_a_line_of_signs_above_most_schedules_parts_the_sides() -> None:
    schedule = "<!--SR:!2024-09-23,23,250-->"
    text = "".join(f"What is {n}?\nSay it.\n===>\nNumber {n}.\n{schedule}\n\n" for n in range(3))
    cards = parse(f"# Notes\n\n{text}What is new?\n===>\nThis.\n", "notes").deck.cards
    assert [answer(card) for card in cards] == ["Number 0.", "Number 1.", "Number 2.", "This."]
    assert cards[0].question == "What is 0? Say it."


def test_notes_stand_between_whatever_lines_are_around_most_that_have_an_id() -> None:
    pairs = [("Return", "The sum: of rewards."), ("Policy", "A map."), ("Model", "It predicts.")]
    text = "".join(
        f"Karte\nVokabel\nWort: {term}\nBedeutung: {told}\n<!--ID: 177125122668{n}-->\nEnde\n\n"
        for n, (term, told) in enumerate(pairs)
    )
    cards = parse(f"TARGET DECK: RL\n\nProse: of ours.\n\n{text}", "notes").deck.cards
    assert [(card.question, answer(card)) for card in cards] == pairs


def test_fields_may_have_names_of_another_language() -> None:
    text = "START\nBásico\nAnverso: Un {}\nReverso: Note: {}.\n<!--ID: 1771251226684-->\nEND\n\n"
    cards = parse(text.format("retorno", "suma") + text.format("paso", "acción"), "notes").deck.cards
    assert [card.question for card in cards] == ["Un retorno", "Un paso"]
    assert [answer(card) for card in cards] == ["Note: suma.", "Note: acción."]


def test_text_above_ids_that_ends_alike_is_no_note_of_a_type() -> None:
    text = "".join(f"Part {n}\n\nProse {n}.\n<!--ID: 177125122668{n}-->\n\nBack to top\n\n" for n in range(4))
    assert asked(text) == []


def test_a_first_line_that_most_notes_share_is_no_title() -> None:
    text = "".join(
        f"START\nBasic\n(from the course)\n\nWhat is {n}?\n\nBack:\n\nNumber {n}.\nEND\n\n" for n in range(3)
    )
    first, *_ = parse(text, "notes").deck.cards
    assert (first.question, first.sections[0].text) == ("What is 0?", "(from the course)")


def test_a_question_that_most_notes_share_stays_their_title() -> None:
    text = "".join(f"START\nBasic\nWhat is shown?\nNumber {n}.\nBack: It is {n}.\nEND\n\n" for n in range(3))
    assert asked(text) == ["What is shown?"] * 3


@pytest.mark.parametrize(
    "form",
    [
        "## {}\n\n{}\n",
        "### {}\n{}\n\n",
        "{}: #!\n{}\n",
        "What is a {}?\n{}\n",
        "**{}**\n{}\n",
        "- {}\n  {}\n",
        "{}\n\n---\n\n{}\n",
        "| {} |\n| --- |\n| {} |\n",
        "{} >> {}\n",
        "{{Q}}{}{{A}}{}{{E}}\n",
    ],
)
def test_an_id_that_a_program_wrote_ends_a_note_whatever_its_author_chose_for_it(form: str) -> None:
    terms = {"Return": "The discounted sum.", "Policy": "Which action.", "Model": "What comes next."}
    notes = (
        f"{form.format(*each)}<!--ID: 17196352390{n}-->\n" for n, each in enumerate(terms.items(), start=21)
    )
    deck = parse(
        "# Notes\n\nWhat we know.\n\n" + "\n".join(notes) + "\n## Sources\n\nA book.\n", "notes"
    ).deck
    assert [card.question.removeprefix("What is a ").strip(" :?") for card in deck.cards] == [*terms]
    assert [answer(card) for card in deck.cards] == [*terms.values()]
    assert [card.id for card in deck.cards] == [f"anki-17196352390{n}" for n in (21, 22, 23)]


def test_highlights_above_ids_are_blanks_and_labels_there_keep_their_sides() -> None:
    text = "An ==actor== acts.\n<!--ID: 1719635239021-->\n\nA ==critic== judges.\n<!--ID: 1719635239022-->\n"
    assert asked(text) == ["An […] acts.", "A […] judges."]
    labels = "## {0}\n\nQ: What is {0}?\nA: A word.\n<!--ID: 171963523902{1}-->\n\n"
    found = asked("".join(labels.format(word, n) for n, word in enumerate(("TD", "MC"))))
    assert found == ["What is TD?", "What is MC?"]


def test_ids_below_plain_text_make_no_cards() -> None:
    lines = ("It learns from samples.", "It\nneeds no model.", "It bootstraps.")
    assert asked("# TD\n\n" + "\n\n".join(f"{each}\n<!--ID: 1719635239021-->" for each in lines)) == []
