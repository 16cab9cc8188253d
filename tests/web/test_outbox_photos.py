"""The outbox puts photos one by one: received means on disk, whatever goes wrong on the way."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
from flask import Flask

from tests.cast import a_walk
from tests.storage import pictures
from tests.web.conftest import Caller
from tests.web.sending import an_issue_body, letter, put_photo
from walkapp.domain.ids import new_id
from walkapp.domain.photos import MAX_BYTES
from walkapp.domain.walks import Walk
from walkapp.storage import devices, rows
from walkapp.storage.blobs import NoSpace
from walkapp.storage.database import Database

Joined = Callable[..., Caller]
PICTURE = pictures.jpeg(80, 60)
HASH = sha256(PICTURE).hexdigest()


@pytest.fixture
def client_id(phone: Caller, walk: Walk) -> str:
    body = an_issue_body()
    assert letter(phone, f"/walks/{walk.id}/issues", body).status_code == 201
    return str(body["client_id"])


def told(response: Any, status: int, result: str) -> dict[str, Any]:
    assert (response.status_code, response.mimetype) == (status, "application/json")
    body: dict[str, Any] = response.get_json()
    assert (body["result"], body["nonce"]) == (result, "n-2")
    return body


def photo_rows(db: Database) -> int:
    row = rows.one(db, "SELECT count(*) AS photos FROM photos")
    assert row
    return int(row["photos"])


def inbox(tmp_path: Path) -> list[str]:
    return sorted(path.name for path in (tmp_path / "photos").rglob("*") if path.is_file())


def test_a_photo_gets_a_receipt_and_so_does_its_repeat(
    phone: Caller, client_id: str, db: Database, tmp_path: Path
) -> None:
    photo_id = new_id()
    receipt = told(put_photo(phone, client_id, photo_id, PICTURE), 201, "stored")
    assert (receipt["photo_id"], receipt["sha256"]) == (photo_id, HASH)
    assert receipt["client_id"] == client_id
    again = told(put_photo(phone, client_id, photo_id, PICTURE), 200, "already_stored")
    assert again == {**receipt, "result": "already_stored"}
    assert inbox(tmp_path) == [f"{photo_id}.{HASH}"]


def test_parallel_puts_of_one_photo_are_one_row(
    app: Flask, phone: Caller, client_id: str, db: Database, tmp_path: Path
) -> None:
    photo_id, cookie = new_id(), phone.client.get_cookie("walkapp_device")
    assert cookie

    def put(_: int) -> int:
        client = app.test_client()
        client.set_cookie("walkapp_device", cookie.value)
        return put_photo(Caller(client), client_id, photo_id, PICTURE).status_code

    with ThreadPoolExecutor(20) as threads:
        assert sorted(threads.map(put, range(20))) == [200] * 19 + [201]
    assert (photo_rows(db), inbox(tmp_path)) == (1, [f"{photo_id}.{HASH}"])


def test_a_photo_may_come_before_its_issue(phone: Caller, walk: Walk) -> None:
    photo_id = new_id()
    body = an_issue_body(photo_ids=[photo_id])
    told(put_photo(phone, body["client_id"], photo_id, PICTURE), 201, "stored")
    receipt = letter(phone, f"/walks/{walk.id}/issues", body).get_json()
    assert (receipt["result"], receipt["missing_photos"]) == ("stored", [])


def test_other_bytes_under_the_same_id_are_a_conflict(phone: Caller, client_id: str) -> None:
    photo_id = new_id()
    put_photo(phone, client_id, photo_id, PICTURE)
    other = pictures.jpeg(80, 60, seed=4)
    told(put_photo(phone, client_id, photo_id, other), 409, "conflict")
    told(put_photo(phone, new_id(), photo_id, PICTURE), 409, "conflict")


@pytest.mark.parametrize(
    ("data", "status", "result"),
    [
        (b"", 422, "rejected"),
        (b"GIF89a......", 422, "rejected"),
        (b"<svg/>", 422, "rejected"),
        (b"\xff\xd8\xff" + b"\0" * MAX_BYTES, 413, "too_large"),
    ],
    ids=["empty", "gif", "svg", "large"],
)
def test_what_is_no_picture_is_refused_with_a_sentence(
    phone: Caller,
    client_id: str,
    db: Database,
    tmp_path: Path,
    data: bytes,
    status: int,
    result: str,
) -> None:
    refusal = told(put_photo(phone, client_id, new_id(), data), status, result)
    assert refusal["error"].endswith(".")
    assert refusal.get("limit") == (MAX_BYTES if status == 413 else None)
    assert (photo_rows(db), inbox(tmp_path)) == (0, [])


def test_gigabytes_are_refused_unread(phone: Caller, client_id: str, tmp_path: Path) -> None:
    told_length = {"CONTENT_LENGTH": str(10 * 1024**3)}
    response = put_photo(phone, client_id, new_id(), PICTURE, environ_overrides=told_length)
    assert told(response, 413, "too_large")["limit"] == MAX_BYTES
    assert inbox(tmp_path) == []


@pytest.mark.parametrize("stated", ["0" * 64, "", "nonsense"])
def test_other_bytes_than_stated_are_sent_again(
    phone: Caller, client_id: str, db: Database, tmp_path: Path, stated: str
) -> None:
    response = put_photo(phone, client_id, new_id(), PICTURE, headers={"X-Content-SHA256": stated})
    told(response, 400, "bad_digest")
    assert (photo_rows(db), inbox(tmp_path)) == (0, [])


@pytest.mark.parametrize("missing", [1, 100, len(PICTURE)])
def test_a_photo_cut_in_the_middle_leaves_nothing(
    phone: Caller, client_id: str, db: Database, tmp_path: Path, missing: int
) -> None:
    response = put_photo(
        phone,
        client_id,
        new_id(),
        PICTURE[:-missing],
        headers={"X-Content-SHA256": HASH},
        environ_overrides={"CONTENT_LENGTH": str(len(PICTURE))},
    )
    assert (response.status_code, response.mimetype) == (400, "application/json")
    assert (photo_rows(db), inbox(tmp_path)) == (0, [])


def test_the_sixth_photo_is_refused(phone: Caller, client_id: str) -> None:
    for _ in range(5):
        told(put_photo(phone, client_id, new_id(), PICTURE), 201, "stored")
    told(put_photo(phone, client_id, new_id(), PICTURE), 422, "rejected")


def test_the_quota_of_a_phone(
    phone: Caller, client_id: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("walkapp.domain.photos.MAX_PER_PHONE", 1)
    told(put_photo(phone, client_id, new_id(), PICTURE), 201, "stored")
    response = put_photo(phone, client_id, new_id(), PICTURE)
    told(response, 429, "slow_down")
    assert int(response.headers["Retry-After"]) > 0


def test_a_full_disk_takes_no_photos_but_still_words(
    app: Flask, phone: Caller, walk: Walk, client_id: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise NoSpace

    monkeypatch.setattr(app.extensions["blobs"], "receive", full)
    told(put_photo(phone, client_id, new_id(), PICTURE), 507, "no_space")
    assert letter(phone, f"/walks/{walk.id}/issues", an_issue_body()).status_code == 201


def test_ids_are_ids(phone: Caller, client_id: str) -> None:
    told(put_photo(phone, client_id, "..", PICTURE), 422, "rejected")
    told(put_photo(phone, "x" * 36, new_id(), PICTURE), 422, "rejected")


def test_nobody_adds_to_anothers_issue(
    phone: Caller, joined: Joined, walk: Walk, client_id: str, db: Database
) -> None:
    told(put_photo(joined(walk), client_id, new_id(), PICTURE), 404, "unknown_issue")
    told(put_photo(joined(a_walk()), client_id, new_id(), PICTURE), 404, "unknown_issue")
    assert photo_rows(db) == 0


def test_a_phone_that_joined_again_sends_what_its_issue_announced(
    phone: Caller, joined: Joined, walk: Walk
) -> None:
    photo_id = new_id()
    body = an_issue_body(photo_ids=[photo_id])
    letter(phone, f"/walks/{walk.id}/issues", body)
    again = joined(walk)
    told(put_photo(again, body["client_id"], photo_id, PICTURE), 201, "stored")
    told(put_photo(again, body["client_id"], new_id(), PICTURE), 404, "unknown_issue")
    elsewhere = joined(a_walk())
    told(put_photo(elsewhere, body["client_id"], photo_id, PICTURE), 404, "unknown_issue")


def test_a_photo_of_a_removed_issue_and_of_a_shut_out_phone_is_kept(
    phone: Caller, walk: Walk, client_id: str, db: Database
) -> None:
    letter(phone, f"/issues/{client_id}/remove", {"client_id": client_id})
    told(put_photo(phone, client_id, new_id(), PICTURE), 201, "stored")
    (member,) = devices.members(db, walk.id)
    devices.revoke(db, member.device_id, walk.id, "2026-11-20T18:00:00Z")
    told(put_photo(phone, client_id, new_id(), PICTURE), 201, "stored")


def test_a_photo_without_a_phone_or_from_elsewhere_is_refused(
    caller: Callable[[], Caller], phone: Caller, client_id: str, db: Database
) -> None:
    told(put_photo(caller(), client_id, new_id(), PICTURE), 401, "login")
    for headers in ({"Sec-Fetch-Site": "cross-site"}, {"Origin": "https://evil.example"}):
        response = put_photo(phone, client_id, new_id(), PICTURE, headers=headers)
        told(response, 403, "origin")
    for changes in ({"headers": {"X-Walkapp": ""}}, {"content_type": "text/plain"}):
        response = put_photo(phone, client_id, new_id(), PICTURE, **changes)
        assert response.status_code == 400
    assert photo_rows(db) == 0
