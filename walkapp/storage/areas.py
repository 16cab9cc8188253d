"""Areas: the named parts of the municipality."""

from ..domain.events import Event
from ..domain.people import Area
from . import events, rows
from .database import Database


def get(db: Database, area_id: str) -> Area | None:
    """The area with this id."""
    row = rows.one(db, "SELECT * FROM areas WHERE id = :id", id=area_id)
    return rows.read(Area, row) if row else None


def all(db: Database) -> list[Area]:
    """Every area by name."""
    return [rows.read(Area, row) for row in db.query("SELECT * FROM areas ORDER BY name")]


def add(db: Database, area: Area, event: Event | None = None) -> None:
    """Add an area in a transaction of its own. A taken name raises the engine's error."""
    with db.writing():
        rows.insert(db, "areas", area)
        if event:
            events.add(db, event)


def save(db: Database, area: Area, event: Event) -> None:
    """Save a changed area. Raises Conflict when somebody else was first."""
    with db.writing():
        rows.update(db, "areas", area)
        events.add(db, event)
