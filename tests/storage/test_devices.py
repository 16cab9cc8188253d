"""Walkers' phones."""

from dataclasses import replace

import pytest

from tests.cast import AT, a_walk, an_issue
from walkapp.domain.ids import new_id
from walkapp.domain.phones import Unsent
from walkapp.domain.photos import Photo
from walkapp.domain.walks import Walk
from walkapp.storage import devices, issues, photos, rows, walks
from walkapp.storage.database import Database

LATER = "2026-12-20T20:00:00Z"


@pytest.fixture
def walk(db: Database) -> Walk:
    planned = a_walk()
    walks.add(db, planned)
    return planned


def test_the_cookie_finds_its_phone_until_its_time_is_over(db: Database) -> None:
    device, token = devices.new_device(db, AT, LATER)
    assert devices.of_token(db, token, AT) == device
    assert devices.of_token(db, token, LATER) is None
    assert devices.of_token(db, "x" + token, AT) is None
    kept = next(db.query("SELECT * FROM devices"))
    assert token not in kept.values()
    assert len(token) >= 43  # 256 bits in base 64


def test_a_phone_joins_once_and_may_change_its_name(db: Database, walk: Walk) -> None:
    device, _ = devices.admit(db, walk.id, "Bo", AT, expires_at=LATER)
    devices.join(db, device.id, walk.id, name="Bosse", at=LATER)
    found = devices.membership(db, device.id, walk.id)
    assert found and (found.name, found.joined_at, found.revoked_at) == ("Bosse", AT, None)
    assert devices.members(db, walk.id) == [found] == devices.memberships(db, device.id)
    assert walks.of_device(db, device.id) == [walk]


def test_joining_prolongs_and_never_shortens(db: Database, walk: Walk) -> None:
    device, token = devices.new_device(db, AT, LATER)
    devices.join(db, device.id, walk.id, name="", at=AT, expires_at="2026-12-01T00:00:00Z")
    assert devices.of_token(db, token, "2026-12-15T00:00:00Z")
    devices.join(db, device.id, walk.id, name="", at=AT, expires_at="2027-01-01T00:00:00Z")
    assert devices.of_token(db, token, LATER)


def test_a_phone_shut_out_stays_out_when_it_joins_again(db: Database, walk: Walk) -> None:
    device, _ = devices.admit(db, walk.id, "Bo", AT, expires_at=LATER)
    devices.revoke(db, device.id, walk.id, AT)
    devices.join(db, device.id, walk.id, name="Bo", at=LATER)
    found = devices.membership(db, device.id, walk.id)
    assert found and found.revoked_at == AT
    assert walks.of_device(db, device.id) == []


def test_the_sweep_keeps_phones_that_logged_something(db: Database, walk: Walk) -> None:
    silent, _ = devices.admit(db, walk.id, "", AT, expires_at=LATER)
    busy, _ = devices.admit(db, walk.id, "", AT, expires_at=LATER)
    rows.insert(db, "issues", an_issue(walk, busy.id))
    assert devices.sweep(db, AT) == 0
    assert devices.sweep(db, LATER) == 1
    assert [m.device_id for m in devices.members(db, walk.id)] == [busy.id]


def test_a_phone_that_was_heard_may_say_what_it_holds(db: Database, walk: Walk) -> None:
    device, _ = devices.admit(db, walk.id, "Bo", AT, expires_at=LATER)
    [member] = devices.members(db, walk.id)
    devices.heard(db, member, Unsent(3, 5), AT)
    told = replace(member, seen_at=AT, unsent_issues=3, unsent_photos=5)
    assert devices.membership(db, device.id, walk.id) == told
    devices.heard(db, told, None, LATER)
    assert devices.membership(db, device.id, walk.id) == replace(told, seen_at=LATER)
    devices.heard(db, told, Unsent(), LATER)
    done = replace(told, seen_at=LATER, unsent_issues=0, unsent_photos=0)
    assert devices.membership(db, device.id, walk.id) == done


def sent(db: Database, walk: Walk, device_id: str, number: int) -> tuple[str, str]:
    """An issue with a photo, and a voice, of this phone."""
    issue = an_issue(walk, device_id, number=number)
    rows.insert(db, "issues", issue)
    photo = a_photo(issue.client_id, device_id)
    rows.insert(db, "photos", photo)
    db.execute(
        "INSERT INTO voices (client_id, device_id, at, counted) VALUES (:id, :device, :at, 1)",
        {"id": issue.client_id, "device": device_id, "at": AT},
    )
    return issue.client_id, photo.photo_id


def test_who_leaves_the_only_walk_has_no_key_any_more(db: Database, walk: Walk) -> None:
    device, token = devices.admit(db, walk.id, "Bo", AT, expires_at=LATER)
    client_id, photo_id = sent(db, walk, device.id, 1)
    member = devices.membership(db, device.id, walk.id)
    assert member and devices.leave(db, member, AT) is True
    assert devices.of_token(db, token, AT) is None
    [left] = devices.members(db, walk.id)
    assert (left.name, left.left_at) == ("Bo", AT) and left.device_id != device.id
    issue, photo = issues.get(db, client_id), photos.get(db, photo_id)
    assert issue and photo and issue.device_id == photo.device_id == left.device_id
    assert devices.sweep(db, "2027-01-01T00:00:00Z") == 1


def test_who_leaves_one_of_two_walks_keeps_the_other(db: Database, walk: Walk) -> None:
    other = a_walk()
    walks.add(db, other)
    device, token = devices.admit(db, walk.id, "Bo", AT, expires_at=LATER)
    devices.join(db, device.id, other.id, name="Bo", at=AT)
    gone, _ = sent(db, walk, device.id, 1)
    kept, _ = sent(db, other, device.id, 1)
    member = devices.membership(db, device.id, walk.id)
    assert member and devices.leave(db, member, AT) is False
    assert devices.of_token(db, token, AT) == device
    assert devices.membership(db, device.id, walk.id) is None
    assert [one.walk_id for one in devices.memberships(db, device.id)] == [other.id]
    assert issues.mine(db, walk.id, device.id) == []
    assert [one.issue.client_id for one in issues.mine(db, other.id, device.id)] == [kept]
    assert issues.voices_of(db, other.id, device.id) == [kept]
    assert issues.voices_of(db, walk.id, device.id) == [] and issues.get(db, gone)


def test_the_sweep_keeps_a_phone_that_saw_it_too(db: Database, walk: Walk) -> None:
    busy, _ = devices.admit(db, walk.id, "", AT, expires_at=LATER)
    voice, _ = devices.admit(db, walk.id, "", AT, expires_at=LATER)
    issue = an_issue(walk, busy.id)
    rows.insert(db, "issues", issue)
    with db.writing():
        db.execute(
            "INSERT INTO voices (client_id, device_id, at, counted) VALUES (:id, :device, :at, 1)",
            {"id": issue.client_id, "device": voice.id, "at": AT},
        )
    assert devices.sweep(db, LATER) == 0


def a_photo(client_id: str, device_id: str, **changes: object) -> Photo:
    given = {"photo_id": new_id(), "client_id": client_id, "fix_id": None, "kind": "issue"}
    told = {"device_id": device_id, "person_id": None, "sha256": "0" * 64, "bytes": 1}
    return Photo(**{**given, **told, "signature": "jpeg", "received_at": AT, **changes})  # type: ignore[arg-type]
