"""The demo's drawn town."""

import json
import re

import pytest

from tests.test_shape import ROOT
from walkapp.demo import places, town
from walkapp.domain.categories import PLACE_TYPES
from walkapp.domain.places import inside, metres_between

SCRIPT = ROOT / "static" / "js" / "map" / "drawing.js"


def test_the_committed_drawing_is_the_built_one() -> None:
    assert town.FILE.read_text(encoding="utf-8") == town.text()
    assert json.loads(town.text()) == town.build()


def test_the_drawing_is_small_and_says_that_it_is_schematic() -> None:
    assert town.FILE.stat().st_size <= 60_000
    features = town.build()["features"]
    assert 80 <= len(features) <= 200
    assert {feature["properties"]["note"] for feature in features} == {"schematisk"}


def test_the_map_knows_how_to_draw_every_kind() -> None:
    table = SCRIPT.read_text().partition("const KINDS = {")[2].partition("};")[0]
    known = set(re.findall(r"^  (\w+):", table, re.MULTILINE))
    assert {feature["properties"]["kind"] for feature in town.build()["features"]} == known


def test_rings_are_closed_and_lie_in_one_small_town() -> None:
    for feature in town.build()["features"]:
        drawn = feature["geometry"]["coordinates"]
        rings = drawn if feature["geometry"]["type"] == "Polygon" else [drawn]
        for ring in rings:
            if feature["geometry"]["type"] == "Polygon":
                assert ring[0] == ring[-1]
            assert all(metres_between((lat, lon), places.ORIGIN) < 1300 for lon, lat in ring)


@pytest.mark.parametrize("key", places.PLACES)
def test_every_place_lies_in_one_area_and_has_a_type(key: str) -> None:
    place = places.PLACES[key]
    lat, lon = places.degrees(place.at)
    holding = [
        name for name, ring in places.AREAS.items() if inside(places.outline(ring), lat, lon)
    ]
    assert len(holding) == 1
    assert place.kind in PLACE_TYPES


def test_offsets_are_metres() -> None:
    assert places.degrees((0, 0)) == places.ORIGIN
    for point in [(300.0, 0.0), (0.0, 300.0), (-180.0, -240.0)]:
        assert metres_between(places.ORIGIN, places.degrees(point)) == pytest.approx(300, abs=1)
