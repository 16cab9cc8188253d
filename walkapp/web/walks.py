"""Walks: the list, the leader's page and moves, and the walker's own page."""

from flask import Blueprint, flash, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from ..domain import walks as rules
from ..domain.errors import N_, Conflict, NotFound, Refused
from ..domain.walks import STATES
from ..storage import devices, walks
from . import live_page, people, walker_page
from .clock import now
from .errors import sentence
from .policy import device, staff

bp = Blueprint("walks", __name__)
READERS = ("leader", "coordinator", "safety_coordinator", "police", "registrar")
RUNNERS = ("leader", "coordinator", "safety_coordinator")
PER_PAGE = 20
MOVES = (*rules.MOVES, "rotate-code")

# What each move is called when it is done; the page itself says what it leads to.
DONE = {
    "open": N_("Vandringen är öppen för iakttagelser."),
    "close": N_("Vandringen avslutas. De som gick har 48 timmar på sig att skicka klart."),
    "review": N_("Nu sammanställs vandringen. Gå igenom det som kom in."),
    "cancel": N_("Vandringen är inställd och koden gäller inte längre."),
    "follow-up": N_("Vandringen är markerad som uppföljd."),
    "rotate-code": N_("Vandringen har fått en ny kod. Skriv ut affischen igen."),
}


@bp.get("/walks")
@staff(*READERS, "admin")
def index() -> ResponseReturnValue:
    """Walks to come, and earlier ones page by page."""
    at, page = now(), max(1, request.args.get("page", 1, type=int))
    total = walks.count_earlier(g.db, g.person, at)
    pages = max(1, -(-total // PER_PAGE))
    page = min(page, pages)
    return render_template(
        "walks/index.html",
        upcoming=walks.upcoming(g.db, g.person, at),
        earlier=walks.earlier(g.db, g.person, at, limit=PER_PAGE, offset=(page - 1) * PER_PAGE),
        page=page,
        pages=pages,
        states=STATES,
        may_plan=g.person.has(*RUNNERS),
    )


@bp.get("/walks/<walk_id>")
@device
def walker(walk_id: str) -> ResponseReturnValue:
    """The walker's page; a phone that has not joined is sent to join."""
    try:
        walk, membership = people.member_walk(walk_id)
    except NotFound:
        return redirect(url_for("join.join"), 303)
    return render_template("walks/walk.html", **walker_page.given(walk, membership))


@bp.get("/walks/<walk_id>/live")
@staff(*READERS)
def live(walk_id: str) -> ResponseReturnValue:
    """The leader's page: the code for the next phone, what has come in, and moves."""
    return live_page.show(people.walk_for(g.person, walk_id))


@bp.post("/walks/<walk_id>/<any({}):name>".format(", ".join(f'"{name}"' for name in MOVES)))
@staff(*RUNNERS)
def move(walk_id: str, name: str) -> ResponseReturnValue:
    """Open, close, review, cancel, follow up, or change the code."""
    walk = people.walk_for(g.person, walk_id, to="run")
    try:
        if name == "rotate-code":
            change = rules.rotate_code(walk, by=g.person.id, at=now())
        else:
            change = rules.move(walk, name, by=g.person.id, at=now())
        walks.save(g.db, *change)
    except (Refused, Conflict) as refusal:
        status = 409 if isinstance(refusal, Conflict) else 422
        return live_page.show(people.walk_for(g.person, walk_id), problem=sentence(refusal)), status
    flash(gettext(DONE[name]), "success")
    if name == "review":
        return redirect(url_for("review.index", walk_id=walk.id), 303)
    return redirect(url_for("walks.live", walk_id=walk.id), 303)


@bp.post("/walks/<walk_id>/devices/<device_id>/revoke")
@staff(*RUNNERS)
def revoke(walk_id: str, device_id: str) -> ResponseReturnValue:
    """Shut a phone out; what it sends after this waits for the leader."""
    walk = people.walk_for(g.person, walk_id, to="run")
    if devices.membership(g.db, device_id, walk.id) is None:
        raise NotFound
    devices.revoke(g.db, device_id, walk.id, now())
    flash(gettext("Telefonen är utestängd. Det den skickar väntar på dig."), "success")
    return redirect(url_for("walks.live", walk_id=walk.id, _anchor="phones"), 303)
