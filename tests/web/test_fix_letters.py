"""What somebody who works sends from the outbox: carried out once, and never over a newer text."""

import json
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from hashlib import sha256
from io import BytesIO
from typing import Any

import pytest
from flask import Flask
from PIL import Image
from werkzeug.test import TestResponse

from tests.cast import a_walk
from tests.web.conftest import Caller
from tests.web.fixes_desk import ANNA, DISA, GUN, HANS, form_to, settle, standing
from tests.web.sending import HERE, letter
from walkapp.domain.fixes import Fix
from walkapp.domain.ids import new_id
from walkapp.domain.people import Person
from walkapp.domain.walks import Walk
from walkapp.storage import fixes, photos
from walkapp.storage.database import Database
from walkapp.web.fixes.forms import NO_REMEDY

SignedIn = Callable[[Person], Caller]


@pytest.fixture(autouse=True)
def town(app: object, db: Database) -> None:
    settle(db)


def a_letter(fix: Fix, **changes: Any) -> dict[str, Any]:
    """What the phone writes when the form of the page is filled in."""
    typed = {"done_text": "Lampan byttes", "done_on": "2026-11-19", "remedy": NO_REMEDY}
    return {
        "op_id": new_id(),
        "client_id": fix.id,
        "move": "finish",
        "version": fix.version,
        "fields": {**typed, **changes.pop("fields", {})},
        "photo_ids": [],
        **changes,
    }


def send(browser: Caller, fix: Fix, told: dict[str, Any] | bytes, **more: Any) -> TestResponse:
    return letter(browser, f"/fixes/{fix.id}/outbox", told, **more)


def put(browser: Caller, fix: Fix, photo_id: str, data: bytes, by: str = "") -> TestResponse:
    path = f"/fixes/{fix.id}/photos/{photo_id}" + (f"?by={by}" if by else "")
    headers = {
        **HERE,
        "Accept": "application/json",
        "X-Walkapp": "1",
        "X-Walkapp-Nonce": "n-2",
        "X-Content-SHA256": sha256(data).hexdigest(),
    }
    return browser.client.put(path, data=data, headers=headers, content_type="image/jpeg")


def a_picture(colour: str = "navy") -> bytes:
    data = BytesIO()
    Image.new("RGB", (64, 48), colour).save(data, "JPEG")
    return data.getvalue()


def now_of(db: Database, fix: Fix) -> Fix:
    found = fixes.get(db, fix.id)
    assert found
    return found


def kinds_of(db: Database, fix: Fix) -> list[str]:
    return [line["kind"] for line in fixes.history(db, fix.id)]


def test_a_letter_does_what_the_form_does(db: Database, signed_in: SignedIn) -> None:
    by_form, by_letter = standing(db, "in_progress"), standing(db, "in_progress")
    gun = signed_in(GUN)
    form = form_to(gun.get(f"/fixes/{by_form.id}").get_data(as_text=True), "/finish")
    typed = {"done_text": " Lampan\r\nbyttes ", "done_on": "2026-11-19"}
    assert gun.client.post(form.action, data={**form.fields, **typed}).status_code == 303
    told = a_letter(by_letter, fields={**typed, "remedy": form.fields["remedy"]})
    answer = send(gun, by_letter, told)
    assert answer.status_code == 201, answer.get_data(as_text=True)
    body = json.dumps(told).encode()
    receipt = answer.get_json()
    assert receipt.pop("received_at")
    assert receipt == {
        "result": "stored",
        "op_id": told["op_id"],
        "client_id": by_letter.id,
        "sha256": sha256(body).hexdigest(),
        "version": by_letter.version + 1,
        "nonce": "n-1",
    }
    one, other = now_of(db, by_form), now_of(db, by_letter)
    same = ("state", "done_text", "done_on", "done_by", "remedy", "version")
    assert [getattr(one, name) for name in same] == [getattr(other, name) for name in same]
    assert kinds_of(db, by_form) == kinds_of(db, by_letter) == ["create", "finish"]


def test_a_repeat_gets_the_same_receipt_and_changes_nothing(
    db: Database, signed_in: SignedIn
) -> None:
    fix, gun, disa = standing(db, "in_progress"), signed_in(GUN), signed_in(DISA)
    told = a_letter(fix)
    first = send(gun, fix, told).get_json()
    moved = {"version": str(now_of(db, fix).version), "reason": "Fel ställe"}
    assert disa.post(f"/fixes/{fix.id}/reroute", moved).status_code == 303
    assert gun.get(f"/fixes/{fix.id}").status_code == 404  # no longer theirs
    again = send(gun, fix, told)
    assert (again.status_code, again.get_json()) == (200, {**first, "result": "already_stored"})
    assert kinds_of(db, fix) == ["create", "finish", "reroute"]


def test_the_same_letter_five_times_at_once_is_carried_out_once(
    app: Flask, db: Database, signed_in: SignedIn
) -> None:
    fix = standing(db, "in_progress")
    told = json.dumps(a_letter(fix)).encode()
    browsers = [signed_in(GUN) for _ in range(5)]
    with ThreadPoolExecutor(5) as pool:
        answers = list(pool.map(lambda browser: send(browser, fix, told), browsers))
    assert sorted(answer.status_code for answer in answers) == [200, 200, 200, 200, 201]
    assert kinds_of(db, fix) == ["create", "finish"]


def test_another_text_under_the_same_id_is_a_conflict(db: Database, signed_in: SignedIn) -> None:
    fix, beside, gun = standing(db, "in_progress"), standing(db, "in_progress"), signed_in(GUN)
    told = a_letter(fix)
    assert send(gun, fix, told).status_code == 201
    other = {**a_letter(beside), "op_id": told["op_id"]}
    answer = send(gun, beside, other)
    assert (answer.status_code, answer.get_json()["result"]) == (409, "conflict")
    assert now_of(db, beside) == beside


def test_a_late_letter_meets_what_the_fix_says_now(db: Database, signed_in: SignedIn) -> None:
    fix, gun, disa = standing(db, "in_progress"), signed_in(GUN), signed_in(DISA)
    moved = {"version": str(fix.version), "due_on": "2099-01-01", "reason": "Materialet dröjer"}
    assert disa.post(f"/fixes/{fix.id}/replan", moved).status_code == 303
    late = send(gun, fix, a_letter(fix))
    told = late.get_json()
    assert (late.status_code, told["result"], told["nonce"]) == (409, "conflict", "n-1")
    current = told["current"]
    assert (current["state"], current["version"], current["done_text"]) == ("in_progress", 2, "")
    assert current["may"] is True
    [line] = current["news"]
    assert line["by"] == "Disa" and line["line"].startswith("Ändrades, klart senast")
    assert line["when"] and line["text"] == ""
    assert "Materialet" not in late.get_data(as_text=True)  # words for colleagues
    assert kinds_of(db, fix) == ["create", "replan"]
    anyway = a_letter(fix, version=current["version"])
    assert send(gun, fix, anyway).status_code == 201
    assert now_of(db, fix).done_text == "Lampan byttes"


def test_two_who_finished_the_same_fix_both_keep_their_words(
    db: Database, signed_in: SignedIn
) -> None:
    fix, gun = standing(db, "in_progress"), signed_in(GUN)
    assert send(gun, fix, a_letter(fix, fields={"done_text": "Ny lampa"})).status_code == 201
    told = send(gun, fix, a_letter(fix, fields={"done_text": "Bytte glaset"})).get_json()
    assert told["current"]["done_text"] == "Ny lampa"
    assert told["current"]["state_words"] == "Utförd, ska kontrolleras"
    assert told["current"]["may"] is False
    assert now_of(db, fix).done_text == "Ny lampa"


@pytest.mark.parametrize(
    ("changes", "status", "field"),
    [
        ({"fields": {"done_text": " "}}, 422, "done_text"),
        ({"fields": {"done_text": "ö" * 2001}}, 422, "done_text"),
        ({"fields": {"done_on": "2099-01-01"}}, 422, "done_on"),
        ({"fields": {"remedy": "något eget"}}, 422, "remedy"),
        ({"fields": {"done_text": 7}}, 422, "fields"),
        ({"fields": None}, 422, "fields"),
        ({"move": "confirm"}, 422, "move"),
        ({"version": "1"}, 422, "version"),
        ({"version": True}, 422, "version"),
        ({"op_id": "x"}, 422, "op_id"),
        ({"client_id": new_id()}, 422, "client_id"),
        ({"photo_ids": "x"}, 422, "photo_ids"),
        ({"photo_ids": [new_id() for _ in range(6)]}, 422, "photos"),
    ],
)
def test_a_refusal_says_which_field_and_changes_nothing(
    db: Database, signed_in: SignedIn, changes: dict[str, Any], status: int, field: str
) -> None:
    fix = standing(db, "in_progress")
    told = a_letter(fix)
    for name, value in changes.items():
        told[name] = {**told[name], **value} if isinstance(value, dict) else value
    answer = send(signed_in(GUN), fix, told)
    assert (answer.status_code, answer.get_json()["field"]) == (status, field)
    assert answer.get_json()["error"] and answer.get_json()["nonce"] == "n-1"
    assert now_of(db, fix) == fix and kinds_of(db, fix) == ["create"]


@pytest.mark.parametrize("body", [b"", b"{", b"[]", b"null", b'"x"'])
def test_what_is_no_letter_is_refused_without_a_fault(
    db: Database, signed_in: SignedIn, body: bytes
) -> None:
    fix = standing(db, "in_progress")
    assert send(signed_in(GUN), fix, body).status_code == 422
    long = send(signed_in(GUN), fix, b" " * 20_000)
    assert (long.status_code, long.get_json()["result"]) == (413, "too_large")


def test_only_whoever_may_finish_it_does_so_by_letter(
    db: Database, signed_in: SignedIn, joined: Callable[[Walk], Caller], caller: Any
) -> None:
    fix = standing(db, "in_progress")
    told = a_letter(fix)
    found = {person.name: send(signed_in(person), fix, told) for person in (DISA, ANNA, HANS)}
    assert {name: answer.status_code for name, answer in found.items()} == {
        "Disa": 403,
        "Anna": 403,
        "Hans": 404,
    }
    assert found["Disa"].get_json()["result"] == "not_allowed"
    assert found["Hans"].get_json()["result"] == "unknown_fix"
    for outside in (caller(), joined(a_walk())):
        answer = send(outside, fix, told)
        assert (answer.status_code, answer.get_json()["result"]) == (401, "login")
        assert put(outside, fix, new_id(), a_picture()).status_code == 401
    assert now_of(db, fix) == fix


def test_what_one_person_wrote_is_not_sent_in_anothers_name(
    db: Database, signed_in: SignedIn
) -> None:
    fix = standing(db, "in_progress")
    told, path = a_letter(fix), f"/fixes/{fix.id}/outbox?by={GUN.id}"
    for answer in (
        letter(signed_in(DISA), path, told),
        put(signed_in(DISA), fix, new_id(), a_picture(), by=GUN.id),
    ):
        assert (answer.status_code, answer.get_json()["result"]) == (401, "login")
        assert "någon annan" in answer.get_json()["error"]
    assert letter(signed_in(GUN), path, told).status_code == 201


def test_the_photos_follow_once_and_history_says_so_once(db: Database, signed_in: SignedIn) -> None:
    fix, gun = standing(db, "in_progress"), signed_in(GUN)
    ids, pictures = [new_id(), new_id()], [a_picture("navy"), a_picture("gold")]
    assert send(gun, fix, a_letter(fix, photo_ids=ids)).status_code == 201
    for photo_id, data in zip(ids, pictures, strict=True):
        answer = put(gun, fix, photo_id, data)
        assert answer.status_code == 201
        told = answer.get_json()
        assert (told["photo_id"], told["client_id"], told["nonce"]) == (photo_id, fix.id, "n-2")
        assert told["sha256"] == sha256(data).hexdigest()
        assert put(gun, fix, photo_id, data).get_json()["result"] == "already_stored"
    after = fixes.belongings(db, fix.id).after
    assert {photo.photo_id for photo in after} == set(ids)
    assert {photo.person_id for photo in after} == {GUN.id}
    assert kinds_of(db, fix) == ["create", "finish"]
    assert fixes.history(db, fix.id)[-1]["data"]["photos"] == 2
    assert gun.get(f"/fixes/{fix.id}").status_code == 200
    assert put(gun, fix, new_id(), a_picture("white")).status_code == 201
    assert kinds_of(db, fix) == ["create", "finish", "photos"]  # this one nobody had announced


def test_a_photo_is_refused_when_it_is_no_photo_or_another_ones(
    db: Database, signed_in: SignedIn
) -> None:
    fix, beside, gun = standing(db, "done"), standing(db, "done"), signed_in(GUN)
    photo_id = new_id()
    assert put(gun, fix, photo_id, b"<svg></svg>").status_code == 422
    assert put(gun, fix, "x", a_picture()).status_code == 422
    assert put(gun, fix, photo_id, a_picture()).status_code == 201
    assert put(gun, beside, photo_id, a_picture()).status_code == 409
    assert put(gun, fix, photo_id, a_picture("gold")).status_code == 409
    assert put(signed_in(HANS), fix, new_id(), a_picture()).status_code == 404
    assert [photo.photo_id for photo in photos.of_fix(db, fix.id)] == [photo_id]


def test_work_is_begun_paused_taken_up_and_done_in_one_row_of_letters(
    db: Database, signed_in: SignedIn
) -> None:
    """Written one after the other without network, on the one version the phone knew."""
    fix, gun = standing(db, "assigned"), signed_in(GUN)
    row = [
        ("start", {}),
        ("hold", {"hold_reason": "material", "review_on": "2099-01-01"}),
        ("resume", {"towards": "in_progress"}),
        (
            "finish",
            {"done_text": "Lampan byttes", "done_on": "2026-11-19", "remedy": NO_REMEDY},
        ),
    ]
    before = None
    for move, fields in row:
        told = {**a_letter(fix), "move": move, "fields": fields, "after": before}
        answer = send(gun, fix, told)
        assert answer.status_code == 201, (move, answer.get_json())
        before = told["op_id"]
    assert kinds_of(db, fix) == ["create", "start", "hold", "resume", "finish"]
    assert now_of(db, fix).state == "done"


def test_only_ones_own_last_word_may_have_come_between(db: Database, signed_in: SignedIn) -> None:
    fix, gun, disa = standing(db, "assigned"), signed_in(GUN), signed_in(DISA)
    start = {**a_letter(fix), "move": "start", "fields": {}}
    assert send(gun, fix, start).status_code == 201
    other = standing(db, "assigned")
    foreign = {**a_letter(other), "move": "start", "fields": {}}
    assert send(gun, other, foreign).status_code == 201
    for after in (None, new_id(), foreign["op_id"]):
        late = send(gun, fix, {**a_letter(fix), "after": after})
        assert (late.status_code, late.get_json()["current"]["may"]) == (409, True), after
    moved = {"version": "2", "due_on": "2099-01-01", "reason": "Materialet dröjer"}
    assert disa.post(f"/fixes/{fix.id}/replan", moved).status_code == 303
    late = send(gun, fix, {**a_letter(fix), "after": start["op_id"]})
    assert late.status_code == 409
    assert late.get_json()["current"]["moves"] == ["finish", "hold"]
    assert kinds_of(db, fix) == ["create", "start", "replan"]


PLAN = {"planned_action": "byta lampan", "due_on": "2099-01-01"}
BOUNCE = {"reason": "Marken är bolagets", "whose": "Stationsbolaget"}


def test_what_is_planned_is_carried_out_in_the_same_row(db: Database, signed_in: SignedIn) -> None:
    fix, gun = standing(db, "assigned", due_on=None, original_due_on=None), signed_in(GUN)
    plan = {**a_letter(fix), "move": "plan", "fields": PLAN}
    start = {**a_letter(fix), "move": "start", "fields": {}, "after": plan["op_id"]}
    for told in (plan, start):
        assert send(gun, fix, told).status_code == 201
    now = now_of(db, fix)
    assert (now.state, now.planned_action, now.due_on) == ("in_progress", *PLAN.values())
    assert kinds_of(db, fix) == ["create", "plan", "start"]


def test_a_plan_that_comes_late_reads_the_one_that_was_first(
    db: Database, signed_in: SignedIn
) -> None:
    fix, gun = standing(db, "assigned", due_on=None, original_due_on=None), signed_in(GUN)
    assert gun.post(f"/fixes/{fix.id}/plan", {"version": "1", **PLAN}).status_code == 303
    mine = {"planned_action": "måla stolpen", "due_on": "2099-02-02"}
    late = send(gun, fix, {**a_letter(fix), "move": "plan", "fields": mine})
    current = late.get_json()["current"]
    assert (late.status_code, current["planned_action"]) == (409, "byta lampan")
    assert "plan" not in current["moves"]
    assert kinds_of(db, fix) == ["create", "plan"]


def test_what_is_not_ours_goes_back_once_though_it_is_no_longer_seen(
    db: Database, signed_in: SignedIn
) -> None:
    fix, gun = standing(db, "assigned"), signed_in(GUN)
    told = {**a_letter(fix), "move": "bounce", "fields": BOUNCE}
    assert send(gun, fix, {**told, "fields": {}}).get_json()["field"] == "reason"
    assert send(gun, fix, told).status_code == 201
    now = now_of(db, fix)
    assert (now.state, now.bounce_reason, now.bounce_whose) == ("assessing", *BOUNCE.values())
    assert gun.get(f"/fixes/{fix.id}").status_code == 404
    assert send(gun, fix, told).get_json()["result"] == "already_stored"
    assert send(gun, fix, {**a_letter(fix), "move": "start", "fields": {}}).status_code == 404
    assert kinds_of(db, fix) == ["create", "bounce"]


def test_what_somebody_has_begun_is_not_given_back(db: Database, signed_in: SignedIn) -> None:
    fix, gun = standing(db, "assigned"), signed_in(GUN)
    assert gun.post(f"/fixes/{fix.id}/start", {"version": "1"}).status_code == 303
    late = send(gun, fix, {**a_letter(fix), "move": "bounce", "fields": BOUNCE})
    assert (late.status_code, late.get_json()["current"]["may"]) == (409, False)
    assert kinds_of(db, fix) == ["create", "start"]


def test_a_pause_needs_its_reason_also_by_letter(db: Database, signed_in: SignedIn) -> None:
    fix = standing(db, "in_progress")
    told = {**a_letter(fix), "move": "hold", "fields": {"review_on": "2099-01-01"}}
    answer = send(signed_in(GUN), fix, told)
    assert (answer.status_code, answer.get_json()["field"]) == (422, "hold_reason")
    assert now_of(db, fix) == fix
    odd = send(signed_in(GUN), fix, {**told, "after": "x"})
    assert (odd.status_code, odd.get_json()["field"]) == (422, "after")
