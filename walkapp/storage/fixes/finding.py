"""The list of fixes: filters, order, pages and an exact count.

The inner query walks an index that holds every filtered column; only the rows of the page shown
are read whole.
"""

from dataclasses import dataclass
from typing import Any

from ...domain.fixes import Fix
from ...domain.people import Person
from .. import rows, search
from ..database import Database

PAGE = 30
_NEVER = "9999-12-31"
DIGITS = "'0123456789'"

# Each has an index of its own, word for word the same, in the migrations.
SORTS = {
    "due": f"coalesce(due_on, '{_NEVER}'), serial",
    "updated": "updated_at DESC, serial DESC",
    "number": f"rtrim(number, {DIGITS}) DESC, length(number) DESC, number DESC",
    "priority": (
        "CASE priority WHEN 'urgent' THEN 0 WHEN 'high' THEN 1 WHEN 'normal' THEN 2"
        " WHEN 'long_term' THEN 3 ELSE 4 END, serial"
    ),
    "area": "coalesce((SELECT place FROM ranked WHERE ranked.id = area_id), 1000000), serial",
}
_RANKED = "WITH ranked AS (SELECT id, row_number() OVER (ORDER BY name, id) AS place FROM areas)"
_WAITING = "state <> 'closed' AND (bounce_reason <> '' OR proposed_reason <> '')"


@dataclass(frozen=True)
class Filter:
    """What the list shows. `seen_by` is who looks: nobody sees more than their own.

    `state` is a state, `open` or `closed`, or empty for all; the other fields narrow it further.
    `today` decides what is overdue.
    """

    seen_by: Person
    today: str
    state: str = ""
    outcome: str = ""
    category: str = ""
    party: str = ""
    area: str = ""
    walk: str = ""
    priority: str = ""
    overdue: bool = False
    mine: bool = False
    text: str = ""


@dataclass(frozen=True)
class Listed:
    """A fix with the names its row shows."""

    fix: Fix
    party: str
    area: str
    photo_id: str | None


@dataclass(frozen=True)
class Page:
    """One page of a list and how many there are in all."""

    fixes: list[Listed]
    count: int
    number: int

    @property
    def pages(self) -> int:
        """How many pages there are, at least one."""
        return max(1, -(-self.count // PAGE))


def find(db: Database, wanted: Filter, sort: str = "due", page: int = 1) -> Page:
    """One page of the fixes wanted; a page after the last gives the last."""
    where, params = conditions(db.engine, wanted)
    counted = rows.one(db, f"SELECT count(*) AS n FROM fixes WHERE {where}", **params)
    count = int(counted["n"]) if counted else 0
    number = max(1, min(page, -(-count // PAGE)))
    order = SORTS.get(sort, SORTS["due"])
    chosen = f"SELECT serial FROM fixes WHERE {where} ORDER BY {order} LIMIT :most OFFSET :skipped"
    params |= {"most": PAGE, "skipped": (number - 1) * PAGE}
    found = db.query(_whole(chosen, order), params)
    return Page([_listed(row) for row in found], count, number)


def every(db: Database, wanted: Filter, sort: str = "due") -> list[Listed]:
    """All the fixes wanted, for a file."""
    where, params = conditions(db.engine, wanted)
    chosen = f"SELECT serial FROM fixes WHERE {where}"
    found = db.query(_whole(chosen, SORTS.get(sort, SORTS["due"])), params)
    return [_listed(row) for row in found]


def bounced(db: Database, wanted: Filter) -> list[Listed]:
    """What a party has sent back or will not do, and the coordinator answers, oldest first."""
    where, params = conditions(db.engine, wanted)
    chosen = f"SELECT serial FROM fixes WHERE {where} AND {_WAITING} ORDER BY updated_at LIMIT 20"
    return [_listed(row) for row in db.query(_whole(chosen, "updated_at, serial"), params)]


def conditions(engine: str, wanted: Filter) -> tuple[str, dict[str, Any]]:
    """The filter as a WHERE clause over `fixes`, and its parameters."""
    params: dict[str, Any] = {"me": wanted.seen_by.id, "own_party": wanted.seen_by.party_id}
    clauses = [_seen(wanted.seen_by)]
    if wanted.state in ("open", "closed"):
        clauses.append("state <> 'closed'" if wanted.state == "open" else "state = 'closed'")
    columns = {
        "state": "" if wanted.state in ("open", "closed") else wanted.state,
        "outcome": wanted.outcome,
        "category": wanted.category,
        "party_id": wanted.party,
        "area_id": wanted.area,
        "walk_id": wanted.walk,
        "priority": wanted.priority,
    }
    for column, value in columns.items():
        if value:
            clauses.append(f"{column} = :{column}")
            params[column] = value
    if wanted.overdue:
        clauses.append("original_due_on < :today AND state NOT IN ('done', 'closed')")
    if wanted.mine:
        clauses.append(_next_step_is_mine(wanted.seen_by))
    if wanted.overdue or wanted.mine:
        params["today"] = wanted.today
    if wanted.text.strip():
        found, words = search.condition(engine, wanted.text)
        clauses.append(found)
        params |= words
    return " AND ".join(f"({clause})" for clause in clauses), params


_LED = "walk_id IN (SELECT walk_id FROM walk_people WHERE person_id = :me)"


def _seen(person: Person) -> str:
    """The rule of `people.sees_fix`, for many at once."""
    if person.has("coordinator", "safety_coordinator", "registrar"):
        return "1 = 1"
    seen = ["1 = 0"]
    if person.has("party", "police") and person.party_id:
        seen.append("party_id = :own_party")
    if person.has("leader"):
        seen.append(_LED)
    if person.has("police"):
        seen.append("category = 'narvaro'")
    return " OR ".join(seen)


def _next_step_is_mine(person: Person) -> str:
    mine = ["1 = 0"]
    if person.has("coordinator", "safety_coordinator"):
        mine.append(
            "state IN ('new', 'assessing', 'done') OR state = 'referred' AND followup_on <= :today"
            " OR state = 'on_hold' AND review_on <= :today"
        )
    if person.has("party", "police") and person.party_id:
        mine.append(
            "party_id = :own_party AND state IN ('assigned', 'planned', 'in_progress')"
            " AND (person_id IS NULL OR person_id = :me)"
        )
    if person.has("leader"):
        mine.append(f"state = 'done' AND {_LED}")
    return " OR ".join(mine)


_BEFORE = (
    "(SELECT min(ph.photo_id) FROM fix_issues l JOIN photos ph ON ph.client_id = l.client_id"
    " WHERE l.fix_id = f.id AND ph.state = 'clean' AND ph.review = 'approved'"
    " AND ph.removed_at IS NULL)"
)


def _whole(chosen: str, order: str) -> str:
    """The whole rows of the serials chosen, with the names their list shows."""
    return (
        f"{_RANKED} SELECT f.*, p.name AS party_name, a.name AS area_name, {_BEFORE} AS photo_id"
        " FROM fixes f LEFT JOIN parties p ON p.id = f.party_id"
        f" LEFT JOIN areas a ON a.id = f.area_id WHERE f.serial IN ({chosen}) ORDER BY {order}"
    )


def _listed(row: dict[str, Any]) -> Listed:
    return Listed(
        rows.read(Fix, row), row["party_name"] or "", row["area_name"] or "", row["photo_id"]
    )
