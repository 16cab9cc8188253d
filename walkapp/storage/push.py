"""Browsers that show notices, and the notices on their way to them.

A notice is pushed once, at once, whatever is chosen for its mail; the mail stays the truth.
"""

from typing import Any

from ..domain import push as rules
from ..domain.ids import new_id
from ..domain.mails import Mail
from ..domain.push import Subscription
from ..domain.walks import moment, text_time
from . import outbox, rows
from .database import Database

_NEWS = (
    "n.push_id IS NULL AND n.reader_kind = 'person' AND n.at > :since AND n.at >="
    " (SELECT min(s.created_at) FROM subscriptions s WHERE s.person_id = n.reader_id)"
)


def keep(db: Database, subscription: Subscription) -> None:
    """Add one; a browser that asks again, or for somebody else, has one still.

    A transaction of its own. Beyond the most a person may have, the oldest go.
    """
    with db.writing():
        gone = {"endpoint": subscription.endpoint}
        db.execute("DELETE FROM subscriptions WHERE endpoint = :endpoint", gone)
        rows.insert(db, "subscriptions", subscription)
        db.execute(
            "DELETE FROM subscriptions WHERE person_id = :id AND id NOT IN (SELECT id FROM"
            " subscriptions WHERE person_id = :id ORDER BY created_at DESC, id DESC LIMIT :most)",
            {"id": subscription.person_id, "most": rules.MOST},
        )


def get(db: Database, subscription_id: str) -> Subscription | None:
    """The one with this id."""
    row = rows.one(db, "SELECT * FROM subscriptions WHERE id = :id", id=subscription_id)
    return rows.read(Subscription, row) if row else None


def of(db: Database, person_id: str) -> list[Subscription]:
    """A person's, oldest first."""
    found = db.query(
        "SELECT * FROM subscriptions WHERE person_id = :id ORDER BY created_at, id",
        {"id": person_id},
    )
    return [rows.read(Subscription, row) for row in found]


def forget(db: Database, subscription_id: str, *, person_id: str | None = None) -> None:
    """Let one go; with `person_id` only if it is that person's. Twice is as once."""
    whose = "" if person_id is None else " AND person_id = :person_id"
    with db.writing():
        db.execute(
            f"DELETE FROM subscriptions WHERE id = :id{whose}",
            {"id": subscription_id, "person_id": person_id},
        )


def forget_all(db: Database, person_id: str) -> None:
    """Let all of a person's go, in a transaction of its own."""
    with db.writing():
        db.execute("DELETE FROM subscriptions WHERE person_id = :id", {"id": person_id})


def sweep(db: Database, _at: str) -> int:
    """Let those go of people who may not sign in any more; gives how many."""
    with db.writing():
        return int(
            db.execute(
                "DELETE FROM subscriptions WHERE person_id IN"
                " (SELECT id FROM people WHERE disabled_at IS NOT NULL)"
            ).rowcount
        )


def gather(db: Database, at: str) -> int:
    """Put what is new into the outbox, once for each browser of each reader; gives how many."""
    since = {"since": text_time(moment(at) - rules.LIFE)}
    if not rows.one(db, "SELECT 1 AS there FROM subscriptions LIMIT 1"):
        return 0  # most often nobody has asked
    readers = [
        row["reader_id"]
        for row in db.query(f"SELECT DISTINCT n.reader_id FROM notices n WHERE {_NEWS}", since)
    ]
    return sum(_gathered(db, reader, at, since) for reader in readers)


def _gathered(db: Database, reader: str, at: str, since: dict[str, Any]) -> int:
    with db.writing():
        push_id = new_id()
        taken = db.execute(
            f"UPDATE notices AS n SET push_id = :push WHERE n.reader_id = :reader AND {_NEWS}",
            {**since, "reader": reader, "push": push_id},
        )
        if not taken.rowcount:
            return 0  # another worker was first
        browsers = of(db, reader)
        for browser in browsers:
            outbox.put(db, Mail(new_id(), at, "push", "browser", browser.id, push_id, next_at=at))
    return len(browsers)
