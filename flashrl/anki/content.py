"""The parts of a card as the HTML of Anki's fields."""

from collections.abc import Callable, Sequence
from html import escape
from pathlib import Path

from flashrl import rendering, simulations
from flashrl.anki import cloze, player
from flashrl.anki.film import Film
from flashrl.anki.media import Media
from flashrl.anki.studio import Studio
from flashrl.errors import SimulationError
from flashrl.model import Card, Section, SectionKind, SimulationBlock

_PARAGRAPH = ("<p>", "</p>")


class Writer:
    """Writes fields, gathers their pictures in `media` and remembers what it had to leave out.

    Without a `studio` it writes a simulation's caption only.
    """

    def __init__(self, media: Media, studio: Studio | None) -> None:
        self.media = media
        self._studio = studio
        self._problems: list[str] = []
        self._remarks: list[str] = []
        self._lines: dict[str, str] = {}  # hundreds of cards share a topic

    def take_problems(self) -> list[str]:
        """What was left out since this was last asked, and why."""
        problems, self._problems = self._problems, []
        return problems

    def take_remarks(self) -> list[str]:
        """What is to be said of what was written since this was last asked."""
        remarks, self._remarks = self._remarks, []
        return remarks

    def question(self, question: str, more: str, folder: Path) -> str:
        """The question, and the HTML of what extends it."""
        return _joined([self._html(question, folder), more])

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
        if text not in self._lines:
            html = self._html(text, None)
            start, end = _PARAGRAPH
            is_line = html.count(start) == 1 and html.startswith(start)
            self._lines[text] = html.removeprefix(start).removesuffix(end) if is_line else html
        return self._lines[text]

    def _section(self, section: Section, folder: Path, html: Callable[[str], str] | None = None) -> str:
        pieces = [f"<h4>{self.line(section.heading)}</h4>"] if section.heading else []
        for part in section.parts:
            if isinstance(part, SimulationBlock):
                pieces.append(self._simulation(part))
            else:
                pieces.append(html(part) if html else self._html(part, folder))
        return _joined(pieces)

    def _html(self, text: str, folder: Path | None) -> str:
        """Without a folder, images are their alternative texts."""

        def image(source: str, alt: str) -> str:
            return escape(alt) if folder is None else self._image(source, alt, folder)

        if not text.strip():
            return ""
        return rendering.to_html(text, formula=rendering.mathjax, image=image).strip()

    def _image(self, source: str, alt: str, folder: Path) -> str:
        path = rendering.image_path(source, folder)
        try:
            if path is None:
                raise FileNotFoundError("it is no picture in the deck's folder")
            content = path.read_bytes()
        except OSError as error:
            self._problems.append(f"the picture {source or alt} is left out: {error.strerror or error}")
            return escape(alt)
        name = self.media.add_image(content, path.suffix)
        return f'<img src="{name}" alt="{escape(alt)}">'

    def _simulation(self, block: SimulationBlock) -> str:
        try:
            title = simulations.get(block.slug).title
        except SimulationError as error:
            return self._left_out(block, error.message)
        caption = f'<p class="caption">{self.line(block.caption) if block.caption else escape(title)}</p>'
        if self._studio is None:
            return caption
        films = []
        for name, order in player.orders(block):
            film = self._studio[order]
            if isinstance(film, Film):
                films.append((name, self.media.add_film(block.slug, film), film))
            elif not films:  # the card's own
                return self._left_out(block, film.why)
            else:
                self._problems.append(f"the preset {name} of {block.slug} is left out: {film.why}")
        size = sum(film.size for _, _, film in films)
        if size > player.BUDGET:
            most = f"{player.BUDGET // 1000} KB a player should have at most"
            self._remarks.append(f"the player of {block.slug} has {size // 1000} KB, more than the {most}")
        html = player.html(title, films, caption)
        if block.predict is None:
            return html
        # Folded: it would give the answer away.
        asked = f"<summary>Predict, then look: {self.line(block.predict.question)}</summary>"
        return f'<details class="predict">{asked}{html}</details>'

    def _left_out(self, block: SimulationBlock, why: str) -> str:
        self._problems.append(f"the simulation {block.slug} is left out: {why}")
        return f'<p class="caption">Simulation {escape(block.slug)}: {escape(why)}</p>'


def _joined(pieces: Sequence[str]) -> str:
    return "\n".join(piece for piece in pieces if piece)
