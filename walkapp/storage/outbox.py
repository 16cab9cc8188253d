"""The outbox: mails and pushed notices as rows, written with the change, sent by `walkapp work`.

waiting → sending (held for five minutes) → sent, waiting again, or failed. A worker that dies
anywhere leaves a row whose time runs out, and the next one begins again: a mail may come twice,
under one Message-ID, and is never lost.
"""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from ..domain import mails as rules
from ..domain.mails import Mail
from ..domain.walks import moment, text_time
from . import rows
from .database import Database

_WAITS = "(state = 'waiting' AND next_at <= :at OR state = 'sending' AND lease_until <= :at)"
# Who a mail is for, as the list shows it. A walker's address is nobody's business.
_TO = (
    " CASE o.reader_kind WHEN 'person' THEN (SELECT name FROM people WHERE id = o.reader_id)"
    " WHEN 'party' THEN (SELECT name FROM parties WHERE id = o.reader_id)"
    " WHEN 'browser' THEN (SELECT p.name FROM subscriptions s JOIN people p ON p.id = s.person_id"
    " WHERE s.id = o.reader_id) ELSE '' END AS to_name"
)


@dataclass(frozen=True)
class Waiting:
    """How the outbox stands: how many wait, some of them for more than an hour, or were given up.

    What `walkapp work` has not made mails of yet counts too, so that it is missed when it is not
    running; what waits for the day's mail only once a day has passed.
    """

    waiting: int
    late: int
    failed: int


def put(db: Database, mail: Mail) -> None:
    """Add a mail inside the caller's transaction."""
    rows.insert(db, "outbox", mail)


def get(db: Database, mail_id: str) -> Mail | None:
    """The mail with this id."""
    row = rows.one(db, "SELECT * FROM outbox WHERE id = :id", id=mail_id)
    return rows.read(Mail, row) if row else None


def claim(db: Database, at: str) -> Mail | None:
    """The mail whose turn it is, held for five minutes, or none. A transaction of its own."""
    if not rows.one(db, f"SELECT 1 AS waits FROM outbox WHERE {_WAITS} LIMIT 1", at=at):
        return None  # looked for without a lock: most often nothing waits
    skip = " FOR UPDATE SKIP LOCKED" if db.engine == "postgres" else ""
    with db.writing():
        row = rows.one(
            db,
            "UPDATE outbox SET state = 'sending', lease_until = :until, tries = tries + 1"
            f" WHERE id = (SELECT id FROM outbox WHERE {_WAITS} ORDER BY next_at, id LIMIT 1{skip})"
            " RETURNING *",
            at=at,
            until=text_time(moment(at) + rules.LEASE),
        )
    return rows.read(Mail, row) if row else None


def sent(db: Database, mail: Mail, at: str) -> None:
    """The server has taken it."""
    _settle(db, mail, state="sent", sent_at=at, problem="")


def not_sent(db: Database, mail: Mail, problem: str, at: str) -> None:
    """It goes again later, or is given up after two days and a half."""
    again = rules.again_at(mail.tries, at)
    if again is None:
        give_up(db, mail, problem)
    else:
        _settle(db, mail, state="waiting", next_at=again, problem=problem)


def give_up(db: Database, mail: Mail, problem: str) -> None:
    """The server never takes it."""
    _settle(db, mail, state="failed", problem=problem)


def drop(db: Database, mail: Mail, problem: str = "") -> None:
    """Nobody needs it any more."""
    _settle(db, mail, state="dropped", problem=problem)


def retry(db: Database, mail_id: str, at: str) -> bool:
    """Let one that was given up, or waits, go at once. A transaction of its own."""
    with db.writing():
        return (
            db.execute(
                "UPDATE outbox SET state = 'waiting', next_at = :at, tries = 0"
                " WHERE id = :id AND state IN ('failed', 'waiting')",
                {"id": mail_id, "at": at},
            ).rowcount
            == 1
        )


def standing(db: Database, at: str) -> Waiting:
    """How many wait, too long, or were given up."""
    given = {"late": rules.late_before(at), "late_day": rules.late_before(at, daily=True)}
    mails = rows.one(
        db,
        "SELECT count(*) FILTER (WHERE state IN ('waiting', 'sending')) AS waiting,"
        " count(*) FILTER (WHERE state IN ('waiting', 'sending') AND at < :late) AS late,"
        " count(*) FILTER (WHERE state = 'failed') AS failed"
        " FROM outbox WHERE state IN ('waiting', 'sending', 'failed')",
        **given,
    )
    ahead = rows.one(
        db,
        "SELECT count(*) FILTER (WHERE how = 'now') AS waiting, count(*) FILTER (WHERE how = 'now'"
        " AND at < :late OR at < :late_day) AS late FROM notices WHERE mail_id IS NULL",
        **given,
    )
    assert mails is not None and ahead is not None
    late = mails["late"] + ahead["late"]
    return Waiting(max(mails["waiting"] + ahead["waiting"], late), late, mails["failed"])


def listing(db: Database, *, sent: bool, limit: int, offset: int = 0) -> list[dict[str, Any]]:
    """Those that wait or were given up, oldest first; or those done with, latest first.

    Each with `to_name`, the name of a person or party.
    """
    done = "state IN ('sent', 'dropped') ORDER BY o.at DESC, o.id DESC"
    open_ = "state IN ('waiting', 'sending', 'failed') ORDER BY o.at, o.id"
    return list(
        db.query(
            f"SELECT o.*,{_TO} FROM outbox o WHERE {done if sent else open_}"
            " LIMIT :limit OFFSET :offset",
            {"limit": limit, "offset": offset},
        )
    )


def count(db: Database, *, sent: bool) -> int:
    """How many `listing` would give in all."""
    states = "('sent', 'dropped')" if sent else "('waiting', 'sending', 'failed')"
    row = rows.one(db, f"SELECT count(*) AS n FROM outbox WHERE state IN {states}")
    assert row is not None
    return int(row["n"])


def language_of(db: Database, mail: Mail) -> str:
    """The language its reader has chosen, empty when nobody has."""
    tables = {
        "person": "SELECT language FROM people WHERE id = :id",
        "browser": "SELECT p.language FROM subscriptions s JOIN people p ON p.id = s.person_id"
        " WHERE s.id = :id",
        "walker": "SELECT language FROM walker_addresses WHERE id = :id",
    }
    sql = tables.get(mail.reader_kind)
    row = rows.one(db, sql, id=mail.reader_id) if sql else None
    return str(row["language"]) if row else ""


def sweep(db: Database, at: str) -> int:
    """Remove mails that were done with long ago; gives how many."""
    with db.writing():
        return db.execute(
            "DELETE FROM outbox WHERE state IN ('sent', 'dropped', 'failed') AND at < :before",
            {"before": text_time(moment(at) - timedelta(days=rules.KEPT.days))},
        ).rowcount


def _settle(db: Database, mail: Mail, **changes: Any) -> None:
    """Write what became of it, unless somebody else has taken it over meanwhile."""
    columns = ", ".join(f"{name} = :{name}" for name in changes)
    with db.writing():
        db.execute(
            f"UPDATE outbox SET {columns}, lease_until = NULL"
            " WHERE id = :id AND state = 'sending' AND tries = :tries",
            {**changes, "id": mail.id, "tries": mail.tries},
        )
