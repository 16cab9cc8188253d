"""Voices: said once however often they are sent, counted for those who decide."""

from dataclasses import dataclass

from ...domain import issues as rules
from ...domain.issues import Issue, VoiceReceipt
from ...domain.people import Membership
from ...domain.walks import Walk
from .. import rows
from ..database import Database
from .changing import locked

_COUNTED = (
    "SELECT v.client_id, count(*) AS voices FROM voices v"
    " JOIN issues i ON i.client_id = v.client_id"
    " WHERE i.walk_id = :walk AND i.removed_at IS NULL AND v.counted = 1 GROUP BY v.client_id"
)


@dataclass(frozen=True)
class Nearby:
    """What other phones are told of an issue: what and where, never words, names or pictures."""

    client_id: str
    category: str | None
    place_type: str | None
    stop_id: str | None
    lat: float | None
    lon: float | None
    voices: int
    at: str


def say(
    db: Database, client_id: str, *, walk: Walk, membership: Membership, at: str
) -> VoiceReceipt:
    """Add the phone's voice. A transaction of its own; safe to repeat. Raises Refused."""
    with db.writing():
        issue = locked(db, client_id)
        rules.check_voice(issue, membership)
        counts = rules.takes_voices(walk, membership)
        added = db.execute(
            "INSERT INTO voices (client_id, device_id, at, counted)"
            " VALUES (:id, :device, :at, :counted) ON CONFLICT (client_id, device_id) DO NOTHING",
            {"id": client_id, "device": membership.device_id, "at": at, "counted": int(counts)},
        )
        kept = rows.one(
            db,
            "SELECT at, counted FROM voices WHERE client_id = :id AND device_id = :device",
            id=client_id,
            device=membership.device_id,
        )
        assert kept is not None
        result = rules.voice_result(is_new=added.rowcount == 1, counted=bool(kept["counted"]))
        return _receipt(db, issue, result, kept["at"])


def take_back(
    db: Database, client_id: str, *, walk: Walk, membership: Membership, at: str
) -> VoiceReceipt:
    """Take the phone's voice away; once review has begun, one that counts stays.

    A transaction of its own; safe to repeat. Raises Refused.
    """
    with db.writing():
        issue = locked(db, client_id)
        rules.check_voice(issue, membership)
        counts = rules.takes_voices(walk, membership)
        gone = db.execute(
            "DELETE FROM voices WHERE client_id = :id AND device_id = :device"
            " AND (counted = 0 OR :counts = 1)",
            {"id": client_id, "device": membership.device_id, "counts": int(counts)},
        )
        result = rules.voice_result(is_new=gone.rowcount == 1, counted=counts)
        return _receipt(db, issue, result, at)


def nearby(db: Database, walk: Walk, membership: Membership) -> list[Nearby]:
    """What other phones have logged, newest first; nothing once voices no longer count."""
    if not rules.takes_voices(walk, membership):
        return []
    kinds = ", ".join(f"'{kind}'" for kind in rules.SHARED_KINDS)
    found = db.query(
        "SELECT i.client_id, i.category, i.place_type, i.stop_id, i.lat, i.lon,"
        " coalesce(c.voices, 0) AS voices, i.received_at AS at FROM issues i"
        f" LEFT JOIN ({_COUNTED}) c ON c.client_id = i.client_id"
        " WHERE i.walk_id = :walk AND i.device_id <> :device AND i.removed_at IS NULL"
        f" AND i.held = 0 AND i.review <> 'rejected' AND i.kind IN ({kinds})"
        " ORDER BY i.number DESC LIMIT :most",
        {"walk": walk.id, "device": membership.device_id, "most": rules.MAX_NEARBY},
    )
    return [rows.read(Nearby, row) for row in found]


def voices_of(db: Database, walk_id: str, device_id: str) -> list[str]:
    """The ids of the issues in the walk that this phone has given its voice, oldest first."""
    found = db.query(
        "SELECT v.client_id FROM voices v JOIN issues i ON i.client_id = v.client_id"
        " WHERE v.device_id = :device AND (i.walk_id = :walk OR i.sent_walk_id = :walk)"
        " ORDER BY v.at, v.client_id",
        {"device": device_id, "walk": walk_id},
    )
    return [row["client_id"] for row in found]


def voices_by_issue(db: Database, walk_id: str) -> dict[str, int]:
    """How many others have seen each issue of the walk; those nobody else has seen are left out."""
    return {row["client_id"]: int(row["voices"]) for row in db.query(_COUNTED, {"walk": walk_id})}


def voices_behind(db: Database, fix_id: str) -> int:
    """How many phones beside those that logged a fix's issues have seen any of them."""
    row = rows.one(
        db,
        "SELECT count(DISTINCT v.device_id) AS voices FROM fix_issues l"
        " JOIN issues i ON i.client_id = l.client_id AND i.removed_at IS NULL"
        " JOIN voices v ON v.client_id = l.client_id AND v.counted = 1"
        " WHERE l.fix_id = :fix AND v.device_id NOT IN (SELECT o.device_id FROM fix_issues k"
        " JOIN issues o ON o.client_id = k.client_id WHERE k.fix_id = :fix)",
        fix=fix_id,
    )
    return int(row["voices"]) if row else 0


def _receipt(db: Database, issue: Issue, result: str, at: str) -> VoiceReceipt:
    row = rows.one(
        db,
        "SELECT count(*) AS voices FROM voices v JOIN issues i ON i.client_id = v.client_id"
        " WHERE v.client_id = :id AND v.counted = 1 AND i.removed_at IS NULL",
        id=issue.client_id,
    )
    voices = int(row["voices"]) if row else 0
    return VoiceReceipt(result, issue.client_id, issue.number, voices, at)
