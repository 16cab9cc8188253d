"""Promises with their goals, commitments, activities, indicators and measurements."""

from collections.abc import Iterable
from typing import Any, TypeVar

from ..domain.errors import N_, Refused
from ..domain.events import Event
from ..domain.promises import Activity, Book, Commitment, Goal, Indicator, Measurement, Promise
from . import events, rows
from .database import Database

Thing = TypeVar("Thing", Promise, Goal, Commitment, Activity, Indicator, Measurement)
_TABLES: dict[type, str] = {
    Promise: "promises",
    Goal: "goals",
    Commitment: "commitments",
    Activity: "activities",
    Indicator: "indicators",
    Measurement: "measurements",
}


# What stands under a promise, in the order it is read.
_ORDER: dict[type, str] = {
    Goal: "position, id",
    Commitment: "position, id",
    Activity: "id",
    Indicator: "position, id",
    Measurement: "year, id",
}


def get(db: Database, kind: type[Thing], thing_id: str) -> Thing | None:
    """The thing with this id, removed or not."""
    row = rows.one(db, f"SELECT * FROM {_TABLES[kind]} WHERE id = :id", id=thing_id)
    return rows.read(kind, row) if row else None


def all(db: Database) -> list[Promise]:
    """Every promise, the newest period first."""
    return _promises(db, "removed_at IS NULL")


def removed_ones(db: Database) -> list[Promise]:
    """The promises that somebody took away."""
    return _promises(db, "removed_at IS NOT NULL")


def of_year(db: Database, year: int) -> list[Promise]:
    """Those whose period holds the year."""
    held = "removed_at IS NULL AND first_year <= :year AND last_year >= :year"
    return _promises(db, held, year=year)


def book(db: Database, promise: Promise) -> Book:
    """The promise with everything under it; its walks come from promise_walks."""
    return Book(
        promise,
        _under(db, promise, Goal),
        _under(db, promise, Commitment),
        _under(db, promise, Activity),
        _under(db, promise, Indicator),
        _under(db, promise, Measurement),
        carried(db, promise),
    )


def removed_under(db: Database, promise: Promise) -> list[Any]:
    """What somebody took away under the promise."""
    return [thing for kind in _ORDER for thing in _under(db, promise, kind, "IS NOT NULL")]


def add(db: Database, thing: Thing, event: Event, more: Iterable[tuple[Any, Event]] = ()) -> None:
    """Keep a new one, and what follows with it. Raises Refused for a year that has a value."""
    with db.writing():
        for made, line in ((thing, event), *more):
            # The history comes first: its head row is the lock that lets one change in at a time.
            events.add(db, line)
            _check_year_is_free(db, made)
            rows.insert(db, _TABLES[type(made)], made)


def save(db: Database, thing: Thing, event: Event) -> None:
    """Save a changed one. Raises Conflict for a stale one, Refused as `add`."""
    with db.writing():
        events.add(db, event)
        _check_year_is_free(db, thing)
        rows.update(db, _TABLES[type(thing)], thing)


def carried(db: Database, promise: Promise) -> tuple[Activity, ...]:
    """What earlier promises planned for its period and it has not taken over."""
    found = db.query(
        "SELECT a.* FROM activities a JOIN promises p ON p.id = a.promise_id"
        " WHERE a.status = 'planned' AND a.removed_at IS NULL AND p.removed_at IS NULL"
        " AND p.last_year < :first AND a.starts >= :since AND a.starts < :until AND NOT EXISTS"
        " (SELECT 1 FROM activities b WHERE b.from_id = a.id AND b.promise_id = :id)"
        " ORDER BY a.id",
        {
            "first": promise.first_year,
            "since": f"{promise.first_year:04d}",
            "until": f"{promise.last_year + 1:04d}",
            "id": promise.id,
        },
    )
    return tuple(rows.read(Activity, row) for row in found)


def answers_to(db: Database, fix_id: str) -> list[tuple[Promise, Activity]]:
    """The activities that answer a fix, oldest first, each with its promise."""
    found = db.query(
        "SELECT * FROM activities WHERE fix_id = :id AND removed_at IS NULL ORDER BY id",
        {"id": fix_id},
    )
    told = [rows.read(Activity, row) for row in found]
    pairs = ((get(db, Promise, activity.promise_id), activity) for activity in told)
    return [(promise, activity) for promise, activity in pairs if promise]


def planned_for(db: Database, year: int) -> list[tuple[Promise, Activity]]:
    """What was planned for a year that no promise holds, with the promise that planned it."""
    if of_year(db, year):
        return []
    ahead = Promise("", "", year, year, "joint", "")
    found = ((get(db, Promise, activity.promise_id), activity) for activity in carried(db, ahead))
    return [(promise, activity) for promise, activity in found if promise]


def _promises(db: Database, which: str, **given: Any) -> list[Promise]:
    found = db.query(
        f"SELECT * FROM promises WHERE {which} ORDER BY first_year DESC, id DESC", given
    )
    return [rows.read(Promise, row) for row in found]


def _under(
    db: Database, promise: Promise, kind: type[Thing], removed: str = "IS NULL"
) -> tuple[Thing, ...]:
    where = "promise_id = :id"
    if kind is Measurement:  # those of an indicator go and come back with it
        where = (
            "indicator_id IN (SELECT id FROM indicators WHERE promise_id = :id"
            " AND removed_at IS NULL)"
        )
    found = db.query(
        f"SELECT * FROM {_TABLES[kind]} WHERE {where} AND removed_at {removed}"
        f" ORDER BY {_ORDER[kind]}",
        {"id": promise.id},
    )
    return tuple(rows.read(kind, row) for row in found)


def _check_year_is_free(db: Database, measured: object) -> None:
    if not isinstance(measured, Measurement) or measured.removed_at:
        return
    taken = rows.one(
        db,
        "SELECT 1 AS taken FROM measurements WHERE indicator_id = :indicator AND year = :year"
        " AND id <> :id AND removed_at IS NULL",
        indicator=measured.indicator_id,
        year=measured.year,
        id=measured.id,
    )
    if taken:
        raise Refused(
            N_("Det finns redan ett värde för det året. Ändra det i stället."), field="year"
        )
