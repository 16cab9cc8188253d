"""Walks of the demo: planned, opened, walked with a few phones, closed and looked through."""

from dataclasses import dataclass, field, fields, replace
from datetime import timedelta
from io import BytesIO
from random import Random
from typing import Any

from ..domain import issues as issue_rules
from ..domain import phones, planning, turnout
from ..domain import stops as stop_rules
from ..domain import walks as rules
from ..domain.fixes import Fix
from ..domain.ids import new_id
from ..domain.people import Membership
from ..domain.stops import GivenStop, Route
from ..domain.times import STOCKHOLM
from ..domain.walks import Walk, moment, text_time
from ..storage import devices, issues, photos, stops, walks
from ..storage.database import Database
from .load_world import Picture, World
from .places import PLACES, Place, degrees

BEFORE_NOW, LASTS, STEP = timedelta(minutes=30), timedelta(hours=3), timedelta(minutes=5)
BETWEEN_ISSUES = timedelta(minutes=4)


@dataclass
class Logged:
    """A walk and what came of it, by the keys of the data: issues, pictures with ids, fixes.

    `stops` are the ids of its stops by place, `phones` those that took part.
    """

    walk: Walk
    issues: dict[str, str] = field(default_factory=dict)
    photos: dict[str, tuple[str, Picture]] = field(default_factory=dict)
    fixes: dict[str, Fix] = field(default_factory=dict)
    stops: dict[str, str] = field(default_factory=dict)
    phones: list[Membership] = field(default_factory=list)


def planned(
    world: World, given: dict[str, Any], *, code: str = "", follows: Walk | None = None
) -> Walk:
    """The walk as its leader plans it. Without a day it is a walk that goes on now."""
    at, leader = world.days.at(given["planned"]), world.people["ledare"]
    typed = replace(plan_of(world, given), follows_id=follows.id if follows else None)
    if "day" not in given:
        typed = replace(typed, **times_around(world.days.now))
    walk, event = planning.plan(typed, by=leader.id, at=at)
    walk = replace(walk, code=code or walk.code)
    walks.add(world.db, walk, event)
    return walk


def with_stops(world: World, walk: Walk, given: dict[str, Any]) -> Route:
    """The walk with its stops, each at one of the demo's places."""
    route, leader = Route(walk), world.people["ledare"]
    at = world.days.at(given["walk"]["planned"])
    for stop in given.get("stops", ()):
        lat, lon = degrees(PLACES[stop["place"]].at)
        typed = GivenStop(stop["name"], stop["prompt"], lat, lon)
        route, event = stop_rules.added(route, typed, by=leader.id, at=at)
        stops.save(world.db, route, event)
    return route


def _repeated(world: World, walk: Walk, given: dict[str, Any], earlier: Logged) -> Route:
    """The walk with the stops of the one it follows, so that both were asked the same."""
    leader, at = world.people["ledare"], world.days.at(given["walk"]["planned"])
    before = stops.route(world.db, earlier.walk)
    taken = stop_rules.repeated(Route(walk), before, by=leader.id, at=at)
    assert taken
    stops.save(world.db, *taken)
    return taken[0]


def plan_of(world: World, given: dict[str, Any]) -> planning.Plan:
    """What the leader types; how many came is known afterwards."""
    lat, lon = degrees(PLACES[given["place"]].at)
    area = {area.name: area.id for area in world.areas}
    return planning.Plan(
        title=given["title"],
        day=world.days.day(given.get("day", 0)),
        starts=given.get("starts", ""),
        ends=given.get("ends", ""),
        meeting_place=given["meeting_place"],
        crew=frozenset(world.people[key].id for key in given["crew"]),
        purpose=given["purpose"],
        area_id=area.get(given["area"]),
        lat=lat,
        lon=lon,
        organisers=given["organisers"],
        text_for_walkers=given["text_for_walkers"],
    )


def same_plan_now(walk: Walk, now: str) -> planning.Plan:
    """The plan of a walk with the times of one that began half an hour ago."""
    names = {known.name for known in fields(planning.Plan)} - {"day", "starts", "ends"}
    return planning.Plan(**{n: getattr(walk, n) for n in names}, **times_around(now))


def times_around(now: str) -> dict[str, Any]:
    """Day, start and end on Swedish clocks of a walk that began half an hour ago."""
    begun = moment(now) - BEFORE_NOW
    start = (begun - timedelta(minutes=begun.minute % 5)).astimezone(STOCKHOLM)
    end = (begun + LASTS).astimezone(STOCKHOLM)
    return {
        "day": start.date().isoformat(),
        "starts": start.strftime("%H:%M"),
        "ends": end.strftime("%H:%M"),
    }


def moved(world: World, walk: Walk, name: str, at: str, *, by: str = "ledare") -> Walk:
    """The walk after one of its moves."""
    changed, event = rules.move(walk, name, by=world.people[by].id, at=at)
    walks.save(world.db, changed, event)
    return changed


def walked(
    world: World, walk: Walk, given: dict[str, Any], *, again: Logged | None = None
) -> Logged:
    """Open the walk, let the phones in, and log every issue with its picture.

    `again` is a walk whose stops it takes.
    """
    start = moment(walk.starts_at)
    route = _repeated(world, walk, given, again) if again else with_stops(world, walk, given)
    walk = moved(world, route.walk, "open", text_time(start - STEP))
    members = [_phone(world, walk, name, text_time(start)) for name in given["phones"]]
    places = again.stops if again else [stop["place"] for stop in given.get("stops", ())]
    ids = (stop.id for stop in route.stops)
    logged = Logged(walk, stops=dict(zip(places, ids, strict=True)), phones=members)
    for turn, (key, issue) in enumerate(given["issues"].items(), start=1):
        at = text_time(start + turn * BETWEEN_ISSUES)
        if "minutes" in issue:
            at = text_time(moment(world.days.now) - timedelta(minutes=issue["minutes"]))
        _log(world, logged, key, issue, phone=members[issue["phone"]], at=at)
        for other in issue.get("seen_by", ()):
            seen = {"walk": walk, "membership": members[other], "at": at}
            issues.say(world.db, logged.issues[key], **seen)
    world.clean()
    return logged


def heard(db: Database, walk: Walk, given: dict[str, dict[str, Any]], now: str) -> None:
    """What each of the demo's own phones said last: that all is sent, or what is left.

    They joined first, all at once; whoever came later is somebody real.
    """
    members = devices.members(db, walk.id)
    for member in members:
        if member.joined_at != members[0].joined_at:
            break
        said = given[member.name]
        ago = timedelta(minutes=said.get("minutes", 0), seconds=said.get("seconds", 0))
        unsent = phones.read_unsent(said.get("unsent", "0/0"))
        devices.heard(db, member, unsent, text_time(moment(now) - ago))


def ended(world: World, walk: Walk, given: dict[str, Any]) -> Walk:
    """Close the walk, write down how many came, and begin to look through it."""
    walk = moved(world, walk, "close", walk.ends_at)
    at, leader = world.days.at(given["reviewed"]), world.people["ledare"]
    plan = replace(plan_of(world, given), follows_id=walk.follows_id)
    said = {name: given[name] for name in ("form", "light", "weather") if name in given}
    groups = turnout.kept(given.get("groups", {}))
    counted = replace(plan, participants=given["participants"], attendance=groups, **said)
    walk, event = planning.change(walk, counted, read=walk.version, by=leader.id, at=at)
    walks.save(world.db, walk, event)
    return moved(world, walk, "review", at)


def _phone(world: World, walk: Walk, name: str, at: str) -> Membership:
    until = text_time(moment(walk.ends_at) + rules.DEVICE_LIFE_AFTER)
    device, _ = devices.admit(world.db, walk.id, name, at, expires_at=until)
    membership = devices.membership(world.db, device.id, walk.id)
    assert membership
    return membership


def _log(
    world: World, logged: Logged, key: str, given: dict[str, Any], *, phone: Membership, at: str
) -> None:
    picture = Picture.of(given["photo"]) if "photo" in given else None
    photo_id = new_id()
    # One that announces more pictures than come is still sending.
    announced = [photo_id, *(new_id() for _ in range(given.get("announces", 1) - 1))]
    draft = issue_rules.parse(
        {
            "client_id": new_id(),
            "kind": given.get("kind", "problem"),
            "category": given["category"],
            "note": given["note"],
            "proposal": given.get("proposal", ""),
            "pole_number": given.get("pole", ""),
            "observed_at": at,
            "stop_id": logged.stops.get(given["place"]),
            "photo_ids": announced if picture else [],
            **_where(PLACES[given["place"]], key),
        }
    )
    issues.receive(
        world.db,
        draft,
        walk=logged.walk,
        membership=phone,
        sha256=issue_rules.digest(draft),
        at=at,
    )
    logged.issues[key] = draft.client_id
    if picture:
        upload = photos.Upload(
            "issue", client_id=draft.client_id, device_id=phone.device_id, photo_id=photo_id
        )
        stream = BytesIO(world.pictures.jpeg(picture))
        photos.receive_upload(world.db, world.blobs, stream, upload, at=at)
        logged.photos[key] = (photo_id, picture)


def _where(place: Place, key: str) -> dict[str, Any]:
    """Where a phone thinks it is: a few metres off, never twice at the same spot."""
    chance = Random(key)
    lat, lon = degrees((place.at[0] + chance.uniform(-4, 4), place.at[1] + chance.uniform(-4, 4)))
    return {
        "place_type": place.kind,
        "place_text": place.name,
        "lat": lat,
        "lon": lon,
        "accuracy": round(chance.uniform(4, 14), 1),
        "position_age": round(chance.uniform(0, 6), 1),
        "position_source": "gps",
    }
