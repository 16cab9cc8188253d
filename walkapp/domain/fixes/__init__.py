"""A fix: what somebody must do about one or more issues, and what became of it.

`moves` is the table of the state machine, `deciding` asks it, `words` and `labels` name things.
"""

from ..handling import usual_due
from .deciding import allowed_moves, apply, row_for, waiting_moves
from .drafting import area_of, created, follow_up, linked, new_fix
from .editing import Edit, edit, filled, may_edit, photos_added
from .fix import Fix, overdue_since
from .given import Given
from .grouping import suggest_groups
from .hats import hears, may_add_photos, reads_notes, towards
from .labels import Sentence, history_line, public_label, public_sentence
from .letter import MOST_PHOTOS, FixLetter, parse_letter, too_many_at_once, unreadable
from .moves import MOVES, NAMES, Move
from .suggesting import Known, Suggestion, suggest

__all__ = [
    "MOST_PHOTOS",
    "MOVES",
    "NAMES",
    "Edit",
    "Fix",
    "FixLetter",
    "Given",
    "Known",
    "Move",
    "Sentence",
    "Suggestion",
    "allowed_moves",
    "apply",
    "area_of",
    "created",
    "edit",
    "filled",
    "follow_up",
    "hears",
    "history_line",
    "linked",
    "may_add_photos",
    "may_edit",
    "new_fix",
    "overdue_since",
    "parse_letter",
    "photos_added",
    "public_label",
    "public_sentence",
    "reads_notes",
    "row_for",
    "suggest",
    "suggest_groups",
    "too_many_at_once",
    "towards",
    "unreadable",
    "usual_due",
    "waiting_moves",
]
