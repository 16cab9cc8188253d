"""Positions and areas."""

import json

import pytest

from walkapp.domain import places
from walkapp.domain.errors import Refused

SQUARE = [[0.0, 0.0], [2.0, 0.0], [2.0, 2.0], [0.0, 2.0], [0.0, 0.0]]
HOLE = [[0.5, 0.5], [1.5, 0.5], [1.5, 1.5], [0.5, 1.5], [0.5, 0.5]]
POLYGON = json.dumps({"type": "Polygon", "coordinates": [SQUARE, HOLE]})


@pytest.mark.parametrize(
    ("lat", "lon"),
    [
        (91, 0),
        (-90.1, 0),
        (0, 180.5),
        (float("nan"), 0),
        (0, float("inf")),
        (59.0, None),
        (None, 16.0),
    ],
)
def test_impossible_positions_are_refused(lat: float | None, lon: float | None) -> None:
    with pytest.raises(Refused):
        places.checked_position(lat, lon)


def test_no_position_is_allowed_and_a_real_one_is_rounded() -> None:
    assert places.checked_position(None, None) is None
    assert places.checked_position(59.05812345678, 16.5) == (59.0581235, 16.5)


@pytest.mark.parametrize(
    ("place", "area", "said"),
    [
        ("Gångvägen genom Sveaparken", "Sveaparken", ("Gångvägen genom Sveaparken",)),
        ("Sveaparkens entré", "sveaparken", ("Sveaparkens entré",)),
        ("Perrong 2", "Resecentrum", ("Perrong 2", "Resecentrum")),
        ("Centrumkiosken", "Centrum", ("Centrumkiosken", "Centrum")),
        ("", "Centrum", ("Centrum",)),
        ("Torget", "", ("Torget",)),
        ("", "", ()),
    ],
)
def test_an_area_that_the_place_names_is_not_said_again(
    place: str, area: str, said: tuple[str, ...]
) -> None:
    assert places.said_once(place, area) == said


def test_one_degree_of_latitude_is_111_kilometres() -> None:
    # 2·π·R/360 with the mean radius of the Earth.
    assert places.metres_between((59, 16), (60, 16)) == pytest.approx(111_195, abs=1)


def test_distance_is_alike_both_ways_and_zero_to_itself() -> None:
    a, b = (59.058, 16.588), (59.0581, 16.5882)
    assert places.metres_between(a, b) == places.metres_between(b, a)
    assert places.metres_between(a, a) == 0


@pytest.mark.parametrize(
    ("lat", "lon", "expected"),
    [(0.2, 0.2, True), (1.0, 1.0, False), (3.0, 1.0, False), (1.0, 1.8, True)],
)
def test_inside_a_polygon_with_a_hole(lat: float, lon: float, expected: bool) -> None:
    assert places.inside(POLYGON, lat, lon) is expected


def test_inside_one_part_of_several() -> None:
    two = json.dumps({"type": "MultiPolygon", "coordinates": [[HOLE], [SQUARE]]})
    assert places.inside(two, 0.2, 0.2)


def test_the_size_leaves_holes_out_and_adds_parts_up() -> None:
    square = "[[0,0],[4,0],[4,4],[0,4],[0,0]]"
    hole = "[[1,1],[2,1],[2,2],[1,2],[1,1]]"
    whole = f'{{"type":"Polygon","coordinates":[{square}]}}'
    holed = f'{{"type":"Polygon","coordinates":[{square},{hole}]}}'
    both = f'{{"type":"MultiPolygon","coordinates":[[{square}],[{hole}]]}}'
    assert [places.size_of(text) for text in (whole, holed, both)] == [16, 15, 17]


def test_nothing_lies_inside_nothing() -> None:
    assert not places.inside('{"type":"MultiPolygon","coordinates":[]}', 0.0, 0.0)
