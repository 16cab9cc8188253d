"""Fixes: saved and read (keeping), listed (finding), with photos and history (belongings)."""

from .belongings import Belongings, history
from .belongings import of as belongings
from .chosen import all_of, with_ids
from .dividing import issue_ids, merge, split, take_in
from .filtering import Filter
from .finding import PAGE, SORTS, Listed, Page, bounced, every, find
from .keeping import by_number, create, get, insert, save, tell, update
from .letters import Kept, letter_like, save_letter
from .nearby import Near, merged_into, near
from .undoing import Undo, opened, save_all
from .undoing import get as undo_of
from .undoing import undo as take_back

__all__ = [
    "PAGE",
    "SORTS",
    "Belongings",
    "Filter",
    "Kept",
    "Listed",
    "Near",
    "Page",
    "Undo",
    "all_of",
    "belongings",
    "bounced",
    "by_number",
    "create",
    "every",
    "find",
    "get",
    "history",
    "insert",
    "issue_ids",
    "letter_like",
    "merge",
    "merged_into",
    "near",
    "opened",
    "save",
    "save_all",
    "save_letter",
    "split",
    "take_back",
    "take_in",
    "tell",
    "undo_of",
    "update",
    "with_ids",
]
