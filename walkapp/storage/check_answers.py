"""What the review has decided about a walk's checks, saved with what it does to the fix."""

from collections.abc import Iterable

from ..domain import photos as photo_rules
from ..domain.events import Event
from ..domain.fixes import Fix
from ..domain.rechecking import SUGGESTED, TOLD, Answer, Suggested
from . import events, rows
from .database import Database
from .fixes.keeping import update


def of_walk(db: Database, walk_id: str) -> dict[str, Answer]:
    """What the review has decided so far, by fix."""
    found = db.query("SELECT * FROM check_answers WHERE walk_id = :id", {"id": walk_id})
    return {row["fix_id"]: rows.read(Answer, row) for row in found}


def suggested(db: Database, *, fix_id: str = "", most: int) -> list[Suggested]:
    """The closed fixes somebody suggests to open again, or of one fix; longest waiting first."""
    one = " AND a.fix_id = :fix" if fix_id else ""
    found = db.query(
        "SELECT a.fix_id, f.number, f.title, a.walk_id, w.title AS walk, a.verdict, a.at"
        # A cross join keeps SQLite to this order: from the few that are suggested.
        " FROM check_answers a CROSS JOIN fixes f CROSS JOIN walks w"
        f" WHERE a.move = '{SUGGESTED}' AND f.id = a.fix_id AND w.id = a.walk_id"
        f" AND f.state = 'closed' AND a.at >= f.closed_at{one}"
        " ORDER BY a.at, f.number LIMIT :most",
        {"most": most, **({"fix": fix_id} if fix_id else {})},
    )
    return [rows.read(Suggested, row) for row in found]


def save(
    db: Database, answer: Answer, fix: Fix, event: Event, *, photo_ids: Iterable[str] = ()
) -> None:
    """Save a decision with the fix, its history and the photos it takes over; one transaction.

    A decision to note something leaves the fix as it is. Raises Conflict for a stale one, Refused
    when the fix has no room for the photos.
    """
    with db.writing():
        if answer.move in TOLD:
            events.add(db, event)
        else:
            update(db, fix, event)
        db.execute(
            "INSERT INTO check_answers (walk_id, fix_id, move, verdict, person_id, at)"
            " VALUES (:walk_id, :fix_id, :move, :verdict, :person_id, :at)"
            " ON CONFLICT (walk_id, fix_id) DO UPDATE SET move = excluded.move,"
            " verdict = excluded.verdict, person_id = excluded.person_id, at = excluded.at",
            rows.values(answer),
        )
        for photo_id in photo_ids:
            db.execute(
                "UPDATE photos SET fix_id = :fix, kind = 'after', version = version + 1"
                " WHERE photo_id = :photo AND fix_id IS NULL AND removed_at IS NULL",
                {"fix": fix.id, "photo": photo_id},
            )
        _check_room(db, fix.id)


def _check_room(db: Database, fix_id: str) -> None:
    most = photo_rules.MAX_PER_FIX
    there = rows.one(
        db,
        "SELECT count(*) AS photos FROM photos WHERE fix_id = :id AND removed_at IS NULL",
        id=fix_id,
    )
    if there and there["photos"] > most:
        raise photo_rules.no_more(most)
