"""The account of promises beside the fixes of their year: in the draft and as it was published."""

import json
from dataclasses import replace
from functools import lru_cache

from flask import g

from ..domain import promises as rules
from ..domain.errors import N_
from ..domain.promises import Account, Activity, Book
from ..domain.promises.sentences import told
from ..domain.reports import Report, Sentence, Summary
from ..storage import areas, promise_walks, promises
from .catalogues import language
from .clock import now
from .sentences import say


def of_book(book: Book, summary: Summary, year: int | None = None) -> Account:
    """One promise as things stand now, or one year of it."""
    over = now()[:4] > str(book.promise.last_year)
    place = g.municipality.name
    return rules.account(book, summary, areas=_areas(), place=place, over=over, year=year)


def drafted(report: Report, summary: Summary) -> list[Account]:
    """The promises of the report's year as things stand now; none for a walk's report."""
    books = [promise_walks.with_walks(g.db, book) for book in _books(report)]
    return [of_book(book, summary, report.year) for book in books]


def published(report: Report) -> list[Account]:
    """Those frozen with the published version; a walk's page is led to only while it is open."""
    found = [rules.thawed(kept) for kept in json.loads(report.summary).get("promises", [])]
    return [_led_on(account, open_walks()) for account in found]


def open_walks() -> frozenset[str]:
    """The follow-ups of walks that a page may lead to now: a kept page is another without one."""
    if "open_walks" not in g:
        g.open_walks = promise_walks.open_pages(g.db)
    known: frozenset[str] = g.open_walks
    return known


def title_of(year: int) -> str:
    """What the follow-up of a year with a promise is called, in Swedish; empty without one."""
    found = promises.of_year(g.db, year)
    if not found:
        return ""
    return str(of_book(promises.book(g.db, found[0]), Summary({}, {}, ()), year).title)


def gaps(report: Report, summary: Summary) -> list[str]:
    """What is missing in them, and what was planned for a year that has no promise."""
    found = [gap for book in _books(report) for gap in rules.gaps(book, summary)]
    if report.kind == "year" and report.year is not None:
        found += [
            Sentence(
                N_("Planerat i %(title)s: %(what)s Skriv in årets löfte, så följer det med."),
                values={"title": promise.title, "what": told(activity, _areas(), set())[0]},
            )
            for promise, activity in promises.planned_for(g.db, report.year)
        ]
    return [say(gap) for gap in found]


def in_short(activity: Activity) -> str:
    """What was done, in one sentence."""
    names = _areas()
    here = tuple((key, names[key]) for key in activity.area_ids.split() if key in names)
    return _in_short(language(), activity, here)


@lru_cache(maxsize=2048)
def _in_short(_language: str, activity: Activity, areas: tuple[tuple[str, str], ...]) -> str:
    return say(told(activity, dict(areas), set())[0])


def _books(report: Report) -> list[Book]:
    if report.kind != "year" or report.year is None:
        return []
    return [promises.book(g.db, promise) for promise in promises.of_year(g.db, report.year)]


def _led_on(account: Account, pages: frozenset[str]) -> Account:
    walks = tuple(w if w.slug in pages else replace(w, slug="") for w in account.walks)
    return replace(account, walks=walks)


def _areas() -> dict[str, str]:
    if "area_names" not in g:
        g.area_names = {area.id: area.name for area in areas.all(g.db)}
    names: dict[str, str] = g.area_names
    return names
