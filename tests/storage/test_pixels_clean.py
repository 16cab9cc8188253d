"""Good pictures in, clean copies out: upright, small, opaque, sRGB, and nothing but pixels."""

import struct
import zlib
from collections.abc import Iterator
from importlib.util import find_spec
from io import BytesIO

import pytest
from PIL import Image

from tests.storage import pictures
from tests.storage.pixel_runs import run
from walkapp.storage.pixels.pool import Pool
from walkapp.storage.pixels.result import Suggestion

needs_heic = pytest.mark.skipif(not find_spec("pillow_heif"), reason="the extra heic is missing")

FLEN = (59.0581, 16.5883)

TURNABLE = [
    pytest.param("JPEG"),
    pytest.param("PNG"),
    pytest.param("WEBP"),
    pytest.param("HEIF", marks=needs_heic),
    pytest.param("AVIF", marks=needs_heic),
]


@pytest.fixture(scope="module")
def pool() -> Iterator[Pool]:
    with Pool(1) as pool:
        yield pool


def near(colour: tuple[int, ...], wanted: tuple[int, ...], within: int = 12) -> bool:
    return all(abs(a - b) <= within for a, b in zip(colour, wanted, strict=True))


def corners(image: Image.Image) -> list[tuple[int, ...]]:
    """The colours in the middle of each quarter: top left, top right, bottom left, bottom right."""
    points = [(x, y) for y in (1, 3) for x in (1, 3)]
    return [image.getpixel((image.width * x // 4, image.height * y // 4)) for x, y in points]


RED, GREEN, BLUE, YELLOW = (255, 0, 0), (0, 128, 0), (0, 0, 255), (255, 255, 0)


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
def test_every_format_becomes_two_jpegs_and_its_place_is_read_once(
    pool: Pool, make: pictures.Maker
) -> None:
    out = run(pool, make(1640, 820, gps=FLEN))
    assert out.cleaned.ok
    assert (out.cleaned.width, out.cleaned.height) == (1640, 820)
    assert out.picture("1600").size == (1600, 800)
    assert out.picture("480").size == (480, 240)
    assert out.cleaned.suggestion == Suggestion(*FLEN, "2026-11-22T18:05:00")
    for edge in ("1600", "480"):
        assert [near(*pair) for pair in zip(corners(out.picture(edge)), QUARTERS, strict=True)]
        copy = out.cleaned.copies[edge]
        assert (copy.width, copy.height, copy.bytes) == (
            *out.picture(edge).size,
            len(out.files[edge]),
        )


QUARTERS = (RED, GREEN, BLUE, YELLOW)

# EXIF 2.32: which side of the scene the stored picture's first row and first column are.
HELD = {
    1: ("top", "left"),
    2: ("top", "right"),
    3: ("bottom", "right"),
    4: ("bottom", "left"),
    5: ("left", "top"),
    6: ("right", "top"),
    7: ("right", "bottom"),
    8: ("left", "bottom"),
}


def as_held(orientation: int, width: int = 96, height: int = 64) -> Image.Image:
    """The four-coloured scene, `width` x `height` upright, as a camera held so would store it."""
    first_row, first_column = HELD[orientation]
    sideways = first_row in ("left", "right")
    stored = Image.new("RGB", (height, width) if sideways else (width, height))
    half_x, half_y = stored.width // 2, stored.height // 2
    for column in (0, 1):
        for row in (0, 1):
            across, down = (row, column) if sideways else (column, row)
            right = across ^ ("right" in (first_row, first_column))
            low = down ^ ("bottom" in (first_row, first_column))
            colour = QUARTERS[right + 2 * low]
            stored.paste(
                colour, (column * half_x, row * half_y, (column + 1) * half_x, (row + 1) * half_y)
            )
    return stored


@pytest.mark.parametrize("orientation", HELD)
def test_a_photo_comes_out_upright_however_the_phone_was_held(pool: Pool, orientation: int) -> None:
    stored = as_held(orientation)
    data = pictures.written(stored, "JPEG", quality=95, exif=pictures.exif(orientation=orientation))
    out = run(pool, data)
    assert (out.cleaned.width, out.cleaned.height) == (96, 64)
    assert out.picture().size == (96, 64)
    assert all(near(*pair) for pair in zip(corners(out.picture()), QUARTERS, strict=True))


@pytest.mark.parametrize("kind", TURNABLE)
@pytest.mark.parametrize("orientation", [3, 5, 6, 8])
def test_every_format_is_turned_exactly_once(pool: Pool, kind: str, orientation: int) -> None:
    stored = as_held(orientation)
    data = pictures.written(stored, kind, quality=95, exif=pictures.exif(orientation=orientation))
    out = run(pool, data)
    assert (out.cleaned.width, out.cleaned.height) == (96, 64)
    assert all(near(*pair, 40) for pair in zip(corners(out.picture()), QUARTERS, strict=True))


@pytest.mark.parametrize("orientation", [0, 9, 65535])
def test_an_impossible_orientation_is_ignored(pool: Pool, orientation: int) -> None:
    out = run(pool, pictures.jpeg(96, 64, orientation=orientation))
    assert out.picture().size == (96, 64)


@pytest.mark.parametrize(
    ("size", "large", "small"),
    [
        ((1, 1), (1, 1), (1, 1)),
        ((3, 2), (3, 2), (3, 2)),
        ((1000, 20), (1000, 20), (480, 10)),
        ((1600, 1200), (1600, 1200), (480, 360)),
        ((1200, 4000), (480, 1600), (144, 480)),
        ((5000, 1), (1600, 1), (480, 1)),
    ],
)
@pytest.mark.parametrize("make", [pictures.jpeg, pictures.png])
def test_copies_are_never_larger_than_the_picture(
    pool: Pool,
    make: pictures.Maker,
    size: tuple[int, int],
    large: tuple[int, int],
    small: tuple[int, int],
) -> None:
    out = run(pool, make(*size))
    assert (out.picture("1600").size, out.picture("480").size) == (large, small)


def test_a_12_megapixel_photo_is_made_small_and_upright(pool: Pool) -> None:
    out = run(pool, pictures.photo_12mp())
    assert (out.cleaned.width, out.cleaned.height) == (3024, 4032)
    assert out.picture().size == (1200, 1600)
    assert out.cleaned.suggestion.lat == pytest.approx(59.0581, abs=1e-5)


def test_comments_profiles_and_xmp_are_left_behind(pool: Pool) -> None:
    data = pictures.jpeg(
        64,
        48,
        gps=FLEN,
        comment=b"Lyktans hemlighet",
        xmp=b"<x:xmpmeta xmlns:x='adobe:ns:meta/'>Lyktans</x:xmpmeta>",
        icc_profile=pictures.display_p3(),
    )
    for word in (b"Exif", b"Lyktans hemlighet", b"http://ns.adobe.com/xap", b"ICC_PROFILE"):
        assert word in data
    assert run(pool, data).cleaned.ok  # `run` looks for every trace


def test_the_first_picture_of_an_mpo_is_shown(pool: Pool) -> None:
    data = pictures.mpo(96, 64)
    assert Image.open(BytesIO(data)).format == "MPO"
    assert near(corners(run(pool, data).picture())[0], RED)


@pytest.mark.parametrize("kind", ["PNG", "WEBP"])
def test_the_first_picture_of_an_animation_is_shown(pool: Pool, kind: str) -> None:
    frames = [Image.new("RGB", (60, 40), name) for name in ("blue", "lime")]
    first = pictures.scene(60, 40)
    data = pictures.written(first, kind, save_all=True, append_images=frames, duration=100)
    assert Image.open(BytesIO(data)).n_frames == 3
    assert near(corners(run(pool, data).picture())[0], RED, 40)


def test_a_cmyk_jpeg_keeps_its_colours(pool: Pool) -> None:
    image = Image.new("CMYK", (40, 30), (0, 255, 255, 0))
    out = run(pool, pictures.written(image, "JPEG", quality=95))
    assert near(out.picture().getpixel((20, 15)), RED)


def test_wide_gamut_colours_are_moved_to_srgb(pool: Pool) -> None:
    image = Image.new("RGB", (40, 30), (200, 100, 60))
    plain = run(pool, pictures.written(image, "PNG"))
    wide = run(pool, pictures.written(image, "PNG", icc_profile=pictures.display_p3()))
    assert near(plain.picture().getpixel((20, 15)), (200, 100, 60), 2)
    # By hand: gamma 2.2, the profile's matrix, XYZ (D50) to linear sRGB, the sRGB curve.
    assert near(wide.picture().getpixel((20, 15)), by_hand(200, 100, 60), 3)
    assert not near(by_hand(200, 100, 60), (200, 100, 60), 8)


def by_hand(*colour: int) -> tuple[int, ...]:
    linear = [(value / 255) ** (563 / 256) for value in colour]
    primaries = (
        (0.51512, 0.29198, 0.15710),
        (0.24120, 0.69225, 0.06657),
        (-0.00105, 0.04189, 0.78407),
    )
    xyz = [sum(part * light for part, light in zip(row, linear, strict=True)) for row in primaries]
    back = (
        (3.13386, -1.61687, -0.49061),
        (-0.97877, 1.91614, 0.03345),
        (0.07195, -0.22899, 1.40524),
    )
    srgb = [sum(part * value for part, value in zip(row, xyz, strict=True)) for row in back]
    return tuple(round(255 * (1.055 * max(0, v) ** (1 / 2.4) - 0.055)) for v in srgb)


@pytest.mark.parametrize("profile", [b"not a profile", b"\0" * 200, pictures.display_p3()[:300]])
def test_a_broken_profile_costs_shades_and_not_the_picture(pool: Pool, profile: bytes) -> None:
    out = run(pool, pictures.jpeg(96, 64, icc_profile=profile))
    assert near(corners(out.picture())[0], RED)


def test_a_profile_for_another_kind_of_pixels_is_ignored(pool: Pool) -> None:
    grey = pictures.scene(96, 64).convert("L")
    out = run(pool, pictures.written(grey, "JPEG", icc_profile=pictures.display_p3()))
    assert near(corners(out.picture())[0], (76, 76, 76))


@pytest.mark.parametrize("mode", ["1", "L", "P", "LA", "RGBA", "I;16"])
def test_every_kind_of_png_is_opened(pool: Pool, mode: str) -> None:
    image = (
        Image.new("I;16", (40, 30), 0x8080) if mode == "I;16" else pictures.scene(40, 30, mode=mode)
    )
    out = run(pool, pictures.written(image, "PNG"))
    assert out.picture().size == (40, 30)


@pytest.mark.parametrize("save", [{}, {"transparency": 0x8080}])
def test_sixteen_bits_of_grey_keep_their_lightness(pool: Pool, save: dict[str, int]) -> None:
    out = run(pool, pictures.written(Image.new("I;16", (40, 30), 0x8080), "PNG", **save))
    assert near(out.picture().getpixel((20, 15)), (128, 128, 128), 2)


def test_sixteen_bits_of_colour_keep_their_shade(pool: Pool) -> None:
    row = b"\0" + struct.pack(">3H", 0xC8C8, 0x6464, 0x3C3C) * 40
    header = struct.pack(">IIBBBBB", 40, 30, 16, 2, 0, 0, 0)
    data = b"\x89PNG\r\n\x1a\n" + pictures.chunk(b"IHDR", header)
    data += pictures.chunk(b"IDAT", zlib.compress(row * 30)) + pictures.chunk(b"IEND", b"")
    assert near(run(pool, data).picture().getpixel((20, 15)), (200, 100, 60), 2)


def see_through(mode: str) -> Image.Image:
    image = Image.new("RGBA", (80, 60), (0, 0, 0, 0))
    image.paste((255, 0, 0, 255), (0, 0, 40, 60))
    if mode == "P":
        return image.quantize(4)
    return image.convert(mode)


@pytest.mark.parametrize(
    ("kind", "mode"), [("PNG", "RGBA"), ("PNG", "P"), ("PNG", "LA"), ("WEBP", "RGBA")]
)
def test_what_is_see_through_becomes_white(pool: Pool, kind: str, mode: str) -> None:
    picture = run(pool, pictures.written(see_through(mode), kind)).picture()
    assert near(picture.getpixel((70, 30)), (255, 255, 255))
    assert near(picture.getpixel((10, 30)), (76, 76, 76) if mode == "LA" else RED, 20)


def test_a_see_through_colour_becomes_white(pool: Pool) -> None:
    image = Image.new("RGB", (80, 60), (1, 2, 3))
    data = pictures.written(image, "PNG", transparency=(1, 2, 3))
    assert near(run(pool, data).picture().getpixel((40, 30)), (255, 255, 255))


def test_the_same_picture_gives_the_same_bytes(pool: Pool) -> None:
    data = pictures.jpeg(700, 500, seed=7)
    assert run(pool, data).files == run(pool, data).files
    assert run(pool, data).files != run(pool, pictures.jpeg(700, 500, seed=8)).files
