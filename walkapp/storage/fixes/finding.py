"""The list of fixes: one page in order, and exactly how many there are.

Broad lists (all, open, closed) are counted in an index and read by walking the order's own index,
by areas one area after another.
Narrow ones are gathered once from an index that holds every filtered column, counted and put in
order there. Left to itself the planner takes one way for both, which costs up to ten times more.
Words that many fixes hold make a list broad: it is walked, and only the words are counted.
Only the rows of the page are read whole.
"""

from collections import Counter
from dataclasses import dataclass, replace
from typing import Any

from .. import areas, known, search
from ..database import Database
from .filtering import Filter, conditions, table
from .listed import AREAS, INBOX, Listed, listed, whole

PAGE = 30
_DIGITS = "'0123456789'"

# The columns an order needs, and the order. Each has an index, word for word the same, in the
# migrations, except the areas, whose names follow Swedish rules, and the inbox.
SORTS = {
    "due": ("due_on", "coalesce(due_on, '9999-12-31'), serial"),
    "updated": ("updated_at", "updated_at DESC, serial DESC"),
    "number": ("number", f"rtrim(number, {_DIGITS}) DESC, length(number) DESC, number DESC"),
    "priority": (
        "priority",
        "CASE priority WHEN 'urgent' THEN 0 WHEN 'high' THEN 1 WHEN 'normal' THEN 2"
        " WHEN 'long_term' THEN 3 ELSE 4 END, serial",
    ),
    "area": ("area_id", "coalesce(area_place, 1000000), serial"),
    # What nobody has, longest first, then what is late, then what comes next; depends on the day.
    "inbox": ("state, created_at, original_due_on, due_on", INBOX),
}
_WAITING = "state <> 'closed' AND (bounce_reason <> '' OR proposed_reason <> '')"


@dataclass(frozen=True)
class Page:
    """One page of a list and how many there are in all."""

    fixes: list[Listed]
    count: int
    number: int

    @property
    def pages(self) -> int:
        """How many pages there are, at least one."""
        return _pages(self.count)


def find(db: Database, wanted: Filter, sort: str = "due", page: int = 1) -> Page:
    """One page of the fixes wanted; a page after the last gives the last."""
    sort = sort if sort in SORTS else "due"
    if wanted.broad and sort == "area":
        return _by_area(db, wanted, page)
    if sort == "inbox":
        found = _opened(db, wanted, page)
    else:
        count = common(db, wanted, page) if sort != "area" else None
        found = None if count is None else _walked(db, wanted, sort, page, count=count)
    if found:
        return found
    found = _gathered(db, wanted, sort, max(1, page))
    if found.fixes or found.number == 1:
        return found
    where, params = conditions(db.engine, wanted)
    return _gathered(db, wanted, sort, _pages(_count(db, where, params)))


def bounced(db: Database, wanted: Filter, most: int) -> list[Listed]:
    """What a party has sent back or will not do, and the coordinator answers, oldest first."""
    where, params = conditions(db.engine, wanted)
    chosen = (
        f"chosen AS (SELECT serial AS picked, 0 AS n FROM fixes WHERE {where} AND {_WAITING}"
        " ORDER BY updated_at LIMIT :most)"
    )
    found = db.query(whole(chosen, "updated_at, serial"), {**params, "most": most})
    return [listed(row) for row in found]


def common(db: Database, wanted: Filter, page: int = 1) -> int | None:
    """How many there are, where so many are wanted that an order's own index leads to them.

    All, all open or all closed, or those of them that hold some words or have some outcome when
    walking to the page meets fewer fixes than there are of those. None for what is gathered.
    """
    if not replace(wanted, text="", outcome="").broad:
        return None
    every = _count_walked(db, wanted.state)
    if not wanted.text.strip() and not wanted.outcome:
        return every
    found = search.count(db, wanted.text) if not wanted.outcome else _count_outcome(db, wanted)
    if found * found < max(1, page) * PAGE * every:
        return None
    if wanted.outcome or not wanted.state:
        return found
    still_open, params = conditions(db.engine, replace(wanted, state="open"), walking=True)
    opened = _count(db, still_open, params, table(db.engine, replace(wanted, state="open")))
    return opened if wanted.state == "open" else found - opened


def _count_outcome(db: Database, wanted: Filter) -> int:
    """Of one outcome alone; none are counted where an open fix or some words are wanted, too."""
    if wanted.text.strip() or wanted.state == "open":
        return 0
    of_closed = "state = 'closed' AND outcome = :outcome"  # as the index that leads with both
    return _count(db, of_closed, {"outcome": wanted.outcome})


def _opened(db: Database, wanted: Filter, page: int) -> Page | None:
    """All in the inbox's order, whose first pages are the open ones alone."""
    if not wanted.broad or wanted.state:
        return None
    if max(1, page) * PAGE > _count_walked(db, "open"):
        return None
    found = _gathered(db, replace(wanted, state="open"), "inbox", max(1, page))
    return replace(found, count=_count_walked(db, ""))


def _walked(db: Database, wanted: Filter, sort: str, page: int, *, count: int) -> Page:
    where, params = conditions(db.engine, wanted, walking=True)
    _columns, order = SORTS[sort]
    number = max(1, min(page, _pages(count)))
    chosen = f"chosen AS (SELECT serial AS picked, 0 AS n FROM fixes WHERE {where} {_part(order)})"
    found = db.query(whole(chosen, order), {**params, **_place(number)})
    return Page([listed(row) for row in found], count, number)


def _by_area(db: Database, wanted: Filter, page: int) -> Page:
    """Only the areas that the page touches are read; those without one come last."""
    where, params = conditions(db.engine, wanted)
    sizes = _sizes(db, wanted.state)
    count = sum(sizes.values())
    number = max(1, min(page, _pages(count)))
    place, found = _place(number), list[Listed]()
    for area_id in (*(area.id for area in areas.all(db)), None):
        if place["skipped"] < sizes[area_id] and place["most"]:
            inside = "area_id IS NULL" if area_id is None else "area_id = :inside"
            part = _part("serial")
            chosen = (
                f"chosen AS (SELECT serial AS picked, 0 AS n FROM fixes"
                f" WHERE {where} AND {inside} {part})"
            )
            read = db.query(whole(chosen, "serial"), {**params, "inside": area_id, **place})
            more = [listed(row) for row in read]
            found += more
            place["most"] -= len(more)
        place["skipped"] = max(0, place["skipped"] - sizes[area_id])
    return Page(found, count, number)


def _sizes(db: Database, state: str) -> Counter[str | None]:
    """How many fixes each area has; the closed are what is left when the open are taken away."""
    every, still_open = "1 = 1", "outcome IS NULL"
    if state == "closed":
        return _sizes_where(db, every) - _sizes_where(db, still_open)
    return _sizes_where(db, still_open if state == "open" else every)


def _sizes_where(db: Database, where: str) -> Counter[str | None]:
    sql = f"SELECT area_id, count(*) AS n FROM fixes WHERE {where} GROUP BY area_id"
    found = known.ask(db, sql, {})
    return Counter({row["area_id"]: row["n"] for row in found})


def _gathered(db: Database, wanted: Filter, sort: str, number: int) -> Page:
    where, params = conditions(db.engine, wanted)
    columns, order = SORTS[sort]
    source = f"matching{AREAS if sort == 'area' else ''}"
    fixes = table(db.engine, wanted)
    chosen = (
        f"matching AS MATERIALIZED (SELECT serial, {columns} FROM {fixes} WHERE {where}),"
        " chosen AS (SELECT serial AS picked, (SELECT count(*) FROM matching) AS n"
        f" FROM {source} {_part(order)})"
    )
    found = list(db.query(whole(chosen, order), {**params, **_place(number)}))
    return Page([listed(row) for row in found], found[0]["n"] if found else 0, number)


def _part(order: str) -> str:
    return f"ORDER BY {order} LIMIT :most OFFSET :skipped"


def _place(number: int) -> dict[str, int]:
    return {"most": PAGE, "skipped": (number - 1) * PAGE}


def _count_walked(db: Database, state: str) -> int:
    """All or the open ones, from their small indexes; the closed are what is left."""
    every, still_open = "1 = 1", "outcome IS NULL"
    if state == "closed":
        return _count(db, every, {}) - _count(db, still_open, {})
    return _count(db, still_open if state == "open" else every, {})


def _count(db: Database, where: str, params: dict[str, Any], fixes: str = "fixes") -> int:
    [row] = known.ask(db, f"SELECT count(*) AS n FROM {fixes} WHERE {where}", params)
    return int(row["n"])


def _pages(count: int) -> int:
    return max(1, -(-count // PAGE))
