"""History: an append-only table whose rows form a hash chain.

Each row's hash covers the row before it, so that a changed, removed or reordered row shows.
Texts and the doer's id stand outside the chain behind a salted hash: they can be erased by a
retention decision without breaking the chain.
"""

import hashlib
import json
import secrets
from collections.abc import Iterator, Sequence
from typing import Any

from ..domain.events import Event
from . import notices
from .database import Database
from .rows import one

_CHAINED = ("id", "at", "word", "object_id", "version", "kind", "by_kind", "personal_hash")
_READ_AT_ONCE = 5000


def add(db: Database, event: Event) -> None:
    """Append one line; call inside the transaction of the change it tells about, after the change.

    Who shall hear of it is written down too.
    """
    add_all(db, (event,))


def add_all(db: Database, lines: Sequence[Event]) -> None:
    """Append lines in their order, as `add` does each; many at once cost little more than one."""
    if not lines:
        return
    head = one(
        db,
        "UPDATE event_head SET seq = seq + :many WHERE id = 1 RETURNING seq, hash",
        many=len(lines),
    )
    assert head is not None
    first, previous, chained = head["seq"] - len(lines) + 1, head["hash"], list[dict[str, Any]]()
    for seq, event in enumerate(lines, start=first):
        chained.append(_chained(event, seq, previous))
        previous = chained[-1]["hash"]
    names = ", ".join(chained[0])
    places = ", ".join(f":{name}" for name in chained[0])
    db.execute_many(f"INSERT INTO events ({names}) VALUES ({places})", chained)
    db.execute("UPDATE event_head SET hash = :hash WHERE id = 1", {"hash": previous})
    notices.heed(db, lines, first)


def of(db: Database, word: str, object_id: str) -> list[dict[str, Any]]:
    """The history of one thing, oldest first, each with the doer's name and `data` as a dict."""
    rows = db.query(
        "SELECT e.*, p.name AS by_name FROM events e LEFT JOIN people p ON p.id = e.by_id"
        " WHERE e.word = :word AND e.object_id = :object_id ORDER BY e.seq",
        {"word": word, "object_id": object_id},
    )
    return [{**row, "data": json.loads(row["data"])} for row in rows]


def broken_at(db: Database) -> int | None:
    """The sequence number of the first row that does not fit the chain, or none."""
    previous, seq = "", 0
    for row in _all(db):
        seq += 1
        erased = row["salt"] is None
        fits = (
            row["seq"] == seq
            and row["previous_hash"] == previous
            and row["hash"] == _row_hash(row)
            and (erased or row["personal_hash"] == _personal_hash(row))
        )
        if not fits:
            return seq
        previous = row["hash"]
    head = one(db, "SELECT seq, hash FROM event_head WHERE id = 1")
    return None if head and (head["seq"], head["hash"]) == (seq, previous) else seq + 1


def _all(db: Database) -> Iterator[dict[str, Any]]:
    """Every row in order, some at a time: years of history do not fit in memory."""
    seq, found = -(2**63), True
    while found:
        found = False
        for row in db.query(
            "SELECT * FROM events WHERE seq > :seq ORDER BY seq LIMIT :most",
            {"seq": seq, "most": _READ_AT_ONCE},
        ):
            found, seq = True, row["seq"]
            yield row


def _chained(event: Event, seq: int, previous: str) -> dict[str, Any]:
    row: dict[str, Any] = {
        "seq": seq,
        "id": event.id,
        "at": event.at,
        "word": event.word,
        "object_id": event.object_id,
        "version": event.version,
        "kind": event.kind,
        "by_kind": event.by_kind,
        "by_id": event.by_id,
        "public_text": event.public_text,
        "internal_text": event.internal_text,
        "data": json.dumps(event.data, ensure_ascii=False, sort_keys=True),
        "salt": secrets.token_hex(16),
        "previous_hash": previous,
    }
    row["personal_hash"] = _personal_hash(row)
    row["hash"] = _row_hash(row)
    return row


def _personal_hash(row: dict[str, Any]) -> str:
    parts = [row[name] for name in ("salt", "by_id", "public_text", "internal_text", "data")]
    return hashlib.sha256(json.dumps(parts, ensure_ascii=False).encode()).hexdigest()


def _row_hash(row: dict[str, Any]) -> str:
    parts = [row["previous_hash"], row["seq"], *(row[name] for name in _CHAINED)]
    return hashlib.sha256(json.dumps(parts, ensure_ascii=False).encode()).hexdigest()
