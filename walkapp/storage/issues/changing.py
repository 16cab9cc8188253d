"""Changes of an issue that is here, each with its history line."""

from ...domain import issues as rules
from ...domain.errors import NotFound
from ...domain.events import Event
from ...domain.issues import Draft, Issue
from ...domain.people import Membership
from ...domain.walks import Walk
from .. import events, rows
from ..database import Database


def remove(db: Database, client_id: str, *, walk: Walk, membership: Membership, at: str) -> Issue:
    """Mark the phone's own issue as removed. A transaction of its own; safe to repeat."""
    with db.writing():
        issue = locked(db, client_id)
        return write(db, issue, rules.removed(issue, walk=walk, membership=membership, at=at))


def restore(db: Database, client_id: str, *, walk: Walk, membership: Membership, at: str) -> Issue:
    """Undo a removal. A transaction of its own; safe to repeat."""
    with db.writing():
        issue = locked(db, client_id)
        return write(db, issue, rules.restored(issue, walk=walk, membership=membership, at=at))


def reread(db: Database, draft: Draft, *, sha256: str, by: str, at: str) -> Issue | None:
    """Write all that a letter says into its issue; none when the issue is not here.

    A transaction of its own. Raises Refused when the issue has become another meanwhile.
    """
    with db.writing():
        stored = held(db, draft.client_id)
        if stored is None:
            return None
        return write(db, stored, rules.reread(stored, draft, sha256=sha256, by=by, at=at))


def save(db: Database, issue: Issue, event: Event) -> None:
    """Save a reviewer's decision in a transaction of its own. Raises Conflict when stale."""
    with db.writing():
        write(db, issue, (issue, event))


def locked(db: Database, client_id: str) -> Issue:
    """The issue, held for this transaction. Raises NotFound."""
    issue = held(db, client_id)
    if issue is None:
        raise NotFound
    return issue


def held(db: Database, client_id: str) -> Issue | None:
    """The issue, held for this transaction, or none."""
    # Writing a row, though nothing changes, holds it until the commit on both engines.
    row = rows.one(
        db, "UPDATE issues SET rev = rev WHERE client_id = :id RETURNING *", id=client_id
    )
    return rows.read(Issue, row) if row else None


def write(db: Database, issue: Issue, change: tuple[Issue, Event] | None) -> Issue:
    """Within a transaction: write the change, if there is one; gives what is then stored."""
    if change is None:
        return issue
    rows.update(db, "issues", change[0], key="client_id")
    events.add(db, change[1])
    return change[0]
