"""Walks with their crew, codes and counts."""

from dataclasses import dataclass
from typing import Any

from ..domain.events import Event
from ..domain.people import Person, sees_all_walks
from ..domain.walks import Walk
from . import events, rows
from .database import Database

_WALK = (
    "SELECT w.*, (SELECT string_agg(c.person_id, ' ') FROM walk_people c WHERE c.walk_id = w.id)"
    " AS crew_list FROM walks w"
)
_ELSEWHERE = frozenset({"crew"})
_EARLIER = "w.state NOT IN ('open', 'closing') AND (w.state <> 'planned' OR w.ends_at < :at)"


@dataclass(frozen=True)
class Counts:
    """How a walk is going, for its leader: phones, issues, and photos by where they are."""

    devices: int
    revoked: int
    issues: int
    held: int
    photos: int
    waiting: int
    failed: int


def get(db: Database, walk_id: str) -> Walk | None:
    """The walk with this id."""
    return _found(rows.one(db, f"{_WALK} WHERE w.id = :id", id=walk_id))


def by_code(db: Database, code: str) -> Walk | None:
    """The walk whose typed code this is now; an earlier code finds nothing."""
    return _found(rows.one(db, f"{_WALK} WHERE w.code = :code", code=code))


def by_secret(db: Database, secret: str) -> Walk | None:
    """The walk whose QR secret this is now."""
    return _found(rows.one(db, f"{_WALK} WHERE w.secret = :secret", secret=secret))


def upcoming(db: Database, person: Person, at: str) -> list[Walk]:
    """Walks the person may see that are planned or going on, next first."""
    where = "w.state IN ('open', 'closing') OR (w.state = 'planned' AND w.ends_at >= :at)"
    return _listed(db, person, where=where, tail="ORDER BY w.starts_at, w.id", at=at)


def earlier(db: Database, person: Person, at: str, *, limit: int, offset: int) -> list[Walk]:
    """Every other walk the person may see, latest first."""
    tail = "ORDER BY w.starts_at DESC, w.id LIMIT :limit OFFSET :offset"
    return _listed(db, person, where=_EARLIER, tail=tail, at=at, limit=limit, offset=offset)


def count_earlier(db: Database, person: Person, at: str) -> int:
    """How many `earlier` has in all."""
    mine, params = _mine(person)
    sql = f"SELECT count(*) AS walks FROM walks w WHERE ({_EARLIER}){mine}"
    row = rows.one(db, sql, at=at, **params)
    assert row is not None
    return int(row["walks"])


def to_follow(db: Database, person: Person, before: str, *, but: str = "") -> list[Walk]:
    """Walks the person may see that had begun by then, latest first, without the walk `but`."""
    where = "w.starts_at < :at AND w.id <> :but AND w.state NOT IN ('planned', 'cancelled')"
    tail = "ORDER BY w.starts_at DESC, w.id LIMIT 200"
    return _listed(db, person, where=where, tail=tail, at=before, but=but)


def listing(db: Database, person: Person) -> list[Walk]:
    """Every walk the person may see, latest first."""
    return _listed(db, person, where="1 = 1", tail="ORDER BY w.starts_at DESC, w.id")


def of_device(db: Database, device_id: str) -> list[Walk]:
    """The walks a phone takes part in and is not shut out of, latest joined first."""
    found = db.query(
        f"{_WALK} JOIN memberships m ON m.walk_id = w.id WHERE m.device_id = :id"
        " AND m.revoked_at IS NULL ORDER BY m.joined_at DESC, w.id",
        {"id": device_id},
    )
    return [_walk(row) for row in found]


def add(db: Database, walk: Walk, event: Event | None = None) -> None:
    """Add a walk with its crew and its first history line, in a transaction of its own."""
    with db.writing():
        rows.insert(db, "walks", walk, without=_ELSEWHERE)
        _write_crew(db, walk)
        if event:
            events.add(db, event)


def save(db: Database, walk: Walk, event: Event) -> None:
    """Save a changed walk and crew. Raises Conflict when somebody else was first."""
    with db.writing():
        rows.update(db, "walks", walk, without=_ELSEWHERE)
        _write_crew(db, walk)
        events.add(db, event)


def counts(db: Database, walk_id: str) -> Counts:
    """Phones, issues and photos of a walk, counted now."""
    row = rows.one(
        db,
        "SELECT"
        " (SELECT count(*) FROM memberships WHERE walk_id = :id) AS devices,"
        " (SELECT count(*) FROM memberships WHERE walk_id = :id AND revoked_at IS NOT NULL)"
        " AS revoked, i.issues, i.held, p.photos, p.waiting, p.failed FROM"
        " (SELECT count(*) AS issues, count(*) FILTER (WHERE held = 1) AS held FROM issues"
        " WHERE walk_id = :id AND removed_at IS NULL) i,"
        " (SELECT count(*) AS photos,"
        " count(*) FILTER (WHERE p.state IN ('received', 'cleaning')) AS waiting,"
        " count(*) FILTER (WHERE p.state = 'failed') AS failed"
        " FROM photos p JOIN issues i ON i.client_id = p.client_id"
        " WHERE i.walk_id = :id AND i.removed_at IS NULL AND p.removed_at IS NULL) p",
        id=walk_id,
    )
    assert row is not None
    return rows.read(Counts, row)


def _listed(db: Database, person: Person, *, where: str, tail: str, **params: Any) -> list[Walk]:
    mine, more = _mine(person)
    found = db.query(f"{_WALK} WHERE ({where}){mine} {tail}", {**params, **more})
    return [_walk(row) for row in found]


def _mine(person: Person) -> tuple[str, dict[str, Any]]:
    if sees_all_walks(person):
        return "", {}
    sql = (
        " AND EXISTS (SELECT 1 FROM walk_people c WHERE c.walk_id = w.id"
        " AND c.person_id = :person_id)"
    )
    return sql, {"person_id": person.id}


def _write_crew(db: Database, walk: Walk) -> None:
    db.execute("DELETE FROM walk_people WHERE walk_id = :id", {"id": walk.id})
    for person_id in sorted(walk.crew):
        db.execute(
            "INSERT INTO walk_people (walk_id, person_id) VALUES (:id, :person_id)",
            {"id": walk.id, "person_id": person_id},
        )


def _found(row: dict[str, Any] | None) -> Walk | None:
    return _walk(row) if row else None


def _walk(row: dict[str, Any]) -> Walk:
    return rows.read(Walk, row, crew=frozenset((row["crew_list"] or "").split()))
