"""Solid things built of boxes and tubes, shaded by which way each side faces."""

from collections.abc import Sequence

from .camera import Point
from .colour import Colour, shade
from .picture import Pen, Picture

Range = tuple[float, float]


def frame(p: Picture, xs: Range, ys: Range, zs: Range) -> tuple[float, float, float, float]:
    """Return the picture box (left, top, right, bottom) that a block of metres takes."""
    corners = [p.camera.at(x, z, y) for x in xs for y in ys for z in zs]
    return (
        min(x for x, _ in corners),
        min(y for _, y in corners),
        max(x for x, _ in corners),
        max(y for _, y in corners),
    )


def box(p: Picture, pen: Pen, xs: Range, ys: Range, zs: Range, colour: Colour) -> None:
    """Draw a block: its sides and top as far as they are seen, then its front."""
    at = p.camera.at
    (x0, x1), (y0, y1), (z0, z1) = xs, ys, zs
    if x0 > 0:
        pen.shape(
            [at(x0, z0, y1), at(x0, z1, y1), at(x0, z1, y0), at(x0, z0, y0)], shade(colour, 0.66)
        )
    if x1 < 0:
        pen.shape(
            [at(x1, z0, y1), at(x1, z1, y1), at(x1, z1, y0), at(x1, z0, y0)], shade(colour, 0.74)
        )
    if y1 < p.camera.eye:
        pen.shape(
            [at(x0, z0, y1), at(x1, z0, y1), at(x1, z1, y1), at(x0, z1, y1)], shade(colour, 1.2)
        )
    if y0 > p.camera.eye:
        pen.shape(
            [at(x0, z0, y0), at(x1, z0, y0), at(x1, z1, y0), at(x0, z1, y0)], shade(colour, 0.5)
        )
    pen.shape([at(x0, z0, y1), at(x1, z0, y1), at(x1, z0, y0), at(x0, z0, y0)], colour)


def level(p: Picture, xs: Range, zs: Range, y: float) -> list[Point]:
    """Return a level rectangle `y` metres above the ground, as picture points."""
    corners = ((xs[0], zs[0]), (xs[1], zs[0]), (xs[1], zs[1]), (xs[0], zs[1]))
    return [p.camera.at(x, z, y) for x, z in corners]


def pole(
    p: Picture, pen: Pen, foot: Sequence[float], top: Sequence[float], width: float, colour: Colour
) -> None:
    """Draw a round bar of `width` metres between two (x, z, y) places, lit from the left."""
    a, b = p.camera.at(foot[0], foot[1], foot[2]), p.camera.at(top[0], top[1], top[2])
    w = max(1.2 * p.unit, width * p.camera.scale((foot[1] + top[1]) / 2))
    pen.line([a, b], shade(colour, 0.8), w)
    shift = w * 0.22
    pen.line(
        [(a[0] - shift, a[1] - shift * 0.5), (b[0] - shift, b[1] - shift * 0.5)],
        shade(colour, 1.3),
        max(0.8, w * 0.34),
        170,
    )


def drum(
    p: Picture, pen: Pen, at: Sequence[float], radius: float, height: float, colour: Colour
) -> None:
    """Draw an upright cylinder standing at (x, z, y), shaded round."""
    x, z, y = at
    k = p.camera.scale(z)
    r, tilt = radius * k, max(0.05, (p.camera.eye - y - height) / z)
    low, high = p.camera.at(x, z, y), p.camera.at(x, z, y + height)
    pen.dot(low, r, shade(colour, 0.6), r * max(0.05, (p.camera.eye - y) / z))
    for i in range(14):
        t = i / 13
        tone = 0.58 + 0.75 * (1 - abs(t - 0.32) * 1.35) ** 2 if t < 0.95 else 0.55
        left = low[0] - r + 2 * r * i / 14
        pen.block((left, high[1], left + 2 * r / 14 + 0.6, low[1]), shade(colour, tone))
    pen.dot(high, r, shade(colour, 1.25), r * tilt)


def shadow(p: Picture, x: float, z: float, rx: float, rz: float, strength: float = 0.5) -> None:
    """Lay a soft dark patch on the ground under a thing."""
    k, at = p.camera.scale(z), p.camera.at(x, z)
    a, b = rx * k, rz * k * p.camera.eye / max(z, 1.0)
    blur = max(2.0, b * 0.35)
    pad = blur * 2.5
    with p.layer(
        (at[0] - a - pad, at[1] - b - pad, at[0] + a + pad, at[1] + b + pad),
        blur=blur / p.unit,
        opacity=strength,
    ) as pen:
        pen.dot(at, a, (16, 16, 22), b)
