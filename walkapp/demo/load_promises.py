"""The promises of the demo, brought in as its safety coordinator and police would type them."""

import json
from typing import Any, TypeVar

from ..domain import promises as rules
from ..domain.ids import new_id
from ..domain.promises import Activity, Actor, Commitment, Goal, Indicator, Measurement, Promise
from ..storage import promises
from .load_world import World, read

Thing = TypeVar("Thing", Promise, Goal, Commitment, Activity, Indicator, Measurement)


def load_promise(world: World, name: str) -> None:
    """One promise with everything under it; what its year has not come to yet is left out."""
    given = _dated(read(name), int(world.days.now[:4]))
    at = world.days.at(given["day"])
    years: dict[str, Any] = {
        key: int(given["promise"].pop(key)) for key in ("first_year", "last_year")
    }
    promise = Promise(id=new_id(), created_at=at, **years, **given["promise"])
    promise = _add(world, promise, at)
    goals = {}
    for position, (key, typed) in enumerate(given["goals"].items(), start=1):
        goal = Goal(new_id(), promise.id, position=position, **_with_areas(world, typed))
        goals[key] = _add(world, goal, at).id
    kept = {}
    for position, (key, typed) in enumerate(given["commitments"].items(), start=1):
        typed = _with_areas(world, _of_goal(typed, goals))
        made = Commitment(id=new_id(), promise_id=promise.id, position=position, **typed)
        kept[key] = _add(world, made, at)
    for typed in given["activities"]:
        if typed.get("status") == "planned" or typed.get("starts", "") <= world.days.now[:10]:
            _add_activity(world, kept[typed["for"]], typed, at=at)
    for position, typed in enumerate(given["indicators"], start=1):
        indicator = Indicator(
            new_id(), promise.id, position=position, **_described(world, typed, goals)
        )
        _add_values(world, _add(world, indicator, at), typed, at=at)


def _dated(given: dict[str, Any], year: int) -> dict[str, Any]:
    """With the years that follow today put in."""
    text = json.dumps(given)
    for word, number in (("{year}", year), ("{before}", year - 1), ("{next}", year + 1)):
        text = text.replace(word, str(number))
    found: dict[str, Any] = json.loads(text)
    return found


def _of_goal(given: dict[str, Any], goals: dict[str, str]) -> dict[str, Any]:
    typed = {key: value for key, value in given.items() if key != "goal"}
    return {**typed, "goal_id": goals.get(given.get("goal", ""))}


def _add_activity(world: World, under: Commitment, given: dict[str, Any], *, at: str) -> None:
    typed = {key: value for key, value in _with_areas(world, given).items() if key != "for"}
    actors = rules.kept_actors([Actor(*actor) for actor in typed.pop("actors", ())])
    made = Activity(
        id=new_id(),
        promise_id=under.promise_id,
        owner=under.owner,
        created_at=at,
        commitment_id=under.id,
        actors=actors,
        **{"public": True, **typed},
    )
    _add(world, made, at)


def _described(world: World, given: dict[str, Any], goals: dict[str, str]) -> dict[str, Any]:
    typed = _with_areas(world, _of_goal(given, goals))
    return {key: value for key, value in typed.items() if key not in ("values", "note")}


def _add_values(world: World, under: Indicator, given: dict[str, Any], *, at: str) -> None:
    for year, kept in given["values"].items():
        value, base = kept if isinstance(kept, list) else (kept, None)
        made = Measurement(new_id(), under.id, int(year), float(value), base, given["note"])
        _add(world, made, at)


def _add(world: World, thing: Thing, at: str) -> Thing:
    made, event = rules.added(thing, by=world.people["samordnare"], at=at)
    promises.add(world.db, made, event)
    return made


def _with_areas(world: World, given: dict[str, Any]) -> dict[str, Any]:
    """As typed, with the names of areas turned into what is kept."""
    ids = {area.name: area.id for area in world.areas}
    typed = {key: value for key, value in given.items() if key != "areas"}
    return {**typed, "area_ids": " ".join(ids[name] for name in given.get("areas", ()))}
