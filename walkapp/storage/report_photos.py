"""The pictures of a published version."""

from ..domain.photos import Photo
from ..domain.reports import Report, Withdrawn
from . import rows
from .database import Database


def shown(db: Database, report: Report, withdrawn: Withdrawn) -> dict[str, Photo]:
    """Those of the version that nobody has hidden or taken away since, by their ids.

    The pictures of points that were withdrawn are left out with them.
    """
    found = db.query(
        "SELECT f.* FROM report_photos p JOIN photos f ON f.photo_id = p.photo_id"
        " WHERE p.report_id = :id AND p.published_version = :version AND f.state = 'clean'"
        " AND f.review = 'approved' AND f.removed_at IS NULL ORDER BY f.photo_id",
        {"id": report.id, "version": report.published_version},
    )
    return {
        row["photo_id"]: rows.read(Photo, row)
        for row in found
        if row["photo_id"] not in withdrawn.photos
    }
