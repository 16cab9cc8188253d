"""Fixes: saved and read (keeping), listed (finding), with photos and history (belongings)."""

from .belongings import Belongings, history
from .belongings import of as belongings
from .chosen import all_of, with_ids
from .counting import Counts, count, counts, of_each_sort
from .dividing import issue_ids, merge, split, take_in
from .figures import Figures, figures
from .filtering import Filter
from .finding import PAGE, SORTS, Page, bounced, find
from .keeping import by_number, create, get, insert, save, tell, update
from .letters import Kept, letter_like, letter_of, save_letter
from .listed import Listed
from .nearby import Near, merged_into, near
from .rounds import Errand, arrange, errands, on_paper, star, stars
from .streaming import Column, Spot, board, every, spots
from .undoing import Undo, opened, save_all
from .undoing import get as undo_of
from .undoing import undo as take_back

__all__ = [
    "PAGE",
    "SORTS",
    "Belongings",
    "Column",
    "Counts",
    "Figures",
    "Errand",
    "Filter",
    "Kept",
    "Listed",
    "Near",
    "Page",
    "Spot",
    "Undo",
    "all_of",
    "arrange",
    "belongings",
    "board",
    "bounced",
    "by_number",
    "count",
    "counts",
    "create",
    "errands",
    "every",
    "figures",
    "find",
    "get",
    "history",
    "insert",
    "issue_ids",
    "letter_like",
    "merge",
    "merged_into",
    "near",
    "of_each_sort",
    "opened",
    "letter_of",
    "on_paper",
    "save",
    "save_all",
    "save_letter",
    "split",
    "spots",
    "take_back",
    "take_in",
    "star",
    "stars",
    "tell",
    "undo_of",
    "update",
    "with_ids",
]
