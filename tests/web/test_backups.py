"""Backups brought by a walker or by the leader: everything in them once, whoever brings them."""

import io
import json
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from flask import Flask

from tests.backups import a_backup, a_photo, saved
from tests.cast import a_person, a_walk
from tests.storage.pictures import jpeg
from tests.web.conftest import Caller
from tests.web.sending import an_issue_body, letter, put_photo
from walkapp.domain.ids import new_id
from walkapp.domain.people import Person
from walkapp.domain.walks import Walk
from walkapp.storage import dead_letters, devices, issues, rows, walks
from walkapp.storage.database import Database
from walkapp.web.clock import now

PICTURES = [jpeg(8 + n, 6) for n in range(3)]
ANNA = a_person("Anna", "leader")
Joined = Callable[..., Caller]


@pytest.fixture
def leader(signed_in: Callable[[Person], Caller]) -> Caller:
    return signed_in(ANNA)


@pytest.fixture
def walk(leader: Caller, db: Database) -> Walk:
    stored = a_walk(ANNA)
    walks.add(db, stored)
    return stored


@pytest.fixture
def phone(joined: Joined, walk: Walk) -> Caller:
    return joined(walk)


def bring(who: Caller, walk: Walk, data: bytes, *, to: str = "import") -> Any:
    given = {"file": (io.BytesIO(data), "vandring.zip"), "csrf_token": who.token()}
    return who.client.post(f"/walks/{walk.id}/{to}", data=given)


def brought(who: Caller, walk: Walk, data: bytes, *, to: str = "import") -> dict[str, Any]:
    """What the JSON answer tells."""
    given = {"file": (io.BytesIO(data), "vandring.zip"), "csrf_token": who.token()}
    headers = {"Accept": "application/json"}
    answer = who.client.post(f"/walks/{walk.id}/{to}", data=given, headers=headers)
    assert answer.status_code == 200, answer.text
    told: dict[str, Any] = answer.get_json()
    assert told.pop("result") == "imported"
    return told


def stored(db: Database) -> tuple[list[str], list[str]]:
    """Every issue's and photo's row, to see that nothing changed."""
    return tuple(  # type: ignore[return-value]
        sorted(repr(row) for row in db.query(f"SELECT * FROM {table}"))
        for table in ("issues", "photos")
    )


def nothing(**told: Any) -> dict[str, Any]:
    return {"issues": 0, "checks": 0, "photos": 0, "already": 0, "removed": 0, "left": [], **told}


def set_state(db: Database, walk: Walk, state: str) -> None:
    with db.writing():
        db.execute("UPDATE walks SET state = :s WHERE id = :id", {"s": state, "id": walk.id})


@pytest.mark.parametrize("to", ["import", "backup"])
def test_everything_in_the_file_is_taken_in_once(
    phone: Caller, leader: Caller, walk: Walk, db: Database, to: str
) -> None:
    who = phone if to == "import" else leader
    photo_ids = [new_id(), new_id()]
    bodies = [an_issue_body(photo_ids=photo_ids), an_issue_body()]
    photos = [a_photo(bodies[0]["client_id"], PICTURES[n], photo_ids[n]) for n in range(2)]
    data = a_backup(walk, [saved(body) for body in bodies], photos)
    assert brought(who, walk, data, to=to) == nothing(issues=2, photos=2)
    before = stored(db)
    assert brought(who, walk, data, to=to) == nothing(already=4)
    assert stored(db) == before
    # The outbox of the phone itself finds them there, by the same ids and hashes.
    text = json.dumps(bodies[1], ensure_ascii=False).encode()
    answer = letter(phone, f"/walks/{walk.id}/issues", text)
    assert answer.get_json()["result"] == "already_stored"
    put = put_photo(phone, bodies[0]["client_id"], photo_ids[0], PICTURES[0])
    assert put.get_json()["result"] == "already_stored"


def test_the_page_tells_what_came_and_what_could_not_without_a_script(
    phone: Caller, walk: Walk
) -> None:
    assert 'type="file"' in phone.get(f"/walks/{walk.id}/import").text
    good, bad = an_issue_body(), an_issue_body(note="Hål i vägen", category="lampor")
    answer = bring(phone, walk, a_backup(walk, [saved(good), saved(bad)]))
    assert answer.status_code == 200
    assert "Välj ett av alternativen" in answer.text and "Hål i vägen" in answer.text
    assert "Spara filen" in answer.text
    assert f"/walks/{walk.id}/import" in phone.get(f"/walks/{walk.id}").text


def test_the_leader_finds_it_from_the_page_of_the_walk(leader: Caller, walk: Walk) -> None:
    assert f"/walks/{walk.id}/backup" in leader.get(f"/walks/{walk.id}/live").text
    answer = bring(leader, walk, a_backup(walk, [saved(an_issue_body())]), to="backup")
    assert answer.status_code == 200 and "Allt i filen finns nu här" in answer.text


def test_another_phone_keeps_whose_is_whose(
    phone: Caller, joined: Joined, walk: Walk, db: Database
) -> None:
    old, fresh = an_issue_body(), an_issue_body()
    letter(phone, f"/walks/{walk.id}/issues", json.dumps(old, ensure_ascii=False).encode())
    other = joined(walk, "Cia")
    told = brought(other, walk, a_backup(walk, [saved(old), saved(fresh)]))
    assert told == nothing(issues=1, already=1)
    names = {m.device_id: m.name for m in devices.members(db, walk.id)}
    owners = [issues.get(db, body["client_id"]) for body in (old, fresh)]
    assert [names[one.device_id] for one in owners if one] == ["Bo", "Cia"]


def test_another_phone_cannot_change_what_is_stored(
    phone: Caller, joined: Joined, walk: Walk, db: Database
) -> None:
    body = an_issue_body(note="Före")
    letter(phone, f"/walks/{walk.id}/issues", body)
    before = stored(db)
    newer = {**body, "note": "Efter", "rev": 2}
    told = brought(joined(walk, "Cia"), walk, a_backup(walk, [saved(newer), saved(body)]))
    [left, *_] = told["left"]
    assert (left["kind"], left["label"]) == ("issue", "Efter")
    assert "annat innehåll" in left["sentence"]
    assert stored(db) == before
    photo = a_photo(body["client_id"], PICTURES[0])
    [left] = brought(joined(walk, "Eva"), walk, a_backup(walk, [], [photo]))["left"]
    assert "annan telefons" in left["sentence"]


def test_the_leader_vouches_for_a_newer_edition(
    phone: Caller, leader: Caller, walk: Walk, db: Database
) -> None:
    body = an_issue_body(note="Före")
    letter(phone, f"/walks/{walk.id}/issues", body)
    newer = a_backup(walk, [saved({**body, "note": "Efter", "rev": 2})])
    assert brought(leader, walk, newer, to="backup") == nothing(issues=1)
    issue = issues.get(db, body["client_id"])
    assert issue and (issue.note, issue.rev, issue.held) == ("Efter", 2, False)
    older = a_backup(walk, [saved({**body, "note": "Ännu tidigare"})])
    assert brought(leader, walk, older, to="backup") == nothing(already=1)
    assert len(devices.members(db, walk.id)) == 1


def test_after_review_began_a_newer_edition_waits_for_the_leader(
    phone: Caller, leader: Caller, walk: Walk, db: Database
) -> None:
    body = an_issue_body(note="Före")
    letter(phone, f"/walks/{walk.id}/issues", body)
    set_state(db, walk, "reviewing")
    newer = a_backup(walk, [saved({**body, "note": "Efter", "rev": 2})])
    brought(leader, walk, newer, to="backup")
    issue = issues.get(db, body["client_id"])
    assert issue and (issue.note, issue.rev, issue.held) == ("Efter", 2, True)


def test_once_an_issue_is_decided_about_a_newer_edition_waits_beside_it(
    phone: Caller, leader: Caller, walk: Walk, db: Database
) -> None:
    body = an_issue_body(note="Före")
    letter(phone, f"/walks/{walk.id}/issues", body)
    set_state(db, walk, "reviewing")
    with db.writing():
        db.execute("UPDATE issues SET review = 'approved'")
    newer = a_backup(walk, [saved({**body, "note": "Efter", "rev": 2})])
    assert brought(leader, walk, newer, to="backup") == nothing(issues=1)
    before = stored(db)
    assert brought(leader, walk, newer, to="backup") == nothing(already=1)
    assert stored(db) == before
    found = {one.issue.note: one.issue for one in issues.for_review(db, walk.id)}
    assert (found["Före"].held, found["Efter"].held) == (False, True)
    assert found["Före"].device_id == found["Efter"].device_id


def test_two_editions_of_one_number_both_reach_the_leader(
    phone: Caller, leader: Caller, walk: Walk, db: Database
) -> None:
    body = an_issue_body(note="Före")
    letter(phone, f"/walks/{walk.id}/issues", body)
    other = a_backup(walk, [saved({**body, "note": "Ett annat före"})])
    assert brought(leader, walk, other, to="backup") == nothing(issues=1)
    held = {one.issue.note: one.issue.held for one in issues.for_review(db, walk.id)}
    assert held == {"Före": False, "Ett annat före": True}


def test_what_nobody_sent_gets_a_phone_made_for_the_file(
    leader: Caller, walk: Walk, db: Database
) -> None:
    set_state(db, walk, "reviewing")
    bodies = [an_issue_body(), an_issue_body()]
    data = a_backup(walk, [saved(body) for body in bodies], name="  Bo\n på Söder ")
    assert brought(leader, walk, data, to="backup") == nothing(issues=2)
    [made] = devices.members(db, walk.id)
    assert made.name == "Bo på Söder"
    row = rows.one(db, "SELECT expires_at FROM devices WHERE id = :id", id=made.device_id)
    assert row and row["expires_at"] <= now()
    for body in bodies:
        issue = issues.get(db, body["client_id"])
        assert issue and issue.held and issue.device_id == made.device_id
    assert brought(leader, walk, data, to="backup") == nothing(already=2)
    assert len(devices.members(db, walk.id)) == 1


@pytest.mark.parametrize("to", ["import", "backup"])
def test_nothing_bad_costs_the_others_anything(
    phone: Caller, leader: Caller, walk: Walk, db: Database, to: str
) -> None:
    who = phone if to == "import" else leader
    good = an_issue_body(photo_ids=[new_id()])
    client_id = good["client_id"]
    listed = [
        saved(an_issue_body(category="lampor")),
        saved(an_issue_body(filling="x" * 17_000)),
        saved(an_issue_body(), sha256="0" * 64),
        {"body": "{", "sha256": "x"},
        7,
        saved(good),
    ]
    photos = [
        a_photo(client_id, b"no picture at all"),
        {**a_photo(client_id, PICTURES[1]), "sha256": "0" * 64},
        a_photo(new_id(), PICTURES[1]),
        a_photo(client_id, PICTURES[0], good["photo_ids"][0]),
    ]
    data = a_backup(walk, listed, photos)
    told = brought(who, walk, data, to=to)
    assert (told["issues"], told["photos"]) == (1, 1)
    assert [one["kind"] for one in told["left"]] == ["issue"] * 5 + ["photo"] * 3
    assert all(one["sentence"].endswith(".") for one in told["left"])
    before = stored(db)
    again = brought(who, walk, data, to=to)
    assert again == {**told, "issues": 0, "photos": 0, "already": 2}
    assert stored(db) == before
    assert len(before[0]) == len(before[1]) == 1


def test_what_the_walker_removed_is_not_brought_back(
    phone: Caller, leader: Caller, walk: Walk, db: Database
) -> None:
    sent, kept = an_issue_body(), an_issue_body()
    letter(phone, f"/walks/{walk.id}/issues", sent)
    listed = [saved(sent, removed=True), saved(kept, removed=True)]
    photos = [a_photo(kept["client_id"], PICTURES[0])]
    data = a_backup(walk, listed, photos)
    assert brought(phone, walk, data) == nothing(removed=2)
    issue = issues.get(db, sent["client_id"])
    assert issue and issue.removed_at
    assert issues.get(db, kept["client_id"]) is None
    assert brought(leader, walk, data, to="backup") == nothing(removed=2)


@pytest.mark.parametrize("to", ["import", "backup"])
def test_a_backup_of_another_walk_is_refused_whole(
    phone: Caller, leader: Caller, walk: Walk, db: Database, to: str
) -> None:
    other = replace(a_walk(), title="Vårvandringen")
    answer = bring(
        phone if to == "import" else leader,
        walk,
        a_backup(other, [saved(an_issue_body())]),
        to=to,
    )
    assert answer.status_code == 422 and "Vårvandringen" in answer.text
    assert stored(db) == ([], [])


@pytest.mark.parametrize("data", [b"", b"hello", b"PK\x05\x06" + bytes(18)])
def test_what_is_no_backup_gets_a_sentence(phone: Caller, walk: Walk, data: bytes) -> None:
    answer = bring(phone, walk, data)
    assert answer.status_code == 422 and "inte en säkerhetskopia" in answer.text
    headers = {"Accept": "application/json"}
    token = {"csrf_token": phone.token()}
    refused = phone.client.post(f"/walks/{walk.id}/import", data=token, headers=headers)
    assert (refused.status_code, refused.get_json()["result"]) == (422, "rejected")


def test_a_newer_apps_issue_is_kept_whole_from_a_file_too(
    phone: Caller, walk: Walk, db: Database
) -> None:
    body = an_issue_body(format=2, smell="rök")
    assert brought(phone, walk, a_backup(walk, [saved(body)])) == nothing(issues=1)
    [kept] = dead_letters.listing(db, handled=False, limit=9)
    assert "rök" in kept.body


def test_only_who_is_let_in_may_send_more_than_other_forms_take(
    app: Flask, phone: Caller, caller: Callable[[], Caller], walk: Walk
) -> None:
    app.config["MAX_CONTENT_LENGTH"] = 2000
    data = a_backup(walk, [saved(an_issue_body(note="x" * 2500))])
    assert brought(phone, walk, data) == nothing(issues=1)
    assert bring(caller(), walk, data).status_code == 413


def test_a_file_too_large_gets_a_sentence(
    phone: Caller, walk: Walk, monkeypatch: pytest.MonkeyPatch, app: Flask
) -> None:
    monkeypatch.setattr(app.view_functions["backups.own"], "most_bytes", 2000)
    answer = bring(phone, walk, a_backup(walk, [], [a_photo(new_id(), bytes(3000))]))
    assert answer.status_code == 413 and "100 MB" in answer.text


def test_the_form_needs_its_token(phone: Caller, leader: Caller, walk: Walk, db: Database) -> None:
    for who, to in ((phone, "import"), (leader, "backup")):
        file = {"file": (io.BytesIO(a_backup(walk, [saved(an_issue_body())])), "x.zip")}
        assert who.client.post(f"/walks/{walk.id}/{to}", data=file).status_code == 400
    assert stored(db) == ([], [])
