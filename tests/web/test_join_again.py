"""A phone that joins again: what it logged is still its own, or is saved beside the first."""

from collections.abc import Callable

import pytest

from tests.cast import a_walk
from tests.storage.pictures import jpeg
from tests.web.conftest import Caller
from tests.web.sending import an_issue_body, letter, put_photo
from walkapp.domain.ids import new_id
from walkapp.domain.walks import Walk
from walkapp.storage import devices, issues, walks
from walkapp.storage.database import Database

New = Callable[[], Caller]
PIXEL = jpeg(8, 6)


@pytest.fixture
def walk(db: Database) -> Walk:
    stored = a_walk(starts_at="2026-11-20T18:00:00Z", ends_at="2099-01-01T00:00:00Z")
    walks.add(db, stored)
    return stored


@pytest.fixture
def path(walk: Walk) -> str:
    return f"/walks/{walk.id}/issues"


@pytest.fixture
def phone(caller: New, walk: Walk) -> Caller:
    browser = caller()
    assert browser.post("/join", {"code": walk.code, "name": "Bo"}).status_code == 303
    return browser


def let_its_cookie_end(db: Database) -> None:
    with db.writing():
        db.execute("UPDATE devices SET expires_at = '2020-01-01T00:00:00Z'")


def join(phone: Caller, walk: Walk) -> None:
    assert phone.post("/join", {"code": walk.code, "name": "Bo"}).status_code == 303


def test_with_its_cookie_it_is_the_same_phone_and_may_change_its_own(
    phone: Caller, walk: Walk, path: str, db: Database
) -> None:
    body = an_issue_body()
    letter(phone, path, body)
    join(phone, walk)
    assert len(devices.members(db, walk.id)) == 1
    assert letter(phone, path, {**body, "rev": 2}).get_json()["result"] == "updated"


@pytest.mark.parametrize("how", ["ended", "lost"])
def test_without_it_what_was_sent_is_there_and_what_was_changed_is_saved_beside(
    caller: New, phone: Caller, walk: Walk, path: str, db: Database, how: str
) -> None:
    body = an_issue_body(note="Före")
    letter(phone, path, body)
    if how == "ended":
        let_its_cookie_end(db)
        assert letter(phone, path, body).status_code == 401
    again = phone if how == "ended" else caller()
    join(again, walk)
    assert len(devices.members(db, walk.id)) == 2
    assert letter(again, path, body).get_json()["result"] == "already_stored"
    changed = {**body, "note": "Efter", "rev": 2}
    answer = letter(again, path, changed)
    told = answer.get_json()
    assert (answer.status_code, told["result"], told["rev"]) == (409, "conflict", 1)
    assert told["nonce"] == "n-1" and told["error"]
    copy = {**changed, "client_id": new_id(), "rev": 1}
    assert letter(again, path, copy).status_code == 201
    notes = {one.issue.note for one in issues.for_review(db, walk.id)}
    assert notes == {"Före", "Efter"}


@pytest.mark.parametrize("key", ["code", "secret"])
def test_a_phone_nobody_knows_any_more_is_held_for_the_leader_when_the_walk_is_over(
    caller: New, phone: Caller, walk: Walk, path: str, db: Database, key: str
) -> None:
    sent, photo_id = an_issue_body(note="Före"), new_id()
    letter(phone, path, sent)
    with db.writing():
        db.execute("UPDATE walks SET state = 'protocol_published'")
    again = caller()
    waiting = an_issue_body(note="Skickades aldrig", photo_ids=[photo_id])
    assert letter(again, path, waiting).status_code == 401
    refused = again.post("/join", {"code": getattr(walk, key), "name": "Bo"})
    page = refused.get_data(as_text=True)
    assert refused.status_code == 422 and "Gå med och skicka" in page
    assert f'name="code" value="{getattr(walk, key)}"' in page
    entered = again.post("/join", {"code": getattr(walk, key), "name": "Bo", "to_send": "yes"})
    assert entered.status_code == 303
    assert again.get(f"/walks/{walk.id}").status_code == 200
    answer = letter(again, path, waiting)
    assert (answer.status_code, answer.get_json()["result"]) == (202, "held_for_review")
    assert put_photo(again, waiting["client_id"], photo_id, PIXEL).status_code in (201, 202)
    assert letter(again, path, sent).get_json()["result"] == "already_stored"
    held = {one.issue.note: one.issue.held for one in issues.for_review(db, walk.id)}
    assert held == {"Före": False, "Skickades aldrig": True}


def test_without_it_the_photos_its_issue_announced_are_still_taken_in(
    caller: New, phone: Caller, walk: Walk, path: str
) -> None:
    announced = new_id()
    body = an_issue_body(photo_ids=[announced])
    letter(phone, path, body)
    again = caller()
    join(again, walk)
    assert put_photo(again, body["client_id"], announced, PIXEL).status_code == 201


def test_a_photo_saved_beside_needs_an_id_of_its_own(
    caller: New, phone: Caller, walk: Walk, path: str
) -> None:
    photo_id = new_id()
    body = an_issue_body(photo_ids=[photo_id])
    letter(phone, path, body)
    put_photo(phone, body["client_id"], photo_id, PIXEL)
    again = caller()
    join(again, walk)
    copy = an_issue_body(photo_ids=[photo_id])
    letter(again, path, copy)
    refused = put_photo(again, copy["client_id"], photo_id, PIXEL)
    assert (refused.status_code, refused.get_json()["result"]) == (409, "conflict")
    fresh = new_id()
    letter(again, path, {**copy, "rev": 2, "photo_ids": [fresh]})
    assert put_photo(again, copy["client_id"], fresh, PIXEL).status_code == 201
