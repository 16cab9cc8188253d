"""GeoJSON (RFC 7946): positions as longitude, latitude in WGS 84."""

import json
from collections.abc import Iterable, Mapping


def collection(
    features: Iterable[tuple[float | None, float | None, Mapping[str, object]]],
) -> bytes:
    """A FeatureCollection of points from (lat, lon, properties); no position gives no geometry."""
    return json.dumps(
        {
            "type": "FeatureCollection",
            "features": [
                {
                    "type": "Feature",
                    "geometry": _point(lat, lon),
                    "properties": dict(properties),
                }
                for lat, lon, properties in features
            ],
        },
        ensure_ascii=False,
    ).encode()


def _point(lat: float | None, lon: float | None) -> dict[str, object] | None:
    if lat is None or lon is None:
        return None
    return {"type": "Point", "coordinates": [lon, lat]}
