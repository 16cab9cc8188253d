"""The board's page: a period in figures, beside the period before it."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from ..categories import CATEGORIES
from ..fixes.measuring import median_days
from .measures import SMALLEST
from .periods import Period
from .values import PARTS, PublicFix, Summary


@dataclass(frozen=True)
class Line:
    """One category: how many, how many of them fixed, and the median days from walk to done.

    `measured` is how many the median is of; there is none of fewer than five.
    """

    category: str
    total: int
    fixed: int
    days: float | None
    measured: int


@dataclass(frozen=True)
class Figures:
    """What a period came to, as it stood when the period ended."""

    first_on: str
    last_on: str
    walks: int
    participants: int
    parts: dict[str, int]
    overdue: int
    days: float | None
    measured: int
    lines: tuple[Line, ...]
    costs: tuple[tuple[str, int], ...] = ()

    @property
    def total(self) -> int:
        """How many fixes it speaks of."""
        return sum(self.parts.values())


@dataclass(frozen=True)
class Board:
    """The period and the one before it."""

    now: Figures
    before: Figures


def figures_of(
    period: Period, rows: Sequence[PublicFix], summary: Summary, *, costs: Mapping[str, int]
) -> Figures:
    """The figures of the public rows of a period; `costs` by the codes of cost bands."""
    spans = {code: _spans(row for row in rows if row.category == code) for code in CATEGORIES}
    lines = tuple(
        Line(code, sum(parts.values()), parts["fixed"], _middle(spans[code]), len(spans[code]))
        for code, parts in summary.by_category.items()
    )
    everything = [days for found in spans.values() for days in found]
    return Figures(
        period.first_on,
        period.last_on,
        walks=summary.walks,
        participants=summary.participants,
        parts={part: summary.parts.get(part, 0) for part in PARTS},
        overdue=sum("late" in row.marks and row.part == "remaining" for row in rows),
        days=_middle(everything),
        measured=len(everything),
        lines=lines,
        costs=tuple(costs.items()),
    )


def kept(board: Board) -> dict[str, Any]:
    """As plain dicts, lists and texts, fit for JSON."""
    return asdict(board)


def thawed(given: dict[str, Any]) -> Board:
    """The board's figures that were kept."""
    return Board(_figures(given["now"]), _figures(given["before"]))


def _figures(given: dict[str, Any]) -> Figures:
    lines = tuple(Line(**line) for line in given["lines"])
    costs = tuple((band, count) for band, count in given["costs"])
    return Figures(**{**given, "lines": lines, "costs": costs})


def _middle(days: Sequence[int]) -> float | None:
    """None of few: it says little and may point somebody out."""
    return median_days(days) if len(days) >= SMALLEST else None


def _spans(rows: Iterable[PublicFix]) -> list[int]:
    return [row.days for row in rows if row.days is not None]
