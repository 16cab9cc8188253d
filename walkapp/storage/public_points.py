"""Finding points over every follow-up that is published, by words, year and category."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from ..domain.reports import PublicFix
from . import rows, search
from .database import Database
from .reports import PAGE, thaw

_NOW_PUBLIC = (
    "FROM reports r JOIN report_rows x ON x.report_id = r.id"
    " AND x.published_version = r.published_version WHERE r.state = 'published'"
)
_NEWEST_FIRST = "ORDER BY walked_on DESC, number"


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
    """One page of the points that hold every word typed, and how many there are."""
    where, params = _where(wanted)
    once = (
        "WITH found AS (SELECT x.number, x.walked_on, x.data, r.slug, row_number() OVER"
        " (PARTITION BY x.number ORDER BY CASE r.kind WHEN 'walk' THEN 0 ELSE 1 END,"
        f" r.published_at DESC, r.id) AS nth {_NOW_PUBLIC}{where})"
    )
    counted = rows.one(db, f"{once} SELECT count(*) AS n FROM found WHERE nth = 1", **params)
    found = db.query(
        f"{once} SELECT slug, data FROM found WHERE nth = 1 {_NEWEST_FIRST}"
        " LIMIT :size OFFSET :skip",
        {**params, "size": PAGE, "skip": (page - 1) * PAGE},
    )
    return [Point(row["slug"], thaw(row["data"])) for row in found], counted["n"] if counted else 0


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
