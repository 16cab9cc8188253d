"""A version taken back from an archive, on both engines."""

import hashlib
from dataclasses import replace
from pathlib import Path

import pytest
from PIL import Image

from tests.cast import AT
from walkapp.domain.errors import Refused
from walkapp.domain.events import Event
from walkapp.domain.ids import new_id
from walkapp.domain.photos import Photo
from walkapp.domain.reports import PublicFix, PublicPhoto, Report, Version, Withdrawn
from walkapp.storage import report_archive, report_photos, reports, withdrawing
from walkapp.storage.blobs import Blobs
from walkapp.storage.database import Database
from walkapp.storage.pixels.clean import encode
from walkapp.storage.report_archive import Picture, Taken


def a_copy(colour: str) -> bytes:
    return encode(Image.new("RGB", (64, 48), colour), 80)


def a_picture(**changes: str) -> Picture:
    large, small = a_copy("navy"), a_copy("teal")
    photo = Photo(
        new_id(),
        None,
        None,
        "before",
        None,
        None,
        hashlib.sha256(large).hexdigest(),
        len(large),
        "jpeg",
        AT,
        state="clean",
        sha256_1600=hashlib.sha256(large).hexdigest(),
        sha256_480=hashlib.sha256(small).hexdigest(),
        review="approved",
        inbox_gone_at=AT,
    )
    return Picture(replace(photo, **changes), (large, small))


def a_version(*photos: str) -> Taken:
    report = Report(
        id=new_id(),
        slug="2016",
        kind="year",
        walk_id=None,
        year=2016,
        title="Uppföljning",
        lead="",
        state="published",
        published_version=3,
        published_at=AT,
        published_by=None,
        drafted_at=AT,
        drafted_by=None,
    )
    version = Version(report.id, 3, report.title, "", "{}", "{}", "", AT, None, None)
    plain = dict.fromkeys(
        "title area place seen done party state status reason remaining planned".split(), ""
    )
    shown = tuple(PublicPhoto(photo, "", 64, 48) for photo in photos)
    fix = PublicFix(
        number="FLEN-2016-001",
        part="fixed",
        category="belysning",
        done_on=None,
        status_values={},
        due_on=None,
        walked_on=None,
        lat=None,
        lon=None,
        before=shown,
        **plain,
    )
    return Taken(report, version, [fix])


def take(db: Database, taken: Taken) -> None:
    report = taken.report
    report_archive.check_new(db, report)
    event = Event(new_id(), AT, "report", report.id, 1, "import", "system", None)
    fixes = report_archive.known(db, taken.fixes)
    report_archive.publish(db, replace(taken, fixes=fixes), event)


def test_it_is_published_with_the_pictures_that_are_there(db: Database, tmp_path: Path) -> None:
    picture = a_picture()
    report_archive.keep_picture(db, Blobs(tmp_path), picture)
    taken = a_version(picture.photo.photo_id, new_id())
    take(db, taken)
    report = reports.by_slug(db, "2016")
    assert report and report.published_version == 3
    [fix] = reports.every_row(db, report, {})
    assert [photo.photo_id for photo in fix.before] == [picture.photo.photo_id]
    assert list(report_photos.shown(db, report, Withdrawn())) == [picture.photo.photo_id]
    assert withdrawing.photo_is_public(db, picture.photo.photo_id)
    with pytest.raises(Refused, match="finns redan här"):
        take(db, taken)
    with pytest.raises(Refused, match="En annan uppföljning"):
        take(db, a_version())


def test_a_picture_that_was_hidden_here_stays_hidden(db: Database, tmp_path: Path) -> None:
    picture, blobs = a_picture(review="hidden"), Blobs(tmp_path)
    report_archive.keep_picture(db, blobs, picture)
    again = replace(picture, photo=replace(picture.photo, review="approved"))
    report_archive.keep_picture(db, blobs, again)
    take(db, a_version(picture.photo.photo_id))
    assert not withdrawing.photo_is_public(db, picture.photo.photo_id)


def test_other_bytes_than_named_are_not_kept(db: Database, tmp_path: Path) -> None:
    picture = a_picture(sha256_480="0" * 64)
    with pytest.raises(Refused, match="inte en ren JPEG"):
        report_archive.keep_picture(db, Blobs(tmp_path), picture)
    assert not list(db.query("SELECT photo_id FROM photos"))
