"""GeoJSON (RFC 7946): positions as longitude, latitude in WGS 84."""

import json
from collections.abc import Iterable, Iterator, Mapping

Placed = tuple[float | None, float | None, Mapping[str, object]]


def collection(features: Iterable[Placed]) -> bytes:
    """A FeatureCollection of points from (lat, lon, properties); no position gives no geometry."""
    return b"".join(stream(features))


def stream(features: Iterable[Placed]) -> Iterator[bytes]:
    """The same, a feature at a time."""
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
    return {"type": "Point", "coordinates": [lon, lat]}
