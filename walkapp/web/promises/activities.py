"""What was done for a promise: written down on a phone, read through, carried over."""

from dataclasses import replace

from flask import flash, g, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from ...domain import promises as rules
from ...domain.errors import N_, NotAllowed, NotFound
from ...domain.fixes import Fix
from ...domain.ids import new_id
from ...domain.promises import Activity, Promise
from ...storage import promises
from .. import people
from ..clock import now
from ..policy import staff
from . import forms
from .pages import LOGGERS, Page, bp, get, promise_of, save_form

_NOT_YOURS = N_("Du kan bara skriva in era egna insatser.")


@bp.route("/<promise_id>/activities/new", methods=["GET", "POST"])
@staff(*LOGGERS)
def new_activity(promise_id: str) -> ResponseReturnValue:
    """Write down what was done: a minute on a phone."""
    promise = get(Promise, promise_id)
    owner = rules.owners_for(g.person)[0]
    own = g.person.party_id if owner == "municipality" else None
    usual = "foot_patrol" if owner == "police" else "dialogue"
    today = now()[:10]
    blank = Activity(new_id(), promise.id, owner, usual, now(), party_id=own, starts=today)
    blank = replace(blank, created_by=g.person.id)
    blank = rules.another(blank, promises.book(g.db, promise))
    fix = _answered(request.args.get("fix", ""))
    if fix:
        blank = rules.answering(blank, fix)
    if not rules.may_change(g.person, blank):
        raise NotAllowed(_NOT_YOURS)
    return _form(blank, Page(gettext("Ny insats"), promise, fix=fix), fresh=True)


@bp.route("/activities/<activity_id>", methods=["GET", "POST"])
@staff(*LOGGERS)
def activity(activity_id: str) -> ResponseReturnValue:
    """Change what was written, or say that it has been read through."""
    kept = get(Activity, activity_id)
    if not rules.may_change(g.person, kept):
        raise NotAllowed(_NOT_YOURS)
    fix = _answered(kept.fix_id or "")
    return _form(
        kept, Page(gettext("Ändra insatsen"), promise_of(kept), word="activities", fix=fix)
    )


@bp.post("/<promise_id>/activities/<activity_id>/take-over")
@staff("safety_coordinator")
def take_over(promise_id: str, activity_id: str) -> ResponseReturnValue:
    """Carry what an earlier promise planned since into this one."""
    promise = get(Promise, promise_id)
    planned = {a.id: a for a in promises.carried(g.db, promise)}
    if activity_id not in planned:
        raise NotFound
    made, event = rules.taken_over(planned[activity_id], promise, by=g.person, at=now())
    promises.add(g.db, made, event)
    flash(gettext("Insatsen följer med. Skriv hur det gick."), "success")
    return redirect(url_for("promises.activity", activity_id=made.id), 303)


def _answered(fix_id: str) -> Fix | None:
    """The fix that it answers, for those who may see it."""
    if not fix_id:
        return None
    try:
        fix = people.fix_for(g.person, fix_id)
    except NotFound:
        return None
    return fix if rules.may_answer(g.person, fix) else None


def _form(kept: Activity, page: Page, *, fresh: bool = False) -> ResponseReturnValue:
    form = forms.ActivityForm()
    assert page.promise is not None
    form.offer(promises.book(g.db, page.promise), kept)
    page = replace(page, template="promises/activity.html")
    return save_form(form, kept, page, fresh=fresh)
