"""A follow-up in a frame on the municipality's own site: what came of it, and the way to the rest.

Only the sites of the setting `embed_hosts` may show it.
"""

from flask import Blueprint, current_app, g, render_template, request
from flask.typing import ResponseReturnValue

from ..domain.errors import NotFound
from ..storage import reports, withdrawing
from .catalogues import language
from .followup import address_of
from .kept_pages import kept
from .policy import public
from .report_pages import content, pairs, summary_of
from .security import NO_FRAMES

bp = Blueprint("embed", __name__, url_prefix="/embed")


@bp.get("/<slug>")
@public
def show(slug: str) -> ResponseReturnValue:
    """The headline, the figures and one pair, without the frame of the site."""
    report = reports.by_slug(g.db, slug)
    if report is None:
        raise NotFound
    g.frame_ancestors = " ".join(current_app.extensions["settings"].embed_hosts) or NO_FRAMES
    withdrawn = withdrawing.of_version(g.db, report)

    def draw() -> str:
        rows, _ = reports.page(g.db, report, {"part": "fixed"}, 1)
        return render_template(
            "embed/show.html",
            **content(report, summary_of(report)),
            address=address_of(report),
            top=pairs(rows)[:1],
        )

    key = ("embed", report, withdrawn, language(), request.script_root, g.municipality)
    return kept(key, draw)
