"""The walks that were held while a promise ran, and what came of them, as counts alone.

A promise is read far more often than it is published: its page counts, and leaves the rows be.
What it has counted is remembered until something changes (known.py).
"""

from collections import Counter, defaultdict
from dataclasses import replace
from typing import Any

from ..domain.daylight import LIGHTS
from ..domain.promises import Book, HeldWalk
from ..domain.reports import PARTS, Summary, season, walkers
from ..domain.reports.tallies import Tally, tallied
from ..domain.turnout import GROUPS
from ..domain.walks import FORM_NAMES
from . import known
from .database import Database
from .public_fixes import SHOWN, WALKED

_PART = "CASE WHEN f.state = 'closed' THEN f.outcome ELSE 'remaining' END"
_IS_SHOWN = f"CASE WHEN f.visibility IN {SHOWN} THEN 1 ELSE 0 END"
_YEARS = "substr(w.starts_at, 1, 4) BETWEEN :first AND :last"
_HELD = f"{_YEARS} AND w.state NOT IN ('planned', 'cancelled')"
_AS_INDEXED = "f.walk_id, f.state, f.outcome, f.remedy, f.visibility"
_IN_WALKS = f"walk_id IN (SELECT w.id FROM walks w WHERE {_YEARS})"
# Every fix once, in the order of `fixes_walk`: joined with the walks, each would be sorted anew.
_OF_WALKS = f"FROM fixes f WHERE f.{_IN_WALKS}"


def with_walks(db: Database, book: Book) -> Book:
    """The book with the walks of its period, and how many of their fixes are remedied."""
    return _counted(db, book)[0]


def with_summary(db: Database, book: Book) -> tuple[Book, Summary]:
    """The book with its walks, and the figures of all of them together."""
    found, tallies = _counted(db, book)
    years, walks = _years(book), found.walks
    base = Summary(
        {},
        {},
        (),
        walks=len(walks),
        participants=sum(walk.participants or 0 for walk in walks),
        issues=sum(walk.issues for walk in walks),
        areas=_areas(walks),
        organisers=_organisers(db, years),
        seasons=tuple(dict.fromkeys(season(walk.day) for walk in walks)),
    )
    return found, tallied(tallies, base)


def _areas(walks: tuple[HeldWalk, ...]) -> tuple[str, ...]:
    """Those the walks were planned for; without any, those their fixes lie in."""
    planned = tuple(walk.area for walk in walks if walk.area)
    return tuple(dict.fromkeys(planned or (name for walk in walks for name in walk.through)))


def open_pages(db: Database) -> frozenset[str]:
    """The addresses of the walks' own follow-ups that are open to everybody now."""
    found = db.query("SELECT slug FROM reports WHERE kind = 'walk' AND state = 'published'")
    return frozenset(row["slug"] for row in found)


def _counted(db: Database, book: Book) -> tuple[Book, list[Tally]]:
    years = _years(book)
    fixes: Counter[str] = Counter()
    fixed: Counter[str] = Counter()
    tallies = []
    for row in known.ask(
        db,
        f"SELECT {_AS_INDEXED}, {_PART} AS part, {_IS_SHOWN} AS shown, count(*) AS n"
        f" {_OF_WALKS} GROUP BY {_AS_INDEXED}",
        years,
    ):
        shown, part, n = bool(row["shown"]), row["part"] or "", row["n"]
        tallies.append(Tally(part, row["remedy"], shown, n))
        fixes[row["walk_id"]] += n if shown and part in PARTS else 0
        fixed[row["walk_id"]] += n if shown and part == "fixed" else 0
    held = _held(db, years, fixes, fixed)
    return replace(book, walks=tuple(held)), tallies


def _held(
    db: Database, years: dict[str, Any], fixes: Counter[str], fixed: Counter[str]
) -> list[HeldWalk]:
    issues, places = _issues(db, years), None
    held = []
    for row in known.ask(
        db,
        f"SELECT w.id, a.name AS area, {WALKED},"
        " (SELECT min(r.slug) FROM reports r WHERE r.walk_id = w.id AND r.kind = 'walk'"
        " AND r.state = 'published') AS slug"
        f" FROM walks w LEFT JOIN areas a ON a.id = w.area_id WHERE {_HELD}"
        " ORDER BY w.starts_at, w.id",
        years,
    ):
        if not row["area"] and places is None:
            places = _places_of_fixes(db, years)
        walked = walkers.walked_of(row)
        walk = HeldWalk(
            day=row["starts_at"][:10],
            area=row["area"] or "",
            participants=walked.participants,
            issues=issues.get(row["id"], 0),
            fixes=fixes[row["id"]],
            fixed=fixed[row["id"]],
            slug=row["slug"] or "",
            through=places[row["id"]] if places and not row["area"] else (),
            form=FORM_NAMES[walked.form],
            light=LIGHTS.get(walked.light, ""),
            weather=walked.weather,
            groups=tuple((GROUPS[group], n) for group, n in walked.groups),
        )
        held.append(walk)
    return held


def _years(book: Book) -> dict[str, Any]:
    promise = book.promise
    return {"first": f"{promise.first_year:04d}", "last": f"{promise.last_year:04d}"}


def _issues(db: Database, years: dict[str, Any]) -> dict[str, int]:
    """How many issues each walk has."""
    found = known.ask(
        db,
        f"SELECT i.walk_id, count(*) AS n FROM issues i WHERE i.{_IN_WALKS}"
        " AND i.removed_at IS NULL AND i.review <> 'rejected' GROUP BY i.walk_id",
        years,
    )
    return {row["walk_id"]: row["n"] for row in found}


def _organisers(db: Database, years: dict[str, Any]) -> tuple[str, ...]:
    found = db.query(f"SELECT w.organisers FROM walks w WHERE {_HELD} ORDER BY w.starts_at", years)
    return tuple(dict.fromkeys(row["organisers"] for row in found if row["organisers"]))


def _places_of_fixes(db: Database, years: dict[str, Any]) -> dict[str, tuple[str, ...]]:
    """The areas of each walk's fixes, in the order of their numbers."""
    # The areas come last: begun with, SQLite would go through every fix that lies in one.
    found: dict[str, tuple[str, ...]] = defaultdict(tuple)
    for row in known.ask(
        db,
        f"WITH seen AS (SELECT f.walk_id, f.area_id, min(f.number) AS first_number {_OF_WALKS}"
        f" AND {_PART} IN {tuple(PARTS)} AND f.visibility IN {SHOWN} AND f.area_id IS NOT NULL"
        " GROUP BY f.walk_id, f.area_id) SELECT seen.walk_id, a.name FROM seen CROSS JOIN areas a"
        " WHERE a.id = seen.area_id ORDER BY seen.first_number",
        years,
    ):
        found[row["walk_id"]] += (row["name"],)
    return found
