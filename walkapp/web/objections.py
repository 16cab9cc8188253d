"""Readers of the follow-up say that something is not fixed. No account, no name, no cookie kept."""

from flask import Blueprint, flash, g, redirect, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from flask_babel import lazy_gettext as _

from ..domain import objections as rules
from ..domain.errors import NotFound
from ..domain.fixes import Fix
from ..domain.reports import PublicFix, Report
from ..domain.walks import moment, text_time
from ..storage import attempts, fixes, objections, reports
from . import forms
from .clock import now
from .policy import public

bp = Blueprint("objections", __name__, url_prefix="/followup")
KIND = "objection"


class ObjectionForm(forms.Form):
    """What the reader has seen, if they want to say more than that it is not fixed."""

    words = forms.lines(_("Vad såg du?"))


@bp.route("/<slug>/fixes/<number>/not-fixed", methods=["GET", "POST"])
@public
def say(slug: str, number: str) -> ResponseReturnValue:
    """Say that a point is not fixed."""
    report, shown, fix = _published(slug, number)
    form = ObjectionForm()
    if form.read():
        with form.attempt():
            at = now()
            since = text_time(moment(at) - rules.WITHIN)
            rules.slow_down(attempts.oldest(g.db, KIND, since, nth=rules.MOST_IN_ALL))
            waiting = len(objections.waiting(g.db, fix.id))
            objections.add(g.db, *rules.new(fix, form.words.data, waiting=waiting, at=at))
            attempts.add(g.db, KIND, "", at)
            flash(
                gettext("Tack. En person på kommunen läser det och tittar på platsen."), "success"
            )
            return redirect(url_for("followup.fix", slug=slug, number=number), 303)
    return form.page("followup/not_fixed.html", report=report, fix=shown)


def _published(slug: str, number: str) -> tuple[Report, PublicFix, Fix]:
    """The point as it was published, and the fix behind it."""
    report = reports.by_slug(g.db, slug)
    shown = reports.one_row(g.db, report, number) if report else None
    fix = fixes.by_number(g.db, number) if shown else None
    if report is None or shown is None or fix is None:
        raise NotFound
    return report, shown, fix
