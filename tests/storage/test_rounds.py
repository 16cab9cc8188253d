"""Rounds in the database: the fixes the rule says, in one's own order, for oneself alone."""

from itertools import product
from typing import Any

import pytest

from tests.cast import AT, TODAY, a_fix, a_party, a_person, a_walk, an_issue
from walkapp.domain import people as rights
from walkapp.domain.fixes import Fix, is_errand
from walkapp.domain.fixes.words import STATES
from walkapp.domain.ids import new_id
from walkapp.domain.people import Municipality
from walkapp.storage import devices, fixes, municipality, parties, people, rows, walks
from walkapp.storage.database import Database

PARTY, OTHER = a_party(), a_party("Bostadsbolaget", external=True)
DISA = a_person("Disa", "coordinator")
ANNA = a_person("Anna", "leader")
GUN, GREGER = a_person("Gun", "party", party=PARTY), a_person("Greger", "party", party=PARTY)
HANS = a_person("Hans", "party", party=OTHER)
PIA = a_person("Pia", "police")
EVERYBODY = (DISA, ANNA, GUN, GREGER, HANS, PIA, a_person("Adam", "admin"))
WALK = a_walk(ANNA)


@pytest.fixture(autouse=True)
def town(db: Database) -> None:
    municipality.save(db, Municipality("Flens kommun", "Flen", "FLEN"))
    for party in (PARTY, OTHER):
        parties.add(db, party)
    for person in EVERYBODY:
        people.add(db, person)
    walks.add(db, WALK)


def make(db: Database, **changes: Any) -> Fix:
    given = {"id": new_id(), "number": "", "state": "assigned", "party_id": PARTY.id, **changes}
    return fixes.create(db, a_fix(**given), by=DISA, at=AT)


def round_of(db: Database, person: Any) -> list[str]:
    return [errand.fix.id for errand in fixes.errands(db, person, TODAY)]


def test_the_round_holds_what_the_rule_says_for_every_role(db: Database) -> None:
    made = [
        make(
            db,
            state=state,
            outcome="fixed" if state == "closed" else None,
            person_id=person.id if person else None,
            party_id=party.id if state not in ("new", "assessing") else None,
            walk_id=walk,
        )
        for state, person, party, walk in product(
            STATES, (None, GUN), (PARTY, OTHER), (None, WALK.id)
        )
    ]
    for number, fix in enumerate(made):
        if number % 3:
            for person in EVERYBODY:
                fixes.star(db, person.id, [fix.id], on=True)
    for person in EVERYBODY:
        wanted = {
            fix.id
            for number, fix in enumerate(made)
            if rights.sees_fix(person, fix, WALK if fix.walk_id else None)
            and is_errand(fix, person, starred=bool(number % 3))
        }
        assert set(round_of(db, person)) == wanted, person.name
    assert round_of(db, GUN) and round_of(db, ANNA) and round_of(db, HANS)


def test_one_star_is_for_one_person_and_can_be_taken_away(db: Database) -> None:
    fix = make(db)
    fixes.star(db, GUN.id, [fix.id], on=True)
    assert (fixes.stars(db, GUN.id), fixes.stars(db, GREGER.id)) == ({fix.id}, set())
    assert (round_of(db, GUN), round_of(db, GREGER)) == ([fix.id], [])
    fixes.star(db, GUN.id, [fix.id], on=False)
    assert (fixes.stars(db, GUN.id), round_of(db, GUN)) == (set(), [])


def test_what_is_due_first_comes_first_until_somebody_orders_it(db: Database) -> None:
    late, soon, some_day = make(db, due_on="2026-12-24"), make(db, due_on="2026-11-25"), make(db)
    fixes.star(db, GUN.id, [late.id, some_day.id, soon.id], on=True)
    assert round_of(db, GUN) == [soon.id, late.id, some_day.id]
    fixes.arrange(db, GUN, [some_day.id, new_id(), late.id], TODAY)
    assert round_of(db, GUN) == [some_day.id, late.id, soon.id]
    fresh = make(db, due_on="2026-11-21")
    fixes.star(db, GUN.id, [fresh.id], on=True)
    assert round_of(db, GUN)[-1] == fresh.id
    fixes.star(db, GREGER.id, [late.id, soon.id], on=True)
    assert round_of(db, GREGER) == [soon.id, late.id]  # Gun's order is Gun's


def test_an_order_can_come_before_a_star(db: Database) -> None:
    fix = make(db, person_id=GUN.id)
    fixes.arrange(db, GUN, [fix.id], TODAY)
    [errand] = fixes.errands(db, GUN, TODAY)
    assert (errand.fix.id, errand.starred) == (fix.id, False)
    assert fixes.stars(db, GUN.id) == set()


def test_each_errand_brings_the_words_and_the_poles_of_its_issues(db: Database) -> None:
    device, _ = devices.new_device(db, AT, "2099-01-01T00:00:00Z")
    issues = [
        an_issue(WALK, device.id, number=n, note=note, pole_number=pole)
        for n, (note, pole) in enumerate([("Mörkt", "L 7"), ("", "L 8"), ("Mörkt", "L 7")], 1)
    ]
    for issue in issues:
        rows.insert(db, "issues", issue)
    draft = a_fix(id=new_id(), number="", state="assigned", party_id=PARTY.id)
    fix = fixes.create(db, draft, issues, by=DISA, at=AT)
    bare = make(db)
    fixes.star(db, GUN.id, [fix.id, bare.id], on=True)
    found = {errand.fix.id: errand for errand in fixes.errands(db, GUN, TODAY)}
    assert (found[fix.id].notes, found[fix.id].poles) == (("Mörkt",), ("L 7", "L 8"))
    assert (found[bare.id].notes, found[bare.id].before) == ((), ())
    assert found[fix.id].party == PARTY.name
