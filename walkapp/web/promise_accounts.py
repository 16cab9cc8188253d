"""The account of promises beside the fixes of their year: in the draft and as it was published."""

import json

from flask import g

from ..domain import promises as rules
from ..domain.promises import Account, Activity, Book
from ..domain.promises.sentences import told
from ..domain.reports import Report, Summary
from ..storage import areas, promises
from .clock import now
from .sentences import say


def of_book(book: Book, summary: Summary) -> Account:
    """One promise as things stand now."""
    over = now()[:4] > str(book.promise.last_year)
    return rules.account(book, summary, areas=_areas(), place=g.municipality.name, over=over)


def drafted(report: Report, summary: Summary) -> list[Account]:
    """The promises of the report's year as things stand now; none for a walk's report."""
    return [of_book(book, summary) for book in _books(report)]


def published(report: Report) -> list[Account]:
    """Those that were frozen with the published version."""
    return [rules.thawed(kept) for kept in json.loads(report.summary).get("promises", [])]


def title_of(year: int) -> str:
    """What the follow-up of a year with a promise is called, in Swedish; empty without one."""
    found = promises.of_year(g.db, year)
    if not found:
        return ""
    return str(of_book(promises.book(g.db, found[0]), Summary({}, {}, ())).title)


def gaps(report: Report, summary: Summary) -> list[str]:
    """What is missing in them."""
    return [say(gap) for book in _books(report) for gap in rules.gaps(book, summary)]


def in_short(activity: Activity) -> str:
    """What was done, in one sentence."""
    return say(told(activity, _areas(), set())[0])


def _books(report: Report) -> list[Book]:
    if report.kind != "year" or report.year is None:
        return []
    return [promises.book(g.db, promise) for promise in promises.of_year(g.db, report.year)]


def _areas() -> dict[str, str]:
    if "area_names" not in g:
        g.area_names = {area.id: area.name for area in areas.all(g.db)}
    names: dict[str, str] = g.area_names
    return names
