"""What is no picture, broken, or meant to do harm: a code, no copies, and the child lives on."""

import struct
import sys
import zlib
from collections.abc import Iterator
from importlib.util import find_spec
from io import BytesIO
from zipfile import ZipFile

import pytest
from PIL import Image

from tests.storage import pictures
from tests.storage.pixel_runs import TELLTALES, run
from walkapp.domain.photos import PROBLEMS
from walkapp.storage.pixels.pool import Pool

needs_heic = pytest.mark.skipif(not find_spec("pillow_heif"), reason="the extra heic is missing")


@pytest.fixture(scope="module")
def pool() -> Iterator[Pool]:
    with Pool(1) as pool:
        yield pool


def refused(pool: Pool, data: bytes) -> str | None:
    out = run(pool, data)
    assert not out.cleaned.ok
    assert out.files == {}
    return out.cleaned.problem


SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'


@pytest.mark.parametrize(
    "data",
    [
        pytest.param(b"", id="nothing"),
        pytest.param(b"\xff", id="one byte"),
        pytest.param("Vi såg en trasig lampa.".encode(), id="text"),
        pytest.param(b"<!doctype html><script>alert(1)</script>", id="html"),
        pytest.param(SVG, id="svg"),
        pytest.param(b"<?php system($_GET['c']); ?>", id="php"),
        pytest.param(b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n", id="pdf"),
        pytest.param(b"%!PS-Adobe-3.0 EPSF-3.0\n", id="eps"),
        pytest.param(pictures.written(pictures.scene(30, 20), "GIF"), id="gif"),
        pytest.param(pictures.written(pictures.scene(30, 20), "TIFF"), id="tiff"),
        pytest.param(pictures.written(pictures.scene(30, 20), "BMP"), id="bmp"),
        pytest.param(pictures.written(pictures.scene(30, 20), "ICO"), id="ico"),
        pytest.param(pictures.written(pictures.scene(30, 20), "JPEG2000"), id="jpeg 2000"),
        pytest.param(b"GIF89a" + pictures.jpeg(30, 20), id="a jpeg behind another name"),
    ],
)
def test_what_is_not_an_accepted_format_is_the_wrong_type(pool: Pool, data: bytes) -> None:
    assert refused(pool, data) == "wrong_type"


@pytest.mark.parametrize("part", [0.4, 0.6, 0.9])
@pytest.mark.parametrize(
    "make",
    [
        pytest.param(pictures.jpeg, id="jpeg"),
        pytest.param(pictures.png, id="png"),
        pytest.param(pictures.webp, id="webp"),
        pytest.param(pictures.heic, id="heic", marks=needs_heic),
        pytest.param(pictures.avif, id="avif", marks=needs_heic),
    ],
)
def test_half_a_picture_is_truncated(pool: Pool, make: pictures.Maker, part: float) -> None:
    data = make(800, 600)
    assert refused(pool, data[: int(len(data) * part)]) == "truncated"


@pytest.mark.parametrize(
    "data",
    [
        pytest.param(b"\xff\xd8\xff\xd9", id="a jpeg of nothing"),
        pytest.param(b"\x89PNG\r\n\x1a\n" + pictures.chunk(b"IEND", b""), id="a png of nothing"),
        pytest.param(pictures.png(64, 48).replace(b"IDAT", b"IDAU"), id="a png without pixels"),
        pytest.param(b"RIFF\x04\0\0\0WEBP", id="a webp of nothing"),
        pytest.param(
            bytes(3) + b"\x14ftypavif" + bytes(4) + b"avif",
            id="an avif of nothing",
            marks=needs_heic,
        ),
        pytest.param(
            bytes(3) + b"\x14ftypheic" + bytes(4) + b"heic",
            id="a heic of nothing",
            marks=needs_heic,
        ),
    ],
)
def test_a_damaged_picture_is_unreadable(pool: Pool, data: bytes) -> None:
    assert refused(pool, data) == "unreadable"


def test_the_damage_of_a_flipped_checksum_is_found(pool: Pool) -> None:
    data = bytearray(pictures.png(64, 48))
    data[data.index(b"IDAT") + 10] ^= 1
    assert refused(pool, bytes(data)) == "unreadable"


def vp8x(width: int, height: int) -> bytes:
    canvas = b"VP8X" + struct.pack("<I", 10) + bytes(4)
    canvas += (width - 1).to_bytes(3, "little") + (height - 1).to_bytes(3, "little")
    frame = pictures.webp(16, 16)[12:]
    return b"RIFF" + struct.pack("<I", 4 + len(canvas) + len(frame)) + b"WEBP" + canvas + frame


def jpeg_claiming(width: int, height: int) -> bytes:
    data = bytearray(pictures.jpeg(16, 16))
    at = data.index(b"\xff\xc0") + 5
    data[at : at + 4] = struct.pack(">HH", height, width)
    return bytes(data)


@pytest.mark.parametrize(
    "make",
    [
        pytest.param(pictures.pixel_bomb_png, id="196 million pixels"),
        pytest.param(lambda: pictures.bomb_png(7_200, 7_000), id="just over 50 million"),
        pytest.param(lambda: pictures.bomb_png(16_385, 16), id="too wide"),
        pytest.param(lambda: pictures.bomb_png(16, 16_385), id="too high"),
        pytest.param(lambda: pictures.bomb_png(2**31 - 1, 1)[:60], id="the widest png"),
        pytest.param(lambda: jpeg_claiming(65_000, 65_000), id="jpeg"),
        pytest.param(lambda: jpeg_claiming(20_000, 10), id="jpeg, too wide"),
        pytest.param(lambda: vp8x(16_383, 16_383), id="webp"),
    ],
)
def test_a_bomb_of_pixels_or_edges_is_refused(pool: Pool, make: pictures.Maker) -> None:
    assert refused(pool, make()) == "too_many_pixels"


@needs_heic
def test_a_heic_that_claims_to_be_huge_is_refused(pool: Pool) -> None:
    data = bytearray(pictures.heic(64, 64))
    size = data.index(b"ispe") + 8
    data[size : size + 8] = struct.pack(">II", 30_000, 30_000)
    assert refused(pool, bytes(data)) in ("too_many_pixels", "unreadable")


@pytest.mark.parametrize("size", [(16_384, 16), (16, 16_384), (7_142, 7_000)])
def test_a_picture_at_the_limit_is_shown(pool: Pool, size: tuple[int, int]) -> None:
    assert run(pool, pictures.bomb_png(*size)).cleaned.ok


@pytest.mark.parametrize("scans", [101, 500, 2_000])
def test_a_jpeg_of_too_many_scans_is_refused(pool: Pool, scans: int) -> None:
    assert refused(pool, pictures.scan_bomb(scans)) == "too_many_scans"


@pytest.mark.parametrize("scans", [10, 50, 100])
def test_a_jpeg_of_many_scans_is_shown(pool: Pool, scans: int) -> None:
    assert run(pool, pictures.scan_bomb(scans)).cleaned.ok


def test_scans_of_a_second_picture_behind_the_first_are_never_decoded(pool: Pool) -> None:
    data = pictures.jpeg(64, 48) + pictures.scan_bomb(2_000)
    assert run(pool, data).cleaned.ok


def test_the_decoder_is_given_only_what_was_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    from walkapp.storage.pixels import decode

    given = []

    def spy(file: BytesIO, formats: tuple[str, ...]) -> None:
        given.append((file.getvalue(), formats))
        raise OSError("enough seen")

    first = pictures.jpeg(64, 48)
    monkeypatch.setattr(Image, "open", spy)
    with pytest.raises(decode.Unusable):
        decode.decode(first + pictures.scan_bomb(2_000))
    assert given == [(first, ("JPEG",))]


@pytest.mark.parametrize("name", [b"zTXt", b"iCCP", b"iTXt"])
def test_text_that_swells_does_not_swell_here(pool: Pool, name: bytes) -> None:
    packed = zlib.compress(bytes(200_000_000), 9)
    between = b"\0\1\0\0\0" if name == b"iTXt" else b"\0\0"
    data = pictures.png(32, 24)
    data = data[:33] + pictures.chunk(name, b"a" + between + packed) + data[33:]
    out = run(pool, data)
    assert out.cleaned.ok or out.cleaned.problem == "unreadable"


def archive() -> bytes:
    out = BytesIO()
    with ZipFile(out, "w") as packed:
        packed.writestr("index.html", "<script>alert(1)</script>")
    return out.getvalue()


PAGE = b"<html><script>alert(document.cookie)</script><?php phpinfo(); ?></html>"
BEHIND = [
    pytest.param(archive(), id="zip"),
    pytest.param(PAGE, id="html"),
    pytest.param(SVG, id="svg"),
]


@pytest.mark.parametrize("hidden", BEHIND)
@pytest.mark.parametrize("make", [pictures.jpeg, pictures.png, pictures.webp])
def test_nothing_that_stands_behind_the_picture_is_served(
    pool: Pool, make: pictures.Maker, hidden: bytes
) -> None:
    out = run(pool, make(64, 48) + hidden)
    assert out.cleaned.ok
    assert all(word not in copy for copy in out.files.values() for word in TELLTALES)


@pytest.mark.parametrize("hidden", BEHIND)
def test_nothing_that_stands_inside_the_picture_is_served(pool: Pool, hidden: bytes) -> None:
    data = pictures.jpeg(64, 48, comment=hidden, xmp=hidden, icc_profile=hidden)
    assert data.count(hidden) == 3
    out = run(pool, data)
    assert out.cleaned.ok
    assert all(hidden[:8] not in copy for copy in out.files.values())


def test_without_the_extra_heic_and_avif_have_no_decoder() -> None:
    script = (
        "import sys; sys.modules['pillow_heif'] = None\n"
        "from walkapp.storage.pixels import child; child.main()"
    )
    container = bytes(3) + b"\x14ftyp%s" + bytes(4) + b"%s"
    with Pool(1, command=(sys.executable, "-P", "-s", "-c", script)) as pool:
        for brand in (b"heic", b"avif"):
            assert refused(pool, container % (brand, brand)) == "no_decoder"
        assert run(pool, pictures.jpeg(30, 20)).cleaned.ok


def test_every_problem_has_a_sentence() -> None:
    assert {"truncated", "unreadable", "wrong_type", "no_decoder", "too_slow"} < set(PROBLEMS)
    for sentence in PROBLEMS.values():
        assert sentence.endswith(".")
        assert "!" not in sentence


def test_the_makers_make_what_they_say() -> None:
    assert len(pictures.pixel_bomb_png()) < 100_000
    assert 2_500_000 < len(pictures.photo_12mp()) < 3_500_000
    with Image.open(BytesIO(pictures.photo_12mp())) as image:
        assert (image.size, image.getexif()[0x0112]) == ((4032, 3024), 6)
