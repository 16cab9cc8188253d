"""Lists of fixes: as rows, beside a map, on a board. The address is the view."""

from collections.abc import Callable
from typing import Any

from flask import g, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from ...domain import fixes as rules
from ...domain.errors import N_
from ...domain.fixes import Fix, overdue_since
from ...domain.fixes.words import OPEN, OUTCOMES, STATES
from ...domain.views import LAYOUTS, may_share
from ...domain.walks import Walk
from ...storage import fixes, walks
from ...storage import views as saved
from ...storage.fixes import Filter, Listed
from ..clock import today
from ..policy import staff
from . import counted
from .asking import SORTS, address, choices, narrowed, order_of, question, wanted
from .blueprint import READERS, WORKERS, bp
from .drawn import WORDS
from .showing import ONWARD

# Name, question, and the count that goes with it.
VIEWS: dict[str, tuple[dict[str, str], str]] = {
    N_("Öppna"): ({}, "open"),
    N_("Att fördela"): ({"unassigned": "1"}, "unassigned"),
    N_("Väntar på mig"): ({"mine": "1"}, "mine"),
    N_("Försenade"): ({"overdue": "1"}, "overdue"),
    N_("Att fråga igen"): ({"followup": "1"}, "followup"),
    N_("Avslutade"): ({"state": "closed"}, ""),
    N_("Alla"): ({"state": "all"}, ""),
}
_OF_COORDINATOR = ("unassigned", "followup")
ENDPOINTS = {"": "fixes.index", "map": "fixes.on_map", "board": "fixes.board"}
LAST_PAGE = 1_000_000
MOST_RETURNED = 5
MOST_ON_MAP, MOST_IN_COLUMN = 300, 10


@bp.get("")
@staff(*READERS)
def index() -> ResponseReturnValue:
    """One page of the fixes this person sees, as the address asks."""
    asked, page, given = _page_of("")
    plain = page.number == 1 and not given["narrowed"] and asked == _plain(asked)
    return render_template(
        "fixes/index.html",
        **given,
        plain=plain,
        returned=_returned(asked) if plain else [],
        most_returned=MOST_RETURNED,
    )


@bp.get("/map")
@staff(*READERS)
def on_map() -> ResponseReturnValue:
    """The same page of the list beside a map, numbered alike; the rest of the view as pins."""
    asked, page, given = _page_of("map")
    places = {found.fix.id: n for n, found in enumerate(page.fixes, start=1)}
    here = [found.fix for found in page.fixes if None not in (found.fix.lat, found.fix.lon)]
    spots = fixes.spots(g.db, asked, MOST_ON_MAP)
    elsewhere = [spot for spot in spots if spot.id not in places]
    points = _pins([*here, *elsewhere], places, asked.today)
    return render_template(
        "fixes/map.html", **given, points=points, places=places, most_on_map=MOST_ON_MAP
    )


@bp.get("/board")
@staff(*READERS)
def board() -> ResponseReturnValue:
    """The same fixes in columns by state; a card opens its next step, and has a menu of others."""
    asked = wanted(g.person, request.args, today())
    if asked.state in STATES:
        states: tuple[str, ...] = (asked.state,)
    else:
        states = () if asked.state == "closed" else OPEN
        states += () if asked.about_open else ("closed",)
    columns = fixes.board(g.db, asked, states, MOST_IN_COLUMN)
    crews: dict[str, Walk | None] = {}
    return render_template(
        "fixes/board.html",
        **_given(asked, "board", sum(column.count for column in columns)),
        columns=columns,
        steps_of=lambda fix: _steps_of(fix, crews),
        all_of=lambda state: address({**question(request.args), "state": state}, "fixes.index"),
    )


def _page_of(layout: str) -> tuple[Filter, fixes.Page, dict[str, Any]]:
    asked = wanted(g.person, request.args, today())
    number = min(request.args.get("page", 1, int), LAST_PAGE)
    page = fixes.find(g.db, asked, order_of(asked, request.args), number)
    return asked, page, {**_given(asked, layout, page.count), "page": page}


def _given(asked: Filter, layout: str, count: int) -> dict[str, Any]:
    """What every rendering of a view shows around its fixes."""
    views, kept = _views(asked.today), saved.seen_by(g.db, g.person)
    named = any(is_shown for _name, _address, is_shown, *_count in views)
    return {
        "asked": asked,
        "count": count,
        "sort": order_of(asked, request.args),
        "sorts": SORTS,
        "views": views,
        "saved": kept,
        "saved_counts": counted.of_open(kept, asked.today),
        "view_address": lambda view: f"{address({}, ENDPOINTS[view.layout])}?{view.query}",
        "may_share": may_share(g.person),
        "may_bulk": g.person.has(*WORKERS),
        "layout": layout,
        "layouts": layout_links(layout),
        "narrowed": [] if named else narrowed(asked),
        "question": question(request.args),
        "choices": choices(asked),
        **WORDS,
    }


def _views(day: str) -> list[tuple[Any, ...]]:
    """The few views most people need, as chips with how many there are of what is open."""
    now_shown = question(request.args)
    counts = fixes.counts(g.db, g.person, day)
    shown = []
    for name, (given, count) in VIEWS.items():
        if count in _OF_COORDINATOR and not g.person.has("coordinator", "safety_coordinator"):
            continue
        if count == "followup" and not counts.followup and now_shown != given:
            continue  # seldom anything, so seldom there
        number = (getattr(counts, count),) if count else ()
        shown.append((_(name), address(given), now_shown == given, *number))
    return shown


def layout_links(layout: str) -> list[tuple[str, str, bool]]:
    """The ways to look at the same fixes, and the figures, as tabs."""
    asked = question(request.args)
    return [
        *((_(LAYOUTS[code]), address(asked, ENDPOINTS[code]), code == layout) for code in LAYOUTS),
        (_("Läget"), address({}, "fixes.dashboard"), layout == "dashboard"),
    ]


def _pins(found: list[Any], places: dict[str, int], day: str) -> list[dict[str, Any]]:
    """Pins with their place in the list, if they stand there. Hundreds, so words are found once."""
    words = {code: _(word) for code, word in (STATES | OUTCOMES).items()} | {"late": _("Försenad")}
    path_of, pins = _paths(), []
    for fix in found:
        state = fix.outcome or fix.state
        late = overdue_since(fix, day)
        pin = {
            "lat": fix.lat,
            "lon": fix.lon,
            "label": f"{fix.number} {fix.title}",
            "state": "overdue" if late else state,
            "detail": words["late" if late else state],
            "href": path_of(fix.id),
        }
        pins.append({**pin, "number": places[fix.id]} if fix.id in places else pin)
    return pins


def _paths() -> Callable[[str], str]:
    """What gives the path of a fix's page; found once for hundreds."""
    before, after = url_for("fixes.show", fix_id="-").split("-")
    return lambda fix_id: f"{before}{fix_id}{after}"


def _steps_of(fix: Fix, crews: dict[str, Walk | None]) -> tuple[str, tuple[str, ...]]:
    """The step onward that is this person's, if there is one, and those to other columns."""
    if fix.walk_id and fix.walk_id not in crews and g.person.has("leader"):
        crews[fix.walk_id] = walks.get(g.db, fix.walk_id)
    me = rules.towards(g.person, crews.get(fix.walk_id or ""))
    moves = rules.allowed_moves(fix, me, confirm_by_other=g.municipality.confirm_by_other)
    onward = [move.name for move in moves if move.targets and not move.outcome]
    onward += [move.name for move in moves if move.name == "confirm"]
    name = next((name for name in ONWARD if name in onward), "")
    return name, tuple(other for other in onward if other != name)


def _plain(asked: Filter) -> Filter:
    return Filter(asked.seen_by, asked.today, state="open")


def _returned(asked: Filter) -> list[Listed]:
    """What a party has sent back or will not do: on top of the coordinator's list."""
    if not g.person.has("coordinator", "safety_coordinator"):
        return []
    # One more than is shown tells whether there are more.
    return fixes.bounced(g.db, Filter(asked.seen_by, asked.today), MOST_RETURNED + 1)
