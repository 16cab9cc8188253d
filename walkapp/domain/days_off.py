"""The municipality's own days without work, beside Sundays and public holidays."""

from . import text
from .dates import checked_day
from .errors import N_, Refused
from .events import Event
from .history import add_line
from .ids import new_id
from .people import Person
from .workdays import is_working_day

MAX_NAME = 60


def new(day: str, name: str, *, by: Person, at: str) -> tuple[str, str, Event]:
    """Day, name and the line of history. Raises Refused beside the field that does not do."""
    day = checked_day(day, "day")
    name = text.line(name, "name", MAX_NAME)
    if not name:
        raise Refused(N_("Skriv vad dagen heter, till exempel Klämdag."), field="name")
    if not is_working_day(day):
        raise Refused(N_("Den dagen är redan ledig: helg eller helgdag."), field="day")
    return day, name, add_line("day_off", day, by=by, at=at)


def removed(day: str, *, by: Person, at: str) -> Event:
    """The line of history when one is taken away."""
    return Event(new_id(), at, "day_off", day, 1, "remove", "person", by.id)
