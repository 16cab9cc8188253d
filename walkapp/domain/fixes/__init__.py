"""A fix: what somebody must do about one or more issues, and what became of it.

`moves` is the table of the state machine, `deciding` asks it, `words` and `labels` name things.
"""

from ..handling import usual_due
from .comments import comment, may_comment
from .deciding import allowed_moves, apply, refusal_of, row_for, waiting_moves
from .dividing import Split, linked_line, may_divide, merged, split, split_line, took_in
from .drafting import area_of, created, follow_up, linked, new_fix
from .editing import Edit, as_it_stands, edit, filled, may_edit, photos_added
from .fix import Fix, asks_again, overdue_since
from .given import Given
from .grouping import suggest_groups
from .hats import by_link, hears, may_add_photos, reads_notes, towards
from .labels import Sentence, history_line, public_label, public_sentence
from .letter import (
    MOST_PHOTOS,
    MOVES_BY_LETTER,
    FixLetter,
    parse_letter,
    too_many_at_once,
    unreadable,
)
from .moves import MOVES, NAMES, Move
from .round import MOST_ERRANDS, arranged, is_errand, moved
from .seasons import in_season, season_begins
from .suggesting import Known, Suggestion, suggest
from .undoing import Change, undone, way_back

__all__ = [
    "MOST_ERRANDS",
    "MOST_PHOTOS",
    "MOVES",
    "MOVES_BY_LETTER",
    "NAMES",
    "Change",
    "Edit",
    "Fix",
    "FixLetter",
    "Given",
    "Known",
    "Move",
    "Sentence",
    "Suggestion",
    "Split",
    "allowed_moves",
    "apply",
    "asks_again",
    "area_of",
    "as_it_stands",
    "comment",
    "by_link",
    "arranged",
    "created",
    "edit",
    "filled",
    "follow_up",
    "hears",
    "history_line",
    "in_season",
    "is_errand",
    "linked",
    "linked_line",
    "may_add_photos",
    "may_comment",
    "may_divide",
    "may_edit",
    "merged",
    "moved",
    "new_fix",
    "overdue_since",
    "parse_letter",
    "photos_added",
    "public_label",
    "public_sentence",
    "reads_notes",
    "refusal_of",
    "row_for",
    "suggest",
    "season_begins",
    "split",
    "split_line",
    "suggest_groups",
    "took_in",
    "too_many_at_once",
    "towards",
    "undone",
    "unreadable",
    "usual_due",
    "waiting_moves",
    "way_back",
]
