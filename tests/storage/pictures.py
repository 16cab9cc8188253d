"""Small makers of pictures for tests: every format, and the malicious ones."""

import struct
import zlib
from collections.abc import Callable
from functools import lru_cache
from io import BytesIO
from typing import Any

from PIL import Image, ImageDraw

Gps = tuple[float, float]
Maker = Callable[..., bytes]

CORNERS = {"red": (0, 0), "green": (1, 0), "blue": (0, 1), "yellow": (1, 1)}
"""The colour of each quarter of `scene`, as (right, down)."""


def scene(width: int, height: int, seed: int = 0, mode: str = "RGB") -> Image.Image:
    """Four coloured quarters, so that any turn shows, with a mark that differs by seed."""
    image = Image.new("RGB", (width, height))
    draw = ImageDraw.Draw(image)
    for name, (right, down) in CORNERS.items():
        left, top = right * width // 2, down * height // 2
        draw.rectangle((left, top, left + width // 2 + 1, top + height // 2 + 1), fill=name)
    spot = (seed * 40503 % 0xFFFFFF).to_bytes(3)
    draw.rectangle((width * 0.45, height * 0.45, width * 0.55, height * 0.55), fill=tuple(spot))
    return image.convert(mode)


def jpeg(
    width: int,
    height: int,
    *,
    gps: Gps | None = None,
    orientation: int = 1,
    seed: int = 0,
    **save: Any,
) -> bytes:
    """A JPEG. `save` goes to Pillow: quality, progressive, comment, xmp, icc_profile …"""
    save = {"quality": 90, "exif": exif(gps, orientation), **save}
    return written(scene(width, height, seed), "JPEG", **save)


def png(
    width: int, height: int, *, gps: Gps | None = None, seed: int = 0, mode: str = "RGB"
) -> bytes:
    """A PNG in any mode Pillow writes."""
    return written(scene(width, height, seed, mode), "PNG", exif=exif(gps))


def webp(
    width: int, height: int, *, gps: Gps | None = None, orientation: int = 1, seed: int = 0
) -> bytes:
    """A WebP."""
    return written(scene(width, height, seed), "WEBP", quality=90, exif=exif(gps, orientation))


def heic(
    width: int, height: int, *, gps: Gps | None = None, orientation: int = 1, seed: int = 0
) -> bytes:
    """A HEIC; needs the extra `heic`."""
    import pillow_heif

    pillow_heif.register_heif_opener()
    return written(scene(width, height, seed), "HEIF", quality=90, exif=exif(gps, orientation))


def avif(
    width: int, height: int, *, gps: Gps | None = None, orientation: int = 1, seed: int = 0
) -> bytes:
    """An AVIF."""
    return written(
        scene(width, height, seed), "AVIF", quality=90, speed=10, exif=exif(gps, orientation)
    )


def mpo(width: int, height: int) -> bytes:
    """Two pictures in one JPEG file, as some phones write; the second is black."""
    second = Image.new("RGB", (width, height))
    return written(scene(width, height), "MPO", quality=90, save_all=True, append_images=[second])


def written(image: Image.Image, kind: str, **save: Any) -> bytes:
    """The bytes of a picture in a format of Pillow's."""
    out = BytesIO()
    image.save(out, kind, **save)
    return out.getvalue()


def exif(
    gps: Gps | None = None, orientation: int = 1, taken_at: str = "2026:11:22 18:05:00"
) -> bytes:
    """An EXIF block as a camera writes it, with a maker's name to look for afterwards."""
    block = Image.Exif()
    block[0x0112] = orientation
    block[0x010F] = "Lyktans Kamera AB"
    block.get_ifd(0x8769)[0x9003] = taken_at
    if gps:
        place = block.get_ifd(0x8825)
        for tag, sides, degrees in ((1, "SN", gps[0]), (3, "WE", gps[1])):
            place[tag] = sides[degrees >= 0]
            place[tag + 1] = _sexagesimal(abs(degrees))
    return block.tobytes()


def _sexagesimal(degrees: float) -> tuple[float, float, float]:
    minutes = degrees % 1 * 60
    return float(int(degrees)), float(int(minutes)), round(minutes % 1 * 60, 4)


def scan_bomb(scans: int, width: int = 64, height: int = 48) -> bytes:
    """A valid progressive JPEG that goes over the picture `scans` times (at least 10)."""
    data = jpeg(width, height, progressive=True, exif=b"")
    last = data.rindex(b"\xff\xda")
    return data[:-2] + data[last:-2] * (scans - data.count(b"\xff\xda")) + b"\xff\xd9"


def chunk(name: bytes, content: bytes) -> bytes:
    """One chunk of a PNG."""
    return (
        struct.pack(">I", len(content))
        + name
        + content
        + struct.pack(">I", zlib.crc32(name + content))
    )


def bomb_png(width: int, height: int) -> bytes:
    """A small PNG of a huge black picture, whole and valid."""
    header = struct.pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0)
    row = bytes(1 + (width + 7) // 8)
    packer = zlib.compressobj(9)
    packed = b"".join(packer.compress(row) for _ in range(height)) + packer.flush()
    parts = chunk(b"IHDR", header) + chunk(b"IDAT", packed) + chunk(b"IEND", b"")
    return b"\x89PNG\r\n\x1a\n" + parts


@lru_cache
def pixel_bomb_png() -> bytes:
    """14 000 x 14 000 pixels (196 million) in some 24 kB."""
    return bomb_png(14_000, 14_000)


@lru_cache
def photo_12mp() -> bytes:
    """4032 x 3024 as a phone in the dark makes it: noisy, about 3 MB, turned, with a position."""
    width, height = 4032, 3024
    grain = Image.effect_noise((width, height), 22)
    bands = [
        Image.linear_gradient("L").rotate(turn).resize((width, height)) for turn in (0, 90, 180)
    ]
    image = Image.merge("RGB", [Image.blend(band, grain, 0.45) for band in bands])
    block = exif((59.0581, 16.5883), 6)
    return written(image, "JPEG", quality=82, exif=block, comment="Lyktans anteckning")


def display_p3() -> bytes:
    """A colour profile with the wide gamut of recent phones: matrix and a plain gamma of 2.2.

    The primaries are those of SMPTE RP 431-2 adapted to D50, as ICC wants them.
    """
    columns = {
        b"rXYZ": (0.51512, 0.24120, -0.00105),
        b"gXYZ": (0.29198, 0.69225, 0.04189),
        b"bXYZ": (0.15710, 0.06657, 0.78407),
        b"wtpt": (0.96420, 1.0, 0.82491),
    }
    text = b"Wide test gamut\0"
    tags = {
        name: b"XYZ \0\0\0\0" + b"".join(_s15f16(v) for v in xyz) for name, xyz in columns.items()
    }
    curve = b"curv\0\0\0\0" + struct.pack(">IHxx", 1, round(2.2 * 256))
    tags |= {name: curve for name in (b"rTRC", b"gTRC", b"bTRC")}
    tags[b"desc"] = b"desc\0\0\0\0" + struct.pack(">I", len(text)) + text + bytes(79)
    tags[b"cprt"] = b"text\0\0\0\0" + b"CC0\0"
    return _profile(tags)


def _s15f16(value: float) -> bytes:
    return struct.pack(">i", round(value * 65536))


def _profile(tags: dict[bytes, bytes]) -> bytes:
    at, table, body = 128 + 4 + 12 * len(tags), b"", b""
    for name, content in tags.items():
        table += name + struct.pack(">II", at + len(body), len(content))
        body += content + bytes(-len(content) % 4)
    size = at + len(body)
    head = struct.pack(">I4xI4s4s4s", size, 0x02100000, b"mntr", b"RGB ", b"XYZ ")
    head += struct.pack(">6H", 2026, 1, 1, 0, 0, 0) + b"acsp" + bytes(28)
    head += b"".join(_s15f16(v) for v in (0.9642, 1.0, 0.82491))
    return head.ljust(128, b"\0") + struct.pack(">I", len(tags)) + table + body
