"""What is left behind goes in its time, and nothing that is needed goes."""

import os
from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import pytest

from tests.cast import AT
from tests.storage import pictures
from tests.storage.arrivals import a_draft, a_phone, a_stored_walk, send
from tests.storage.test_cleaner import Stamp
from walkapp.domain.ids import new_id
from walkapp.domain.people import Membership
from walkapp.domain.photos import Photo
from walkapp.domain.walks import Walk, moment
from walkapp.storage import photos
from walkapp.storage.blobs import Blobs
from walkapp.storage.cleaner import clean_waiting
from walkapp.storage.database import Database
from walkapp.storage.photos import Upload
from walkapp.storage.sweeping import sweep

SOON, LATE = "2026-11-27T18:00:00Z", "2026-11-27T18:00:01Z"
PICTURE = pictures.jpeg(80, 60)


@pytest.fixture
def walk(db: Database) -> Walk:
    return a_stored_walk(db)


@pytest.fixture
def bo(db: Database, walk: Walk) -> Membership:
    return a_phone(db, walk)


@pytest.fixture
def blobs(tmp_path: Path) -> Blobs:
    return Blobs(tmp_path / "photos")


@pytest.fixture
def put(db: Database, blobs: Blobs, bo: Membership) -> Callable[..., Photo]:
    def put(client_id: str | None = None) -> Photo:
        upload = Upload("issue", client_id=client_id or new_id(), device_id=bo.device_id)
        receipt = photos.receive_upload(db, blobs, BytesIO(PICTURE), upload, at=AT)
        photo = photos.get(db, receipt.photo_id)
        assert photo
        came_at(blobs.original(photo.photo_id, photo.sha256), AT)
        return photo

    return put


def came_at(path: Path, at: str) -> None:
    seconds = moment(at).timestamp()
    os.utime(path, (seconds, seconds))


def originals(blobs: Blobs) -> set[str]:
    return {original.photo_id for original in blobs.originals()}


def test_a_photo_waits_seven_days_for_its_issue(
    db: Database, blobs: Blobs, put: Callable[..., Photo]
) -> None:
    photo = put()
    assert sweep(db, blobs, SOON) == 0
    assert photos.get(db, photo.photo_id)
    assert sweep(db, blobs, LATE) == 2
    assert photos.get(db, photo.photo_id) is None
    assert originals(blobs) == set()


def test_clean_copies_of_a_loose_photo_go_unless_another_photo_shows_them(
    db: Database, blobs: Blobs, walk: Walk, bo: Membership, put: Callable[..., Photo]
) -> None:
    loose = put()
    clean_waiting(db, blobs, Stamp(), lambda: AT)
    cleaned = photos.get(db, loose.photo_id)
    assert cleaned and cleaned.sha256_480
    draft = a_draft()
    send(db, draft, walk, bo)
    twin = put(draft.client_id)
    clean_waiting(db, blobs, Stamp(), lambda: AT)
    sweep(db, blobs, LATE)
    assert photos.get(db, loose.photo_id) is None
    assert photos.get(db, twin.photo_id)
    assert blobs.clean_path(cleaned.sha256_480).exists()


def test_an_attached_photo_and_its_waiting_original_stay(
    db: Database, blobs: Blobs, walk: Walk, bo: Membership, put: Callable[..., Photo]
) -> None:
    draft = a_draft()
    send(db, draft, walk, bo)
    photo = put(draft.client_id)
    assert sweep(db, blobs, "2027-11-20T18:00:00Z") == 0
    assert originals(blobs) == {photo.photo_id}


def test_the_original_of_a_failed_photo_stays_seven_days(
    db: Database, blobs: Blobs, walk: Walk, bo: Membership, put: Callable[..., Photo]
) -> None:
    draft = a_draft()
    send(db, draft, walk, bo)
    photo = put(draft.client_id)
    clean_waiting(db, blobs, Stamp(problem="unreadable"), lambda: AT)
    assert sweep(db, blobs, SOON) == 0
    assert originals(blobs) == {photo.photo_id}
    assert sweep(db, blobs, LATE) == 1
    assert originals(blobs) == set()
    kept = photos.get(db, photo.photo_id)
    assert kept and (kept.state, kept.inbox_gone_at) == ("failed", LATE)


def test_bytes_without_a_row_go_after_seven_days(db: Database, blobs: Blobs) -> None:
    received = blobs.receive(BytesIO(PICTURE), 10**6)
    photo_id = new_id()
    blobs.keep(received, photo_id)
    came_at(blobs.original(photo_id, received.sha256), AT)
    assert sweep(db, blobs, SOON) == 0
    assert sweep(db, blobs, LATE) == 1
    assert originals(blobs) == set()


def test_an_original_left_by_a_crash_after_its_photo_was_clean_goes_at_once(
    db: Database, blobs: Blobs, put: Callable[..., Photo]
) -> None:
    photo = put()
    clean_waiting(db, blobs, Stamp(), lambda: AT)
    blobs.keep(blobs.receive(BytesIO(PICTURE), 10**6), photo.photo_id)
    assert originals(blobs) == {photo.photo_id}
    assert sweep(db, blobs, AT) == 1
    assert originals(blobs) == set()


def test_temporary_files_go_after_an_hour(db: Database, blobs: Blobs) -> None:
    path = blobs.receive(BytesIO(PICTURE), 10**6).path
    came_at(path, AT)
    assert sweep(db, blobs, "2026-11-20T19:00:00Z") == 0
    assert sweep(db, blobs, "2026-11-20T19:00:01Z") == 1
    assert not path.exists()
