"""The board's page of a period, gathered from the same rows as the public ones."""

from ..domain.reports import Report
from ..domain.reports.boards import Board, Figures, figures_of
from ..domain.reports.periods import Period, before
from . import public_fixes, report_subjects
from .database import Database
from .report_subjects import Subject


def board(db: Database, report: Report) -> Board | None:
    """The figures of a board's report and of the period before it; none for other kinds."""
    if report.kind != "board" or not report.first_on or not report.last_on:
        return None
    period = Period(report.first_on, report.last_on)
    return Board(*(_figures(db, one, report.area_id) for one in (period, before(period))))


def _figures(db: Database, period: Period, area_id: str | None) -> Figures:
    about = report_subjects.of_period(period, area_id)
    rows, summary = public_fixes.of_subject(db, about)
    return figures_of(period, rows, summary, costs=_costs(db, about))


def _costs(db: Database, about: Subject) -> dict[str, int]:
    """How many public fixes there are of each cost, where one is written."""
    found = db.query(
        "SELECT f.cost_band, count(*) AS n FROM fixes f JOIN walks w ON w.id = f.walk_id"
        f" WHERE {about.of_fixes()} AND f.created_at < :until AND f.cost_band <> ''"
        " AND f.visibility IN ('public', 'public_coarse') GROUP BY f.cost_band ORDER BY 1",
        about.params,
    )
    return {row["cost_band"]: row["n"] for row in found}
