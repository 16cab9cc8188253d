"""Fixes: saved and read (keeping), listed (finding), with photos and history (belongings)."""

from .belongings import Belongings, history
from .belongings import of as belongings
from .filtering import Filter
from .finding import PAGE, SORTS, Listed, Page, bounced, every, find
from .keeping import by_number, create, get, insert, save, tell, update
from .letters import Kept, letter_like, save_letter

__all__ = [
    "PAGE",
    "SORTS",
    "Belongings",
    "Filter",
    "Kept",
    "Listed",
    "Page",
    "belongings",
    "bounced",
    "by_number",
    "create",
    "every",
    "find",
    "get",
    "history",
    "insert",
    "letter_like",
    "save",
    "save_letter",
    "tell",
    "update",
]
