"""Moving an issue that was logged in the wrong walk to another one the leader runs."""

from flask import Blueprint, flash, g, redirect, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from flask_babel import lazy_gettext as _

from ..domain import people as rights
from ..domain import review as rules
from ..domain.errors import N_, NotFound, Refused
from ..domain.walks import Walk
from ..storage import issues, review, walks
from . import clock, forms, people
from .clock import now
from .policy import staff

bp = Blueprint("moving", __name__)
REVIEWERS = ("leader", "coordinator", "safety_coordinator")


class MoveForm(forms.Form):
    """The walk it belongs to."""

    to = forms.Choice(_("Vandringen den hör till"))


@bp.route("/walks/<walk_id>/review/issues/<client_id>/move", methods=["GET", "POST"])
@staff(*REVIEWERS)
def move(walk_id: str, client_id: str) -> ResponseReturnValue:
    """Choose the right walk, and move the issue there."""
    walk = people.walk_for(g.person, walk_id, to="run")
    issue = review.issue(g.db, walk.id, client_id)
    if issue is None:
        raise NotFound
    others = _others(walk)
    form = MoveForm()
    form.to.choices = {"": gettext("Välj vandring"), **{one.id: _named(one) for one in others}}
    if form.read():
        with form.attempt():
            rules.check_begun(walk)
            to = next((one for one in others if one.id == form.to.data), None)
            if to is None:
                raise Refused(N_("Välj vandringen som iakttagelsen hör till."), field="to")
            moved = issues.move(g.db, issue, to, by=g.person, at=now())
            said = gettext("Flyttad till %(walk)s som nummer %(n)s.", walk=to.title, n=moved.number)
            flash(said, "success")
            return redirect(url_for("review.index", walk_id=walk.id), 303)
    return form.page("review/move.html", walk=walk, issue=issue, others=others)


def _others(walk: Walk) -> list[Walk]:
    """The other walks this person runs whose issues are still worked on, latest first."""
    return [
        one
        for one in walks.listing(g.db, g.person)
        if one.id != walk.id and rules.takes_moved(one) and rights.runs_walk(g.person, one)
    ]


def _named(walk: Walk) -> str:
    return f"{clock.show_date(walk.starts_at)} · {walk.title}"
