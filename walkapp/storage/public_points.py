"""Finding points over every follow-up that is published, by words, year and category."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from ..domain.reports import GONE, PublicFix
from . import rows, search
from .database import Database
from .reports import PAGE, thaw

MOST = 500  # so many are counted and paged through; who gets more asks for less
# Rows first, the newest before others: a search that finds much stops early.
_NOW_PUBLIC = (
    "FROM report_rows x CROSS JOIN reports r WHERE r.id = x.report_id"
    " AND r.published_version = x.published_version AND r.state = 'published'"
    f" AND x.withdrawn <> '{GONE}'"
)
_OWN_WALK_FIRST = "CASE r.kind WHEN 'walk' THEN 0 ELSE 1 END, r.published_at DESC, r.id"


@dataclass(frozen=True)
class Wanted:
    """What a reader looks for; empty for all."""

    q: str = ""
    year: str = ""
    category: str = ""

    def __bool__(self) -> bool:
        return bool(self.q.strip() or self.year or self.category)


@dataclass(frozen=True)
class Point:
    """A row and the follow-up it stands in; of several, that of its own walk."""

    slug: str
    fix: PublicFix


def find(db: Database, wanted: Wanted, page: int) -> tuple[list[Point], int]:
    """One page of the points that hold every word typed, and how many there are.

    More than MOST are told as one more than that.
    """
    where, params = _where(wanted)
    keys = (
        f"SELECT DISTINCT x.walked_on, x.number {_NOW_PUBLIC}{where}"
        " ORDER BY x.walked_on DESC, x.number LIMIT :size OFFSET :skip"
    )
    counted = rows.one(
        db, f"SELECT count(*) AS n FROM ({keys}) AS found", **params, size=MOST + 1, skip=0
    )
    found = db.query(
        f"WITH found AS ({keys}) SELECT r.slug, x.number, x.data FROM found"
        " CROSS JOIN report_rows x CROSS JOIN reports r WHERE x.walked_on = found.walked_on"
        " AND x.number = found.number AND r.id = x.report_id"
        " AND r.published_version = x.published_version AND r.state = 'published'"
        f" ORDER BY x.walked_on DESC, x.number, {_OWN_WALK_FIRST}",
        {**params, "size": PAGE, "skip": (page - 1) * PAGE},
    )
    best: dict[str, dict[str, Any]] = {}
    for row in found:
        best.setdefault(row["number"], row)
    points = [Point(row["slug"], thaw(row["data"])) for row in best.values()]
    return points, counted["n"] if counted else 0


def years(db: Database) -> list[str]:
    """The years that published follow-ups are about, the latest first."""
    found = db.query(
        "SELECT substr(w.starts_at, 1, 4) AS year FROM reports r JOIN walks w ON w.id = r.walk_id"
        " WHERE r.state = 'published' UNION SELECT CAST(r.year AS TEXT) FROM reports r"
        " WHERE r.state = 'published' AND r.year IS NOT NULL"
    )
    return sorted((row["year"] for row in found), reverse=True)


def _where(wanted: Wanted) -> tuple[str, dict[str, Any]]:
    params: dict[str, Any] = dict(_words(wanted.q))
    where = "".join(f" AND x.words LIKE :{name} ESCAPE '\\'" for name in params)
    if wanted.year:
        where, params["year"] = f"{where} AND substr(x.walked_on, 1, 4) = :year", wanted.year
    if wanted.category:
        where, params["category"] = f"{where} AND x.category = :category", wanted.category
    return where, params


def _words(typed: str) -> Iterator[tuple[str, str]]:
    """Two letters mean the beginning of a word, as in the search for fixes."""
    words = search.spaced(typed[: search.LONGEST]).split()[: search.MOST_WORDS]
    for number, word in enumerate(words):
        yield f"word_{number}", search.holding(word if len(word) > 2 else f" {word}")
