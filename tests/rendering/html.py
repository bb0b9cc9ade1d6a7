"""Rendering with plain stand-ins, and HTML reduced to its structure."""

from html import escape
from html.parser import HTMLParser

from flashrl.rendering import Formula, to_html

SHOWN = ("alt", "align", "href", "src", "start", "title")


def render(text: str) -> str:
    """The HTML with `[latex]` or `[[latex]]` for a formula, and plain images."""

    def formula(formula: Formula) -> str:
        latex = escape(formula.latex, quote=False)
        return f"[[{latex}]]" if formula.display else f"[{latex}]"

    return to_html(text, formula=formula, image=image)


def image(source: str, alt: str) -> str:
    return f'<img src="{escape(source)}" alt="{escape(alt)}">'


def structure(html: str) -> list[str]:
    """Tags with the attributes that mean something, and the text between them without runs of space."""
    reader = _Structure()
    reader.feed(html)
    reader.close()
    return reader.joined()


class _Structure(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self._found: list[str] = []
        self._ends_in_text = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in ("div", "span"):  # those of highlighted code
            shown = [f' {name}="{value}"' for name, value in sorted(attrs) if name in SHOWN]
            self._add_tag(f"<{'del' if tag == 's' else tag}{''.join(shown)}>")

    def handle_endtag(self, tag: str) -> None:
        if tag not in ("div", "span"):
            self._add_tag(f"</{'del' if tag == 's' else tag}>")

    def _add_tag(self, tag: str) -> None:
        self._found.append(tag)
        self._ends_in_text = False

    def handle_data(self, data: str) -> None:
        if self._ends_in_text:
            self._found[-1] += data
        else:
            self._found.append(data)
        self._ends_in_text = True

    def joined(self) -> list[str]:
        texts = [" ".join(part.split()) for part in self._found]
        return [text for text in texts if text]
