"""Between frozen values and rows: a dataclass's fields are its table's columns, by name."""

from dataclasses import fields
from functools import cache
from typing import Any, ClassVar, Protocol, TypeVar

from ..domain.errors import Conflict
from .database import Database


class Value(Protocol):
    """Any dataclass."""

    __dataclass_fields__: ClassVar[dict[str, Any]]


T = TypeVar("T", bound=Value)


@cache
def _fields(kind: type) -> tuple[tuple[str, bool], ...]:
    return tuple((f.name, f.type is bool or f.type == "bool") for f in fields(kind))


def read(kind: type[T], row: dict[str, Any], **more: Any) -> T:
    """The value of a row; `more` gives fields that are kept in other tables."""
    found = {
        name: bool(row[name]) if is_bool else row[name]
        for name, is_bool in _fields(kind)
        if name not in more
    }
    return kind(**found, **more)


def values(thing: Value, *, without: frozenset[str] = frozenset()) -> dict[str, Any]:
    """The columns of a value; truth is kept as 0 or 1 on both engines."""
    return {
        name: int(getattr(thing, name)) if is_bool else getattr(thing, name)
        for name, is_bool in _fields(type(thing))
        if name not in without
    }


def insert(
    db: Database, table: str, thing: Value, *, without: frozenset[str] = frozenset()
) -> None:
    """Add a new row. A taken key raises the engine's own error: ids are ours and unique."""
    row = values(thing, without=without)
    names, places = ", ".join(row), ", ".join(f":{name}" for name in row)
    db.execute(f"INSERT INTO {table} ({names}) VALUES ({places})", row)


def update(
    db: Database,
    table: str,
    thing: Value,
    *,
    key: str = "id",
    without: frozenset[str] = frozenset(),
) -> None:
    """Save a value that was changed from the version before its own.

    Raises Conflict when somebody else has saved that version already.
    """
    row = values(thing, without=without)
    columns = ", ".join(f"{name} = :{name}" for name in row if name != key)
    row["read_version"] = row["version"] - 1
    touched = db.execute(
        f"UPDATE {table} SET {columns} WHERE {key} = :{key} AND version = :read_version", row
    )
    if touched.rowcount != 1:
        raise Conflict


def one(db: Database, sql: str, **params: Any) -> dict[str, Any] | None:
    """The first row, or none."""
    return next(iter(db.query(sql, params)), None)
