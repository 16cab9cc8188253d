"""How each category is handled here, and the municipality's own days without work."""

from ..domain.errors import N_, Conflict, Refused
from ..domain.events import Event
from ..domain.handling import Book, Handling
from . import events, rows
from .database import Database


def book(db: Database) -> Book:
    """Everything that is written."""
    found = (rows.read(Handling, row) for row in db.query("SELECT * FROM handling"))
    return Book({(rule.category, rule.subcategory): rule for rule in found}, days_off(db))


def save(db: Database, written: list[Handling], event: Event) -> None:
    """Write a category anew. Raises Conflict when somebody else was first."""
    code, version = written[0].category, written[0].version
    with db.writing():
        # The history comes first: its head row is the lock that lets one change in at a time.
        events.add(db, event)
        if book(db).of(code).version != version - 1:
            raise Conflict
        db.execute("DELETE FROM handling WHERE category = :code", {"code": code})
        for rule in written:
            rows.insert(db, "handling", rule)


def days_off(db: Database) -> dict[str, str]:
    """Day and name of the municipality's own days without work, in order."""
    found = db.query("SELECT day, name FROM days_off ORDER BY day")
    return {row["day"]: row["name"] for row in found}


def add_day_off(db: Database, day: str, name: str, event: Event) -> None:
    """Add one. Raises Refused when it is there already."""
    with db.writing():
        events.add(db, event)
        added = db.execute(
            "INSERT INTO days_off (day, name) VALUES (:day, :name) ON CONFLICT (day) DO NOTHING",
            {"day": day, "name": name},
        )
        if added.rowcount != 1:
            raise Refused(N_("Den dagen finns redan i listan."), field="day")


def remove_day_off(db: Database, day: str, event: Event) -> None:
    """Take one away; nothing happens when it is gone already."""
    with db.writing():
        gone = db.execute("DELETE FROM days_off WHERE day = :day", {"day": day})
        if gone.rowcount:
            events.add(db, event)
