"""What a file is, by its first bytes; and where a JPEG's parts stand."""

from importlib.util import find_spec
from io import BytesIO

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from tests.storage import pictures
from walkapp.storage.pixels import formats
from walkapp.storage.pixels.endings import is_cut_short
from walkapp.storage.pixels.segments import SOS, asks_too_much, first_picture, segments

needs_heic = pytest.mark.skipif(not find_spec("pillow_heif"), reason="the extra heic is missing")

MAKERS = [
    pytest.param("jpeg", pictures.jpeg),
    pytest.param("png", pictures.png),
    pytest.param("webp", pictures.webp),
    pytest.param("heic", pictures.heic, marks=needs_heic),
    pytest.param("avif", pictures.avif, marks=needs_heic),
]


@pytest.mark.parametrize(("kind", "make"), MAKERS)
def test_each_accepted_format_is_known_by_its_first_64_bytes(
    kind: str, make: pictures.Maker
) -> None:
    assert formats.signature(make(32, 24)[:64]) == kind


def box(major: bytes, *compatible: bytes) -> bytes:
    return (
        (16 + 4 * len(compatible)).to_bytes(4) + b"ftyp" + major + bytes(4) + b"".join(compatible)
    )


@pytest.mark.parametrize(
    ("head", "kind"),
    [
        (box(b"heic", b"mif1", b"heic"), "heic"),
        (box(b"mif1", b"heic", b"miaf"), "heic"),
        (box(b"mif1", b"avif", b"miaf"), "avif"),
        (box(b"avis", b"msf1"), "avif"),
        (box(b"isom", b"iso2", b"mp41"), None),
        (box(b"qt  "), None),
        (box(b"isom") + b"heic", None),
        (b"", None),
        (b"\xff\xd8", None),
        (b"RIFF\x10\0\0\0WAVEfmt ", None),
        (b"GIF89a" + bytes(58), None),
        (b"II*\0" + bytes(60), None),
        (b"MM\0*" + bytes(60), None),
        (b"BM" + bytes(62), None),
        (b"%PDF-1.7\n", None),
        (b"<svg xmlns='http://www.w3.org/2000/svg'>", None),
        (b"<!doctype html>", None),
        (b" \xff\xd8\xff", None),
        (b"PK\x03\x04" + bytes(60), None),
    ],
)
def test_only_pictures_have_a_signature(head: bytes, kind: str) -> None:
    assert formats.signature(head) == kind


@given(st.binary(max_size=80))
def test_any_bytes_can_be_asked_for_their_signature(head: bytes) -> None:
    assert formats.signature(head) in (None, "jpeg", "png", "webp", "heic", "avif")


def test_heic_and_avif_are_accepted_only_with_the_extra(monkeypatch: pytest.MonkeyPatch) -> None:
    assert formats.accepted()[:3] == ("jpeg", "png", "webp")
    monkeypatch.setattr(formats, "find_spec", lambda name: None)
    assert formats.accepted() == ("jpeg", "png", "webp")
    monkeypatch.setattr(formats, "find_spec", lambda name: object())
    assert formats.accepted() == ("jpeg", "png", "webp", "heic", "avif")


@pytest.mark.parametrize(("kind", "make"), MAKERS)
def test_a_file_without_its_end_is_told_from_a_whole_one(kind: str, make: pictures.Maker) -> None:
    data = make(64, 48)
    assert not is_cut_short(kind, data)
    for part in (0.5, 0.9):
        assert is_cut_short(kind, data[: int(len(data) * part)])


def scans(data: bytes) -> int:
    return sum(segment.marker == SOS for segment in segments(data))


@pytest.mark.parametrize("count", [10, 50, 100, 500, 2000])
def test_scans_are_counted(count: int) -> None:
    assert scans(pictures.scan_bomb(count)) == count


def test_scans_in_a_thumbnail_or_comment_are_not_counted() -> None:
    inside = pictures.jpeg(32, 24, comment=b"\xff\xda\x00\x08 and \xff\xd9")
    assert scans(inside) == 1
    assert first_picture(inside) == inside


@pytest.mark.parametrize(("count", "refused"), [(99, False), (100, False), (101, True)])
def test_a_hundred_scans_is_the_limit(count: int, refused: bool) -> None:
    assert asks_too_much(pictures.scan_bomb(count)) is refused


@pytest.mark.parametrize(
    ("filler", "refused"),
    [
        (b"\xff\xe0\x00\x02" * 4_000, False),
        (b"\xff\xe0\x00\x02" * 6_000, True),
        (b"\xff\x01" * 6_000, True),
    ],
)
def test_a_jpeg_of_countless_empty_segments_asks_too_much(filler: bytes, refused: bool) -> None:
    data = pictures.jpeg(32, 24)
    assert asks_too_much(data[:2] + filler + data[2:]) is refused


def test_restarts_and_stuffed_bytes_are_picture_data() -> None:
    data = pictures.jpeg(256, 256, restart_marker_rows=1, quality=100)
    assert data.count(b"\xff\xd0") > 1
    assert b"\xff\x00" in data
    assert scans(data) == 1
    assert first_picture(data + b"<html>") == data


def test_what_follows_the_first_picture_is_cut_away() -> None:
    data = pictures.mpo(64, 48)
    first = first_picture(data)
    assert len(first) < len(data)
    assert Image.open(BytesIO(first)).getpixel((5, 5))[0] > 200


@given(st.binary(max_size=400))
def test_any_bytes_can_be_walked_through(data: bytes) -> None:
    found = list(segments(b"\xff\xd8" + data))
    assert all(2 <= segment.start <= segment.end <= len(data) + 2 for segment in found)
