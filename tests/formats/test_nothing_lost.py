"""Nothing is lost silently: every line with text is in a card, in an introduction, or named by a finding."""

import random
import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from flashrl.errors import has_errors
from flashrl.formats import ParsedFile, native, parse
from flashrl.formats.foreign.page import front
from flashrl.formats.foreign.page.document import Document
from flashrl.formats.foreign.page.fence import without_wrapper
from flashrl.formats.foreign.page.site_tags import without_site_tags
from flashrl.formats.foreign.words.plain_text import plain, strip_emphasis

_FIXTURES = sorted((Path(__file__).parent / "fixtures").rglob("*.md"))

LINES = [
    "",
    "",
    "# Title",
    "## Topic",
    "### What is a policy?",
    "#### Answer",
    "#### Cloze",
    "<!-- card",
    "id: one",
    "-->",
    "text that says something",
    "    indented",
    "- a bullet",
    "- What is a bullet?",
    "1. What is one?",
    "2. **What is two?** An answer.",
    "   below an item",
    "**What is bold?**",
    "Q: What is asked?",
    "A: What is told.",
    "C: A [blank] here.",
    "What is plain?",
    "?",
    "left::right",
    "#flashcards/deck",
    "A ==highlight== here",
    "```py",
    "```",
    "<details><summary>What folds?</summary>",
    "<details>",
    "<summary>Answer</summary>",
    "</details>",
    "> quoted",
    "> [!question] What is called out?",
    '??? question "What is marked?"',
    "| Question | Answer |",
    "|---|---|",
    "| What? | That |",
    "---",
    "===",
    "%",
    "Deck: One",
    "<!--SR:!2026-01-01,1,250-->",
    "<!--ID: 1693596711689-->",
    "- [ ] one",
    "- [x] two",
    "[link](#somewhere)",
    "==c1:: blank ==",
    "A) one",
    "B) two",
]


def lost(text: str, file: ParsedFile) -> list[str]:
    """The lines with text that are nowhere. Front matter says who the deck is, a rule says nothing, nor does
    a fence of markdown around all or a tag of a site's generator alone on its line; a file with an error is
    refused as a whole. A letter may have another sign behind it where that is read as the mark of an
    answer."""
    if has_errors(file.diagnostics):
        return []
    deck = file.deck
    lines = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n").split("\n")
    first = _front_lines(lines)
    found = set(range(1, first + 1))
    unwrapped = without_wrapper(lines, first)
    found |= {n for n, (line, inner) in enumerate(zip(lines, unwrapped, strict=True), 1) if line != inner}
    untagged = without_site_tags(lines)
    found |= {n for n, (line, inner) in enumerate(zip(lines, untagged, strict=True), 1) if line and not inner}
    found |= {n for card in deck.cards for n in range(card.line, card.end_line + 1)}
    found |= {each.line for each in file.diagnostics}
    read = Document("\n".join(lines), first).lines
    kept = {
        line.strip()
        for part in (deck.introduction, *(t.introduction for t in deck.topics))
        for line in part.split("\n")
    }
    named = (deck.title, *(topic.title for topic in deck.topics))
    titles = " ".join(re.sub(":{2,}", ":", f"{each} {plain(each)}") for each in named)
    return [
        line
        for number, line in enumerate(lines, start=1)
        if line.strip().strip("-=*_")
        and number not in found
        and line.strip() not in kept
        and not (read[number - 1].strip() in kept and _words(read[number - 1]) == _words(line))
        and not any(shown in titles for shown in _shown(line))
    ]


def _front_lines(lines: list[str]) -> int:
    text = "\n".join(lines)
    if not native.recognises(text) or lines[0].rstrip() != "---":
        return front.read(text).lines
    return next(n for n, line in enumerate(lines, start=1) if n > 1 and line.rstrip() in ("---", "..."))


def _words(line: str) -> str:
    return re.sub(r"\W+", "", line)


def _shown(line: str) -> list[str]:
    """A heading's line as a title shows it: closing hashes or not, with the tags inside it or without."""
    texts = [re.sub(r"</?h[1-6]\b[^<>]*>", "", line), re.sub(r"^\s*<h[1-6]\b[^<>]*>|</h[1-6]>\s*$", "", line)]
    bare = [re.sub(":{2,}", ":", strip_emphasis(plain(text.strip().lstrip("#").strip()))) for text in texts]
    return [*bare, *(each.rstrip("# ") for each in bare)]


@settings(max_examples=150, deadline=None)
@given(st.lists(st.sampled_from(LINES), max_size=40))
def test_every_line_of_any_mixture_is_kept_or_named(lines: list[str]) -> None:
    text = "\n".join(lines)
    assert lost(text, parse(text, "deck")) == []


@settings(max_examples=60, deadline=None)
@given(st.sampled_from(_FIXTURES), st.integers(0, 2**32))
def test_every_line_of_a_mangled_deck_is_kept_or_named(path: Path, seed: int) -> None:
    rng = random.Random(seed)
    lines = path.read_text(encoding="utf-8").split("\n")
    for _ in range(rng.randrange(1, 6)):
        place = rng.randrange(len(lines))
        match rng.randrange(4):
            case 0:
                lines.insert(place, rng.choice(LINES))
            case 1:
                del lines[place]
            case 2:
                lines[place] = " " * rng.randrange(1, 5) + lines[place]
            case _:
                lines[place] = lines[place][: rng.randrange(len(lines[place]) + 1)]
        lines = lines or [""]
    text = "\n".join(lines)
    assert lost(text, parse(text, "deck")) == []


@pytest.mark.parametrize("path", _FIXTURES, ids=lambda path: path.stem)
def test_no_line_of_a_style_is_lost(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert lost(text, parse(text, "deck")) == []
