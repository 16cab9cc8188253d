"""Who looks after what in the demo, how long it takes there, and the numbers of its lamp posts."""

from typing import Any

from ..domain import days_off as day_rules
from ..domain import handling as handling_rules
from ..domain import parties as party_rules
from ..domain.assets import Asset
from ..domain.handling import Handling
from ..domain.ids import new_id
from ..storage import assets, handling, parties
from .load_world import World
from .places import degrees


def load_duties(world: World, data: dict[str, Any], at: str) -> None:
    """What makes suggestions: the parties' duties, usual times, days off, lamp posts."""
    by = world.people["admin"]
    for key, duty in data["duties"].items():
        changed, event = party_rules.change(
            world.parties[key], _given(world, key, duty), read=1, by=by, at=at
        )
        parties.save(world.db, changed, event)
        world.parties[key] = changed
    for code, rule in data["handling"].items():
        party = world.parties[rule["party"]].id
        wanted = [Handling(code, days=rule.get("days"), party_id=party)]
        written, event = handling_rules.rewrite(code, wanted, read=0, now=0, by=by, at=at)
        for name in rule.get("own", ()):
            written = handling_rules.with_one_more(written, name)
        handling.save(world.db, written, event)
    for day, name in data["days_off"].items():
        handling.add_day_off(world.db, *day_rules.new(day, name, by=by, at=at))
    lamps = [_lamp(world, number, place, at=at) for number, place in data["lamps"].items()]
    with world.db.writing():
        assets.put(world.db, lamps)


def _lamp(world: World, number: str, place: list[Any], *, at: str) -> Asset:
    """A lamp post at `[east, north]`, or `[east, north, party]` where the streets have none."""
    lat, lon = degrees((place[0], place[1]))
    owner = world.parties[place[2] if len(place) > 2 else "gata"].id
    return Asset(new_id(), "lamp", number, lat, lon, party_id=owner, updated_at=at)


def _given(world: World, key: str, duty: dict[str, Any]) -> party_rules.Given:
    party, ids = world.parties[key], {area.name: area.id for area in world.areas}
    return party_rules.Given(
        party.name,
        party.kind,
        party.external,
        party.email,
        party.phone,
        days=duty.get("days"),
        categories=tuple(duty.get("categories", ())),
        area_ids=tuple(ids[name] for name in duty.get("areas", ())),
    )
