"""Walks, their crew and their counts."""

from dataclasses import replace

import pytest

from tests.cast import AT, a_person, a_walk, an_issue
from walkapp.domain import walks as rules
from walkapp.domain.errors import Conflict
from walkapp.domain.ids import new_id
from walkapp.storage import devices, events, people, rows, walks
from walkapp.storage.database import Database

LATER = "2026-12-20T20:00:00Z"
ANNA, BO, CIA = a_person("Anna", "leader"), a_person("Bo", "coordinator"), a_person("Cia", "leader")


@pytest.fixture(autouse=True)
def cast(db: Database) -> None:
    for person in (ANNA, BO, CIA):
        people.add(db, person)


def test_a_walk_comes_back_with_its_crew(db: Database) -> None:
    walk = a_walk(ANNA, BO)
    walks.add(db, walk)
    assert walks.get(db, walk.id) == walk
    assert walks.by_code(db, walk.code) == walk
    assert walks.by_secret(db, walk.secret) == walk
    assert walks.get(db, new_id()) is None


def test_a_rotated_code_finds_nothing(db: Database) -> None:
    walk = a_walk(ANNA)
    walks.add(db, walk)
    walks.save(db, *rules.rotate_code(walk, by=ANNA.id, at=AT))
    assert walks.by_code(db, walk.code) is None
    assert walks.by_secret(db, walk.secret) is None
    kept = walks.get(db, walk.id)
    assert kept and walks.by_code(db, kept.code) == kept


def test_a_save_writes_crew_and_history_together(db: Database) -> None:
    walk = a_walk(ANNA)
    walks.add(db, walk)
    moved, event = rules.move(walk, "close", by=ANNA.id, at=AT)
    moved = replace(moved, crew=frozenset({ANNA.id, CIA.id}))
    walks.save(db, moved, event)
    assert walks.get(db, walk.id) == moved
    assert [line["kind"] for line in events.of(db, "walk", walk.id)] == ["close"]
    with pytest.raises(Conflict):
        walks.save(db, *rules.move(walk, "review", by=ANNA.id, at=AT))
    assert walks.get(db, walk.id) == moved
    assert len(events.of(db, "walk", walk.id)) == 1


def test_leaders_list_their_own_and_coordinators_all(db: Database) -> None:
    mine, theirs = a_walk(ANNA), a_walk(CIA, starts_at="2026-11-21T18:00:00Z")
    walks.add(db, mine)
    walks.add(db, theirs)
    assert walks.listing(db, ANNA) == [mine]
    assert walks.listing(db, CIA) == [theirs]
    assert walks.listing(db, BO) == [theirs, mine]


def test_upcoming_and_earlier_part_the_walks(db: Database) -> None:
    past = {"starts_at": "2026-05-01T16:00:00Z", "ends_at": "2026-05-01T18:00:00Z"}
    going = a_walk(ANNA, state="open")
    planned = a_walk(ANNA, state="planned", starts_at="2026-12-01T16:00:00Z", ends_at=LATER)
    forgotten = a_walk(ANNA, state="planned", **past)
    done = a_walk(ANNA, state="reviewing", starts_at="2026-04-01T16:00:00Z")
    cancelled = a_walk(ANNA, state="cancelled", starts_at="2026-03-01T16:00:00Z")
    for walk in (done, planned, cancelled, going, forgotten):
        walks.add(db, walk)
    assert walks.upcoming(db, ANNA, AT) == [going, planned]
    assert walks.earlier(db, ANNA, AT, limit=2, offset=0) == [forgotten, done]
    assert walks.earlier(db, ANNA, AT, limit=2, offset=2) == [cancelled]
    assert walks.count_earlier(db, ANNA, AT) == 3
    assert walks.earlier(db, CIA, AT, limit=2, offset=0) == []
    assert (walks.count_earlier(db, CIA, AT), walks.count_earlier(db, BO, AT)) == (0, 3)


def test_counts_say_what_has_come(db: Database) -> None:
    walk = a_walk(ANNA)
    walks.add(db, walk)
    assert walks.counts(db, walk.id) == walks.Counts(0, 0, 0, 0, 0, 0, 0)
    first, _ = devices.admit(db, walk.id, "", AT, expires_at=LATER)
    second, _ = devices.admit(db, walk.id, "", AT, expires_at=LATER)
    devices.revoke(db, second.id, walk.id, AT)
    kept = an_issue(walk, first.id)
    held = an_issue(walk, second.id, number=2, held=True)
    removed = an_issue(walk, first.id, number=3, removed_at=AT)
    for issue in (kept, held, removed):
        rows.insert(db, "issues", issue)
    for issue, state in ((kept, "received"), (kept, "clean"), (held, "failed"), (removed, "clean")):
        a_photo(db, issue.client_id, state)
    assert walks.counts(db, walk.id) == walks.Counts(2, 1, 2, 1, 3, 1, 1)


def a_photo(db: Database, client_id: str, state: str) -> None:
    db.execute(
        "INSERT INTO photos (photo_id, client_id, kind, sha256, bytes, signature, received_at,"
        " state, problem, tries, alt_text, review, version) VALUES (:id, :client_id, 'before',"
        " '', 1, 'jpeg', :at, :state, '', 0, '', 'received', 1)",
        {"id": new_id(), "client_id": client_id, "at": AT, "state": state},
    )
