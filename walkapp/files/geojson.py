"""GeoJSON (RFC 7946): positions as longitude, latitude in WGS 84."""

import json
from collections.abc import Iterable, Iterator, Mapping

Placed = tuple[float | None, float | None, Mapping[str, object]]


def stream(features: Iterable[Placed]) -> Iterator[bytes]:
    """A FeatureCollection of points from (lat, lon, properties), a feature at a time.

    No position gives no geometry.
    """
    yield b'{"type": "FeatureCollection", "features": ['
    for number, (lat, lon, properties) in enumerate(features):
        feature = {
            "type": "Feature",
            "geometry": _point(lat, lon),
            "properties": dict(properties),
        }
        yield (", " if number else "").encode() + json.dumps(feature, ensure_ascii=False).encode()
    yield b"]}"


def _point(lat: float | None, lon: float | None) -> dict[str, object] | None:
    if lat is None or lon is None:
        return None
    return {"type": "Point", "coordinates": [round(lon, 7), round(lat, 7)]}
