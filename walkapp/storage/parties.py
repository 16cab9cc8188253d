"""Parties: who controls the places, own units and outside owners."""

from ..domain.errors import N_, Refused
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
    """Add a party in a transaction of its own. Raises Refused when the name is taken."""
    with db.writing():
        if event:
            events.add(db, event)
        check_free(db, party)
        rows.insert(db, "parties", party)


def save(db: Database, party: Party, event: Event) -> None:
    """Save a changed party. Raises Conflict when somebody else was first, Refused as `add`."""
    with db.writing():
        # The history comes first: its head row is the lock that lets one change in at a time.
        events.add(db, event)
        check_free(db, party)
        rows.update(db, "parties", party)


def check_free(db: Database, party: Party) -> None:
    """Raises Refused when another party has the name; call inside the transaction."""
    sql = "SELECT 1 AS taken FROM parties WHERE name = :name AND id <> :id"
    if rows.one(db, sql, name=party.name, id=party.id):
        raise Refused(N_("Det finns redan en part som heter så."), field="name")
