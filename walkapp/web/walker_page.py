"""What the walker's own page shows and needs to log with."""

from typing import Any

from flask import g

from ..domain import issues as rules
from ..domain.categories import CATEGORIES, KINDS, PLACE_TYPES
from ..domain.people import Membership
from ..domain.photos import PROBLEMS
from ..domain.walks import Walk
from ..storage import issues, stops
from . import own_fixes, rechecking, route_map


def given(
    walk: Walk, membership: Membership, problem: dict[str, Any] | None = None
) -> dict[str, Any]:
    """The phone's own issues with what may be done to them, the group's count, and the words.

    `problem` is a check that could not be taken in, as it was typed, with its `sentence`.
    """
    logged = issues.mine(g.db, walk.id, membership.device_id)
    route = stops.route(g.db, walk)
    place_types = (found.issue.place_type for found in logged)
    return {
        "walk": walk,
        "membership": membership,
        "issues": [found for found in logged if not found.issue.removed_at],
        "removed": [found for found in logged if found.issue.removed_at],
        "own_fixes": own_fixes.by_issue(membership.device_id, walk.id),
        "count": issues.count(g.db, walk.id),
        "route": route,
        "route_map": route_map.drawn(route),
        "stop_names": {stop.id: stop.name for stop in route.stops},
        "categories": CATEGORIES,
        "kinds": KINDS,
        "place_types": PLACE_TYPES,
        "last_place_type": next((code for code in place_types if code), ""),
        "max_photos": rules.MAX_PHOTOS,
        "can_change": lambda issue: rules.can_change(issue, walk, membership),
        "word_for": rules.word_for,
        "photo_problem": lambda code: PROBLEMS.get(code, PROBLEMS["unreadable"]),
        **rechecking.given(walk, route, membership, problem),
    }
