"""What the figures of the municipality's work count: spans of days, medians, shares."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from statistics import median

from ..dates import EARLIEST, days_after

# Open for at most so many days; the last span has no end.
AGES = (30, 90, 180, 365)
MONTHS = 12


@dataclass(frozen=True)
class Span:
    """Days from one to another, both counted in."""

    since: str
    until: str


def ages(today: str) -> list[Span]:
    """When those came in that are now up to 30, 90, 180, 365 days old, and older."""
    edges = [0, *(days + 1 for days in AGES)]
    spans = [
        Span(days_after(today, -older), days_after(today, -younger))
        for younger, older in zip(edges, AGES, strict=False)
    ]
    return [*spans, Span(EARLIEST, days_after(today, -edges[-1]))]


def months(today: str, count: int = MONTHS) -> list[Span]:
    """This month and those before it, oldest first, each whole."""
    found = []
    year, month = int(today[:4]), int(today[5:7])
    for _ in range(count):
        first = date(year, month, 1).isoformat()
        after = date(year + month // 12, month % 12 + 1, 1).isoformat()
        found.append(Span(first, days_after(after, -1)))
        year, month = (year, month - 1) if month > 1 else (year - 1, 12)
    return found[::-1]


def days_between(earlier: str, later: str) -> int:
    """Whole days between two days or UTC times."""
    return (date.fromisoformat(later[:10]) - date.fromisoformat(earlier[:10])).days


def median_days(days: Iterable[int]) -> float | None:
    """The middle one, or the mean of the two in the middle; none of nothing."""
    known = list(days)
    return float(median(known)) if known else None


def share(part: int, whole: int) -> int | None:
    """Whole per cent, 100 only of all and 0 only of none; none of nothing."""
    if not whole:
        return None
    rounded = round(100 * part / whole)
    if 0 < part < whole:
        return min(max(rounded, 1), 99)
    return rounded


def is_punctual(done_on: str | None, original_due_on: str | None) -> bool | None:
    """Whether it was done by the date first promised; none when either date is missing."""
    if not done_on or not original_due_on:
        return None
    return done_on <= original_due_on
