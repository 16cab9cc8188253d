"""Place and time from EXIF are a hint, taken only when whole and possible."""

import pytest
from PIL import Image
from PIL.TiffImagePlugin import IFDRational

from tests.storage import pictures
from walkapp.storage.pixels.result import Suggestion
from walkapp.storage.pixels.suggestion import BROKEN_EXIF, orientation, suggest


def gps(
    lat: object = (59, 3, 29.16),
    lat_ref: object = "N",
    lon: object = (16, 35, 17.88),
    lon_ref: object = "E",
) -> Image.Exif:
    exif = Image.Exif()
    exif.get_ifd(0x8825).update({1: lat_ref, 2: lat, 3: lon_ref, 4: lon})
    return exif


def taken(text: object) -> Image.Exif:
    exif = Image.Exif()
    exif.get_ifd(0x8769)[0x9003] = text
    return exif


@pytest.mark.parametrize(
    ("exif", "lat", "lon"),
    [
        (gps(), 59.0581, 16.5883),
        (gps(lat_ref="S", lon_ref="W"), -59.0581, -16.5883),
        (gps(lat_ref=b"N\0", lon_ref=b"E"), 59.0581, 16.5883),
        (gps(lat=(59.0581, 0, 0), lon=(16.5883, 0, 0)), 59.0581, 16.5883),
        (gps(lat=(90, 0, 0), lon=(180, 0, 0)), 90.0, 180.0),
        (gps(lat=(IFDRational(590581, 10000), 0, 0)), 59.0581, 16.5883),
    ],
)
def test_a_possible_position_is_suggested(exif: Image.Exif, lat: float, lon: float) -> None:
    assert suggest(exif) == Suggestion(lat, lon, None)


@pytest.mark.parametrize(
    "exif",
    [
        Image.Exif(),
        gps(lat_ref=None),
        gps(lon_ref="X"),
        gps(lon_ref=""),
        gps(lat_ref=7),
        gps(lat=None),
        gps(lat=(59, 3)),
        gps(lat=(59, 3, 29, 1)),
        gps(lat="593"),
        gps(lat=("a", "b", "c")),
        gps(lat=59.5),
        gps(lat=(91, 0, 0)),
        gps(lon=(180, 0, 1)),
        gps(lat=(-59, 0, 0)),
        gps(lat=(IFDRational(59, 0), 0, 0)),
        gps(lat=(float("inf"), 0, 0)),
        gps(lat=(0, 0, 0), lon=(0, 0, 0)),
    ],
)
def test_an_impossible_position_is_none(exif: Image.Exif) -> None:
    assert suggest(exif) == Suggestion()


def test_the_time_is_local_and_without_a_zone() -> None:
    assert suggest(taken("2026:11:22 18:05:00")).taken_at == "2026-11-22T18:05:00"


@pytest.mark.parametrize(
    "text",
    [
        "",
        "0000:00:00 00:00:00",
        "1970:01:01 00:00:00",
        "2100:01:01 00:00:00",
        "2026:13:01 10:00:00",
        "2026:02:30 10:00:00",
        "2026:02:03 24:00:00",
        "2026-02-03T10:00:00",
        "    :  :     :  :  ",
        "<script>alert(1)</script>",
        7,
        b"2026:11:22 18:05:00",
    ],
)
def test_an_impossible_time_is_none(text: object) -> None:
    assert suggest(taken(text)).taken_at is None


@pytest.mark.parametrize(
    ("value", "held"), [(6, 6), (0, 1), (9, 1), ("6", 1), ((6,), 1), (None, 1)]
)
def test_an_orientation_is_one_to_eight(value: object, held: int) -> None:
    exif = Image.Exif()
    exif[0x0112] = value
    assert orientation(exif) == held


@pytest.mark.filterwarnings("ignore::UserWarning")  # Pillow says that it is broken
@pytest.mark.parametrize("cut", range(6, len(pictures.exif((59.0, 16.0))), 7))
def test_a_broken_exif_block_suggests_nothing_wrong(cut: int) -> None:
    whole = pictures.exif((59.0581, 16.5883), 6)
    exif = Image.Exif()
    try:
        exif.load(whole[:cut])
    except BROKEN_EXIF:
        return
    found, held = suggest(exif), orientation(exif)
    assert held in (1, 6)
    assert found.lat in (None, 59.0581)
    assert found.taken_at in (None, "2026-11-22T18:05:00")
