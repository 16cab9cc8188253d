"""What the municipality's views ask of storage: new filters, the inbox's order, counts, figures."""

from collections.abc import Callable
from typing import Any

import pytest

from tests.cast import AT, TODAY, a_fix, a_party, a_person, a_walk
from walkapp.domain.fixes import Fix
from walkapp.domain.fixes.words import OPEN
from walkapp.domain.ids import new_id
from walkapp.domain.people import Municipality, Person
from walkapp.storage import fixes, municipality, parties, people, walks
from walkapp.storage.database import Database
from walkapp.storage.fixes import Filter, streaming

PARTY, OTHER = a_party(), a_party("Bostadsbolaget", external=True)
DISA, ANNA = a_person("Disa", "coordinator"), a_person("Anna", "leader")
GUN, HANS = a_person("Gun", "party", party=PARTY), a_person("Hans", "party", party=OTHER)
WALK = a_walk(ANNA)
Make = Callable[..., Fix]


@pytest.fixture(autouse=True)
def town(db: Database) -> None:
    municipality.save(db, Municipality("Flens kommun", "Flen", "FLEN"))
    for party in (PARTY, OTHER):
        parties.add(db, party)
    for person in (DISA, ANNA, GUN, HANS):
        people.add(db, person)
    walks.add(db, WALK)


@pytest.fixture
def make(db: Database) -> Make:
    def made(**changes: Any) -> Fix:
        given = {"id": new_id(), "number": "", **changes}
        if changes.get("state") == "closed":
            given = {"outcome": "fixed", "closed_at": AT, **given}
        return fixes.create(db, a_fix(**given), by=DISA, at=AT)

    return made


def numbers(db: Database, person: Person = DISA, sort: str = "due", **wanted: Any) -> list[str]:
    asked = Filter(person, TODAY, **wanted)
    page = fixes.find(db, asked, sort)
    every = [found.fix for found in fixes.every(db, asked, sort)]
    assert every == [found.fix for found in page.fixes]
    assert page.count == fixes.count(db, asked) == len(every)
    return [fix.number[-3:] for fix in every]


def test_the_inbox_has_what_nobody_has_first_then_what_is_late(db: Database, make: Make) -> None:
    make(state="planned", due_on="2026-11-25", original_due_on="2026-11-25")
    make(state="planned", due_on="2026-12-24", original_due_on="2026-11-02")  # late although moved
    make(state="new", created_at="2026-11-19T10:00:00Z")
    make(state="closed", original_due_on="2026-01-01")
    make(state="in_progress", due_on="2026-11-01", original_due_on="2026-11-01")
    make(state="assessing", created_at="2026-10-01T10:00:00Z")
    make(state="done", due_on="2026-11-01", original_due_on="2026-11-01")
    make(state="on_hold")
    order = ["006", "003", "005", "002", "007", "001", "008"]
    assert numbers(db, sort="inbox", state="open") == order
    assert numbers(db, sort="inbox") == [*order, "004"]


def test_every_new_filter_narrows(db: Database, make: Make) -> None:
    make(state="new", place_type="gangtunnel", created_at="2026-11-01T22:59:59Z")
    make(state="planned", party_id=PARTY.id, person_id=GUN.id, created_at="2026-11-01T23:00:00Z")
    make(state="assessing", reopen_count=1, due_on="2026-11-30")
    make(
        state="closed",
        closed_at="2026-10-31T23:00:00Z",
        done_on="2026-10-01",
        original_due_on="2026-10-01",
    )
    make(
        state="closed",
        closed_at="2026-10-31T22:59:59Z",
        done_on="2026-10-02",
        original_due_on="2026-10-01",
        due_on="2026-12-01",
    )
    everything = {"001", "002", "003", "004", "005"}
    for wanted, found in (
        ({"place_type": "gangtunnel"}, {"001"}),
        ({"handler": GUN.id}, {"002"}),
        ({"handler": "none"}, everything - {"002"}),
        ({"party": "none", "state": "open"}, {"001", "003"}),
        ({"unassigned": True}, {"001", "003"}),
        ({"unassigned": True, "state": "closed"}, set()),
        ({"reopened": True}, {"003"}),
        ({"punctual": "yes"}, {"004"}),
        ({"punctual": "no"}, {"005"}),
        ({"punctual": "nonsense"}, everything),
        # Days are those of Sweden: an hour before midnight in UTC it is tomorrow.
        ({"dated": "created", "until": "2026-11-01"}, {"001"}),
        ({"dated": "created", "since": "2026-11-02", "until": "2026-11-02"}, {"002"}),
        ({"dated": "closed", "since": "2026-11-01"}, {"004"}),
        ({"dated": "closed", "until": "2026-10-31"}, {"005"}),
        ({"dated": "due", "since": "2026-11-30", "until": "2026-11-30"}, {"003"}),
        ({"dated": "due", "since": "2026-11-01", "until": "2026-12-01"}, {"003", "005"}),
        ({"dated": "nonsense", "since": "2026-12-01"}, everything),
    ):
        assert set(numbers(db, **wanted)) == found, wanted


def test_counts_are_those_of_the_lists(db: Database, make: Make) -> None:
    for state in OPEN:
        for party in (PARTY, OTHER):
            make(state=state, party_id=party.id, original_due_on="2026-11-01", reopen_count=1)
    make(state="closed")
    for person in (DISA, GUN, ANNA):
        found = fixes.counts(db, person, TODAY)
        assert found.open == len(numbers(db, person, state="open"))
        for name in ("unassigned", "mine", "overdue", "reopened"):
            listed = numbers(db, person, state="open", **{name: True})
            assert getattr(found, name) == len(listed), (person.name, name)


def test_a_file_holds_all_in_order_and_the_names(
    db: Database, make: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(streaming, "BATCH", 2)
    made = [make(state="planned", party_id=PARTY.id, person_id=GUN.id, walk_id=WALK.id)]
    made += [make(due_on=f"2026-12-0{9 - n}") for n in range(6)]
    found = list(fixes.every(db, Filter(DISA, TODAY), "due"))
    assert [one.fix.id for one in found] == [fix.id for fix in (*made[:0:-1], made[0])]
    assert (found[-1].party, found[-1].handler, found[-1].walk) == (
        PARTY.name,
        "Gun",
        WALK.title,
    )


def test_a_file_leaves_out_what_was_taken_from_one_meanwhile(
    db: Database, make: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(streaming, "BATCH", 1)
    first, second = (make(state="planned", party_id=PARTY.id) for _ in range(2))
    reading = fixes.every(db, Filter(GUN, TODAY), "number")
    assert next(reading).fix.id == second.id
    db.execute("UPDATE fixes SET party_id = :id WHERE id = :fix", {"id": OTHER.id, "fix": first.id})
    assert list(reading) == []


def test_pins_are_those_with_a_place_and_not_too_many(db: Database, make: Make) -> None:
    late = make(state="planned", lat=59.1, lon=16.6, original_due_on="2026-01-01")
    make(state="planned")
    new = make(lat=59.2, lon=16.7)
    hers = make(state="planned", party_id=PARTY.id, lat=59.3, lon=16.8)
    found = fixes.spots(db, Filter(DISA, TODAY, state="open"), 10)
    assert [spot.id for spot in found] == [new.id, late.id, hers.id]
    assert (found[1].lat, found[1].original_due_on) == (59.1, "2026-01-01")
    assert len(fixes.spots(db, Filter(DISA, TODAY), 2)) == 2
    assert [spot.id for spot in fixes.spots(db, Filter(GUN, TODAY), 10)] == [hers.id]


def test_the_board_counts_what_it_does_not_show(db: Database, make: Make) -> None:
    for n in range(3):
        make(created_at=f"2026-11-0{3 - n}T10:00:00Z")
    make(state="planned", party_id=PARTY.id)
    make(state="closed")
    columns = fixes.board(db, Filter(DISA, TODAY, state="open"), OPEN, 2)
    assert [column.state for column in columns] == list(OPEN)
    new = columns[0]
    assert (new.count, [found.fix.number[-3:] for found in new.fixes]) == (3, ["003", "002"])
    assert {column.state: column.count for column in columns if column.count} == {
        "new": 3,
        "planned": 1,
    }
    [closed] = fixes.board(db, Filter(DISA, TODAY), ("closed",), 2)
    assert closed.count == 1
    mine = fixes.board(db, Filter(GUN, TODAY, state="open"), OPEN, 2)
    assert sum(column.count for column in mine) == 1


def test_the_figures_are_those_of_the_lists(db: Database, make: Make) -> None:
    """Each number of the page is as long as the list it leads to."""
    make(created_at="2025-01-01T10:00:00Z")
    make(state="planned", party_id=PARTY.id, original_due_on="2026-11-01")
    make(state="planned", party_id=PARTY.id, original_due_on="2027-11-01")
    make(state="planned", party_id=OTHER.id, created_at="2026-10-21T10:00:00Z")
    for day, done, promised in (
        ("2026-11-05", "2026-11-01", "2026-11-01"),
        ("2026-11-06", "2026-11-02", "2026-11-01"),
        ("2025-12-01", "2025-11-30", None),
        ("2025-11-30", "2025-11-30", "2025-12-24"),  # before the year
    ):
        make(
            state="closed",
            created_at="2025-11-25T10:00:00Z",
            closed_at=f"{day}T12:00:00Z",
            done_on=done,
            original_due_on=promised,
        )
    make(state="closed", outcome="wont_fix", closed_at="2026-11-07T12:00:00Z", category="klotter")
    found = fixes.figures(db, DISA, TODAY)
    for load in found.loads:
        party = load.party_id or "none"
        assert load.open == len(numbers(db, state="open", party=party))
        assert load.overdue == len(numbers(db, overdue=True, party=party))
    assert [(load.name, load.open, load.overdue) for load in found.loads] == [
        (PARTY.name, 2, 1),
        (OTHER.name, 1, 0),
        ("", 1, 0),
    ]
    assert [n for _, n in found.ages] == [3, 0, 0, 0, 1]
    assert found.months[-1][1] == 3 and sum(n for _, n in found.months) == 4
    for dated, state, spans in (
        ("created", "open", found.ages),
        ("closed", "closed", found.months),
    ):
        for span, n in spans:
            listed = numbers(db, state=state, dated=dated, since=span.since, until=span.until)
            assert n == len(listed), span
    assert [(t.category, t.count, t.median) for t in found.times] == [("belysning", 3, 345.0)]
    assert (found.punctual, found.late) == (1, 1)
    hers = fixes.figures(db, GUN, TODAY)
    assert hers.counts.open == 2 and [load.name for load in hers.loads] == [PARTY.name]
