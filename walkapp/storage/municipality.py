"""The one municipality of this installation."""

from ..domain.errors import Conflict
from ..domain.events import Event
from ..domain.people import Municipality
from . import events, rows
from .database import Database


class NotStarted(Exception):
    """The installation has no municipality yet."""


def get(db: Database) -> Municipality:
    """The municipality. Raises NotStarted, with the sentence for the operator."""
    row = rows.one(db, "SELECT * FROM municipality WHERE id = 1")
    if not row:
        raise NotStarted("Databasen är tom. Kör: walkapp init")
    return rows.read(Municipality, row)


def there(db: Database) -> bool:
    """Whether the installation has its municipality."""
    return rows.one(db, "SELECT 1 AS there FROM municipality WHERE id = 1") is not None


def save(db: Database, municipality: Municipality, event: Event | None = None) -> None:
    """Save the one row, or write it for the first time, in a transaction of its own.

    Raises Conflict when somebody else was first.
    """
    with db.writing():
        write(db, municipality)
        if event:
            events.add(db, event)


def write(db: Database, municipality: Municipality) -> None:
    """The same inside the caller's transaction, without a history line."""
    row = rows.values(municipality)
    names, places = ", ".join(row), ", ".join(f":{name}" for name in row)
    changes = ", ".join(f"{name} = excluded.{name}" for name in row)
    touched = db.execute(
        f"INSERT INTO municipality (id, {names}) VALUES (1, {places}) ON CONFLICT (id)"
        f" DO UPDATE SET {changes} WHERE municipality.version = excluded.version - 1",
        row,
    )
    if touched.rowcount != 1:
        raise Conflict
