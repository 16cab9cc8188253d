"""Saving and reading one fix: row, search words, links and history in one transaction."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from ...domain import fixes as rules
from ...domain.categories import CATEGORIES, PLACE_TYPES
from ...domain.errors import Conflict, NotFound
from ...domain.events import Event
from ...domain.fixes import Change, Fix
from ...domain.issues import Issue
from ...domain.people import Person
from .. import events, municipality, rows, search, withdrawing
from ..database import Database

# The columns of `_words`.
_FOUND_BY = (
    "title category subcategory place_type place_text public_text planned_action done_text"
    " reference pole_number"
).split()


def get(db: Database, fix_id: str) -> Fix | None:
    """The fix with this id."""
    row = rows.one(db, "SELECT * FROM fixes WHERE id = :id", id=fix_id)
    return rows.read(Fix, row) if row else None


def by_number(db: Database, number: str) -> Fix | None:
    """The fix with this number; case and surrounding space do not matter."""
    row = rows.one(db, "SELECT * FROM fixes WHERE number = :number", number=number.strip().upper())
    return rows.read(Fix, row) if row else None


def create(db: Database, draft: Fix, issues: Sequence[Issue] = (), *, by: Person, at: str) -> Fix:
    """Save a draft under the next number of the year and link its issues, in one transaction.

    Raises Refused for an issue that already has a fix, Conflict for one that changed meanwhile.
    """
    with db.writing():
        return insert(db, draft, issues, by=by, at=at)


def insert(
    db: Database,
    draft: Fix,
    issues: Sequence[Issue] = (),
    *,
    by: Person,
    at: str,
    after: str = "",
) -> Fix:
    """The same inside the caller's transaction. `after` is the number of the fix it follows."""
    fix = replace(draft, number=_next_number(db, at))
    event = rules.created(fix, by=by, at=at, issues=len(issues), after=after)
    row = {**rows.values(fix), "serial": _next(db, "fixes")}
    names, places = ", ".join(row), ", ".join(f":{name}" for name in row)
    db.execute(f"INSERT INTO fixes ({names}) VALUES ({places})", row)
    search.write(db, row["serial"], _words(fix))
    for issue in issues:
        link(db, fix, issue, by=by, at=at)
    events.add(db, event)
    return fix


def save(
    db: Database, fix: Fix, event: Event, *, follow_up: Fix | None = None, by: Person | None = None
) -> Fix | None:
    """Save a decision, in one transaction. Raises Conflict when somebody else was first.

    `follow_up` is a draft for what remains, made by the person `by`; it is given back numbered.
    """
    with db.writing():
        update(db, fix, event)
        if follow_up and by:
            return insert(db, follow_up, by=by, at=event.at, after=fix.number)
    return None


def update(db: Database, fix: Fix, event: Event) -> None:
    """Save a decision inside the caller's transaction. Raises Conflict for a stale one."""
    rows.update(db, "fixes", fix)
    _write_words(db, fix)
    withdrawing.follow(db, [fix])
    events.add(db, event)


def tell(db: Database, event: Event) -> None:
    """Write a line of history for what came to a fix without changing it."""
    with db.writing():
        events.add(db, event)


def put(db: Database, changes: Sequence[Change]) -> None:
    """Write only what each change makes different, inside the caller's transaction; no lines.

    Raises Conflict when somebody else was first with any of them.
    """
    alike: dict[tuple[str, ...], list[dict[str, Any]]] = defaultdict(list)
    for change in changes:
        before, after = rows.values(change.before), rows.values(change.after)
        differing = {name: value for name, value in after.items() if value != before[name]}
        keys = {"key": change.after.id, "read_version": change.before.version}
        alike[tuple(differing)].append({**differing, **keys})
        if any(name in differing for name in _FOUND_BY):
            _write_words(db, change.after)
    withdrawing.follow(
        db,
        [one.after for one in changes if one.after.visibility != one.before.visibility],
    )
    for names, values in alike.items():
        if names:
            columns = ", ".join(f"{name} = :{name}" for name in names)
            sql = f"UPDATE fixes SET {columns} WHERE id = :key AND version = :read_version"
            if db.execute_many(sql, values).rowcount != len(values):
                raise Conflict


def _write_words(db: Database, fix: Fix) -> None:
    row = rows.one(db, "SELECT serial FROM fixes WHERE id = :id", id=fix.id)
    if row is None:
        raise NotFound
    search.write(db, row["serial"], _words(fix))


def link(db: Database, fix: Fix, issue: Issue, *, by: Person, at: str) -> None:
    """Let a fix be about an issue that had none, inside the caller's transaction."""
    changed, event = rules.linked(issue, fix, by=by, at=at)
    rows.update(db, "issues", changed, key="client_id")
    db.execute(
        "INSERT INTO fix_issues (fix_id, client_id) VALUES (:fix_id, :client_id)",
        {"fix_id": fix.id, "client_id": issue.client_id},
    )
    events.add(db, event)


def _next_number(db: Database, at: str) -> str:
    prefix, year = municipality.get(db).number_prefix, at[:4]
    return f"{prefix}-{year}-{_next(db, f'fixes-{year}'):03d}"


def _next(db: Database, name: str) -> int:
    """The next of a row of numbers; a rolled back transaction leaves no gap."""
    row = rows.one(
        db,
        "INSERT INTO counters (name, value) VALUES (:name, 1)"
        " ON CONFLICT (name) DO UPDATE SET value = counters.value + 1 RETURNING value",
        name=name,
    )
    assert row is not None
    return int(row["value"])


def _words(fix: Fix) -> list[str]:
    category = CATEGORIES.get(fix.category)
    return [
        fix.number,
        fix.title,
        category.name if category else "",
        fix.subcategory,
        PLACE_TYPES.get(fix.place_type or "", ""),
        fix.place_text,
        fix.public_text,
        fix.planned_action,
        fix.done_text,
        fix.reference,
        fix.pole_number,
    ]
