"""The leader's page of a walk while it goes on: what has come, and whose phone still holds data."""

from collections import Counter
from typing import Any

from flask import g, render_template, request

from ..domain import people as rights
from ..domain import phones as rules
from ..domain import walks as walk_rules
from ..domain.daylight import LIGHTS
from ..domain.phones import Phone
from ..domain.walks import FORM_NAMES, STATES, Walk, shown_code
from ..storage import areas, live, stops, walks
from ..storage import people as stored
from . import presence, qr, route_map
from .clock import now, show_ago, show_time


def show(walk: Walk, problem: str = "") -> str:
    """The page; to those who only read, without names and moves."""
    at, may_run = now(), rights.runs_walk(g.person, walk)
    asked = request.args.get("do", "")
    moves = _moves(walk) if may_run else []
    route = stops.route(g.db, walk)
    return render_template(
        "walks/live.html",
        walk=walk,
        problem=problem,
        route=route,
        followed=walks.get(g.db, walk.follows_id) if walk.follows_id else None,
        route_map=route_map.drawn(route),
        code=shown_code(walk.code),
        qr=qr.drawing(walk),
        code_works=walk_rules.code_works(walk, at),
        opens_at=walk_rules.code_opens_at(walk),
        ends_at=walk_rules.code_ends_at(walk),
        forgotten=walk.state == "open" and at > walk.ends_at,
        at=at,
        counts=walks.counts(g.db, walk.id),
        crew=stored.named(g.db, walk.crew),
        area=areas.get(g.db, walk.area_id) if walk.area_id else None,
        moves=moves,
        asked=asked if asked in moves else "",
        may_run=may_run,
        states=STATES,
        **_circumstances(walk),
        **(_phones(walk, at) if may_run else {"phones": []}),
    )


def _circumstances(walk: Walk) -> dict[str, str]:
    """Form, light, and when the sun sets that day; empty where no place is known."""
    centre = (g.municipality.lat, g.municipality.lon)
    light, down = walk.lit(*centre), walk_rules.sunset_of(walk, *centre)
    return {
        "form": FORM_NAMES[walk_rules.form_of(walk.form, walk.follows_id)],
        "light": LIGHTS.get(light, ""),
        "sunset": show_time(down) if down else "",
    }


def _moves(walk: Walk) -> list[str]:
    possible = [name for name, (sources, _) in walk_rules.MOVES.items() if walk.state in sources]
    if walk.state in ("planned", "open", "closing"):
        possible.append("rotate-code")
    return possible


def _phones(walk: Walk, at: str) -> dict[str, Any]:
    found = live.phones(g.db, walk.id)
    names = Counter(phone.name for phone in found)

    def is_quiet(phone: Phone) -> bool:
        return rules.is_quiet(phone, at)

    return {
        "phones": found,
        "home": rules.going_home(found, at) if walk.state in ("open", "closing") else None,
        "namesakes": {name for name, count in names.items() if name and count > 1},
        "is_quiet": is_quiet,
        "ago": lambda text: show_ago(text, at),
        "unsent_words": presence.words,
    }
