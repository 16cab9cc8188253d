"""Parties: who controls the places, own units and outside owners."""

from ..domain.events import Event
from ..domain.people import Party
from . import events, rows
from .database import Database


def get(db: Database, party_id: str) -> Party | None:
    """The party with this id."""
    row = rows.one(db, "SELECT * FROM parties WHERE id = :id", id=party_id)
    return rows.read(Party, row) if row else None


def all(db: Database, *, active: bool = False) -> list[Party]:
    """Every party by name; with `active` only those that still get fixes."""
    where = "WHERE active = 1" if active else ""
    return [
        rows.read(Party, row) for row in db.query(f"SELECT * FROM parties {where} ORDER BY name")
    ]


def add(db: Database, party: Party, event: Event | None = None) -> None:
    """Add a party in a transaction of its own. A taken name raises the engine's error."""
    with db.writing():
        rows.insert(db, "parties", party)
        if event:
            events.add(db, event)


def save(db: Database, party: Party, event: Event) -> None:
    """Save a changed party. Raises Conflict when somebody else was first."""
    with db.writing():
        rows.update(db, "parties", party)
        events.add(db, event)
