"""Fixes chosen one by one, or as all of a list, for an act that concerns them all."""

from collections.abc import Iterator, Sequence

from ...domain.fixes import Fix
from .. import rows
from ..database import Database
from .filtering import Filter, conditions

_AT_ONCE = 500


def with_ids(db: Database, ids: Sequence[str], seen: Filter | None = None) -> list[Fix]:
    """The fixes with these ids, in their order; with `seen` only those that person may see."""
    where, params = conditions(db.engine, seen) if seen else ("1 = 1", {})
    found: dict[str, Fix] = {}
    for some in _parts(list(dict.fromkeys(ids))):
        names = {f"chosen_{n}": fix_id for n, fix_id in enumerate(some)}
        inside = ", ".join(f":{name}" for name in names)
        sql = f"SELECT * FROM fixes WHERE {where} AND id IN ({inside})"
        found |= {row["id"]: rows.read(Fix, row) for row in db.query(sql, {**params, **names})}
    return [found[fix_id] for fix_id in dict.fromkeys(ids) if fix_id in found]


def all_of(db: Database, wanted: Filter, most: int) -> list[Fix]:
    """The fixes of a list, at most so many, in order of number."""
    where, params = conditions(db.engine, wanted)
    sql = f"SELECT * FROM fixes WHERE {where} ORDER BY serial LIMIT :most"
    return [rows.read(Fix, row) for row in db.query(sql, {**params, "most": most})]


def fresh(db: Database, fixes: Sequence[Fix]) -> set[str]:
    """The ids of those that nobody has changed since they were read, and nobody will before the
    caller's transaction ends.
    """
    read = {fix.id: fix.version for fix in fixes}
    found: set[str] = set()
    # SQLite lets one in at a time from the transaction's beginning.
    locked = "ORDER BY id FOR UPDATE" if db.engine == "postgres" else ""
    # In one order for all, so that two that want the same rows never wait for each other.
    for some in _parts(sorted(read)):
        names = {f"chosen_{n}": fix_id for n, fix_id in enumerate(some)}
        inside = ", ".join(f":{name}" for name in names)
        sql = f"SELECT id, version FROM fixes WHERE id IN ({inside}) {locked}"
        found |= {r["id"] for r in db.query(sql, names) if r["version"] == read[r["id"]]}
    return found


def _parts(ids: list[str]) -> Iterator[list[str]]:
    for start in range(0, len(ids), _AT_ONCE):
        yield ids[start : start + _AT_ONCE]
