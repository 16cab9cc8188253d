"""Finding points over every follow-up that is published, by words, year and category."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from ..domain.reports import GONE, PublicFix
from . import search
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
    # Once for both: what PostgreSQL does to find the first of them is all there is to do.
    found = db.query(
        f"SELECT DISTINCT x.walked_on, x.number {_NOW_PUBLIC}{where}"
        " ORDER BY x.walked_on DESC, x.number LIMIT :most",
        {**params, "most": MOST + 1},
    )
    keys = [(row["walked_on"], row["number"]) for row in found]
    return _points(db, keys[:MOST][(page - 1) * PAGE : page * PAGE]), len(keys)


def _points(db: Database, keys: list[tuple[str, str]]) -> list[Point]:
    """The points of these days and numbers, each once, in the same order."""
    params = {f"number_{n}": number for n, (_day, number) in enumerate(keys)}
    if not keys:
        return []
    inside = ", ".join(f":{name}" for name in params)
    best: dict[str, Point] = {}
    for row in db.query(
        f"SELECT r.slug, x.walked_on, x.number, x.data {_NOW_PUBLIC} AND x.number IN ({inside})"
        f" ORDER BY x.walked_on DESC, x.number, {_OWN_WALK_FIRST}",
        params,
    ):
        if (row["walked_on"], row["number"]) in keys and row["number"] not in best:
            best[row["number"]] = Point(row["slug"], thaw(row["data"]))
    return list(best.values())


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
