"""Each published version of a follow-up at an address of its own, for those who quote it."""

from flask import Blueprint, g, render_template, request
from flask.typing import ResponseReturnValue

from ..domain.errors import NotFound
from ..domain.reports import Report, Version
from ..storage import reports, withdrawing
from . import board_pages, promise_accounts
from .policy import public
from .report_pages import content, grouped, summary_of

bp = Blueprint("followup_versions", __name__, url_prefix="/followup")
MAX_PAGE = 100_000


@bp.get("/<slug>/versions/<int:published_version>")
@public
def show(slug: str, published_version: int) -> ResponseReturnValue:
    """One version as it was published; an earlier one says that it has been replaced."""
    report = reports.by_version(g.db, slug, min(published_version, reports.LARGEST))
    if report is None:
        raise NotFound
    page = max(1, min(request.args.get("page", 1, int), MAX_PAGE))
    fixes, count = reports.page(g.db, report, {}, page)
    return render_template(
        "reports/version.html",
        **content(report, summary_of(report)),
        **board_pages.shown(board_pages.published(report)),
        accounts=promise_accounts.published(report),
        groups=grouped(fixes),
        withdrawn=len(withdrawing.of_version(g.db, report).gone),
        versions=shown(report),
        page=page,
        pages=max(1, -(-count // reports.PAGE)),
    )


def shown(report: Report) -> list[Version]:
    """The versions anybody may read, the latest first."""
    return [one for one in reports.versions(g.db, report.id) if one.withdrawn_at is None]
