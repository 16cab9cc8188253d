"""Stops of a walk: in order, checked, and not taken from under what was logged there."""

from dataclasses import replace

import pytest

from tests.cast import AT, a_walk, an_issue
from walkapp.domain import stops as rules
from walkapp.domain.errors import Conflict, NotFound, Refused
from walkapp.domain.ids import new_id
from walkapp.domain.stops import GivenStop, Route

WHO = {"by": "anna", "at": AT}
WALK = a_walk()


def a_route(*names: str) -> Route:
    route = Route(WALK)
    for name in names:
        route, _ = rules.added(route, GivenStop(name), **WHO)
    return route


def names(route: Route) -> list[tuple[int, str]]:
    return [(stop.position, stop.name) for stop in route.stops]


def test_a_stop_comes_last_and_leaves_a_line_of_history() -> None:
    given = GivenStop(" Tunneln  norr ", "Ljuset\r\noch sikten", 59.0581234567, 16.588)
    route, event = rules.added(a_route("Torget"), given, **WHO)
    assert names(route) == [(1, "Torget"), (2, "Tunneln norr")]
    stop = route.stops[1]
    assert (stop.prompt, stop.lat, stop.lon) == ("Ljuset\noch sikten", 59.0581235, 16.588)
    assert (event.word, event.kind, event.data) == ("walk", "add-stop", {"stop": "Tunneln norr"})
    assert event.version == route.walk.version == WALK.version + 2


@pytest.mark.parametrize(
    ("given", "field"),
    [
        (GivenStop(" "), "name"),
        (GivenStop("x" * 61), "name"),
        (GivenStop("Torget", "x" * 301), "prompt"),
        (GivenStop("Torget", lat=91.0, lon=16.0), "lat"),
        (GivenStop("Torget", lat=59.0), "lat"),
    ],
)
def test_what_does_not_do_is_refused_beside_its_field(given: GivenStop, field: str) -> None:
    with pytest.raises(Refused) as refusal:
        rules.added(Route(WALK), given, **WHO)
    assert refusal.value.field == field


def test_thirty_stops_are_the_most() -> None:
    route = a_route(*(f"Stopp {n}" for n in range(rules.MAX_STOPS)))
    with pytest.raises(Refused, match="30 stopp"):
        rules.added(route, GivenStop("Ett till"), **WHO)


@pytest.mark.parametrize(
    ("stop", "way", "order"), [(1, "up", "BAC"), (1, "down", "ACB"), (0, "down", "BAC")]
)
def test_a_stop_moves_one_place(stop: int, way: str, order: str) -> None:
    route = a_route("A", "B", "C")
    moved, event = rules.moved(route, route.stops[stop].id, way, **WHO)
    assert names(moved) == list(enumerate(order, start=1))
    assert event.kind == "move-stop"


@pytest.mark.parametrize(("stop", "way"), [(0, "up"), (2, "down")])
def test_the_ends_stay_where_they_are(stop: int, way: str) -> None:
    route = a_route("A", "B", "C")
    with pytest.raises(Refused, match="redan"):
        rules.moved(route, route.stops[stop].id, way, **WHO)


def test_a_change_keeps_id_and_order_and_names_the_version_it_read() -> None:
    route = a_route("A", "B")
    stop_id, read = route.stops[0].id, route.walk.version
    changed, _ = rules.changed(route, stop_id, GivenStop("Å"), read=read, **WHO)
    assert names(changed) == [(1, "Å"), (2, "B")] and changed.stops[0].id == stop_id
    with pytest.raises(Conflict):
        rules.changed(changed, stop_id, GivenStop("Ä"), read=read, **WHO)


def test_a_stop_goes_unless_something_was_logged_there() -> None:
    route = a_route("A", "B", "C")
    stop_id = route.stops[1].id
    with pytest.raises(Refused, match="Byt namn"):
        rules.removed(route, stop_id, issues=1, **WHO)
    gone, event = rules.removed(route, stop_id, issues=0, **WHO)
    assert names(gone) == [(1, "A"), (2, "C")]
    assert (event.kind, event.data) == ("remove-stop", {"stop": "B"})


def test_a_cancelled_walk_and_somebody_elses_stop_are_left_alone() -> None:
    route = a_route("A")
    with pytest.raises(NotFound):
        rules.moved(route, new_id(), "up", **WHO)
    with pytest.raises(Refused, match="inställd"):
        rules.added(Route(replace(WALK, state="cancelled")), GivenStop("A"), **WHO)


def test_the_line_goes_from_the_meeting_place_through_what_has_a_position() -> None:
    route = a_route("A", "B", "C")
    placed = [replace(stop, lat=59.0 + n, lon=16.0) for n, stop in enumerate(route.stops)]
    placed[1] = route.stops[1]
    line = Route(WALK, tuple(placed)).line()
    assert line == [(WALK.lat, WALK.lon), (59.0, 16.0), (61.0, 16.0)]
    assert Route(replace(WALK, lat=None, lon=None), tuple(placed)).line() == line[1:]


def test_an_issue_without_a_place_is_suggested_that_of_its_stop() -> None:
    route = a_route("A", "B")
    stop = replace(route.stops[0], lat=59.1, lon=16.1)
    route = Route(WALK, (stop, route.stops[1]))
    nowhere = an_issue(WALK, new_id(), lat=None, lon=None, stop_id=stop.id)
    placed = route.placed(nowhere)
    assert (placed.lat, placed.lon, placed.place_text) == (59.1, 16.1, "A")
    told = replace(nowhere, lat=59.2, lon=16.2, place_text="Vid trappan")
    assert route.placed(told) == told
    unplaced = replace(nowhere, stop_id=route.stops[1].id)
    assert (route.placed(unplaced).lat, route.placed(unplaced).place_text) == (None, "B")
    assert route.placed(replace(nowhere, stop_id=None)).lat is None
