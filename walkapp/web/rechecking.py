"""What a walker's page shows of the walk before: its fixes by stop, and the answers so far."""

from dataclasses import dataclass
from typing import Any

from flask import g, request
from markupsafe import Markup

from ..domain import checks as check_rules
from ..domain import feelings as feeling_rules
from ..domain import fixes as fix_rules
from ..domain import rechecking as rules
from ..domain.checks import Check
from ..domain.ids import new_id
from ..domain.people import Membership
from ..domain.photos import Photo
from ..domain.rechecking import Earlier
from ..domain.stops import Route, Stop
from ..domain.walks import Walk
from ..storage import checks, feelings, walks
from . import people
from .sentences import tell

# A symbol beside each word, so that nobody has to tell them apart by colour.
ICONS = {
    "fixed": "check",
    "partly": "hourglass",
    "remains": "triangle-alert",
    "returned": "rotate-ccw",
    "unchecked": "eye-off",
}
MOST_PICTURES = 2


@dataclass(frozen=True)
class Card:
    """An earlier fix as its walker sees it, with this phone's own check if there is one."""

    fix_id: str
    number: str
    title: str
    category: str
    place: str
    code: str
    label: Markup
    before: tuple[Photo, ...]
    check_id: str
    rev: int
    own: Check | None
    typed: dict[str, Any]


def given(
    walk: Walk, route: Route, membership: Membership, problem: dict[str, Any] | None
) -> dict[str, Any]:
    """The cards of a walk that follows another, and what this phone felt at each stop."""
    takes = walk.state in ("planned", "open", "closing", "reviewing")
    secret = request.cookies.get(people.cookie_name("device"), "")
    return {
        "recheck": _groups(walk, route, membership, problem or {}),
        "followed": walks.get(g.db, walk.follows_id) if walk.follows_id else None,
        "check_results": check_rules.RESULTS,
        "check_icons": ICONS,
        "feelings": feeling_rules.VALUES,
        "felt": feelings.own(g.db, walk, secret) if takes and route.stops else {},
        "new_id": new_id,
    }


def _groups(
    walk: Walk, route: Route, membership: Membership, problem: dict[str, Any]
) -> list[tuple[Stop | None, list[Card]]]:
    found = checks.earlier(g.db, walk)
    own = checks.mine(g.db, walk.id, membership.device_id) if found else {}
    return [
        (stop, [_card(earlier, own.get(earlier.fix.id), problem) for earlier in group])
        for stop, group in rules.by_stop(found, route)
    ]


def _card(earlier: Earlier, own: Check | None, problem: dict[str, Any]) -> Card:
    fix = earlier.fix
    label = fix_rules.public_label(fix, earlier.party)
    after = [photo for photo in earlier.pictures if photo.kind == "after"]
    before = [photo for photo in earlier.pictures if photo.kind != "after"]
    return Card(
        fix.id,
        fix.number,
        fix.title,
        fix.category,
        fix.place_text,
        fix.outcome or fix.state,
        tell(label.text, label.values),
        tuple([*before[:1], *after[:1]] or earlier.pictures[:MOST_PICTURES]),
        own.check_id if own else new_id(),
        own.rev if own else 0,
        own,
        problem if problem.get("fix_id") == fix.id else {},
    )
