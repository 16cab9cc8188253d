"""Rules of what is deleted when: kept, counted beforehand, and carried out by the hourly sweep."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from ..domain import retention as rules
from ..domain.errors import Conflict
from ..domain.events import Event
from ..domain.photos import Photo
from ..domain.retention import KINDS, Rule
from ..domain.walks import moment, text_time
from . import events, rows
from .blobs import Blobs
from .database import Database
from .sweeping import forget_copies

GONE = "Borttagen person"
_ENDED = "EXISTS (SELECT 1 FROM walks w WHERE w.id = walk_id AND w.ends_at < :before)"
_NAMED = f"name <> '' AND {_ENDED}"
_SIGNED = f"author <> '' AND {_ENDED}"
_REJECTED = (
    "(review = 'rejected' OR removed_at IS NOT NULL)"
    " AND note || proposal || edited_text || place_text || author <> ''"
    f" AND {_ENDED}"
)
_CHECKED = f"note <> '' AND {_ENDED}"
# Those that nobody has looked at yet stay, see storage.objections.
_OBJECTED = (
    "words <> '' AND at < :before AND (answered_at IS NOT NULL OR NOT EXISTS (SELECT 1 FROM fixes f"
    " WHERE f.id = fix_id AND f.state = 'closed' AND f.closed_at <= objections.at))"
)
_SHUT_OUT = "disabled_at < :before AND name <> :gone"
_CLOSED = "outcome IS NOT NULL AND closed_at < :before"
_TOLD = f"word = 'fix' AND salt IS NOT NULL AND object_id IN (SELECT id FROM fixes WHERE {_CLOSED})"
# Not approved now nor in any published follow-up, and nothing it belongs to still goes on.
_UNSHOWN = (
    "(review <> 'approved' OR removed_at IS NOT NULL) AND received_at < :before"
    " AND NOT EXISTS (SELECT 1 FROM report_photos r WHERE r.photo_id = photos.photo_id)"
    f" AND (fix_id IS NULL OR fix_id IN (SELECT id FROM fixes WHERE {_CLOSED}))"
    " AND (client_id IS NULL OR client_id IN (SELECT i.client_id FROM issues i"
    " JOIN walks w ON w.id = i.walk_id WHERE w.ends_at < :before)"
    " OR client_id IN (SELECT c.check_id FROM checks c"
    " JOIN walks w ON w.id = c.walk_id WHERE w.ends_at < :before))"
    " AND NOT EXISTS (SELECT 1 FROM fix_issues l JOIN fixes f ON f.id = l.fix_id"
    " WHERE l.client_id = photos.client_id"
    " AND (f.outcome IS NULL OR f.closed_at >= :before))"
)


@dataclass(frozen=True)
class _Deed:
    """What one rule touches: (table, condition) to count, and the statements that delete."""

    touches: tuple[tuple[str, str], ...]
    statements: tuple[str, ...]


_DEEDS = {
    "walker_names": _Deed(
        (("memberships", _NAMED), ("issues", _SIGNED)),
        (
            f"UPDATE memberships SET name = '' WHERE {_NAMED}",
            f"UPDATE issues SET author = '' WHERE {_SIGNED}",
        ),
    ),
    "rejected_issues": _Deed(
        (("issues", _REJECTED),),
        (
            "UPDATE issues SET note = '', proposal = '', edited_text = '', place_text = '',"
            f" author = '' WHERE {_REJECTED}",
        ),
    ),
    "check_notes": _Deed(
        (("checks", _CHECKED),), (f"UPDATE checks SET note = '' WHERE {_CHECKED}",)
    ),
    "objections": _Deed(
        (("objections", _OBJECTED),),
        (f"UPDATE objections SET words = '', version = version + 1 WHERE {_OBJECTED}",),
    ),
    "old_accounts": _Deed(
        (("people", _SHUT_OUT),),
        (
            "UPDATE people SET name = :gone, email = 'borttagen-' || id || '@invalid',"
            f" password_hash = NULL, version = version + 1 WHERE {_SHUT_OUT}",
        ),
    ),
    "old_history": _Deed(
        (("events", _TOLD),),
        # Erased rows are known by their missing salt; the chain of hashes holds without them.
        (f"UPDATE events SET by_id = NULL, internal_text = '', salt = NULL WHERE {_TOLD}",),
    ),
    "unshown_photos": _Deed(
        (("photos", _UNSHOWN),), (f"DELETE FROM photos WHERE {_UNSHOWN} RETURNING *",)
    ),
}


def all(db: Database) -> dict[str, Rule]:
    """The rule of every kind, blank where nothing is decided."""
    found = [rows.read(Rule, row) for row in db.query("SELECT * FROM retention")]
    written = {rule.code: rule for rule in found}
    return {code: written.get(code, Rule(code)) for code in KINDS}


def save(db: Database, rule: Rule, event: Event) -> None:
    """Save a rule. Raises Conflict when somebody else was first."""
    with db.writing():
        # The history comes first: its head row is the lock that lets one change in at a time.
        events.add(db, event)
        written = db.execute(
            "INSERT INTO retention (code, days, decision, version)"
            " VALUES (:code, :days, :decision, :version) ON CONFLICT (code) DO UPDATE SET"
            " days = excluded.days, decision = excluded.decision, version = excluded.version"
            " WHERE retention.version = excluded.version - 1",
            rows.values(rule),
        )
        if written.rowcount != 1:
            raise Conflict


def due(db: Database, code: str, days: int, at: str) -> int:
    """How much would go now, were it kept for so many days."""
    params = _params(days, at)
    found = 0
    for table, condition in _DEEDS[code].touches:
        sql = f"SELECT count(*) AS n FROM {table} WHERE {condition}"
        row = next(iter(db.query(sql, _used(sql, params))))
        found += int(row["n"])
    return found


def sweep(db: Database, blobs: Blobs, at: str) -> int:
    """Carry out every rule in force, each with its line of history; gives how much went."""
    return sum(_carry_out(db, blobs, rule, at) for rule in all(db).values() if rule.in_force)


def _carry_out(db: Database, blobs: Blobs, rule: Rule, at: str) -> int:
    assert rule.days is not None
    if not due(db, rule.code, rule.days, at):
        return 0
    params, photos = _params(rule.days, at), list[Photo]()
    with db.writing():
        count = due(db, rule.code, rule.days, at)
        if not count:
            return 0  # another server was first
        events.add(db, rules.deleted(rule, count, at=at))
        for statement in _DEEDS[rule.code].statements:
            if "RETURNING" in statement:
                gone = db.query(statement, _used(statement, params))
                photos += [rows.read(Photo, row) for row in gone]
            else:
                db.execute(statement, _used(statement, params))
    # After the commit: a crash leaves files without rows, which the sweep of files takes.
    for photo in photos:
        forget_copies(db, blobs, photo)
        blobs.forget(photo.photo_id, photo.sha256)
    return count


def _params(days: int, at: str) -> dict[str, Any]:
    return {"before": text_time(moment(at) - timedelta(days=days)), "gone": GONE}


def _used(sql: str, params: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in params.items() if f":{name}" in sql}
