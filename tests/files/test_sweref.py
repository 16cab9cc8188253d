"""Positions in metres made degrees: on each zone's own meridian, where the arc tells the truth."""

import math

import pytest

from walkapp.domain.errors import Refused
from walkapp.files import sweref

LAT = 59.058


def arc(lat: float) -> float:
    """Metres along a meridian from the equator, by the trapezoids of GRS 80's own curvature."""
    a, flat = 6378137.0, 1 / 298.257222101
    e2, steps = flat * (2 - flat), 20_000
    end = math.radians(lat)

    def radius(at: float) -> float:
        return a * (1 - e2) / (1 - e2 * math.sin(at) ** 2) ** 1.5

    inner = sum(radius(end * n / steps) for n in range(1, steps))
    return (inner + (radius(0) + radius(end)) / 2) * end / steps


def meridian(name: str) -> float:
    """What a zone's name says: `SWEREF 99 13 30` is 13 degrees and 30 minutes."""
    degrees, minutes = name.split()[2:]
    return int(degrees) + int(minutes) / 60


@pytest.mark.parametrize(("code", "name"), sweref.ZONES.items())
def test_a_local_zone_is_the_one_its_name_says(code: str, name: str) -> None:
    row = {"nummer": "17", "N": f"{arc(LAT):.3f}", "E": "150000"}
    [found] = sweref.in_degrees([row], code)
    assert (found["N"], found["E"]) == pytest.approx((LAT, meridian(name)), abs=1e-6)


@pytest.mark.parametrize(
    "row",
    [
        {"N": "{north}", "E": "500000"},
        {"x": "{north}", "y": "500 000,0"},  # the geodesists' x is north
        {"X": "500000", "Y": "{north}"},  # the map makers' x is east
        {"Lat": "{north}", "Lon": "500\u00a0000"},
    ],
)
def test_tm_tells_itself_whichever_way_the_axes_go(row: dict[str, str]) -> None:
    north = f"{arc(LAT) * 0.9996:.3f}"
    [found] = sweref.in_degrees([{name: text.format(north=north) for name, text in row.items()}])
    assert sorted(found.values()) == pytest.approx([15.0, LAT], abs=1e-6)
    names = {name.casefold(): value for name, value in found.items()}
    latitude = next(names[name] for name in ("n", "lat", "y") if name in names)
    assert latitude == pytest.approx(LAT, abs=1e-6)


def test_a_shape_is_moved_point_by_point_and_its_heights_are_left_out() -> None:
    north = arc(LAT) * 0.9996
    ring = [[500000.0, north, 12.0], [500100.0, north, 12.0], [500000.0, north + 100, 12.0]]
    row = {"namn": "Gården", "geometry": {"type": "Polygon", "coordinates": [ring]}}
    [found] = sweref.in_degrees([row])
    [[first, second, third]] = found["geometry"]["coordinates"]
    assert first == pytest.approx([15.0, LAT], abs=1e-6)
    assert second[0] > first[0] and third[1] > first[1]
    assert row["geometry"]["coordinates"] == [ring]  # what was given is left as it was


def test_what_is_in_degrees_or_no_number_stays_as_it_is() -> None:
    rows = [{"lat": "59,058", "lon": "16,588"}, {"lat": "norr", "lon": ""}, {"nummer": 17}]
    rows += [{"geometry": {"type": "Point", "coordinates": [16.588, 59.058]}}, {"geometry": None}]
    assert sweref.in_degrees(rows, "3010") == rows


@pytest.mark.parametrize(
    ("east", "sentence"), [("155045", "lokal zon"), ("1585000", "RT 90"), ("249999", "lokal zon")]
)
def test_what_the_numbers_do_not_tell_is_asked_for(east: str, sentence: str) -> None:
    with pytest.raises(Refused, match=sentence) as refusal:
        sweref.in_degrees([{"N": "6547000", "E": east}])
    assert refusal.value.field == "system"


@pytest.mark.parametrize(
    ("crs", "code"),
    [("urn:ogc:def:crs:EPSG::3011", "3011"), ("EPSG:3006", "3006"), ("EPSG:3021", ""), ("", "")],
)
def test_an_older_geojson_says_which_it_is(crs: str, code: str) -> None:
    head = '{"type": "FeatureCollection", "crs": {"type": "name", "properties": {"name": "'
    assert sweref.said_in(f'{head}{crs}"}}}}, "features": []}}'.encode()) == code
