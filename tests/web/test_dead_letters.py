"""Letters that could not be taken in: kept, shown to the administrator, tried again, done with."""

import json
from collections.abc import Callable
from typing import Any

import pytest

from tests.cast import a_person
from tests.web.conftest import Caller
from tests.web.sending import an_issue_body, letter
from walkapp.domain.issues import FORMAT
from walkapp.domain.people import Person
from walkapp.domain.walks import Walk
from walkapp.storage import dead_letters, devices, housekeeping, issues
from walkapp.storage.database import Database
from walkapp.web import letters
from walkapp.web.blobs import blobs
from walkapp.web.clock import now

BASE = "/admin/dead-letters"


@pytest.fixture
def path(walk: Walk) -> str:
    return f"/walks/{walk.id}/issues"


@pytest.fixture
def admin(signed_in: Callable[[Person], Caller]) -> Caller:
    return signed_in(a_person("Siv", "admin"))


def waiting(db: Database) -> list[dead_letters.DeadLetter]:
    return dead_letters.listing(db, handled=False, limit=50)


def test_a_refused_letter_is_counted_and_shown_whole(
    phone: Caller, path: str, admin: Caller, db: Database
) -> None:
    assert "inte gick att ta emot" not in admin.get("/admin").text
    letter(phone, path, {**an_issue_body(note="Ingen lampa"), "category": "lampor"})
    assert admin.get("/readyz").get_json()["letters_waiting"] == 1
    start = admin.get("/admin").text
    assert "inte gick att ta emot" in start and "1 väntar" in start
    [found] = waiting(db)
    assert f"{BASE}/{found.id}" in admin.get(BASE).text
    page = admin.get(f"{BASE}/{found.id}").text
    assert "Välj ett av alternativen" in page and "Ingen lampa" in page and "lampor" in page


def test_trying_again_says_why_it_still_cannot_be_taken_in(
    phone: Caller, path: str, admin: Caller, db: Database
) -> None:
    letter(phone, path, an_issue_body(category="lampor"))
    [found] = waiting(db)
    again = admin.post(f"{BASE}/{found.id}/retry")
    assert again.status_code == 422
    assert "Välj ett av alternativen" in again.text and "ligger kvar" in again.text
    assert [one.id for one in waiting(db)] == [found.id]


def test_trying_again_takes_it_in_as_the_phone_that_sent_it(
    phone: Caller, walk: Walk, path: str, admin: Caller, db: Database, monkeypatch: Any
) -> None:
    body = an_issue_body(category="lampor")
    letter(phone, path, body)
    [found] = waiting(db)
    # The fault is put right: the category is known now.
    monkeypatch.setitem(letters.rules.draft._CHECKS, "category", lambda value, name: "belysning")
    assert admin.post(f"{BASE}/{found.id}/retry").status_code == 303
    [member] = devices.members(db, walk.id)
    issue = issues.get(db, body["client_id"])
    assert issue and (issue.device_id, issue.number) == (member.device_id, 1)
    assert letter(phone, path, body).get_json()["result"] == "already_stored"
    assert waiting(db) == []
    assert "Siv" in admin.get(f"{BASE}/{found.id}").text


def test_a_closed_letter_is_read_for_ninety_days(
    phone: Caller, path: str, admin: Caller, db: Database, app: Any
) -> None:
    letter(phone, path, b"{")
    [found] = waiting(db)
    assert admin.post(f"{BASE}/{found.id}/close").status_code == 303
    assert waiting(db) == []
    assert found.id in admin.get(f"{BASE}?show=handled").text
    with app.app_context():
        kept = blobs()
    housekeeping.sweep(db, kept, now())
    assert dead_letters.get(db, found.id)
    housekeeping.sweep(db, kept, "2099-01-01T00:00:00Z")
    assert dead_letters.get(db, found.id) is None


def test_a_letter_that_waits_is_never_swept(phone: Caller, path: str, db: Database) -> None:
    letter(phone, path, b"{")
    dead_letters.sweep(db, "2099-01-01T00:00:00Z")
    assert len(waiting(db)) == 1


def test_what_is_done_with_makes_room_for_more(
    phone: Caller, path: str, db: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(dead_letters, "MOST_PER_PHONE", 1)
    letter(phone, path, b"{")
    letter(phone, path, b"[")
    [first] = waiting(db)
    dead_letters.handle(db, first.id, by="nobody", at=now())
    letter(phone, path, b"[")
    assert [one.body for one in waiting(db)] == ["["]


@pytest.mark.parametrize("told", [{}, {"format": FORMAT}, {"format": 0}, {"format": None}])
def test_this_format_and_older_ones_are_stored_as_they_are(
    phone: Caller, path: str, db: Database, told: dict[str, Any]
) -> None:
    answer = letter(phone, path, an_issue_body(**told, extra="x"))
    assert (answer.status_code, answer.get_json()["result"]) == (201, "stored")
    assert waiting(db) == []


@pytest.mark.parametrize(
    ("told", "category"),
    [
        ({"format": 2}, None),
        ({"format": "2.1"}, None),
        ({"format": 2, "category": "belysning", "smell": "rök"}, "belysning"),
        ({"format": 2, "category": "svävare"}, None),
        ({"format": 2, "kind": "hot", "lat": "nära", "lon": 16}, None),
        ({"format": 2, "note": ["a", "b"]}, None),
    ],
)
def test_a_newer_apps_letter_is_held_with_what_is_known_and_kept_whole(
    phone: Caller, path: str, db: Database, told: dict[str, Any], category: str | None
) -> None:
    body = an_issue_body(**told)
    for status, result in ((202, "held_for_review"), (200, "already_stored")):
        answer = letter(phone, path, body)
        assert (answer.status_code, answer.get_json()["result"]) == (status, result)
    issue = issues.get(db, body["client_id"])
    assert issue and issue.held and issue.category == category
    assert issue.note in ("Mörkt här", "")
    [kept] = waiting(db)
    assert (kept.body, kept.sentence) == (json.dumps(body), letters.NEWER)


def test_a_newer_apps_letter_without_an_id_is_refused_and_kept(
    phone: Caller, path: str, db: Database
) -> None:
    assert letter(phone, path, {"format": 2, "note": "x"}).status_code == 422
    assert len(waiting(db)) == 1


def test_a_newer_apps_letter_that_cannot_be_kept_stays_in_the_phone(
    phone: Caller, path: str, db: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(dead_letters, "MOST_PER_PHONE", 0)
    body = an_issue_body(format=2)
    assert letter(phone, path, body).status_code == 429
    assert issues.get(db, body["client_id"]) is None


def test_after_the_upgrade_a_newer_letter_is_read_into_its_issue(
    phone: Caller, path: str, admin: Caller, db: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    body = an_issue_body(format=2, category="svävare")
    letter(phone, path, body)
    [kept] = waiting(db)
    too_early = admin.post(f"{BASE}/{kept.id}/retry")
    assert too_early.status_code == 422 and "Uppgradera" in too_early.text
    monkeypatch.setattr("walkapp.domain.issues.draft.FORMAT", 2)
    monkeypatch.setitem(letters.rules.draft._CHECKS, "category", lambda value, name: "belysning")
    assert admin.post(f"{BASE}/{kept.id}/retry").status_code == 303
    issue = issues.get(db, body["client_id"])
    assert issue and (issue.category, issue.held, issue.version) == ("belysning", True, 2)
    assert letter(phone, path, body).get_json()["result"] == "already_stored"


def test_a_letter_whose_issue_was_decided_about_is_not_read_into_it(
    phone: Caller, path: str, admin: Caller, db: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    body = an_issue_body(format=2)
    letter(phone, path, body)
    with db.writing():
        db.execute("UPDATE issues SET review = 'noted'")
    monkeypatch.setattr("walkapp.domain.issues.draft.FORMAT", 2)
    [kept] = waiting(db)
    answer = admin.post(f"{BASE}/{kept.id}/retry")
    assert answer.status_code == 422 and "gåtts igenom" in answer.text


def test_the_administrator_reads_the_letter_and_not_the_walk(
    phone: Caller, walk: Walk, path: str, admin: Caller, db: Database
) -> None:
    letter(phone, path, b"{")
    [found] = waiting(db)
    assert walk.title not in admin.get(f"{BASE}/{found.id}").text


def test_what_the_walker_wrote_stands_by_itself_and_only_once_it_can_be_read(
    phone: Caller, path: str, admin: Caller, db: Database
) -> None:
    letter(phone, path, {"note": "Trasig lampa", "place_text": ["Bron"], "seq": 77})
    letter(phone, path, b'{"note": "avbru')
    whole, cut = (admin.get(f"{BASE}/{one.id}").text for one in sorted_by_size(waiting(db)))
    assert "<dt>Anteckning</dt><dd>Trasig lampa</dd>" in whole.replace("\n", "")
    assert "Bron" in whole and "<dt>seq</dt>" not in whole
    assert "<dt>Anteckning</dt>" not in cut and "avbru" in cut


def sorted_by_size(found: list[dead_letters.DeadLetter]) -> list[dead_letters.DeadLetter]:
    return sorted(found, key=lambda one: -len(one.body))
