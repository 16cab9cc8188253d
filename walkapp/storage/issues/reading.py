"""Issues with their photos, as their walker and the leader read them."""

from collections import defaultdict
from dataclasses import dataclass, replace
from typing import Any

from ...domain import issues as rules
from ...domain.issues import Issue, Receipt
from ...domain.photos import Photo
from .. import rows
from ..database import Database
from .voices import voices_by_issue


@dataclass(frozen=True)
class Logged:
    """An issue with its photos, in the order they came; those removed are left out.

    `voices` is how many others have seen it too, where that was asked for.
    """

    issue: Issue
    photos: tuple[Photo, ...]
    voices: int = 0


@dataclass(frozen=True)
class Known:
    """What a phone can rely on: the receipt of an issue, and its photos' hashes by id.

    `held` and `hidden` say that it waits for the leader, or that the leader does not show it.
    """

    receipt: Receipt
    photos: dict[str, str]
    held: bool
    hidden: bool


# Of one that a leader has moved, the phone is told in both walks.
_IN_WALK = "(walk_id = :walk OR sent_walk_id = :walk)"


def get(db: Database, client_id: str) -> Issue | None:
    """The issue with this id."""
    row = rows.one(db, "SELECT * FROM issues WHERE client_id = :id", id=client_id)
    return rows.read(Issue, row) if row else None


def mine(db: Database, walk_id: str, device_id: str) -> list[Logged]:
    """What this phone has logged in the walk, latest first; removed issues too."""
    listed = _listed(
        db, f"{_IN_WALK} AND device_id = :device", "DESC", walk=walk_id, device=device_id
    )
    voices = voices_by_issue(db, walk_id)
    return [replace(one, voices=voices.get(one.issue.client_id, 0)) for one in _shown(listed)]


def for_review(db: Database, walk_id: str) -> list[Logged]:
    """Every issue of the walk that its walker has not removed, held ones too, by number."""
    return _shown(_listed(db, "walk_id = :walk AND removed_at IS NULL", "ASC", walk=walk_id))


def with_photos(db: Database, issue: Issue) -> Logged:
    """One issue with its photos."""
    return _shown([Logged(issue, tuple(photos_of(db, issue.client_id)))])[0]


def known(db: Database, walk_id: str, device_id: str) -> list[Known]:
    """Everything the phone has sent in this walk, oldest first."""
    sent = _listed(db, f"{_IN_WALK} AND device_id = :device", "ASC", walk=walk_id, device=device_id)
    return [_known(logged) for logged in sent]


def count(db: Database, walk_id: str) -> int:
    """How many issues the group has logged; those removed or held are left out."""
    return _counted(db, "walk_id = :walk AND removed_at IS NULL AND held = 0", walk=walk_id)


def count_own(db: Database, walk_id: str, device_id: str) -> int:
    """How many issues the phone has sent in the walk, removed ones too."""
    return _counted(db, "walk_id = :walk AND device_id = :device", walk=walk_id, device=device_id)


def photos_of(db: Database, client_id: str) -> list[Photo]:
    """All photos that came for an issue, removed ones too, in the order they came."""
    found = db.query(
        "SELECT * FROM photos WHERE client_id = :id ORDER BY received_at, photo_id",
        {"id": client_id},
    )
    return [rows.read(Photo, row) for row in found]


def _known(logged: Logged) -> Known:
    issue = logged.issue
    photos = {photo.photo_id: photo.sha256 for photo in logged.photos}
    receipt = rules.receipt(issue, issue.result, issue.sha256, photos)
    return Known(receipt, photos, issue.held, issue.review == "rejected")


def _shown(listed: list[Logged]) -> list[Logged]:
    return [
        Logged(one.issue, tuple(photo for photo in one.photos if not photo.removed_at))
        for one in listed
    ]


def _counted(db: Database, where: str, **params: Any) -> int:
    row = rows.one(db, f"SELECT count(*) AS issues FROM issues WHERE {where}", **params)
    assert row is not None
    return int(row["issues"])


def _listed(db: Database, where: str, direction: str, **params: Any) -> list[Logged]:
    photos: dict[str, list[Photo]] = defaultdict(list)
    found = db.query(
        f"SELECT * FROM photos WHERE client_id IN (SELECT client_id FROM issues WHERE {where})"
        " ORDER BY received_at, photo_id",
        params,
    )
    for row in found:
        photos[row["client_id"]].append(rows.read(Photo, row))
    issues = db.query(f"SELECT * FROM issues WHERE {where} ORDER BY number {direction}", params)
    return [Logged(rows.read(Issue, row), tuple(photos[row["client_id"]])) for row in issues]
