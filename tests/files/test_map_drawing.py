"""The small map: what is near is drawn, what is far is not, and words never become markup."""

import json
import xml.etree.ElementTree as ET
from pathlib import Path

from walkapp.files import map_drawing

DEMO = Path(__file__).resolve().parents[2] / "walkapp" / "demo" / "map.geojson"
NAME = "{http://www.w3.org/2000/svg}"


def classes(svg: str) -> set[str]:
    return {element.get("class", "") for element in ET.fromstring(svg).iter()}


def test_the_demo_town_is_drawn_around_the_station() -> None:
    features = map_drawing.read(DEMO.read_text())
    svg = map_drawing.drawn(features, 59.058, 16.588, label="Karta: resecentrum")
    assert {"draw-railway", "draw-street", "draw-station", "draw-pin"} <= classes(svg)
    assert "draw-water" not in classes(svg)  # the lake is half a kilometre away
    assert "Södra Banvägen" in svg and len(svg) < 8_000
    assert ET.fromstring(svg).get("aria-label") == "Karta: resecentrum"


def test_without_a_map_there_is_a_grid_and_a_pin() -> None:
    for features in (map_drawing.read("{}"), map_drawing.read(DEMO.read_text())):
        svg = map_drawing.drawn(features, 0.0, 0.0, label="Karta")
        assert {"draw-grid", "draw-pin", "draw-scale"} <= classes(svg)


def test_names_and_labels_are_text() -> None:
    line = {"type": "LineString", "coordinates": [[16.587, 59.058], [16.589, 59.058]]}
    odd = {"properties": {"kind": "street", "name": '<b>&"x'}, "geometry": line}
    features = map_drawing.read(json.dumps({"features": [odd]}))
    svg = map_drawing.drawn(features, 59.0585, 16.588, label='"><script>')
    drawing = ET.fromstring(svg)
    assert drawing.get("aria-label") == '"><script>'
    assert '<b>&"x' in {element.text for element in drawing.iter(f"{NAME}text")}


def test_what_cannot_be_drawn_is_left_out() -> None:
    point = {"type": "Point", "coordinates": [16.588, 59.058]}
    given = [
        {"properties": {"kind": "volcano"}, "geometry": {"type": "LineString", "coordinates": []}},
        {"properties": {"kind": "street"}, "geometry": point},
        {"properties": None, "geometry": None},
    ]
    assert map_drawing.read(json.dumps({"features": given})) == ()
