"""What a row of the list and a card of the board tell beside a fix's own words.

They are drawn once for each set of values (`remembered` of web/static.py), so nothing in them may
come from anywhere but what they are given.
"""

from dataclasses import dataclass
from typing import Any

from ...domain.categories import CATEGORIES
from ...domain.fixes import Fix, labels, overdue_since
from ...domain.fixes.measuring import days_between
from ...domain.fixes.words import OUTCOMES, PRIORITIES, STATES
from .blueprint import bp

SOON_DAYS = 7
WORDS: dict[str, Any] = {
    "states": STATES,
    "outcomes": OUTCOMES,
    "priorities": PRIORITIES,
    "categories": CATEGORIES,
}


@dataclass(frozen=True)
class Wait:
    """How a fix waits on a day: late since when, in how many days it is due when that is soon, and
    for how many days it has been known."""

    late: str | None
    left: int | None
    age: int


@bp.app_template_global("wait_of")
def wait_of(fix: Fix, day: str) -> Wait:
    """How a fix waits on that day."""
    return Wait(overdue_since(fix, day), _left(fix, day), days_between(fix.created_at, day))


@bp.app_template_global("words_of_fixes")
def words_of_fixes() -> dict[str, Any]:
    """What the codes of a fix are called, and the buttons of its moves, all in Swedish."""
    return {**WORDS, "buttons": labels.BUTTONS}


def _left(fix: Fix, day: str) -> int | None:
    """In how many days it should be done, when that is soon and somebody is to do it."""
    if fix.due_on is None or fix.state in ("done", "closed"):
        return None
    days = days_between(day, fix.due_on)
    return days if 0 <= days <= SOON_DAYS else None
