"""What readers have said is not fixed, until somebody has looked or the fix is open again."""

from dataclasses import dataclass

from ..domain.events import Event
from ..domain.objections import Objection
from . import events, rows
from .database import Database

# CROSS JOIN: SQLite is to begin with the few objections and not with every closed fix.
_WAITING = (
    "FROM objections o CROSS JOIN fixes f WHERE f.id = o.fix_id"
    " AND o.answered_at IS NULL AND f.state = 'closed' AND o.at >= f.closed_at"
)


@dataclass(frozen=True)
class Objected:
    """A fix that readers say is not fixed, for the inbox."""

    fix_id: str
    number: str
    title: str
    count: int


def add(db: Database, objection: Objection, event: Event) -> None:
    """Keep it, with its line of history."""
    with db.writing():
        rows.insert(db, "objections", objection)
        events.add(db, event)


def get(db: Database, objection_id: str) -> Objection | None:
    """The objection with this id."""
    row = rows.one(db, "SELECT * FROM objections WHERE id = :id", id=objection_id)
    return rows.read(Objection, row) if row else None


def waiting(db: Database, fix_id: str) -> list[Objection]:
    """Those of a fix that nobody has looked at since it was closed, oldest first."""
    found = db.query(
        f"SELECT o.* {_WAITING} AND o.fix_id = :fix_id ORDER BY o.at, o.id", {"fix_id": fix_id}
    )
    return [rows.read(Objection, row) for row in found]


def inbox(db: Database, most: int) -> list[Objected]:
    """The fixes with such objections, those that have waited longest first."""
    found = db.query(
        f"SELECT o.fix_id, f.number, f.title, count(*) AS count {_WAITING}"
        " GROUP BY o.fix_id, f.number, f.title ORDER BY min(o.at), f.number LIMIT :most",
        {"most": most},
    )
    return [Objected(**row) for row in found]


def answer(db: Database, objection: Objection, event: Event) -> None:
    """Save that somebody has looked. Raises Conflict when another was first."""
    with db.writing():
        rows.update(db, "objections", objection)
        events.add(db, event)
