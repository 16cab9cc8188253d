"""Things in the street with a number of their own, from the municipality's registers."""

from collections.abc import Sequence

from ..domain import assets as rules
from ..domain.assets import Asset, Near
from . import rows
from .database import Database


def near(db: Database, lat: float | None, lon: float | None, kind: str) -> list[Near]:
    """The few of a kind within reach of a place, the nearest first."""
    if lat is None or lon is None or not kind:
        return []
    south, west, north, east = rules.box(lat, lon)
    found = db.query(
        "SELECT * FROM assets WHERE lat BETWEEN :south AND :north AND lon BETWEEN :west AND :east"
        " AND kind = :kind",
        {"south": south, "north": north, "west": west, "east": east, "kind": kind},
    )
    return rules.nearest((rows.read(Asset, row) for row in found), lat, lon)


def counts(db: Database) -> dict[str, int]:
    """How many there are of each kind that there are any of."""
    found = db.query("SELECT kind, count(*) AS n FROM assets GROUP BY kind")
    return {row["kind"]: row["n"] for row in found}


def of_kind(db: Database, kind: str) -> dict[str, Asset]:
    """Every thing of a kind, by its number."""
    found = db.query("SELECT * FROM assets WHERE kind = :kind", {"kind": kind})
    return {row["number"]: rows.read(Asset, row) for row in found}


def put(db: Database, things: Sequence[Asset]) -> None:
    """Write them inside the caller's transaction, each new or in the place of its number."""
    if not things:
        return
    names = list(rows.values(things[0]))
    places = ", ".join(f":{name}" for name in names)
    changed = ", ".join(f"{name} = excluded.{name}" for name in names if name != "id")
    db.execute_many(
        f"INSERT INTO assets ({', '.join(names)}) VALUES ({places})"
        f" ON CONFLICT (kind, number) DO UPDATE SET {changed}",
        [rows.values(thing) for thing in things],
    )
