"""The coordinator sends an outside owner a new link to answer by; earlier ones end."""

from flask import flash, g, redirect, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from ...domain import outside as rules
from ...domain.fixes import Fix
from ...domain.people import Party
from ...storage import outside, parties
from .. import people
from ..clock import now
from ..policy import staff
from .blueprint import bp
from .moving import acting

SENDERS = ("coordinator", "safety_coordinator")


@bp.post("/<fix_id>/outside-link")
@staff(*SENDERS)
def send_link(fix_id: str) -> ResponseReturnValue:
    """Put a mail with a new link into the outbox."""
    fix = people.fix_for(g.person, fix_id)
    party = parties.get(g.db, fix.party_id) if fix.party_id else None
    event = rules.sent_anew(fix, party, by=acting(fix), at=now())
    outside.send_anew(g.db, fix, event)
    flash(gettext("Ett brev med en ny länk skickas till %(name)s.", name=party.name), "success")  # type: ignore[union-attr]
    return redirect(url_for("fixes.show", fix_id=fix.id), 303)


@bp.app_template_global("may_send_link")
def may_send_link(fix: Fix, party: Party | None) -> bool:
    """Whether the page of a fix offers to send a link."""
    return g.person.has(*SENDERS) and rules.sendable(fix, party)
