"""The stops of walks, saved as one list with the walk's version and its history line."""

from ..domain.errors import Conflict
from ..domain.events import Event
from ..domain.stops import Route, Stop
from ..domain.walks import Walk
from . import events, rows
from .database import Database
from .issues.receiving import next_number

_UNUSED = (
    "NOT EXISTS (SELECT 1 FROM issues i WHERE i.stop_id = stops.id)"
    " AND NOT EXISTS (SELECT 1 FROM feelings f WHERE f.stop_id = stops.id)"
)


def route(db: Database, walk: Walk) -> Route:
    """The walk with its stops in order."""
    found = db.query("SELECT * FROM stops WHERE walk_id = :id ORDER BY position", {"id": walk.id})
    return Route(walk, tuple(rows.read(Stop, row) for row in found))


def issues_at(db: Database, walk_id: str) -> dict[str, int]:
    """How many issues and feelings belong to each stop, removed issues too."""
    found = db.query(
        "SELECT stop_id, count(*) AS issues FROM"
        " (SELECT stop_id FROM issues WHERE walk_id = :id AND stop_id IS NOT NULL"
        " UNION ALL SELECT stop_id FROM feelings WHERE walk_id = :id) told GROUP BY stop_id",
        {"id": walk_id},
    )
    return {row["stop_id"]: int(row["issues"]) for row in found}


def save(db: Database, changed: Route, event: Event) -> None:
    """Save the stops as they now are. A transaction of its own.

    Raises Conflict when somebody else changed the walk first, or when an issue has come meanwhile
    from a stop that goes.
    """
    walk = changed.walk
    with db.writing():
        next_number(db, walk.id)  # no issue arrives between looking and removing
        rows.update(db, "walks", walk, without=frozenset({"crew"}))
        _remove_others(db, changed)
        # Out of the way first: two stops never have the same position, not even for a moment.
        db.execute("UPDATE stops SET position = -position WHERE walk_id = :id", {"id": walk.id})
        for stop in changed.stops:
            _write(db, stop)
        events.add(db, event)


def _remove_others(db: Database, changed: Route) -> None:
    kept = {stop.id for stop in changed.stops}
    for stop in route(db, changed.walk).stops:
        if stop.id in kept:
            continue
        gone = db.execute(f"DELETE FROM stops WHERE id = :id AND {_UNUSED}", {"id": stop.id})
        if gone.rowcount != 1:
            raise Conflict


def _write(db: Database, stop: Stop) -> None:
    db.execute(
        "INSERT INTO stops (id, walk_id, position, name, prompt, lat, lon, from_id)"
        " VALUES (:id, :walk_id, :position, :name, :prompt, :lat, :lon, :from_id)"
        " ON CONFLICT (id) DO UPDATE SET position = excluded.position, name = excluded.name,"
        " prompt = excluded.prompt, lat = excluded.lat, lon = excluded.lon",
        rows.values(stop),
    )
