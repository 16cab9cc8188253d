"""What belongs to a fix: its issues in the walkers' words, its photos before and after, history."""

from dataclasses import dataclass
from typing import Any

from ...domain.issues import Issue
from ...domain.photos import Photo
from .. import events, rows
from ..database import Database
from ..issues import voices_behind


@dataclass(frozen=True)
class Belongings:
    """Photos and issues of one fix; no names of walkers are read.

    `voices` is how many phones beside those that logged the issues have seen any of them.
    """

    issues: list[Issue]
    before: list[Photo]
    after: list[Photo]
    voices: int = 0


def of(db: Database, fix_id: str) -> Belongings:
    """What the page of a fix shows beside the fix itself.

    Before are the issues' photos that review has approved and those added as before.
    """
    issues = db.query(
        "SELECT i.* FROM fix_issues l JOIN issues i ON i.client_id = l.client_id"
        " WHERE l.fix_id = :id ORDER BY i.number",
        {"id": fix_id},
    )
    photos = [
        rows.read(Photo, row)
        for row in db.query(
            "SELECT p.* FROM fix_issues l JOIN photos p ON p.client_id = l.client_id"
            " WHERE l.fix_id = :id AND p.review = 'approved' AND p.removed_at IS NULL"
            " UNION ALL SELECT p.* FROM photos p WHERE p.fix_id = :id AND p.removed_at IS NULL"
            " ORDER BY received_at, photo_id",
            {"id": fix_id},
        )
    ]
    return Belongings(
        [rows.read(Issue, {**row, "author": ""}) for row in issues],
        [photo for photo in photos if photo.kind != "after"],
        [photo for photo in photos if photo.kind == "after"],
        voices_behind(db, fix_id),
    )


def history(db: Database, fix_id: str) -> list[dict[str, Any]]:
    """Every line of history, oldest first, each with the doer's name and `data` as a dict."""
    return events.of(db, "fix", fix_id)
