"""The board's page of a report, as it was published, and how its figures are shown."""

import json

from flask_babel import format_decimal

from ..domain.fixes.words import COST_BANDS
from ..domain.reports import Report
from ..domain.reports.boards import Board, Figures, Line, thawed


def published(report: Report) -> Board | None:
    """The figures that were frozen with the published version; none for other kinds."""
    given = json.loads(report.summary).get("board")
    return thawed(given) if given else None


def shown(board: Board | None) -> dict[str, object]:
    """The board's page, ready for the template."""
    if board is None:
        return {"board": None}
    return {
        "board": board,
        "earlier": {line.category: line for line in board.before.lines},
        "days": days,
        "cost_bands": COST_BANDS,
    }


def days(figures: Figures | Line) -> str:
    """A median in days with the number it is of, or a dash."""
    middle = "–" if figures.days is None else format_decimal(figures.days)
    return f"{middle} ({figures.measured})" if figures.measured else middle
