"""The follow-up of a promise as it is read: goals, what each has done, what the figures say."""

from dataclasses import dataclass, replace

from ..errors import N_, NN_
from ..reports.sentences import Sentence
from ..reports.values import Summary
from .held import HeldWalk
from .indicators import Measured, measured
from .measuring import counts_in
from .parts import HEADINGS, Part, part
from .pieces import number, period, places
from .tables import Row, rows
from .values import Activity, Book, Goal, Promise
from .words import OWNERS


@dataclass(frozen=True)
class Aim:
    """A goal as it is read. `commitments` are headings, told where there are several goals."""

    said: tuple[Sentence, ...]
    places: tuple[str, ...]
    background: str
    commitments: tuple[str, ...] = ()


@dataclass(frozen=True)
class Account:
    """The whole of it."""

    title: Sentence
    aims: tuple[Aim, ...]
    lead: Sentence
    parts: tuple[Part, ...]
    rows: tuple[Row, ...]
    walks: tuple[HeldWalk, ...]
    measured: tuple[Measured, ...]
    signed_on: str = ""
    document: str = ""

    @property
    def places(self) -> tuple[str, ...]:
        """The places of all goals, each once."""
        return tuple(dict.fromkeys(place for aim in self.aims for place in aim.places))


def account(
    book: Book,
    summary: Summary,
    *,
    areas: dict[str, str],
    place: str,
    over: bool = True,
    year: int | None = None,
) -> Account:
    """Written from what is entered. `place` is the municipality's name, `areas` names by id.

    Of a promise of several years a `year` is told by itself, with what came before it counted.
    """
    promise, known = book.promise, set[str]()
    wanted = " ".join(book.area_ids)
    summary = replace(summary, areas=_in_order(summary.areas, wanted, areas))
    of_year = replace(book, activities=told_of(book, year))
    return Account(
        title=_title(book, place, year),
        aims=tuple(_aim(book, goal, areas) for goal in book.goals),
        lead=_lead(of_year, summary),
        parts=tuple(part(of_year, owner, summary, areas=areas, known=known) for owner in HEADINGS),
        rows=rows(book, areas, over=over, year=year),
        walks=tuple(w for w in book.walks if year is None or w.day[:4] == str(year)),
        measured=measured(until(book, year), areas),
        signed_on=promise.signed_on or "",
        document=promise.document,
    )


def told_of(book: Book, year: int | None) -> tuple[Activity, ...]:
    """What the follow-up of a year tells: what began or went on then, and what is planned."""
    if year is None:
        return book.activities
    return tuple(a for a in book.activities if _in_year(book.promise, a, year))


def until(book: Book, year: int | None) -> Book:
    """With what was measured to the end of a year: its follow-up compares no later one."""
    if year is None:
        return book
    return replace(book, measurements=tuple(m for m in book.measurements if m.year <= year))


def _in_year(promise: Promise, activity: Activity, year: int) -> bool:
    began, _part = counts_in(promise, activity.starts)
    if began == year or activity.status == "planned":
        return True
    ended = activity.ends[:4]
    goes_on = ended >= str(year) if ended else activity.status in ("ongoing", "paused")
    return began < year and goes_on


def _in_order(named: tuple[str, ...], ids: str, areas: dict[str, str]) -> tuple[str, ...]:
    """The places of the walks as the goal has them, those it does not name last."""
    goal = [areas[key] for key in ids.split() if key in areas]
    return tuple(sorted(named, key=lambda name: goal.index(name) if name in goal else len(goal)))


def _title(book: Book, place: str, year: int | None) -> Sentence:
    return Sentence(
        N_("Uppföljning av medborgarlöfte i %(place)s %(period)s"),
        values={"place": place, "period": str(year) if year else years(book.promise)},
    )


def years(promise: Promise) -> str:
    """`2016`, or `2023–2025`."""
    first, last = promise.first_year, promise.last_year
    return str(first) if first == last else f"{first}–{last}"


def so_far(promise: Promise, today: str) -> range:
    """The years of its period that have begun: those that can be followed up."""
    return range(promise.first_year, min(promise.last_year, int(today[:4])) + 1)


def _aim(book: Book, goal: Goal, areas: dict[str, str]) -> Aim:
    named = places(goal.area_ids, areas)
    values = {"who": OWNERS[book.promise.parties], "what": goal.text, "where": named}
    said = Sentence(N_("%(who)ss mål är att %(what)s."), values=values)
    if named:
        said = Sentence(N_("%(who)ss mål är att %(what)s vid %(where)s."), values=values)
    until = [
        Sentence(N_("Målet gäller till och med %(when)s."), values={"when": period(goal.until)})
    ]
    promised = tuple(c.heading for c in book.commitments if c.goal_id == goal.id)
    return Aim(
        said=(said, *(until if goal.until else [])),
        places=named,
        background=goal.background,
        commitments=promised if len(book.goals) > 1 else (),
    )


def _lead(book: Book, summary: Summary) -> Sentence:
    shown = sum(activity.public for activity in book.activities)
    counts = (
        (len(book.commitments), *NN_("%(count)s åtagande", "%(count)s åtaganden")),
        (shown, *NN_("%(count)s insats", "%(count)s insatser")),
        (summary.walks, *NN_("%(count)s trygghetsvandring", "%(count)s trygghetsvandringar")),
        (summary.total, *NN_("%(count)s åtgärdspunkt", "%(count)s åtgärdspunkter")),
    )
    named = tuple(
        # One of each is "ett åtagande" but "en insats": a figure is right with both.
        Sentence(one, many, n, {"count": number(n) if n > 1 else "1"})
        for n, one, many in counts
        if n
    )
    return Sentence(N_("Här sammanfattas %(what)s."), values={"what": named})
