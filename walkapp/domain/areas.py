"""The drawn outline of an area: GeoJSON as an analyst exports it, made fit to keep."""

import json
import math
from dataclasses import dataclass, replace
from typing import Any

from . import text
from .errors import N_, Conflict, Refused
from .events import Event
from .history import add_line, edit_line
from .ids import new_id
from .people import Area, Person

MAX_NAME, MAX_GEOJSON, MAX_POINTS = 60, 400_000, 5_000
_NOT_READ = N_("Ytan gick inte att läsa. Klistra in GeoJSON med en Polygon eller MultiPolygon.")


@dataclass(frozen=True)
class Given:
    """An area as typed: `polygon` is GeoJSON as pasted or drawn, or nothing."""

    name: str
    polygon: str = ""
    land: bool = False


def new(given: Given, *, by: Person, at: str) -> tuple[Area, Event]:
    """A new area. Raises Refused beside the field that does not do."""
    area = _written(Area(new_id(), ""), given)
    return area, add_line("area", area.id, by=by, at=at)


def change(area: Area, given: Given, *, read: int, by: Person, at: str) -> tuple[Area, Event]:
    """The next version. `read` is the version that was seen; Conflict if it is older."""
    if area.version != read:
        raise Conflict
    changed = replace(_written(area, given), version=area.version + 1)
    return changed, edit_line("area", area.id, changed.version, by=by, at=at)


def _written(area: Area, given: Given) -> Area:
    name = text.line(given.name, "name", MAX_NAME)
    if not name:
        raise Refused(N_("Skriv vad området heter."), field="name")
    polygon = checked_outline(given.polygon)
    if given.land and polygon is None:
        raise Refused(
            N_("Rita ytan. Utan den går det inte att se vad som hör dit."), field="polygon"
        )
    return replace(area, name=name, polygon=polygon, land=given.land)


def checked_outline(given: str) -> str | None:
    """A Polygon or MultiPolygon geometry as compact GeoJSON (RFC 7946), or none.

    A Feature, or a collection of one, is unwrapped; heights are dropped; positions get seven
    decimals.
    """
    if not given.strip():
        return None
    if len(given) > MAX_GEOJSON:
        raise Refused(N_("Ytan har för många punkter. Förenkla den först."), field="polygon")
    try:
        geometry = _geometry(json.loads(given))
    except (ValueError, RecursionError):
        raise Refused(_NOT_READ, field="polygon") from None
    kind, parts = geometry.get("type"), geometry.get("coordinates")
    if kind == "Polygon":
        coordinates: list[Any] = _polygon(parts)
    elif kind == "MultiPolygon" and isinstance(parts, list) and parts:
        coordinates = [_polygon(part) for part in parts]
    else:
        raise Refused(_NOT_READ, field="polygon")
    kept = json.dumps({"type": kind, "coordinates": coordinates}, separators=(",", ":"))
    if kept.count(",") // 2 > MAX_POINTS:
        raise Refused(N_("Ytan har för många punkter. Förenkla den först."), field="polygon")
    return kept


def _geometry(given: Any) -> dict[str, Any]:
    if isinstance(given, dict) and given.get("type") == "FeatureCollection":
        features = given.get("features")
        if not isinstance(features, list) or len(features) != 1:
            raise Refused(N_("Filen ska innehålla en enda yta."), field="polygon")
        given = features[0]
    if isinstance(given, dict) and given.get("type") == "Feature":
        given = given.get("geometry")
    if not isinstance(given, dict):
        raise Refused(_NOT_READ, field="polygon")
    return given


def _polygon(rings: Any) -> list[list[list[float]]]:
    if not isinstance(rings, list) or not rings:
        raise Refused(_NOT_READ, field="polygon")
    return [_ring(ring) for ring in rings]


def _ring(points: Any) -> list[list[float]]:
    if not isinstance(points, list) or len(points) < 4:
        raise Refused(N_("En yta behöver minst tre hörn."), field="polygon")
    ring = [_point(point) for point in points]
    if ring[0] != ring[-1]:
        raise Refused(N_("Ytan är inte sluten: den ska sluta där den börjar."), field="polygon")
    return ring


def _point(point: Any) -> list[float]:
    if not isinstance(point, list) or not 2 <= len(point) <= 4:
        raise Refused(_NOT_READ, field="polygon")
    if not all(type(part) in (int, float) for part in point[:2]):
        raise Refused(_NOT_READ, field="polygon")
    lon, lat = point[0], point[1]
    if not (_within(lon, 180) and _within(lat, 90)):
        raise Refused(
            N_("Ytans punkter ska vara longitud och latitud i grader (WGS 84)."), field="polygon"
        )
    return [round(float(lon), 7), round(float(lat), 7)]


def _within(degrees: float, most: int) -> bool:
    # Comparing comes first: a whole number of a thousand digits is no float.
    return abs(degrees) <= most and math.isfinite(degrees)
