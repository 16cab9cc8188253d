"""Changes of an issue that is here, each with its history line."""

import json

from ...domain import issues as rules
from ...domain.errors import NotFound
from ...domain.events import Event
from ...domain.issues import Draft, Issue
from ...domain.people import Membership
from ...domain.walks import Walk
from .. import events, rows
from ..database import Database


def remove(
    db: Database,
    client_id: str,
    *,
    walk: Walk,
    membership: Membership,
    at: str,
    rev: int | None = None,
) -> Issue:
    """Mark the phone's own issue as removed. A transaction of its own; safe to repeat.

    `rev` is the phone's number for this move; one that is not newer than the last changes nothing.
    """
    with db.writing():
        issue = locked(db, client_id)
        if rev is not None and rev <= _last_move(db, client_id):
            return issue
        change = rules.removed(issue, walk=walk, membership=membership, at=at, rev=rev)
        return write(db, issue, change)


def restore(
    db: Database,
    client_id: str,
    *,
    walk: Walk,
    membership: Membership,
    at: str,
    rev: int | None = None,
) -> Issue:
    """Undo a removal. A transaction of its own; safe to repeat. `rev` as in `remove`."""
    with db.writing():
        issue = locked(db, client_id)
        if rev is not None and rev <= _last_move(db, client_id):
            return issue
        change = rules.restored(issue, walk=walk, membership=membership, at=at, rev=rev)
        return write(db, issue, change)


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


def _last_move(db: Database, client_id: str) -> int:
    """The highest number among the moves that have come; 0 when none had a number."""
    moves = db.query(
        "SELECT data FROM events WHERE word = 'issue' AND object_id = :id"
        " AND kind IN ('removed', 'restored')",
        {"id": client_id},
    )
    return max((int(json.loads(move["data"]).get("rev", 0)) for move in moves), default=0)


def write(db: Database, issue: Issue, change: tuple[Issue, Event] | None) -> Issue:
    """Within a transaction: write the change, if there is one; gives what is then stored."""
    if change is None:
        return issue
    rows.update(db, "issues", change[0], key="client_id")
    events.add(db, change[1])
    return change[0]
