"""What the page of a fix shows beside its next steps: comments, what is near, what was merged."""

from typing import Any

from flask import g

from ...domain import fixes as rules
from ...domain.fixes import Fix
from ...domain.people import Person
from ...storage import fixes
from ...storage.fixes import Filter, Near
from ..clock import today
from .answering import Offers


def of(fix: Fix, me: Person, said: Any, offers: Offers | None) -> dict[str, Any]:
    """For the template. `said` is a comment that was sent and refused, if any."""
    from .commenting import CommentForm, readers

    may_comment = rules.may_comment(me)
    begun = {"comment": offers.chosen("")} if offers else {}
    return {
        "comment_form": said or CommentForm(formdata=None, data=begun),
        "may_comment": may_comment,
        "readers": readers(fix) if may_comment else [],
        "near": near(fix),
        "merged": fixes.merged_into(g.db, fix.id),
        "may_divide": rules.may_divide(fix, me),
        "may_merge": any(m.name == "mark_duplicate" for m in rules.allowed_moves(fix, me)),
    }


def near(fix: Fix) -> list[Near]:
    """Fixes that may be the same thing: of the same category and close by."""
    if fix.outcome == "duplicate":
        return []
    seen = Filter(g.person, today(), category=fix.category)
    return fixes.near(g.db, seen, fix.lat, fix.lon, besides=fix.id)
