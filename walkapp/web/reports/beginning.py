"""Beginning a report: of a walk or a year at one click, of an area or for the board by a form."""

import re
import unicodedata

from flask import g, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from flask_babel import lazy_gettext as _

from ...domain import reports as rules
from ...domain.errors import N_, NotFound, Refused
from ...domain.events import Event
from ...domain.ids import new_id
from ...domain.reports import Report, periods
from ...storage import areas, reports
from .. import forms, people, promise_accounts
from ..clock import now, today
from ..policy import staff
from .blueprint import WRITERS, bp


class PeriodForm(forms.Form):
    """A report of an area, or the board's page."""

    kind = forms.Choice(
        _("Vad ska du skriva?"),
        choices=lambda: {code: gettext(rules.KINDS[code]) for code in rules.OF_PERIOD},
    )
    area_id = forms.Choice(
        _("Område"),
        choices=lambda: {
            "": gettext("Hela kommunen"),
            **{area.id: area.name for area in areas.all(g.db)},
        },
    )
    first_on = forms.line(_("Från och med"), type="date", missing=_("Skriv när perioden börjar."))
    last_on = forms.line(_("Till och med"), type="date", missing=_("Skriv när perioden slutar."))


@bp.post("")
@staff(*WRITERS)
def create() -> ResponseReturnValue:
    """Begin the report of a walk or a year."""
    walk_id, year = request.form.get("walk_id", ""), request.form.get("year", "")
    if walk_id:
        report = _of_walk(walk_id)
    elif year.isascii() and year.isdigit() and 2000 <= int(year[:5]) <= 2100:
        report = _of_year(int(year))
    else:
        raise NotFound
    if reports.of_subject(g.db, walk_id=report.walk_id, year=report.year):
        raise Refused(N_("Det finns redan en uppföljning. Öppna den i listan."))
    return _begun(report)


@bp.route("/new", methods=["GET", "POST"])
@staff(*WRITERS)
def new() -> ResponseReturnValue:
    """Begin the report of an area or the board's page, over a period."""
    form = PeriodForm()
    if form.read():
        with form.attempt():
            return _begun(_of_period(form))
    elif not form.is_submitted():
        form.first_on.data, form.last_on.data = f"{today()[:4]}-01-01", f"{today()[:4]}-12-31"
    return form.page("reports/new.html")


def _begun(report: Report) -> ResponseReturnValue:
    event = Event(new_id(), now(), "report", report.id, 1, "draft", "person", g.person.id)
    reports.add(g.db, report, event)
    return redirect(url_for("reports.show", report_id=report.id), 303)


def _of_walk(walk_id: str) -> Report:
    walk = people.walk_for(g.person, walk_id)
    return _blank("walk", walk.title, f"{walk.title} {walk.starts_at[:10]}", walk_id=walk.id)


def _of_year(year: int) -> Report:
    # A title is kept, so it is in the municipality's language whoever drafts it.
    title = promise_accounts.title_of(year) or f"Uppföljning av trygghetsvandringar {year}"
    return _blank("year", title, str(year), year=year)


def _of_period(form: PeriodForm) -> Report:
    period = periods.checked(form.first_on.data, form.last_on.data)
    kind, area_id = form.kind.data or "", form.area_id.data
    rules.check_area(kind, area_id)
    area = areas.get(g.db, area_id) if area_id else None
    title = rules.title_of(kind, period, area.name if area else "")
    days = {"first_on": period.first_on, "last_on": period.last_on}
    return _blank(kind, title, title, area_id=area_id, **days)


def _blank(kind: str, title: str, address: str, **about: str | int | None) -> Report:
    given = {"walk_id": None, "year": None, **about}
    return Report(
        id=new_id(),
        slug=_free_slug(address),
        kind=kind,
        title=title,
        lead="",
        state="draft",
        published_version=0,
        published_at=None,
        published_by=None,
        drafted_at=now(),
        drafted_by=g.person.id,
        **given,  # type: ignore[arg-type]
    )


def _free_slug(text: str) -> str:
    """An address for a title that no report has yet."""
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    base = re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:80] or "uppfoljning"
    slug, number = base, 2
    while reports.slug_taken(g.db, slug):
        slug, number = f"{base}-{number}", number + 1
    return slug
