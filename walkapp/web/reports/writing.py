"""The draft as its readers would see it, and the editor's own words beside what is generated."""

from typing import Any

from flask import current_app, flash, g, redirect, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from flask_babel import lazy_gettext as _

from ...domain import reports as rules
from ...domain.reports import Report
from ...storage import people, reports
from .. import board_pages, forms
from ..clock import now
from ..policy import staff
from ..report_pages import content, grouped, points
from .blueprint import PUBLISHER, READERS, WRITERS, bp, loaded
from .drafted import Drafted, drafted, gaps


class WordsForm(forms.Form):
    """The heading and the editor's texts by section; the figures are counted, never typed."""

    title = forms.line(_("Rubrik"), missing=_("Skriv en rubrik."), maxlength=200)
    lead = forms.lines(_("Inledning"))
    goal = forms.lines(_("Mål och platser"))
    police = forms.lines(_("Det här har polisen gjort"))
    municipality = forms.lines(_("Det här har kommunen gjort"))
    kept = forms.lines(_("Löften och resultat"))
    measured = forms.lines(_("Mätvärden"))
    points = forms.lines(_("Alla punkter"))
    next = forms.lines(_("Så går det vidare"))
    still_right = forms.Choices(_("Stämmer fortfarande"), choices=rules.SECTIONS)
    version = forms.ReadVersion()


class NoteForm(forms.Form):
    """What is corrected since the version before."""

    note = forms.lines(_("Vad är ändrat sedan förra versionen?"))


@bp.get("/<report_id>")
@staff(*READERS)
def show(report_id: str) -> ResponseReturnValue:
    """The draft as its readers would see it, with what is still missing."""
    return shown(drafted(loaded(report_id)), NoteForm())


@bp.route("/<report_id>/edit", methods=["GET", "POST"])
@staff(*WRITERS)
def edit(report_id: str) -> ResponseReturnValue:
    """Write the heading and the editor's own words."""
    report = loaded(report_id)
    form = WordsForm()
    beside = drafted(report).grounds
    if form.read():
        with form.attempt():
            typed = {section: form[section].data for section in rules.SECTIONS}
            right = frozenset(form.still_right.data or ())
            made = rules.rewritten(report, typed, beside=beside, still_right=right)
            seen = form.version.data
            changed = rules.edit(made, title=form.title.data, read=seen, by=g.person, at=now())
            reports.save(g.db, *changed)
            flash(gettext("Sparat."), "success")
            return redirect(url_for("reports.show", report_id=report.id), 303)
    elif not form.is_submitted():
        form.title.data = report.title
        for section, one in rules.written(report).items():
            form[section].data = one.text
    form.show_version(report.version)
    return form.page(
        "reports/edit.html",
        report=report,
        sections=rules.sections(report),
        beside=beside,
        since=rules.changed(report, beside),
    )


def shown(draft: Drafted, form: NoteForm) -> ResponseReturnValue:
    """The page of a draft, with what the person looking may do to it."""
    report, me = draft.report, g.person
    mark, settings = draft.mark, current_app.extensions["settings"]
    by_other = g.municipality.review_by_other
    versions = reports.versions(g.db, report.id)
    return form.page(
        "reports/show.html",
        **content(report, draft.summary),
        groups=grouped(draft.fixes),
        points=points(report, draft.fixes),
        **board_pages.shown(draft.board),
        accounts=draft.accounts,
        seen=mark,
        gaps=gaps(draft),
        since=rules.changed(report, draft.grounds),
        sections=rules.SECTIONS,
        versions=versions,
        as_published=report.state == "published" and versions[0].mark == mark,
        reviewed=_reviewed(report, mark),
        may_review=rules.may_review(report, me),
        obstacle=rules.obstacle(report, mark, by=me, by_other=by_other),
        may_publish=me.has(PUBLISHER),
        may_draft=rules.may_draft(me),
        framed_by=settings.embed_hosts,
        framed=settings.base_url + url_for("embed.show", slug=report.slug),
    )


def _reviewed(report: Report, mark: str) -> dict[str, Any] | None:
    """Who has read this very page and when; none when nobody else than the writer has."""
    if not rules.is_reviewed(report, mark):
        return None
    reader = people.get(g.db, report.reviewed_by or "")
    return {"by": reader.name if reader else "", "at": report.reviewed_at}
