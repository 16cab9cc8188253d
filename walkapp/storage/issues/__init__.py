"""Issues: received once however often they are sent, changed by walkers, read by leaders."""

from .changing import remove, reread, restore, save
from .moving import move
from .reading import Known, Logged, count, for_review, get, known, mine, with_photos
from .receiving import receive
from .voices import Nearby, nearby, say, take_back, voices_behind, voices_by_issue, voices_of

__all__ = [
    "Known",
    "Logged",
    "Nearby",
    "count",
    "for_review",
    "get",
    "known",
    "mine",
    "move",
    "nearby",
    "receive",
    "remove",
    "reread",
    "restore",
    "save",
    "say",
    "take_back",
    "voices_behind",
    "voices_by_issue",
    "voices_of",
    "with_photos",
]
