"""Stops: where a walk halts to look, in order. They are part of the walk's plan.

Each change is a line in the walk's history and a new version of the walk, so that two leaders who
change the route at once meet a polite conflict.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from . import text
from .errors import N_, Conflict, NotFound, Refused
from .events import Event
from .ids import new_id
from .issues import Issue
from .places import checked_position
from .walks import Walk, event

MAX_STOPS, MAX_STOP_NAME, MAX_PROMPT = 30, 60, 300
WAYS = {"up": -1, "down": 1}


@dataclass(frozen=True)
class Stop:
    """One halt: `position` counts from 1, `prompt` says what to look for there.

    `from_id` is the stop of the earlier walk that it repeats.
    """

    id: str
    walk_id: str
    position: int
    name: str
    prompt: str = ""
    lat: float | None = None
    lon: float | None = None
    from_id: str | None = None


@dataclass(frozen=True)
class GivenStop:
    """A stop as its leader types it."""

    name: str
    prompt: str = ""
    lat: float | None = None
    lon: float | None = None


@dataclass(frozen=True)
class Route:
    """A walk with its stops in order."""

    walk: Walk
    stops: tuple[Stop, ...] = ()

    def stop(self, stop_id: str) -> Stop:
        """The stop with this id. Raises NotFound."""
        found = next((stop for stop in self.stops if stop.id == stop_id), None)
        if found is None:
            raise NotFound
        return found

    def placed(self, issue: Issue) -> Issue:
        """The issue as a suggestion: where it tells no place or position, those of its stop."""
        stop = next((stop for stop in self.stops if stop.id == issue.stop_id), None)
        if stop is None:
            return issue
        here = replace(issue, place_text=issue.place_text or stop.name)
        return here if issue.lat is not None else replace(here, lat=stop.lat, lon=stop.lon)

    def line(self) -> list[tuple[float, float]]:
        """The way on the map: the meeting place, then every stop that has a position."""
        ends = [(self.walk.lat, self.walk.lon), *((stop.lat, stop.lon) for stop in self.stops)]
        return [(lat, lon) for lat, lon in ends if lat is not None and lon is not None]


def added(route: Route, given: GivenStop, *, by: str, at: str) -> tuple[Route, Event]:
    """The route with one more stop, last. Raises Refused."""
    if len(route.stops) >= MAX_STOPS:
        raise Refused(N_("En vandring kan ha högst %(max)s stopp."), max=MAX_STOPS)
    stop = _written(Stop(new_id(), route.walk.id, 0, ""), given)
    return _changed(route, [*route.stops, stop], "add-stop", stop, by=by, at=at)


def changed(
    route: Route, stop_id: str, given: GivenStop, *, read: int, by: str, at: str
) -> tuple[Route, Event]:
    """The route with other words or another place for a stop.

    `read` is the version of the walk the leader saw; Conflict if it is older. Raises Refused.
    """
    if route.walk.version != read:
        raise Conflict
    stop = _written(route.stop(stop_id), given)
    stops = [stop if known.id == stop.id else known for known in route.stops]
    return _changed(route, stops, "change-stop", stop, by=by, at=at)


def moved(route: Route, stop_id: str, way: str, *, by: str, at: str) -> tuple[Route, Event]:
    """The route with a stop one place earlier (`up`) or later (`down`). Raises Refused."""
    stop = route.stop(stop_id)
    here = route.stops.index(stop)
    there = here + WAYS[way]
    if not 0 <= there < len(route.stops):
        raise Refused(
            N_("Stoppet är redan först.") if way == "up" else N_("Stoppet är redan sist.")
        )
    stops = list(route.stops)
    stops[here], stops[there] = stops[there], stops[here]
    return _changed(route, stops, "move-stop", stop, by=by, at=at)


def removed(route: Route, stop_id: str, *, issues: int, by: str, at: str) -> tuple[Route, Event]:
    """The route without a stop. Raises Refused while `issues` say that they were seen there.

    Its name is where the walkers say that they stood; it is not taken from under them.
    """
    stop = route.stop(stop_id)
    if issues:
        raise Refused(
            N_("Stoppet hör till det deltagare har loggat och tas inte bort. Byt namn i stället.")
        )
    stops = [known for known in route.stops if known.id != stop_id]
    return _changed(route, stops, "remove-stop", stop, by=by, at=at)


def repeated(route: Route, earlier: Route, *, by: str, at: str) -> tuple[Route, Event] | None:
    """The route with the stops of the walk it follows, or none when it has stops of its own."""
    if route.stops or not earlier.stops:
        return None
    stops = [
        replace(stop, id=new_id(), walk_id=route.walk.id, from_id=stop.id) for stop in earlier.stops
    ]
    return _changed(route, stops, "repeat-stops", stops[0], by=by, at=at)


def _changed(
    route: Route, stops: Sequence[Stop], kind: str, stop: Stop, *, by: str, at: str
) -> tuple[Route, Event]:
    if route.walk.state == "cancelled":
        raise Refused(N_("Vandringen är inställd och kan inte ändras."))
    walk = replace(route.walk, version=route.walk.version + 1)
    numbered = tuple(replace(known, position=n) for n, known in enumerate(stops, start=1))
    return Route(walk, numbered), event(walk, kind, by=by, at=at, data={"stop": stop.name})


def _written(stop: Stop, given: GivenStop) -> Stop:
    name = text.line(given.name, "name", MAX_STOP_NAME)
    if not name:
        raise Refused(N_("Skriv vad stoppet heter."), field="name")
    prompt = text.lines(given.prompt, "prompt", MAX_PROMPT)
    lat, lon = checked_position(given.lat, given.lon) or (None, None)
    return replace(stop, name=name, prompt=prompt, lat=lat, lon=lon)
