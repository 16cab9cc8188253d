"""What a phone sent that had to be refused: kept as it came, so that nothing is lost by a fault."""

import hashlib
import uuid

from . import rows
from .database import Database

MOST_PER_PHONE = 100


def keep(db: Database, route: str, device_id: str, body: bytes, *, sentence: str, at: str) -> None:
    """Keep a refused body, once however often it is sent. A transaction of its own.

    A phone that has filled its share is not kept any more of.
    """
    same = uuid.uuid5(uuid.UUID(device_id), f"{route} {hashlib.sha256(body).hexdigest()}")
    with db.writing():
        row = rows.one(
            db, "SELECT count(*) AS kept FROM dead_letters WHERE device_id = :id", id=device_id
        )
        if row and row["kept"] >= MOST_PER_PHONE:
            return
        db.execute(
            "INSERT INTO dead_letters (id, at, route, device_id, sentence, body) VALUES"
            " (:id, :at, :route, :device_id, :sentence, :body) ON CONFLICT (id) DO NOTHING",
            {
                "id": str(same),
                "at": at,
                "route": route,
                "device_id": device_id,
                "sentence": sentence,
                "body": _as_text(body),
            },
        )


def _as_text(body: bytes) -> str:
    # PostgreSQL keeps no NUL in text, and what was refused may be anything.
    return body.decode("utf-8", "backslashreplace").replace("\x00", "\\x00")
