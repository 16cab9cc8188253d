"""Walkers' phones."""

import pytest

from tests.cast import AT, a_walk, an_issue
from walkapp.domain.walks import Walk
from walkapp.storage import devices, rows, walks
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
