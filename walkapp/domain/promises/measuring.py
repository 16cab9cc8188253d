"""Targets against results, tertials and changes: all computed, nothing typed."""

from dataclasses import dataclass

from .values import Activity, Book, Commitment, Indicator, Measurement

SMALLEST_BASE = 20  # below it a percentage says more than it knows
_A_YEAR = {"year": 1, "tertial": 3, "month": 12, "week": 52}


@dataclass(frozen=True)
class Result:
    """How a commitment stands. `wanted` is none without a number to reach."""

    commitment: Commitment
    reached: int
    wanted: int | None
    verdict: str


@dataclass(frozen=True)
class Change:
    """From the first measurement to the last. `percent` is none when the base is too small."""

    indicator: Indicator
    first: Measurement
    last: Measurement
    difference: float
    percent: float | None
    small_base: bool


def results(book: Book, *, walks: int = 0, over: bool = False) -> list[Result]:
    """Each commitment's target and result. `over`: the period has come to its end."""
    return [_result(book, commitment, walks, over) for commitment in book.commitments]


def times(activity: Activity) -> int:
    """How many times an activity counts: its number, else once when it is done or goes on."""
    if activity.status not in ("done", "ongoing"):
        return 0
    return 1 if activity.count is None else activity.count


def tertials(book: Book, commitment: Commitment, year: int) -> tuple[int, int, int, int]:
    """What was done January to April, May to August, September to December, and undated."""
    found = [0, 0, 0, 0]
    for activity in book.of_commitment(commitment):
        if activity.starts[:4] == str(year):
            month = activity.starts[5:7]
            found[(int(month) - 1) // 4 if month else 3] += times(activity)
    return (found[0], found[1], found[2], found[3])


def change(book: Book, indicator: Indicator) -> Change | None:
    """From its first measurement to its last; none with fewer than two."""
    measured = book.of_indicator(indicator)
    if len(measured) < 2:
        return None
    first, last = measured[0], measured[-1]
    # An index stands for a number nobody has told: only the base tells how small that was.
    base = first.base if first.base is not None or not indicator.absolute else first.value
    small = base is not None and base < SMALLEST_BASE
    difference = round(last.value - first.value, 6)
    percent = None if small or not first.value else 100 * difference / first.value
    return Change(indicator, first, last, difference, percent, small)


def _result(book: Book, commitment: Commitment, walks: int, over: bool) -> Result:
    reached = sum(times(activity) for activity in book.of_commitment(commitment))
    reached += walks if commitment.of_walks else 0
    wanted = commitment.target
    if wanted is not None and commitment.target_kind == "frequency":
        years = book.promise.last_year - book.promise.first_year + 1
        wanted *= _A_YEAR[commitment.period] * years
    return Result(
        commitment, reached, wanted, commitment.verdict or _verdict(reached, wanted, over)
    )


def _verdict(reached: int, wanted: int | None, over: bool) -> str:
    if wanted is None:
        return "not_assessable" if over else "ongoing"
    if reached > wanted:
        return "exceeded"
    if reached == wanted:
        return "met"
    if not over:
        return "ongoing"
    return "partly" if reached else "not_met"
