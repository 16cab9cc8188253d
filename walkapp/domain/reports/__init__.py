"""A report: the public follow-up of a walk or a year, its figures, sentences and publishing."""

from .publishing import edit, may_draft, publish, unpublish
from .sentences import Sentence, figures, headline, joined, season, walked
from .values import (
    OUTSIDE,
    PARTS,
    PublicFix,
    PublicPhoto,
    Report,
    Summary,
    coarse,
    part_of,
    summarise,
)

__all__ = [
    "OUTSIDE",
    "PARTS",
    "PublicFix",
    "PublicPhoto",
    "Report",
    "Sentence",
    "Summary",
    "coarse",
    "edit",
    "figures",
    "headline",
    "joined",
    "may_draft",
    "part_of",
    "publish",
    "season",
    "summarise",
    "unpublish",
    "walked",
]
