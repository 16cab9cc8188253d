"""What somebody takes away, and brings back: nothing of a promise is ever deleted."""

from dataclasses import replace
from typing import TypeVar

from ..errors import Conflict
from ..events import Event
from ..ids import new_id
from ..people import Person
from .rights import check_right, word_of
from .values import Activity, Commitment, Goal, Indicator, Measurement, Promise

Thing = TypeVar("Thing", Promise, Goal, Commitment, Activity, Indicator, Measurement)


def removed(thing: Thing, *, read: int, by: Person, at: str) -> tuple[Thing, Event]:
    """Taken away. `read` is the version that was seen; Conflict if it is older."""
    check_right(thing, by)
    if thing.version != read:
        raise Conflict
    return _next(thing, at, "remove", by=by, at=at)


def restored(thing: Thing, *, by: Person, at: str) -> tuple[Thing, Event]:
    """Brought back as it was."""
    check_right(thing, by)
    return _next(thing, None, "restore", by=by, at=at)


def _next(
    thing: Thing, removed_at: str | None, kind: str, *, by: Person, at: str
) -> tuple[Thing, Event]:
    made: Thing = replace(thing, removed_at=removed_at, version=thing.version + 1)
    event = Event(new_id(), at, word_of(made), made.id, made.version, kind, "person", by.id)
    return made, event
