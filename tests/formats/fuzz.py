"""Mangle decks at random and read them: no crash, no hang, no line lost.

    python -m tests.formats.fuzz [MINUTES] [SEED]

Starts from the shipped decks, the fixtures of the tests and the documents, and changes lines, characters and
sizes. What is slow is read once more as a text of a megabyte, since a small one says little. Ends with 1 at
the first text that breaks a rule, which it writes to `fuzz-failure.md`.
"""

import random
import sys
import time
import traceback
from collections.abc import Callable
from pathlib import Path

from flashrl import paths
from flashrl.formats import parse
from tests.formats.test_nothing_lost import lost

SECONDS_PER_MEGABYTE = 5.0
"""Of the processor, on a machine with nothing else to do; twice that on one with other work is no finding."""
_ROOT = Path(__file__).resolve().parents[2]
_SIGNS: list[str] = [*"#*_-`~<>[]()!?:|=$%{}\\\"'.,0123456789 \t\nabQAC？：答👶𝐖\r", "\u200b", "\u00a0"]
_PIECES = [
    *(
        "```",
        "~~~",
        "<details>",
        "</details>",
        "<summary>",
        "</summary>",
        "<!--",
        "-->",
        "**",
        "==",
        "==c1::",
    ),
    *("{{c1::", "}}", "$$", "::", ":::", "\n?\n", "\n??\n", "\n---\n", "\n%\n", "\n- ", "\n1. ", "\n   "),
    *("\n\n", "\n> ", "\n#### ", "\nQ: ", "\nA: ", "\nC: ", "#flashcards", "<!--ID: 1-->", "<!--SR:!x-->"),
    *("[x]", "[ ]", "](", "&#61;", "\n| a | b |\n|-|-|\n"),
]


INLINE = [
    *(
        "[a](b) ",
        "[a] ",
        "(a) ",
        "((a)) ",
        "![a](b) ",
        "[![a](b)](c) ",
        "[[a]] ",
        "[^1] ",
        "<b>a</b> ",
        "<br>",
    ),
    *(
        "**a** ",
        "*a* ",
        "_a_ ",
        "`a` ",
        "$a$ ",
        "==a== ",
        "{{a}} ",
        "~~a~~ ",
        "“a” ",
        "（a）",
        "【a】",
        "<!-- a -->",
    ),
    *(
        "1. ",
        "1.1.",
        "a) ",
        "A. a ",
        "- ",
        "- [x] ",
        "> ",
        "| a ",
        "## ",
        "? ",
        "！",
        "🎯 ",
        "a: ",
        "a::b ",
        "#a ",
    ),
    *(
        "A: ",
        "Q1 ",
        "Answer ",
        "\u00a0",
        "\t",
        "a ",
        "a.b.",
        "\\",
        "...",
        "---",
        "{.a} ",
        "<details>",
        "</summary>",
    ),
]
"""What may stand in a line many times over: a pattern that could read it in many ways would take for ever."""


def main(minutes: float, seed: int) -> int:
    """Read mangled decks for so many minutes; 1 at the first that breaks a rule."""
    rng = random.Random(seed)
    texts = _texts()
    end, count, grown, slowest = time.monotonic() + 60 * minutes, 0, 0, 0.0
    while time.monotonic() < end:
        text = _mangled(rng.choice(texts), rng, texts)
        started = time.process_time()
        try:
            file = parse(text, "deck")
            missing = lost(text, file)
        except Exception:  # noqa: BLE001  # whatever it is, its text is what we are looking for
            return _failed(text, traceback.format_exc())
        seconds = (time.process_time() - started) / max(0.02, len(text.encode("utf-8", "replace")) / 1e6)
        if seconds > SECONDS_PER_MEGABYTE:
            text, seconds = _grown(text)
            grown += 1
        if seconds > 2 * SECONDS_PER_MEGABYTE:
            return _failed(text, f"{seconds:.1f} s for a megabyte")
        if missing:
            return _failed(text, f"lost: {missing[:3]}")
        count += 1
        slowest = max(slowest, seconds)
    print(f"{count} texts in {minutes:g} minutes (seed {seed}), {grown} of them again as a megabyte")
    print(f"at most {slowest:.1f} s of the processor for a megabyte")
    return 0


def _grown(text: str) -> tuple[str, float]:
    """A text again and again up to a megabyte, or to as many lines as are read; and what that takes."""
    lines = max(1, text.count("\n") + 2)
    times = min(1_000_000 // max(1, len(text.encode("utf-8", "replace"))), 49_000 // lines)
    grown = (text + "\n\n") * max(1, times)
    started = time.process_time()
    parse(grown, "deck")
    return grown, time.process_time() - started


def _texts() -> list[str]:
    folders = [paths.decks(), _ROOT / "tests" / "formats" / "fixtures", _ROOT / "docs"]
    return [path.read_text(encoding="utf-8") for folder in folders for path in sorted(folder.rglob("*.md"))]


def _mangled(text: str, rng: random.Random, texts: list[str]) -> str:
    for _ in range(rng.randrange(1, 12)):
        change = rng.choice(_CHANGES)
        text = change(text, rng)[:200_000]
    if rng.random() < 0.2:
        text += rng.choice(texts)
    return text


def _with_sign(text: str, rng: random.Random) -> str:
    place = rng.randrange(len(text) + 1)
    return text[:place] + rng.choice(_SIGNS) * rng.choice((1, 1, 1, 3, 50)) + text[place:]


def _with_piece(text: str, rng: random.Random) -> str:
    place = rng.randrange(len(text) + 1)
    return text[:place] + rng.choice(_PIECES) + text[place:]


def _with_row(text: str, rng: random.Random) -> str:
    ends = [place for place, sign in enumerate(text) if sign == "\n"] or [0]
    row = "".join(rng.choices(INLINE, k=rng.randrange(1, 4))) * rng.choice((10, 40, 200))
    place = rng.choice(ends)
    return f"{text[:place]} {row} zz{text[place:]}"


def _without_span(text: str, rng: random.Random) -> str:
    start = rng.randrange(len(text) + 1)
    return text[:start] + text[start + rng.choice((1, 3, 20, 300)) :]


def _with_repeated_span(text: str, rng: random.Random) -> str:
    start = rng.randrange(len(text) + 1)
    return (
        text[:start] + text[start : start + rng.choice((5, 50, 500))] * rng.choice((2, 3, 20)) + text[start:]
    )


def _with_moved_lines(text: str, rng: random.Random) -> str:
    lines = text.split("\n")
    start = rng.randrange(len(lines))
    moved = [" " * rng.randrange(6) + line for line in lines[start : start + rng.randrange(1, 30)]]
    del lines[start : start + len(moved)]
    place = rng.randrange(len(lines) + 1)
    return "\n".join([*lines[:place], *moved, *lines[place:]])


_CHANGES: list[Callable[[str, random.Random], str]] = [
    _with_sign,
    _with_piece,
    _with_piece,
    _with_row,
    _without_span,
    _with_repeated_span,
    _with_moved_lines,
]


def _failed(text: str, message: str) -> int:
    Path("fuzz-failure.md").write_text(text, encoding="utf-8", errors="surrogatepass")
    print(message, file=sys.stderr)
    print("the text is in fuzz-failure.md", file=sys.stderr)
    return 1


if __name__ == "__main__":
    given = sys.argv[1:]
    sys.exit(main(float(given[0]) if given else 10.0, int(given[1]) if len(given) > 1 else 1))
