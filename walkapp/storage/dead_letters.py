"""What a phone sent that had to be refused: kept as it came, so that nothing is lost by a fault."""

import hashlib
import uuid
from dataclasses import dataclass
from datetime import timedelta

from ..domain.walks import moment, text_time
from . import rows
from .database import Database

MOST_PER_PHONE = 100
KEPT_HANDLED = timedelta(days=90)


@dataclass(frozen=True)
class DeadLetter:
    """A refused body, where it was sent and why it could not be taken in.

    `handled_at` is when somebody had done with it; until then it waits.
    """

    id: str
    at: str
    route: str
    device_id: str | None
    sentence: str
    body: str
    handled_at: str | None
    handled_by: str | None


def keep(db: Database, route: str, device_id: str, body: bytes, *, sentence: str, at: str) -> bool:
    """Keep a refused body, once however often it is sent. A transaction of its own.

    False when it is not kept: a phone whose share is full of what still waits.
    """
    same = str(uuid.uuid5(uuid.UUID(device_id), f"{route} {hashlib.sha256(body).hexdigest()}"))
    with db.writing():
        if get(db, same):
            return True
        if _waiting_of(db, device_id) >= MOST_PER_PHONE:
            return False
        db.execute(
            "INSERT INTO dead_letters (id, at, route, device_id, sentence, body) VALUES"
            " (:id, :at, :route, :device_id, :sentence, :body) ON CONFLICT (id) DO NOTHING",
            {
                "id": same,
                "at": at,
                "route": route,
                "device_id": device_id,
                "sentence": sentence,
                "body": _as_text(body),
            },
        )
    return True


def get(db: Database, letter_id: str) -> DeadLetter | None:
    """The letter with this id."""
    row = rows.one(db, "SELECT * FROM dead_letters WHERE id = :id", id=letter_id)
    return rows.read(DeadLetter, row) if row else None


def listing(db: Database, *, handled: bool, limit: int, offset: int = 0) -> list[DeadLetter]:
    """Those that wait, oldest first, or those that are done with, latest first."""
    how = "NOT NULL ORDER BY handled_at DESC, id" if handled else "NULL ORDER BY at, id"
    found = db.query(
        f"SELECT * FROM dead_letters WHERE handled_at IS {how} LIMIT :limit OFFSET :offset",
        {"limit": limit, "offset": offset},
    )
    return [rows.read(DeadLetter, row) for row in found]


def count(db: Database, *, handled: bool = False) -> int:
    """How many wait, or are done with."""
    how = "NOT NULL" if handled else "NULL"
    row = rows.one(db, f"SELECT count(*) AS letters FROM dead_letters WHERE handled_at IS {how}")
    assert row is not None
    return int(row["letters"])


def handle(db: Database, letter_id: str, *, by: str, at: str) -> None:
    """Be done with a letter. A transaction of its own; whoever was first stands."""
    with db.writing():
        db.execute(
            "UPDATE dead_letters SET handled_at = :at, handled_by = :by"
            " WHERE id = :id AND handled_at IS NULL",
            {"id": letter_id, "by": by, "at": at},
        )


def sweep(db: Database, at: str) -> int:
    """Remove letters that were done with long ago; gives how many."""
    with db.writing():
        return db.execute(
            "DELETE FROM dead_letters WHERE handled_at < :before",
            {"before": text_time(moment(at) - KEPT_HANDLED)},
        ).rowcount


def _waiting_of(db: Database, device_id: str) -> int:
    row = rows.one(
        db,
        "SELECT count(*) AS kept FROM dead_letters WHERE device_id = :id AND handled_at IS NULL",
        id=device_id,
    )
    assert row is not None
    return int(row["kept"])


def _as_text(body: bytes) -> str:
    # PostgreSQL keeps no NUL in text, and what was refused may be anything.
    return body.decode("utf-8", "backslashreplace").replace("\x00", "\\x00")
