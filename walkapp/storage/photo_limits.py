"""How many photos fit: for one issue, one fix, one phone in one walk."""

from ..domain import photos as rules
from ..domain.photos import Photo
from . import rows
from .database import Database


def check_room(db: Database, photo: Photo, *, more: int) -> None:
    """Raises Refused or TooMany when there are too many photos or bytes.

    `more` is 1 for a photo that has no row yet, else 0.
    """
    if photo.client_id:
        there = _count(db, "client_id", photo.client_id)
        most = rules.MAX_PER_ISSUE
    else:
        there, most = _count(db, "fix_id", photo.fix_id), rules.MAX_PER_FIX
    if there + more > most:
        raise rules.no_more(most)
    if photo.device_id:
        _check_quota(db, photo, more)


def _count(db: Database, owner: str, owner_id: str | None) -> int:
    row = rows.one(
        db,
        f"SELECT count(*) AS photos FROM photos WHERE {owner} = :id AND removed_at IS NULL",
        id=owner_id,
    )
    assert row is not None
    return int(row["photos"])


def _check_quota(db: Database, photo: Photo, more: int) -> None:
    """What the phone has sent in this walk, together with what waits for its issue."""
    row = rows.one(
        db,
        "SELECT count(*) AS photos, coalesce(sum(p.bytes), 0) AS bytes"
        " FROM photos p LEFT JOIN issues i ON i.client_id = p.client_id"
        " WHERE p.device_id = :device AND (i.client_id IS NULL OR i.walk_id ="
        " (SELECT walk_id FROM issues WHERE client_id = :client_id))",
        device=photo.device_id,
        client_id=photo.client_id,
    )
    assert row is not None
    rules.check_quota(row["photos"] + more, row["bytes"] + more * photo.bytes)
