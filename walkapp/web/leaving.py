"""Leaving a walk: what was sent stays, and the phone is let go of."""

from typing import Any

from flask import Blueprint, g, make_response, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from werkzeug.wrappers import Response

from ..domain import phones as rules
from ..domain.categories import CATEGORIES
from ..domain.errors import N_, Conflict, Refusal
from ..domain.people import Membership
from ..domain.phones import Unsent
from ..domain.walks import Walk, code_ends_at, code_works
from ..storage import devices, live
from . import cookies, outbox, people, presence
from .clock import now
from .policy import device
from .security import from_outbox

bp = Blueprint("leaving", __name__)


@bp.errorhandler(Refusal)
def refused(refusal: Refusal) -> ResponseReturnValue:
    """A refusal in the words of the receipt table, or a page with the sentence."""
    return outbox.refuse(refusal)


@bp.get("/walks/<walk_id>/leave")
@device
def ask(walk_id: str) -> ResponseReturnValue:
    """What leaving means, said before it is done."""
    walk, membership = people.member_walk(walk_id)
    return _page(walk, membership, _last_told(membership))


@bp.post("/walks/<walk_id>/leave")
@device
def leave(walk_id: str) -> ResponseReturnValue:
    """Let go of the phone. While it holds unsent issues only when it says that they may go."""
    walk, membership = people.member_walk(walk_id)
    said = _said()
    held = Unsent() if said.get("empty") else _told(said, membership)
    if held and not said.get("loss"):
        if outbox.asked():
            raise Conflict(N_("Telefonen har kvar sådant som inte är skickat. Skicka det först."))
        return _page(walk, membership, held), 409
    phone = live.phone(g.db, walk.id, membership.device_id)
    ended = devices.leave(g.db, membership, now())
    response = outbox.answer_left(walk, phone) if outbox.asked() else _left(walk, phone)
    if ended:
        cookies.forget(response, "device")
    if said.get("empty"):
        # Never "storage": another walk's unsent issues may lie there.
        response.headers["Clear-Site-Data"] = '"cache"'
    return response


def _said() -> dict[str, Any]:
    """What the phone says: `empty` (nothing unsent), `unsent` (`3/5`), `loss` (accepted)."""
    if not from_outbox():
        return dict(request.form)
    body = request.get_json(silent=True)
    return body if isinstance(body, dict) else {}


def _told(said: dict[str, Any], membership: Membership) -> Unsent:
    """What it holds, by what it says now, else by what it said last."""
    told = presence.told() or rules.read_unsent(str(said.get("unsent", "")))
    return _last_told(membership) if told is None else told


def _last_told(membership: Membership) -> Unsent:
    return Unsent(membership.unsent_issues, membership.unsent_photos)


def _page(walk: Walk, membership: Membership, held: Unsent) -> str:
    phone = live.phone(g.db, walk.id, membership.device_id)
    names = {code: gettext(category.name) for code, category in CATEGORIES.items()}
    return render_template(
        "walks/leave.html",
        walk=walk,
        phone=phone,
        held=held,
        words=presence.words(held),
        names={"": gettext("Utan kategori"), **names},
    )


def _left(walk: Walk, phone: rules.Phone) -> Response:
    until = code_ends_at(walk) if code_works(walk, now()) else None
    return make_response(render_template("walks/left.html", walk=walk, phone=phone, until=until))
