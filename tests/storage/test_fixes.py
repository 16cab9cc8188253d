"""A fix and its issues, numbers, history and pictures, saved together or not at all."""

import threading
from dataclasses import replace

import pytest

from tests.cast import AT, a_fix, a_party, a_person, a_walk, an_issue
from walkapp.domain import fixes as rules
from walkapp.domain.errors import Conflict, NotAllowed, Refused
from walkapp.domain.events import Event
from walkapp.domain.fixes import Fix, Given
from walkapp.domain.ids import new_id
from walkapp.domain.issues import Issue
from walkapp.domain.people import Municipality
from walkapp.domain.photos import Photo
from walkapp.storage import devices, events, fixes, municipality, parties, people, rows, walks
from walkapp.storage.database import Database, Source

COORDINATOR, ANNA = a_person("Disa", "coordinator"), a_person("Anna", "leader")
WALK = a_walk(ANNA)
PARTY = a_party()


@pytest.fixture(autouse=True)
def town(db: Database) -> None:
    municipality.save(db, Municipality("Flens kommun", "Flen", "FLEN"))
    parties.add(db, PARTY)
    for person in (COORDINATOR, ANNA):
        people.add(db, person)
    walks.add(db, WALK)


def logged(db: Database, **changes: object) -> Issue:
    device, _ = devices.new_device(db, AT, "2099-01-01T00:00:00Z")
    number = len(list(db.query("SELECT 1 FROM issues"))) + 1
    issue = an_issue(WALK, device.id, number=number, **changes)
    with db.writing():
        rows.insert(db, "issues", issue)
    return issue


def drafted(*issues: Issue, **changes: object) -> Fix:
    made = rules.new_fix(issues, walk=WALK, areas=[], at=AT) if issues else a_fix(number="")
    return replace(made, **changes)


def counts(db: Database) -> dict[str, int]:
    tables = ("fixes", "fix_issues", "events", "fix_search")
    return {t: next(db.query(f"SELECT count(*) AS n FROM {t}"))["n"] for t in tables}


def test_a_fix_comes_back_as_it_was_saved(db: Database) -> None:
    fix = fixes.create(db, drafted(title="Mörk tunnel", lat=59.0, replied=True), by=ANNA, at=AT)
    assert fix.number == "FLEN-2026-001"
    assert fixes.get(db, fix.id) == fix
    assert fixes.by_number(db, " flen-2026-001 ") == fix
    assert fixes.get(db, new_id()) is None
    assert fixes.by_number(db, "FLEN-2026-999") is None


def test_numbers_run_by_year_without_gaps(db: Database) -> None:
    numbers = [fixes.create(db, drafted(id=new_id()), by=ANNA, at=AT).number for _ in range(3)]
    with pytest.raises(NotAllowed):
        fixes.create(db, drafted(id=new_id()), by=a_person("Bo"), at=AT)
    numbers.append(fixes.create(db, drafted(id=new_id()), by=ANNA, at=AT).number)
    later = "2027-01-02T08:00:00Z"
    numbers.append(fixes.create(db, drafted(id=new_id()), by=ANNA, at=later).number)
    assert numbers == [f"FLEN-2026-00{n}" for n in (1, 2, 3, 4)] + ["FLEN-2027-001"]


def test_many_at_once_get_numbers_of_their_own(source: Source) -> None:
    numbers: list[str] = []

    def make() -> None:
        connection = source.connect()
        for _ in range(5):
            numbers.append(fixes.create(connection, drafted(id=new_id()), by=ANNA, at=AT).number)
        connection.close()

    threads = [threading.Thread(target=make) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(numbers) == [f"FLEN-2026-{n:03d}" for n in range(1, 31)]


def test_issues_are_linked_in_the_same_save(db: Database) -> None:
    first, second = logged(db), logged(db, note="Mörkt")
    fix = fixes.create(db, drafted(first, second), [first, second], by=ANNA, at=AT)
    shown = fixes.belongings(db, fix.id)
    assert [issue.client_id for issue in shown.issues] == [first.client_id, second.client_id]
    assert [(i.review, i.version) for i in shown.issues] == [("linked", 2), ("linked", 2)]
    for issue in (first, second):
        line = events.of(db, "issue", issue.client_id)[-1]
        assert (line["kind"], line["data"], line["version"]) == ("linked", {"fix": fix.id}, 2)
    (created,) = fixes.history(db, fix.id)
    assert (created["kind"], created["data"], created["by_name"]) == (
        "create",
        {"issues": 2},
        "Anna",
    )
    assert events.broken_at(db) is None


def test_an_issue_that_is_taken_stops_the_whole_save(db: Database) -> None:
    free, taken = logged(db), logged(db)
    fixes.create(db, drafted(taken), [taken], by=ANNA, at=AT)
    (now_linked,) = [r for r in db.query("SELECT * FROM issues WHERE review = 'linked'")]
    before = counts(db)
    with pytest.raises(Refused, match="har redan en åtgärd"):
        again = rows.read(Issue, now_linked)
        fixes.create(db, drafted(free, id=new_id()), [free, again], by=ANNA, at=AT)
    with pytest.raises(Conflict):  # read before the other save
        fixes.create(db, drafted(free, id=new_id()), [free, taken], by=ANNA, at=AT)
    assert counts(db) == before
    assert fixes.create(db, drafted(free), [free], by=ANNA, at=AT).number == "FLEN-2026-002"


def moved(fix: Fix) -> tuple[Fix, Event]:
    return rules.apply(fix, "assess", by=COORDINATOR, at=AT)


def test_a_save_writes_the_change_and_its_history(db: Database) -> None:
    fix = fixes.create(db, drafted(), by=ANNA, at=AT)
    after, event = moved(fix)
    assert fixes.save(db, after, event) is None
    assert fixes.get(db, fix.id) == after
    assert [line["kind"] for line in fixes.history(db, fix.id)] == ["create", "assess"]


def test_a_stale_save_is_a_conflict_and_leaves_no_history(db: Database) -> None:
    fix = fixes.create(db, drafted(), by=ANNA, at=AT)
    after, event = moved(fix)
    fixes.save(db, after, event)
    before = counts(db)
    late, late_event = rules.apply(
        fix, "out_of_scope", by=COORDINATOR, given=Given(reason="Nej"), at=AT
    )
    with pytest.raises(Conflict):
        fixes.save(db, late, late_event)
    assert fixes.get(db, fix.id) == after
    assert counts(db) == before


def test_of_two_who_save_at_once_one_is_told(db: Database, source: Source) -> None:
    fix = fixes.create(db, drafted(), by=ANNA, at=AT)
    told: list[str] = []

    def save(n: int) -> None:
        connection = source.connect()
        after, event = moved(fix)
        try:
            fixes.save(connection, replace(after, title=f"Rubrik {n}"), event)
            told.append("saved")
        except Conflict:
            told.append("conflict")
        connection.close()

    threads = [threading.Thread(target=save, args=(n,)) for n in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(told) == ["conflict"] * 5 + ["saved"]
    assert len(fixes.history(db, fix.id)) == 2


def test_what_remains_is_saved_with_what_was_done(db: Database) -> None:
    done = fixes.create(
        db, drafted(state="done", done_on="2026-11-20", done_text="Halva"), by=ANNA, at=AT
    )
    given = Given(remaining="Andra sidan", checked_on="2026-11-20")
    closed, event = rules.apply(done, "confirm_partly", by=COORDINATOR, given=given, at=AT)
    rest = fixes.save(db, closed, event, follow_up=rules.follow_up(closed, at=AT), by=COORDINATOR)
    assert rest and rest.number == "FLEN-2026-002"
    assert fixes.history(db, rest.id)[0]["data"] == {"issues": 0, "after": "FLEN-2026-001"}
    before = counts(db)
    with pytest.raises(Conflict):
        fixes.save(db, closed, event, follow_up=rules.follow_up(closed, at=AT), by=COORDINATOR)
    assert counts(db) == before


def test_before_are_the_approved_photos_and_after_those_of_the_doer(db: Database) -> None:
    issue = logged(db)
    fix = fixes.create(db, drafted(issue), [issue], by=ANNA, at=AT)

    def photo(kind: str, second: int, **changes: object) -> Photo:
        owner = {"client_id": issue.client_id if kind == "issue" else None}
        owner["fix_id"] = None if kind == "issue" else fix.id
        at = f"2026-11-20T18:00:{second:02d}Z"
        made = Photo(
            new_id(),
            **owner,
            kind=kind,
            device_id=None,
            person_id=None,
            sha256="0" * 64,
            bytes=1,
            signature="jpeg",
            received_at=at,
        )
        made = replace(made, **changes)
        with db.writing():
            rows.insert(db, "photos", made)
        return made

    shown = photo("issue", 2, review="approved", state="clean")
    added = photo("before", 1)
    after = photo("after", 3)
    photo("issue", 4)
    photo("issue", 5, review="hidden")
    photo("issue", 6, review="approved", removed_at=AT)
    photo("after", 7, removed_at=AT)
    found = fixes.belongings(db, fix.id)
    assert [p.photo_id for p in found.before] == [added.photo_id, shown.photo_id]
    assert [p.photo_id for p in found.after] == [after.photo_id]


def test_who_wrote_an_issue_is_not_read_with_a_fix(db: Database) -> None:
    issue = logged(db, author="Sofia Berg")
    fix = fixes.create(db, drafted(issue), [issue], by=ANNA, at=AT)
    (read,) = fixes.belongings(db, fix.id).issues
    assert (read.note, read.author) == (issue.note, "")
