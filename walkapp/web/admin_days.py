"""Days that do not count: the public holidays, and the municipality's own."""

from flask import Blueprint, flash, g, redirect, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from flask_babel import lazy_gettext as _

from ..domain import days_off as rules
from ..domain.workdays import public_holidays
from ..storage import handling
from . import forms
from .clock import now, today
from .policy import staff

bp = Blueprint("admin_days", __name__, url_prefix="/admin/days-off")
OF_DAYS = ("coordinator", "safety_coordinator", "admin")


class DayForm(forms.Form):
    """A day as its fields are drawn."""

    day = forms.line(_("Dag"), missing=_("Välj en dag."))
    name = forms.line(
        _("Vad dagen heter"), missing=_("Skriv vad dagen heter, till exempel Klämdag.")
    )


@bp.route("", methods=["GET", "POST"])
@staff(*OF_DAYS)
def index() -> ResponseReturnValue:
    """This year's and the next one's days, and adding one."""
    form = DayForm()
    if form.read():
        with form.attempt():
            day, name, event = rules.new(form.day.data, form.name.data, by=g.person, at=now())
            handling.add_day_off(g.db, day, name, event)
            flash(gettext("%(name)s är sparad.", name=name), "success")
            return redirect(url_for("admin_days.index"), 303)
    year = int(today()[:4])
    own = handling.days_off(g.db)
    return form.page(
        "admin/days_off.html",
        coming={day: name for day, name in own.items() if day >= today()},
        past={day: name for day, name in own.items() if day < today()},
        years={number: public_holidays(number) for number in (year, year + 1)},
    )


@bp.post("/<day>/remove")
@staff(*OF_DAYS)
def remove(day: str) -> ResponseReturnValue:
    """Take one of the own days away."""
    handling.remove_day_off(g.db, day, rules.removed(day, by=g.person, at=now()))
    flash(gettext("Dagen är borttagen ur listan."), "success")
    return redirect(url_for("admin_days.index"), 303)
