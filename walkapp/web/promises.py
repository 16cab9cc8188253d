"""Promises: targets against results, what was done and measured, and the forms for all of it."""

from dataclasses import dataclass
from typing import Any

from flask import Blueprint, flash, g, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from ..domain import promises as rules
from ..domain.errors import N_, NotAllowed, NotFound
from ..domain.ids import new_id
from ..domain.promises import Activity, Commitment, Indicator, Measurement, Promise
from ..domain.promises.indicators import decimal
from ..storage import promises, public_fixes
from . import promise_accounts
from . import promise_forms as forms
from .clock import now
from .policy import staff
from .sentences import say

bp = Blueprint("promises", __name__, url_prefix="/promises")
READERS = ("coordinator", "safety_coordinator", "registrar", "police", "party")
LOGGERS = ("safety_coordinator", "police", "party")


@dataclass(frozen=True)
class Page:
    """What a form's page says above it, and where it leads back to."""

    title: str
    promise: Promise | None = None
    template: str = "promises/form.html"

    @property
    def back(self) -> str:
        """The promise it belongs to, or the list."""
        if self.promise is None:
            return url_for("promises.index")
        return url_for("promises.show", promise_id=self.promise.id)


@bp.get("")
@staff(*READERS)
def index() -> ResponseReturnValue:
    """Every promise."""
    listed = [(promise, rules.years(rules.Book(promise))) for promise in promises.all(g.db)]
    return render_template(
        "promises/index.html",
        promises=listed,
        may_write=rules.may_write(g.person),
        may_log=rules.may_log(g.person),
    )


@bp.get("/<promise_id>")
@staff(*READERS)
def show(promise_id: str) -> ResponseReturnValue:
    """How the promise stands now: targets and results, what was done, what is missing."""
    promise = _get(Promise, promise_id)
    book = promises.book(g.db, promise)
    _fixes, summary = public_fixes.of_years(g.db, promise.first_year, promise.last_year)
    year = min(max(int(now()[:4]), promise.first_year), promise.last_year)
    return render_template(
        "promises/show.html",
        book=book,
        promise=promise,
        years=rules.years(book),
        account=promise_accounts.of_book(book, summary),
        gaps=[say(gap) for gap in rules.gaps(book, summary)],
        year=year,
        tertials=[(c, rules.tertials(book, c, year)) for c in book.commitments],
        rules=rules,
        say=say,
        told=promise_accounts.in_short,
        decimal=decimal,
        may_write=rules.may_write(g.person),
        may_log=rules.may_log(g.person),
    )


@bp.route("/new", methods=["GET", "POST"])
@staff("safety_coordinator")
def new() -> ResponseReturnValue:
    """Begin a promise."""
    year = int(now()[:4])
    blank = Promise(new_id(), "", year, year, "joint", "", now())
    return _form(forms.PromiseForm(), blank, Page(gettext("Nytt medborgarlöfte")), fresh=True)


@bp.route("/<promise_id>/edit", methods=["GET", "POST"])
@staff("safety_coordinator")
def edit(promise_id: str) -> ResponseReturnValue:
    """Change the promise and its goal."""
    promise = _get(Promise, promise_id)
    return _form(forms.PromiseForm(), promise, Page(gettext("Ändra löftet"), promise))


@bp.route("/<promise_id>/commitments/new", methods=["GET", "POST"])
@staff("safety_coordinator")
def new_commitment(promise_id: str) -> ResponseReturnValue:
    """Add what was promised."""
    promise = _get(Promise, promise_id)
    after = len(promises.book(g.db, promise).commitments) + 1
    blank = Commitment(new_id(), promise.id, "municipality", "", after)
    page = Page(gettext("Nytt åtagande"), promise)
    return _form(forms.CommitmentForm(), blank, page, fresh=True)


@bp.route("/commitments/<commitment_id>", methods=["GET", "POST"])
@staff("safety_coordinator")
def commitment(commitment_id: str) -> ResponseReturnValue:
    """Change it, or say how it went."""
    kept = _get(Commitment, commitment_id)
    page = Page(gettext("Ändra åtagandet"), _get(Promise, kept.promise_id))
    return _form(forms.CommitmentForm(), kept, page)


@bp.route("/<promise_id>/activities/new", methods=["GET", "POST"])
@staff(*LOGGERS)
def new_activity(promise_id: str) -> ResponseReturnValue:
    """Write down what was done: a minute on a phone."""
    promise = _get(Promise, promise_id)
    owner = rules.owners_for(g.person)[0]
    own = g.person.party_id if owner == "municipality" else None
    usual = "foot_patrol" if owner == "police" else "dialogue"
    today = now()[:10]
    blank = Activity(new_id(), promise.id, owner, usual, now(), party_id=own, starts=today)
    if not rules.may_change(g.person, blank):
        raise NotAllowed(N_("Du kan bara skriva in era egna insatser."))
    return _activity_form(blank, Page(gettext("Ny insats"), promise), fresh=True)


@bp.route("/activities/<activity_id>", methods=["GET", "POST"])
@staff(*LOGGERS)
def activity(activity_id: str) -> ResponseReturnValue:
    """Change what was written, or say that it has been read through."""
    kept = _get(Activity, activity_id)
    if not rules.may_change(g.person, kept):
        raise NotAllowed(N_("Du kan bara skriva in era egna insatser."))
    return _activity_form(kept, Page(gettext("Ändra insatsen"), _get(Promise, kept.promise_id)))


@bp.post("/<promise_id>/activities/<activity_id>/take-over")
@staff("safety_coordinator")
def take_over(promise_id: str, activity_id: str) -> ResponseReturnValue:
    """Carry what an earlier promise planned into this one."""
    promise = _get(Promise, promise_id)
    planned = {a.id: a for a in promises.book(g.db, promise).carried}
    if activity_id not in planned:
        raise NotFound
    made, event = rules.taken_over(planned[activity_id], promise, by=g.person, at=now())
    promises.add(g.db, made, event)
    flash(gettext("Insatsen följer med. Skriv hur det gick."), "success")
    return redirect(url_for("promises.activity", activity_id=made.id), 303)


@bp.route("/<promise_id>/indicators/new", methods=["GET", "POST"])
@staff("safety_coordinator")
def new_indicator(promise_id: str) -> ResponseReturnValue:
    """Add something that is measured."""
    promise = _get(Promise, promise_id)
    after = len(promises.book(g.db, promise).indicators) + 1
    blank = Indicator(new_id(), promise.id, "", after)
    return _form(forms.IndicatorForm(), blank, Page(gettext("Ny indikator"), promise), fresh=True)


@bp.route("/indicators/<indicator_id>", methods=["GET", "POST"])
@staff("safety_coordinator")
def indicator(indicator_id: str) -> ResponseReturnValue:
    """Change what is measured."""
    kept = _get(Indicator, indicator_id)
    page = Page(gettext("Ändra indikatorn"), _get(Promise, kept.promise_id))
    return _form(forms.IndicatorForm(), kept, page)


@bp.route("/indicators/<indicator_id>/measurements/new", methods=["GET", "POST"])
@staff("safety_coordinator")
def new_measurement(indicator_id: str) -> ResponseReturnValue:
    """Add a year's value."""
    of = _get(Indicator, indicator_id)
    blank = Measurement(new_id(), of.id, int(now()[:4]), 0)
    page = Page(gettext("Nytt mätvärde"), _get(Promise, of.promise_id))
    return _form(forms.MeasurementForm(), blank, page, fresh=True)


@bp.route("/measurements/<measurement_id>", methods=["GET", "POST"])
@staff("safety_coordinator")
def measurement(measurement_id: str) -> ResponseReturnValue:
    """Correct a year's value."""
    kept = _get(Measurement, measurement_id)
    of = _get(Indicator, kept.indicator_id)
    page = Page(gettext("Ändra mätvärdet"), _get(Promise, of.promise_id))
    return _form(forms.MeasurementForm(), kept, page)


def _get(kind: type[Any], thing_id: str) -> Any:
    found = promises.get(g.db, kind, thing_id)
    if found is None:
        raise NotFound
    return found


def _activity_form(kept: Activity, page: Page, *, fresh: bool = False) -> ResponseReturnValue:
    form = forms.ActivityForm()
    assert page.promise is not None
    form.offer(promises.book(g.db, page.promise), kept)
    page = Page(page.title, page.promise, "promises/activity.html")
    return _form(form, kept, page, fresh=fresh)


def _form(
    form: forms.ThingForm, kept: Any, page: Page, *, fresh: bool = False
) -> ResponseReturnValue:
    if form.read():
        with form.attempt():
            typed = form.written(kept)
            if fresh:
                made, event = rules.added(typed, by=g.person, at=now())
                promises.add(g.db, made, event)
            else:
                seen = form.version.data
                made, event = rules.changed(kept, typed, read=seen, by=g.person, at=now())
                promises.save(g.db, made, event)
            flash(gettext("Sparat."), "success")
            back = page.back if page.promise else url_for("promises.show", promise_id=made.id)
            return redirect(back, 303)
    elif not form.is_submitted():
        form.show(kept)
    form.show_version(kept.version)
    return form.page(page.template, page=page, fresh=fresh)
