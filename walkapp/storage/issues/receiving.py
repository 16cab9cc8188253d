"""An issue as it arrives, for the first time or again.

An id is never looked for first and inserted later: the insert itself finds out, in the transaction
that answers.
"""

import json
from dataclasses import replace

from ...domain import issues as rules
from ...domain.issues import Draft, Issue, Receipt
from ...domain.people import Membership
from ...domain.walks import Walk
from .. import events, rows
from ..database import Database
from .changing import locked, write
from .reading import count_own, photos_of


def receive(
    db: Database, draft: Draft, *, walk: Walk, membership: Membership, sha256: str, at: str
) -> Receipt:
    """Store an issue and say what became of it. One transaction of its own.

    `sha256` is the hash of the bytes that were sent. Raises Differs when the id is here with
    other content, TooMany when the phone has logged all it may in this walk.
    """
    with db.writing():
        number = next_number(db, walk.id)
        draft = _at_known_stop(db, draft, walk)
        issue, event = rules.logged(
            draft, walk=walk, membership=membership, number=number, sha256=sha256, at=at
        )
        if not _insert_new(db, issue):
            return _again(db, draft, walk=walk, membership=membership, sha256=sha256, at=at)
        rules.check_quota(count_own(db, walk.id, membership.device_id))
        keep_number(db, walk.id, number)
        events.add(db, event)
        _keep_only(db, issue, draft.photo_ids, at)
        return _receipt(db, issue, issue.result, sha256)


def _again(
    db: Database, draft: Draft, *, walk: Walk, membership: Membership, sha256: str, at: str
) -> Receipt:
    stored = locked(db, draft.client_id)
    result = rules.repeated(
        stored,
        draft,
        walk=walk,
        membership=membership,
        sha256=sha256,
        earlier=frozenset() if sha256 == stored.sha256 else _earlier(db, stored),
    )
    if result in ("updated", "held_for_review"):
        late = result == "held_for_review"
        changed = rules.edited(stored, draft, sha256=sha256, at=at, held=late)
        stored = write(db, stored, changed)
        _keep_only(db, stored, draft.photo_ids, at)
    return _receipt(db, stored, result, sha256)


def _at_known_stop(db: Database, draft: Draft, walk: Walk) -> Draft:
    """A stop that is not (or no longer) one of the walk's costs the issue nothing else."""
    known = draft.stop_id and rows.one(
        db,
        "SELECT id FROM stops WHERE id = :id AND walk_id = :walk",
        id=draft.stop_id,
        walk=walk.id,
    )
    return draft if known else replace(draft, stop_id=None)


def _keep_only(db: Database, issue: Issue, photo_ids: tuple[str, ...] | None, at: str) -> None:
    """The edition says which photos it has: others that came go, those named are back."""
    if photo_ids is None:
        return
    for photo in photos_of(db, issue.client_id):
        gone = None if photo.photo_id in photo_ids else at
        if (photo.removed_at is None) != (gone is None):
            db.execute(
                "UPDATE photos SET removed_at = :gone, version = version + 1 WHERE photo_id = :id",
                {"gone": gone, "id": photo.photo_id},
            )


def _receipt(db: Database, issue: Issue, result: str, sha256: str) -> Receipt:
    there = [photo.photo_id for photo in photos_of(db, issue.client_id)]
    return rules.receipt(issue, result, sha256, there)


def _earlier(db: Database, issue: Issue) -> frozenset[str]:
    """The hashes of its earlier editions: one may be sent again after a newer was received."""
    past = db.query(
        "SELECT data FROM events WHERE word = 'issue' AND object_id = :id AND kind = 'edited'",
        {"id": issue.client_id},
    )
    return frozenset(str(json.loads(event["data"]).get("sha256")) for event in past)


def _insert_new(db: Database, issue: Issue) -> bool:
    row = rows.values(issue)
    names, places = ", ".join(row), ", ".join(f":{name}" for name in row)
    inserted = db.execute(
        f"INSERT INTO issues ({names}) VALUES ({places}) ON CONFLICT (client_id) DO NOTHING", row
    )
    return inserted.rowcount == 1


def next_number(db: Database, walk_id: str) -> int:
    """Within a transaction: the number the walk's next issue may have.

    It holds the walk's counter until the commit, so that numbers have neither gaps nor twins.
    """
    row = rows.one(
        db,
        "INSERT INTO counters (name, value) VALUES (:name, 0) ON CONFLICT (name)"
        " DO UPDATE SET value = counters.value RETURNING value",
        name=_counter(walk_id),
    )
    assert row is not None
    return int(row["value"]) + 1


def keep_number(db: Database, walk_id: str, number: int) -> None:
    """Within the same transaction: that number was given."""
    db.execute(
        "UPDATE counters SET value = :number WHERE name = :name",
        {"name": _counter(walk_id), "number": number},
    )


def _counter(walk_id: str) -> str:
    return f"issues of walk {walk_id}"
