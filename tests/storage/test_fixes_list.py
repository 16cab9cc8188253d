"""The list of fixes: nobody sees more than their own; filters, words, order, pages."""

from collections.abc import Callable
from dataclasses import replace
from itertools import product

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.cast import AT, TODAY, a_fix, a_party, a_person, a_walk, an_area
from walkapp.domain import people as rights
from walkapp.domain.categories import CATEGORIES
from walkapp.domain.fixes import Fix, overdue_since
from walkapp.domain.fixes.words import STATES
from walkapp.domain.ids import new_id
from walkapp.domain.people import Municipality, Person
from walkapp.storage import areas, fixes, municipality, parties, people, search, walks
from walkapp.storage.database import Database
from walkapp.storage.fixes import PAGE, Filter, finding

PARTY, OTHER = a_party(), a_party("Bostadsbolaget", external=True)
NORTH, SOUTH = an_area("Ängen"), an_area("Centrum")
COORDINATOR = a_person("Disa", "coordinator")
ANNA, CIA = a_person("Anna", "leader"), a_person("Cia", "leader")
GUN, HANS = a_person("Gun", "party", party=PARTY), a_person("Hans", "party", party=OTHER)
PIA = a_person("Pia", "police")
EVERYBODY = (
    COORDINATOR,
    ANNA,
    CIA,
    GUN,
    HANS,
    PIA,
    a_person("Elin", "safety_coordinator"),
    a_person("Rolf", "registrar"),
    a_person("Adam", "admin"),
    a_person("Nils"),
    a_person("Lena", "party"),
    a_person("Klas", party=PARTY),
    a_person("Mia", "police", "leader", party=OTHER),
)
WALK, FOREIGN = a_walk(ANNA, EVERYBODY[-1]), a_walk(CIA)


@pytest.fixture(autouse=True)
def town(db: Database) -> None:
    municipality.save(db, Municipality("Flens kommun", "Flen", "FLEN"))
    for party in (PARTY, OTHER):
        parties.add(db, party)
    for area in (NORTH, SOUTH):
        areas.add(db, area)
    for person in EVERYBODY:
        people.add(db, person)
    for walk in (WALK, FOREIGN):
        walks.add(db, walk)


Make = Callable[..., Fix]


@pytest.fixture
def make(db: Database) -> Make:
    def made(at: str = AT, **changes: object) -> Fix:
        closed = changes.get("state") == "closed"
        given = {"id": new_id(), "number": "", **({"outcome": "fixed"} if closed else {})}
        return fixes.create(db, a_fix(**{**given, **changes}), by=COORDINATOR, at=at)

    return made


def numbers(db: Database, person: Person = COORDINATOR, **wanted: object) -> list[str]:
    asked = Filter(person, TODAY, **wanted)
    page = fixes.find(db, asked)
    assert page.count == fixes.count(db, asked) == len(page.fixes)
    assert [x.fix for x in fixes.every(db, asked)] == [x.fix for x in page.fixes]
    return [listed.fix.number[-3:] for listed in page.fixes]


def test_everybody_lists_exactly_what_the_rule_lets_them_see(db: Database, make: Make) -> None:
    made = [
        make(walk_id=walk and walk.id, party_id=party and party.id, category=category)
        for walk, party, category in product(
            (None, WALK, FOREIGN), (None, PARTY, OTHER), ("belysning", "narvaro")
        )
    ]
    walk_of = {walk.id: walk for walk in (WALK, FOREIGN)}
    for person in EVERYBODY:
        page = fixes.find(db, Filter(person, TODAY))
        seen = {f.id for f in made if rights.sees_fix(person, f, walk_of.get(f.walk_id or ""))}
        assert {listed.fix.id for listed in page.fixes} == seen, person.name
        assert page.count == len(seen)


def test_every_filter_narrows(db: Database, make: Make) -> None:
    make(state="new", category="klotter", walk_id=WALK.id, area_id=NORTH.id)
    make(state="planned", party_id=PARTY.id, priority="urgent", original_due_on="2026-11-01")
    make(state="done", party_id=OTHER.id, original_due_on="2026-11-01")
    make(state="closed", outcome="wont_fix", original_due_on="2026-11-01")
    make(state="closed", outcome="fixed", priority="urgent")
    for wanted, found in (
        ({}, {"001", "002", "003", "004", "005"}),
        ({"state": "open"}, {"001", "002", "003"}),
        ({"state": "closed"}, {"004", "005"}),
        ({"state": "planned"}, {"002"}),
        ({"outcome": "wont_fix"}, {"004"}),
        ({"category": "klotter"}, {"001"}),
        ({"party": PARTY.id}, {"002"}),
        ({"area": NORTH.id}, {"001"}),
        ({"walk": WALK.id}, {"001"}),
        ({"priority": "urgent"}, {"002", "005"}),
        ({"priority": "urgent", "state": "open"}, {"002"}),
        ({"overdue": True}, {"002"}),
        ({"overdue": True, "state": "planned"}, {"002"}),
        ({"overdue": True, "state": "closed"}, set()),
        ({"mine": True, "state": "closed"}, set()),
        ({"state": "nonsense"}, set()),
    ):
        assert set(numbers(db, **wanted)) == found, wanted


def test_overdue_in_the_list_is_overdue_by_the_rule(db: Database, make: Make) -> None:
    days = (None, "2026-11-19", TODAY, "2026-11-21")
    made = [make(state=state, original_due_on=day) for state, day in product(STATES, days)]
    late = {fix.number[-3:] for fix in made if overdue_since(fix, TODAY)}
    assert late and set(numbers(db, overdue=True)) == late


def test_mine_is_where_the_next_step_is_mine(db: Database, make: Make) -> None:
    make(state="new")
    make(state="assigned", party_id=PARTY.id)
    make(state="planned", party_id=PARTY.id, person_id=GUN.id)
    make(state="in_progress", party_id=PARTY.id, person_id=EVERYBODY[-2].id)
    make(state="done", party_id=PARTY.id, walk_id=WALK.id)
    make(state="referred", party_id=OTHER.id, followup_on=TODAY)
    make(state="referred", party_id=OTHER.id, followup_on="2026-12-24")
    make(state="on_hold", party_id=PARTY.id, review_on="2026-11-19")
    make(state="on_hold", party_id=PARTY.id, review_on="2027-03-01")
    make(state="closed")
    assert set(numbers(db, mine=True)) == {"001", "005", "006", "008"}
    assert set(numbers(db, GUN, mine=True)) == {"002", "003"}
    assert set(numbers(db, ANNA, mine=True)) == {"005"}
    assert numbers(db, EVERYBODY[7], mine=True) == []


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("belysning", {"001", "002", "003"}),
        ("BELYSNING", {"001", "002", "003"}),
        ("gatubelysning", {"001"}),
        ("tunnel gatubelysning", {"001"}),
        ("ängen", {"004"}),
        ("angen", {"005"}),
        ("ÄNGEN", {"004"}),
        ("a\u0308ngen", {"004"}),
        ("an", {"005"}),
        ("än", {"004"}),
        ("FLEN-2026-002", {"002"}),
        ("2026-00", {"001", "002", "003", "004", "005"}),
        ("3", {"003"}),
        ("03", {"003"}),
        ("x", set()),
        ('"', set()),
        ("100%", {"003"}),
        ("100_", set()),
        ("%%%", set()),
        ("hundra\\", set()),
        ("'; DROP TABLE fixes; --", set()),
        ('belysning" OR "klotter', set()),
        ("NOT belysning", set()),
        ("belysning*", set()),
        ("text:belysning", set()),
        ("\x00\x00\x00", {"001", "002", "003", "004", "005"}),
        ("   ", {"001", "002", "003", "004", "005"}),
        ("😀😀😀", {"002"}),
    ],
)
def test_words_are_found_inside_words(
    db: Database, make: Make, typed: str, found: set[str]
) -> None:
    make(title="Trasig gatubelysning i tunneln")
    make(title="Mörkt", place_text="Vid 😀😀😀 skylten")
    make(title="Släckt", public_text="Släckt till 100% hela kvällen")
    make(title="Klotter vid ängen", category="klotter")
    make(title="Klotter vid angen", category="klotter")
    assert set(numbers(db, text=typed)) == found


def test_words_follow_an_edit(db: Database, make: Make) -> None:
    fix = make(title="Trasig lampa")
    from walkapp.domain.fixes import Given, apply

    working = fixes.create(
        db, replace(fix, id=new_id(), state="in_progress", party_id=PARTY.id), by=COORDINATOR, at=AT
    )
    given = Given(done_text="Armaturen byttes", done_on=TODAY)
    fixes.save(db, *apply(working, "finish", by=GUN, given=given, at=AT))
    assert numbers(db, text="armatur") == ["002"]
    assert set(numbers(db, text="lampa")) == {"001", "002"}


def test_only_the_first_words_are_looked_for(db: Database, make: Make) -> None:
    make(title="lampa")
    assert numbers(db, text="lampa " * 50 + "finnsinte") == ["001"]
    assert search.spaced(" A\tB\nÅ ") == " a b å"


def test_orders(db: Database, make: Make) -> None:
    one = make(due_on="2026-12-02", priority="normal", area_id=NORTH.id)
    two = make(due_on=None, priority="urgent", area_id=None)
    three = make(due_on="2026-12-01", priority=None, area_id=SOUTH.id)
    late = "2027-01-01T00:00:00Z"
    four = make(late, due_on="2026-12-01", priority="long_term", area_id=SOUTH.id, updated_at=late)
    for sort, order in (
        ("due", [three, four, one, two]),
        ("updated", [four, three, two, one]),
        ("number", [four, three, two, one]),
        ("priority", [two, one, four, three]),
        ("area", [three, four, one, two]),
        ("nonsense", [three, four, one, two]),
    ):
        page = fixes.find(db, Filter(COORDINATOR, TODAY), sort)
        assert [listed.fix.number for listed in page.fixes] == [fix.number for fix in order], sort


def test_a_thousandth_number_comes_after_the_nine_hundredth(db: Database, make: Make) -> None:
    make()
    with db.writing():
        db.execute("UPDATE counters SET value = 998 WHERE name = 'fixes-2026'")
    for _ in range(2):
        make()
    make("2027-01-01T00:00:00Z")
    page = fixes.find(db, Filter(COORDINATOR, TODAY), "number")
    found = [listed.fix.number for listed in page.fixes]
    assert found == ["FLEN-2027-001", "FLEN-2026-1000", "FLEN-2026-999", "FLEN-2026-001"]


def test_pages_hold_every_fix_once(db: Database, make: Make) -> None:
    made = [make(due_on="2026-12-01") for _ in range(PAGE * 2 + 3)]
    seen: list[str] = []
    for number in (1, 2, 3):
        page = fixes.find(db, Filter(COORDINATOR, TODAY), page=number)
        assert (page.number, page.pages, page.count) == (number, 3, len(made))
        seen += [listed.fix.id for listed in page.fixes]
    assert seen == [fix.id for fix in made]
    for number in (-5, 0):
        assert fixes.find(db, Filter(COORDINATOR, TODAY), page=number).number == 1
    assert fixes.find(db, Filter(COORDINATOR, TODAY), page=10**9).number == 3
    nothing = fixes.find(db, Filter(COORDINATOR, TODAY, text="finnsinte"))
    assert (nothing.fixes, nothing.count, nothing.number, nothing.pages) == ([], 0, 1, 1)


def test_a_word_in_nearly_every_fix_gives_the_pages_of_a_rare_one(
    db: Database, make: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Walked in an order's own index or gathered and sorted: the same fixes, counts and pins."""
    for n in range(75):
        state = ("closed", "new", "planned")[n % 3]
        title = "Buske" if n % 10 == 0 else "Mörk väg"
        make(title=title, state=state, due_on=f"2026-12-{n % 28 + 1:02d}", lat=59.0, lon=16.6)
    shown: list[list[object]] = []
    for walks_through in (True, False):
        if not walks_through:
            monkeypatch.setattr("walkapp.storage.fixes.finding.common", lambda *_: None)
            monkeypatch.setattr("walkapp.storage.fixes.streaming.common", lambda *_: None)
            monkeypatch.setattr("walkapp.storage.fixes.finding._opened", lambda *_: None)
        for state, sort, text in product(("", "open", "closed"), finding.SORTS, ("mörk", "")):
            wanted = Filter(COORDINATOR, TODAY, state=state, text=text)
            if walks_through and text and sort != "inbox":
                assert finding.common(db, wanted) is not None
            pages = [fixes.find(db, wanted, sort, page) for page in (1, 2, 3, 9)]
            assert fixes.count(db, wanted) == pages[0].count
            board = fixes.board(db, wanted, ("new", "planned", "closed"), 10)
            shown.append([pages, fixes.spots(db, wanted, 40), board])
    half = len(shown) // 2
    assert shown[:half] == shown[half:]


def test_an_outcome_that_many_have_gives_the_pages_of_a_rare_one(
    db: Database, make: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    for n in range(90):
        state, outcome = ("new", None) if n % 9 == 0 else ("closed", "fixed" if n % 5 else "gone")
        make(state=state, outcome=outcome, due_on=f"2026-12-{n % 28 + 1:02d}", lat=59.0, lon=16.6)
    assert finding.common(db, Filter(COORDINATOR, TODAY, outcome="fixed")) == 64
    assert finding.common(db, Filter(COORDINATOR, TODAY, outcome="gone")) is None
    shown: list[list[object]] = []
    for walks_through in (True, False):
        if not walks_through:
            monkeypatch.setattr("walkapp.storage.fixes.finding.common", lambda *_: None)
            monkeypatch.setattr("walkapp.storage.fixes.streaming.common", lambda *_: None)
        for state, sort, text in product(("", "open", "closed"), finding.SORTS, ("", "lampa")):
            wanted = Filter(COORDINATOR, TODAY, state=state, outcome="fixed", text=text)
            pages = [fixes.find(db, wanted, sort, page) for page in (1, 2, 3, 9)]
            board = fixes.board(db, wanted, ("new", "closed"), 10)
            shown.append([pages, fixes.spots(db, wanted, 40), board])
    half = len(shown) // 2
    assert shown[:half] == shown[half:]
    assert [page.count for page in shown[0][0]] == [64] * 4  # type: ignore[attr-defined]


@pytest.mark.parametrize("state", ["", "open", "closed"])
def test_pages_by_area_hold_every_fix_once(
    db: Database, make: Make, monkeypatch: pytest.MonkeyPatch, state: str
) -> None:
    monkeypatch.setattr(finding, "PAGE", 3)
    places = [None, NORTH.id, SOUTH.id, SOUTH.id, NORTH.id, SOUTH.id, SOUTH.id, SOUTH.id]
    for area_id in places:
        make(state="planned", area_id=area_id)
        make(state="closed", area_id=area_id)
    wanted = Filter(COORDINATOR, TODAY, state=state)
    pages = [fixes.find(db, wanted, "area", number) for number in range(1, 8)]
    inside = pages[: pages[0].pages]
    seen = [listed.fix.number for page in inside for listed in page.fixes]
    assert seen == [listed.fix.number for listed in fixes.every(db, wanted, "area")]
    assert len(seen) == pages[0].count == len(places) * (1 if state else 2)
    assert pages[-1] == inside[-1]


def test_a_row_tells_party_and_area(db: Database, make: Make) -> None:
    make(state="planned", party_id=PARTY.id, area_id=NORTH.id)
    make()
    first, second = fixes.find(db, Filter(COORDINATOR, TODAY)).fixes
    assert (first.party, first.area, first.photo_id) == ("Gata och park", "Ängen", None)
    assert (second.party, second.area) == ("", "")


def test_what_came_back_is_listed_for_the_coordinator(db: Database, make: Make) -> None:
    make(state="assessing", bounce_reason="Inte vår")
    make(state="planned", party_id=PARTY.id, proposed_reason="Släckt med avsikt")
    make(state="assessing")
    make(state="closed", bounce_reason="gammalt")
    for person, most, wanted in (
        (COORDINATOR, 5, ["001", "002"]),
        (COORDINATOR, 1, ["001"]),
        (GUN, 5, ["002"]),
    ):
        found = fixes.bounced(db, Filter(person, TODAY), most)
        assert [listed.fix.number[-3:] for listed in found] == wanted


def test_every_category_has_words_to_be_found_by(db: Database, make: Make) -> None:
    for code, category in CATEGORIES.items():
        fix = make(title="Utan ord", category=code)
        found = fixes.find(db, Filter(COORDINATOR, TODAY, text=category.name)).fixes
        assert fix.id in {listed.fix.id for listed in found}


@settings(
    max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.text(max_size=30) | st.text(alphabet="\"'*%_()-:^\\ aåÅ1", max_size=20))
def test_whatever_is_searched_for_the_list_answers(db: Database, typed: str) -> None:
    page = fixes.find(db, Filter(COORDINATOR, TODAY, text=typed))
    assert page.count == 0
