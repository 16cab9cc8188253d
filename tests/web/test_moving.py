"""An issue logged in the wrong walk is moved; its phone finds it where it sent it."""

import json
from collections.abc import Callable
from hashlib import sha256
from typing import Any

import pytest

from tests.backups import a_backup, a_photo, saved
from tests.cast import a_person, a_walk
from tests.storage.pictures import jpeg
from tests.web.conftest import Caller
from tests.web.sending import HERE, an_issue_body, letter, put_photo
from tests.web.test_backups import brought, nothing
from walkapp.domain.ids import new_id
from walkapp.domain.people import Person
from walkapp.domain.walks import Walk
from walkapp.storage import events, issues, walks
from walkapp.storage.database import Database

ANNA, CIA = a_person("Anna", "leader"), a_person("Cia", "leader")
PICTURE = jpeg(8, 6)
Joined = Callable[..., Caller]


@pytest.fixture
def leader(signed_in: Callable[[Person], Caller]) -> Caller:
    signed_in(CIA)
    return signed_in(ANNA)


@pytest.fixture
def wrong(leader: Caller, db: Database) -> Walk:
    walk = a_walk(ANNA, title="Fel vandring")
    walks.add(db, walk)
    return walk


@pytest.fixture
def right(leader: Caller, db: Database) -> Walk:
    walk = a_walk(ANNA, title="Rätt vandring")
    walks.add(db, walk)
    return walk


@pytest.fixture
def phone(joined: Joined, wrong: Walk) -> Caller:
    return joined(wrong)


@pytest.fixture
def body(phone: Caller, wrong: Walk, db: Database) -> dict[str, Any]:
    """An issue in the wrong walk, whose review has begun; its photo has not come."""
    sent = an_issue_body(photo_ids=[new_id()], stop_id=new_id())
    assert letter(phone, f"/walks/{wrong.id}/issues", sent).status_code == 201
    set_state(db, wrong, "reviewing")
    return sent


def set_state(db: Database, walk: Walk, state: str) -> None:
    with db.writing():
        db.execute("UPDATE walks SET state = :s WHERE id = :id", {"s": state, "id": walk.id})


def move(leader: Caller, walk: Walk, body: dict[str, Any], to: str) -> Any:
    return leader.post(f"/walks/{walk.id}/review/issues/{body['client_id']}/move", {"to": to})


def receipts(phone: Caller, walk: Walk) -> list[str]:
    headers = {**HERE, "Accept": "application/json"}
    told = phone.get(f"/walks/{walk.id}/receipts", headers=headers).get_json()
    return [one["client_id"] for one in told["issues"]]


def test_it_keeps_its_id_and_gets_the_next_number_there(
    leader: Caller, joined: Joined, wrong: Walk, right: Walk, body: dict[str, Any], db: Database
) -> None:
    letter(joined(right), f"/walks/{right.id}/issues", an_issue_body())
    page = leader.get(f"/walks/{wrong.id}/review").text
    address = f"/walks/{wrong.id}/review/issues/{body['client_id']}/move"
    assert address in page
    assert "Rätt vandring" in leader.get(address).text
    assert move(leader, wrong, body, right.id).status_code == 303
    moved = issues.get(db, body["client_id"])
    assert moved and (moved.walk_id, moved.number, moved.stop_id) == (right.id, 2, None)
    assert moved.sent_walk_id == wrong.id
    said = events.of(db, "issue", moved.client_id)[-1]
    assert (said["kind"], said["by_kind"], said["by_id"]) == ("moved", "person", ANNA.id)
    assert said["data"] == {"from": wrong.id, "to": right.id, "number": 1}
    letter(joined(right), f"/walks/{right.id}/issues", an_issue_body())
    numbers = [one.issue.number for one in issues.for_review(db, right.id)]
    assert numbers == [1, 2, 3]
    assert issues.for_review(db, wrong.id) == []


def test_its_phone_finds_it_where_it_sent_it(
    leader: Caller, phone: Caller, wrong: Walk, right: Walk, body: dict[str, Any]
) -> None:
    move(leader, wrong, body, right.id)
    assert receipts(phone, wrong) == [body["client_id"]]
    answer = letter(phone, f"/walks/{wrong.id}/issues", body)
    assert (answer.status_code, answer.get_json()["result"]) == (200, "already_stored")
    newer = letter(phone, f"/walks/{wrong.id}/issues", {**body, "rev": 2, "note": "Mer"})
    assert (newer.status_code, newer.get_json()["result"]) == (409, "conflict")
    put = put_photo(phone, body["client_id"], body["photo_ids"][0], PICTURE)
    assert put.status_code == 201
    assert "Flyttad till en annan vandring" in phone.get(f"/walks/{wrong.id}").text
    own = {"client_id": body["client_id"]}
    gone = letter(phone, f"/issues/{body['client_id']}/remove", own)
    assert (gone.status_code, gone.get_json()["result"]) == (403, "not_allowed")


def test_a_phone_in_both_walks_finds_it_in_both_and_changes_it_in_none(
    leader: Caller, phone: Caller, wrong: Walk, right: Walk, body: dict[str, Any], db: Database
) -> None:
    with db.writing():
        db.execute(
            "INSERT INTO memberships (walk_id, device_id, name, joined_at)"
            " SELECT :right, device_id, name, joined_at FROM memberships WHERE walk_id = :wrong"
            " ON CONFLICT (device_id, walk_id) DO NOTHING",
            {"right": right.id, "wrong": wrong.id},
        )
    move(leader, wrong, body, right.id)
    assert receipts(phone, wrong) == receipts(phone, right) == [body["client_id"]]
    page = phone.get(f"/walks/{right.id}").text
    assert body["client_id"] in page and f"/issues/{body['client_id']}/edit" not in page


def test_moved_back_it_is_as_before_with_a_new_number(
    leader: Caller, wrong: Walk, right: Walk, body: dict[str, Any], db: Database
) -> None:
    set_state(db, right, "reviewing")
    move(leader, wrong, body, right.id)
    assert move(leader, right, body, wrong.id).status_code == 303
    back = issues.get(db, body["client_id"])
    assert back and (back.walk_id, back.sent_walk_id, back.number) == (wrong.id, None, 2)


def test_a_second_voice_from_the_old_walk_still_finds_it(
    leader: Caller, joined: Joined, wrong: Walk, right: Walk, body: dict[str, Any]
) -> None:
    other = joined(wrong, "Eva")
    move(leader, wrong, body, right.id)
    own = {"client_id": body["client_id"]}
    answer = letter(other, f"/issues/{body['client_id']}/voice", own)
    assert answer.get_json()["result"] == "stored_hidden"


@pytest.mark.parametrize("state", ["followed_up", "cancelled"])
def test_it_is_not_moved_to_a_walk_that_is_over(
    leader: Caller, wrong: Walk, right: Walk, body: dict[str, Any], db: Database, state: str
) -> None:
    set_state(db, right, state)
    assert move(leader, wrong, body, right.id).status_code == 422


def test_it_is_moved_only_between_walks_one_runs_and_once_review_has_begun(
    leader: Caller, wrong: Walk, right: Walk, body: dict[str, Any], db: Database
) -> None:
    cias = a_walk(CIA, title="Cias vandring")
    walks.add(db, cias)
    for to in (cias.id, wrong.id, new_id(), ""):
        assert move(leader, wrong, body, to).status_code == 422
    assert cias.title not in move(leader, wrong, body, "").text
    set_state(db, wrong, "closing")
    early = move(leader, wrong, body, right.id)
    assert early.status_code == 422 and "Börja sammanställa" in early.text
    issue = issues.get(db, body["client_id"])
    assert issue and (issue.walk_id, issue.version) == (wrong.id, 1)


def test_what_was_decided_about_stays(
    leader: Caller, wrong: Walk, right: Walk, body: dict[str, Any], db: Database
) -> None:
    with db.writing():
        db.execute("UPDATE issues SET review = 'noted'")
    answer = move(leader, wrong, body, right.id)
    assert answer.status_code == 422 and "Ångra" in answer.text


def test_a_backup_of_the_old_walk_changes_nothing_and_brings_its_photo(
    leader: Caller, phone: Caller, wrong: Walk, right: Walk, body: dict[str, Any], db: Database
) -> None:
    sent = json.dumps(body).encode()
    letter(phone, f"/walks/{wrong.id}/issues", sent)
    move(leader, wrong, body, right.id)
    as_sent = {"body": sent.decode(), "sha256": sha256(sent).hexdigest()}
    listed = [{**saved(body), **as_sent}]
    photo = a_photo(body["client_id"], PICTURE, body["photo_ids"][0])
    told = brought(leader, wrong, a_backup(wrong, listed, [photo]), to="backup")
    assert told == nothing(photos=1, already=1)
