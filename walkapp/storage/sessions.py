"""Where staff are signed in: kept here, so that each can be ended at any moment."""

from datetime import timedelta

from ..domain.people import Person, Session
from ..domain.walks import moment, text_time
from . import people, rows, tokens
from .database import Database

IDLE = timedelta(minutes=30)
LONGEST = timedelta(hours=12)
_TOUCH_AFTER = timedelta(minutes=1)


def open_session(db: Database, person_id: str, at: str, *, label: str = "") -> str:
    """Sign a person in; gives the token for the cookie. Only its hash is kept."""
    token = tokens.new_token()
    session = Session(tokens.digest(token), person_id, at, at, label)
    with db.writing():
        rows.insert(db, "sessions", session)
    return token


def person_of(db: Database, token: str, at: str) -> Person | None:
    """Who is signed in with this token, if it still holds and the person is not disabled."""
    id_hash = tokens.digest(token)
    row = rows.one(db, "SELECT * FROM sessions WHERE id_hash = :id_hash", id_hash=id_hash)
    if not row or not _holds(rows.read(Session, row), at):
        return None
    person = people.get(db, row["person_id"])
    if not person or person.disabled_at:
        return None
    if row["seen_at"] <= _before(at, _TOUCH_AFTER):
        with db.writing():
            db.execute(
                "UPDATE sessions SET seen_at = :at WHERE id_hash = :id_hash",
                {"at": at, "id_hash": id_hash},
            )
    return person


def end(db: Database, token: str) -> None:
    """Sign out here."""
    with db.writing():
        db.execute("DELETE FROM sessions WHERE id_hash = :hash", {"hash": tokens.digest(token)})


def end_one(db: Database, person_id: str, id_hash: str) -> None:
    """End one of a person's own sessions, chosen from the list."""
    with db.writing():
        db.execute(
            "DELETE FROM sessions WHERE id_hash = :hash AND person_id = :person_id",
            {"hash": id_hash, "person_id": person_id},
        )


def end_all(db: Database, person_id: str) -> None:
    """Sign the person out everywhere."""
    with db.writing():
        people.end_sessions(db, person_id)


def of(db: Database, person_id: str, at: str) -> list[Session]:
    """Where a person is signed in now, latest used first."""
    found = db.query(
        "SELECT * FROM sessions WHERE person_id = :id ORDER BY seen_at DESC, created_at DESC",
        {"id": person_id},
    )
    return [session for row in found if _holds(session := rows.read(Session, row), at)]


def sweep(db: Database, at: str) -> int:
    """Remove sessions that have run out; gives how many."""
    with db.writing():
        gone = db.execute(
            "DELETE FROM sessions WHERE seen_at <= :idle OR created_at <= :longest",
            {"idle": _before(at, IDLE), "longest": _before(at, LONGEST)},
        )
    return gone.rowcount


def _holds(session: Session, at: str) -> bool:
    return session.seen_at > _before(at, IDLE) and session.created_at > _before(at, LONGEST)


def _before(at: str, ago: timedelta) -> str:
    return text_time(moment(at) - ago)
