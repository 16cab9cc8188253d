"""What may be the same thing: fixes of one category close by, also from earlier walks."""

import math
from dataclasses import dataclass

from ...domain.fixes import Fix
from ...domain.places import metres_between
from .. import rows
from ..database import Database
from .filtering import Filter, conditions

NEAR_M, MOST = 50.0, 5
_METRES_IN_DEGREE = 110_500.0  # the least a degree of latitude is
# With a bare `state = 'clean'` SQLite takes the cleaner's index and reads every clean photo.
_PHOTO = (
    "(SELECT min(ph.photo_id) FROM fix_issues l JOIN photos ph ON ph.client_id = l.client_id"
    " WHERE l.fix_id = f.id AND ph.state || '' = 'clean' AND ph.review = 'approved'"
    " AND ph.removed_at IS NULL)"
)


@dataclass(frozen=True)
class Near:
    """A fix close by: how far away it is, a photo of it, and the walk it came from."""

    fix: Fix
    metres: float
    photo_id: str | None
    walk: str
    walked_at: str | None


def near(
    db: Database, seen: Filter, lat: float | None, lon: float | None, *, besides: str = ""
) -> list[Near]:
    """The closest fixes that the filter lets through, nearest first; none without a position.

    `besides` is the id of the fix it is asked for.
    """
    if lat is None or lon is None:
        return []
    where, params = conditions(db.engine, seen)
    high = NEAR_M / _METRES_IN_DEGREE
    wide = high / max(0.01, math.cos(math.radians(lat)))
    params |= {"south": lat - high, "north": lat + high, "west": lon - wide, "east": lon + wide}
    sql = (
        f"SELECT f.*, w.title AS walk_title, w.starts_at AS walked_at, {_PHOTO} AS photo_id"
        " FROM fixes f LEFT JOIN walks w ON w.id = f.walk_id WHERE f.id IN"
        f" (SELECT id FROM fixes WHERE {where} AND lat BETWEEN :south AND :north"
        " AND lon BETWEEN :west AND :east AND id <> :besides"
        " AND coalesce(outcome, '') <> 'duplicate')"
    )
    found = [
        Near(
            fix,
            metres_between((lat, lon), (fix.lat or 0.0, fix.lon or 0.0)),
            row["photo_id"],
            row["walk_title"] or "",
            row["walked_at"],
        )
        for row in db.query(sql, {**params, "besides": besides})
        for fix in [rows.read(Fix, row)]
    ]
    return sorted((n for n in found if n.metres <= NEAR_M), key=lambda n: n.metres)[:MOST]


def merged_into(db: Database, fix_id: str) -> list[Fix]:
    """The fixes that were closed as duplicates of this one, by number."""
    sql = "SELECT * FROM fixes WHERE kept_fix_id = :id AND outcome = 'duplicate' ORDER BY serial"
    return [rows.read(Fix, row) for row in db.query(sql, {"id": fix_id})]
