"""Who sees which picture, and in what shape it is sent."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from flask import Flask

from tests.cast import a_fix, a_party, a_person, a_walk
from tests.storage import pictures
from tests.storage.test_cleaner import Stamp
from tests.web.conftest import Caller
from tests.web.sending import an_issue_body, letter, put_photo
from walkapp.domain.ids import new_id
from walkapp.domain.people import Person
from walkapp.domain.walks import Walk
from walkapp.storage import fixes, issues, parties, photos
from walkapp.storage.cleaner import clean_waiting
from walkapp.storage.database import Database
from walkapp.web import photos as answers

Joined = Callable[..., Caller]
SignedIn = Callable[[Person], Caller]
PICTURE = pictures.jpeg(80, 60)
AT = "2099-01-01T00:00:00Z"
ANNA, CIA = a_person("Anna", "leader"), a_person("Cia", "leader")


@pytest.fixture
def walk(signed_in: SignedIn) -> Walk:
    signed_in(ANNA)
    return a_walk(ANNA)


@pytest.fixture
def phone(joined: Joined, walk: Walk) -> Caller:
    return joined(walk)


@pytest.fixture
def sent(phone: Caller, walk: Walk) -> tuple[str, str]:
    """The id of an issue and of its photo."""
    body, photo_id = an_issue_body(), new_id()
    letter(phone, f"/walks/{walk.id}/issues", body)
    assert put_photo(phone, body["client_id"], photo_id, PICTURE).status_code == 201
    return body["client_id"], photo_id


@pytest.fixture
def photo_id(app: Flask, db: Database, sent: tuple[str, str]) -> str:
    """A photo that is clean."""
    clean_waiting(db, app.extensions["blobs"], Stamp(), lambda: AT)
    return sent[1]


def statuses(browser: Caller, photo_id: str, prefix: str = "") -> set[int]:
    paths = [f"{prefix}/photos/{photo_id}/{size}.jpg" for size in (480, 1600)]
    return {browser.get(path).status_code for path in paths}


def test_a_phone_sees_its_own_picture_once_it_is_clean(
    app: Flask, phone: Caller, sent: tuple[str, str], db: Database
) -> None:
    assert statuses(phone, sent[1]) == {404}
    clean_waiting(db, app.extensions["blobs"], Stamp(), lambda: AT)
    assert statuses(phone, sent[1]) == {200}


def test_nobody_else_sees_it(
    joined: Joined, caller: Callable[[], Caller], signed_in: SignedIn, walk: Walk, photo_id: str
) -> None:
    assert statuses(joined(walk), photo_id) == {404}
    assert statuses(joined(a_walk()), photo_id) == {404}
    assert statuses(caller(), photo_id) == {303}
    assert statuses(signed_in(ANNA), photo_id) == {303}
    assert statuses(signed_in(CIA), photo_id, "/review") == {404}
    assert statuses(caller(), photo_id, "/review") == {303}


@pytest.mark.parametrize("size", ["1", "481", "160000000000000000000", "0480x"])
def test_there_are_two_sizes(phone: Caller, photo_id: str, size: str) -> None:
    assert phone.get(f"/photos/{photo_id}/{size}.jpg").status_code == 404


def test_a_picture_is_sent_as_a_picture_and_nothing_else(phone: Caller, photo_id: str) -> None:
    response = phone.get(f"/photos/{photo_id}/480.jpg")
    headers = response.headers
    assert headers["Content-Type"] == "image/jpeg"
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert headers["Content-Disposition"].startswith('inline; filename="')
    assert headers["Content-Disposition"].endswith('.jpg"')
    assert headers["Cache-Control"] == "private, no-store"
    assert "Last-Modified" not in headers


def test_parts_and_repeats_are_answered(phone: Caller, photo_id: str) -> None:
    path = f"/photos/{photo_id}/480.jpg"
    whole = phone.get(path)
    part = phone.get(path, headers={"Range": "bytes=2-5"})
    assert (part.status_code, part.data) == (206, whole.data[2:6])
    same = phone.get(path, headers={"If-None-Match": whole.headers["ETag"]})
    assert (same.status_code, same.data) == (304, b"")
    assert phone.client.head(path).data == b""


def test_the_leader_of_the_walk_and_the_coordinator_see_it(
    signed_in: SignedIn, photo_id: str
) -> None:
    for person in (ANNA, a_person("Disa", "coordinator"), a_person("Rut", "registrar")):
        assert statuses(signed_in(person), photo_id, "/review") == {200}


def test_a_party_sees_the_pictures_of_its_fixes_unless_hidden(
    signed_in: SignedIn, db: Database, sent: tuple[str, str], photo_id: str
) -> None:
    party = a_party()
    parties.add(db, party)
    disa, per = a_person("Disa", "coordinator"), a_person("Per", "party", party=party)
    signed_in(disa)
    browser = signed_in(per)
    assert statuses(browser, photo_id, "/review") == {404}
    issue = issues.get(db, sent[0])
    assert issue
    draft = replace(a_fix(), id=new_id(), state="assigned", party_id=party.id)
    fixes.create(db, draft, [issue], by=disa, at=AT)
    assert statuses(browser, photo_id, "/review") == {200}
    with db.writing():
        db.execute("UPDATE photos SET review = 'hidden'")
    assert statuses(browser, photo_id, "/review") == {404}
    assert statuses(signed_in(ANNA), photo_id, "/review") == {200}


def test_a_removed_picture_is_gone_for_everybody(
    phone: Caller, signed_in: SignedIn, sent: tuple[str, str], photo_id: str, db: Database
) -> None:
    response = phone.post(f"/issues/{sent[0]}/photos/{photo_id}/remove")
    assert response.status_code == 303
    assert statuses(phone, photo_id) == {404}
    assert statuses(signed_in(ANNA), photo_id, "/review") == {404}
    photo = photos.get(db, photo_id)
    assert photo and photo.removed_at


def test_only_its_own_phone_removes_a_picture_and_only_before_review(
    phone: Caller, joined: Joined, walk: Walk, sent: tuple[str, str], photo_id: str, db: Database
) -> None:
    path = f"/issues/{sent[0]}/photos/{photo_id}/remove"
    assert joined(walk).post(path).status_code == 404
    assert phone.post(f"/issues/{sent[0]}/photos/{new_id()}/remove").status_code == 404
    with db.writing():
        db.execute("UPDATE walks SET state = 'reviewing'")
    assert phone.post(path).status_code == 403
    photo = photos.get(db, photo_id)
    assert photo and photo.removed_at is None


def test_a_copy_that_is_gone_from_the_disk_is_not_found(
    phone: Caller, photo_id: str, tmp_path: Path
) -> None:
    for path in (tmp_path / "photos" / "clean").rglob("*.jpg"):
        path.unlink()
    assert statuses(phone, photo_id) == {404}


def test_what_is_public_is_asked_for_anew_each_time(
    app: Flask, photo_id: str, db: Database
) -> None:
    with app.test_request_context("/"):
        response = answers.send(photos.get(db, photo_id), 480, public=True)
    assert response.headers["Cache-Control"] == "public, no-cache"
