"""A promise: what police and municipality promised, did and measured, and the account of it."""

from .drafts import grounds, mark
from .gaps import gaps
from .held import HeldWalk
from .indicators import Measured
from .keeping import kept, thawed
from .measuring import TERTIALS, Change, Result, change, results, tertials
from .overview import Line, Overview, overview
from .pages import Account, account, so_far, years
from .removing import removed, restored
from .rights import may_answer, may_change, may_log, may_remove, may_write, owners_for
from .values import (
    Activity,
    Actor,
    Book,
    Commitment,
    Goal,
    Indicator,
    Measurement,
    Promise,
    kept_actors,
    read_actors,
)
from .words import CHANGES, KINDS, OWNERS, PERIODS, ROLES, STATUSES, TARGETS, VERDICTS
from .writing import added, another, answering, changed, taken_over

__all__ = [
    "CHANGES",
    "KINDS",
    "OWNERS",
    "PERIODS",
    "ROLES",
    "STATUSES",
    "TARGETS",
    "TERTIALS",
    "VERDICTS",
    "Account",
    "Activity",
    "Actor",
    "Book",
    "Change",
    "Commitment",
    "Goal",
    "HeldWalk",
    "Indicator",
    "Line",
    "Measured",
    "Measurement",
    "Overview",
    "Promise",
    "Result",
    "account",
    "added",
    "another",
    "answering",
    "change",
    "changed",
    "gaps",
    "grounds",
    "kept",
    "kept_actors",
    "mark",
    "may_answer",
    "may_change",
    "may_log",
    "may_remove",
    "may_write",
    "overview",
    "owners_for",
    "read_actors",
    "removed",
    "restored",
    "results",
    "so_far",
    "taken_over",
    "tertials",
    "thawed",
    "years",
]
