"""*Dagens runda*: the fixes somebody goes out to, in that person's order, on a phone."""

from dataclasses import dataclass, replace
from itertools import islice

from flask import flash, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import ngettext
from werkzeug.wrappers import Response

from ...domain import fixes as rules
from ...domain.categories import CATEGORIES, PLACE_TYPES
from ...domain.errors import NotFound
from ...domain.fixes import Fix, Move
from ...domain.fixes.round import WAYS
from ...domain.fixes.words import HOLD_REASONS, PRIORITIES, STATES
from ...domain.people import Party
from ...domain.walks import Walk
from ...storage import fixes, parties, walks
from ...storage.fixes import Errand, Filter
from .. import map_picture, people
from ..clock import now, today
from ..policy import staff
from .blueprint import READERS, bp
from .errand_forms import Act, Drawer
from .showing import names_for


@bp.get("/round")
@staff(*READERS)
def round_() -> ResponseReturnValue:
    """The round; `order` shows it as a short list to put in order, `at` opens one errand."""
    errands, party_names = fixes.errands(g.db, g.person, today()), names_for(_own_party())
    return render_template(
        "fixes/round.html",
        errands=errands,
        spots=_spots(errands, party_names),
        party_names=party_names,
        shown=_shown(errands),
        ordering=request.args.get("order") == "1",
        waiting=0 if errands else _waiting_for_me(),
        kept_at=now(),
        most=rules.MOST_ERRANDS,
        reads_notes=reads_notes(),
        late=lambda fix: rules.overdue_since(fix, today()),
        map_of=lambda fix: map_picture.picture(fix.lat, fix.lon, fix.place_text),
        way_to=lambda fix: map_picture.directions(fix.lat, fix.lon, fix.place_text or fix.title),
        states=STATES,
        categories=CATEGORIES,
        priorities=PRIORITIES,
        hold_reasons=HOLD_REASONS,
        place_types=PLACE_TYPES,
        most_photos=rules.MOST_PHOTOS,
    )


@bp.post("/<fix_id>/star")
@staff(*READERS)
def star(fix_id: str) -> ResponseReturnValue:
    """Put a star on a fix, or take it away (`on` is empty)."""
    fix = people.fix_for(g.person, fix_id)
    fixes.star(g.db, g.person.id, [fix.id], on=request.form.get("on") == "1")
    return _back(fix)


@bp.post("/round/fill")
@staff(*READERS)
def fill_round() -> ResponseReturnValue:
    """Star what waits for this person now, as much as fits in a round."""
    found = list(islice(fixes.every(g.db, _mine()), rules.MOST_ERRANDS))
    fixes.star(g.db, g.person.id, [listed.fix.id for listed in found], on=True)
    n = len(found)
    words = ngettext("%(num)s åtgärd är med i rundan.", "%(num)s åtgärder är med i rundan.", n)
    flash(words, "success")
    return redirect(url_for("fixes.round_"), 303)


@bp.post("/round/order")
@staff(*READERS)
def order_round() -> ResponseReturnValue:
    """Move one errand a place (`fix`, `way`), or keep a whole order (`fix` many times)."""
    wanted, way = request.form.getlist("fix"), request.form.get("way", "")
    if way:
        if way not in WAYS or len(wanted) != 1:
            raise NotFound
        order = [errand.fix.id for errand in fixes.errands(g.db, g.person, today())]
        fixes.arrange(g.db, g.person, rules.moved(order, wanted[0], way), today())
        return redirect(url_for("fixes.round_", order=1, _anchor=f"place-{wanted[0]}"), 303)
    fixes.arrange(g.db, g.person, wanted[: rules.MOST_ERRANDS], today())
    return redirect(url_for("fixes.round_", order=1), 303)


@bp.app_template_global("starred")
def starred(fix_id: str) -> bool:
    """Whether the person signed in has starred this fix; asked of the database once a request."""
    if "stars" not in g:
        g.stars = fixes.stars(g.db, g.person.id)
    return fix_id in g.stars


@dataclass(frozen=True)
class Spot:
    """What this person may do on the spot: now, and once the work has been started there."""

    now: list[Act]
    once_started: list[Act]


def _spots(errands: list[Errand], party_names: list[str]) -> dict[str, Spot]:
    """By fix. A phone without network goes on from what it has started itself."""
    ids = {errand.fix.walk_id for errand in errands if errand.fix.walk_id}
    known = {walk_id: walks.get(g.db, walk_id) for walk_id in ids}
    drawer = Drawer(party_names)
    return {
        errand.fix.id: _spot(drawer, errand.fix, known.get(errand.fix.walk_id or ""))
        for errand in errands
    }


def _spot(drawer: Drawer, fix: Fix, walk: Walk | None) -> Spot:
    now = _allowed(fix, walk)
    starts = {"start", "resume"} & now.keys()
    then = _allowed(replace(fix, state="in_progress"), walk) if starts else {}
    later = {name: move for name, move in then.items() if name not in now}
    return Spot(drawer.acts(fix, now, first=True), drawer.acts(fix, later, first=False))


def _allowed(fix: Fix, walk: Walk | None) -> dict[str, Move]:
    me, by_other = rules.towards(g.person, walk), g.municipality.confirm_by_other
    return {move.name: move for move in rules.allowed_moves(fix, me, confirm_by_other=by_other)}


def _shown(errands: list[Errand]) -> str:
    """Which errand stands open: the one asked for, else the first that nobody has put on hold."""
    asked, ids = request.args.get("at", ""), [errand.fix.id for errand in errands]
    if asked in ids:
        return asked
    at_hand = [errand.fix.id for errand in errands if errand.fix.state != "on_hold"]
    return next(iter(at_hand or ids), "")


def _mine() -> Filter:
    return Filter(g.person, today(), state="open", mine=True)


def _waiting_for_me() -> int:
    return fixes.find(g.db, _mine()).count


def reads_notes() -> bool:
    """Whether internal notes are for the person signed in: not for outside owners."""
    return rules.reads_notes(g.person, _own_party())


def _own_party() -> Party | None:
    return parties.get(g.db, g.person.party_id) if g.person.party_id else None


def _back(fix: Fix) -> Response:
    """To where the star was tapped: only pages of fixes, and only ours."""
    asked = request.form.get("back", "")
    if asked.startswith("/fixes") and "//" not in asked and "\\" not in asked:
        return redirect(f"{request.script_root}{asked}#fix-{fix.id}", 303)
    return redirect(url_for("fixes.show", fix_id=fix.id), 303)
