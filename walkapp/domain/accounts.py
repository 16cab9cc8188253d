"""The accounts of those who sign in: who may manage whom, and what a change must fulfil."""

import re
from dataclasses import dataclass, replace
from datetime import timedelta

from . import text
from .errors import N_, Conflict, NotAllowed, Refused
from .events import Event
from .ids import new_id
from .people import ROLES, Person

INVITATION_LIFE = timedelta(days=7)
MAX_NAME, MAX_EMAIL = 60, 254
_EMAIL = re.compile(r"[^@\s\x00-\x1f,;<>\"]+@[^@\s\x00-\x1f,;<>\".]+(\.[^@\s\x00-\x1f,;<>\".]+)*")

# Seconds to wait after the nth failure in a row; the last one repeats. At most 81 passwords can be
# tried against one account in a day, and the right one works as soon as the wait is over.
_ACCOUNT_WAITS = (0, 0, 0, 5, 15, 30, 60, 120, 300, 600, 1200)
# One address may be a whole town hall, so it is allowed more and waits less.
_ADDRESS_FREE, _ADDRESS_WAITS = 30, (5, 10, 20, 40, 60)


@dataclass(frozen=True)
class Given:
    """What an administrator writes about a person."""

    name: str
    email: str
    roles: frozenset[str]
    party_id: str | None = None


def may_manage(by: Person, person: Person) -> bool:
    """Administrators manage everybody; safety coordinators everybody but administrators."""
    return by.has("admin") or (by.has("safety_coordinator") and not person.has("admin"))


def may_give(by: Person) -> tuple[str, ...]:
    """The roles this person may give; only an administrator makes another one."""
    return tuple(role for role in ROLES if role != "admin" or by.has("admin"))


def new(given: Given, *, by: Person | None, at: str) -> tuple[Person, Event]:
    """A new person. `by` is none when the command line adds one."""
    person = _written(Person(new_id(), "", ""), given, by)
    return person, _event(person, "add", by=by, at=at, roles=sorted(person.roles))


def change(person: Person, given: Given, *, read: int, by: Person, at: str) -> tuple[Person, Event]:
    """The person with other words, roles or party. `read` is the version that was seen."""
    _check_manages(by, person)
    if person.version != read:
        raise Conflict
    changed = replace(_written(person, given, by), version=person.version + 1)
    return changed, _event(changed, "edit", by=by, at=at, roles=sorted(changed.roles))


def disable(person: Person, *, by: Person, at: str) -> tuple[Person, Event]:
    """Shut a person out; what they have done stays in the history."""
    _check_manages(by, person)
    if person.id == by.id:
        raise Refused(N_("Du kan inte stänga av dig själv. Be någon annan göra det."))
    changed = replace(person, disabled_at=at, version=person.version + 1)
    return changed, _event(changed, "disable", by=by, at=at)


def enable(person: Person, *, by: Person, at: str) -> tuple[Person, Event]:
    """Let a person in again, with the roles they had."""
    _check_manages(by, person)
    changed = replace(person, disabled_at=None, version=person.version + 1)
    return changed, _event(changed, "enable", by=by, at=at)


def password_set(person: Person, *, at: str) -> Event:
    """The history line when a person has chosen a password."""
    return Event(new_id(), at, "person", person.id, person.version, "password", "person", person.id)


def check_admins(left: int) -> None:
    """Refused when nobody would be left to administer."""
    if left < 1:
        raise Refused(
            N_("Det behövs minst en administratör. Utse en ny innan du tar bort den sista."),
            field="roles",
        )


def account_wait(failures: int) -> int:
    """Seconds to wait after so many failures in a row against one account."""
    return _ACCOUNT_WAITS[min(failures, len(_ACCOUNT_WAITS) - 1)]


def address_wait(failures: int) -> int:
    """Seconds to wait after so many failures in a row from one address."""
    over = failures - _ADDRESS_FREE
    return _ADDRESS_WAITS[min(over, len(_ADDRESS_WAITS) - 1)] if over >= 0 else 0


def checked_email(given: str, field: str = "email") -> str:
    """An e-mail address, in lower case."""
    email = given.strip().lower()
    if len(email) > MAX_EMAIL or not _EMAIL.fullmatch(email):
        raise Refused(N_("Skriv en e-postadress, till exempel anna@flen.example."), field=field)
    return email


def _written(person: Person, given: Given, by: Person | None) -> Person:
    name = text.line(given.name, "name", MAX_NAME)
    if not name:
        raise Refused(N_("Skriv vad personen heter."), field="name")
    allowed = set(ROLES) if by is None else set(may_give(by))
    if not given.roles or not given.roles <= allowed:
        raise Refused(N_("Välj minst en roll."), field="roles")
    if given.party_id is None and "party" in given.roles:
        raise Refused(N_("Välj vilken part personen arbetar för."), field="party_id")
    return replace(
        person,
        name=name,
        email=checked_email(given.email),
        roles=given.roles,
        party_id=given.party_id,
    )


def _check_manages(by: Person, person: Person) -> None:
    if not may_manage(by, person):
        raise NotAllowed(N_("Bara en administratör kan ändra en administratör."))


def _event(person: Person, kind: str, *, by: Person | None, at: str, **data: object) -> Event:
    return Event(
        new_id(),
        at,
        "person",
        person.id,
        person.version,
        kind,
        "person" if by else "system",
        by.id if by else None,
        data=data,
    )
