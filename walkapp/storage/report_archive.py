"""A published version taken back from an archive: its words, rows and pictures, as they were."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from ..domain.errors import N_, Refused
from ..domain.events import Event
from ..domain.photos import Photo
from ..domain.reports import PublicFix, Report, Version
from . import events, photos, reports, rows
from .blobs import Blobs
from .database import Database
from .pixels import verify
from .pixels.breaches import Breach

EDGES = (1600, 480)


@dataclass(frozen=True)
class Picture:
    """A picture of an archive with the bytes of its clean copies, the larger first."""

    photo: Photo
    copies: tuple[bytes, bytes]


@dataclass(frozen=True)
class Taken:
    """All that an archive holds of a version."""

    report: Report
    version: Version
    fixes: list[PublicFix]


def check_new(db: Database, report: Report) -> None:
    """Raises Refused when the follow-up, or another at its address, is here already."""
    if reports.get(db, report.id):
        raise Refused(N_("Uppföljningen finns redan här. Inget är ändrat."))
    if reports.slug_taken(db, report.slug):
        raise Refused(
            N_("En annan uppföljning har adressen /followup/%(slug)s. Inget är ändrat."),
            slug=report.slug,
        )


def keep_picture(db: Database, blobs: Blobs, picture: Picture) -> None:
    """Keep the clean copies and the row of a picture; one that is here already stays as it is.

    Raises Refused when the bytes are not such copies as the cleaner makes.
    """
    photo = picture.photo
    if photos.get(db, photo.photo_id):
        return
    named = zip(EDGES, (photo.sha256_1600, photo.sha256_480), picture.copies, strict=True)
    for edge, sha256, data in named:
        try:
            verify.verify_alone(data, str(sha256), edge)
        except Breach:
            raise Refused(N_("En bild i arkivet är inte en ren JPEG-bild.")) from None
        with blobs.work_folder() as folder:
            (folder / "copy").write_bytes(data)
            blobs.keep_clean(folder / "copy", str(sha256))
    with db.writing():
        rows.insert(db, "photos", photo)


def publish(db: Database, taken: Taken, event: Event) -> None:
    """Have the version published here, in one transaction; its pictures are here already."""
    with db.writing():
        rows.insert(db, "reports", taken.report)
        rows.insert(db, "report_versions", taken.version)
        for position, fix in enumerate(taken.fixes, start=1):
            reports.freeze(db, taken.report, position, fix)
        events.add(db, event)


def known(db: Database, fixes: Iterable[PublicFix]) -> list[PublicFix]:
    """The rows without pictures that are not here: an archive may have come without them."""
    there = {row["photo_id"] for row in db.query("SELECT photo_id FROM photos")}
    return [
        replace(
            fix,
            before=tuple(photo for photo in fix.before if photo.photo_id in there),
            after=tuple(photo for photo in fix.after if photo.photo_id in there),
        )
        for fix in fixes
    ]
