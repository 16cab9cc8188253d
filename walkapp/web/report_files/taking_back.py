"""An archive as the version it was made of. What does not fit together is refused."""

import json
import re
from collections.abc import Iterator
from typing import Any

from ...domain.errors import N_, Refused
from ...domain.photos import Photo
from ...domain.reports import KINDS, PublicFix, Report, Version, summarise
from ...domain.reports.open_data import record
from ...domain.walks import moment, text_time
from ...files.archive_reading import NOT_AN_ARCHIVE, Archive
from ...storage.report_archive import Picture, Taken
from ...storage.reports import thaw
from ..report_pages import summary_of
from .archiving import KEPT

_SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_MISMATCH = N_("Siffrorna i arkivet stämmer inte med dess punkter.")


def taken_back(archive: Archive) -> Taken:
    """The version, published as it was, by nobody here. Raises Refused."""
    try:
        [row] = archive.rows("uppfoljning")
        kept = json.loads(row["original"])
        fixes = [_fix(row) for row in archive.rows("punkter")]
        report = _report(kept)
        figures = summary_of(report)
    except (ValueError, TypeError, KeyError, AttributeError):
        raise Refused(NOT_AN_ARCHIVE) from None
    if summarise(fixes).parts != figures.parts:
        raise Refused(_MISMATCH)
    return Taken(report, _version(report, str(kept["note"])), fixes)


def pictures(archive: Archive) -> Iterator[Picture]:
    """The pictures whose bytes are in the file, one after the other."""
    [version] = archive.rows("uppfoljning")
    for row in archive.rows("bilder"):
        if row["jpeg_1600"] and row["jpeg_480"]:
            copies = (row["jpeg_1600"], row["jpeg_480"])
            yield Picture(_photo(row, str(version["publicerad"])), copies)


def _fix(row: dict[str, Any]) -> PublicFix:
    fix = thaw(row["original"])
    if any(row[name] != value for name, value in record(fix).items()):
        raise ValueError("the row is not the one that was frozen")
    return fix


def _report(kept: dict[str, Any]) -> Report:
    given: dict[str, Any] = {name: kept[name] for name in KEPT}
    _check(given)
    return Report(**given, walk_id=None, published_by=None, drafted_by=None, state="published")


def _check(given: dict[str, Any]) -> None:
    """Raises ValueError for what no version of ours says of itself."""
    whole = ("published_version", "year")
    empty = ("year", "first_on", "last_on")
    for name, value in given.items():
        if value is None and name in empty:
            continue
        if type(value) is not (int if name in whole else str):
            raise ValueError(name)
    known = given["kind"] in KINDS and _SLUG.fullmatch(given["slug"])
    if not known or not 0 < given["published_version"] < 10_000:
        raise ValueError("not a version of ours")
    for name in ("published_at", "drafted_at"):
        if text_time(moment(given[name])) != given[name]:
            raise ValueError(name)


def _version(report: Report, note: str) -> Version:
    return Version(
        report_id=report.id,
        published_version=report.published_version,
        title=report.title,
        lead=report.lead,
        texts=report.texts,
        summary=report.summary,
        note=note,
        published_at=str(report.published_at),
        published_by=None,
        reviewed_by=None,
    )


def _photo(row: dict[str, Any], at: str) -> Photo:
    return Photo(
        photo_id=row["id"],
        client_id=None,
        fix_id=None,
        kind="before",
        device_id=None,
        person_id=None,
        sha256=row["sha256_1600"],
        bytes=len(row["jpeg_1600"]),
        signature="jpeg",
        received_at=at,
        state="clean",
        sha256_1600=row["sha256_1600"],
        sha256_480=row["sha256_480"],
        width=row["bredd"],
        height=row["hojd"],
        alt_text=row["text"],
        review="approved",
        inbox_gone_at=at,
    )
