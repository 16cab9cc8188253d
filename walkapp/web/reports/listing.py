"""Which reports there are, and which walks and years have none yet."""

from flask import g, render_template
from flask.typing import ResponseReturnValue

from ...domain import reports as rules
from ...storage import reports, walks
from ..policy import staff
from .blueprint import READERS, bp


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
        kinds=rules.KINDS,
        walks=[walk for walk in held if walk.id not in with_report],
        years=years,
        may_draft=rules.may_draft(g.person),
    )
