"""How many fixes there are of each sort, for the chips over the list."""

from dataclasses import dataclass

from ...domain.people import Person
from .. import known
from ..database import Database
from .filtering import (
    FOLLOWUP,
    OVERDUE,
    REOPENED,
    UNASSIGNED,
    Filter,
    conditions,
    next_step_is_mine,
    table,
)
from .finding import common


@dataclass(frozen=True)
class Counts:
    """Of the open fixes that somebody sees."""

    open: int
    unassigned: int
    mine: int
    overdue: int
    reopened: int
    followup: int


def of_each_sort(db: Database, category: str) -> dict[str, int]:
    """How many fixes of a category have each of its sub-categories, closed ones too."""
    found = db.query(
        "SELECT subcategory, count(*) AS n FROM fixes WHERE category = :category"
        " AND subcategory <> '' GROUP BY subcategory",
        {"category": category},
    )
    return {row["subcategory"]: row["n"] for row in found}


def counts(db: Database, seen_by: Person, today: str) -> Counts:
    """All of them at once, from the one index of the open."""
    wanted = Filter(seen_by, today, state="open")
    where, params = conditions(db.engine, wanted)
    kinds = {
        "unassigned": UNASSIGNED,
        "mine": next_step_is_mine(seen_by),
        "overdue": OVERDUE,
        "reopened": REOPENED,
        "followup": FOLLOWUP,
    }
    columns = ", ".join(f"count(*) FILTER (WHERE {kind}) AS {name}" for name, kind in kinds.items())
    fixes = table(db.engine, wanted)
    sql = f"SELECT count(*) AS open, {columns} FROM {fixes} WHERE {where}"
    return Counts(**known.ask(db, sql, params)[0])


def count(db: Database, wanted: Filter) -> int:
    """How many there are of what is wanted: what `find` says, and no rows."""
    every = common(db, wanted)
    if every is not None:
        return every
    where, params = conditions(db.engine, wanted)
    sql = f"SELECT count(*) AS n FROM {table(db.engine, wanted)} WHERE {where}"
    return int(known.ask(db, sql, params)[0]["n"])
