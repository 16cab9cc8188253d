"""Areas: the named parts of the municipality."""

from ..domain.errors import N_, Refused
from ..domain.events import Event
from ..domain.people import Area
from . import events, rows
from .database import Database


def get(db: Database, area_id: str) -> Area | None:
    """The area with this id."""
    row = rows.one(db, "SELECT * FROM areas WHERE id = :id", id=area_id)
    return rows.read(Area, row) if row else None


def all(db: Database, *, land: bool = False) -> list[Area]:
    """Every area by name; with `land` also those that are somebody's land and no place by name."""
    where = "" if land else "WHERE land = 0"
    return [rows.read(Area, row) for row in db.query(f"SELECT * FROM areas {where} ORDER BY name")]


def add(db: Database, area: Area, event: Event | None = None) -> None:
    """Add an area in a transaction of its own. Raises Refused when the name is taken."""
    with db.writing():
        if event:
            events.add(db, event)
        check_free(db, area)
        rows.insert(db, "areas", area)


def save(db: Database, area: Area, event: Event) -> None:
    """Save a changed area. Raises Conflict when somebody else was first, Refused as `add`."""
    with db.writing():
        # The history comes first: its head row is the lock that lets one change in at a time.
        events.add(db, event)
        check_free(db, area)
        _check_unnamed(db, area)
        rows.update(db, "areas", area)


def check_free(db: Database, area: Area) -> None:
    """Raises Refused when another area has the name; call inside the transaction."""
    sql = "SELECT 1 AS taken FROM areas WHERE name = :name AND id <> :id"
    if rows.one(db, sql, name=area.name, id=area.id):
        raise Refused(N_("Det finns redan ett område som heter så."), field="name")


def _check_unnamed(db: Database, area: Area) -> None:
    """What fixes or walks are named after stays a place by name: lists go by it."""
    sql = (
        "SELECT 1 AS used WHERE EXISTS (SELECT 1 FROM fixes WHERE area_id = :id)"
        " OR EXISTS (SELECT 1 FROM walks WHERE area_id = :id)"
    )
    if area.land and rows.one(db, sql, id=area.id):
        raise Refused(
            N_("Åtgärder eller vandringar hör till området. Lägg till marken som ett nytt område."),
            field="land",
        )
