"""How safe stops feel, as their walkers say: answers without anybody behind them."""

from ..domain import feelings as rules
from ..domain.errors import NotFound
from ..domain.feelings import FeelingDraft, StopFeeling
from ..domain.walks import Walk
from . import rows, stops
from .database import Database


def feelings_of(db: Database, walk: Walk) -> tuple[StopFeeling, ...]:
    """What was felt at each stop of a walk, in the order of the stops; late answers left out."""
    found = db.query(
        "SELECT stop_id, value, count(*) AS n FROM feelings WHERE walk_id = :id AND counted = 1"
        " GROUP BY stop_id, value",
        {"id": walk.id},
    )
    answers = [(row["stop_id"], int(row["value"]), int(row["n"])) for row in found]
    return rules.at_stops(stops.route(db, walk), answers)


def receive(db: Database, draft: FeelingDraft, *, walk: Walk, secret: str, counted: bool) -> str:
    """Keep the phone's answer about a stop; its newest one stands. A transaction of its own.

    Gives the word of the receipt. Raises NotFound for a stop of another walk.
    """
    row = {
        "key": rules.key(secret, draft.stop_id),
        "walk_id": walk.id,
        "stop_id": draft.stop_id,
        "value": draft.value,
        "counted": int(counted),
    }
    with db.writing():
        if not rows.one(
            db,
            "SELECT 1 AS there FROM stops WHERE id = :stop_id AND walk_id = :walk_id",
            stop_id=draft.stop_id,
            walk_id=walk.id,
        ):
            raise NotFound
        # What was said in time stands, whatever comes after review has begun.
        db.execute(
            "INSERT INTO feelings (key, walk_id, stop_id, value, counted)"
            " VALUES (:key, :walk_id, :stop_id, :value, :counted) ON CONFLICT (key) DO UPDATE"
            " SET value = excluded.value, counted = excluded.counted"
            " WHERE excluded.counted = 1 OR feelings.counted = 0",
            row,
        )
    return "stored" if counted else "stored_hidden"


def own(db: Database, walk: Walk, secret: str) -> dict[str, int]:
    """What the phone with this secret has answered, by stop."""
    keys = {rules.key(secret, stop.id): stop.id for stop in stops.route(db, walk).stops}
    found = db.query("SELECT key, value FROM feelings WHERE walk_id = :id", {"id": walk.id})
    return {keys[row["key"]]: int(row["value"]) for row in found if row["key"] in keys}
