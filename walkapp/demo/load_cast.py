"""The municipality of the demo, its parties, people and areas."""

from dataclasses import replace
from typing import Any

from ..domain import accounts
from ..domain import areas as area_rules
from ..domain import municipality as municipality_rules
from ..domain import parties as party_rules
from ..domain import replies as reply_rules
from ..domain import views as view_rules
from ..domain.people import Person
from ..storage import areas, municipality, parties, passwords, people, replies, views
from .load_duties import load_duties
from .load_world import World
from .places import AREAS, LAND, ORIGIN, outline


def load_cast(world: World, data: dict[str, Any]) -> None:
    """Everything that is there before the first walk."""
    given = data["municipality"]
    new = municipality_rules.new(given["name"], given["short_name"])
    lat, lon = ORIGIN
    municipality.save(world.db, replace(new, **given, lat=lat, lon=lon, demo=True))
    at, password = world.days.at(data["day"]), data["password"]
    for key in sorted(data["people"], key=lambda key: key != "admin"):
        if key != "admin" and not world.parties:
            _load_parties(world, data, at)
        world.people[key] = _person(world, data["people"][key], password, at)
    for name, corners in {**AREAS, **LAND}.items():
        typed = area_rules.Given(name, outline(corners), land=name in LAND)
        area, event = area_rules.new(typed, by=world.people["admin"], at=at)
        areas.add(world.db, area, event)
        world.areas.append(area)
    load_duties(world, data, at)
    for reply in data["replies"]:
        made = reply_rules.new(reply_rules.Given(**reply), by=world.people["samordnare"], at=at)
        replies.add(world.db, *made)
    for view in data["views"]:
        said = {name: view[name] for name in ("name", "query", "layout", "shared")}
        by = world.people[view["by"]]
        views.add(world.db, view_rules.new(**said, by=by, at=at))


def _load_parties(world: World, data: dict[str, Any], at: str) -> None:
    for key, given in data["parties"].items():
        party, event = party_rules.new(party_rules.Given(**given), by=world.people["admin"], at=at)
        parties.add(world.db, party, event)
        world.parties[key] = party


def _person(world: World, given: dict[str, Any], password: str, at: str) -> Person:
    party = world.parties[given["party"]].id if "party" in given else None
    typed = accounts.Given(given["name"], given["email"], frozenset(given["roles"]), party)
    person, event = accounts.new(typed, by=world.people.get("admin"), at=at)
    people.add(world.db, person, passwords.hashed(password), event=event)
    return person
