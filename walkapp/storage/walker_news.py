"""Addresses of those who walked, and how what they logged stands for everybody to read."""

from dataclasses import dataclass

from ..domain import walker_news as rules
from ..domain.fixes import Fix
from ..domain.ids import new_id
from ..domain.mails import Mail
from ..domain.walker_news import WalkerAddress
from ..domain.walks import moment, text_time
from . import outbox, rows
from .database import Database
from .public_fixes import SHOWN


@dataclass(frozen=True)
class Standing:
    """One fix made from one's own issue: `party` is whose it is, `slug` a published follow-up.

    `ids` are the fix's own and that of the duplicate it was kept instead of, if any.
    """

    client_id: str
    number: int
    fix: Fix
    ids: frozenset[str]
    party: str
    slug: str | None


def get(db: Database, address_id: str) -> WalkerAddress | None:
    """The address with this id."""
    row = rows.one(db, "SELECT * FROM walker_addresses WHERE id = :id", id=address_id)
    return rows.read(WalkerAddress, row) if row else None


def of_phone(db: Database, device_id: str, walk_id: str) -> WalkerAddress | None:
    """The address a phone has given for a walk."""
    row = rows.one(
        db,
        "SELECT * FROM walker_addresses WHERE device_id = :device AND walk_id = :walk",
        device=device_id,
        walk=walk_id,
    )
    return rows.read(WalkerAddress, row) if row else None


def keep(db: Database, address: WalkerAddress) -> None:
    """Put an address in the place of the phone's earlier one, and ask it to be confirmed."""
    with db.writing():
        _forget(db, address.device_id, address.walk_id)
        rows.insert(db, "walker_addresses", address)
        at, whose = address.created_at, ("walker", address.id)
        outbox.put(db, Mail(new_id(), at, "confirm", *whose, address.id, next_at=at))


def confirm(db: Database, address_id: str, at: str) -> None:
    """Whoever reads the mail has said yes. Twice is as once."""
    with db.writing():
        db.execute(
            "UPDATE walker_addresses SET confirmed_at = :at"
            " WHERE id = :id AND confirmed_at IS NULL",
            {"id": address_id, "at": at},
        )


def forget(db: Database, device_id: str, walk_id: str) -> None:
    """Take the phone's address away, in a transaction of its own."""
    with db.writing():
        _forget(db, device_id, walk_id)


def forget_one(db: Database, address_id: str) -> None:
    """Take one address away, in a transaction of its own."""
    with db.writing():
        db.execute("DELETE FROM walker_addresses WHERE id = :id", {"id": address_id})
        db.execute(
            "DELETE FROM notices WHERE reader_kind = 'walker' AND reader_id = :id",
            {"id": address_id},
        )


def standing(db: Database, device_id: str, walk_id: str) -> list[Standing]:
    """The public fixes made from what a phone logged in a walk, by the issues' numbers.

    Of a duplicate, the one that is kept.
    """
    shown = ", ".join(f"'{one}'" for one in SHOWN)
    found = db.query(
        "SELECT i.client_id AS own_id, i.number AS own_number, m.id AS made_id, f.*,"
        " p.name AS party_name,"
        " (SELECT min(r.slug) FROM report_rows x JOIN reports r ON r.id = x.report_id"
        " AND r.published_version = x.published_version WHERE x.number = f.number"
        " AND r.state = 'published') AS slug"
        " FROM issues i JOIN fix_issues l ON l.client_id = i.client_id"
        " JOIN fixes m ON m.id = l.fix_id JOIN fixes f ON f.id = CASE WHEN m.outcome = 'duplicate'"
        " AND m.kept_fix_id IS NOT NULL THEN m.kept_fix_id ELSE m.id END"
        " LEFT JOIN parties p ON p.id = f.party_id WHERE i.device_id = :device"
        " AND (i.walk_id = :walk OR i.sent_walk_id = :walk) AND i.removed_at IS NULL"
        f" AND f.visibility IN ({shown}) ORDER BY i.number, f.number",
        {"device": device_id, "walk": walk_id},
    )
    standing: dict[tuple[str, str], Standing] = {}
    for row in found:
        key = row["own_id"], row["id"]  # merged, an issue belongs to both
        ids = standing[key].ids if key in standing else frozenset()
        standing[key] = Standing(
            row["own_id"],
            row["own_number"],
            rows.read(Fix, row),
            ids | {row["id"], row["made_id"]},
            row["party_name"] or "",
            row["slug"],
        )
    return list(standing.values())


def sweep(db: Database, at: str) -> int:
    """Remove addresses that nobody confirmed, that are old, or about which all has been said."""
    now = moment(at)
    with db.writing():
        return db.execute(
            "DELETE FROM walker_addresses WHERE confirmed_at IS NULL AND created_at < :unconfirmed"
            " OR created_at < :oldest OR EXISTS (SELECT 1 FROM reports r WHERE"
            " r.walk_id = walker_addresses.walk_id AND r.published_at < :said) AND NOT EXISTS"
            " (SELECT 1 FROM issues i JOIN fix_issues l ON l.client_id = i.client_id JOIN fixes f"
            " ON f.id = l.fix_id WHERE i.device_id = walker_addresses.device_id"
            " AND (f.outcome IS NULL OR f.closed_at >= :said))",
            {
                "unconfirmed": text_time(now - rules.CONFIRM_WITHIN),
                "oldest": text_time(now - rules.LONGEST),
                "said": text_time(now - rules.AFTER_LAST),
            },
        ).rowcount


def _forget(db: Database, device_id: str, walk_id: str) -> None:
    db.execute(
        "DELETE FROM walker_addresses WHERE device_id = :device AND walk_id = :walk",
        {"device": device_id, "walk": walk_id},
    )
