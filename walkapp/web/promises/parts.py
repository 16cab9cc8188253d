"""The forms of what stands under a promise: goals, commitments, indicators and measurements."""

from flask import g
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from ...domain.ids import new_id
from ...domain.promises import Commitment, Goal, Indicator, Measurement, Promise
from ...storage import promises
from ..clock import now
from ..policy import staff
from . import forms
from .pages import Page, bp, get, promise_of, save_form


@bp.route("/<promise_id>/goals/new", methods=["GET", "POST"])
@staff("safety_coordinator")
def new_goal(promise_id: str) -> ResponseReturnValue:
    """Add what is to be reached, and where."""
    promise = get(Promise, promise_id)
    blank = Goal(new_id(), promise.id, "", len(promises.book(g.db, promise).goals) + 1)
    return save_form(forms.GoalForm(), blank, Page(gettext("Nytt mål"), promise), fresh=True)


@bp.route("/goals/<goal_id>", methods=["GET", "POST"])
@staff("safety_coordinator")
def goal(goal_id: str) -> ResponseReturnValue:
    """Change a goal, its places and its situation picture."""
    kept = get(Goal, goal_id)
    page = Page(gettext("Ändra målet"), promise_of(kept), word="goals")
    return save_form(forms.GoalForm(), kept, page)


@bp.route("/<promise_id>/commitments/new", methods=["GET", "POST"])
@staff("safety_coordinator")
def new_commitment(promise_id: str) -> ResponseReturnValue:
    """Add what was promised."""
    promise = get(Promise, promise_id)
    book = promises.book(g.db, promise)
    blank = Commitment(new_id(), promise.id, "municipality", "", len(book.commitments) + 1)
    form = forms.CommitmentForm()
    form.offer(book)
    return save_form(form, blank, Page(gettext("Nytt åtagande"), promise), fresh=True)


@bp.route("/commitments/<commitment_id>", methods=["GET", "POST"])
@staff("safety_coordinator")
def commitment(commitment_id: str) -> ResponseReturnValue:
    """Change it, or say how it went."""
    kept = get(Commitment, commitment_id)
    promise = promise_of(kept)
    form = forms.CommitmentForm()
    form.offer(promises.book(g.db, promise))
    return save_form(form, kept, Page(gettext("Ändra åtagandet"), promise, word="commitments"))


@bp.route("/<promise_id>/indicators/new", methods=["GET", "POST"])
@staff("safety_coordinator")
def new_indicator(promise_id: str) -> ResponseReturnValue:
    """Add something that is measured."""
    promise = get(Promise, promise_id)
    book = promises.book(g.db, promise)
    blank = Indicator(new_id(), promise.id, "", len(book.indicators) + 1)
    form = forms.IndicatorForm()
    form.offer(book)
    return save_form(form, blank, Page(gettext("Ny indikator"), promise), fresh=True)


@bp.route("/indicators/<indicator_id>", methods=["GET", "POST"])
@staff("safety_coordinator")
def indicator(indicator_id: str) -> ResponseReturnValue:
    """Change what is measured."""
    kept = get(Indicator, indicator_id)
    promise = promise_of(kept)
    form = forms.IndicatorForm()
    form.offer(promises.book(g.db, promise))
    return save_form(form, kept, Page(gettext("Ändra indikatorn"), promise, word="indicators"))


@bp.route("/indicators/<indicator_id>/measurements/new", methods=["GET", "POST"])
@staff("safety_coordinator")
def new_measurement(indicator_id: str) -> ResponseReturnValue:
    """Add a year's value."""
    of = get(Indicator, indicator_id)
    blank = Measurement(new_id(), of.id, int(now()[:4]), 0)
    page = Page(gettext("Nytt mätvärde"), promise_of(of))
    return save_form(forms.MeasurementForm(), blank, page, fresh=True)


@bp.route("/measurements/<measurement_id>", methods=["GET", "POST"])
@staff("safety_coordinator")
def measurement(measurement_id: str) -> ResponseReturnValue:
    """Correct a year's value."""
    kept = get(Measurement, measurement_id)
    page = Page(gettext("Ändra mätvärdet"), promise_of(kept), word="measurements")
    return save_form(forms.MeasurementForm(), kept, page)
