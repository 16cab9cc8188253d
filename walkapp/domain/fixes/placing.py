"""The prioritisation meeting: what a fix gives, how easily it is done, and to whom it goes."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from ..errors import N_, NotAllowed
from ..people import Person
from .bulk import ASSIGN, Terms, decide
from .editing import as_it_stands, edit, may_edit
from .fix import Fix
from .given import Given
from .undoing import Change
from .words import EASES, EFFECTS


@dataclass(frozen=True)
class Placed:
    """What the meeting says of one fix; `given` holds a party when it is assigned at once."""

    effect: int | None
    ease: int | None
    priority: str | None
    cost_band: str
    season: str
    given: Given | None = None


def place(fix: Fix, said: Placed, *, by: Person, terms: Terms) -> Change:
    """The fix as the meeting left it, with a line for each thing done; none when nothing differs.

    Raises NotAllowed, or Refused with the field.
    """
    if not may_edit(by):
        raise NotAllowed(N_("Bara samordnaren och vandringsledaren kan ändra uppgifterna."))
    wanted = replace(
        as_it_stands(fix),
        effect=said.effect,
        ease=said.ease,
        priority=said.priority,
        cost_band=said.cost_band,
        season=said.season,
    )
    after, events = fix, []
    if wanted != as_it_stands(fix):
        after, event = edit(fix, wanted, by=by, at=terms.at)
        events.append(event)
    if said.given and said.given.party:
        change = decide(after, ASSIGN, said.given, by=by, terms=terms)
        after, events = change.after, [*events, *change.events]
    return Change(fix, after, tuple(events))


def matrix(fixes: Iterable[Fix]) -> dict[tuple[int, int], list[Fix]]:
    """The fixes in each cell: (effect, ease), what gives most and is easiest first."""
    cells: dict[tuple[int, int], list[Fix]] = {
        (effect, ease): [] for effect in EFFECTS for ease in reversed(EASES)
    }
    for fix in fixes:
        if fix.effect and fix.ease:
            cells[fix.effect, fix.ease].append(fix)
    return cells
