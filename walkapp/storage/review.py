"""A walk's issues as the one who reviews them sees them, and what was decided."""

from collections import defaultdict
from dataclasses import dataclass
from typing import Any

from ..domain.events import Event
from ..domain.issues import Issue
from ..domain.review import PhotoReview
from . import events, issues, rows
from .database import Database


@dataclass(frozen=True)
class ReviewedPhoto:
    """A photo beside its issue; `state` tells whether there is a clean copy to look at."""

    photo_id: str
    client_id: str
    state: str
    problem: str
    review: str
    alt_text: str
    version: int


@dataclass(frozen=True)
class Reviewed:
    """An issue with what belongs to it. `author` is for the walk's leaders alone.

    `fixes` are those about it, (id, number), and `voices` is how many others have seen the same.
    """

    issue: Issue
    author: str
    fixes: tuple[tuple[str, str], ...]
    photos: tuple[ReviewedPhoto, ...]
    voices: int = 0


def of_walk(db: Database, walk_id: str) -> list[Reviewed]:
    """Every issue of the walk that its walker has not removed, in order of number."""
    photos = _photos(db, "i.walk_id = :walk_id", {"walk_id": walk_id})
    voices = issues.voices_by_issue(db, walk_id)
    found = db.query(
        "SELECT i.*, m.name AS member FROM issues i"
        " LEFT JOIN memberships m ON m.walk_id = i.walk_id AND m.device_id = i.device_id"
        " WHERE i.walk_id = :walk_id AND i.removed_at IS NULL ORDER BY i.number",
        {"walk_id": walk_id},
    )
    fixes = _fixes(db, walk_id)
    return [
        Reviewed(
            rows.read(Issue, row),
            author=row["author"] or row["member"] or "",
            fixes=tuple(fixes[row["client_id"]]),
            photos=tuple(photos[row["client_id"]]),
            voices=voices.get(row["client_id"], 0),
        )
        for row in found
    ]


def issue(db: Database, walk_id: str, client_id: str) -> Issue | None:
    """One issue of this walk."""
    row = rows.one(
        db,
        "SELECT * FROM issues WHERE client_id = :client_id AND walk_id = :walk_id"
        " AND removed_at IS NULL",
        client_id=client_id,
        walk_id=walk_id,
    )
    return rows.read(Issue, row) if row else None


def save(db: Database, changed: Issue, event: Event) -> None:
    """Save a decision. Raises Conflict when somebody else decided first."""
    with db.writing():
        rows.update(db, "issues", changed, key="client_id")
        events.add(db, event)


def photo(db: Database, photo_id: str) -> tuple[PhotoReview, str | None, str | None] | None:
    """A photo's review, with the walk of its issue or the fix it belongs to."""
    row = rows.one(
        db,
        "SELECT p.*, i.walk_id FROM photos p LEFT JOIN issues i ON i.client_id = p.client_id"
        " WHERE p.photo_id = :photo_id AND p.removed_at IS NULL",
        photo_id=photo_id,
    )
    if row is None:
        return None
    return rows.read(PhotoReview, row), row["walk_id"], row["fix_id"]


def save_photo(db: Database, decided: PhotoReview) -> None:
    """Save what was decided about a photo. Raises Conflict for a stale one."""
    with db.writing():
        rows.update(db, "photos", decided, key="photo_id")


def _photos(db: Database, where: str, params: dict[str, Any]) -> dict[str, list[ReviewedPhoto]]:
    found: dict[str, list[ReviewedPhoto]] = defaultdict(list)
    for row in db.query(
        "SELECT p.* FROM photos p JOIN issues i ON i.client_id = p.client_id"
        f" WHERE {where} AND p.removed_at IS NULL ORDER BY p.photo_id",
        params,
    ):
        found[row["client_id"]].append(rows.read(ReviewedPhoto, row))
    return found


def _fixes(db: Database, walk_id: str) -> dict[str, list[tuple[str, str]]]:
    """The fixes about each issue, those that are kept before their duplicates."""
    found: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for row in db.query(
        "SELECT l.client_id, f.id, f.number FROM issues i"
        " JOIN fix_issues l ON l.client_id = i.client_id JOIN fixes f ON f.id = l.fix_id"
        " WHERE i.walk_id = :walk_id"
        " ORDER BY CASE f.outcome WHEN 'duplicate' THEN 1 ELSE 0 END, f.number",
        {"walk_id": walk_id},
    ):
        found[row["client_id"]].append((row["id"], row["number"]))
    return found
