"""An issue: what a walker logged, the checks it passes, and what may become of it."""

from .changes import (
    Differs,
    Receipt,
    can_change,
    edited,
    logged,
    removed,
    repeated,
    restored,
    word_for,
)
from .draft import BadFields, Draft, parse
from .issue import (
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

__all__ = [
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
    "edited",
    "logged",
    "parse",
    "removed",
    "repeated",
    "restored",
    "word_for",
]
