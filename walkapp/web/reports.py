"""Reports at the desk: begin, read through, edit, publish, take back."""

import hashlib
import json
import re
import unicodedata
from dataclasses import asdict

from flask import Blueprint, flash, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext, ngettext
from flask_wtf import FlaskForm
from wtforms import StringField, TextAreaField
from wtforms.validators import Length

from ..domain import reports as rules
from ..domain.errors import N_, NotFound, Refused
from ..domain.events import Event
from ..domain.ids import new_id
from ..domain.promises import Account, kept
from ..domain.reports import PublicFix, Report, Summary
from ..storage import public_fixes, reports, walks
from . import people, promise_accounts
from .clock import now
from .errors import sentence
from .policy import staff
from .report_pages import content, frozen, grouped, points

bp = Blueprint("reports", __name__, url_prefix="/reports")
READERS = ("coordinator", "safety_coordinator", "registrar")
WRITERS = ("coordinator", "safety_coordinator")


def _most(count: int) -> Length:
    return Length(max=count, message=lazy_gettext("Skriv högst %(max)d tecken."))


class ReportForm(FlaskForm):  # type: ignore[misc]
    """What the editor may type; the figures are counted, never typed."""

    title = StringField(lazy_gettext("Rubrik"), validators=[_most(200)])
    lead = TextAreaField(lazy_gettext("Egen inledning"), validators=[_most(4000)])


@bp.get("")
@staff(*READERS)
def index() -> ResponseReturnValue:
    """Every report, and the walks and years that have none yet."""
    begun = reports.all_of(g.db)
    held = [w for w in walks.listing(g.db, g.person) if w.state not in ("planned", "cancelled")]
    with_report = {report.walk_id for report in begun}
    years_begun = {report.year for report in begun}
    years = sorted({int(walk.starts_at[:4]) for walk in held} - years_begun, reverse=True)
    return render_template(
        "reports/index.html",
        reports=begun,
        walks=[walk for walk in held if walk.id not in with_report],
        years=years,
        may_draft=rules.may_draft(g.person),
    )


@bp.post("")
@staff(*WRITERS)
def create() -> ResponseReturnValue:
    """Begin the report of a walk or a year."""
    report = _new_report(request.form.get("walk_id", ""), request.form.get("year", ""))
    reports.add(
        g.db, report, Event(new_id(), now(), "report", report.id, 1, "draft", "person", g.person.id)
    )
    return redirect(url_for("reports.show", report_id=report.id), 303)


@bp.get("/<report_id>")
@staff(*READERS)
def show(report_id: str) -> ResponseReturnValue:
    """The draft as its readers would see it, with what is still missing."""
    report = _report(report_id)
    return _page(report, ReportForm(obj=report))


@bp.post("/<report_id>/edit")
@staff(*WRITERS)
def edit(report_id: str) -> ResponseReturnValue:
    """Save the heading and the editor's own words."""
    report = _report(report_id)
    form = ReportForm()
    try:
        if not form.validate():
            return _page(report, form), 422
        changed, event = rules.edit(
            report, title=form.title.data or "", lead=form.lead.data or "", by=g.person, at=now()
        )
    except Refused as refusal:
        form.title.errors = [sentence(refusal)]
        return _page(report, form), 422
    reports.save(g.db, changed, event)
    flash(_("Sparat."), "success")
    return redirect(url_for("reports.show", report_id=report.id), 303)


@bp.post("/<report_id>/publish")
@staff("safety_coordinator")
def publish(report_id: str) -> ResponseReturnValue:
    """Freeze what was read through and open it to everybody."""
    report = _report(report_id)
    fixes, summary = public_fixes.gather(g.db, report)
    accounts = promise_accounts.drafted(report, summary)
    changed, event = rules.publish(
        report,
        by=g.person,
        at=now(),
        unchanged=request.form.get("seen") == _digest(report, fixes, accounts),
        summary=frozen(summary, accounts),
    )
    reports.publish(g.db, changed, event, fixes)
    flash(_("Uppföljningen är publicerad. Alla kan läsa den."), "success")
    return redirect(url_for("reports.show", report_id=report.id), 303)


@bp.post("/<report_id>/unpublish")
@staff("safety_coordinator")
def unpublish(report_id: str) -> ResponseReturnValue:
    """Close it to the public."""
    changed, event = rules.unpublish(_report(report_id), by=g.person, at=now())
    reports.save(g.db, changed, event)
    flash(_("Uppföljningen är avpublicerad. Adressen svarar att sidan inte finns."), "success")
    return redirect(url_for("reports.show", report_id=report_id), 303)


def _report(report_id: str) -> Report:
    report = reports.get(g.db, report_id)
    if report is None:
        raise NotFound
    return report


def _page(report: Report, form: ReportForm) -> str:
    fixes, summary = public_fixes.gather(g.db, report)
    accounts = promise_accounts.drafted(report, summary)
    return render_template(
        "reports/show.html",
        **content(report, summary),
        groups=grouped(fixes),
        points=points(report, fixes),
        form=form,
        accounts=accounts,
        seen=_digest(report, fixes, accounts),
        gaps=_gaps(fixes, summary) + promise_accounts.gaps(report, summary),
        may_publish=g.person.has("safety_coordinator"),
        may_draft=rules.may_draft(g.person),
    )


def _digest(report: Report, fixes: list[PublicFix], accounts: list[Account]) -> str:
    """What the second click must still find: the same texts, rows and pictures."""
    promised = [kept(account) for account in accounts]
    shown = [report.title, report.lead, [asdict(fix) for fix in fixes], promised]
    return hashlib.sha256(json.dumps(shown, sort_keys=True).encode()).hexdigest()


def _gaps(fixes: list[PublicFix], summary: Summary) -> list[str]:
    """What a reader would miss."""
    without_text = sum(not fix.seen for fix in fixes)
    without_after = sum(fix.part == "fixed" and not fix.after for fix in fixes)
    undated = sum(fix.part == "remaining" and not fix.due_on for fix in fixes)
    found = [
        (not fixes, _("Det finns inga åtgärder att visa än.")),
        (
            without_text,
            ngettext(
                "%(num)s åtgärd saknar text om vad som sågs.",
                "%(num)s åtgärder saknar text om vad som sågs.",
                without_text,
            ),
        ),
        (
            without_after,
            ngettext(
                "%(num)s åtgärdad punkt saknar bild efteråt.",
                "%(num)s åtgärdade punkter saknar bild efteråt.",
                without_after,
            ),
        ),
        (
            undated,
            ngettext(
                "%(num)s punkt återstår utan datum.",
                "%(num)s punkter återstår utan datum.",
                undated,
            ),
        ),
        (not summary.participants, _("Antal deltagare är inte ifyllt på vandringen.")),
    ]
    return [text for missing, text in found if missing]


def _new_report(walk_id: str, year: str) -> Report:
    if walk_id:
        walk = people.walk_for(g.person, walk_id)
        title, day, chosen_year = walk.title, walk.starts_at[:10], None
        slug = _free_slug(f"{walk.title} {day}")
    elif year.isdigit() and 2000 <= int(year) <= 2100:
        walk_id, chosen_year = "", int(year)
        # A title is kept, so it is in the municipality's language whoever drafts it.
        title = (
            promise_accounts.title_of(chosen_year) or f"Uppföljning av trygghetsvandringar {year}"
        )
        slug = _free_slug(year)
    else:
        raise NotFound
    if reports.of_subject(g.db, walk_id=walk_id or None, year=chosen_year):
        raise Refused(N_("Det finns redan en uppföljning. Öppna den i listan."))
    return Report(
        id=new_id(),
        slug=slug,
        kind="walk" if walk_id else "year",
        walk_id=walk_id or None,
        year=chosen_year,
        title=title,
        lead="",
        state="draft",
        published_version=0,
        published_at=None,
        published_by=None,
        drafted_at=now(),
        drafted_by=g.person.id,
    )


def _free_slug(text: str) -> str:
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    base = re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:80] or "uppfoljning"
    slug, number = base, 2
    while reports.slug_taken(g.db, slug):
        slug, number = f"{base}-{number}", number + 1
    return slug
