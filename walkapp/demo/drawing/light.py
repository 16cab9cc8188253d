"""Light: pools on the ground, cones in the air, halos round lamps, and the finished exposure."""

import io
from collections.abc import Sequence
from functools import lru_cache

from PIL import Image, ImageChops, ImageDraw, ImageFilter

from .camera import Point
from .colour import Colour, shade
from .noise import speckle
from .picture import COARSE, Picture

WARM: Colour = (255, 206, 128)
WHITE: Colour = (255, 240, 214)
FULL = 160  # the light that leaves paint as it is; see mood.Mood.ambient
BIGGEST = 350_000
_FALLOFF = Image.radial_gradient("L").point(
    [int(255 * max(0.0, 1 - v / 180) ** 1.7) for v in range(256)]
)


def pool(
    p: Picture, x: float, z: float, radius: float, colour: Colour = WARM, strength: float = 1.0
) -> None:
    """Let light fall on the ground in a round pool of `radius` metres about (x, z)."""
    near, far = p.camera.at(x, max(1.0, z - radius)), p.camera.at(x, z + radius)
    half = radius * p.camera.scale(z)
    middle = p.camera.at(x, z)
    _add(p.light, (middle[0] - half, far[1], middle[0] + half, near[1]), shade(colour, strength))


def spill(p: Picture, at: Point, rx: float, ry: float, colour: Colour) -> None:
    """Let light fall on everything near a picture point: walls, leaves, a bench."""
    _add(p.light, (at[0] - rx, at[1] - ry, at[0] + rx, at[1] + ry), colour)


def dim(p: Picture, shape: Sequence[Point], to: float, blur: float = 14) -> None:
    """Take light away inside an outline: a shadow, a tunnel, the inside of a room."""
    mask = Image.new("L", p.light.size)
    ImageDraw.Draw(mask).polygon([(x / COARSE, y / COARSE) for x, y in shape], fill=255)
    mask = mask.filter(ImageFilter.GaussianBlur(blur * p.unit / COARSE))
    p.light = Image.composite(p.light.point([int(v * to) for v in range(256)] * 3), p.light, mask)


def halo(p: Picture, at: Point, radius: float, colour: Colour = WARM) -> None:
    """Put a soft glow round a picture point."""
    _add(p.glow, (at[0] - radius, at[1] - radius, at[0] + radius, at[1] + radius), colour)


def cone(p: Picture, head: Point, foot: Sequence[Point], colour: Colour) -> None:
    """Draw the beam of air that a lamp lights between its head and its pool."""
    sheet = Image.new("L", p.glow.size)
    shape = [head, *foot]
    ImageDraw.Draw(sheet).polygon([(x / COARSE, y / COARSE) for x, y in shape], fill=150)
    top, bottom = head[1] / COARSE, max(y for _, y in foot) / COARSE
    fade = Image.new("L", (1, p.glow.height))
    for row in range(p.glow.height):
        t = min(1.0, max(0.0, (row - top) / max(1.0, bottom - top)))
        fade.putpixel((0, row), int(255 * (1 - t) ** 1.3))
    sheet = ImageChops.multiply(sheet, fade.resize(sheet.size))
    soft = sheet.filter(ImageFilter.GaussianBlur(16 * p.unit / COARSE))
    tinted = Image.composite(
        Image.new("RGB", sheet.size, colour), Image.new("RGB", sheet.size), soft
    )
    p.glow = ImageChops.screen(p.glow, tinted)


def _add(sheet: Image.Image, box: tuple[float, float, float, float], colour: Colour) -> None:
    left, top, right, bottom = (round(v / COARSE) for v in box)
    if right - left < 2 or bottom - top < 2 or right < 0 or bottom < 0:
        return
    # a pool close to the camera reaches far outside the picture; draw only what is seen
    falloff = _FALLOFF.resize((min(right - left, 4000), min(bottom - top, 4000)))
    seen = Image.new("L", sheet.size)
    seen.paste(falloff, (left, top))
    lit = Image.merge("RGB", [seen.point([v * c // 255 for v in range(256)]) for c in colour])
    sheet.paste(ImageChops.screen(sheet, lit))


def expose(p: Picture) -> Image.Image:
    """Join paint, light and glow, then add what a lens and a sensor add."""
    size = p.paint.size
    light = p.light.resize(size, Image.Resampling.BILINEAR)
    lit = ImageChops.multiply(p.paint, light)
    lit = lit.point([_film(v * 255 / FULL) for v in range(256)] * 3)
    out = Image.composite(p.paint, lit, p.own)
    out = ImageChops.screen(out, p.glow.resize(size, Image.Resampling.BILINEAR))
    small = out.reduce(8)
    bright = small.point([max(0, v - 150) for v in range(256)] * 3)
    bloom = bright.filter(ImageFilter.GaussianBlur(5)).resize(size, Image.Resampling.BILINEAR)
    out = ImageChops.screen(out, bloom)
    out = ImageChops.multiply(out, _vignette(size))
    return _grain(out)


def _film(v: float) -> int:
    """Bend the brightest levels over so that light pools do not burn out."""
    return int(v) if v < 170 else int(170 + 85 * (1 - 2.718 ** (-(v - 170) / 85)))


@lru_cache(maxsize=2)
def _vignette(size: tuple[int, int]) -> Image.Image:
    ramp = Image.radial_gradient("L").point(
        [int(255 - 105 * (max(0.0, v - 90) / 165) ** 1.6) for v in range(256)]
    )
    return Image.merge("RGB", [ramp.resize(size, Image.Resampling.BICUBIC)] * 3)


def _grain(picture: Image.Image) -> Image.Image:
    return ImageChops.add(picture, _film_grain(picture.size), 1, -128)


@lru_cache(maxsize=2)
def _film_grain(size: tuple[int, int]) -> Image.Image:
    noise = speckle(*size).point([int(128 + (v - 128) * 0.07) for v in range(256)])
    return Image.merge("RGB", [noise] * 3)


def jpeg(picture: Image.Image) -> bytes:
    """Return the picture as JPEG bytes, at most 350 kB."""
    for quality in (82, 76, 68, 58, 45):
        out = io.BytesIO()
        picture.save(out, "JPEG", quality=quality, optimize=True)
        if out.tell() <= BIGGEST:
            break
    return out.getvalue()
