"""The decision: may this person make this move now, and what does the fix look like after it."""

from dataclasses import replace
from typing import Any

from ..errors import N_, NotAllowed, NotFound, Refusal, Refused
from ..events import Event
from ..ids import new_id
from ..people import Person
from .effects import facts, inner_words, outer_words, taken
from .fix import Fix
from .given import Given, checked
from .guards import check, standing
from .hats import BY_LINK, ONLY, hats
from .moves import MOVES, Move
from .words import STATES

# What waited for the coordinator has got its answer once the fix moves.
_ANSWERED = dict.fromkeys(
    ("bounce_reason", "bounce_whose", "proposed_reason", "outcome_reason"), ""
)


def apply(
    fix: Fix,
    name: str,
    *,
    by: Person,
    given: Given | None = None,
    at: str,
    confirm_by_other: bool = True,
) -> tuple[Fix, Event]:
    """The fix after a move, and its line of history; the fix given is left as it is.

    `by` is the person as `towards` gives them. Raises NotFound for a move that does not exist,
    NotAllowed when it is somebody else's, Refused (with `field`) for what must be said otherwise.
    """
    move = _row(fix, name, hats(fix, by, confirm_by_other=confirm_by_other))
    problem = standing(fix, move, by, confirm_by_other=confirm_by_other)
    if problem:
        raise problem
    said = checked(given or Given(), move, at)
    check(fix, move, said)
    after = _after(fix, move, said, by=by, at=at)
    return after, _event(fix, after, move, said, by=by)


def row_for(fix: Fix, name: str, person: Person, *, confirm_by_other: bool = True) -> Move:
    """The row whose fields this person would fill in for a move, also when it is refused.

    Raises NotFound for a move that does not exist.
    """
    worn = hats(fix, person, confirm_by_other=confirm_by_other)
    named = [move for move in MOVES if move.name == name]
    if not named:
        raise NotFound
    return max(named, key=lambda move: (not worn.isdisjoint(move.by), fix.state in move.sources))


def refusal_of(fix: Fix, name: str, by: Person, *, confirm_by_other: bool = True) -> Refusal | None:
    """What stands in the way of a move whatever is typed with it, or nothing."""
    try:
        move = _row(fix, name, hats(fix, by, confirm_by_other=confirm_by_other))
    except (Refused, NotAllowed) as refusal:
        return refusal
    return standing(fix, move, by, confirm_by_other=confirm_by_other)


def allowed_moves(fix: Fix, person: Person, *, confirm_by_other: bool = True) -> list[Move]:
    """The moves this person may make now, in the order of the table."""
    return [
        move
        for move in _mine(fix, person, confirm_by_other)
        if not standing(fix, move, person, confirm_by_other=confirm_by_other)
    ]


def waiting_moves(
    fix: Fix, person: Person, *, confirm_by_other: bool = True
) -> list[tuple[Move, Refused | NotAllowed]]:
    """The moves that would be this person's, were it not for the sentence beside each."""
    found = (
        (move, standing(fix, move, person, confirm_by_other=confirm_by_other))
        for move in _mine(fix, person, confirm_by_other)
    )
    return [(move, problem) for move, problem in found if problem]


def _mine(fix: Fix, person: Person, confirm_by_other: bool) -> list[Move]:
    worn = hats(fix, person, confirm_by_other=confirm_by_other)
    found: dict[str, Move] = {}
    for move in MOVES:
        if fix.state in move.sources and not worn.isdisjoint(move.by):
            found.setdefault(move.name, move)
    return list(found.values())


def _row(fix: Fix, name: str, worn: frozenset[str]) -> Move:
    """The row of the table for this move from this state by somebody with these hats."""
    named = [move for move in MOVES if move.name == name]
    if not named:
        raise NotFound
    here = [move for move in named if fix.state in move.sources]
    for move in here:
        if not worn.isdisjoint(move.by):
            return move
    if here or not any(not worn.isdisjoint(move.by) for move in named):
        raise NotAllowed(ONLY[(here or named)[0].by])
    raise Refused(
        N_("Det går inte nu, för åtgärden är i läget %(state)s."), state=STATES[fix.state]
    )


def _after(fix: Fix, move: Move, said: Given, *, by: Person, at: str) -> Fix:
    changes: dict[str, Any] = taken(fix, move, said, by)
    state = said.towards or (move.targets or (fix.state,))[0]
    if state != fix.state:
        changes = {**_ANSWERED, **changes}
    if state == "closed":
        changes |= {"closed_at": at, "outcome": move.outcome}
    return replace(fix, **changes, state=state, updated_at=at, version=fix.version + 1)


def _event(fix: Fix, after: Fix, move: Move, said: Given, *, by: Person) -> Event:
    outside = by.has(BY_LINK)
    return Event(
        new_id(),
        after.updated_at,
        "fix",
        fix.id,
        after.version,
        move.name,
        "outside" if outside else "person",
        None if outside else by.id,
        public_text=outer_words(said),
        internal_text=inner_words(said),
        data=facts(fix, after, move, said) | ({"outside": by.name} if outside else {}),
    )
