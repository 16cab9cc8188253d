"""Stops on both engines: saved with their walk's version, and what issues may say of them."""

import pytest

from tests.cast import AT, a_person
from tests.storage.arrivals import a_draft, a_phone, a_stored_walk, send
from walkapp.domain import stops as rules
from walkapp.domain.errors import Conflict
from walkapp.domain.ids import new_id
from walkapp.domain.stops import GivenStop, Route
from walkapp.domain.walks import Walk
from walkapp.storage import events, issues, people, stops, walks
from walkapp.storage.database import Database

WHO = {"by": "anna", "at": AT}


@pytest.fixture
def walk(db: Database) -> Walk:
    return a_stored_walk(db)


def with_stops(db: Database, walk: Walk, *names: str) -> Route:
    route = stops.route(db, walk)
    for name in names:
        route, event = rules.added(route, GivenStop(name, "Titta", 59.1, 16.1), **WHO)
        stops.save(db, route, event)
    return route


def test_the_stops_come_back_in_order_with_a_line_each(db: Database, walk: Walk) -> None:
    route = with_stops(db, walk, "A", "B", "C")
    assert stops.route(db, route.walk) == route
    assert walks.get(db, walk.id) == route.walk
    kinds = [line["kind"] for line in events.of(db, "walk", walk.id)]
    assert kinds == ["add-stop"] * 3


def test_saving_a_walk_keeps_its_crew(db: Database) -> None:
    anna = a_person("Anna", "leader")
    people.add(db, anna)
    led = a_stored_walk(db, crew=frozenset({anna.id}))
    with_stops(db, led, "A")
    found = walks.get(db, led.id)
    assert found and found.crew == {anna.id}


def test_a_new_order_and_a_removal_are_saved_whole(db: Database, walk: Walk) -> None:
    route = with_stops(db, walk, "A", "B", "C")
    for change in (
        lambda it: rules.moved(it, it.stops[2].id, "up", **WHO),
        lambda it: rules.removed(it, it.stops[0].id, issues=0, **WHO),
    ):
        route, event = change(route)
        stops.save(db, route, event)
    assert [(s.position, s.name) for s in stops.route(db, route.walk).stops] == [(1, "C"), (2, "B")]


def test_a_stale_save_is_a_conflict_and_changes_nothing(db: Database, walk: Walk) -> None:
    route = with_stops(db, walk, "A", "B")
    first = rules.moved(route, route.stops[0].id, "down", **WHO)
    second = rules.removed(route, route.stops[0].id, issues=0, **WHO)
    stops.save(db, *first)
    with pytest.raises(Conflict):
        stops.save(db, *second)
    assert stops.route(db, first[0].walk) == first[0]
    assert len(events.of(db, "walk", walk.id)) == 3


def test_an_issue_that_comes_meanwhile_keeps_its_stop(db: Database, walk: Walk) -> None:
    route = with_stops(db, walk, "A", "B")
    change = rules.removed(route, route.stops[0].id, issues=0, **WHO)
    send(db, a_draft(stop_id=route.stops[0].id), walk, a_phone(db, walk))
    with pytest.raises(Conflict):
        stops.save(db, *change)
    assert stops.route(db, route.walk) == route
    assert stops.issues_at(db, walk.id) == {route.stops[0].id: 1}


def test_only_a_stop_of_the_walk_is_kept_and_none_costs_an_issue(db: Database, walk: Walk) -> None:
    bo = a_phone(db, walk)
    own = with_stops(db, walk, "A").stops[0].id
    other = with_stops(db, a_stored_walk(db), "B").stops[0].id
    for stop_id, kept in ((own, own), (other, None), (new_id(), None), ("tre", None)):
        draft = a_draft(stop_id=stop_id)
        assert send(db, draft, walk, bo).result == "stored"
        assert send(db, draft, walk, bo).result == "already_stored"
        issue = issues.get(db, draft.client_id)
        assert issue and issue.stop_id == kept


def test_a_newer_edition_may_change_the_stop(db: Database, walk: Walk) -> None:
    bo = a_phone(db, walk)
    route = with_stops(db, walk, "A", "B")
    draft = a_draft(stop_id=route.stops[0].id)
    send(db, draft, walk, bo)
    newer = a_draft(client_id=draft.client_id, rev=2, stop_id=route.stops[1].id)
    assert send(db, newer, walk, bo).result == "updated"
    issue = issues.get(db, draft.client_id)
    assert issue and issue.stop_id == route.stops[1].id
