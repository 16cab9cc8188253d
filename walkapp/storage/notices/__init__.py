"""Notices: derived from events in their own transaction (deriving), gathered into mails."""

from .choosing import choices, choose
from .deriving import heed
from .gathering import Told, begin_day, gather_daily, gather_now, pushed, told
from .gathering import sweep as sweep

__all__ = [
    "Told",
    "begin_day",
    "choices",
    "choose",
    "gather_daily",
    "gather_now",
    "heed",
    "pushed",
    "sweep",
    "told",
]
