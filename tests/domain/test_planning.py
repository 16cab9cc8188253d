"""Planning a walk: what is typed, what it becomes, what is refused."""

from dataclasses import replace

import pytest

from tests.cast import a_person, a_walk
from walkapp.domain import planning
from walkapp.domain.errors import Conflict, Refused
from walkapp.domain.planning import Plan

ANNA = a_person("Anna", "leader")
AT = "2026-01-10T12:00:00Z"
PLAN = Plan(
    title=" Vårvandring ",
    day="2026-05-12",
    starts="18.30",
    ends="20:30",
    meeting_place="Stationshuset",
    crew=frozenset({ANNA.id}),
)


def planned(**changes: object) -> planning.Walk:
    return planning.plan(replace(PLAN, **changes), by=ANNA.id, at=AT)[0]  # type: ignore[arg-type]


def test_a_plan_becomes_a_walk_with_a_code_and_a_history_line() -> None:
    walk, event = planning.plan(PLAN, by=ANNA.id, at=AT)
    assert (walk.title, walk.state, walk.version) == ("Vårvandring", "planned", 1)
    assert len(walk.code) == 8 and len(walk.secret) == 22
    assert (event.word, event.kind, event.object_id, event.version) == ("walk", "plan", walk.id, 1)


@pytest.mark.parametrize(
    ("day", "starts", "ends", "first", "last"),
    [
        ("2026-05-12", "18.30", "20.30", "2026-05-12T16:30:00Z", "2026-05-12T18:30:00Z"),
        ("2026-11-20", "18:30", "20:30", "2026-11-20T17:30:00Z", "2026-11-20T19:30:00Z"),
        ("2026-11-20", "23", "0030", "2026-11-20T22:00:00Z", "2026-11-20T23:30:00Z"),
        # Over the night when summer time begins, and when it ends.
        ("2026-03-28", "22.00", "04.00", "2026-03-28T21:00:00Z", "2026-03-29T02:00:00Z"),
        ("2026-10-24", "22.00", "04.00", "2026-10-24T20:00:00Z", "2026-10-25T03:00:00Z"),
        ("2026-10-24", "22.00", "02.30", "2026-10-24T20:00:00Z", "2026-10-25T00:30:00Z"),
    ],
)
def test_swedish_clocks_become_utc(day: str, starts: str, ends: str, first: str, last: str) -> None:
    walk = planned(day=day, starts=starts, ends=ends)
    assert (walk.starts_at, walk.ends_at) == (first, last)


@pytest.mark.parametrize(
    ("changes", "field", "words"),
    [
        ({"title": " \n "}, "title", "heta"),
        ({"title": "x" * 201}, "title", "högst 200"),
        ({"purpose": "x" * 1001}, "purpose", "högst 1000"),
        ({"meeting_place": ""}, "meeting_place", "samlas"),
        ({"text_for_walkers": "x" * 2001}, "text_for_walkers", "högst 2000"),
        ({"organisers": "x" * 301}, "organisers", "högst 300"),
        ({"day": "2026-02-30"}, "day", "datumet"),
        ({"day": "12/5"}, "day", "datumet"),
        ({"day": "9999-12-31"}, "day", "år"),
        ({"day": "2026-01-09"}, "day", "redan varit"),
        ({"starts": "25.00"}, "starts", "klockslaget"),
        ({"starts": "kväll"}, "starts", "klockslaget"),
        ({"ends": "18.30"}, "ends", "ta någon tid"),
        ({"ends": "12.00"}, "ends", "längre än 16"),
        ({"day": "2026-03-29", "starts": "02.30", "ends": "05.00"}, "starts", "sommartiden"),
        ({"day": "2026-03-28", "starts": "22.00", "ends": "02.30"}, "ends", "sommartiden"),
        ({"lat": 59.0}, "lat", "inte hel"),
        ({"lat": float("nan"), "lon": 16.0}, "lat", "på jorden"),
        ({"lat": 91.0, "lon": 16.0}, "lat", "på jorden"),
        ({"crew": frozenset()}, "crew", "minst en"),
        ({"participants": -1}, "participants", "mellan 0"),
        ({"participants": 5001}, "participants", "mellan 0"),
    ],
)
def test_what_does_not_do_is_refused_beside_its_field(
    changes: dict[str, object], field: str, words: str
) -> None:
    with pytest.raises(Refused, match=words) as refused:
        planned(**changes)
    assert refused.value.field == field


def test_a_changed_plan_keeps_code_and_state_and_names_what_changed() -> None:
    walk = planned()
    new = replace(PLAN, title="Höstvandring", lat=59.05, lon=16.58)
    changed, event = planning.change(walk, new, read=1, by=ANNA.id, at=AT)
    assert (changed.code, changed.secret, changed.state) == (walk.code, walk.secret, "planned")
    assert changed.version == 2 and changed.title == "Höstvandring"
    assert event.data == {"changed": ["title", "lat", "lon"]}


def test_a_held_walk_may_be_changed_though_its_day_has_been() -> None:
    walk = replace(planned(), state="reviewing")
    later = "2026-06-01T12:00:00Z"
    changed, _ = planning.change(walk, replace(PLAN, participants=14), read=1, by="", at=later)
    assert changed.participants == 14 and changed.state == "reviewing"


def test_a_stale_or_cancelled_plan_is_not_changed() -> None:
    with pytest.raises(Conflict):
        planning.change(replace(planned(), version=3), PLAN, read=2, by=ANNA.id, at=AT)
    with pytest.raises(Refused, match="inställd"):
        planning.change(a_walk(state="cancelled"), PLAN, read=1, by=ANNA.id, at=AT)
