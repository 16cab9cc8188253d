"""An issue that was logged in the wrong walk, moved to the right one."""

from ...domain import review as rules
from ...domain.issues import Issue
from ...domain.people import Person
from ...domain.walks import Walk
from ..database import Database
from .changing import write
from .receiving import keep_number, next_number


def move(db: Database, issue: Issue, to: Walk, *, by: Person, at: str) -> Issue:
    """Move an issue. A transaction of its own. Raises Refused, and Conflict when it was changed."""
    with db.writing():
        number = next_number(db, to.id)
        moved = write(db, issue, rules.move(issue, to, number=number, by=by, at=at))
        keep_number(db, to.id, number)
        return moved
