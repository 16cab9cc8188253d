"""A reader says that what is told as fixed is not: a suggestion to open it again.

Nobody is asked who they are. What they say is for staff alone and changes nothing by itself.
"""

from dataclasses import dataclass, replace
from datetime import timedelta

from . import text
from .errors import N_, Conflict, NotAllowed, Refused, TooMany
from .events import Event
from .fixes import Fix
from .ids import new_id
from .people import Person

MAX_WORDS = 500
# So many of one fix wait to be looked at; so many of all come in within the time.
MOST_OF_ONE, MOST_IN_ALL, WITHIN = 5, 60, timedelta(hours=1)
OUTCOMES = ("fixed", "partly_fixed", "gone")


@dataclass(frozen=True)
class Objection:
    """What somebody said about a fix. `answered_by` looked at it and found the fix right."""

    id: str
    fix_id: str
    at: str
    words: str
    answered_at: str | None = None
    answered_by: str | None = None
    version: int = 1


def may_answer(person: Person) -> bool:
    """Those who may open it again."""
    return person.has("coordinator", "safety_coordinator")


def new(fix: Fix, words: str, *, waiting: int, at: str) -> tuple[Objection, Event]:
    """An objection and its line of history. `waiting` is how many of the fix wait already."""
    if fix.state != "closed" or fix.outcome not in OUTCOMES:
        raise Refused(N_("Punkten är redan öppnad igen. Du behöver inte göra något mer."))
    if waiting >= MOST_OF_ONE:
        raise Refused(
            N_("Flera har redan sagt det, och vi ska titta på det. Du behöver inte göra något mer.")
        )
    said = text.lines(words, "words", MAX_WORDS)
    event = Event(new_id(), at, "fix", fix.id, fix.version, "object", "reader", None)
    return Objection(new_id(), fix.id, at, said), event


def slow_down(oldest: str | None) -> None:
    """Raises TooMany when there is an `oldest` of as many as may come in within the time."""
    if oldest is not None:
        raise TooMany(
            N_("Många har skrivit den senaste timmen. Vänta en stund och försök igen."),
            retry_after=int(WITHIN.total_seconds()),
        )


def answer(objection: Objection, fix: Fix, *, by: Person, at: str) -> tuple[Objection, Event]:
    """Somebody has looked: it is fixed. To open it again is a move of its own."""
    if not may_answer(by):
        raise NotAllowed(N_("Bara samordnaren kan svara på det."))
    if objection.answered_at:
        raise Conflict
    answered = replace(objection, answered_at=at, answered_by=by.id, version=objection.version + 1)
    return answered, Event(
        new_id(), at, "fix", fix.id, fix.version, "answer_objection", "person", by.id
    )
