"""The two note types, as every exported collection knows them.

They are frozen for life. Anki finds a note type by its number, and its fields and templates by theirs.
If one of them is missing, added or numbered anew, Anki takes the type for a foreign one, makes a copy
of it and refuses to update the notes its owner has been learning. Names, texts and the style may
change: raise CHANGED_AT then, or Anki keeps the old ones. What needs a new field takes a spare one.
"""

from dataclasses import dataclass
from functools import cache

from flashrl import paths
from flashrl.model import SectionKind

CHANGED_AT = 1_795_219_200
"""When the templates or the style last changed, in epoch seconds. Anki keeps the newer ones."""

TOPIC, DIFFICULTY, SOURCE_ID, MY_NOTES = "Topic", "Difficulty", "Source ID", "My notes"
_SPARES = tuple(f"Spare {number}" for number in range(1, 5))


@dataclass(frozen=True, slots=True)
class Field:
    """`description` is what Anki's editor shows in the field while it is empty."""

    id: int
    name: str
    description: str = ""
    is_collapsed: bool = False


@dataclass(frozen=True, slots=True)
class NoteType:
    id: int
    name: str
    fields: tuple[Field, ...]
    template_id: int
    template_name: str
    template: str
    is_cloze: bool = False

    @property
    def front(self) -> str:
        return self._with_player("front.html")

    @property
    def back(self) -> str:
        return self._with_player("back.html")

    def _with_player(self, side: str) -> str:
        """The back repeats it although it may hold the front: a player behind the front's script has none."""
        return _resource(f"{self.template}{side}") + _resource("player.html")

    @property
    def style(self) -> str:
        return _resource("style.css")


# Anki overwrites every field of a note that it updates, an empty one too: no field can be kept out of
# an update. So an export never writes this one, and tells its owner what that is worth.
_MINE = "Yours. Kept while this card stays the same in its deck; an update of the card empties it."


def _fields(first: int, names: tuple[str, ...]) -> tuple[Field, ...]:
    return tuple(
        Field(first + at, name, _MINE if name == MY_NOTES else "", name in _SPARES)
        for at, name in enumerate(names)
    )


_ANSWERING = (
    SectionKind.ANSWER.value,
    SectionKind.TRAP.value,
    SectionKind.CORRECT_APPROACH.value,
    SectionKind.KEY_POINTS.value,
    SectionKind.FOLLOW_UPS.value,
    SectionKind.REFERENCES.value,
    SectionKind.SIMULATION.value,
    DIFFICULTY,
    TOPIC,
    SOURCE_ID,
    MY_NOTES,
    *_SPARES,
)

BASIC = NoteType(
    id=1_718_236_401,
    name="FlashRL",
    fields=_fields(6_171_823_640_101, (SectionKind.QUESTION.value, *_ANSWERING)),
    template_id=7_171_823_640_101,
    template_name="Card",
    template="",
)
# Anki's cloze needs its text in a field of its own, and shows the question above it as a title.
TEXT = "Text"
CLOZE = NoteType(
    id=1_718_236_402,
    name="FlashRL Cloze",
    fields=_fields(6_171_823_640_201, (TEXT, SectionKind.QUESTION.value, *_ANSWERING)),
    template_id=7_171_823_640_201,
    template_name="Cloze",
    template="cloze_",
    is_cloze=True,
)


@cache
def _resource(name: str) -> str:
    return (paths.resources() / "anki" / name).read_text(encoding="utf-8")
