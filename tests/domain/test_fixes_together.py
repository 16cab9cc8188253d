"""Comments, seasons, splitting, merging, many at once and the meeting: the rules alone."""

from dataclasses import replace
from typing import Any

import pytest

from tests.cast import AT, TODAY, a_fix, a_party, a_person
from walkapp.domain.errors import NotAllowed, Refusal, Refused
from walkapp.domain.fixes import (
    Fix,
    Given,
    Split,
    as_it_stands,
    comment,
    edit,
    in_season,
    may_divide,
    season_begins,
    split,
    undone,
    way_back,
)
from walkapp.domain.fixes.bulk import CHANGES, Terms, decide, obstacle
from walkapp.domain.fixes.placing import Placed, matrix, place
from walkapp.domain.fixes.words import STATES

PARTY, OTHER = a_party(), a_party("Bostadsbolaget", external=True)
DISA, ANNA = a_person("Disa", "coordinator"), a_person("Anna", "leader")
GUN = a_person("Gun Berg", "party", party=PARTY)
GUNILLA, BO = a_person("Gunilla", "leader"), a_person("Bo")
READERS = [GUN, GUNILLA, a_person("Per", "leader"), a_person("Per", "police")]
TERMS = Terms(AT, TODAY)


def standing(state: str = "new", **changes: Any) -> Fix:
    held = state not in ("new", "assessing", "closed")
    given: dict[str, Any] = {"state": state, "party_id": PARTY.id if held else None}
    if held:
        given |= {"due_on": "2026-12-10", "original_due_on": "2026-12-10"}
    if state == "closed":
        given |= {"outcome": "fixed", "closed_at": AT}
    return a_fix(**{**given, **changes})


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("@Gun Berg kan du?", [GUN]),
        ("Fråga (@gun berg) och @Gunilla.", [GUN, GUNILLA]),
        ("@Gun, titta", [GUN]),
        ("@Gun @Gun Berg", [GUN]),
        ("skriv till gun@flen.example", []),
        ("klockan @ 8", []),
    ],
)
def test_who_is_mentioned(said: str, meant: list[Any]) -> None:
    event = comment(standing(), said, public=False, readers=READERS, by=DISA, at=AT)
    assert event.data.get("mentions", []) == [person.id for person in meant]


@pytest.mark.parametrize("said", ["@Per", "@Kalle", "@Gunn", "  ", "a" * 2001])
def test_what_cannot_be_said(said: str) -> None:
    with pytest.raises(Refused) as refused:
        comment(standing(), said, public=False, readers=READERS, by=DISA, at=AT)
    assert refused.value.field == "comment"


def test_who_may_comment() -> None:
    for person in (BO, a_person("Rolf", "registrar"), a_person("Adam", "admin")):
        with pytest.raises(NotAllowed):
            comment(standing(), "Hej", public=False, readers=[], by=person, at=AT)
    with pytest.raises(NotAllowed):
        comment(standing(), "Hej", public=True, readers=[], by=GUN, at=AT)


@pytest.mark.parametrize(
    ("season", "day", "begins"),
    [
        ("spring", "2026-11-20", "2027-03-01"),
        ("winter", "2026-11-20", "2026-12-01"),
        ("winter", "2027-02-28", "2027-02-28"),
        ("winter", "2027-03-01", "2027-12-01"),
        ("autumn_winter", "2026-11-20", "2026-11-20"),
        ("autumn_winter", "2026-04-01", "2026-10-01"),
        ("frost_free", "2026-11-20", "2027-04-01"),
        ("frost_free", "2026-10-31", "2026-10-31"),
        ("", "2026-11-20", None),
    ],
)
def test_when_a_season_begins(season: str, day: str, begins: str | None) -> None:
    assert season_begins(season, day) == begins
    assert in_season(season, day) == (begins in (day, None))


def test_what_waits_for_its_season_is_looked_at_when_it_begins() -> None:
    fix = standing("on_hold", hold_reason="season", review_on="2026-12-01")
    after, _ = edit(fix, replace(as_it_stands(fix), season="spring"), by=DISA, at=AT)
    assert after.review_on == "2027-03-01"
    other = standing("on_hold", hold_reason="budget", review_on="2026-12-01")
    after, _ = edit(other, replace(as_it_stands(other), season="spring"), by=DISA, at=AT)
    assert after.review_on == "2026-12-01"


@pytest.mark.parametrize("state", STATES)
def test_who_may_divide(state: str) -> None:
    fix = standing(state)
    assert may_divide(fix, DISA) == (state != "closed")
    assert may_divide(fix, ANNA) == (state in ("new", "assessing"))
    assert not may_divide(fix, GUN)


@pytest.mark.parametrize(
    ("moved", "shared", "sound"),
    [("a", "", True), ("", "a", True), ("a", "b", True), ("", "ab", True), ("ab", "", False)],
)
def test_both_parts_have_something(moved: str, shared: str, sound: bool) -> None:
    wanted = Split("Ny", "", frozenset(moved), frozenset(shared))
    if not sound:
        with pytest.raises(Refused):
            split(standing(), wanted, ["a", "b"], by=DISA, at=AT)
        return
    left, new = split(standing("planned", lat=59.0), wanted, ["a", "b"], by=DISA, at=AT)
    assert (left.version, new.state, new.party_id, new.lat) == (2, "assessing", None, 59.0)


def test_what_is_undone_is_as_it_was() -> None:
    before = standing("new", priority="high")
    change = decide(before, "assign", Given(party=PARTY), by=DISA, terms=TERMS)
    back = undone(change.after, way_back(before, change.after), "assign", by=DISA, at=AT)
    assert back.after.version == change.after.version + 1
    assert replace(back.after, version=before.version, updated_at=before.updated_at) == before


@pytest.mark.parametrize("state", STATES)
def test_what_an_obstacle_lets_through_can_be_decided(state: str) -> None:
    """Nobody is told that it can be done and then refused for what cannot be typed."""
    said = Given(
        party=OTHER,
        due_on="2027-01-31",
        reason="Därför",
        hold_reason="season",
        review_on="2027-01-31",
        towards="in_progress",
        done_text="Lagat",
        done_on="2026-11-19",
        checked_on="2026-11-20",
        checked_by="Disa",
        public_reason="Därför",
        priority="high",
    )
    for act in CHANGES:
        for person in (DISA, GUN, ANNA):
            fix = standing(state)
            problem = obstacle(fix, act, by=person)
            try:
                change = decide(fix, act, said, by=person, terms=TERMS)
            except Refusal:
                assert problem, (act, person.name)
            else:
                assert problem is None, (act, person.name)
                assert len(change.events) == change.after.version - fix.version


def test_assigning_takes_the_steps_it_needs() -> None:
    expected = {"new": ["assess", "assign"], "assessing": ["assign"]}
    expected |= {state: ["reroute", "assign"] for state in ("assigned", "planned", "on_hold")}
    for state, steps in expected.items():
        said = Given(party=OTHER, reason="Deras")
        change = decide(standing(state), "assign", said, by=DISA, terms=TERMS)
        assert [event.kind for event in change.events] == steps
        assert (change.after.state, change.after.party_id) == ("assigned", OTHER.id)


@pytest.mark.parametrize(
    ("state", "said", "sentence"),
    [
        ("planned", Given(party=PARTY, reason="x"), "Ligger redan hos"),
        ("planned", Given(party=OTHER), "Ligger hos någon annan"),
        ("new", Given(), "Välj vem som är ansvarig"),
    ],
)
def test_why_not_assigned(state: str, said: Given, sentence: str) -> None:
    with pytest.raises(Refused, match=sentence):
        decide(standing(state), "assign", said, by=DISA, terms=TERMS)


def test_the_meeting_says_it_in_as_many_lines_as_it_needs() -> None:
    fix = standing("new")
    nothing = Placed(None, None, None, "", "")
    assert place(fix, nothing, by=DISA, terms=TERMS).events == ()
    said = Placed(3, 1, "high", "under_10", "winter", Given(party=PARTY))
    change = place(fix, said, by=DISA, terms=TERMS)
    assert [event.kind for event in change.events] == ["edit", "assess", "assign"]
    assert change.after.version == 4
    with pytest.raises(NotAllowed):
        place(fix, said, by=GUN, terms=TERMS)
    with pytest.raises(Refused):
        place(fix, Placed(4, 1, None, "", ""), by=DISA, terms=TERMS)


def test_the_matrix_begins_with_what_gives_most_most_easily() -> None:
    best, worst, loose = standing(effect=3, ease=3), standing(effect=1, ease=1), standing(effect=2)
    cells = matrix([worst, loose, best])
    assert list(cells)[0] == (3, 3) and list(cells)[-1] == (1, 1) and len(cells) == 9
    assert (cells[3, 3], cells[1, 1]) == ([best], [worst])
    assert sum(map(len, cells.values())) == 2
