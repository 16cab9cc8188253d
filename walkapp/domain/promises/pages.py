"""The follow-up of a promise as it is read: goal, what each has done, what the figures say."""

from dataclasses import dataclass, replace

from ..errors import N_, NN_
from ..reports.sentences import Sentence, figures, headline, walked
from ..reports.values import Summary
from . import measuring
from .indicators import Measured, measured
from .measuring import Result
from .sentences import marker, number, places, told
from .values import OWNERS, VERDICTS, Activity, Book, Commitment


@dataclass(frozen=True)
class Bullet:
    """What was done once, with how it stands and where to read more."""

    said: tuple[Sentence, ...]
    marker: Sentence | None = None
    document: str = ""


@dataclass(frozen=True)
class Block:
    """Bullets under a commitment's heading, or under none. `fixes` leads on to the fixes."""

    heading: str
    bullets: tuple[Bullet, ...]
    fixes: bool = False


@dataclass(frozen=True)
class Part:
    """All that one of the owners has done."""

    heading: str
    blocks: tuple[Block, ...]


@dataclass(frozen=True)
class Row:
    """A commitment in the table of targets and results."""

    heading: str
    owner: str
    target: Sentence
    result: Sentence
    verdict: str
    comment: str


@dataclass(frozen=True)
class Account:
    """The whole of it."""

    title: Sentence
    goal: Sentence
    lead: Sentence
    background: str
    places: tuple[str, ...]
    parts: tuple[Part, ...]
    rows: tuple[Row, ...]
    measured: tuple[Measured, ...]


HEADINGS = {
    "police": N_("Det här har polisen gjort"),
    "municipality": N_("Det här har kommunen gjort"),
}


def account(
    book: Book, summary: Summary, *, areas: dict[str, str], place: str, over: bool = True
) -> Account:
    """Written from what is entered. `place` is the municipality's name, `areas` names by id."""
    promise, known = book.promise, set[str]()
    summary = replace(summary, areas=_in_order(summary.areas, promise.area_ids, areas))
    named = places(promise.area_ids, areas)
    return Account(
        title=_title(book, place),
        goal=_goal(book, named),
        lead=_lead(book, summary),
        background=promise.background,
        places=named,
        parts=tuple(_part(book, owner, summary, areas=areas, known=known) for owner in HEADINGS),
        rows=tuple(
            _row(result) for result in measuring.results(book, walks=summary.walks, over=over)
        ),
        measured=measured(book, areas),
    )


def _in_order(named: tuple[str, ...], ids: str, areas: dict[str, str]) -> tuple[str, ...]:
    """The places of the walks as the goal has them, those it does not name last."""
    goal = [areas[key] for key in ids.split() if key in areas]
    return tuple(sorted(named, key=lambda name: goal.index(name) if name in goal else len(goal)))


def _title(book: Book, place: str) -> Sentence:
    return Sentence(
        N_("Uppföljning av medborgarlöfte i %(place)s %(period)s"),
        values={"place": place, "period": years(book)},
    )


def years(book: Book) -> str:
    """`2016`, or `2023–2025`."""
    first, last = book.promise.first_year, book.promise.last_year
    return str(first) if first == last else f"{first}–{last}"


def _goal(book: Book, named: tuple[str, ...]) -> Sentence:
    values = {"who": OWNERS[book.promise.parties], "what": book.promise.goal, "where": named}
    if named:
        return Sentence(N_("%(who)ss mål är att %(what)s vid %(where)s."), values=values)
    return Sentence(N_("%(who)ss mål är att %(what)s."), values=values)


def _lead(book: Book, summary: Summary) -> Sentence:
    shown = sum(activity.public for activity in book.activities)
    counts = (
        (len(book.commitments), *NN_("%(count)s åtagande", "%(count)s åtaganden")),
        (shown, *NN_("%(count)s insats", "%(count)s insatser")),
        (summary.walks, *NN_("%(count)s trygghetsvandring", "%(count)s trygghetsvandringar")),
        (summary.total, *NN_("%(count)s åtgärdspunkt", "%(count)s åtgärdspunkter")),
    )
    told_of = tuple(
        # One of each is "ett åtagande" but "en insats": a figure is right with both.
        Sentence(one, many, n, {"count": number(n) if n > 1 else "1"})
        for n, one, many in counts
        if n
    )
    return Sentence(N_("Här sammanfattas %(what)s."), values={"what": told_of})


def _part(
    book: Book, owner: str, summary: Summary, *, areas: dict[str, str], known: set[str]
) -> Part:
    mine = [a for a in book.activities if a.public and a.owner in (owner, "joint")]
    kept = [c for c in book.commitments if c.owner in (owner, "joint")]
    ids = {commitment.id for commitment in kept}
    loose = [a for a in mine if a.commitment_id not in ids]
    blocks = [
        _block(c, [a for a in mine if a.commitment_id == c.id], areas, known)
        for c in kept
        if not c.of_walks
    ]
    if loose:
        blocks.append(Block("", tuple(_bullet(a, areas, known) for a in loose)))
    walk = walked(summary)
    if walk:
        blocks.append(_of_walks(kept, summary, walk))
    # What has no heading of its own stands before the first, not under the last.
    blocks.sort(key=lambda block: bool(block.heading))
    return Part(HEADINGS[owner], tuple(block for block in blocks if block.bullets))


def _block(
    commitment: Commitment, mine: list[Activity], areas: dict[str, str], known: set[str]
) -> Block:
    return Block(commitment.heading, tuple(_bullet(a, areas, known) for a in mine))


def _bullet(activity: Activity, areas: dict[str, str], known: set[str]) -> Bullet:
    return Bullet(tuple(told(activity, areas, known)), marker(activity), activity.document)


def _of_walks(kept: list[Commitment], summary: Summary, walk: Sentence) -> Block:
    """The walks, told under both; what came of them stands where it was promised."""
    promised = next((c for c in kept if c.of_walks), None)
    if promised is None:
        return Block("", (Bullet((walk,)),))
    found = [Bullet((walk,))]
    done = headline(summary)
    if done:
        found.append(Bullet(tuple(done)))
    counted = figures(summary)
    if counted:
        found.append(Bullet((_listed(counted),)))
    return Block(promised.heading, tuple(found), fixes=True)


def _listed(sentences: list[Sentence]) -> Sentence:
    named: dict[str, object] = {f"part{n}": said for n, said in enumerate(sentences)}
    return Sentence(", ".join(f"%({name})s" for name in named) + ".", values=named)


_WALKS = NN_("%(n)s trygghetsvandring", "%(n)s trygghetsvandringar")


def _row(result: Result) -> Row:
    commitment = result.commitment
    if result.wanted is not None:
        values = {"count": result.wanted, "what": commitment.unit}
        target = Sentence(N_("Minst %(count)s %(what)s"), values=values)
        reached = Sentence("%(n)s", values={"n": str(result.reached)})
    elif commitment.target_kind == "state":
        target = Sentence("%(what)s", values={"what": commitment.unit})
        reached = Sentence("–")
    else:
        target = Sentence(N_("Inget mål satt"))
        one, many = _WALKS if commitment.of_walks else NN_("%(n)s insats", "%(n)s insatser")
        reached = Sentence(one, many, result.reached, {"n": str(result.reached)})
    owner, verdict = OWNERS[commitment.owner], VERDICTS[result.verdict]
    return Row(commitment.heading, owner, target, reached, verdict, commitment.verdict_text)
