"""Where staff are signed in."""

import pytest

from tests.cast import AT, a_person
from walkapp.domain.people import Person
from walkapp.storage import people, sessions
from walkapp.storage.database import Database


@pytest.fixture
def anna(db: Database) -> Person:
    person = a_person("Anna", "leader")
    people.add(db, person)
    return person


def test_a_token_tells_who_it_is_and_is_not_kept(db: Database, anna: Person) -> None:
    token = sessions.open_session(db, anna.id, AT, label="Firefox")
    assert sessions.person_of(db, token, AT) == anna
    assert sessions.person_of(db, token + "x", AT) is None
    kept = next(db.query("SELECT * FROM sessions"))
    assert token not in kept.values() and len(kept["id_hash"]) == 64


@pytest.mark.parametrize(
    ("at", "holds"), [("2026-11-20T18:29:59Z", True), ("2026-11-20T18:30:00Z", False)]
)
def test_half_an_hour_without_use_ends_it(db: Database, anna: Person, at: str, holds: bool) -> None:
    token = sessions.open_session(db, anna.id, AT)
    assert (sessions.person_of(db, token, at) is not None) is holds


def test_twelve_hours_end_it_however_much_it_is_used(db: Database, anna: Person) -> None:
    token = sessions.open_session(db, anna.id, "2026-11-20T06:00:00Z")
    for hour in range(6, 18):
        for minute in (0, 20, 40):
            at = f"2026-11-20T{hour:02}:{minute:02}:00Z"
            assert sessions.person_of(db, token, at) == anna, at
    assert sessions.person_of(db, token, "2026-11-20T17:59:59Z") == anna
    assert sessions.person_of(db, token, "2026-11-20T18:00:00Z") is None


def test_use_is_noted_once_a_minute(db: Database, anna: Person) -> None:
    token = sessions.open_session(db, anna.id, AT)
    sessions.person_of(db, token, "2026-11-20T18:00:59Z")
    assert sessions.of(db, anna.id, AT)[0].seen_at == AT
    sessions.person_of(db, token, "2026-11-20T18:01:00Z")
    assert sessions.of(db, anna.id, AT)[0].seen_at == "2026-11-20T18:01:00Z"


def test_one_or_all_can_be_ended_by_their_owner_alone(db: Database, anna: Person) -> None:
    bo = a_person("Bo")
    people.add(db, bo)
    first, second, third = (sessions.open_session(db, anna.id, AT) for _ in range(3))
    hashes = {session.id_hash for session in sessions.of(db, anna.id, AT)}
    sessions.end_one(db, bo.id, next(iter(hashes)))
    assert len(sessions.of(db, anna.id, AT)) == 3
    sessions.end(db, first)
    assert sessions.person_of(db, first, AT) is None
    assert sessions.person_of(db, second, AT) == anna
    sessions.end_one(db, anna.id, sessions.of(db, anna.id, AT)[0].id_hash)
    assert len(sessions.of(db, anna.id, AT)) == 1
    sessions.end_all(db, anna.id)
    assert sessions.person_of(db, third, AT) is None


def test_the_sweep_takes_only_what_has_run_out(db: Database, anna: Person) -> None:
    sessions.open_session(db, anna.id, "2026-11-20T17:00:00Z")
    sessions.open_session(db, anna.id, AT)
    assert sessions.sweep(db, AT) == 1
    assert len(sessions.of(db, anna.id, AT)) == 1
