"""How long fixes took, whether the first date was kept, and how it was at the walk before.

A share or a middle of few says little and may point somebody out: below SMALLEST there is none.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from statistics import quantiles
from typing import Any, Protocol

from ..errors import N_
from ..fixes import Fix, overdue_since
from ..fixes.measuring import days_between, is_punctual, share

SMALLEST = 5

# What a row may be marked with, beside its outcome, so that each figure leads to its rows.
MARKS = {
    "timed": N_("Åtgärdat, med känd tid"),
    "kept": N_("Klart till det datum som först lovades"),
    "late": N_("Inte klart till det datum som först lovades"),
    "reopened": N_("Öppnat igen"),
    "answered": N_("Fick ett första svar inom tio arbetsdagar"),
    "unanswered": N_("Fick inget svar inom tio arbetsdagar"),
}


class Counted(Protocol):
    """What is measured of a row."""

    @property
    def category(self) -> str:
        """Its code."""

    @property
    def days(self) -> int | None:
        """From the walk until it was done; none for what is not fixed."""

    @property
    def marks(self) -> tuple[str, ...]:
        """Keys of MARKS."""


@dataclass(frozen=True)
class Spread:
    """Days of `count` fixes: the middle, and between which days half of them lie.

    The three are none for too few.
    """

    count: int = 0
    middle: float | None = None
    low: float | None = None
    high: float | None = None


@dataclass(frozen=True)
class Measures:
    """Time and dates. `late` counts those still open past their first date too.

    `unanswered` counts those that got their first answer too late, and those still without one.
    """

    days: Spread = Spread()
    by_category: Mapping[str, Spread] = field(default_factory=dict)
    kept: int = 0
    late: int = 0
    reopened: int = 0
    answered: int = 0
    unanswered: int = 0

    @property
    def promised(self) -> int:
        """How many can be held to the date that was promised first."""
        return self.kept + self.late

    @property
    def kept_share(self) -> int | None:
        """Per cent in time; none of too few."""
        return share(self.kept, self.promised) if self.promised >= SMALLEST else None

    @property
    def asked(self) -> int:
        """How many have had ten working days to get an answer in."""
        return self.answered + self.unanswered

    @property
    def answer_rate(self) -> int | None:
        """Per cent that got a first answer in ten working days; none of too few."""
        return share(self.answered, self.asked) if self.asked >= SMALLEST else None


@dataclass(frozen=True)
class Earlier:
    """The walk, or the year, before: its figures on the same day as this report's."""

    title: str
    total: int
    fixed: int
    measures: Measures

    @property
    def fixed_share(self) -> int | None:
        """Per cent remedied; none of too few."""
        return share(self.fixed, self.total) if self.total >= SMALLEST else None


@dataclass(frozen=True)
class Compared:
    """One indicator side by side, each with how many it is counted of."""

    name: str
    before: float
    before_of: int
    now: float
    now_of: int
    unit: str


@dataclass(frozen=True)
class Felt:
    """How safe a stop felt, one to five, before and now, each with how many said so.

    What people felt is never called the effect of anything.
    """

    stop: str
    before: float
    before_of: int
    now: float
    now_of: int


def spread(days: Iterable[int]) -> Spread:
    """The middle and the half around it."""
    known = sorted(days)
    if len(known) < SMALLEST:
        return Spread(len(known))
    low, middle, high = quantiles(known, n=4, method="inclusive")
    return Spread(len(known), middle, low, high)


def measured(rows: Iterable[Counted]) -> Measures:
    """The measures of the rows of a report; a category of too few has no time of its own."""
    days: dict[str, list[int]] = defaultdict(list)
    marked: dict[str, int] = dict.fromkeys(MARKS, 0)
    for row in rows:
        for mark in row.marks:
            marked[mark] += 1
        if row.days is not None:
            days[row.category].append(row.days)
    return Measures(
        days=spread(day for many in days.values() for day in many),
        by_category={
            code: spread(many) for code, many in sorted(days.items()) if len(many) >= SMALLEST
        },
        kept=marked["kept"],
        late=marked["late"],
        reopened=marked["reopened"],
        answered=marked["answered"],
        unanswered=marked["unanswered"],
    )


def days_of(fix: Fix, walked_on: str) -> int | None:
    """Days from the walk until the work was done; none for what is not fixed."""
    if fix.outcome != "fixed" or not fix.done_on or fix.done_on < walked_on:
        return None
    return days_between(walked_on, fix.done_on)


def marks_of(fix: Fix, days: int | None, on: str) -> tuple[str, ...]:
    """What a row is marked with on a day. What was refused or referred broke no promise."""
    found = ["timed"] if days is not None else []
    done = fix.outcome in ("fixed", "partly_fixed")
    punctual = is_punctual(fix.done_on, fix.original_due_on) if done else None
    if punctual:
        found.append("kept")
    elif punctual is False or (on and overdue_since(fix, on)):
        found.append("late")
    return tuple([*found, "reopened"] if fix.reopen_count else found)


def compared(total: int, fixed: int, now: Measures, before: Earlier) -> list[Compared]:
    """The indicators that both have enough for, side by side."""
    pairs = zip(_indicators(before), _indicators(Earlier("", total, fixed, now)), strict=True)
    return [
        Compared(name, was, was_of, is_now, now_of, unit)
        for (name, was, was_of, unit), (_, is_now, now_of, _) in pairs
        if was is not None and is_now is not None
    ]


def _indicators(one: Earlier) -> list[tuple[str, float | None, int, str]]:
    """Each with its value, how many it is counted of, and its unit."""
    told, per_cent = one.measures, N_("procent")
    middle, timed = told.days.middle, told.days.count
    return [
        (N_("Andel åtgärdade"), one.fixed_share, one.total, per_cent),
        (N_("Tid till åtgärd, mittersta värdet"), middle, timed, N_("dagar")),
        (MARKS["kept"], told.kept_share, told.promised, per_cent),
        (MARKS["answered"], told.answer_rate, told.asked, per_cent),
    ]


def thawed_measures(kept: Mapping[str, Any]) -> Measures:
    """The measures as they were frozen."""
    by_category = {code: Spread(**one) for code, one in kept["by_category"].items()}
    return Measures(**{**kept, "days": Spread(**kept["days"]), "by_category": by_category})


def thawed_earlier(kept: Mapping[str, Any]) -> Earlier:
    """The walk before as it was frozen."""
    return Earlier(**{**kept, "measures": thawed_measures(kept["measures"])})
