"""Links of outside owners: made when their mail is sent, found by hash, ended by an answer."""

from datetime import timedelta

from ..domain import outside as rules
from ..domain.dates import days_after
from ..domain.events import Event
from ..domain.fixes import Fix
from ..domain.outside import Link
from ..domain.walks import moment, text_time
from . import events, fixes, rows, tokens
from .database import Database

# So long a link that was used or ran out still says so, instead of "no such page".
_KEPT = timedelta(days=365)


def make(db: Database, fix_id: str, party_id: str, at: str) -> str:
    """A new link's token, in a transaction of its own. Earlier ones go on working.

    A mail that is sent again carries another link, and either may be the one that arrived.
    """
    token = tokens.new_token()
    link = Link(tokens.digest(token), fix_id, party_id, at, rules.expires(at))
    with db.writing():
        rows.insert(db, "outside_links", link)
    return token


def find(db: Database, token: str) -> Link | None:
    """The link with this token, also when it has ended."""
    row = rows.one(
        db, "SELECT * FROM outside_links WHERE token_hash = :hash", hash=tokens.digest(token)
    )
    return rows.read(Link, row) if row else None


def answer(db: Database, link: Link, after: Fix, event: Event) -> None:
    """Save what the party answered, and that it did: fix, history and link in one transaction.

    Raises Conflict when somebody else was first with the fix. Last words end every link that the
    party has to it.
    """
    with db.writing():
        fixes.update(db, after, event)
        db.execute(
            "UPDATE outside_links SET answer = :answer, answered_at = :at WHERE token_hash = :hash",
            {"answer": event.kind, "at": event.at, "hash": link.token_hash},
        )
        if event.kind in rules.LAST_WORDS:
            _end(db, after.id, link.party_id, event.at, answer=event.kind)


def send_anew(db: Database, fix: Fix, event: Event) -> None:
    """Write that a new link shall go out, and end the earlier ones, in one transaction."""
    with db.writing():
        _end(db, fix.id, str(fix.party_id), event.at, answer="")
        events.add(db, event)


def remind(db: Database, day: str, at: str) -> int:
    """Remind those who have not answered, once before each day to ask again; gives how many.

    A transaction of its own. The mail follows from the line of history.
    """
    with db.writing():
        silent = db.query(
            "SELECT f.id, f.version FROM fixes f JOIN parties o ON o.id = f.party_id"
            " AND o.external = 1 AND o.email <> ''"
            " WHERE f.state = 'referred' AND f.channel = 'email' AND f.replied = 0"
            " AND f.followup_on > :today AND f.followup_on <= :soon"
            " AND NOT EXISTS (SELECT 1 FROM events e WHERE e.word = 'fix' AND e.object_id = f.id"
            " AND e.kind IN ('refer', 'remind', 'resend', 'nudge') AND e.at >= :lately)"
            " ORDER BY f.id",
            {
                "today": day,
                "soon": days_after(day, rules.REMINDED_BEFORE.days),
                "lately": text_time(moment(at) - rules.REMINDED_BEFORE),
            },
        )
        lines = [rules.reminder(row["id"], row["version"], at) for row in silent]
        events.add_all(db, lines)
    return len(lines)


def sweep(db: Database, at: str) -> int:
    """Remove links that ended long ago; gives how many."""
    with db.writing():
        return db.execute(
            "DELETE FROM outside_links WHERE expires_at < :before",
            {"before": text_time(moment(at) - _KEPT)},
        ).rowcount


def _end(db: Database, fix_id: str, party_id: str, at: str, *, answer: str) -> None:
    db.execute(
        "UPDATE outside_links SET ended_at = :at, answer = :answer"
        " WHERE fix_id = :fix_id AND party_id = :party_id AND ended_at IS NULL",
        {"at": at, "fix_id": fix_id, "party_id": party_id, "answer": answer},
    )
