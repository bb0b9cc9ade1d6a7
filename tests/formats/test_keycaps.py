"""Lines that keycaps count: questions if they mostly ask, and anything else otherwise."""

from flashrl.formats import parse

KEYS = ("1️⃣", "2️⃣", "3️⃣", "4️⃣", "5️⃣", "6️⃣")


def counted(*told: str) -> str:
    return "".join(f"{key} {text}\n\n" for key, text in zip(KEYS, told, strict=False))


def test_keycaps_before_features_or_steps_count_no_questions() -> None:
    features = counted(
        "Fast worlds", "Seeds for all", "Plain logs", "Tests", "Does it scale? It does.", "Docs"
    )
    steps = counted("Create a world", "Build an agent", "Check its seed", "Find a rate", "Print the return")
    for text in (features, steps):
        assert parse(f"# Runner\n\n{text}", "README").deck.cards == ()


def test_what_a_row_of_a_key_says_answers_the_line_with_its_keycap() -> None:
    asked = counted("What is a **map**?", "Define a goal.", "Why act?", "Name a world.", "Who is paid?")
    rows = "".join(f"| {n} | Told in {n}. | {n} points |\n" for n in range(1, 6))
    key = f"## Answer Key & Scoring Rubric\n\n| Q | A | Points |\n|---|---|---|\n{rows}"
    cards = parse(f"# Quiz\n\n{asked}\n{key}", "README").deck.cards
    assert [(card.question, card.sections[-1].text) for card in cards][:2] == [
        ("What is a **map**?", "Told in 1."),
        ("Define a goal.", "Told in 2."),
    ]


def test_the_keycap_of_ten_and_a_bare_count_leave_nothing_in_the_question() -> None:
    tasks = ["Q1 Store a return in a list.", "Q2 Define a goal.", "9️⃣ Write a step.", "🔟 Write a reset."]
    text = "# Practice questions\n\n" + "".join(f"### {task}\n\nDone so.\n\n" for task in tasks)
    assert [card.question for card in parse(text, "practice").deck.cards] == [
        "Store a return in a list.",
        "Define a goal.",
        "Write a step.",
        "Write a reset.",
    ]
