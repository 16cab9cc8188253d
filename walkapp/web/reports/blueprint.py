"""Where the views of reports hang, who comes in, and the loader they share."""

from flask import Blueprint, g

from ...domain.errors import NotFound
from ...domain.reports import Report
from ...storage import reports

bp = Blueprint("reports", __name__, url_prefix="/reports")

READERS = ("coordinator", "safety_coordinator", "registrar")
WRITERS = ("coordinator", "safety_coordinator")
PUBLISHER = "safety_coordinator"


def loaded(report_id: str) -> Report:
    """The report as it is drafted, or 404."""
    report = reports.get(g.db, report_id)
    if report is None:
        raise NotFound
    return report
