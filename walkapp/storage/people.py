"""People who sign in, with their roles, passwords and invitations."""

from collections.abc import Iterable
from typing import Any

from ..domain import accounts
from ..domain.errors import N_, Refused
from ..domain.events import Event
from ..domain.people import Person
from . import events, rows, tokens
from .database import Database

_PERSON = (
    "SELECT p.*, (SELECT string_agg(r.role, ' ') FROM person_roles r WHERE r.person_id = p.id)"
    " AS role_list FROM people p"
)
_ELSEWHERE = frozenset({"roles"})


def get(db: Database, person_id: str) -> Person | None:
    """The person with this id, also when disabled."""
    row = rows.one(db, f"{_PERSON} WHERE p.id = :id", id=person_id)
    return _person(row) if row else None


def by_email(db: Database, email: str) -> Person | None:
    """The person who signs in with this address; case does not matter."""
    row = rows.one(db, f"{_PERSON} WHERE p.email = :email", email=email.strip().lower())
    return _person(row) if row else None


def all(db: Database, *, working: bool = False) -> list[Person]:
    """Everybody by name; with `working` only those who may sign in."""
    where = "WHERE p.disabled_at IS NULL" if working else ""
    return [_person(row) for row in db.query(f"{_PERSON} {where} ORDER BY p.name, p.id")]


def with_role(db: Database, *roles: str) -> list[Person]:
    """Those who may sign in and have at least one of the roles, by name."""
    return [person for person in all(db, working=True) if person.has(*roles)]


def named(db: Database, ids: Iterable[str]) -> list[Person]:
    """The people with these ids, by name."""
    wanted = frozenset(ids)
    return [person for person in all(db) if person.id in wanted]


def add(
    db: Database, person: Person, password_hash: str | None = None, *, event: Event | None = None
) -> None:
    """Add a person in a transaction of its own. Raises Refused when the address is taken."""
    with db.writing():
        insert(db, person, password_hash, event=event)


def insert(
    db: Database, person: Person, password_hash: str | None = None, *, event: Event | None = None
) -> None:
    """Add a person inside the caller's transaction."""
    if event:
        events.add(db, event)
    _check_free(db, person)
    row = {**rows.values(person, without=_ELSEWHERE), "password_hash": password_hash}
    names, places = ", ".join(row), ", ".join(f":{name}" for name in row)
    db.execute(f"INSERT INTO people ({names}) VALUES ({places})", row)
    _write_roles(db, person)


def save(db: Database, person: Person, event: Event) -> None:
    """Save a changed person; one who is disabled or whose roles change is signed out everywhere.

    Raises Refused when the address is taken or nobody would be left to administer.
    """
    with db.writing():
        # The history comes first: its head row is the lock that lets one change in at a time.
        events.add(db, event)
        _check_free(db, person)
        before = get(db, person.id)
        rows.update(db, "people", person, without=_ELSEWHERE)
        _write_roles(db, person)
        if before and before.has("admin"):
            accounts.check_admins(len(with_role(db, "admin")))
        if before and (person.disabled_at or before.roles != person.roles):
            end_sessions(db, person.id)


def password_hash(db: Database, person_id: str) -> str | None:
    """The stored hash, or none for somebody who has not chosen a password yet."""
    row = rows.one(db, "SELECT password_hash FROM people WHERE id = :id", id=person_id)
    return row["password_hash"] if row else None


def rehash(db: Database, person_id: str, *, old: str, new: str) -> None:
    """Replace a hash of the same password, unless the password was changed meanwhile."""
    with db.writing():
        db.execute(
            "UPDATE people SET password_hash = :new WHERE id = :id AND password_hash = :old",
            {"id": person_id, "old": old, "new": new},
        )


def change_password(db: Database, person_id: str, new_hash: str, event: Event) -> None:
    """Set a password. Every session and every unused invitation of the person ends."""
    with db.writing():
        _set_password(db, person_id, new_hash, event)


def choose_shortcuts(db: Database, person_id: str, on: bool) -> None:
    """Whether single letters do something for this person; a habit, no part of the history."""
    with db.writing():
        db.execute(
            "UPDATE people SET shortcuts = :on WHERE id = :id", {"id": person_id, "on": int(on)}
        )


def choose_language(db: Database, person_id: str, language: str) -> None:
    """The language this person reads, for mails; a habit, no part of the history."""
    with db.writing():
        db.execute(
            "UPDATE people SET language = :language WHERE id = :id AND language <> :language",
            {"id": person_id, "language": language},
        )


def invite(db: Database, person_id: str, expires_at: str) -> str:
    """A one-time link's token; earlier unused ones stop working."""
    with db.writing():
        return invite_inside(db, person_id, expires_at)


def invite_inside(db: Database, person_id: str, expires_at: str) -> str:
    """The same inside the caller's transaction."""
    _forget_invitations(db, person_id)
    token = tokens.new_token()
    db.execute(
        "INSERT INTO invitations (token_hash, person_id, expires_at)"
        " VALUES (:token_hash, :person_id, :expires_at)",
        {"token_hash": tokens.digest(token), "person_id": person_id, "expires_at": expires_at},
    )
    return token


def invited(db: Database, token: str, at: str) -> Person | None:
    """Whom an unused, unexpired link is for."""
    row = rows.one(
        db,
        f"{_PERSON} JOIN invitations i ON i.person_id = p.id WHERE i.token_hash = :hash"
        " AND i.used_at IS NULL AND i.expires_at > :at AND p.disabled_at IS NULL",
        hash=tokens.digest(token),
        at=at,
    )
    return _person(row) if row else None


def accept(db: Database, token: str, new_hash: str, event: Event) -> bool:
    """Use a link to set the first password; false when it was used or ran out meanwhile."""
    with db.writing():
        used = db.execute(
            "UPDATE invitations SET used_at = :at WHERE token_hash = :hash AND person_id = :id"
            " AND used_at IS NULL AND expires_at > :at",
            {"hash": tokens.digest(token), "at": event.at, "id": event.object_id},
        )
        if used.rowcount != 1:
            return False
        _set_password(db, event.object_id, new_hash, event)
    return True


def waiting(db: Database, at: str) -> frozenset[str]:
    """The ids of those who hold a link they have not used yet."""
    found = db.query(
        "SELECT person_id FROM invitations WHERE used_at IS NULL AND expires_at > :at", {"at": at}
    )
    return frozenset(row["person_id"] for row in found)


def sweep(db: Database, at: str) -> int:
    """Remove links that were used or ran out; gives how many."""
    with db.writing():
        gone = db.execute(
            "DELETE FROM invitations WHERE used_at IS NOT NULL OR expires_at <= :at", {"at": at}
        )
    return gone.rowcount


def end_sessions(db: Database, person_id: str) -> None:
    """Sign the person out everywhere, inside the caller's transaction."""
    db.execute("DELETE FROM sessions WHERE person_id = :id", {"id": person_id})


def _set_password(db: Database, person_id: str, new_hash: str, event: Event) -> None:
    db.execute(
        "UPDATE people SET password_hash = :hash WHERE id = :id",
        {"hash": new_hash, "id": person_id},
    )
    end_sessions(db, person_id)
    _forget_invitations(db, person_id)
    events.add(db, event)


def _forget_invitations(db: Database, person_id: str) -> None:
    db.execute(
        "DELETE FROM invitations WHERE person_id = :id AND used_at IS NULL", {"id": person_id}
    )


def _check_free(db: Database, person: Person) -> None:
    found = by_email(db, person.email)
    if found and found.id != person.id:
        raise Refused(N_("Adressen används redan av en annan person."), field="email")


def _write_roles(db: Database, person: Person) -> None:
    db.execute("DELETE FROM person_roles WHERE person_id = :id", {"id": person.id})
    for role in sorted(person.roles):
        db.execute(
            "INSERT INTO person_roles (person_id, role) VALUES (:id, :role)",
            {"id": person.id, "role": role},
        )


def _person(row: dict[str, Any]) -> Person:
    return rows.read(Person, row, roles=frozenset((row["role_list"] or "").split()))
