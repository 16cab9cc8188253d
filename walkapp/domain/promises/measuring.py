"""Targets against results, tertials and changes: all computed, nothing typed."""

from dataclasses import dataclass

from .values import Activity, Book, Commitment, Indicator, Measurement, Promise

SMALLEST_BASE = 20  # below it a percentage says more than it knows
TERTIALS = (1, 2, 3)
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


def results(
    book: Book, *, over: bool = False, year: int | None = None, part: int = 0
) -> list[Result]:
    """Each commitment's target and result, to the end of a year or of one of its tertials.

    `over`: the period has come to its end.
    """
    last = (book.promise.last_year if year is None else year, part or 4)
    return [_result(book, commitment, last, over) for commitment in book.commitments]


def times(activity: Activity) -> int:
    """How many times an activity counts: its number, else once when it is done or goes on."""
    if activity.status not in ("done", "ongoing"):
        return 0
    return 1 if activity.count is None else activity.count


def counts_in(promise: Promise, day: str) -> tuple[int, int]:
    """The year of the period and the tertial that something counts in; 0 for no known month.

    What began before the period counts in its first year, what is dated after it in its last.
    """
    if not day:
        return promise.first_year, 0
    year, month = int(day[:4]), day[5:7]
    if not promise.first_year <= year <= promise.last_year:
        return min(max(year, promise.first_year), promise.last_year), 0
    return year, (int(month) - 1) // 4 + 1 if month else 0


def tertials(book: Book, commitment: Commitment, year: int) -> tuple[int, int, int, int]:
    """What was done January to April, May to August, September to December, and undated.

    The years of the period together hold every one that the result counts.
    """
    found = dict.fromkeys((1, 2, 3, 0), 0)
    for day, many in _counted(book, commitment):
        in_year, part = counts_in(book.promise, day)
        if in_year == year:
            found[part] += many
    return (found[1], found[2], found[3], found[0])


def change(book: Book, indicator: Indicator) -> Change | None:
    """From its first measurement to its last; none with fewer than two."""
    measured = book.of_indicator(indicator)
    if len(measured) < 2:
        return None
    first, last = measured[0], measured[-1]
    small = rests_on_few(indicator, first) or rests_on_few(indicator, last, as_base=False)
    difference = round(last.value - first.value, 6)
    percent = None if small or not first.value else 100 * difference / first.value
    return Change(indicator, first, last, difference, percent, small)


def rests_on_few(indicator: Indicator, measured: Measurement, *, as_base: bool = True) -> bool:
    """Whether a share of this is a share of too few. `as_base`: its own number is divided by."""
    # An index stands for a number nobody has told: only the base tells how small that was.
    base: float | None = measured.base
    if base is None and as_base and indicator.absolute:
        base = measured.value
    return base is not None and base < SMALLEST_BASE


def _counted(book: Book, commitment: Commitment) -> list[tuple[str, int]]:
    """The day and the number of each thing that counts."""
    done = [(activity.starts, times(activity)) for activity in book.of_commitment(commitment)]
    return done + ([(walk.day, 1) for walk in book.walks] if commitment.of_walks else [])


def _result(book: Book, commitment: Commitment, last: tuple[int, int], over: bool) -> Result:
    reached = 0
    for day, many in _counted(book, commitment):
        year, part = counts_in(book.promise, day)
        reached += many if (year, part or 4) <= last else 0
    wanted = commitment.target
    if wanted is not None and commitment.target_kind == "frequency":
        wanted *= _A_YEAR[commitment.period] * len(book.years)
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
