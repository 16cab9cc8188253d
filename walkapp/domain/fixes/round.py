"""A round: the fixes somebody goes out to today, in that person's own order."""

from collections.abc import Sequence

from ..people import Person
from .fix import Fix

MOST_ERRANDS = 60
WAYS = {"up": -1, "down": 1}
# What is given to somebody and not yet done.
AT_WORK = ("assigned", "planned", "in_progress", "on_hold")


def is_errand(fix: Fix, person: Person, *, starred: bool) -> bool:
    """Whether a fix belongs to the round of somebody who sees it.

    What is starred does while it is open, and what is given to just this person. Done work waits
    for those who check it, so it leaves the round of those who did it.
    """
    if fix.state in AT_WORK:
        return starred or fix.person_id == person.id
    checks = person.has("coordinator", "safety_coordinator", "leader")
    return starred and fix.is_open and checks


def moved(order: Sequence[str], fix_id: str, way: str) -> list[str]:
    """The order with one fix a place earlier (`up`) or later (`down`); ends stay where they are."""
    found = list(order)
    if fix_id not in found:
        return found
    here = found.index(fix_id)
    there = min(max(here + WAYS[way], 0), len(found) - 1)
    found.insert(there, found.pop(here))
    return found


def arranged(order: Sequence[str], wanted: Sequence[str]) -> list[str]:
    """The order asked for; what it does not name comes last, what is not in the round is out."""
    named = [fix_id for fix_id in dict.fromkeys(wanted) if fix_id in order]
    return [*named, *(fix_id for fix_id in order if fix_id not in named)]
