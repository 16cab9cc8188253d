"""Moves that came as letters of an outbox: each is carried out once, however often it is sent."""

from dataclasses import dataclass

from ...domain.errors import N_, Conflict
from ...domain.events import Event
from ...domain.fixes import Fix
from .. import rows
from ..database import Database
from .keeping import update


@dataclass(frozen=True)
class Kept:
    """A letter that was carried out: whose, with which bytes, and the fix's version after it."""

    op_id: str
    fix_id: str
    person_id: str
    sha256: str
    version: int
    at: str


def letter_like(db: Database, fix_id: str, person_id: str, sha256: str) -> Kept | None:
    """The letter with exactly these bytes that this person has sent before."""
    row = rows.one(
        db,
        "SELECT * FROM fix_letters"
        " WHERE fix_id = :fix_id AND person_id = :person_id AND sha256 = :sha256",
        fix_id=fix_id,
        person_id=person_id,
        sha256=sha256,
    )
    return rows.read(Kept, row) if row else None


def letter_of(db: Database, op_id: str) -> Kept | None:
    """The letter with this id, if it was carried out."""
    row = rows.one(db, "SELECT * FROM fix_letters WHERE op_id = :id", id=op_id)
    return rows.read(Kept, row) if row else None


def save_letter(db: Database, fix: Fix, event: Event, letter: Kept) -> Kept | None:
    """Save the decision a letter asked for, and that it came. A transaction of its own.

    When it came twice at once, nothing more is done and the one that was first is given. Raises
    Conflict when that says something else, or when somebody else was first with the fix.
    """
    with db.writing():
        if _insert_new(db, letter):
            update(db, fix, event)
            return None
        seen = letter_of(db, letter.op_id)
        assert seen is not None  # it was in the way
    if (seen.sha256, seen.person_id) != (letter.sha256, letter.person_id):
        raise Conflict(N_("Något annat är redan mottaget under samma id."))
    return seen


def _insert_new(db: Database, letter: Kept) -> bool:
    row = rows.values(letter)
    names, places = ", ".join(row), ", ".join(f":{name}" for name in row)
    inserted = db.execute(
        f"INSERT INTO fix_letters ({names}) VALUES ({places}) ON CONFLICT (op_id) DO NOTHING", row
    )
    return inserted.rowcount == 1
