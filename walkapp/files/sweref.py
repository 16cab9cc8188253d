"""Positions in metres, as Swedish registers hold them (SWEREF 99), made degrees.

Which way a file's axes go is told by the numbers: in Sweden north is always more than six million
metres and east less than one. So is SWEREF 99 TM from the twelve local zones, whose east is less
than 250 000; which of the twelve it is, nobody can tell but the one who exported the file.
"""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, TypeGuard

from ..domain.errors import N_, Refused
from ..domain.importing_assets import NAMES
from .tables import GEOMETRY

# EPSG codes, the zones by their central meridian.
TM = "3006"
ZONES = {
    "3007": "SWEREF 99 12 00",
    "3008": "SWEREF 99 13 30",
    "3012": "SWEREF 99 14 15",
    "3009": "SWEREF 99 15 00",
    "3013": "SWEREF 99 15 45",
    "3010": "SWEREF 99 16 30",
    "3014": "SWEREF 99 17 15",
    "3011": "SWEREF 99 18 00",
    "3015": "SWEREF 99 18 45",
    "3016": "SWEREF 99 20 15",
    "3017": "SWEREF 99 21 45",
    "3018": "SWEREF 99 23 15",
}
SYSTEMS = {TM: "SWEREF 99 TM", **ZONES}
_NORTH, _EAST_OF_TM, _EAST_OF_RT90 = 6_000_000, 250_000, 1_000_000
# What an older GeoJSON file says of itself, as QGIS writes it.
_SAID = re.compile(rb'"crs"\s*:\s*\{[^{}]*\{[^{}]*EPSG:+(\d{4,5})"')
Pair = tuple[float, float]
Row = Mapping[str, Any]


def said_in(data: bytes) -> str:
    """The system a GeoJSON file names for itself, if it is one of these."""
    found = _SAID.search(data)
    code = found[1].decode() if found else ""
    return code if code in SYSTEMS else ""


def in_degrees(rows: Sequence[Row], system: str = "") -> list[dict[str, Any]]:
    """The rows with every position in degrees; those that are so already stay as they are.

    `system` is the EPSG code of the file, empty to tell it by the numbers. Raises Refused when the
    numbers do not tell.
    """
    turn = _turner(system)
    return [_row(row, turn) for row in rows]


def _turner(system: str) -> Callable[[float, float], Pair]:
    """What makes latitude and longitude of two numbers in metres, whichever comes first."""
    known: dict[str, Any] = {}

    def turn(one: float, other: float) -> Pair:
        north, east = max(one, other), min(one, other)
        code = system or _told_by(east)
        if code not in known:
            known[code] = _projection(code)
        lon, lat = known[code].transform(east, north)
        return round(lat, 7), round(lon, 7)

    return turn


def _projection(code: str) -> Any:
    from pyproj import Transformer  # takes a while to load, and few files are in metres

    return Transformer.from_crs(f"EPSG:{code}", "EPSG:4326", always_xy=True)


def _told_by(east: float) -> str:
    if east >= _EAST_OF_RT90:
        raise Refused(
            N_("Platserna ser ut att stå i RT 90. Exportera om filen till SWEREF 99 eller grader."),
            field="system",
        )
    if east < _EAST_OF_TM:
        raise Refused(
            N_("Platserna står i en lokal zon av SWEREF 99. Välj vilken."), field="system"
        )
    return TM


def _row(row: Row, turn: Callable[[float, float], Pair]) -> dict[str, Any]:
    found = dict(row)
    keys = {str(name).strip().casefold(): name for name in row}
    lat, lon = _column(keys, NAMES["lat"]), _column(keys, NAMES["lon"])
    if lat is not None and lon is not None:
        pair = _number(row[lat]), _number(row[lon])
        if _is_in_metres(pair):
            found[lat], found[lon] = turn(*pair)
    geometry = row.get(GEOMETRY)
    if isinstance(geometry, dict) and "coordinates" in geometry:
        moved = _moved(geometry["coordinates"], turn)
        found[GEOMETRY] = {**geometry, "coordinates": moved}
    return found


def _column(keys: Mapping[str, str], words: Iterable[str]) -> str | None:
    return next((keys[word] for word in words if word in keys), None)


def _moved(coordinates: Any, turn: Callable[[float, float], Pair]) -> Any:
    """The same nest of lists with each position turned; GeoJSON has longitude first."""
    if not isinstance(coordinates, list):
        return coordinates
    if len(coordinates) >= 2 and all(type(part) in (int, float) for part in coordinates[:2]):
        pair = float(coordinates[0]), float(coordinates[1])
        return [*reversed(turn(*pair))] if _is_in_metres(pair) else coordinates
    return [_moved(one, turn) for one in coordinates]


def _is_in_metres(pair: tuple[float | None, float | None]) -> TypeGuard[Pair]:
    one, other = pair
    return one is not None and other is not None and max(one, other) > _NORTH


def _number(value: Any) -> float | None:
    """A number as a spreadsheet writes it: `6 547 123,45`."""
    try:
        return float(re.sub(r"\s", "", str(value)).replace(",", "."))
    except ValueError:
        return None
