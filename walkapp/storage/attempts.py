"""Attempts and delays, kept in the database so that every process counts the same."""

from collections.abc import Callable
from datetime import timedelta

from ..domain.ids import new_id
from ..domain.walks import moment, text_time
from . import rows
from .database import Database

KEPT = timedelta(hours=24)


def add(db: Database, kind: str, key: str, at: str) -> None:
    """Note one attempt, in a transaction of its own."""
    with db.writing():
        db.execute(
            "INSERT INTO attempts (id, kind, key, at) VALUES (:id, :kind, :key, :at)",
            {"id": new_id(), "kind": kind, "key": key, "at": at},
        )


def oldest(db: Database, kind: str, since: str, *, key: str | None = None, nth: int) -> str | None:
    """When the nth latest attempt after `since` was made, or none if there are fewer."""
    mine = " AND key = :key" if key is not None else ""
    row = rows.one(
        db,
        f"SELECT at FROM attempts WHERE kind = :kind AND at > :since{mine}"
        " ORDER BY at DESC LIMIT 1 OFFSET :before",
        kind=kind,
        since=since,
        before=nth - 1,
        **({"key": key} if key is not None else {}),
    )
    return row["at"] if row else None


def take(db: Database, keys: dict[str, Callable[[int], int]], at: str) -> int:
    """Count a try against every key, or give how many seconds to wait before one may be made.

    Each key comes with the delay in seconds that follows its nth failure. A try counts as a
    failure until `give_back`, so that parallel tries cannot slip by; one that has to wait is not
    counted. A key's failures are forgotten a day after the last one.
    """
    with db.writing():
        failures = {key: _failures(db, key, at) for key in sorted(keys)}
        wait = max(
            _left(at, last_at, keys[key](count)) for key, (count, last_at) in failures.items()
        )
        if wait > 0:
            return wait
        for key, (count, _) in failures.items():
            db.execute(
                "UPDATE delays SET failures = :failures, last_at = :at WHERE key = :key",
                {"failures": count + 1, "at": at, "key": key},
            )
    return 0


def give_back(db: Database, key: str) -> None:
    """The try was right after all: it does not count against this key."""
    with db.writing():
        db.execute(
            "UPDATE delays SET failures = failures - 1 WHERE key = :key AND failures > 0",
            {"key": key},
        )


def forget(db: Database, key: str) -> None:
    """The right person came: every failure against this key is forgotten."""
    with db.writing():
        db.execute("DELETE FROM delays WHERE key = :key", {"key": key})


def sweep(db: Database, at: str) -> int:
    """Remove what is too old to count; gives how many rows."""
    old = {"old": text_time(moment(at) - KEPT)}
    with db.writing():
        gone = db.execute("DELETE FROM attempts WHERE at <= :old", old).rowcount
        return gone + db.execute("DELETE FROM delays WHERE last_at <= :old", old).rowcount


def _failures(db: Database, key: str, at: str) -> tuple[int, str]:
    # The upsert takes the row's lock on PostgreSQL, so that parallel tries queue up.
    row = rows.one(
        db,
        "INSERT INTO delays (key, failures, last_at) VALUES (:key, 0, :at)"
        " ON CONFLICT (key) DO UPDATE SET failures = delays.failures"
        " RETURNING failures, last_at",
        key=key,
        at=at,
    )
    assert row is not None
    if row["last_at"] <= text_time(moment(at) - KEPT):
        return 0, at
    return row["failures"], row["last_at"]


def _left(at: str, last_at: str, delay: int) -> int:
    waited = (moment(at) - moment(last_at)).total_seconds()
    return max(0, int(delay - waited))
