"""From notices to mails: those that go at once, and once a day the others, one mail a reader."""

import json
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from ...domain.dates import days_after
from ...domain.ids import new_id
from ...domain.mails import KEPT, Mail
from ...domain.notices import DEFAULT, SOON
from ...domain.walks import moment, text_time
from .. import outbox
from ..database import Database
from .deriving import HOLDER

_DUE = (
    "INSERT INTO notices (key, at, reader_kind, reader_id, kind, object_id, event_id, how)"
    " SELECT :kind || ':' || f.id || ':' || p.id || ':' || {when}, :at, 'person', p.id, :kind,"
    f" f.id, '', coalesce(c.how, '{DEFAULT}') FROM fixes f JOIN people p ON {{who}}"
    " LEFT JOIN notice_choices c ON c.person_id = p.id AND c.kind = :kind"
    f" WHERE f.outcome IS NULL AND p.disabled_at IS NULL AND coalesce(c.how, '{DEFAULT}') <> 'off'"
    " AND {what} ON CONFLICT (key) DO NOTHING"
)
_COORDINATOR = (
    "p.id IN (SELECT person_id FROM person_roles"
    " WHERE role IN ('coordinator', 'safety_coordinator'))"
)
_SOON = "f.state IN ('assigned', 'planned', 'in_progress') AND f.due_on BETWEEN :today AND :soon"
_ASK_AGAIN = "f.state = 'referred' AND f.followup_on <= :today"
_LATE = "f.original_due_on < :today AND f.state <> 'done'"


@dataclass(frozen=True)
class Told:
    """One notice as its mail tells it, with the event it comes from, if any."""

    kind: str
    object_id: str
    at: str
    event: dict[str, Any] | None


def begin_day(db: Database, day: str, at: str) -> bool:
    """Once a day: write down what is due, and say that the day's mails may be gathered.

    A transaction of its own; false when it has been done today, maybe by another worker.
    """
    with db.writing():
        begun = db.execute(
            "INSERT INTO worker_days (id, day) VALUES (1, :day) ON CONFLICT (id)"
            " DO UPDATE SET day = excluded.day WHERE worker_days.day < excluded.day",
            {"day": day},
        ).rowcount
        if not begun:
            return False
        given = {"at": at, "today": day, "soon": days_after(day, SOON.days)}
        week = f"'{moment(at).isocalendar().year}-{moment(at).isocalendar().week}'"
        for kind, who, when, what in (
            ("due_soon", HOLDER, "f.due_on", _SOON),
            ("due_soon", _COORDINATOR, "f.followup_on", _ASK_AGAIN),
            ("overdue", f"({HOLDER} OR {_COORDINATOR})", week, _LATE),
        ):
            db.execute(_DUE.format(who=who, when=when, what=what), {**given, "kind": kind})
    return True


def gather_now(db: Database, at: str) -> int:
    """Make mails of what goes at once; gives how many."""
    return _gather(db, "how = 'now'", at)


def gather_daily(db: Database, at: str) -> int:
    """Make one mail of all that waits for each reader; gives how many."""
    return _gather(db, "1 = 1", at)


def told(db: Database, mail_id: str) -> list[Told]:
    """The notices of a mail, in the order they came."""
    return _told(db, "n.mail_id = :id", mail_id)


def pushed(db: Database, push_id: str) -> list[Told]:
    """The notices that were pushed together, likewise."""
    return _told(db, "n.push_id = :id", push_id)


def _told(db: Database, which: str, group: str) -> list[Told]:
    found = db.query(
        "SELECT n.kind, n.object_id, n.at, e.id AS e_id, e.kind AS e_kind, e.data AS e_data,"
        " e.public_text AS e_public_text, e.internal_text AS e_internal_text,"
        " p.name AS e_by_name FROM notices n LEFT JOIN events e ON e.id = n.event_id"
        f" LEFT JOIN people p ON p.id = e.by_id WHERE {which} ORDER BY n.at, n.key",
        {"id": group},
    )
    return [Told(row["kind"], row["object_id"], row["at"], _event(row)) for row in found]


def sweep(db: Database, at: str) -> int:
    """Remove notices that were told long ago, or that nobody sent; gives how many."""
    with db.writing():
        return db.execute(
            "DELETE FROM notices WHERE at < :before",
            {"before": text_time(moment(at) - timedelta(days=KEPT.days))},
        ).rowcount


def _gather(db: Database, which: str, at: str) -> int:
    readers = list(
        db.query(
            "SELECT DISTINCT reader_kind, reader_id FROM notices"
            f" WHERE mail_id IS NULL AND {which} AND reader_kind <> 'party'"
        )
    )
    # A mail with a link to answer by is about one fix.
    single = list(
        db.query(
            "SELECT reader_kind, reader_id, key FROM notices"
            f" WHERE mail_id IS NULL AND {which} AND reader_kind = 'party' ORDER BY at, key"
        )
    )
    return sum(_gathered(db, reader, which, at) for reader in (*readers, *single))


def _gathered(db: Database, reader: dict[str, Any], which: str, at: str) -> int:
    one = " AND key = :key" if "key" in reader else ""
    with db.writing():
        mail_id = new_id()
        taken = list(
            db.query(
                "UPDATE notices SET mail_id = :mail WHERE mail_id IS NULL AND reader_kind ="
                f" :reader_kind AND reader_id = :reader_id AND {which}{one}"
                " RETURNING kind, object_id",
                {**reader, "mail": mail_id},
            )
        )
        if not taken:
            return 0  # another worker was first
        kind = _kind(reader["reader_kind"], len(taken))
        about = taken[0]["object_id"] if kind in ("outside", "notice") else ""
        whose = reader["reader_kind"], reader["reader_id"]
        outbox.put(db, Mail(mail_id, at, kind, *whose, about, next_at=at))
    return 1


def _kind(reader_kind: str, number: int) -> str:
    if reader_kind == "person":
        return "notice" if number == 1 else "digest"
    return {"party": "outside", "walker": "news"}[reader_kind]


def _event(row: dict[str, Any]) -> dict[str, Any] | None:
    if row["e_id"] is None:
        return None
    found = {name.removeprefix("e_"): row[name] for name in row if name.startswith("e_")}
    return {**found, "data": json.loads(found["data"])}
