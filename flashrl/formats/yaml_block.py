"""The YAML inside a deck file (front matter, card comments, sim fences), with the place of each key."""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from flashrl.errors import Diagnostic

_LONGEST = 20_000
_JSON_TYPES = (bool, int, float, str, list, type(None))
_WORD = r"[A-Za-z][A-Za-z0-9_]*(?:[-.][A-Za-z0-9_]+)*"
_PLAIN = re.compile(rf"(?P<key>[a-z]+): (?:(?P<word>{_WORD})|\[(?P<words>{_WORD}(?:, {_WORD})*)\])")
_NO_WORDS = {"true", "True", "false", "False", "null"}
Nested = Callable[[str], bool]


@dataclass(frozen=True, slots=True)
class YamlBlock:
    """`values` by key, the (line, column) of each key, and what was wrong."""

    values: dict[str, Any] = field(default_factory=dict)
    places: dict[str, tuple[int, int]] = field(default_factory=dict)
    diagnostics: tuple[Diagnostic, ...] = ()


def load(text: str, first_line: int, code: str, nested: Nested = lambda _key: False) -> YamlBlock:
    """Read `key: value` lines. `first_line` is where the text starts in its file (from 1); findings
    carry `code`. Aliases are refused (they can grow without bound), and so are repeated keys. Keys that
    are `nested` may hold such lines themselves; one of those is known as `outer.inner`."""
    if len(text) > _LONGEST:
        return YamlBlock(diagnostics=(Diagnostic(code, "this block is too long", first_line),))
    if (plain := _plain(text, first_line)) is not None:
        return plain
    import yaml

    try:
        # Without the last line end, an open bracket is reported on its own line.
        loader = _loader_class()(text.rstrip())
    except yaml.reader.ReaderError as error:
        before = text[: error.position]
        line, column = first_line + before.count("\n"), error.position - before.rfind("\n")
        message = f"not valid YAML: the character U+{error.character:04X} has no place in it"
        return YamlBlock(diagnostics=(Diagnostic(code, message, line, column),))
    try:
        node = loader.get_single_node()
        if node is None:
            return YamlBlock()
        if not isinstance(node, yaml.MappingNode):
            return YamlBlock(diagnostics=(Diagnostic(code, "no `key: value` lines", first_line),))
        return _mapping(loader, node, first_line, code, nested)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line, column = (mark.line, mark.column + 1) if mark else (0, 1)
        found = Diagnostic(code, f"not valid YAML: {error.problem}", first_line + line, column)
        return YamlBlock(diagnostics=(found,))
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        reason = str(error).splitlines()[0] if str(error) else "nested too deeply"
        return YamlBlock(diagnostics=(Diagnostic(code, f"not valid YAML: {reason}", first_line),))
    finally:
        loader.dispose()


def _plain(text: str, first_line: int) -> YamlBlock | None:
    """The block where all of it is words, and lists of words, as almost every card comment is: read in a
    hundredth of the time. None for any other."""
    values: dict[str, Any] = {}
    places: dict[str, tuple[int, int]] = {}
    for number, line in enumerate(text.rstrip().split("\n")):
        if not line.strip(" "):
            continue
        found = _PLAIN.fullmatch(line)
        if found is None or found["key"] in values:
            return None
        words = found["words"].split(", ") if found["words"] else [found["word"]]
        if not _NO_WORDS.isdisjoint([found["key"], *words]):
            return None
        values[found["key"]] = words if found["words"] else words[0]
        places[found["key"]] = (first_line + number, 1)
    return YamlBlock(values, places)


def _mapping(
    loader: Any, node: Any, first_line: int, code: str, nested: Nested, outer: str = ""
) -> YamlBlock:
    values: dict[str, Any] = {}
    places: dict[str, tuple[int, int]] = {}
    diagnostics: list[Diagnostic] = []
    for key_node, value_node in node.value:
        key = str(key_node.value)
        line, column = first_line + key_node.start_mark.line, key_node.start_mark.column + 1
        is_nested = value_node.id == "mapping" and nested(outer + key)
        if is_nested:
            inner = _mapping(loader, value_node, first_line, code, nested, f"{outer}{key}.")
            value: Any = inner.values
            places |= {f"{key}.{name}": place for name, place in inner.places.items()}
            diagnostics += inner.diagnostics
        else:
            value = loader.construct_object(value_node, deep=True)
        if key in values:
            diagnostics.append(Diagnostic(code, f"{key!r} is given twice", line, column))
        elif not is_nested and not isinstance(value, _JSON_TYPES):
            message = f"{key!r} must be text, a number, true, false or a list"
            diagnostics.append(Diagnostic(code, message, line, column))
        else:
            values[key] = value
            places[key] = (line, column)
    return YamlBlock(values, places, tuple(diagnostics))


@cache
def _loader_class() -> type[Any]:
    """YAML's safe loader, read as people mean it: `no` is a word, `1e-3` a number, no dates."""
    import yaml

    class Loader(yaml.SafeLoader):
        yaml_implicit_resolvers = {}  # noqa: RUF012 - PyYAML's own class attribute

        def compose_node(self, parent: Any, index: Any) -> Any:
            if self.check_event(yaml.AliasEvent):
                mark = self.peek_event().start_mark  # type: ignore[no-untyped-call]
                raise yaml.composer.ComposerError(None, None, "aliases (*name) are not read", mark)
            return super().compose_node(parent, index)

    number = r"[-+]?(?:\d+\.?\d*|\.\d+)"
    for tag, pattern, first in (
        ("bool", r"^(?:true|True|false|False)$", "tTfF"),
        ("int", r"^[-+]?(?:0|[1-9]\d*)$", "-+0123456789"),
        ("float", rf"^(?:{number}(?:[eE][-+]?\d+)?|[-+]?\.(?:inf|nan))$", "-+0123456789."),
        ("null", r"^(?:~|null|)$", ["~", "n", ""]),
    ):
        Loader.add_implicit_resolver(f"tag:yaml.org,2002:{tag}", re.compile(pattern), list(first))
    return Loader
