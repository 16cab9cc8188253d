"""Many changes in one transaction with their way back, merging, and what is near; both engines."""

import threading
from dataclasses import replace

import pytest

from tests.cast import AT, TODAY, a_fix, a_party, a_person, a_walk, an_issue
from walkapp.domain.errors import Conflict, NotAllowed
from walkapp.domain.fixes import Change, Fix, Given, apply
from walkapp.domain.fixes.bulk import Terms, decide
from walkapp.domain.ids import new_id
from walkapp.domain.people import Municipality
from walkapp.storage import devices, events, fixes, municipality, parties, people, rows, walks
from walkapp.storage.database import Database, Source
from walkapp.storage.fixes import Filter

DISA, ELIN = a_person("Disa", "coordinator"), a_person("Elin", "coordinator")
ANNA = a_person("Anna", "leader")
WALK, PARTY = a_walk(ANNA), a_party()
TERMS = Terms(AT, TODAY)


@pytest.fixture(autouse=True)
def town(db: Database) -> None:
    municipality.save(db, Municipality("Flens kommun", "Flen", "FLEN"))
    parties.add(db, PARTY)
    for person in (DISA, ELIN, ANNA):
        people.add(db, person)
    walks.add(db, WALK)


def made(db: Database, **changes: object) -> Fix:
    given = {"id": new_id(), "number": "", "walk_id": WALK.id, **changes}
    return fixes.create(db, a_fix(**given), by=DISA, at=AT)


def given_to(fix: Fix) -> Change:
    return decide(fix, "assign", Given(party=PARTY), by=DISA, terms=TERMS)


def now_of(db: Database, fix: Fix) -> Fix:
    found = fixes.get(db, fix.id)
    assert found
    return found


def test_one_that_came_too_late_is_left_out_or_stops_all(db: Database) -> None:
    first, second = made(db), made(db)
    changes = [given_to(first), given_to(second)]
    fixes.save(db, *apply(first, "assess", by=ELIN, at=AT))
    with pytest.raises(Conflict):
        fixes.save_all(db, fixes.opened("assign", DISA, AT), changes)
    assert now_of(db, second) == second
    undo = fixes.opened("assign", DISA, AT)
    late = fixes.save_all(db, undo, changes, late="Någon annan var först.")
    assert [change.before.id for change in late] == [first.id]
    assert (now_of(db, first).state, now_of(db, second).state) == ("assessing", "assigned")
    kept = fixes.undo_of(db, undo.id)
    assert kept and kept.fixes == (second.id,)
    assert kept.left_out == ((first.id, "Någon annan var först."),)
    assert events.broken_at(db) is None


def test_an_act_is_taken_back_once_and_by_its_doer(db: Database) -> None:
    some = [made(db) for _ in range(3)]
    undo = fixes.opened("assign", DISA, AT)
    fixes.save_all(db, undo, [given_to(fix) for fix in some])
    kept = fixes.undo_of(db, undo.id)
    assert kept
    with pytest.raises(NotAllowed):
        fixes.take_back(db, kept, by=ELIN, at=AT)
    assert fixes.take_back(db, kept, by=DISA, at=AT) == []
    for fix in some:
        assert replace(now_of(db, fix), version=1) == fix
    with pytest.raises(Conflict):
        fixes.take_back(db, kept, by=DISA, at=AT)


def test_a_fault_in_the_middle_leaves_nothing(db: Database) -> None:
    fix, other = made(db), made(db)
    wrong = replace(given_to(other).after, party_id="nobody")
    undo = fixes.opened("assign", DISA, AT)
    with pytest.raises(Exception, match="(?i)foreign key"):
        fixes.save_all(db, undo, [given_to(fix), Change(other, wrong, ())])
    assert (now_of(db, fix), now_of(db, other)) == (fix, other)
    assert fixes.undo_of(db, undo.id) is None
    assert [line["kind"] for line in fixes.history(db, fix.id)] == ["create"]


def test_two_acts_at_once_each_get_what_is_free(db: Database, source: Source) -> None:
    some = [made(db) for _ in range(20)]
    left: list[int] = []

    def act() -> None:
        connection = source.connect()
        late = fixes.save_all(
            connection,
            fixes.opened("assign", DISA, AT),
            [given_to(fix) for fix in some],
            late="Någon annan var först.",
        )
        left.append(len(late))
        connection.close()

    threads = [threading.Thread(target=act) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(left) == [0, 20, 20, 20]
    for fix in some:
        kinds = [line["kind"] for line in fixes.history(db, fix.id)]
        assert kinds == ["create", "assess", "assign"]
    assert events.broken_at(db) is None


def test_what_was_found_by_its_words_still_is_after_an_undo(db: Database) -> None:
    fix = made(db, title="Mörk lykta")
    other = replace(fix, title="Trasig bänk", version=2)
    undo = fixes.opened("priority", DISA, AT)
    fixes.save_all(db, undo, [Change(fix, other, ())])

    def found(word: str) -> int:
        return fixes.find(db, Filter(DISA, TODAY, text=word)).count

    assert (found("lykta"), found("bänk")) == (0, 1)
    kept = fixes.undo_of(db, undo.id)
    assert kept
    fixes.take_back(db, kept, by=DISA, at=AT)
    assert (found("lykta"), found("bänk")) == (1, 0)


def test_an_issue_that_both_have_stays_with_both(db: Database) -> None:
    device, _ = devices.new_device(db, AT, "2099-01-01T00:00:00Z")
    kept, gone = made(db), made(db)
    issue = an_issue(WALK, device.id, review="linked")
    with db.writing():
        rows.insert(db, "issues", issue)
        for fix in (kept, gone):
            link = {"f": fix.id, "c": issue.client_id}
            db.execute("INSERT INTO fix_issues (fix_id, client_id) VALUES (:f, :c)", link)
    after, event = apply(gone, "mark_duplicate", by=DISA, given=Given(kept_fix=kept), at=AT)
    undo = fixes.opened("merge", DISA, AT)
    fixes.merge(db, kept, (Change(gone, after, (event,)),), undo, by=DISA)
    assert fixes.history(db, kept.id)[-1]["data"]["issues"] == 0
    assert [one.id for one in fixes.merged_into(db, kept.id)] == [gone.id]
    found = fixes.undo_of(db, undo.id)
    assert found
    fixes.take_back(db, found, by=DISA, at=AT)
    for fix in (kept, gone):
        assert fixes.issue_ids(db, fix.id) == [issue.client_id]


def test_what_is_near_is_of_the_kind_that_was_asked_for(db: Database) -> None:
    here = made(db, lat=59.058, lon=16.588)
    close = made(db, lat=59.0582, lon=16.588, state="closed", outcome="fixed")
    east = made(db, lat=59.058, lon=16.5885)
    for away in (
        {"lat": 59.0585, "lon": 16.588},  # 56 metres
        {"lat": 59.058, "lon": 16.589},
        {"lat": 59.058, "lon": 16.588, "category": "klotter"},
        {"lat": 59.058, "lon": 16.588, "state": "closed", "outcome": "duplicate"},
        {},
    ):
        made(db, **away)
    seen = Filter(DISA, TODAY, category="belysning")
    found = fixes.near(db, seen, here.lat, here.lon, besides=here.id)
    assert [one.fix.id for one in found] == [close.id, east.id]
    assert [round(one.metres) for one in found] == [22, 29]
    assert found[0].walk == WALK.title
    assert fixes.near(db, seen, None, None) == []
    stranger = Filter(a_person("Cia", "leader"), TODAY, category="belysning")
    assert fixes.near(db, stranger, here.lat, here.lon) == []
