"""Walkers' phones and the walks they take part in."""

from ..domain.ids import new_id
from ..domain.people import Device, Membership
from ..domain.phones import Unsent
from . import rows, tokens
from .database import Database

# Those that a leader has moved to another walk are the phone's own of this one too.
_HERE = "coalesce(sent_walk_id, walk_id) = :walk"
_SENT = f"(SELECT client_id FROM issues WHERE {_HERE})"
_LEAVING = (
    "UPDATE memberships SET device_id = :new, left_at = :at, unsent_issues = 0, unsent_photos = 0"
    " WHERE device_id = :old AND walk_id = :walk",
    f"UPDATE issues SET device_id = :new WHERE device_id = :old AND {_HERE}",
    f"UPDATE photos SET device_id = :new WHERE device_id = :old AND client_id IN {_SENT}",
    f"UPDATE voices SET device_id = :new WHERE device_id = :old AND client_id IN {_SENT}",
    "UPDATE checks SET device_id = :new WHERE device_id = :old AND walk_id = :walk",
    "UPDATE photos SET device_id = :new WHERE device_id = :old AND client_id IN"
    " (SELECT check_id FROM checks WHERE walk_id = :walk)",
    # News goes on to the address; whoever holds the phone next does not see it.
    "UPDATE walker_addresses SET device_id = :new WHERE device_id = :old AND walk_id = :walk",
)


def new_device(db: Database, at: str, expires_at: str) -> tuple[Device, str]:
    """A new phone and the token for its cookie. Only the token's hash is kept."""
    with db.writing():
        return _insert(db, at, expires_at)


def of_token(db: Database, token: str, at: str) -> Device | None:
    """The phone with this cookie, unless its time is over."""
    row = rows.one(
        db,
        "SELECT * FROM devices WHERE token_hash = :hash AND expires_at > :at",
        hash=tokens.digest(token),
        at=at,
    )
    return rows.read(Device, row) if row else None


def join(
    db: Database,
    device_id: str,
    walk_id: str,
    *,
    name: str,
    at: str,
    expires_at: str | None = None,
) -> None:
    """Let a phone take part in a walk; `expires_at` prolongs, never shortens, its time.

    Joining again changes the name. A phone the leader has shut out stays shut out.
    """
    with db.writing():
        _join(db, Membership(walk_id, device_id, name, at), expires_at)


def admit(db: Database, walk_id: str, name: str, at: str, *, expires_at: str) -> tuple[Device, str]:
    """A phone never seen before takes part in a walk: both rows in one transaction."""
    with db.writing():
        device, token = _insert(db, at, expires_at)
        _join(db, Membership(walk_id, device.id, name, at), None)
    return device, token


def membership(db: Database, device_id: str, walk_id: str) -> Membership | None:
    """The phone's part in the walk, also when shut out (see `revoked_at`)."""
    row = rows.one(
        db,
        "SELECT * FROM memberships WHERE device_id = :device_id AND walk_id = :walk_id",
        device_id=device_id,
        walk_id=walk_id,
    )
    return rows.read(Membership, row) if row else None


def memberships(db: Database, device_id: str) -> list[Membership]:
    """Every walk the phone takes part in, latest joined first."""
    found = db.query(
        "SELECT * FROM memberships WHERE device_id = :id ORDER BY joined_at DESC, walk_id DESC",
        {"id": device_id},
    )
    return [rows.read(Membership, row) for row in found]


def members(db: Database, walk_id: str) -> list[Membership]:
    """The phones of a walk, first joined first."""
    found = db.query(
        "SELECT * FROM memberships WHERE walk_id = :id ORDER BY joined_at, device_id",
        {"id": walk_id},
    )
    return [rows.read(Membership, row) for row in found]


def revoke(db: Database, device_id: str, walk_id: str, at: str) -> None:
    """Shut a phone out of a walk; what it sends from now on waits for the leader."""
    with db.writing():
        db.execute(
            "UPDATE memberships SET revoked_at = :at WHERE device_id = :device_id"
            " AND walk_id = :walk_id AND revoked_at IS NULL",
            {"at": at, "device_id": device_id, "walk_id": walk_id},
        )


def heard(db: Database, membership: Membership, told: Unsent | None, at: str) -> None:
    """Write down that a phone was heard, and what it told it still holds, if it did.

    A transaction of its own that does not wait for the disk: a lost one is told anew.
    """
    known = Unsent(membership.unsent_issues, membership.unsent_photos)
    now = known if told is None else told
    with db.writing(synced=False):
        db.execute(
            "UPDATE memberships SET seen_at = :at, unsent_issues = :issues,"
            " unsent_photos = :photos WHERE device_id = :device_id AND walk_id = :walk_id",
            {
                "at": at,
                "issues": now.issues,
                "photos": now.photos,
                "device_id": membership.device_id,
                "walk_id": membership.walk_id,
            },
        )


def leave(db: Database, membership: Membership, at: str) -> bool:
    """Part a phone from a walk for good; gives whether it takes part in no other walk.

    What it sent stays in the walk, with a device that nobody has the key of, so that whoever
    holds the phone next finds nothing. Without another walk its cookie ends too.
    """
    old = {"old": membership.device_id, "walk": membership.walk_id, "at": at}
    with db.writing():
        row = rows.one(db, "SELECT expires_at FROM devices WHERE id = :id", id=old["old"])
        assert row is not None
        keyless, _ = _insert(db, at, row["expires_at"])
        for statement in _LEAVING:
            db.execute(statement, {**old, "new": keyless.id})
        if rows.one(db, "SELECT 1 AS one FROM memberships WHERE device_id = :id", id=old["old"]):
            return False
        db.execute("UPDATE devices SET expires_at = :at WHERE id = :old", old)
        return True


def sweep(db: Database, at: str) -> int:
    """Remove phones whose time is over and who left nothing behind; gives how many."""
    gone = {"at": at}
    idle = (
        "SELECT d.id FROM devices d WHERE d.expires_at <= :at"
        " AND NOT EXISTS (SELECT 1 FROM issues i WHERE i.device_id = d.id)"
        " AND NOT EXISTS (SELECT 1 FROM photos p WHERE p.device_id = d.id)"
        " AND NOT EXISTS (SELECT 1 FROM voices v WHERE v.device_id = d.id)"
        " AND NOT EXISTS (SELECT 1 FROM checks c WHERE c.device_id = d.id)"
    )
    with db.writing():
        db.execute(f"DELETE FROM walker_addresses WHERE device_id IN ({idle})", gone)
        db.execute(f"DELETE FROM memberships WHERE device_id IN ({idle})", gone)
        return db.execute(f"DELETE FROM devices WHERE id IN ({idle})", gone).rowcount


def _insert(db: Database, at: str, expires_at: str) -> tuple[Device, str]:
    token = tokens.new_token()
    device = Device(new_id(), at, expires_at)
    db.execute(
        "INSERT INTO devices (id, token_hash, created_at, expires_at)"
        " VALUES (:id, :token_hash, :created_at, :expires_at)",
        {**rows.values(device), "token_hash": tokens.digest(token)},
    )
    return device, token


def _join(db: Database, membership: Membership, expires_at: str | None) -> None:
    db.execute(
        "INSERT INTO memberships (walk_id, device_id, name, joined_at)"
        " VALUES (:walk_id, :device_id, :name, :joined_at)"
        " ON CONFLICT (device_id, walk_id) DO UPDATE SET name = excluded.name",
        rows.values(membership),
    )
    if expires_at:
        db.execute(
            "UPDATE devices SET expires_at = :expires_at"
            " WHERE id = :id AND expires_at < :expires_at",
            {"id": membership.device_id, "expires_at": expires_at},
        )
