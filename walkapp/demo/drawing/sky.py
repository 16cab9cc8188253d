"""Skies: three colours from zenith to horizon, torn clouds, stars, and haze over the distance."""

from PIL import Image, ImageChops

from .colour import Colour, mix
from .noise import contrast, field
from .picture import Picture


def sky(p: Picture) -> None:
    """Paint the sky down to a little below the horizon."""
    bottom = int(p.camera.horizon) + 12
    column = Image.new("RGB", (1, 64))
    for row in range(64):
        t = row / 63
        upper = mix(p.mood.top, p.mood.middle, t * 1.8)
        column.putpixel((0, row), mix(upper, p.mood.low, max(0.0, (t - 0.45) / 0.55) ** 1.4))
    p.paint.paste(column.resize((p.camera.width, bottom), Image.Resampling.BICUBIC), (0, 0))
    _stars(p, bottom)
    _clouds(p, bottom)


def _stars(p: Picture, bottom: int) -> None:
    if not p.mood.stars:
        return
    rng = p.random("stars")
    with p.layer((0, 0, p.camera.width, bottom), shines=True) as pen:
        for _ in range(p.mood.stars):
            at = (rng.uniform(0, p.camera.width), rng.uniform(0, bottom * 0.75))
            pen.dot(at, rng.uniform(0.5, 1.3) * p.unit, (226, 230, 255), alpha=rng.randint(60, 200))


def _clouds(p: Picture, bottom: int) -> None:
    """Lay long thin clouds: noise stretched sideways, thinner towards the zenith."""
    rng = p.random("clouds")
    small = (p.camera.width // 4, bottom // 4)
    lumps = field(rng, (small[0], small[1] * 3), 4, 5).resize(small)
    cover = contrast(lumps, rng.randint(118, 134), rng.randint(178, 205))
    fade = Image.linear_gradient("L").resize(small)
    cover = ImageChops.multiply(cover, fade.point([min(255, 50 + v) for v in range(256)]))
    strength = 0.55 if p.mood.dark else 0.8
    cover = cover.point([int(v * strength) for v in range(256)]).resize((p.camera.width, bottom))
    p.paint.paste(p.mood.cloud, (0, 0), cover)


def haze(
    p: Picture, strength: float, *, up: float = 0.1, down: float = 0.04, tint: Colour | None = None
) -> None:
    """Veil the distance about the horizon, so that what is painted so far recedes.

    `up` and `down` say how far the veil reaches, as shares of the width.
    """
    top = p.camera.horizon - up * p.camera.width
    bottom = p.camera.horizon + down * p.camera.width
    rise = Image.linear_gradient("L").resize((p.camera.width, int(p.camera.horizon - top)))
    veil = Image.new("L", (p.camera.width, int(bottom - top)))
    veil.paste(rise, (0, 0))
    fall = rise.transpose(Image.Transpose.FLIP_TOP_BOTTOM)
    veil.paste(fall.resize((veil.width, veil.height - rise.height)), (0, rise.height))
    veil = veil.point([int(v * strength * v / 255) for v in range(256)])
    p.paint.paste(tint or p.mood.haze, (0, int(top)), veil)
