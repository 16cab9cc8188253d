"""GeoJSON as other programs read it."""

import json

from walkapp.files.geojson import stream


def test_a_point_is_longitude_first() -> None:
    made = json.loads(b"".join(stream([(59.058, 16.588, {"nummer": "FLEN-2026-001"})])))
    assert made["features"][0]["geometry"] == {"type": "Point", "coordinates": [16.588, 59.058]}
    assert made["features"][0]["properties"] == {"nummer": "FLEN-2026-001"}


def test_what_has_no_position_is_still_there() -> None:
    made = json.loads(b"".join(stream([(None, None, {"nummer": "x"})])))
    assert made["features"][0]["geometry"] is None
