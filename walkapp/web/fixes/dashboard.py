"""How the work goes, in figures; each of them leads to its rows."""

from datetime import date
from typing import Any

from flask import g, render_template
from flask.typing import ResponseReturnValue
from flask_babel import format_date

from ...domain.categories import CATEGORIES
from ...domain.fixes.measuring import Span, share
from ...storage import fixes
from ...storage.fixes.filtering import NOBODY
from ..clock import today
from ..policy import staff
from .asking import address
from .blueprint import READERS, bp
from .listing import layout_links


@bp.get("/dashboard")
@staff(*READERS)
def dashboard() -> ResponseReturnValue:
    """What is open and how the last year went, for the fixes this person sees."""
    day = today()
    found = fixes.figures(g.db, g.person, day)
    return render_template(
        "fixes/dashboard.html",
        found=found,
        layouts=layout_links("dashboard"),
        categories=CATEGORIES,
        percent=share(found.punctual, found.punctual + found.late),
        rows_of=_rows_of,
        load_rows=lambda load, **more: _rows_of(party=load.party_id or NOBODY, **more),
        span_rows=_span_rows,
        month_of=_month,
    )


def _month(span: Span) -> str:
    """`nov`, and in January the year too."""
    first = date.fromisoformat(span.since)
    return format_date(first, "LLL yy" if first.month == 1 else "LLL").rstrip(".")


def _rows_of(**asked: str) -> str:
    """The list that a number counts."""
    return address(asked, "fixes.index")


def _span_rows(dated: str, span: Span, **more: Any) -> str:
    return address({"dated": dated, "from": span.since, "to": span.until, **more}, "fixes.index")
