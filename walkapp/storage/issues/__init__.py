"""Issues: received once however often they are sent, changed by walkers, read by leaders."""

from .changing import remove, reread, restore, save
from .reading import Known, Logged, count, for_review, get, known, mine, with_photos
from .receiving import receive

__all__ = [
    "Known",
    "Logged",
    "count",
    "for_review",
    "get",
    "known",
    "mine",
    "receive",
    "remove",
    "reread",
    "restore",
    "save",
    "with_photos",
]
