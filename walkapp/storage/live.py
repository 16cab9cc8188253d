"""What the leader's page of a walk shows of each phone, in one question to the database."""

from ..domain.phones import Phone
from . import rows
from .database import Database

# A photo that came and was removed again is not missing: its issue may still announce it.
_SENT = (
    "SELECT i.device_id, i.client_id, i.received_at,"
    " CASE WHEN i.photo_ids = '' THEN 0"
    " ELSE length(i.photo_ids) - length(replace(i.photo_ids, ' ', '')) + 1 END AS announced,"
    " count(p.photo_id) FILTER (WHERE p.removed_at IS NULL) AS photos,"
    " count(p.photo_id) FILTER (WHERE i.photo_ids LIKE '%' || p.photo_id || '%') AS come,"
    " max(p.received_at) AS photo_at"
    " FROM issues i LEFT JOIN photos p ON p.client_id = i.client_id"
    " WHERE i.walk_id = :id AND i.removed_at IS NULL GROUP BY i.client_id"
)
_BY_PHONE = (
    "SELECT device_id, count(*) AS issues, CAST(sum(photos) AS INTEGER) AS photos,"
    " CAST(sum(announced) AS INTEGER) AS announced,"
    " CAST(sum(announced - come) AS INTEGER) AS missing,"
    " max(received_at) AS issue_at, max(photo_at) AS photo_at FROM sent GROUP BY device_id"
)


def phone(db: Database, walk_id: str, device_id: str) -> Phone:
    """One of these phones; it takes part in the walk."""
    return next(one for one in phones(db, walk_id) if one.device_id == device_id)


def phones(db: Database, walk_id: str) -> list[Phone]:
    """The phones of a walk with what each has sent and still holds, first joined first."""
    found = db.query(
        f"WITH sent AS ({_SENT}), by_phone AS ({_BY_PHONE})"
        " SELECT m.*, row_number() OVER (ORDER BY m.joined_at, m.device_id) AS number,"
        " coalesce(b.issues, 0) AS issues, coalesce(b.photos, 0) AS photos,"
        " coalesce(b.announced, 0) AS announced, coalesce(b.missing, 0) AS missing,"
        " b.issue_at, b.photo_at"
        " FROM memberships m LEFT JOIN by_phone b ON b.device_id = m.device_id"
        " WHERE m.walk_id = :id ORDER BY number",
        {"id": walk_id},
    )
    told = ("joined_at", "seen_at", "issue_at", "photo_at")
    return [rows.read(Phone, row, heard_at=max(row[name] or "" for name in told)) for row in found]
