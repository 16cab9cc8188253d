"""Mails on their way out: what waits, what could not be sent, and trying again."""

from flask import Blueprint, current_app, flash, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from ..domain.errors import N_, NotFound
from ..domain.mails import STATES, late_before
from ..storage import outbox
from .clock import now
from .policy import staff

bp = Blueprint("admin_mails", __name__, url_prefix="/admin/mails")
OF_MAILS = ("safety_coordinator", "admin")
PER_PAGE = 50

KINDS = {
    "notice": N_("Besked om en åtgärd"),
    "digest": N_("Dagens sammanfattning"),
    "outside": N_("Till en ägare utanför kommunen"),
    "news": N_("Till någon som gick med"),
    "confirm": N_("Bekräfta en adress"),
    "push": N_("Avisering i webbläsaren"),
}


@bp.get("")
@staff(*OF_MAILS)
def index() -> ResponseReturnValue:
    """Those that wait or were given up, or those that have gone."""
    sent, at = request.args.get("show") == "sent", now()
    counts = {done: outbox.count(g.db, sent=done) for done in (False, True)}
    pages = max(1, -(-counts[sent] // PER_PAGE))
    page = min(max(1, request.args.get("page", 1, type=int)), pages)
    return render_template(
        "admin/mails.html",
        mails=outbox.listing(g.db, sent=sent, limit=PER_PAGE, offset=(page - 1) * PER_PAGE),
        sent=sent,
        counts=counts,
        page=page,
        pages=pages,
        standing=outbox.standing(g.db, at),
        late_before=late_before(at),
        has_server=bool(current_app.extensions["settings"].smtp),
        states=STATES,
        kinds=KINDS,
    )


@bp.post("/<mail_id>/retry")
@staff(*OF_MAILS)
def retry(mail_id: str) -> ResponseReturnValue:
    """Let one go at once."""
    if not outbox.retry(g.db, mail_id, now()):
        raise NotFound
    flash(gettext("Brevet skickas igen inom kort."), "success")
    return redirect(url_for("admin_mails.index"), 303)
