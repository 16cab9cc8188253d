"""Positions: WGS 84 degrees, distances in metres."""

import json
import math
import re
from functools import lru_cache

from .errors import N_, Refused

EARTH_RADIUS_M = 6_371_008.8  # mean radius, IUGG 1980


def checked_position(lat: float | None, lon: float | None) -> tuple[float, float] | None:
    """A position with seven decimals (about one centimetre), or none when both are absent.

    Raises Refused for half a position, NaN, infinity or degrees outside the globe.
    """
    if lat is None and lon is None:
        return None
    if lat is None or lon is None:
        raise Refused(N_("Positionen är inte hel. Sätt den på kartan igen."), field="lat")
    if not (math.isfinite(lat) and math.isfinite(lon) and abs(lat) <= 90 and abs(lon) <= 180):
        raise Refused(N_("Positionen finns inte på jorden. Sätt den på kartan."), field="lat")
    return round(lat, 7), round(lon, 7)


def said_once(place: str, area: str) -> tuple[str, ...]:
    """The place and its area, without the area where the place has it in its name."""
    named = bool(area) and re.search(rf"\b{re.escape(area)}s?\b", place, re.IGNORECASE)
    return tuple(word for word in (place, "" if named else area) if word)


def metres_between(a: tuple[float, float], b: tuple[float, float]) -> float:
    """Great-circle distance in metres between two (lat, lon) by the haversine formula."""
    lat_a, lat_b = math.radians(a[0]), math.radians(b[0])
    half_lat = math.sin((lat_b - lat_a) / 2) ** 2
    half_lon = math.sin(math.radians(b[1] - a[1]) / 2) ** 2
    square = half_lat + math.cos(lat_a) * math.cos(lat_b) * half_lon
    return 2 * EARTH_RADIUS_M * math.asin(math.sqrt(min(1.0, square)))


def inside(polygon_geojson: str, lat: float, lon: float) -> bool:
    """Whether the position lies in a GeoJSON Polygon or MultiPolygon (even-odd rule)."""
    south, west, north, east = _bounds(polygon_geojson)
    if not (south <= lat <= north and west <= lon <= east):
        return False
    return any(
        sum(_crosses(ring, lat, lon) for ring in rings) % 2 == 1
        for rings in _polygons(polygon_geojson)
        if rings
    )


def size_of(polygon_geojson: str) -> float:
    """How large a Polygon or MultiPolygon is, holes taken off: good for comparing within a town.

    In square degrees by the shoelace formula; not square metres.
    """
    return sum(
        _shoelace(rings[0]) - sum(map(_shoelace, rings[1:]))
        for rings in _polygons(polygon_geojson)
        if rings
    )


def _polygons(polygon_geojson: str) -> list[list[list[list[float]]]]:
    geometry = json.loads(polygon_geojson)
    parts = geometry["coordinates"]
    return [parts] if geometry["type"] == "Polygon" else parts


@lru_cache(maxsize=4096)
def _bounds(polygon_geojson: str) -> tuple[float, float, float, float]:
    """South, west, north, east. Kept: of thousands of areas nearly all lie elsewhere."""
    points = [
        point for rings in _polygons(polygon_geojson) for ring in rings for point in ring
    ] or [[math.inf, math.inf]]
    lons, lats = [point[0] for point in points], [point[1] for point in points]
    return min(lats), min(lons), max(lats), max(lons)


def _shoelace(ring: list[list[float]]) -> float:
    pairs = zip(ring, ring[1:] + ring[:1], strict=True)
    return abs(sum(x1 * y2 - x2 * y1 for (x1, y1), (x2, y2) in pairs)) / 2


def _crosses(ring: list[list[float]], lat: float, lon: float) -> int:
    crossings = 0
    for (x1, y1), (x2, y2) in zip(ring, ring[1:] + ring[:1], strict=True):
        if (y1 > lat) != (y2 > lat) and lon < (x2 - x1) * (lat - y1) / (y2 - y1) + x1:
            crossings += 1
    return crossings
