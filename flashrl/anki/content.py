"""The parts of a card as the HTML of Anki's fields."""

from collections.abc import Callable, Sequence
from html import escape
from pathlib import Path

from flashrl import rendering, simulations
from flashrl.anki import cloze
from flashrl.anki.media import Media
from flashrl.errors import SimulationError
from flashrl.model import Card, Section, SectionKind, SimulationBlock

_PARAGRAPH = ("<p>", "</p>")


class Writer:
    """Writes fields and gathers their pictures in `media`; what it has to leave out goes to `problems`.

    `simulations` False writes a line for a simulation, and no picture.
    """

    def __init__(self, media: Media, *, simulations: bool) -> None:
        self.media = media
        self.problems: list[str] = []
        self._with_pictures = simulations

    def question(self, card: Card, folder: Path) -> str:
        """The question and what extends it."""
        more = self.sections(card.of_kind(SectionKind.QUESTION), folder)
        return _joined([self._html(card.question, folder), more])

    def sections(self, sections: Sequence[Section], folder: Path) -> str:
        """Text and simulations in the author's order, under the author's own headings."""
        return _joined([self._section(section, folder) for section in sections])

    def cloze(self, card: Card, folder: Path) -> str:
        """The cloze sections with Anki's blanks."""

        def html(text: str) -> str:
            return cloze.unmark(self._html(cloze.mark(text, first_is_zero=0 in card.blanks), folder))

        sections = card.of_kind(SectionKind.CLOZE)
        return _joined([self._section(section, folder, html) for section in sections])

    def line(self, text: str) -> str:
        """Text in one line, without a paragraph around it."""
        html = self._html(text, Path()).strip()
        start, end = _PARAGRAPH
        return html.removeprefix(start).removesuffix(end) if html.count(start) == 1 else html

    def _section(self, section: Section, folder: Path, html: Callable[[str], str] | None = None) -> str:
        pieces = [f"<h4>{self.line(section.heading)}</h4>"] if section.heading else []
        for part in section.parts:
            if isinstance(part, SimulationBlock):
                pieces.append(self._simulation(part))
            else:
                pieces.append(html(part) if html else self._html(part, folder))
        return _joined(pieces)

    def _html(self, text: str, folder: Path) -> str:
        def image(source: str, alt: str) -> str:
            return self._image(source, alt, folder)

        return rendering.to_html(text, formula=rendering.mathjax, image=image).strip()

    def _image(self, source: str, alt: str, folder: Path) -> str:
        path = rendering.image_path(source, folder)
        try:
            if path is None:
                raise FileNotFoundError("it is no picture in the deck's folder")
            content = path.read_bytes()
        except OSError as error:
            self.problems.append(f"the picture {source} is left out: {error.strerror or error}")
            return escape(alt)
        name = self.media.add_image(content, path.suffix)
        return f'<img src="{name}" alt="{escape(alt)}">'

    def _simulation(self, block: SimulationBlock) -> str:
        try:
            title = simulations.get(block.slug).title
            name = self.media.add_simulation(block) if self._with_pictures else ""
        except (SimulationError, ValueError, ArithmeticError) as error:
            why = error.message if isinstance(error, SimulationError) else str(error)
            self.problems.append(f"the simulation {block.slug} is left out: {why}")
            return f'<p class="caption">Simulation {escape(block.slug)}: {escape(why)}</p>'
        caption = f'<p class="caption">{self.line(block.caption) if block.caption else escape(title)}</p>'
        if not name:
            return caption
        return f'<div class="fr-sim"><img src="{name}" alt="{escape(title)}">{caption}</div>'


def _joined(pieces: Sequence[str]) -> str:
    return "\n".join(piece for piece in pieces if piece)
