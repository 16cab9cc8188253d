"""What crashes and broken promises leave behind in the photo folder, and when it goes."""

from datetime import timedelta

from ..domain.photos import KEPT_LOOSE, Photo
from ..domain.walks import moment, text_time
from . import photos, rows
from .blobs import Blobs, Original
from .database import Database

TEMPORARY = timedelta(hours=1)


def sweep(db: Database, blobs: Blobs, at: str) -> int:
    """Remove temporary files, originals nobody needs and photos without an issue; gives how many.

    Safe to run at any time, beside a server that is taking in photos.
    """
    now = moment(at)
    loose = text_time(now - KEPT_LOOSE)
    swept = blobs.sweep_temporary((now - TEMPORARY).timestamp())
    swept += _drop_unattached(db, blobs, loose)
    _let_go_of_failed(db, at, loose)
    for original in blobs.originals():
        if _is_needless(db, original, (now - KEPT_LOOSE).timestamp()):
            blobs.forget(original.photo_id, original.sha256)
            swept += 1
    return swept


def _drop_unattached(db: Database, blobs: Blobs, before: str) -> int:
    """Photos whose issue or check never came. Their originals go the same way, as nobody's."""
    with db.writing():
        gone = [
            rows.read(Photo, row)
            for row in db.query(
                "DELETE FROM photos WHERE client_id IS NOT NULL AND received_at < :before"
                " AND NOT EXISTS (SELECT 1 FROM issues i WHERE i.client_id = photos.client_id)"
                " AND NOT EXISTS (SELECT 1 FROM checks c WHERE c.check_id = photos.client_id)"
                " RETURNING *",
                {"before": before},
            )
        ]
    for photo in gone:
        forget_copies(db, blobs, photo)
    return len(gone)


def forget_copies(db: Database, blobs: Blobs, photo: Photo) -> None:
    """Remove the clean copies of a photo whose row is gone, unless another shows the same."""
    for sha256 in (photo.sha256_1600, photo.sha256_480):
        if sha256 and not _is_shown(db, sha256):
            blobs.forget_clean(sha256)


def _is_shown(db: Database, sha256: str) -> bool:
    found = rows.one(
        db,
        "SELECT 1 AS there FROM photos WHERE sha256_1600 = :sha256 OR sha256_480 = :sha256",
        sha256=sha256,
    )
    return found is not None


def _let_go_of_failed(db: Database, at: str, before: str) -> None:
    with db.writing():
        db.execute(
            "UPDATE photos SET inbox_gone_at = :at WHERE state = 'failed'"
            " AND inbox_gone_at IS NULL AND received_at < :before",
            {"at": at, "before": before},
        )


def _is_needless(db: Database, original: Original, before: float) -> bool:
    photo = photos.get(db, original.photo_id)
    if photo and photo.sha256 == original.sha256:
        return photo.inbox_gone_at is not None
    # Nobody's: either left by a crash, or on its way to a row this very moment.
    return original.since < before
