"""A published version with everything its files are made of: one source for every format."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from ...domain import promises
from ...domain.photos import Photo
from ...domain.promises import Account
from ...domain.reports import PublicFix, PublicPhoto, Report, Summary, Version, Withdrawn
from ...storage import municipality, report_photos, reports, withdrawing
from ...storage.database import Database
from ..report_pages import summary_of


@dataclass(frozen=True)
class Edition:
    """The frozen rows and figures of one version, and the pictures that may be seen today.

    `address` is where it is read, `site` the address of all follow-ups. `note` says what was
    corrected since the version before. `versions` are those that may be read up to this one, the
    latest first. `contact` is where questions go, empty for none.
    """

    report: Report
    publisher: str
    site: str
    fixes: tuple[PublicFix, ...]
    photos: Mapping[str, Photo]
    note: str = ""
    withdrawn: Withdrawn = Withdrawn()
    versions: tuple[Version, ...] = ()
    contact: str = ""

    @cached_property
    def summary(self) -> Summary:
        """The figures as they were frozen."""
        return summary_of(self.report)

    @cached_property
    def accounts(self) -> list[Account]:
        """The promises as they were frozen."""
        kept = json.loads(self.report.summary).get("promises", [])
        return [promises.thawed(account) for account in kept]

    @property
    def address(self) -> str:
        """Where the follow-up is read; an earlier version has an address of its own."""
        latest = f"{self.site}/{self.report.slug}"
        if self.report.state == "superseded":
            return f"{latest}/versions/{self.report.published_version}"
        return latest

    def fix_address(self, fix: PublicFix) -> str:
        """Where one fix is read, in an earlier version a place on its page."""
        if self.report.state == "superseded":
            return f"{self.address}#{fix.number}"
        return f"{self.address}/fixes/{fix.number}"

    def photo_address(self, photo: PublicPhoto, size: int) -> str:
        """Where a picture is seen."""
        return f"{self.site}/photos/{photo.photo_id}/{size}.jpg"


def edition(db: Database, report: Report, *, base_url: str) -> Edition:
    """What may still be read of a published version."""
    withdrawn, here = withdrawing.of_version(db, report), municipality.get(db)
    seen = report_photos.shown(db, report, withdrawn)
    number = report.published_version
    until = [v for v in reports.versions(db, report.id) if v.published_version <= number]
    return Edition(
        report,
        here.name,
        f"{base_url}/followup",
        tuple(reports.every_row(db, report, {})),
        seen,
        note=next(v.note for v in until if v.published_version == number),
        withdrawn=withdrawn,
        versions=tuple(v for v in until if v.withdrawn_at is None),
        # As on the page: the board's has room for its figures alone.
        contact="" if report.kind == "board" else here.contact_email,
    )
