from textwrap import dedent

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flashrl.errors import Severity
from flashrl.formats import ParsedFile, parse
from flashrl.model import Card, Difficulty, Section, SectionKind, SimulationBlock

FRONT = "---\nflashrl: 1\n---\n"


def native(body: str, front: str = FRONT) -> ParsedFile:
    return parse(front + dedent(body), "file")


def only_card(body: str) -> Card:
    (card,) = native(body).deck.cards
    return card


def codes(body: str, front: str = FRONT) -> list[tuple[str, int]]:
    return [(found.code, found.line) for found in native(body, front).diagnostics]


FULL = """\
---
flashrl: 1
deck: RL::Value-based
tags: [rl]
---

# Value-based RL

An introduction.

## Q-learning

About the topic.

### Why does it overestimate?
<!-- card
id: over
difficulty: hard
tags: [q-learning]
-->

More of the question.

#### Answer

The max is over *noisy* estimates.

```python
# not a heading
---
```

#### The trap

Blaming the network.

#### Simulation

```sim maximization-bias
arms: 10
show: [arms, double]
frame: last
caption: The arms are noisy.
```

#### References

- [A paper](https://example.org)
"""


def test_a_whole_card_is_read() -> None:
    parsed = parse(FULL, "file")
    assert parsed.diagnostics == ()
    assert parsed.format == "native"
    deck = parsed.deck
    assert (deck.name, deck.title, deck.introduction) == (
        "RL::Value-based",
        "Value-based RL",
        "An introduction.",
    )
    assert [(topic.title, topic.introduction) for topic in deck.topics] == [
        ("Q-learning", "About the topic.")
    ]
    (card,) = deck.cards
    assert (card.question, card.id, card.topic) == ("Why does it overestimate?", "over", "Q-learning")
    assert (card.difficulty, card.tags) == (Difficulty.HARD, ("rl", "q-learning"))
    assert (card.line, card.end_line) == (15, 48)
    assert [(section.kind, section.line) for section in card.sections] == [
        (SectionKind.QUESTION, 22),
        (SectionKind.ANSWER, 24),
        (SectionKind.TRAP, 33),
        (SectionKind.SIMULATION, 37),
        (SectionKind.REFERENCES, 46),
    ]


def test_a_simulation_keeps_its_parameters_apart_from_its_settings() -> None:
    card = parse(FULL, "file").deck.cards[0]
    (section,) = card.of_kind(SectionKind.SIMULATION)
    assert section.parts == (
        SimulationBlock(
            slug="maximization-bias",
            parameters={"arms": 10},
            show=("arms", "double"),
            frame="last",
            caption="The arms are noisy.",
            line=39,
        ),
    )


def test_a_fence_may_hold_headings_and_rules() -> None:
    (answer,) = parse(FULL, "file").deck.cards[0].of_kind(SectionKind.ANSWER)
    assert answer.text.endswith("```python\n# not a heading\n---\n```")


def test_the_shortest_card_is_a_heading_and_a_paragraph() -> None:
    card = only_card("### What is V?\n\nThe expected return.\n")
    assert card.sections == (Section(SectionKind.ANSWER, ("The expected return.",), line=6, part_lines=(6,)),)
    assert not card.is_draft


def test_text_before_the_answer_extends_the_question() -> None:
    card = only_card("### Q\n\nmore\n\n#### Answer\n\nA\n")
    assert [section.kind for section in card.sections] == [SectionKind.QUESTION, SectionKind.ANSWER]


def test_text_before_another_section_is_the_answer() -> None:
    card = only_card("### Q\n\nThe answer.\n\n#### The trap\n\nT\n")
    assert [section.kind for section in card.sections] == [SectionKind.ANSWER, SectionKind.TRAP]


def test_an_unknown_section_stays_in_the_answer_with_a_hint() -> None:
    parsed = native("### Q\n\n#### Answer\n\nA\n\n#### Advantages\n\nB\n")
    section = parsed.deck.cards[0].sections[1]
    assert (section.kind, section.heading, section.text) == (SectionKind.ANSWER, "Advantages", "B")
    assert ("unknown-section", 10) in [(found.code, found.line) for found in parsed.diagnostics]


@pytest.mark.parametrize("heading", ["The Trap", "the trap", "The trap:"])
def test_sections_are_known_in_any_case(heading: str) -> None:
    card = only_card(f"### Q\n\nA\n\n#### {heading}\n\nT\n")
    assert card.sections[1].kind is SectionKind.TRAP


def test_a_question_without_an_answer_is_a_draft() -> None:
    parsed = native("### Q\n<!-- card\nid: q\n-->\n")
    assert parsed.deck.cards[0].is_draft
    assert [(found.code, found.line) for found in parsed.diagnostics] == [("no-answer", 4)]


def test_each_blank_number_is_a_review_unit() -> None:
    card = only_card("### T\n\n#### Cloze\n\n==c1:: $a == b$ == and ==c2::x== and ==c1::y==\n")
    assert card.blanks == (1, 2)
    assert not card.is_draft


def test_a_blank_inside_code_is_none() -> None:
    assert ("cloze-without-blank", 4) in codes("### T\n\n#### Cloze\n\n`==c1::x==`\n")


FAULTS = [
    ("### Q\n\nA\n", "missing-id", 4),
    ("### Q\n<!-- card\nid:\n-->\n\nA\n", "missing-id", 4),
    ("### Q\n<!-- card\nid: a b\n-->\n\nA\n", "bad-id", 6),
    ("### Q\n<!-- card\nid: a\n-->\nA\n### R\n<!-- card\nid: a\n-->\nB\n", "repeated-id", 11),
    ("### Q\n<!-- card\nid: a\ncolour: red\n-->\nA\n", "unknown-key", 7),
    ("### Q\n<!-- card\nid: a\ndifficulty: nasty\n-->\nA\n", "bad-difficulty", 7),
    ("### Q\n<!-- card\nid: a\ntags: [a b]\n-->\nA\n", "bad-tags", 7),
    ("### Q\n<!-- card\nid: a\ntags: ['#a']\n-->\nA\n", "bad-tags", 7),
    ("### Q\n<!-- card\nid: a\ntags: [a::]\n-->\nA\n", "bad-tags", 7),
    ("### Q\n<!-- card\nid: a\ntags: ['a,b']\n-->\nA\n", "bad-tags", 7),
    ("### Q\n<!-- card\nid: [\n-->\nA\n", "bad-card-comment", 6),
    ("### Q\n<!-- card\nid: a\nid: b\n-->\nA\n", "bad-card-comment", 7),
    ("### Q\n<!-- card\nid: a\ntags: [\fb]\n-->\nA\n", "bad-card-comment", 7),
    ("### Q\n<!-- card\nid: &x a\ntags: [*x]\n-->\nA\n", "bad-card-comment", 7),
    ("### Q\n<!-- card\nid: a\n\nA\n", "bad-card-comment", 5),
    ("###\n\nA\n", "no-question", 4),
    ("### Q\n\nA\n\n<!-- card\nid: late\n-->\n", "stray-card-comment", 8),
    ("### Q\n\nA\n\n```python\nx = 1\n", "unclosed-fence", 8),
    ("# One\n\n# Two\n", "repeated-title", 6),
    ("### Q\n\n```sim\nx: 1\n```\n", "bad-simulation", 6),
    ("### Q\n\n```sim a\nx: [1\n```\n", "bad-simulation", 7),
    ("### Q\n\n- a\n\n  ```sim a\n  ```\n", "nested-simulation", 8),
    ("### Q\n\nA\nand ==c1::b== \n", "cloze-outside-section", 7),
]


@pytest.mark.parametrize(("body", "code", "line"), FAULTS, ids=[fault[1] for fault in FAULTS])
def test_a_fault_is_found_on_its_line(body: str, code: str, line: int) -> None:
    assert (code, line) in codes(body)


def test_a_key_on_the_line_of_the_comment_has_its_column() -> None:
    (found,) = (
        each for each in native("### Q\n<!-- card  idd: a -->\n\nA\n").diagnostics if "idd" in each.message
    )
    assert (found.code, found.line, found.column) == ("unknown-key", 5, 12)


@pytest.mark.parametrize(
    ("front", "line"),
    [
        ("---\nflashrl: 1\n", 1),
        ("---\nflashrl: 1\ndeck: [\n---\n", 3),
        ("---\nflashrl: 2\n---\n", 2),
        ("---\nflashrl: 1\ndeck: [a]\n---\n", 3),
    ],
)
def test_broken_front_matter_is_an_error_on_its_line(front: str, line: int) -> None:
    found = native("### Q\n\nA\n", front).diagnostics
    assert ("bad-front-matter", line) in [(each.code, each.line) for each in found]
    assert any(each.severity is Severity.ERROR for each in found)


def test_an_unknown_key_of_the_front_matter_has_its_line() -> None:
    assert ("unknown-key", 3) in codes("### Q\n\nA\n", "---\nflashrl: 1\nauthor: me\n---\n")


def test_words_that_yaml_takes_for_other_things_stay_words() -> None:
    card = only_card("### Q\n<!-- card\nid: on\ntags: [no, 2024-01-01]\n-->\nA\n")
    assert (card.id, card.tags) == ("on", ("no", "2024-01-01"))


@pytest.mark.parametrize("change", ["crlf", "cr", "bom", "tabs"])
def test_the_same_cards_whatever_the_line_ends(change: str) -> None:
    text = FULL
    changed = {
        "crlf": text.replace("\n", "\r\n"),
        "cr": text.replace("\n", "\r"),
        "bom": "\ufeff" + text,
        "tabs": text.replace("#### Answer", "####\tAnswer"),
    }[change]
    assert parse(changed, "file").deck == parse(text, "file").deck


def test_an_example_in_a_fence_does_not_make_a_deck() -> None:
    card = "### Q\n<!-- card\nid: q\n-->\nA\n"
    assert parse(f"# Guide\n\n````markdown\n{card}````\n", "guide").is_no_deck
    assert parse(f"# Deck\n\n{card}", "deck").format == "native"
    assert parse(f"# Deck\n\n{card.replace('Q', 'Q' + chr(10))}", "deck").format == "native"


def test_text_of_no_known_format_is_said_to_be_so() -> None:
    parsed = parse("# A README\n\nWords.\n", "README")
    assert parsed.is_no_deck
    assert parsed.diagnostics[0].severity is Severity.ERROR


STRUCTURE = ["# T", "## Topic", "### Q", "#### Answer", "#### Odd", "<!-- card", "id: a", "-->", "---", ""]
CONTENT = ["text", "- item", "```", "```sim x", "a: 1", "  indented", "==c1:: x ==", "$x$", "> quote"]
LINES = st.sampled_from([*STRUCTURE, *CONTENT, "\t### tabbed"])


@given(st.lists(LINES, max_size=40))
def test_every_line_ends_in_a_card_the_introduction_or_a_finding(lines: list[str]) -> None:
    parsed = native("\n".join(lines))
    deck = parsed.deck
    kept = [deck.introduction, *(topic.introduction for topic in deck.topics)]
    kept += [section.text for card in deck.cards for section in card.sections]
    shown = "\n".join(kept).split("\n")
    for word in ("text", "- item", "$x$", "> quote"):
        covered = sum(line.strip() == word for line in shown)
        in_sims = sum(1 for found in parsed.diagnostics if found.code in ("bad-simulation", "unclosed-fence"))
        comments = sum(line == "<!-- card" for line in lines)
        fences = sum(line == "```sim x" for line in lines)
        assert covered == lines.count(word) or in_sims or comments or fences


@given(st.text(max_size=400))
def test_any_text_is_read_without_failing(text: str) -> None:
    parsed = parse(FRONT + text, "file")
    assert parsed == parse(FRONT + text, "file")
