"""How the work goes, over all that somebody sees: what is open, and a year of the closed."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from ...domain.dates import days_after
from ...domain.fixes import measuring
from ...domain.fixes.measuring import Span
from ...domain.people import Person
from ...domain.times import midnight
from .. import rows
from ..database import Database
from .counting import Counts, counts
from .filtering import OVERDUE, Filter, conditions, table


@dataclass(frozen=True)
class Load:
    """What one party has open; `party_id` is none for what nobody has."""

    party_id: str | None
    name: str
    open: int
    overdue: int


@dataclass(frozen=True)
class Time:
    """How long the fixed ones of a category took, from logged to confirmed."""

    category: str
    count: int
    median: float


@dataclass(frozen=True)
class Figures:
    """All the numbers of the page. `year` is the span of `months`, `times` and the punctual."""

    counts: Counts
    loads: list[Load]
    ages: list[tuple[Span, int]]
    months: list[tuple[Span, int]]
    times: list[Time]
    punctual: int
    late: int
    year: Span


def figures(db: Database, seen_by: Person, today: str) -> Figures:
    """The figures as things stand on a day."""
    months = measuring.months(today)
    year = Span(months[0].since, months[-1].until)
    closed = list(_closed(db, Filter(seen_by, today, dated="closed", since=year.since)))
    kept = [measuring.is_punctual(row["done_on"], row["original_due_on"]) for row in _fixed(closed)]
    return Figures(
        counts(db, seen_by, today),
        _loads(db, Filter(seen_by, today, state="open")),
        _ages(db, Filter(seen_by, today, state="open")),
        [(month, _within(closed, month)) for month in months],
        _times(closed),
        kept.count(True),
        kept.count(False),
        year,
    )


def _loads(db: Database, wanted: Filter) -> list[Load]:
    where, params = conditions(db.engine, wanted)
    found = db.query(
        f"WITH held AS (SELECT party_id, count(*) AS open, count(*) FILTER (WHERE {OVERDUE})"
        f" AS overdue FROM {table(db.engine, wanted)} WHERE {where} GROUP BY party_id)"
        " SELECT held.*, coalesce(p.name, '') AS name FROM held"
        " LEFT JOIN parties p ON p.id = held.party_id"
        " ORDER BY held.open DESC, p.name IS NULL, p.name",
        params,
    )
    return [Load(**row) for row in found]


def _ages(db: Database, wanted: Filter) -> list[tuple[Span, int]]:
    where, params = conditions(db.engine, wanted)
    spans, columns = measuring.ages(wanted.today), list[str]()
    for n, span in enumerate(spans):
        columns.append(
            f"count(*) FILTER (WHERE created_at >= :since_{n} AND created_at < :until_{n}) AS n_{n}"
        )
        params[f"since_{n}"] = midnight(span.since)
        params[f"until_{n}"] = midnight(days_after(span.until, 1))
    row = rows.one(
        db,
        f"SELECT {', '.join(columns)} FROM {table(db.engine, wanted)} WHERE {where}",
        **params,
    )
    assert row is not None
    return [(span, row[f"n_{n}"]) for n, span in enumerate(spans)]


def _closed(db: Database, wanted: Filter) -> Iterator[dict[str, Any]]:
    where, params = conditions(db.engine, wanted)
    fixes = "fixes INDEXED BY fixes_closed" if db.engine == "sqlite" else "fixes"
    return db.query(
        "SELECT category, outcome, created_at, closed_at, done_on, original_due_on"
        f" FROM {fixes} WHERE {where} AND outcome IS NOT NULL",
        params,
    )


def _fixed(closed: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [row for row in closed if row["outcome"] == "fixed"]


def _within(closed: list[dict[str, Any]], span: Span) -> int:
    since, after = midnight(span.since), midnight(days_after(span.until, 1))
    return sum(since <= row["closed_at"] < after for row in closed)


def _times(closed: list[dict[str, Any]]) -> list[Time]:
    """Those with most fixes first."""
    took: dict[str, list[int]] = defaultdict(list)
    for row in _fixed(closed):
        took[row["category"]].append(measuring.days_between(row["created_at"], row["closed_at"]))
    found = [
        Time(category, len(days), measuring.median_days(days) or 0.0)
        for category, days in took.items()
    ]
    return sorted(found, key=lambda time: (-time.count, time.category))
