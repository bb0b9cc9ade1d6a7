"""A file that is one question: its title asks, or the name that it was given."""

import re
from dataclasses import replace

from flashrl.formats.choosing.selection import FEW, Selection
from flashrl.formats.start import HEADING, Start
from flashrl.formats.wording import wording


def question(chosen: Selection, name: str) -> Start | None:
    """The title of a file as its only question, where the file's name asks as well as, or instead of, it.

    Questions of its own that the file has otherwise come first, but for a few headings that carry on.
    """
    kept = chosen.kept.values()
    if any(each.kind != HEADING or each.wording.label or each.level == 1 for each in kept) or len(kept) > FEW:
        return None
    titles = [each for each in chosen.headings if each.level == 1 and not each.wording.is_stop]
    if len(titles) != 1 or titles[0] is not chosen.headings[0] or chosen.marked:
        return None
    title = titles[0]
    if not chosen.has_own_text(title, len(chosen.document.lines)):
        return None
    asked = re.sub(r"[-_]+", " ", name)
    words = wording(asked)
    if title.wording.ends_asking and not re.search(r"[^\W\d_]", name):
        return title  # a file that is only counted
    if not words.asks or words.is_stop:
        return None
    if _bare(words.text) == _bare(title.wording.text):
        return title
    # A name in plain words was meant to be read; one with hyphens may be that of any page.
    return replace(title, question=name, wording=words) if " " in name.strip() else None


def _bare(text: str) -> str:
    return re.sub(r"[\W_]+", "", text.casefold())
