"""Promises with their commitments, activities, indicators and measurements."""

from typing import TypeVar

from ..domain.errors import N_, Refused
from ..domain.events import Event
from ..domain.promises import Activity, Book, Commitment, Indicator, Measurement, Promise
from . import events, rows
from .database import Database

Thing = TypeVar("Thing", Promise, Commitment, Activity, Indicator, Measurement)
_TABLES: dict[type, str] = {
    Promise: "promises",
    Commitment: "commitments",
    Activity: "activities",
    Indicator: "indicators",
    Measurement: "measurements",
}


def get(db: Database, kind: type[Thing], thing_id: str) -> Thing | None:
    """The promise, commitment, activity, indicator or measurement with this id."""
    row = rows.one(db, f"SELECT * FROM {_TABLES[kind]} WHERE id = :id", id=thing_id)
    return rows.read(kind, row) if row else None


def all(db: Database) -> list[Promise]:
    """Every promise, the newest period first."""
    found = db.query("SELECT * FROM promises ORDER BY first_year DESC, id DESC")
    return [rows.read(Promise, row) for row in found]


def of_year(db: Database, year: int) -> list[Promise]:
    """Those whose period holds the year."""
    found = db.query(
        "SELECT * FROM promises WHERE first_year <= :year AND last_year >= :year"
        " ORDER BY first_year DESC, id DESC",
        {"year": year},
    )
    return [rows.read(Promise, row) for row in found]


def book(db: Database, promise: Promise) -> Book:
    """The promise with everything under it."""
    return Book(
        promise,
        _under(db, promise, Commitment, "position, id"),
        _under(db, promise, Activity, "id"),
        _under(db, promise, Indicator, "position, id"),
        tuple(
            rows.read(Measurement, row)
            for row in db.query(
                "SELECT m.* FROM measurements m JOIN indicators i ON i.id = m.indicator_id"
                " WHERE i.promise_id = :id ORDER BY m.year",
                {"id": promise.id},
            )
        ),
        _carried(db, promise),
    )


def add(db: Database, thing: Thing, event: Event) -> None:
    """Keep a new one. Raises Refused for a second measurement of the same year."""
    with db.writing():
        # The history comes first: its head row is the lock that lets one change in at a time.
        events.add(db, event)
        if isinstance(thing, Measurement):
            _check_year_is_free(db, thing)
        rows.insert(db, _TABLES[type(thing)], thing)


def save(db: Database, thing: Thing, event: Event) -> None:
    """Save a changed one. Raises Conflict for a stale one, Refused as `add`."""
    with db.writing():
        events.add(db, event)
        if isinstance(thing, Measurement):
            _check_year_is_free(db, thing)
        rows.update(db, _TABLES[type(thing)], thing)


def _under(db: Database, promise: Promise, kind: type[Thing], order: str) -> tuple[Thing, ...]:
    found = db.query(
        f"SELECT * FROM {_TABLES[kind]} WHERE promise_id = :id ORDER BY {order}",
        {"id": promise.id},
    )
    return tuple(rows.read(kind, row) for row in found)


def _carried(db: Database, promise: Promise) -> tuple[Activity, ...]:
    found = db.query(
        "SELECT a.* FROM activities a JOIN promises p ON p.id = a.promise_id"
        " WHERE a.status = 'planned' AND p.last_year < :first AND a.starts >= :since"
        " AND a.starts < :until AND NOT EXISTS"
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


def _check_year_is_free(db: Database, measured: Measurement) -> None:
    taken = rows.one(
        db,
        "SELECT 1 AS taken FROM measurements WHERE indicator_id = :indicator AND year = :year"
        " AND id <> :id",
        indicator=measured.indicator_id,
        year=measured.year,
        id=measured.id,
    )
    if taken:
        raise Refused(
            N_("Det finns redan ett värde för det året. Ändra det i stället."), field="year"
        )
