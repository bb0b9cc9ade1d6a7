"""The letters and short words that questions and answers open with in languages other than English."""

import pytest

from flashrl.formats import parse

ASKED = ["¿Qué es un retorno?", "Explica el descuento", "¿Por qué explorar?", "¿Qué es una política?"]
LOOKS = [
    "{q}: {asked}\n{a}: Cosa {n}.\n\n",
    "**{q}: {asked}**\n\n**{a}:** Cosa {n}.\n\n",
    "### {q}{n}: {asked}\n\n**{a}:** Cosa {n}.\n\n",
    "- {q}: {asked}\n- {a}: Cosa {n}.\n",
]
ANSWERS = ["RTA:", "Rta.", "Rpta:", "Resp.:", "R:", "R/", "R=", "Отв:", "О:", "Rép. :"]


def _cards(text: str) -> list[tuple[str, str]]:
    cards = parse(f"# Notas\n\n{text}", "notas").deck.cards
    return [(card.question, card.sections[-1].text) for card in cards if not card.is_draft]


@pytest.mark.parametrize("letters", ["PR", "ВО", "FA", "SC", "DR", "QR"])
@pytest.mark.parametrize("look", LOOKS)
def test_letters_in_pairs_are_none_of_a_card(letters: str, look: str) -> None:
    rows = enumerate(ASKED, start=1)
    text = "".join(look.format(q=letters[0], a=letters[1], n=n, asked=asked) for n, asked in rows)
    assert _cards(text) == [(asked, f"Cosa {n}.") for n, asked in enumerate(ASKED, start=1)]


@pytest.mark.parametrize("answer", ANSWERS)
@pytest.mark.parametrize("head", ["### {}. {}", "**{}. {}**"])
@pytest.mark.parametrize("mark", ["{} ", "**{}** ", "#### {} "])
def test_a_short_word_for_an_answer_is_none_of_it(answer: str, head: str, mark: str) -> None:
    asked = ["¿Qué es un retorno?", "¿Por qué explorar?", "¿Qué es una política?"]
    rows = enumerate(asked, start=1)
    text = "".join(f"{head.format(n, each)}\n{mark.format(answer)}Cosa {n}.\n\n" for n, each in rows)
    assert _cards(text) == [(each, f"Cosa {n}.") for n, each in enumerate(asked, start=1)]


def test_letters_that_name_something_are_left_alone() -> None:
    told = "- P: the transitions\n- R: the rewards\n- S: the states"
    asked = ["What is an MDP?", "What is a model?", "What is given?", "What is learnt?"]
    assert _cards("".join(f"## {each}\n\n{told}\n\n" for each in asked)) == [(each, told) for each in asked]
