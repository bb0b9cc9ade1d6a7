"""What was done in a review, in words: when it is done, when it is taken back, and before it is."""

from collections.abc import Mapping
from datetime import date

from flashrl.model import ChangeKind, Quality, ReviewEvent
from flashrl.scheduling.replay import Event

VERDICTS = {Quality.PASS: "Right", Quality.PASS_HARD: "Near", Quality.WRONG: "Not so"}
"""What is said of an answer that was judged, by the grade that it proposes."""

SUSPENDED = "Suspended: it is not asked until it is resumed in Browse."
_UNDO = "Ctrl+Z takes it back."
_DONE = {
    ChangeKind.SUSPENDED: SUSPENDED,
    ChangeKind.BURIED: "Buried: it is not asked until tomorrow.",
    ChangeKind.RESET: "Reset: it is new again, and its reviews stay in the log.",
}
_DEEDS = {
    ChangeKind.SUSPENDED: "suspended",
    ChangeKind.RESUMED: "resumed",
    ChangeKind.BURIED: "buried until tomorrow",
    ChangeKind.RESET: "reset",
}


def done_text(event: Event) -> str:
    """What was done just now; nothing of what can be seen anyway."""
    if isinstance(event, ReviewEvent):
        return ""
    if event.kind is ChangeKind.RESCHEDULED and event.due_on is not None:
        return f"Due on {day_text(event.due_on)}. {_UNDO}"
    done = _DONE.get(event.kind)
    return f"{done} {_UNDO}" if done else ""


def deed_text(event: Event, grades: Mapping[Quality, str]) -> str:
    """What was done, as a name for it; `grades` says what each quality is called."""
    if isinstance(event, ReviewEvent):
        return f"the grade {grades.get(event.quality, str(int(event.quality)))}"
    if event.kind is ChangeKind.RESCHEDULED and event.due_on is not None:
        return f"due on {day_text(event.due_on)}"
    if event.kind is ChangeKind.FLAGGED:
        return "the change of flag"
    return _DEEDS[event.kind]


def undone_text(event: Event, grades: Mapping[Quality, str]) -> str:
    """What was taken back just now."""
    return f"Taken back: {deed_text(event, grades)}."


def leech_text(lapses: int) -> str:
    """What a card that is forgotten again and again is told of."""
    times = "once" if lapses == 1 else f"{lapses} times"
    return f"Forgotten {times}: this card is a leech now. Better rewrite it than go on repeating it."


def day_text(day: date) -> str:
    """A day as people say it."""
    return f"{day:%A}, {day.day} {day:%B} {day.year}"
