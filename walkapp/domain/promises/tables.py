"""The table of targets and results."""

from dataclasses import dataclass

from ..errors import N_, NN_
from ..reports.sentences import Sentence
from . import measuring
from .measuring import Result
from .pieces import places
from .values import Book, Commitment
from .words import OWNERS, VERDICTS

_WALKS = NN_("%(n)s trygghetsvandring", "%(n)s trygghetsvandringar")
_ACTIVITIES = NN_("%(n)s insats", "%(n)s insatser")


@dataclass(frozen=True)
class Row:
    """A commitment beside its target and result."""

    heading: str
    owner: str
    target: Sentence
    result: Sentence
    verdict: str
    comment: str
    text: str = ""


def rows(
    book: Book, areas: dict[str, str], *, over: bool, year: int | None = None
) -> tuple[Row, ...]:
    """Every commitment; `year` ends the counting, and is told apart when it is one of several."""
    return tuple(
        _row(book, result, year, areas) for result in measuring.results(book, over=over, year=year)
    )


def target(commitment: Commitment, wanted: int | None) -> Sentence:
    """What was to be reached."""
    if wanted is not None:
        values = {"count": wanted, "what": commitment.unit}
        return Sentence(N_("Minst %(count)s %(what)s"), values=values)
    if commitment.target_kind == "state":
        return Sentence("%(what)s", values={"what": commitment.unit})
    return Sentence(N_("Inget mål satt"))


def _target_there(result: Result, areas: dict[str, str]) -> Sentence:
    wanted = target(result.commitment, result.wanted)
    where = places(result.commitment.area_ids, areas)
    if not where:
        return wanted
    return Sentence(
        N_("%(target)s. Gäller %(places)s."), values={"target": wanted, "places": where}
    )


def counted(commitment: Commitment, reached: int) -> Sentence:
    """How many it came to, with the word that a target would have given."""
    if commitment.target_kind in ("count", "frequency"):
        return Sentence("%(n)s", values={"n": str(reached)})
    if commitment.target_kind == "state":
        return Sentence("–")
    one, many = _WALKS if commitment.of_walks else _ACTIVITIES
    return Sentence(one, many, reached, {"n": str(reached)})


def _row(book: Book, result: Result, year: int | None, areas: dict[str, str]) -> Row:
    commitment = result.commitment
    reached = counted(commitment, result.reached)
    if year and len(book.years) > 1 and commitment.target_kind != "state":
        then = sum(measuring.tertials(book, commitment, year))
        values = {"all": reached, "then": str(then), "year": str(year)}
        reached = Sentence(N_("%(all)s, varav %(then)s under %(year)s"), values=values)
    return Row(
        heading=commitment.heading,
        owner=OWNERS[commitment.owner],
        target=_target_there(result, areas),
        result=reached,
        verdict=VERDICTS[result.verdict],
        comment=commitment.verdict_text,
        text=commitment.text,
    )
