"""The outbox posts issues as JSON: the receipt table, and nothing but JSON in answer."""

import json
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from hashlib import sha256
from typing import Any

import pytest
from flask import Flask
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.cast import a_walk
from tests.web.conftest import Caller
from tests.web.sending import HERE, an_issue_body, letter
from walkapp.domain.ids import new_id
from walkapp.domain.issues import MAX_ISSUES_PER_PHONE
from walkapp.domain.walks import Walk
from walkapp.storage import devices, issues, rows, walks
from walkapp.storage.database import Database, sqlite3

Joined = Callable[..., Caller]
TWICE = b'{"client_id": "01890a5d-ac96-774b-bcce-b302099a8057", "note": "a", "note": "b"}'


@pytest.fixture
def path(walk: Walk) -> str:
    return f"/walks/{walk.id}/issues"


def how_many(db: Database, table: str) -> int:
    row = rows.one(db, f"SELECT count(*) AS rows FROM {table}")
    assert row
    return int(row["rows"])


def told(response: Any, status: int, result: str) -> dict[str, Any]:
    """The JSON body, once status, result, type and nonce are as they should be."""
    assert (response.status_code, response.mimetype) == (status, "application/json")
    body: dict[str, Any] = response.get_json()
    assert (body["result"], body["nonce"]) == (result, "n-1")
    return body


def test_a_receipt_echoes_id_hash_and_nonce(phone: Caller, path: str, db: Database) -> None:
    announced = new_id()
    body = an_issue_body(photo_ids=[announced], lat=59.058, lon=16.588)
    receipt = told(letter(phone, path, body), 201, "stored")
    assert receipt["client_id"] == body["client_id"]
    assert receipt["sha256"] == sha256(json.dumps(body).encode()).hexdigest()
    assert (receipt["rev"], receipt["number"]) == (1, 1)
    assert receipt["missing_photos"] == [announced]
    issue = issues.get(db, body["client_id"])
    assert issue and issue.received_at == receipt["received_at"]


def test_a_repeat_is_a_success_with_the_same_receipt(phone: Caller, path: str) -> None:
    body = an_issue_body()
    first = told(letter(phone, path, body), 201, "stored")
    again = told(letter(phone, path, body), 200, "already_stored")
    assert again == {**first, "result": "already_stored"}


def test_fifty_parallel_posts_are_one_row_one_201_and_49_times_200(
    app: Flask, phone: Caller, path: str, db: Database
) -> None:
    body = an_issue_body()
    cookie = phone.client.get_cookie("walkapp_device")
    assert cookie

    def post(_: int) -> int:
        client = app.test_client()
        client.set_cookie("walkapp_device", cookie.value)
        return letter(Caller(client), path, body).status_code

    with ThreadPoolExecutor(50) as threads:
        answers = sorted(threads.map(post, range(50)))
    assert answers == [200] * 49 + [201]
    assert (how_many(db, "issues"), how_many(db, "events")) == (1, 1)


@pytest.mark.parametrize(
    ("changes", "status", "result"),
    [
        ({"state": "planned"}, 201, "stored"),
        ({"state": "closing", "closing_until": "2099-01-01T00:00:00Z"}, 201, "stored_late"),
        ({"state": "closing", "closing_until": "2020-01-01T00:00:00Z"}, 202, "held_for_review"),
        ({"state": "reviewing"}, 202, "held_for_review"),
        ({"state": "cancelled"}, 202, "held_for_review"),
    ],
)
def test_late_is_held_and_never_refused(
    joined: Joined, changes: dict[str, str], status: int, result: str
) -> None:
    walk = a_walk(**changes)
    told(letter(joined(walk), f"/walks/{walk.id}/issues", an_issue_body()), status, result)


def test_a_shut_out_phone_is_held(phone: Caller, walk: Walk, path: str, db: Database) -> None:
    (member,) = devices.members(db, walk.id)
    devices.revoke(db, member.device_id, walk.id, "2026-11-20T18:00:00Z")
    told(letter(phone, path, an_issue_body()), 202, "held_for_review")


def test_the_phones_clock_opens_no_closed_walk(joined: Joined) -> None:
    walk = a_walk(state="reviewing")
    for clock in ("1970-01-01T00:00:00Z", "2100-01-01T00:00:00Z", "i går"):
        body = an_issue_body(observed_at=clock)
        told(letter(joined(walk), f"/walks/{walk.id}/issues", body), 202, "held_for_review")


def test_a_newer_edition_is_updated_and_other_content_a_conflict(
    phone: Caller, path: str, db: Database
) -> None:
    body = an_issue_body()
    letter(phone, path, body)
    other = told(letter(phone, path, {**body, "note": "Annat"}), 409, "conflict")
    assert other["rev"] == 1
    assert "Mörkt här" not in json.dumps(other, ensure_ascii=False)
    newer = told(letter(phone, path, {**body, "note": "Annat", "rev": 2}), 200, "updated")
    assert newer["rev"] == 2
    told(letter(phone, path, body), 200, "already_stored")
    issue = issues.get(db, body["client_id"])
    assert issue and issue.note == "Annat"


def test_an_edition_of_what_is_decided_is_a_conflict_that_can_be_sent_as_new(
    phone: Caller, walk: Walk, path: str, db: Database
) -> None:
    body = an_issue_body()
    letter(phone, path, body)
    with db.writing():
        db.execute("UPDATE walks SET state = 'reviewing' WHERE id = :id", {"id": walk.id})
        db.execute("UPDATE issues SET review = 'noted'")
    conflict = told(letter(phone, path, {**body, "note": "Mer", "rev": 2}), 409, "conflict")
    assert "sammanställs" in conflict["error"]
    told(letter(phone, path, an_issue_body(note="Mer")), 202, "held_for_review")


def test_what_the_leader_does_not_show_is_told_as_hidden(
    phone: Caller, path: str, db: Database
) -> None:
    body = an_issue_body()
    letter(phone, path, body)
    with db.writing():
        db.execute("UPDATE issues SET review = 'rejected'")
    told(letter(phone, path, body), 200, "stored_hidden")


def test_the_same_letter_from_a_phone_that_joined_again_succeeds(
    joined: Joined, walk: Walk, phone: Caller, path: str
) -> None:
    body = an_issue_body()
    letter(phone, path, body)
    told(letter(joined(walk), path, body), 200, "already_stored")


def test_a_walk_this_phone_is_not_in_and_one_that_is_not_look_the_same(
    phone: Caller, db: Database
) -> None:
    other = a_walk()
    walks.add(db, other)
    answers = [
        told(letter(phone, f"/walks/{walk_id}/issues", an_issue_body()), 404, "unknown_walk")
        for walk_id in (other.id, new_id(), "x")
    ]
    assert answers[0] == answers[1] == answers[2]


def test_a_phone_nobody_knows_is_asked_to_join_again(
    caller: Callable[[], Caller], phone: Caller, path: str, db: Database
) -> None:
    stranger = caller()
    told(letter(stranger, path, an_issue_body()), 401, "login")
    stranger.client.set_cookie("walkapp_device", "x" * 43)
    told(letter(stranger, path, an_issue_body()), 401, "login")
    assert how_many(db, "issues") == 0


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"Sec-Fetch-Site": "cross-site"}, 403),
        ({"Sec-Fetch-Site": "same-site"}, 403),
        ({"Origin": "https://evil.example"}, 403),
        ({"Origin": "null"}, 403),
        ({"Sec-Fetch-Site": ""}, 403),
        ({"X-Walkapp": ""}, 400),
    ],
)
def test_a_forged_letter_changes_nothing(
    phone: Caller, path: str, db: Database, headers: dict[str, str], status: int
) -> None:
    response = letter(phone, path, an_issue_body(), headers=headers)
    assert (response.status_code, response.mimetype) == (status, "application/json")
    assert how_many(db, "issues") == 0


@pytest.mark.parametrize("kind", ["text/plain", "application/x-www-form-urlencoded"])
def test_a_simple_content_type_changes_nothing(
    phone: Caller, path: str, db: Database, kind: str
) -> None:
    response = letter(phone, path, an_issue_body(), content_type=kind)
    assert response.status_code == 400
    assert how_many(db, "issues") == 0


@pytest.mark.parametrize(
    ("body", "field"),
    [
        (b"", None),
        (b"{", None),
        (b"\xff\xfe\x00", None),
        (b"[" * 10_000, None),
        (b'{"lat": ' + b"9" * 5_000 + b"}", None),
        (b"[]", None),
        (b"null", None),
        (b"{}", "client_id"),
        ({"client_id": 7}, "client_id"),
        (an_issue_body(kind="fara"), "kind"),
        (an_issue_body(category="lampor"), "category"),
        (an_issue_body(note="x" * 4001), "note"),
        (an_issue_body(note=["a"]), "note"),
        (an_issue_body(lat=float("nan"), lon=16), "lat"),
        (an_issue_body(lat=1e400, lon=16), "lat"),
        (an_issue_body(lat=91, lon=16), "lat"),
        (an_issue_body(lat=59), "lat"),
        (an_issue_body(photo_ids=[new_id() for _ in range(6)]), "photo_ids"),
        (an_issue_body(photo_ids="../../x"), "photo_ids"),
        (an_issue_body(note=""), "category"),
        (TWICE, "note"),
    ],
)
def test_a_bad_letter_is_refused_with_a_sentence_and_kept_for_the_operator(
    phone: Caller, path: str, db: Database, body: bytes | dict[str, Any], field: str | None
) -> None:
    refusal = told(letter(phone, path, body), 422, "rejected")
    assert refusal["field"] == field
    assert refusal["error"].endswith(".")
    assert how_many(db, "issues") == 0
    letter(phone, path, body)
    (kept,) = db.query("SELECT * FROM dead_letters")
    assert (kept["route"], kept["sentence"]) == (path, refusal["error"])
    sent = body if isinstance(body, bytes) else json.dumps(body).encode()
    assert kept["body"] == sent.decode("utf-8", "backslashreplace").replace("\x00", "\\x00")


def test_dead_letters_of_one_phone_come_to_an_end(
    phone: Caller, path: str, db: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("walkapp.storage.dead_letters.MOST_PER_PHONE", 3)
    for number in range(5):
        told(letter(phone, path, {"client_id": number}), 422, "rejected")
    assert how_many(db, "dead_letters") == 3


def test_a_letter_of_more_than_16_kb_is_too_large(phone: Caller, path: str, db: Database) -> None:
    refusal = told(letter(phone, path, an_issue_body(filling="x" * 17_000)), 413, "too_large")
    assert refusal["limit"] == 16 * 1024
    assert how_many(db, "dead_letters") == 0


def test_bytes_that_changed_on_the_way_are_sent_again(
    phone: Caller, path: str, db: Database
) -> None:
    response = letter(phone, path, an_issue_body(), headers={"X-Content-SHA256": "0" * 64})
    told(response, 400, "bad_digest")
    assert (how_many(db, "issues"), how_many(db, "dead_letters")) == (0, 0)


def test_a_letter_cut_in_the_middle_changes_nothing(phone: Caller, path: str, db: Database) -> None:
    data = json.dumps(an_issue_body()).encode()
    told_length = {"CONTENT_LENGTH": str(len(data) + 50)}
    response = letter(phone, path, data, environ_overrides=told_length)
    assert (response.status_code, response.mimetype) == (400, "application/json")
    assert how_many(db, "issues") == 0


def test_the_sixty_first_issue_must_wait(
    phone: Caller, path: str, walk: Walk, joined: Joined
) -> None:
    for _ in range(MAX_ISSUES_PER_PHONE):
        told(letter(phone, path, an_issue_body()), 201, "stored")
    response = letter(phone, path, an_issue_body())
    told(response, 429, "slow_down")
    assert int(response.headers["Retry-After"]) > 0
    told(letter(joined(walk), path, an_issue_body()), 201, "stored")


def test_a_locked_database_is_busy_and_a_full_disk_has_no_space(
    phone: Caller,
    path: str,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    def fail(error: Exception) -> None:
        def raising(*_: Any, **__: Any) -> None:
            raise error

        monkeypatch.setattr(issues, "receive", raising)

    fail(sqlite3.OperationalError("database is locked"))
    response = letter(phone, path, an_issue_body())
    told(response, 503, "busy")
    assert int(response.headers["Retry-After"]) > 0
    for error in (
        OSError(28, "No space left on device"),
        OSError(30, "Read-only file system"),
        sqlite3.OperationalError("attempt to write a readonly database"),
    ):
        fail(error)
        caplog.clear()
        told(letter(phone, path, an_issue_body()), 507, "no_space")
        # Whoever runs the server is told in words to search for.
        assert [line.levelname for line in caplog.records] == ["CRITICAL"]
        assert "nothing can be stored" in caplog.text


def test_removing_and_putting_back_give_receipts(phone: Caller, path: str, db: Database) -> None:
    body = an_issue_body()
    letter(phone, path, body)
    own = {"client_id": body["client_id"]}
    for move, result in (("remove", "removed"), ("remove", "removed"), ("restore", "restored")):
        receipt = told(letter(phone, f"/issues/{body['client_id']}/{move}", own), 200, result)
        assert receipt["sha256"] == sha256(json.dumps(own).encode()).hexdigest()
        assert receipt["client_id"] == body["client_id"]
        issue = issues.get(db, body["client_id"])
        assert issue and (issue.removed_at is not None) is (result == "removed")


def test_a_move_changed_on_its_way_or_overtaken_moves_nothing(
    phone: Caller, path: str, db: Database
) -> None:
    body = an_issue_body()
    letter(phone, path, body)
    remove, restore = (f"/issues/{body['client_id']}/{move}" for move in ("remove", "restore"))
    wrong = {"headers": {"X-Content-SHA256": "0" * 64}}
    told(letter(phone, remove, {"rev": 2}, **wrong), 400, "bad_digest")
    told(letter(phone, restore, {"rev": 3}), 200, "restored")
    told(letter(phone, remove, {"rev": 2}), 200, "removed")
    issue = issues.get(db, body["client_id"])
    assert issue and issue.removed_at is None
    for odd in ({"rev": "4"}, {"rev": 10**30}, [4], b"no JSON"):  # as from a plain form
        told(letter(phone, remove, odd), 200, "removed")
        told(letter(phone, restore, odd), 200, "restored")


def test_others_cannot_remove_it_and_review_ends_it(
    phone: Caller, joined: Joined, walk: Walk, path: str, db: Database
) -> None:
    body = an_issue_body()
    letter(phone, path, body)
    remove = f"/issues/{body['client_id']}/remove"
    unknown = f"/issues/{new_id()}/remove"
    stranger = joined(walk)
    assert told(letter(stranger, remove, {}), 404, "unknown_issue") == told(
        letter(stranger, unknown, {}), 404, "unknown_issue"
    )
    with db.writing():
        db.execute("UPDATE walks SET state = 'reviewing' WHERE id = :id", {"id": walk.id})
    told(letter(phone, remove, {}), 403, "not_allowed")
    issue = issues.get(db, body["client_id"])
    assert issue and issue.removed_at is None


def test_receipts_tell_what_this_phone_has_sent(
    phone: Caller, joined: Joined, walk: Walk, path: str
) -> None:
    announced = new_id()
    first, second = an_issue_body(), an_issue_body(photo_ids=[announced])
    sent = [told(letter(phone, path, body), 201, "stored") for body in (first, second)]
    letter(joined(walk), path, an_issue_body())
    headers = {**HERE, "Accept": "application/json", "X-Walkapp-Nonce": "n-1"}
    body = told(phone.get(f"/walks/{walk.id}/receipts", headers=headers), 200, "receipts")
    assert body["walk_id"] == walk.id
    assert [one["sha256"] for one in body["issues"]] == [one["sha256"] for one in sent]
    assert [one["missing_photos"] for one in body["issues"]] == [[], [announced]]


def test_receipts_of_another_walk_are_not_given(phone: Caller, db: Database) -> None:
    other = a_walk()
    walks.add(db, other)
    headers = {"Accept": "application/json", "X-Walkapp-Nonce": "n-1"}
    told(phone.get(f"/walks/{other.id}/receipts", headers=headers), 404, "unknown_walk")


def test_fields_that_are_not_the_walkers_are_ignored(
    phone: Caller, path: str, walk: Walk, db: Database
) -> None:
    body = an_issue_body(
        held=False,
        review="linked",
        public=True,
        number=99,
        device_id=new_id(),
        edited_text="x",
        walk_id=new_id(),
        result="stored",
        received_at="2000-01-01T00:00:00Z",
        version=7,
    )
    told(letter(phone, path, body), 201, "stored")
    issue = issues.get(db, body["client_id"])
    assert issue
    plain = replace(issue, held=False, review="received", public=False, number=1, edited_text="")
    assert issue == replace(plain, walk_id=walk.id, version=1)


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.binary(max_size=300) | st.text(max_size=100).map(str.encode))
def test_any_body_is_answered_in_json_and_never_with_a_fault(
    phone: Caller, path: str, body: bytes
) -> None:
    response = letter(phone, path, body)
    assert response.status_code in (400, 422, 413)
    assert response.get_json()["error"]
