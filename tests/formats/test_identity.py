from dataclasses import replace

import pytest

from flashrl.formats import identity
from flashrl.formats.identity import Incoming, Kind, KnownCard, Recognised
from flashrl.model import Card, Section, SectionKind

OTHER = "The policy picks the action with the largest value most of the time and any other one rarely."
LONG = (
    "A baseline that does not depend on the action leaves the gradient's mean alone and lowers its variance."
)


def card(
    question: str, answer: str = "A", card_id: str | None = None, topic: str = "", line: int = 1
) -> Card:
    sections = (Section(SectionKind.ANSWER, (answer,)),)
    return Card(question, sections, id=card_id, topic=topic, line=line)


def known(each: Card, source: str = "f.md", name: str = "old", *, gone: bool = False) -> KnownCard:
    """What the collection knows of a card that it gave the id `name` to, unless the card has one."""
    return KnownCard(
        id=each.id or name,
        source=source,
        fingerprint=identity.fingerprint(each),
        question=each.question,
        is_generated_id=each.id is None,
        load=lambda: each,
        is_gone=gone,
        line=each.line,
    )


def named(*cards: Card, source: str = "f.md") -> list[KnownCard]:
    """Known cards with the ids k0, k1, …"""
    return [known(each, source, f"k{number}") for number, each in enumerate(cards)]


def recognise(cards: list[Card], olds: list[KnownCard], source: str = "f.md", gone: str = "") -> Recognised:
    (found,) = identity.recognise([Incoming(source, cards)], olds, [gone])
    return found


def continued(found: Recognised) -> list[str | None]:
    """The ids of the known cards that the incoming ones continue."""
    return [match.known.id if match.known else None for match in found.matches]


def told(found: Recognised) -> list[tuple[Kind, int, list[str]]]:
    return [(doubt.kind, doubt.line, [each.id for each in doubt.known]) for doubt in found.doubts]


# -- ids -----------------------------------------------------------------------------------------


def test_an_id_is_the_same_card_whatever_it_says() -> None:
    found = recognise([card("Define V.", "new", "v")], [known(card("What is V?", "old", "v"))])
    assert continued(found) == ["v"]
    assert not found.matches[0].is_generated_id


def test_a_card_that_gets_its_id_keeps_its_past() -> None:
    found = recognise([card("What is V?", card_id="v")], [known(card("What is V?"))])
    assert (found.matches[0].id, continued(found)) == ("v", ["old"])


def test_a_card_that_gets_its_id_while_it_is_edited_keeps_its_past() -> None:
    found = recognise([card("What is a baseline?", LONG, "b")], [known(card("What is the baseline?", LONG))])
    assert continued(found) == ["old"]


def test_a_card_with_another_id_is_another_card() -> None:
    old = known(card("What is a baseline?", LONG, "a"))
    assert continued(recognise([card("What is a baseline?", LONG, "b")], [old])) == [None]


def test_a_card_that_lost_its_id_keeps_its_past() -> None:
    found = recognise([card("What is a baseline?", LONG)], [known(card("What is a baseline?", LONG, "b"))])
    assert (continued(found), found.matches[0].id) == (["b"], "b")


def test_an_id_that_moves_with_its_question_is_moved() -> None:
    old = known(card("What is the discount for?", card_id="d"), source="old.md")
    found = recognise([card("What is a discount for?", card_id="d")], [old], "new.md")
    assert (continued(found), found.clashes) == (["d"], [])


def test_an_id_that_another_file_uses_for_another_question_clashes() -> None:
    old = known(card("What is the discount for?", card_id="d", line=7), source="old.md")
    (clash,) = recognise([card("Define DQN's target.", card_id="d", line=3)], [old], "new.md").clashes
    assert (clash.line, clash.id, clash.place) == (3, "d", ("old.md", 7))


def test_an_id_of_a_file_that_is_gone_is_free_to_move() -> None:
    old = known(card("What is the discount for?", card_id="d"), source="old.md")
    found = recognise([card("Define DQN's target.", card_id="d")], [old], "new.md", gone="old.md")
    assert (continued(found), found.clashes) == (["d"], [])


def test_an_id_stays_with_the_file_that_has_it_whichever_is_read_first() -> None:
    old = known(card("What is V?", card_id="v", line=5), source="b.md")
    copy, own = Incoming("a.md", [card("What is V?", card_id="v")]), Incoming("b.md", [old.load()])
    first, second = identity.recognise([copy, own], [old])
    assert [clash.place for clash in first.clashes] == [("b.md", 5)]
    assert continued(second) == ["v"]


def test_an_id_that_was_just_seen_elsewhere_cannot_have_moved() -> None:
    old = replace(known(card("What is V?", card_id="v"), source="a.md"), is_there=True)
    assert recognise([card("What is V?", card_id="v")], [old], "b.md").clashes


def test_an_id_of_a_foreign_file_that_another_card_has_counts_for_nothing() -> None:
    old = known(card("What is the discount for?", card_id="1"), source="old.md")
    files = [Incoming("new.md", [card("Define DQN's target.", card_id="1")], is_foreign=True)]
    (found,) = identity.recognise(files, [old])
    assert (found.clashes, continued(found), found.matches[0].is_generated_id) == ([], [None], True)


# -- texts ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "question",
    [
        "12. What is V?",
        "**What** is `V`?",
        "  what IS v? ",
        "Q3: What is V?",
        "𝗪𝗵𝗮𝘁 is\u200b V?",
        "What is V?",
    ],
)
def test_numbers_and_formatting_do_not_make_another_card(question: str) -> None:
    assert continued(recognise([card(question)], [known(card("What is V?"))])) == ["old"]


EDITS = {
    "typo in the question": (card("How does a baselin help?", LONG), card("How does a baseline help?", LONG)),
    "typo in a short card": (card("What is a polcy?", "π"), card("What is a policy?", "π")),
    "rewritten question": (card("Baselines?", LONG), card("Why subtract a baseline?", LONG)),
    "rewritten answer": (card("How does a baseline help?", LONG), card("How does a baseline help?", OTHER)),
    "an answer at last": (card("How does a baseline help?", ""), card("How does a baseline help?", LONG)),
    "both edited": (
        card("How does a baseline help REINFORCE?", LONG),
        card("How can a baseline help REINFORCE?", LONG.replace("alone", "as it is")),
    ),
    "another topic": (card("V?", "1", topic="Values"), card("V?", "1", topic="States")),
    "an item more": (
        card("Name two.", "- bias\n- variance\n- time"),
        card("Name three.", "- bias\n- variance\n- time"),
    ),
    "another number": (card("3. How does it help?", LONG), card("17) How does it help?", LONG)),
    "a numbered answer": (card("Which steps?", f"1. {LONG}"), card("Which steps?", f"2. {LONG}")),
    "Chinese": (card("什么是基线方法？", "它减小方差"), card("什么是基线方法呢？", "它减小方差")),
}


@pytest.mark.parametrize(("before", "after"), EDITS.values(), ids=EDITS)
def test_an_edited_card_is_the_same_card(before: Card, after: Card) -> None:
    others = [
        card("What is a trust region?", "A bound on the step."),
        card("What is ε-greedy?", OTHER + " ε"),
    ]
    found = recognise([others[0], after, others[1]], named(before, *others))
    assert (continued(found), told(found)) == (["k1", "k0", "k2"], [])


@pytest.mark.parametrize(("before", "after"), EDITS.values(), ids=EDITS)
def test_an_edited_card_of_a_renamed_file_is_the_same_card(before: Card, after: Card) -> None:
    others = [
        card("What is a trust region?", "A bound on the step."),
        card("What is ε-greedy?", OTHER + " ε"),
    ]
    olds = named(before, *others, source="old.md")
    found = recognise([others[0], after, others[1]], olds, "new.md", gone="old.md")
    assert continued(found) == ["k1", "k0", "k2"]


ANOTHER = {
    "another question and answer": (card("What is V?", LONG), card("Define DQN's target.", OTHER)),
    "a question of the same pattern": (
        card("What are the advantages of PPO?", LONG),
        card("What are the advantages of DQN?", OTHER),
    ),
    "short cards alike": (card("What is V?", "a value"), card("What is Q?", "a value")),
    "drafts alike": (card("What is on-policy?", ""), card("What is off-policy?", "")),
}


@pytest.mark.parametrize(("before", "after"), ANOTHER.values(), ids=ANOTHER)
def test_another_card_in_its_place_is_new(before: Card, after: Card) -> None:
    assert continued(recognise([after], [known(before)])) == [None]


@pytest.mark.parametrize(
    ("asked", "answer", "is_same"),
    [
        ("折扣率作的用？", "A", True),
        ("折扣率的用？", "A", True),
        ("折扣率作的用？", "B", False),
        ("学习率的作用？", "A", False),
    ],
    ids=["swapped", "lost", "other answer", "other question"],
)
def test_a_short_question_with_a_typo_is_the_same_card_between_its_neighbours(
    asked: str, answer: str, is_same: bool
) -> None:
    before, after = card("What is V?", "A value"), card("What is Q?", "Of an action", line=9)
    olds = named(before, card("折扣率的作用？", line=5), after)
    found = recognise([before, card(asked, answer, line=5), after], olds)
    assert continued(found) == ["k0", "k1" if is_same else None, "k2"]


def test_a_card_that_was_deleted_is_restored_with_its_past() -> None:
    old = known(card("What is V?", "The return."), gone=True)
    assert continued(recognise([card("What is V?", "The return.")], [old], "elsewhere.md")) == ["old"]


def test_what_another_file_still_has_is_a_card_of_its_own() -> None:
    old = known(card("What is V?", LONG), source="other.md")
    found = recognise([card("What is V?", LONG)], [old])
    assert (continued(found), told(found)) == ([None], [])


def test_a_card_moves_between_files_and_is_edited_on_the_way() -> None:
    before, after = card("How does a baseline help?", LONG), card("How can a baseline help?", LONG)
    files = [Incoming("a.md", []), Incoming("b.md", [after])]
    _, found = identity.recognise(files, [known(before, source="a.md")])
    assert continued(found) == ["old"]


# -- twins ---------------------------------------------------------------------------------------


def test_equal_texts_twice_are_two_cards() -> None:
    first, second = recognise([card("Output?"), card("Output?")], []).matches
    assert first.id != second.id


def outputs(count: int) -> list[Card]:
    """Cards with one title and different code."""
    return [
        card("What's the output?", f"```js\nlet x = {n}; console.log(x * {n * 7})\n```") for n in range(count)
    ]


def test_a_hundred_cards_of_one_title_are_told_apart_by_their_code() -> None:
    cards = outputs(100)
    found = recognise(cards[::-1], named(*cards))
    assert continued(found) == [f"k{number}" for number in reversed(range(100))]


def test_an_edited_card_of_a_common_title_is_known_by_the_rest_of_its_code() -> None:
    cards = outputs(20)
    edited = card("What's the output?", cards[7].sections[0].text.replace("let", "var"))
    assert continued(recognise([*cards[:7], edited, *cards[8:]], named(*cards))) == [
        f"k{n}" for n in range(20)
    ]


def test_a_common_title_alone_does_not_make_a_card_the_same() -> None:
    cards = outputs(3)
    another = card(
        "What's the output?", "```js\nnew Promise(resolve => resolve()).then(() => alert('done'))\n```"
    )
    assert continued(recognise([another, *cards[1:]], named(*cards))) == [None, "k1", "k2"]


def test_twins_that_changed_places_are_told_apart_by_their_topics() -> None:
    first, second = card("Output?", "1", topic="Closures"), card("Output?", "1", topic="Hoisting")
    assert continued(recognise([second, first], named(first, second))) == ["k1", "k0"]


def twins(*, edited: bool) -> list[Card]:
    """Two cards that differ in hardly more than either does from itself before it was edited."""
    what, more = ("learning", " Mostly.") if edited else ("control", "")
    return [
        card(f"Why is on-policy {what} stable?", LONG + more, line=1),
        card(f"Why is off-policy {what} stable?", LONG + more, line=9),
    ]


def test_near_twins_that_were_both_edited_keep_their_places() -> None:
    found = recognise(twins(edited=True), named(*twins(edited=False)))
    assert continued(found) == ["k0", "k1"]
    assert told(found) == []


def test_between_two_cards_that_are_nearly_alike_nothing_is_guessed() -> None:
    first, second = twins(edited=True)
    swapped = [replace(second, line=1), replace(first, line=9)]
    found = recognise(swapped, named(*twins(edited=False)))
    assert continued(found) == [None, None]
    assert [(kind, line) for kind, line, _ in told(found)] == [(Kind.SAME, 1), (Kind.SAME, 9)]


def test_of_two_cards_that_are_nearly_alike_the_one_that_is_left_is_not_guessed() -> None:
    found = recognise(twins(edited=True)[1:], named(*twins(edited=False)))
    assert continued(found) == [None]
    assert told(found) == [(Kind.SAME, 9, ["k1", "k0"])]


def test_a_hundred_cards_of_one_title_that_were_all_edited_keep_their_places() -> None:
    code = "```py\nprint(sum(range({})))\n```"
    before = [card("What's the output?", code.format(n), line=10 * n) for n in range(100)]
    edited = [
        card("What's the output?", code.format(n).replace("sum", "max"), line=10 * n) for n in range(100)
    ]
    found = recognise([card("What is hoisting?", OTHER), *edited], named(*before))
    assert continued(found) == [None, *(f"k{number}" for number in range(100))]


def test_an_edited_twin_on_the_other_side_of_its_neighbour_is_not_guessed() -> None:
    middle = card("What is a baseline?", OTHER, line=5)
    (first, second), (one, other) = twins(edited=False), twins(edited=True)
    olds = named(first, middle, second)
    assert continued(recognise([one, middle, other], olds)) == ["k0", "k1", "k2"]
    assert continued(recognise([middle, one, other], olds)) == ["k1", None, None]


# -- split and merged ----------------------------------------------------------------------------


def test_a_card_that_was_split_is_told_and_not_guessed() -> None:
    old = card("What do a baseline and ε-greedy do?", f"{LONG}\n\n{OTHER}")
    found = recognise(
        [card("What does a baseline do?", LONG, line=3), card("And ε?", OTHER, line=9)], [known(old)]
    )
    assert continued(found) == [None, None]
    assert told(found) == [(Kind.PART, 3, ["old"]), (Kind.PART, 9, ["old"])]


def test_a_card_keeps_its_past_when_a_part_of_it_becomes_another_card() -> None:
    old = card("What does a baseline do?", f"{LONG}\n\n{OTHER}")
    found = recognise(
        [card("What does a baseline do?", LONG), card("ε-greedy?", OTHER, line=9)], [known(old)]
    )
    assert continued(found) == ["old", None]
    assert told(found) == [(Kind.PART, 9, ["old"])]


def test_cards_that_were_merged_are_told_and_not_guessed() -> None:
    olds = named(card("What does a baseline do?", LONG), card("What is ε-greedy?", OTHER))
    found = recognise([card("Explain both.", f"{LONG}\n\n{OTHER}", line=4)], olds)
    assert continued(found) == [None]
    assert told(found) == [(Kind.WHOLE, 4, ["k0", "k1"])]


def test_a_card_that_takes_another_in_keeps_its_past_and_is_told() -> None:
    olds = named(card("What does a baseline do?", LONG), card("What is ε-greedy?", OTHER))
    found = recognise([card("What does a baseline do?", f"{LONG}\n\n{OTHER}", line=4)], olds)
    assert continued(found) == ["k0"]
    assert told(found) == [(Kind.WHOLE, 4, ["k1"])]
