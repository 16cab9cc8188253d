"""Having a draft read by somebody else, publishing it, and taking it or a version back."""

from flask import flash, g, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from ...domain import reports as rules
from ...domain.errors import NotFound
from ...storage import reports
from ..clock import now
from ..policy import staff
from .blueprint import PUBLISHER, READERS, bp, loaded
from .drafted import drafted
from .writing import NoteForm, shown


@bp.post("/<report_id>/review")
@staff(*READERS)
def review(report_id: str) -> ResponseReturnValue:
    """Say that one has read somebody else's page and that it is right."""
    draft = drafted(loaded(report_id))
    page = draft.page(request.form.get("seen", ""))
    reports.save(g.db, *rules.review(draft.report, page, by=g.person, at=now()))
    flash(_("Tack. Sidan är granskad."), "success")
    return _back(report_id)


@bp.post("/<report_id>/publish")
@staff(PUBLISHER)
def publish(report_id: str) -> ResponseReturnValue:
    """Freeze what was read through and open it to everybody."""
    draft, form = drafted(loaded(report_id)), NoteForm()
    form.read()
    with form.attempt():
        page = draft.page(request.form.get("seen", ""))
        made, version, event = rules.publish(
            draft.report,
            page,
            by=g.person,
            at=now(),
            note=form.note.data,
            by_other=g.municipality.review_by_other,
        )
        reports.publish(g.db, made, version, event, fixes=draft.fixes)
        flash(_("Uppföljningen är publicerad. Alla kan läsa den."), "success")
        return _back(report_id)
    return shown(draft, form)


@bp.post("/<report_id>/unpublish")
@staff(PUBLISHER)
def unpublish(report_id: str) -> ResponseReturnValue:
    """Close it to the public, with its files, pictures and earlier versions."""
    reports.save(g.db, *rules.unpublish(loaded(report_id), by=g.person, at=now()))
    flash(_("Uppföljningen är avpublicerad. Adressen svarar att sidan inte finns."), "success")
    return _back(report_id)


@bp.post("/<report_id>/versions/<int:published_version>/<any(hide, show):step>")
@staff(PUBLISHER)
def withdraw(report_id: str, published_version: int, step: str) -> ResponseReturnValue:
    """Hide an earlier version from everybody, or show it again."""
    report = loaded(report_id)
    known = {one.published_version: one for one in reports.versions(g.db, report.id)}
    if published_version not in known:
        raise NotFound
    hidden, version = step == "hide", known[published_version]
    reports.withdraw(g.db, *rules.withdraw(report, version, hidden=hidden, by=g.person, at=now()))
    said = _("Versionen är dold. Adressen svarar att sidan inte finns.")
    flash(said if hidden else _("Alla kan läsa versionen igen."), "success")
    return _back(report_id)


def _back(report_id: str) -> ResponseReturnValue:
    return redirect(url_for("reports.show", report_id=report_id), 303)
