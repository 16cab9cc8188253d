"""A fix with the names its row shows, as lists and files read it."""

from dataclasses import dataclass
from typing import Any

from ...domain.fixes import Fix
from ...domain.places import said_once
from .. import rows
from .filtering import OVERDUE, UNASSIGNED

AREAS = (
    " LEFT JOIN (SELECT id AS ranked_id, row_number() OVER (ORDER BY name, id) AS area_place"
    " FROM areas) ranked ON ranked_id = area_id"
)
# Takes `:today`, as the rule of overdue does.
INBOX = (
    f"CASE WHEN {UNASSIGNED} THEN 0 WHEN {OVERDUE} THEN 1 WHEN state <> 'closed' THEN 2 ELSE 3 END,"
    f" CASE WHEN {UNASSIGNED} THEN created_at WHEN {OVERDUE} THEN original_due_on"
    " ELSE coalesce(due_on, '9999-12-31') END, serial"
)
# With a bare `state = 'clean'` SQLite takes the cleaner's index and reads every clean photo.
_BEFORE = (
    "(SELECT min(ph.photo_id) FROM fix_issues l JOIN photos ph ON ph.client_id = l.client_id"
    " WHERE l.fix_id = f.id AND ph.state || '' = 'clean' AND ph.review = 'approved'"
    " AND ph.removed_at IS NULL)"
)
# Looked up one by one: to plan joins with them all costs PostgreSQL more than to read a page.
_NAMES = (
    "(SELECT name FROM parties WHERE id = f.party_id) AS party_name,"
    " (SELECT name FROM areas WHERE id = f.area_id) AS area_name,"
    " (SELECT name FROM people WHERE id = f.person_id) AS handler_name,"
    " (SELECT title FROM walks WHERE id = f.walk_id) AS walk_title"
)


@dataclass(frozen=True)
class Listed:
    """A fix with the names its row shows."""

    fix: Fix
    party: str
    area: str
    photo_id: str | None
    handler: str = ""
    walk: str = ""

    @property
    def where(self) -> tuple[str, ...]:
        """The place and the area it lies in, each said once."""
        return said_once(self.fix.place_text, self.area)


def whole(chosen: str, order: str, *, photos: bool = True) -> str:
    """The whole rows of the serials picked by `chosen`, with the names their list shows."""
    return (
        f"WITH {chosen} SELECT f.*, c.n, {_NAMES}, {_BEFORE if photos else 'NULL'} AS photo_id"
        " FROM chosen c JOIN fixes f ON f.serial = c.picked"
        f"{AREAS if 'area_place' in order else ''} ORDER BY {order}"
    )


def listed(row: dict[str, Any]) -> Listed:
    """The value of a row that `whole` gives."""
    return Listed(
        rows.read(Fix, row),
        row["party_name"] or "",
        row["area_name"] or "",
        row["photo_id"],
        row["handler_name"] or "",
        row["walk_title"] or "",
    )
