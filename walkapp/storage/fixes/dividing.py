"""Splitting and merging fixes: rows, links and every line of history in one transaction."""

from collections.abc import Sequence
from dataclasses import replace

from ...domain import fixes as rules
from ...domain.errors import Conflict
from ...domain.fixes import Change, Fix, Split
from ...domain.issues import Issue
from ...domain.people import Person
from .. import events, rows
from ..database import Database
from .chosen import fresh
from .keeping import insert, link, put
from .undoing import Undo, opened, save_inside


def issue_ids(db: Database, fix_id: str) -> list[str]:
    """The client ids of the issues behind a fix."""
    sql = "SELECT client_id FROM fix_issues WHERE fix_id = :id ORDER BY client_id"
    return [row["client_id"] for row in db.query(sql, {"id": fix_id})]


def split(db: Database, fix: Fix, wanted: Split, *, by: Person, at: str) -> tuple[Fix, str]:
    """Make the other part; gives it numbered, and the id that takes it back.

    Raises NotAllowed and Refused as the rule does, Conflict when somebody else was first.
    """
    with db.writing():
        after, draft = rules.split(fix, wanted, issue_ids(db, fix.id), by=by, at=at)
        new = insert(db, draft, by=by, at=at, after=fix.number)
        over = tuple(sorted(wanted.moved | wanted.shared))
        _tell_issues(db, over, new, by=by, at=at)
        line = rules.split_line(after, new, len(over), by=by, at=at)
        undo = opened("split", by, at)
        # The way back of the new one is not to be there: it becomes a duplicate of the old.
        closed = replace(new, state="closed", outcome="duplicate", kept_fix_id=fix.id)
        gone = Change(closed, new, (), linked=over)
        left = Change(fix, after, (line,), unlinked=tuple(sorted(wanted.moved)))
        save_inside(db, undo, (left, gone))
    return new, undo.id


def merge(
    db: Database, kept: Fix, changes: Sequence[Change], undo: Undo, *, by: Person, late: str = ""
) -> list[Change]:
    """Close the others (`changes`: each marked as a duplicate) and give their issues to `kept`.

    Gives those that came too late, as `save_all`; Conflict when the kept one was changed.
    """
    with db.writing():
        current = fresh(db, [kept, *(change.before for change in changes)])
        if kept.id not in current:
            raise Conflict
        good = [change for change in changes if change.before.id in current]
        here = set(issue_ids(db, kept.id))
        theirs = [i for change in good for i in issue_ids(db, change.before.id)]
        more = tuple(i for i in dict.fromkeys(theirs) if i not in here)
        if not good:
            return save_inside(db, undo, changes, late=late)
        merged = [change.before for change in good]
        after, line = rules.merged(kept, merged, len(more), by=by, at=undo.at)
        _tell_issues(db, more, kept, by=by, at=undo.at)
        gained = Change(kept, after, (line,), linked=more)
        return save_inside(db, undo, (*changes, gained), late=late)


def take_in(db: Database, fix: Fix, issues: Sequence[Issue], *, by: Person, at: str) -> Fix:
    """Let a fix be about these issues too. Raises as the rules do, Conflict for a stale one."""
    after, line = rules.took_in(fix, len(issues), by=by, at=at)
    with db.writing():
        put(db, [Change(fix, after, (line,))])
        for issue in issues:
            link(db, after, issue, by=by, at=at)
        events.add(db, line)
    return after


def _tell_issues(db: Database, client_ids: Sequence[str], fix: Fix, *, by: Person, at: str) -> None:
    """A line of history for each issue, which does not change itself."""
    lines = []
    for client_id in client_ids:
        row = rows.one(db, "SELECT version FROM issues WHERE client_id = :id", id=client_id)
        assert row is not None
        lines.append(rules.linked_line(client_id, row["version"], fix, by=by, at=at))
    events.add_all(db, lines)
