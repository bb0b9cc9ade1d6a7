"""A file that is one question with options, in a paragraph, and tells which of them are correct."""

from flashrl.formats.foreign.choosing.selection import FEW, Selection
from flashrl.formats.foreign.styles.start import HEADING, Start
from flashrl.formats.foreign.words.options import LETTER, SAID_OF_ONE, find_options
from flashrl.formats.foreign.words.wording import wording


def question(chosen: Selection) -> Start | None:
    """The only paragraph that asks, where options follow, and behind them which is correct; None where
    the file has other questions."""
    if chosen.kept or chosen.marked:
        return None
    document = chosen.document
    asking = [
        each for each in document.blocks if each.kind == "paragraph" and each.text.endswith(("?", "？"))
    ]
    if len(asking) != 1 or asking[0].items or asking[0].quoted:
        return None
    first, behind = asking[0].start, asking[0].end
    found = find_options(document.lines[behind:], document.plain[behind:])
    if (
        found is None
        or found.is_ticked_kind
        or found.is_shuffled
        or document.has_text(behind, behind + found.start)
    ):
        return None
    options = document.lines[behind + found.start : behind + found.end]
    told = document.lines[behind + found.end :]
    if sum(bool(LETTER.match(line)) for line in options) < FEW or not any(map(SAID_OF_ONE.search, told)):
        return None
    text = " ".join(asking[0].text.split())
    return Start(HEADING, first, behind, text, wording(text), (HEADING, 1, False, False), level=1)
