"""An issue: what a walker logged, the checks it passes, and what may become of it."""

from .changes import (
    can_change,
    check_change,
    check_quota,
    edited,
    logged,
    removed,
    repeated,
    restored,
    word_for,
)
from .draft import BadFields, Draft, digest, parse
from .issue import (
    MAX_ISSUES_PER_PHONE,
    MAX_NAME,
    MAX_NOTE,
    MAX_PHOTOS,
    MAX_PLACE,
    MAX_POLE,
    MAX_PROPOSAL,
    POSITION_SOURCES,
    REJECT_REASONS,
    REVIEW_STATES,
    Issue,
)
from .receipts import Differs, Receipt, receipt

__all__ = [
    "MAX_ISSUES_PER_PHONE",
    "MAX_NAME",
    "MAX_NOTE",
    "MAX_PHOTOS",
    "MAX_PLACE",
    "MAX_POLE",
    "MAX_PROPOSAL",
    "POSITION_SOURCES",
    "REJECT_REASONS",
    "REVIEW_STATES",
    "BadFields",
    "Differs",
    "Draft",
    "Issue",
    "Receipt",
    "can_change",
    "check_change",
    "check_quota",
    "digest",
    "edited",
    "logged",
    "parse",
    "receipt",
    "removed",
    "repeated",
    "restored",
    "word_for",
]
