"""Checks: which fixes a walk looks at again, and what its phones said of them."""

from collections import defaultdict
from typing import Any

from ..domain import checks as rules
from ..domain.checks import Check, CheckDraft
from ..domain.errors import NotFound
from ..domain.fixes import Fix
from ..domain.people import Membership
from ..domain.photos import Photo
from ..domain.rechecking import Earlier
from ..domain.walks import Walk
from . import rows
from .database import Database

SHOWN = ("public", "public_coarse")
# The walk that is followed with all its fixes, and of those before it what is still to be done.
_BEFORE = (
    "WITH RECURSIVE before (id, steps) AS"
    " (SELECT follows_id, 1 FROM walks WHERE id = :walk AND follows_id IS NOT NULL"
    " UNION ALL SELECT w.follows_id, b.steps + 1 FROM before b JOIN walks w ON w.id = b.id"
    " WHERE w.follows_id IS NOT NULL AND b.steps < 10)"
)
# A cross join keeps SQLite to this order: from the few walks, and not through every fix there is.
_FIXES = " FROM before b CROSS JOIN fixes f"
_LOOKED_AT = (
    f"{_FIXES} WHERE f.walk_id = b.id AND f.visibility IN ('{SHOWN[0]}', '{SHOWN[1]}')"
    " AND coalesce(f.outcome, '') NOT IN ('duplicate', 'out_of_scope')"
    " AND (b.steps = 1 OR f.outcome IS NULL OR f.outcome = 'partly_fixed')"
)
# With a bare `state = 'clean'` SQLite takes the cleaner's index and reads every clean photo.
_CLEAN = "p.state || '' = 'clean' AND p.review = 'approved' AND p.removed_at IS NULL"


def earlier(db: Database, walk: Walk) -> list[Earlier]:
    """The fixes this walk looks at again, in order of number; none for a walk that follows none."""
    if walk.follows_id is None:
        return []
    found = [
        (rows.read(Fix, row), row["party_name"] or "")
        for row in db.query(
            f"{_BEFORE} SELECT f.*, (SELECT p.name FROM parties p WHERE p.id = f.party_id)"
            f" AS party_name{_LOOKED_AT} ORDER BY f.number",
            {"walk": walk.id},
        )
    ]
    seen_at, pictures = _stops(db, walk), _pictures(db, walk)
    return [
        Earlier(fix, party, tuple(seen_at[fix.id]), tuple(pictures[fix.id])) for fix, party in found
    ]


def receive(
    db: Database, draft: CheckDraft, *, walk: Walk, membership: Membership, sha256: str, at: str
) -> tuple[Check, str]:
    """Keep a check, and the word of its receipt. A transaction of its own; safe to repeat.

    Raises NotFound for a fix this walk does not look at, Differs for other content under its id.
    """
    said = {"walk": walk, "membership": membership, "sha256": sha256}
    with db.writing():
        if not _looks_at(db, walk, draft.fix_id):
            raise NotFound
        stored = get(db, draft.check_id)
        if stored is None:
            check, result = rules.received(draft, **said, at=at)  # type: ignore[arg-type]
            if _insert_new(db, check):
                return check, result
            stored = get(db, draft.check_id)
            assert stored is not None  # it was in the way
        check, result = rules.repeated(stored, draft, **said)  # type: ignore[arg-type]
        if check is not stored:
            _write(db, check)
    return check, result


def get(db: Database, check_id: str) -> Check | None:
    """The check with this id."""
    row = rows.one(db, "SELECT * FROM checks WHERE check_id = :id", id=check_id)
    return rows.read(Check, row) if row else None


def of_walk(db: Database, walk_id: str) -> dict[str, list[Check]]:
    """The checks of a walk by fix, in the order they came."""
    return _by_fix(db, "walk_id = :id", {"id": walk_id})


def mine(db: Database, walk_id: str, device_id: str) -> dict[str, Check]:
    """What a phone itself has said in a walk, by fix: its newest word."""
    given = {"id": walk_id, "device": device_id}
    found = _by_fix(db, "walk_id = :id AND device_id = :device", given)
    return {fix_id: checks[-1] for fix_id, checks in found.items()}


def any_of(db: Database, walk_id: str) -> bool:
    """Whether anybody has checked anything in this walk."""
    return rows.one(db, "SELECT 1 AS there FROM checks WHERE walk_id = :id", id=walk_id) is not None


def photos_of(db: Database, walk_id: str) -> dict[str, list[Photo]]:
    """The photos of a walk's checks, by check."""
    found: dict[str, list[Photo]] = defaultdict(list)
    for row in db.query(
        "SELECT p.* FROM checks c JOIN photos p ON p.client_id = c.check_id"
        " WHERE c.walk_id = :id AND p.removed_at IS NULL ORDER BY p.received_at, p.photo_id",
        {"id": walk_id},
    ):
        found[row["client_id"]].append(rows.read(Photo, row))
    return found


def walk_of(db: Database, check_id: str | None) -> str | None:
    """The walk a check belongs to."""
    check = get(db, check_id) if check_id else None
    return check.walk_id if check else None


def shown_to(db: Database, photo: Photo, device_id: str) -> bool:
    """Whether a phone sees an approved picture because a walk of its looks at the fix again."""
    joined = db.query(
        "SELECT w.id FROM walks w JOIN memberships m ON m.walk_id = w.id"
        " WHERE m.device_id = :device AND w.follows_id IS NOT NULL AND m.revoked_at IS NULL",
        {"device": device_id},
    )
    return any(_shows(db, row["id"], photo.photo_id) for row in list(joined))


def _looks_at(db: Database, walk: Walk, fix_id: str) -> bool:
    sql = f"{_BEFORE} SELECT 1 AS there{_LOOKED_AT} AND f.id = :fix"
    return rows.one(db, sql, walk=walk.id, fix=fix_id) is not None


def _stops(db: Database, walk: Walk) -> dict[str, list[str]]:
    found: dict[str, list[str]] = defaultdict(list)
    for row in db.query(
        f"{_BEFORE} SELECT DISTINCT l.fix_id, i.stop_id{_FIXES} CROSS JOIN fix_issues l"
        " CROSS JOIN issues i WHERE f.walk_id = b.id AND l.fix_id = f.id"
        " AND i.client_id = l.client_id AND i.stop_id IS NOT NULL",
        {"walk": walk.id},
    ):
        found[row["fix_id"]].append(row["stop_id"])
    return found


def _pictures(db: Database, walk: Walk) -> dict[str, list[Photo]]:
    found: dict[str, list[Photo]] = defaultdict(list)
    for row in db.query(f"{_PICTURES} ORDER BY received_at, photo_id", {"walk": walk.id}):
        found[row["fix_seen"]].append(rows.read(Photo, row))
    return found


# From before, by way of the issues it was made of, and what was added to the fix itself.
_PICTURES = (
    f"{_BEFORE} SELECT f.id AS fix_seen, p.*{_FIXES} CROSS JOIN fix_issues l CROSS JOIN photos p"
    f" WHERE f.walk_id = b.id AND l.fix_id = f.id AND p.client_id = l.client_id AND {_CLEAN}"
    f" UNION SELECT f.id AS fix_seen, p.*{_FIXES} CROSS JOIN photos p"
    f" WHERE f.walk_id = b.id AND p.fix_id = f.id AND {_CLEAN}"
)


def _shows(db: Database, walk_id: str, photo_id: str) -> bool:
    sql = (
        f"{_BEFORE} SELECT 1 AS there{_LOOKED_AT} AND EXISTS (SELECT 1 FROM photos p"
        f" WHERE p.photo_id = :photo AND {_CLEAN} AND (p.fix_id = f.id OR p.client_id IN"
        " (SELECT l.client_id FROM fix_issues l WHERE l.fix_id = f.id)))"
    )
    return rows.one(db, sql, walk=walk_id, photo=photo_id) is not None


def _by_fix(db: Database, where: str, given: dict[str, Any]) -> dict[str, list[Check]]:
    found: dict[str, list[Check]] = defaultdict(list)
    sql = f"SELECT * FROM checks WHERE {where} ORDER BY received_at, check_id"
    for row in db.query(sql, given):
        found[row["fix_id"]].append(rows.read(Check, row))
    return dict(found)


def _insert_new(db: Database, check: Check) -> bool:
    row = rows.values(check)
    names, places = ", ".join(row), ", ".join(f":{name}" for name in row)
    inserted = db.execute(
        f"INSERT INTO checks ({names}) VALUES ({places}) ON CONFLICT (check_id) DO NOTHING", row
    )
    return inserted.rowcount == 1


def _write(db: Database, check: Check) -> None:
    db.execute(
        "UPDATE checks SET result = :result, note = :note, photo_ids = :photo_ids, rev = :rev,"
        " sha256 = :sha256, observed_at = :observed_at WHERE check_id = :check_id AND rev < :rev",
        {
            name: getattr(check, name)
            for name in ("check_id", "result", "note", "photo_ids", "rev", "sha256", "observed_at")
        },
    )
