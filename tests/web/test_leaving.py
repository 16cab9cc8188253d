"""Leaving a walk: what was sent stays, the phone forgets, and nothing unsent is lost unasked."""

from collections.abc import Callable
from typing import Any

import pytest
from flask.testing import FlaskClient

from tests.cast import a_walk
from tests.web.conftest import Caller
from tests.web.sending import an_issue_body, letter, member
from walkapp.domain.phones import Unsent
from walkapp.domain.walks import Walk
from walkapp.storage import devices, issues, walks
from walkapp.storage.database import Database
from walkapp.web import clock

Joined = Callable[..., Caller]


@pytest.fixture
def path(walk: Walk) -> str:
    return f"/walks/{walk.id}/leave"


def cookie(client: FlaskClient) -> object:
    return client.get_cookie("walkapp_device")


def test_the_walk_page_leads_to_a_question_that_works_without_script(
    phone: Caller, walk: Walk, path: str
) -> None:
    assert f'href="{path}"' in phone.get(f"/walks/{walk.id}").get_data(as_text=True)
    page = phone.get(path).get_data(as_text=True)
    assert "data-leave" in page and "finns kvar hos vandringsledaren" in page
    assert 'name="loss" value="1" data-leave-loss disabled' in page


def test_leaving_keeps_what_was_sent_and_ends_the_cookie(
    phone: Caller, walk: Walk, path: str, db: Database
) -> None:
    body = an_issue_body()
    letter(phone, f"/walks/{walk.id}/issues", body)
    answer = phone.post(path)
    page = answer.get_data(as_text=True)
    assert answer.status_code == 200 and "Clear-Site-Data" not in answer.headers
    assert "Du har lämnat vandringen" in page and "tagit emot 1 iakttagelse" in page
    assert 'href="/join"' in page
    assert cookie(phone.client) is None
    assert issues.get(db, body["client_id"]) and member(db, walk).left_at


def test_the_old_key_opens_nothing_any_more(
    phone: Caller, walk: Walk, path: str, caller: Callable[[], Caller]
) -> None:
    key = phone.client.get_cookie("walkapp_device")
    assert key
    phone.post(path)
    thief = caller()
    thief.client.set_cookie("walkapp_device", key.value)
    assert thief.get(f"/walks/{walk.id}").location == "/join"
    assert letter(thief, f"/walks/{walk.id}/issues", an_issue_body()).status_code == 401


def test_the_next_who_joins_with_the_phone_sees_nothing_of_the_first(
    phone: Caller, walk: Walk, path: str, db: Database
) -> None:
    other = a_walk()
    walks.add(db, other)
    devices.join(db, member(db, walk).device_id, other.id, name="Bo", at=clock.now())
    letter(phone, f"/walks/{walk.id}/issues", an_issue_body(note="Bara för Bo"))
    assert phone.post(path).status_code == 200
    assert cookie(phone.client) and phone.get(f"/walks/{other.id}").status_code == 200
    assert phone.get(f"/walks/{walk.id}").location == "/join"
    phone.post("/join", {"code": walk.code, "name": "Cia"})
    page = phone.get(f"/walks/{walk.id}").get_data(as_text=True)
    assert "Bara för Bo" not in page
    assert sorted(one.name for one in devices.members(db, walk.id)) == ["Bo", "Cia"]


@pytest.mark.parametrize(
    ("form", "known", "status"),
    [
        ({}, Unsent(), 200),
        ({}, Unsent(2, 1), 409),
        ({"unsent": "0/1"}, Unsent(), 409),
        ({"unsent": "0/0"}, Unsent(2, 1), 200),
        ({"unsent": "odd"}, Unsent(2, 1), 409),
        ({"empty": "1"}, Unsent(2, 1), 200),
        ({"loss": "1"}, Unsent(2, 1), 200),
    ],
)
def test_unsent_issues_are_not_lost_unasked(
    phone: Caller, walk: Walk, path: str, db: Database, form: dict[str, object],
    known: Unsent, status: int,
) -> None:  # fmt: skip
    devices.heard(db, member(db, walk), known, clock.now())
    answer = phone.post(path, form)
    assert answer.status_code == status
    assert bool(member(db, walk).left_at) is (status == 200)
    if status == 409:
        page = answer.get_data(as_text=True)
        assert "Allt är inte skickat" in page and "data-leave-loss required" in page
        assert cookie(phone.client)


def test_the_question_says_what_the_phone_last_said_it_holds(
    phone: Caller, walk: Walk, path: str, db: Database
) -> None:
    devices.heard(db, member(db, walk), Unsent(3, 2), clock.now())
    assert "3 iakttagelser och 2 bilder kvar" in phone.get(path).get_data(as_text=True)


@pytest.mark.parametrize(
    ("body", "unsent", "status", "result"),
    [
        ({"empty": True}, "0/0", 200, "left"),
        ({"empty": True, "loss": False}, "0/1", 200, "left"),
        ({}, "1/0", 409, "conflict"),
        ({"loss": True}, "1/0", 200, "left"),
        ([], "0/0", 200, "left"),
    ],
)
def test_the_outbox_leaves_with_json(
    phone: Caller, path: str, body: Any, unsent: str, status: int, result: str
) -> None:
    answer = letter(phone, path, body, headers={"X-Walkapp-Unsent": unsent})
    told = answer.get_json()
    assert (answer.status_code, told["result"], told["nonce"]) == (status, result, "n-1")
    empty = isinstance(body, dict) and body.get("empty")
    assert answer.headers.get("Clear-Site-Data") == ('"cache"' if empty else None)
    assert (cookie(phone.client) is None) is (status == 200)
    if status == 200:
        assert (told["issues"], told["photos"]) == (0, 0)
        assert letter(phone, path, body).status_code == 401


def test_nobody_leaves_a_walk_they_are_not_in(phone: Caller, db: Database) -> None:
    other = a_walk()
    walks.add(db, other)
    answer = letter(phone, f"/walks/{other.id}/leave", {"empty": True})
    assert (answer.status_code, answer.get_json()["result"]) == (404, "unknown_walk")
    assert phone.get(f"/walks/{other.id}/leave").status_code == 404
    assert phone.post(f"/walks/{other.id}/leave").status_code == 404
    assert cookie(phone.client)
