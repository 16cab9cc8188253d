"""What a phone says it still holds is kept beside each of its requests, and never in their way."""

from collections.abc import Callable
from typing import Any

import pytest

from tests.cast import a_walk
from tests.storage import pictures
from tests.web.conftest import Caller
from tests.web.sending import HERE, an_issue_body, letter, member, put_photo
from walkapp.domain.ids import new_id
from walkapp.domain.walks import Walk
from walkapp.storage import devices, issues
from walkapp.storage.database import Database, sqlite3

Joined = Callable[..., Caller]
UNSENT = "X-Walkapp-Unsent"


@pytest.fixture
def path(walk: Walk) -> str:
    return f"/walks/{walk.id}/issues"


def held(db: Database, walk: Walk) -> tuple[int, int]:
    found = member(db, walk)
    assert found.seen_at
    return found.unsent_issues, found.unsent_photos


def ask(phone: Caller, walk: Walk, unsent: str | None = "0/0") -> Any:
    headers = {**HERE, "Accept": "application/json", "X-Walkapp-Nonce": "n-1"}
    headers |= {UNSENT: unsent} if unsent is not None else {}
    return phone.get(f"/walks/{walk.id}/receipts", headers=headers)


def test_every_request_of_the_outbox_is_listened_to(
    phone: Caller, walk: Walk, path: str, db: Database
) -> None:
    body = an_issue_body()
    letter(phone, path, body, headers={UNSENT: "4/5"})
    assert held(db, walk) == (4, 5)
    put_photo(phone, body["client_id"], new_id(), pictures.jpeg(80, 60), headers={UNSENT: "3/5"})
    assert held(db, walk) == (3, 5)
    move = f"/issues/{body['client_id']}/remove"
    letter(phone, move, {"client_id": body["client_id"]}, headers={UNSENT: "2/0"})
    assert held(db, walk) == (2, 0)
    ask(phone, walk)
    assert held(db, walk) == (0, 0)


def test_a_refused_letter_was_heard_too_and_is_still_in_the_phone(
    phone: Caller, walk: Walk, path: str, db: Database
) -> None:
    assert letter(phone, path, b"{", headers={UNSENT: "6/0"}).status_code == 422
    assert held(db, walk) == (7, 0)
    body = an_issue_body()
    letter(phone, path, body)
    answer = put_photo(phone, body["client_id"], new_id(), b"no picture", headers={UNSENT: "0/2"})
    assert answer.status_code == 422
    assert held(db, walk) == (0, 3)


def test_with_the_last_letter_the_phone_holds_nothing(
    phone: Caller, walk: Walk, path: str, db: Database
) -> None:
    assert letter(phone, path, an_issue_body(), headers={UNSENT: "0/0"}).status_code == 201
    assert held(db, walk) == (0, 0)


@pytest.mark.parametrize("odd", ["", "x", "-1/0", "1/2/3", "3" * 500, "٣/٥", "1/1; DROP"])
def test_odd_values_are_ignored(
    phone: Caller, walk: Walk, path: str, db: Database, odd: str
) -> None:
    ask(phone, walk, "2/1")
    headers = {UNSENT: odd.encode().decode("latin-1")}
    assert letter(phone, path, an_issue_body(), headers=headers).status_code == 201
    assert held(db, walk) == (2, 1)


def test_a_plain_page_tells_nothing(phone: Caller, walk: Walk, db: Database) -> None:
    assert phone.get(f"/walks/{walk.id}").status_code == 200
    assert ask(phone, walk, None).status_code == 200
    assert member(db, walk).seen_at is None


def test_a_phone_that_is_not_in_the_walk_changes_nothing(
    phone: Caller, joined: Joined, walk: Walk, db: Database
) -> None:
    stranger = joined(a_walk())
    assert ask(stranger, walk, "9/9").status_code == 404
    assert member(db, walk).seen_at is None


def test_what_is_not_noted_costs_the_letter_nothing(
    phone: Caller, path: str, db: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    def locked(*_: object) -> None:
        raise sqlite3.OperationalError("database is locked")

    monkeypatch.setattr(devices, "heard", locked)
    body = an_issue_body()
    assert letter(phone, path, body, headers={UNSENT: "1/0"}).status_code == 201
    assert issues.get(db, body["client_id"])


def test_receipts_tell_how_the_walk_stands_and_what_waits(
    phone: Caller, walk: Walk, path: str, db: Database
) -> None:
    assert ask(phone, walk).get_json()["walk"] == {"state": "open", "closing_until": None}
    shown, late = an_issue_body(), an_issue_body()
    letter(phone, path, shown)
    until = "2020-01-01T00:00:00Z"
    with db.writing():
        db.execute(f"UPDATE walks SET state = 'closing', closing_until = '{until}'")
        db.execute("UPDATE issues SET review = 'rejected'")
    letter(phone, path, late)
    body = ask(phone, walk).get_json()
    assert body["walk"] == {"state": "closing", "closing_until": until}
    told = {one["client_id"]: (one["held"], one["hidden"]) for one in body["issues"]}
    assert told == {shown["client_id"]: (False, True), late["client_id"]: (True, False)}


def test_receipts_tell_what_this_phone_has_seen_too(
    phone: Caller, joined: Joined, walk: Walk, path: str, db: Database
) -> None:
    assert ask(phone, walk).get_json()["voices"] == []
    own = member(db, walk)
    body = an_issue_body()
    letter(joined(walk), path, body)
    with db.writing():
        db.execute(
            "INSERT INTO voices (client_id, device_id, at, counted) VALUES (:id, :device, :at, 1)",
            {"id": body["client_id"], "device": own.device_id, "at": walk.starts_at},
        )
    assert ask(phone, walk).get_json()["voices"] == [body["client_id"]]
