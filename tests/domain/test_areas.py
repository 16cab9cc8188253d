"""Areas, parties and the municipality as they are typed."""

import json

import pytest

from walkapp.domain import areas, municipality
from walkapp.domain.errors import Refused
from walkapp.domain.places import inside

RING = [[16.5, 59.0], [16.6, 59.0], [16.6, 59.1], [16.5, 59.0]]
POLYGON = {"type": "Polygon", "coordinates": [RING]}


@pytest.mark.parametrize(
    "given",
    [
        POLYGON,
        {"type": "Feature", "properties": None, "geometry": POLYGON},
        {"type": "FeatureCollection", "features": [{"type": "Feature", "geometry": POLYGON}]},
        {"type": "Polygon", "coordinates": [[[x, y, 12.5] for x, y in RING]]},
        {"type": "Polygon", "bbox": [1, 2, 3, 4], "coordinates": [RING]},
    ],
)
def test_an_outline_is_unwrapped_and_flattened(given: object) -> None:
    kept = areas.checked_outline(json.dumps(given))
    assert kept and json.loads(kept) == POLYGON
    assert inside(kept, 59.02, 16.58) and not inside(kept, 59.08, 16.52)


def test_several_parts_are_kept_and_nothing_is_nothing() -> None:
    several = {"type": "MultiPolygon", "coordinates": [[RING], [RING]]}
    kept = areas.checked_outline(json.dumps(several))
    assert kept and json.loads(kept) == several
    assert areas.checked_outline("  \n ") is None


@pytest.mark.parametrize(
    "given",
    [
        "inte json",
        "[]",
        "1",
        "null",
        '{"type":"Point","coordinates":[16,59]}',
        '{"type":"Polygon"}',
        '{"type":"Polygon","coordinates":[]}',
        '{"type":"Polygon","coordinates":[[]]}',
        '{"type":"Polygon","coordinates":"x"}',
        '{"type":"Polygon","coordinates":[[[16,59],[17,59],[16,59]]]}',
        '{"type":"Polygon","coordinates":[[[16,59],[17,59],[17,60],[16,60]]]}',
        '{"type":"Polygon","coordinates":[[[16,159],[17,59],[17,60],[16,159]]]}',
        '{"type":"Polygon","coordinates":[[[NaN,59],[17,59],[17,60],[NaN,59]]]}',
        '{"type":"Polygon","coordinates":[[[1e999,59],[17,59],[17,60],[1e999,59]]]}',
        '{"type":"Polygon","coordinates":[[["16",59],[17,59],[17,60],["16",59]]]}',
        '{"type":"Polygon","coordinates":[[[true,59],[17,59],[17,60],[true,59]]]}',
        '{"type":"Polygon","coordinates":[[{},[17,59],[17,60],{}]]}',
        '{"type":"MultiPolygon","coordinates":[]}',
        '{"type":"FeatureCollection","features":[]}',
        '{"type":"Feature"}',
        "[" * 100_000,
        '{"a":' * 50_000,
        '{"type":"Polygon","coordinates":[[[' + "9" * 4000 + ",59],[17,59],[17,60],[16,59]]]}",
        " " + "x" * 400_001,
    ],
)
def test_every_other_text_is_refused_beside_the_field(given: str) -> None:
    with pytest.raises(Refused) as refused:
        areas.checked_outline(given)
    assert refused.value.field == "polygon"


def test_an_outline_of_too_many_points_is_refused() -> None:
    ring = [[16.5 + n / 1e6, 59.0] for n in range(6000)]
    given = {"type": "Polygon", "coordinates": [[*ring, ring[0]]]}
    with pytest.raises(Refused, match="för många punkter"):
        areas.checked_outline(json.dumps(given))


@pytest.mark.parametrize(
    ("short_name", "prefix"),
    [
        ("Flen", "FLEN"),
        ("Upplands Väsby", "UPPLANDSVASB"),
        ("Malå", "MALA"),
        ("Örebro", "OREBRO"),
        ("Östra Göinge", "OSTRAGOINGE"),
    ],
)
def test_fix_numbers_begin_with_the_municipality(short_name: str, prefix: str) -> None:
    made = municipality.new(f"{short_name} kommun", short_name)
    assert made.number_prefix == prefix and made.short_name == short_name


@pytest.mark.parametrize(
    ("name", "short"), [("", "Flen"), ("Flens kommun", "!!"), ("x" * 101, "F")]
)
def test_a_municipality_needs_its_names(name: str, short: str) -> None:
    with pytest.raises(Refused):
        municipality.new(name, short)
