"""Voices over the outbox, what other phones are told, and where the count is read."""

import json
from collections.abc import Callable
from hashlib import sha256
from typing import Any

import pytest

from tests.cast import a_person, a_walk
from tests.web.conftest import Caller
from tests.web.sending import an_issue_body, letter, put_photo
from walkapp.domain.ids import new_id
from walkapp.domain.people import Person
from walkapp.domain.walks import Walk
from walkapp.storage import people
from walkapp.storage.database import Database

Joined = Callable[..., Caller]
ANNA = a_person("Anna", "leader")
JSON = {"Accept": "application/json"}
WORDS = {
    "note": "KANARIE-note",
    "proposal": "KANARIE-proposal",
    "place_text": "KANARIE-place",
    "pole_number": "KANARIE-pole",
}


@pytest.fixture
def walk(db: Database) -> Walk:
    people.add(db, ANNA)
    return a_walk(ANNA)


@pytest.fixture
def bo(joined: Joined, walk: Walk) -> Caller:
    return joined(walk, "KANARIE-Bo")


@pytest.fixture
def cia(joined: Joined, walk: Walk) -> Caller:
    return joined(walk, "Cia")


def logs(phone: Caller, walk: Walk, **fields: Any) -> str:
    body = an_issue_body(**fields)
    assert letter(phone, f"/walks/{walk.id}/issues", body).status_code == 201
    return str(body["client_id"])


def says(phone: Caller, client_id: str, word: str = "voice", **changes: Any) -> Any:
    return letter(phone, f"/issues/{client_id}/{word}", {"client_id": client_id}, **changes)


def told(answer: Any, status: int, result: str) -> dict[str, Any]:
    body: dict[str, Any] = answer.get_json()
    assert (answer.status_code, body["result"], body["nonce"]) == (status, result, "n-1")
    return body


def test_a_receipt_echoes_id_hash_and_nonce(bo: Caller, cia: Caller, walk: Walk) -> None:
    issue = logs(bo, walk)
    receipt = told(says(cia, issue), 201, "stored")
    sent = json.dumps({"client_id": issue}).encode()
    assert receipt["received_at"]
    assert receipt == {
        "result": "stored",
        "client_id": issue,
        "sha256": sha256(sent).hexdigest(),
        "nonce": "n-1",
        "rev": 0,
        "number": 1,
        "voices": 1,
        "received_at": receipt["received_at"],
        "missing_photos": [],
    }
    again = told(says(cia, issue), 200, "already_stored")
    assert again == {**receipt, "result": "already_stored"}
    assert told(says(cia, issue, "unvoice"), 201, "stored")["voices"] == 0
    assert told(says(cia, issue, "unvoice"), 200, "already_stored")["voices"] == 0


def test_the_phone_is_told_its_own_voices(bo: Caller, cia: Caller, walk: Walk) -> None:
    issue = logs(bo, walk)
    says(cia, issue)
    path = f"/walks/{walk.id}/receipts"
    assert cia.get(path, headers=JSON).get_json()["voices"] == [issue]
    assert bo.get(path, headers=JSON).get_json()["voices"] == []


def test_ones_own_issue_is_refused_with_a_sentence(bo: Caller, walk: Walk) -> None:
    refusal = told(says(bo, logs(bo, walk)), 422, "rejected")
    assert "själv loggat" in refusal["error"]


def test_a_stranger_to_the_walk_learns_nothing(joined: Joined, bo: Caller, walk: Walk) -> None:
    stranger = joined(a_walk())
    there = told(says(stranger, logs(bo, walk)), 404, "unknown_walk")
    absent = told(says(stranger, new_id()), 404, "unknown_walk")
    assert there == absent
    answer = stranger.get(f"/walks/{walk.id}/nearby", headers=JSON)
    assert (answer.status_code, answer.get_json()["result"]) == (404, "unknown_walk")


def test_phones_of_both_walks_have_a_voice_about_an_issue_that_was_moved(
    joined: Joined, db: Database, bo: Caller, cia: Caller, walk: Walk
) -> None:
    issue, other = logs(bo, walk), a_walk()
    dan = joined(other)
    moved = {"id": issue, "to": other.id, "sent": walk.id}
    db.execute("UPDATE issues SET walk_id = :to, sent_walk_id = :sent WHERE client_id = :id", moved)
    assert told(says(cia, issue), 201, "stored")["voices"] == 1
    assert told(says(dan, issue), 201, "stored")["voices"] == 2
    told(says(joined(a_walk()), issue), 404, "unknown_walk")


def test_a_damaged_letter_says_nothing(bo: Caller, cia: Caller, walk: Walk) -> None:
    issue = logs(bo, walk)
    bad = says(cia, issue, headers={"X-Content-SHA256": "0" * 64})
    told(bad, 400, "bad_digest")
    assert cia.get(f"/walks/{walk.id}/receipts", headers=JSON).get_json()["voices"] == []


def test_others_are_told_what_and_where_and_nothing_personal(
    bo: Caller, cia: Caller, walk: Walk
) -> None:
    photo = new_id()
    place = {"lat": 59.058, "lon": 16.588, "place_type": "park", "category": "skrap"}
    issue = logs(bo, walk, **WORDS, **place, photo_ids=[photo])
    put_photo(bo, issue, photo, b"\xff\xd8\xff\xe0picture")
    own = logs(cia, walk)
    answer = cia.get(f"/walks/{walk.id}/nearby", headers=JSON)
    text = answer.get_data(as_text=True)
    assert "KANARIE" not in text and photo not in text and own not in text
    body = answer.get_json()
    assert (body["result"], body["walk_id"]) == ("nearby", walk.id)
    [found] = body["issues"]
    assert found.pop("at")
    assert found == {"client_id": issue, "stop_id": None, "voices": 0, **place}


def test_those_who_decide_and_the_walker_read_the_count(
    signed_in: Callable[[Person], Caller], joined: Joined, bo: Caller, walk: Walk
) -> None:
    logs(bo, walk, note="En har sett")
    issue = logs(bo, walk, note="Flera har sett")
    for _ in range(3):
        says(joined(walk), issue)
    page = bo.get(f"/walks/{walk.id}").get_data(as_text=True)
    assert page.count("till har sett det") == 1 and "3 till har sett det" in page
    read = signed_in(ANNA).get(f"/walks/{walk.id}/review").get_data(as_text=True)
    assert read.count("till har sett samma sak") == 1 and "3 till har sett samma sak" in read
    assert read.index("Flera har sett") < read.index("En har sett")
