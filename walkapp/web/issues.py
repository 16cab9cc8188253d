"""Issues as walkers send and change them. Form and outbox end in the same domain call."""

from flask import Blueprint, flash, g, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from ..domain import issues as rules
from ..domain.errors import N_, NotFound, Refusal
from ..domain.issues import Issue
from ..domain.people import Membership
from ..domain.walks import Walk
from ..storage import checks, feelings, issues
from . import issue_form, issue_page, outbox, people
from .clock import now
from .policy import device
from .security import from_outbox

bp = Blueprint("issues", __name__)

_MOVES = {
    "remove": (issues.remove, "removed", N_("Iakttagelsen är borttagen.")),
    "restore": (issues.restore, "restored", N_("Iakttagelsen är tillbaka.")),
}


@bp.errorhandler(Refusal)
def refused(refusal: Refusal) -> ResponseReturnValue:
    """A refusal in the words of the receipt table, or a page with the sentence."""
    return outbox.refuse(refusal)


@bp.get("/walks/<walk_id>/issues/new")
@device
def new(walk_id: str) -> ResponseReturnValue:
    """The plain form, empty."""
    walk, membership = people.member_walk(walk_id)
    return issue_page.show(walk, membership, issue_page.blank())


@bp.post("/walks/<walk_id>/issues")
@device
def receive(walk_id: str) -> ResponseReturnValue:
    """Take in an issue or a newer edition of one, from the form or from the outbox."""
    walk, membership = people.member_walk(walk_id)
    return (outbox if from_outbox() else issue_form).receive(walk, membership)


@bp.get("/issues/<client_id>/edit")
@device
def edit(client_id: str) -> ResponseReturnValue:
    """The plain form, filled with what the walker logged."""
    issue, walk, membership = _own(client_id)
    rules.check_change(issue, walk, membership)
    return issue_page.show(walk, membership, issue_page.filled(issue))


@bp.post("/issues/<client_id>/<any(remove, restore):move>")
@device
def change(client_id: str, move: str) -> ResponseReturnValue:
    """Remove one's own issue, or put it back."""
    issue, walk, membership = _own(client_id)
    act, result, said = _MOVES[move]
    digest, rev = outbox.move() if outbox.asked() else ("", None)
    issue = act(g.db, issue.client_id, walk=walk, membership=membership, at=now(), rev=rev)
    if outbox.asked():
        return outbox.answer_move(issue, result, digest)
    undo = url_for("issues.change", client_id=issue.client_id, move="restore")
    flash(gettext(said), f"undo:{undo}" if move == "remove" else "success")
    return redirect(url_for("walks.walker", walk_id=walk.id), 303)


@bp.get("/walks/<walk_id>/receipts")
@device
def receipts(walk_id: str) -> ResponseReturnValue:
    """Everything this phone has sent in the walk, for it to compare with what it has."""
    walk, membership = people.member_walk(walk_id)
    known = issues.known(g.db, walk.id, membership.device_id)
    voices = issues.voices_of(g.db, walk.id, membership.device_id)
    said = {one.check_id: one.rev for one in checks.mine(g.db, walk.id, g.device.id).values()}
    secret = request.cookies.get(people.cookie_name("device"), "")
    felt = feelings.own(g.db, walk, secret)
    return outbox.answer_known(walk, known, voices=voices, checks=said, feelings=felt)


def _own(client_id: str) -> tuple[Issue, Walk, Membership]:
    """This phone's own issue with its walk. NotFound to everybody else."""
    issue = issues.get(g.db, client_id)
    if issue is None or issue.device_id != g.device.id:
        raise NotFound(
            N_("Iakttagelsen finns inte, eller hör till en annan telefon. Be ledaren ändra den.")
        )
    return issue, *people.member_walk(issue.phones_walk_id)
