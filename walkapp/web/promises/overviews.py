"""A tertial or a year of a promise on one page, to read in a meeting or print."""

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from ...domain import promises as rules
from ...domain.promises import Promise
from ...domain.promises.overview import MONTHS
from .. import promise_accounts
from ..clock import now
from ..policy import staff
from ..sentences import say
from .pages import READERS, bp, counted


@bp.get("/<promise_id>/overview")
@staff(*READERS)
def overview(promise_id: str) -> ResponseReturnValue:
    """What was done in the time, and how far every commitment had come at its end."""
    book, _summary = counted(promise_id)
    promise = book.promise
    year, part = _asked(promise, now()[:10])
    return render_template(
        "promises/overview.html",
        promise=promise,
        overview=rules.overview(book, year, part, today=now()[:10]),
        year_links=[(str(y), _address(promise, y, part), y == year) for y in book.years],
        part_links=[
            (gettext(name), _address(promise, year, n), n == part) for n, name in MONTHS.items()
        ],
        months=MONTHS,
        rules=rules,
        say=say,
        told=promise_accounts.in_short,
    )


def _asked(promise: Promise, today: str) -> tuple[int, int]:
    """The year and tertial that was asked for, else that of today or the last of the promise."""
    first, last = promise.first_year, promise.last_year
    year = request.args.get("year", type=int)
    part = request.args.get("tertial", type=int)
    if year is None:
        year = min(max(int(today[:4]), first), last)
        if part is None:
            part = (int(today[5:7]) - 1) // 4 + 1 if today[:4] == str(year) else 0
    return min(max(year, first), last), part if part in MONTHS else 0


def _address(promise: Promise, year: int, part: int) -> str:
    return url_for("promises.overview", promise_id=promise.id, year=year, tertial=part)
