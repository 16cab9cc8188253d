"""A promise: what police and municipality promised, did and measured, and the account of it."""

from .gaps import gaps
from .indicators import Measured
from .keeping import kept, thawed
from .measuring import Change, Result, change, results, tertials
from .pages import Account, account, years
from .rights import may_change, may_log, may_write, owners_for
from .values import (
    CHANGES,
    KINDS,
    OWNERS,
    PERIODS,
    ROLES,
    STATUSES,
    TARGETS,
    VERDICTS,
    Activity,
    Actor,
    Book,
    Commitment,
    Indicator,
    Measurement,
    Promise,
    kept_actors,
    read_actors,
)
from .writing import added, changed, taken_over

__all__ = [
    "CHANGES",
    "KINDS",
    "OWNERS",
    "PERIODS",
    "ROLES",
    "STATUSES",
    "TARGETS",
    "VERDICTS",
    "Account",
    "Activity",
    "Actor",
    "Book",
    "Change",
    "Commitment",
    "Indicator",
    "Measured",
    "Measurement",
    "Promise",
    "Result",
    "account",
    "added",
    "change",
    "changed",
    "gaps",
    "kept",
    "kept_actors",
    "may_change",
    "may_log",
    "may_write",
    "owners_for",
    "read_actors",
    "results",
    "taken_over",
    "tertials",
    "thawed",
    "years",
]
