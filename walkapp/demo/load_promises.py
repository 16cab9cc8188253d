"""The promise of the demo, brought in as its safety coordinator and police would type it."""

from typing import Any, TypeVar

from ..domain import promises as rules
from ..domain.ids import new_id
from ..domain.promises import Activity, Actor, Commitment, Indicator, Measurement, Promise
from ..storage import promises
from .load_world import World, read

Thing = TypeVar("Thing", Promise, Commitment, Activity, Indicator, Measurement)


def load_promise(world: World, name: str) -> None:
    """One promise with everything under it, read through and fit to publish."""
    given = read(name)
    at = world.days.at(given["day"])
    typed = _with_areas(world, given["promise"])
    promise = _add(world, Promise(id=new_id(), created_at=at, **typed), at)
    ids: dict[str, str] = {}
    for position, (key, typed) in enumerate(given["commitments"].items(), start=1):
        made = Commitment(id=new_id(), promise_id=promise.id, position=position, **typed)
        ids[key] = _add(world, made, at).id
    owners = {key: typed["owner"] for key, typed in given["commitments"].items()}
    for typed in given["activities"]:
        _add_activity(world, promise, typed, (ids[typed["for"]], owners[typed["for"]]), at=at)
    for position, typed in enumerate(given["indicators"], start=1):
        _add_indicator(world, promise, typed, position, at=at)


def _add_activity(
    world: World, promise: Promise, given: dict[str, Any], belongs: tuple[str, str], *, at: str
) -> None:
    typed = {key: value for key, value in _with_areas(world, given).items() if key != "for"}
    actors = rules.kept_actors([Actor(*actor) for actor in typed.pop("actors", ())])
    commitment_id, owner = belongs
    made = Activity(
        id=new_id(),
        promise_id=promise.id,
        owner=owner,
        created_at=at,
        commitment_id=commitment_id,
        actors=actors,
        public=True,
        **typed,
    )
    _add(world, made, at)


def _add_indicator(
    world: World, promise: Promise, given: dict[str, Any], position: int, *, at: str
) -> None:
    typed = _with_areas(world, given)
    values, note = typed.pop("values"), typed.pop("note")
    made = Indicator(id=new_id(), promise_id=promise.id, position=position, **typed)
    kept = _add(world, made, at)
    for year, value in values.items():
        _add(world, Measurement(new_id(), kept.id, int(year), float(value), note=note), at)


def _add(world: World, thing: Thing, at: str) -> Thing:
    made, event = rules.added(thing, by=world.people["samordnare"], at=at)
    promises.add(world.db, made, event)
    return made


def _with_areas(world: World, given: dict[str, Any]) -> dict[str, Any]:
    """As typed, with the names of areas turned into what is kept."""
    ids = {area.name: area.id for area in world.areas}
    typed = {key: value for key, value in given.items() if key != "areas"}
    return {**typed, "area_ids": " ".join(ids[name] for name in given.get("areas", ()))}
