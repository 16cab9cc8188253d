"""Which reports there are, and which walks, promises and years have none yet."""

from flask import g, render_template
from flask.typing import ResponseReturnValue

from ...domain import promises as promised_rules
from ...domain import reports as rules
from ...storage import promises, reports, walks
from ..clock import today
from ..policy import staff
from .blueprint import READERS, bp


@bp.get("")
@staff(*READERS)
def index() -> ResponseReturnValue:
    """Every report, and the walks and years that have none yet; a promise brings its years."""
    begun = reports.all_of(g.db)
    held = [w for w in walks.listing(g.db, g.person) if w.state not in ("planned", "cancelled")]
    with_report = {report.walk_id for report in begun}
    years_begun = {report.year for report in begun}
    on = today()
    promised = {y for one in promises.all(g.db) for y in promised_rules.so_far(one, on)}
    walked = {int(walk.starts_at[:4]) for walk in held}
    years = sorted((walked | promised) - years_begun, reverse=True)
    return render_template(
        "reports/index.html",
        reports=begun,
        kinds=rules.KINDS,
        walks=[walk for walk in held if walk.id not in with_report],
        years=years,
        may_draft=rules.may_draft(g.person),
    )
