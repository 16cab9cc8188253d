"""What of published versions was withdrawn after they were frozen: points and pictures."""

import json
from collections.abc import Iterable

from ..domain import reports as rules
from ..domain.fixes import Fix
from ..domain.reports import COARSE, GONE, Report, Withdrawn
from . import rows
from .database import Database


def of_version(db: Database, report: Report) -> Withdrawn:
    """What of a version is not to be read any longer."""
    key = {"id": report.id, "version": report.published_version}
    hidden = db.query(
        # CROSS JOIN has SQLite begin with the few that are hidden (photos_hidden), not with all
        # that the version shows: this is asked at every answer, of a kept page too.
        "SELECT p.photo_id FROM photos f CROSS JOIN report_photos p WHERE p.photo_id = f.photo_id"
        " AND p.report_id = :id AND p.published_version = :version"
        " AND (f.state <> 'clean' OR f.review <> 'approved' OR f.removed_at IS NOT NULL)",
        key,
    )
    points = list(
        db.query(
            "SELECT number, withdrawn, data FROM report_rows WHERE report_id = :id"
            " AND published_version = :version AND withdrawn <> ''",
            key,
        )
    )
    gone = [point for point in points if point["withdrawn"] == GONE]
    shown = (photo for point in gone for photo in _photos(point["data"]))
    return Withdrawn(
        frozenset(row["photo_id"] for row in hidden) | frozenset(shown),
        frozenset(point["number"] for point in gone),
        frozenset(point["number"] for point in points if point["withdrawn"] == COARSE),
    )


def photo_is_public(db: Database, photo_id: str) -> bool:
    """Whether a version that may be read shows this photo, and nothing of it is withdrawn."""
    found = rows.one(
        db,
        "SELECT 1 AS there FROM report_photos p JOIN reports r ON r.id = p.report_id"
        " JOIN report_versions v ON v.report_id = p.report_id"
        " AND v.published_version = p.published_version"
        " JOIN photos f ON f.photo_id = p.photo_id"
        " WHERE p.photo_id = :photo_id AND r.state = 'published' AND v.withdrawn_at IS NULL"
        " AND f.review = 'approved' AND f.removed_at IS NULL"
        " AND NOT EXISTS (SELECT 1 FROM report_rows x WHERE x.report_id = p.report_id"
        " AND x.published_version = p.published_version AND x.withdrawn <> ''"
        " AND x.withdrawn = :gone AND x.data LIKE :shape)",
        photo_id=photo_id,
        shape=f'%"{photo_id}"%',
        gone=GONE,
    )
    return found is not None


def follow(db: Database, fixes: Iterable[Fix]) -> None:
    """Have the frozen rows of these fixes seen as the fixes are, inside the caller's transaction.

    Every version at once, and every page and file that is kept of one: the key of each holds
    what `of_version` says.
    """
    db.execute_many(
        "UPDATE report_rows SET withdrawn = :withdrawn"
        " WHERE number = :number AND withdrawn <> :withdrawn",
        [{"number": fix.number, "withdrawn": rules.withdrawal(fix.visibility)} for fix in fixes],
    )


def of_fix(db: Database, number: str) -> str:
    """What becomes of a row that is frozen now: of a fix that is not here, nothing."""
    row = rows.one(db, "SELECT visibility FROM fixes WHERE number = :number", number=number)
    return rules.withdrawal(row["visibility"]) if row else ""


def _photos(data: str) -> list[str]:
    given = json.loads(data)
    return [photo["photo_id"] for photo in (*given["before"], *given["after"])]
