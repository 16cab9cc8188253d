"""All the fixes of a view: for files row by row, for the map and the board in short."""

from array import array
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

from ..database import Database
from .filtering import Filter, conditions, table
from .finding import SORTS, common, find
from .listed import AREAS, INBOX, Listed, listed, whole

BATCH = 500
_INBOX_COLUMNS = f"serial, {SORTS['inbox'][0]}"


@dataclass(frozen=True)
class Spot:
    """What a pin of the map shows of a fix."""

    id: str
    number: str
    title: str
    state: str
    outcome: str | None
    original_due_on: str | None
    lat: float
    lon: float


@dataclass(frozen=True)
class Column:
    """One state of the board: its first fixes and how many there are."""

    state: str
    fixes: list[Listed]
    count: int


def every(db: Database, wanted: Filter, sort: str = "due") -> Iterator[Listed]:
    """All the fixes wanted, without their photos, read some hundred at a time.

    Which they are and in what order is settled at the start. One that this person may no longer
    see when its turn comes is left out.
    """
    where, params = conditions(db.engine, wanted)
    order = SORTS.get(sort, SORTS["due"])[1]
    names = AREAS if "area_place" in order else ""
    fixes = table(db.engine, wanted)
    found = db.query(f"SELECT serial FROM {fixes}{names} WHERE {where} ORDER BY {order}", params)
    serials = array("q", (row["serial"] for row in found))
    for start in range(0, len(serials), BATCH):
        yield from _read(db, serials[start : start + BATCH], where, params)


def _read(
    db: Database, serials: Sequence[int], where: str, params: dict[str, Any]
) -> Iterator[Listed]:
    # Numbers of ours, so they may stand in the statement.
    numbers = ", ".join(map(str, serials))
    chosen = (
        f"chosen AS (SELECT serial AS picked, 0 AS n FROM fixes WHERE serial IN ({numbers})"
        f" AND {where})"
    )
    rows = {row["serial"]: row for row in db.query(whole(chosen, "serial", photos=False), params)}
    return (listed(rows[serial]) for serial in serials if serial in rows)


def spots(db: Database, wanted: Filter, most: int) -> list[Spot]:
    """Of the first fixes wanted, so many, those with a position: the inbox's order, else newest."""
    walks = not wanted.about_open and common(db, wanted) is not None
    where, params = conditions(db.engine, wanted, walking=walks)
    order, column = (INBOX, _INBOX_COLUMNS) if wanted.about_open else ("serial DESC", "serial")
    matching = (
        f"matching AS MATERIALIZED (SELECT serial AS picked, {column}"
        f" FROM {table(db.engine, wanted)} WHERE {where}),"
        f" chosen AS (SELECT picked FROM matching ORDER BY {order} LIMIT :most)"
    )
    walked = (
        f"chosen AS (SELECT serial AS picked FROM fixes WHERE {where} ORDER BY {order} LIMIT :most)"
    )
    found = db.query(
        f"WITH {walked if walks else matching}"
        " SELECT f.id, f.number, f.title, f.state, f.outcome, f.original_due_on, f.lat, f.lon"
        " FROM chosen JOIN fixes f ON f.serial = picked"
        f" WHERE lat IS NOT NULL AND lon IS NOT NULL ORDER BY {order}",
        {**params, "most": most},
    )
    return [Spot(**row) for row in found]


def board(db: Database, wanted: Filter, states: Sequence[str], most: int) -> list[Column]:
    """The first fixes of each of the states: the open in the inbox's order, the closed newest."""
    open_states = [state for state in states if state != "closed"]
    walking = common(db, wanted) is not None
    columns = _columns(db, wanted, open_states, most, walking=walking) if open_states else []
    if "closed" in states:
        page = find(db, replace(wanted, state="closed"), "updated")
        columns.append(Column("closed", page.fixes[:most], page.count))
    return columns


def _columns(
    db: Database, wanted: Filter, states: Sequence[str], most: int, *, walking: bool
) -> list[Column]:
    wanted = wanted if wanted.about_open else replace(wanted, state="open")
    where, params = conditions(db.engine, wanted, walking=walking)
    chosen = (
        "placed AS (SELECT serial, count(*) OVER (PARTITION BY state) AS n,"
        f" row_number() OVER (PARTITION BY state ORDER BY {INBOX}) AS place"
        f" FROM {table(db.engine, wanted)} WHERE {where}),"
        " chosen AS (SELECT serial AS picked, n, place FROM placed WHERE place <= :most)"
    )
    found: dict[str, Column] = {state: Column(state, [], 0) for state in states}
    for row in db.query(whole(chosen, "place", photos=False), {**params, "most": most}):
        if row["state"] in found:
            kept = found[row["state"]].fixes
            kept.append(listed(row))
            found[row["state"]] = Column(row["state"], kept, row["n"])
    return list(found.values())
