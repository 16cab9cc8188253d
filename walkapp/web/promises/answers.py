"""What has been done for a promise in answer to a fix, on the page of the fix."""

from dataclasses import dataclass

from flask import g

from ...domain import promises as rules
from ...domain.fixes import Fix
from ...domain.promises import Activity, Promise
from ...storage import promises
from .. import promise_accounts
from ..clock import today
from .pages import READERS, bp


@dataclass(frozen=True)
class Answers:
    """Activities with what they say and whether this person may change them.

    `open_to` are the promises of this year that one more can be written under.
    """

    told: tuple[tuple[Promise, Activity, str, bool], ...]
    open_to: tuple[Promise, ...]

    def __bool__(self) -> bool:
        return bool(self.told or self.open_to)


@bp.app_template_global("answers_to")
def answers_to(fix: Fix) -> Answers:
    """Nothing for those who do not read promises."""
    if not g.person.has(*READERS):
        return Answers((), ())
    told = tuple(
        (promise, activity, promise_accounts.in_short(activity), _may_change(activity))
        for promise, activity in promises.answers_to(g.db, fix.id)
    )
    may_answer = rules.may_answer(g.person, fix)
    year = int(today()[:4])
    return Answers(told, tuple(promises.of_year(g.db, year)) if may_answer else ())


def _may_change(activity: Activity) -> bool:
    return rules.may_log(g.person) and rules.may_change(g.person, activity)
