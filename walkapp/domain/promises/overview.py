"""A tertial or a year of a promise in short, for those who work with it."""

from dataclasses import dataclass

from ..errors import N_
from ..reports.sentences import Sentence
from . import measuring
from .held import HeldWalk
from .measuring import counts_in, tertials
from .tables import counted, target
from .values import Activity, Book
from .words import OWNERS, VERDICTS

MONTHS = {
    0: N_("Hela året"),
    1: N_("Januari–april"),
    2: N_("Maj–augusti"),
    3: N_("September–december"),
}
_TITLES = {
    0: N_("Läget för %(year)s"),
    1: N_("Läget efter första tertialet %(year)s"),
    2: N_("Läget efter andra tertialet %(year)s"),
    3: N_("Läget efter tredje tertialet %(year)s"),
}


@dataclass(frozen=True)
class Line:
    """A commitment: what was done in the time, and how far it has come at its end."""

    heading: str
    owner: str
    target: Sentence
    then: Sentence
    so_far: Sentence
    verdict: str


@dataclass(frozen=True)
class Overview:
    """`going_on` began before the time and went on through it; `undated` have no month.

    `part` is a tertial, or 0 for the whole year.
    """

    year: int
    part: int
    title: Sentence
    lines: tuple[Line, ...]
    done: dict[str, tuple[Activity, ...]]
    going_on: tuple[Activity, ...]
    planned: tuple[Activity, ...]
    walks: tuple[HeldWalk, ...]
    undated: int


def overview(book: Book, year: int, part: int, *, today: str) -> Overview:
    """What was done in a tertial (1 to 3) or a year (0), and where every commitment stood then."""
    last = (book.promise.last_year, measuring.TERTIALS[-1])
    over = (year, part or last[1]) == last and today[:4] > str(book.promise.last_year)
    results = measuring.results(book, over=over, year=year, part=part)
    done = [a for a in book.activities if measuring.times(a) and _within(book, a, year, part)]
    return Overview(
        year=year,
        part=part,
        title=Sentence(_TITLES[part], values={"year": str(year)}),
        lines=tuple(_line(book, result, year, part) for result in results),
        done={owner: tuple(a for a in done if a.owner == owner) for owner in OWNERS},
        going_on=tuple(a for a in book.activities if _goes_on(book, a, year, part)),
        planned=tuple(a for a in book.activities if a.status == "planned"),
        walks=tuple(w for w in book.walks if _holds(counts_in(book.promise, w.day), year, part)),
        undated=sum(
            measuring.times(a) > 0 and _within(book, a, year, None) for a in book.activities
        ),
    )


def _line(book: Book, result: measuring.Result, year: int, part: int) -> Line:
    commitment = result.commitment
    counts = tertials(book, commitment, year)
    return Line(
        heading=commitment.heading,
        owner=OWNERS[commitment.owner],
        target=target(commitment, result.wanted),
        then=counted(commitment, counts[part - 1] if part else sum(counts)),
        so_far=counted(commitment, result.reached),
        verdict=VERDICTS[result.verdict],
    )


def _within(book: Book, activity: Activity, year: int, part: int | None) -> bool:
    """Whether it counts in the time; none asks for those of the year without a month."""
    began = counts_in(book.promise, activity.starts)
    return began == (year, 0) if part is None else _holds(began, year, part)


def _holds(began: tuple[int, int], year: int, part: int) -> bool:
    return began[0] == year and part in (0, began[1])


def _goes_on(book: Book, activity: Activity, year: int, part: int) -> bool:
    """Began earlier, is not over, and is told beside what is counted."""
    began = counts_in(book.promise, activity.starts)
    earlier = began < (year, part) if part else began[0] < year
    ended = activity.ends[:4]
    return activity.status == "ongoing" and earlier and (not ended or ended >= str(year))
