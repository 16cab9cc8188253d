"""The history line of a change in what administrators look after."""

from .events import Event
from .ids import new_id
from .people import Person


def add_line(word: str, object_id: str, *, by: Person, at: str) -> Event:
    """Somebody added it: version one."""
    return Event(new_id(), at, word, object_id, 1, "add", "person", by.id)


def edit_line(word: str, object_id: str, version: int, *, by: Person, at: str) -> Event:
    """Somebody changed it into this version."""
    return Event(new_id(), at, word, object_id, version, "edit", "person", by.id)
