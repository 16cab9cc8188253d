"""Leaves: hedges, bushes and tufts of grass.

A bunch of leaves is drawn once, leaf by leaf, in a few tones, and then stamped many times in many
sizes: that is as rich as drawing every leaf, and some ten times faster.
"""

import math
from collections.abc import Sequence
from functools import lru_cache
from random import Random

from PIL import Image

from .camera import Point
from .colour import Colour, shade, vary
from .picture import Pen, Picture
from .solid import shadow

_TURNS = [(math.cos(a * math.pi / 12), math.sin(a * math.pi / 12)) for a in range(24)]
GREENS: tuple[Colour, ...] = ((74, 106, 52), (88, 118, 48), (62, 98, 60), (104, 124, 58))
SPRING: tuple[Colour, ...] = ((128, 150, 62), (146, 160, 70), (110, 140, 58))
TONES = (0.5, 0.66, 0.84, 1.02, 1.2)
STAMP = 200  # pixels across
Leaves = tuple[Colour, bool]  # their colour, and whether they hang close


def leaf(pen: Pen, rng: Random, at: Point, size: float, colour: Colour) -> None:
    """Draw one leaf: a small diamond turned at random."""
    c, s = _TURNS[int(rng.random() * 24)]
    pen.diamond(at, (size * c, size * s), (-0.48 * size * s, 0.48 * size * c), colour)


@lru_cache(maxsize=24)
def _stamps(colour: Colour, dense: bool) -> tuple[tuple[Image.Image, ...], ...]:
    """Draw bunches of leaves: for each tone three different ones."""
    rng = Random(f"leaves {colour} {dense}")
    return tuple(tuple(_bunch(rng, shade(colour, tone), dense) for _ in range(3)) for tone in TONES)


def _bunch(rng: Random, colour: Colour, dense: bool) -> Image.Image:
    """Draw one round bunch, dark inside and below, light above; a loose one shows sky between."""
    sheet = Image.new("RGBA", (STAMP * 2, STAMP * 2), (*shade(colour, 0.5), 0))
    pen, middle = Pen(sheet, 0, 0, 2), STAMP / 2
    radius, size = STAMP * 0.4, STAMP * (0.058 if dense else 0.05)
    if dense:
        for _ in range(5):
            at = (
                middle + rng.uniform(-0.2, 0.2) * radius,
                middle + rng.uniform(-0.2, 0.2) * radius,
            )
            pen.dot(at, radius * 0.62, shade(colour, 0.46))
    count = 210 if dense else 60
    for i in range(count):
        r = radius * math.sqrt(rng.random()) * 1.08
        c, s = _TURNS[int(rng.random() * 24)]
        lift = 0.5 - s * r / (2.2 * radius)
        tone = 0.5 + 0.62 * lift + rng.uniform(-0.16, 0.16) + (0.12 if i > count * 0.7 else 0)
        leaf(
            pen,
            rng,
            (middle + r * c, middle + r * s),
            size * rng.uniform(0.6, 1.25),
            vary(rng, shade(colour, tone), 8),
        )
    return sheet.reduce(2)


@lru_cache(maxsize=600)
def _scaled(
    colour: Colour, which: tuple[bool, int, int], across: int
) -> tuple[Image.Image, Image.Image]:
    """Return a bunch in one size, as its colours and its outline."""
    dense, tone, number = which
    stamp = _stamps(colour, dense)[tone][number]
    stamp = stamp.resize((across, across), Image.Resampling.BILINEAR)
    return stamp.convert("RGB"), stamp.getchannel("A")


def bunch(p: Picture, rng: Random, at: Point, radius: float, leaves: Leaves, tone: float) -> None:
    """Stamp a bunch of leaves of `radius` pixels; `tone` 0 is deep shade, 1 full light."""
    colour, dense = leaves
    # a few sizes only, so that most bunches are found ready
    across = max(5, round(1.2 ** round(math.log(max(2.0, radius) / 0.4, 1.2))))
    level = min(len(TONES) - 1, max(0, int(tone * len(TONES) + rng.uniform(-0.4, 0.4))))
    which = (dense, level, int(rng.random() * 3))
    left, top = int(at[0] - across / 2), int(at[1] - across / 2)
    if -across < left < p.paint.width and -across < top < p.paint.height:
        colours, outline = _scaled(colour, which, across)
        p.paint.paste(colours, (left, top), outline)
        p.own.paste(0, (left, top, left + across, top + across), outline)


def hedge(
    p: Picture,
    line: Sequence[Point],
    *,
    height: float,
    wild: float = 0.0,
    thickness: float = 0.9,
    name: str = "hedge",
) -> None:
    """Grow a hedge along (x, z) points, drawn from far to near.

    `wild` 0 is clipped flat, 1 sprawls in all directions and above its height.
    """
    rng = p.random(name)
    base = rng.choice(GREENS)
    for x, z in sorted(along(line, 0.34), key=lambda s: -s[1]):
        if z > 1.6:
            top = height * (1 + wild * rng.uniform(-0.12, 0.5))
            _slice(p, rng, (x, z, top), base, (wild, thickness))


def _slice(
    p: Picture, rng: Random, at: tuple[float, float, float], base: Colour, form: tuple[float, float]
) -> None:
    (x, z, top), (wild, thickness) = at, form
    k = p.camera.scale(z)
    rows = max(2, round(top / 0.3))
    for row in range(rows):
        y = top * (row + 0.35) / rows
        for side in (-0.5, 0.5):
            spread = wild * rng.uniform(-0.55, 0.55) * (0.4 + row / rows)
            where = p.camera.at(
                x + side * thickness * 0.6 + spread, z, y + wild * rng.uniform(-0.15, 0.15)
            )
            bunch(
                p,
                rng,
                where,
                0.27 * k * rng.uniform(0.9, 1.15 + wild * 0.4),
                (base, True),
                0.12 + 0.75 * (row + 0.5) / rows,
            )
    if wild > 0.3 and z < 9:
        _shoots(p, rng, at, base)


def _shoots(p: Picture, rng: Random, at: tuple[float, float, float], base: Colour) -> None:
    """Let long shoots stick out of the top and the sides of an untended hedge."""
    x, z, top = at
    for _ in range(rng.randint(0, 2)):
        foot_x, foot_y = x + rng.uniform(-0.5, 0.5), top * rng.uniform(0.45, 0.95)
        tip = (foot_x + rng.uniform(-0.6, 0.6), z, foot_y + rng.uniform(0.35, 0.8))
        sprig(p, rng, ((foot_x, z, foot_y), tip), base, size=0.1)


def sprig(
    p: Picture,
    rng: Random,
    ends: tuple[tuple[float, float, float], ...],
    base: Colour,
    *,
    size: float,
) -> None:
    """Draw a thin stem between two (x, z, y) places, with loose leaves along it."""
    (x0, z0, y0), (x1, z1, y1) = ends
    k = p.camera.scale(z0)
    a, b = p.camera.at(x0, z0, y0), p.camera.at(x1, z1, y1)
    bend = (a[0] + (b[0] - a[0]) * 0.35, (a[1] + b[1]) / 2)
    with p.layer(
        (min(a[0], b[0]) - 3, min(a[1], b[1]), max(a[0], b[0]) + 3, max(a[1], b[1]))
    ) as pen:
        pen.line([a, bend, b], vary(rng, (88, 72, 52), 10), max(1.0, 0.014 * k))
    count = max(3, int(math.dist(a, b) / (size * k * 1.1)))
    for i in range(count):
        t = (i + 1) / count
        where = (
            a[0] + (b[0] - a[0]) * t * (0.7 + 0.3 * t) + rng.gauss(0, size * 0.5 * k),
            a[1] + (b[1] - a[1]) * t,
        )
        bunch(p, rng, where, size * k * rng.uniform(0.8, 1.5), (base, False), 0.3 + 0.65 * t)


def along(line: Sequence[Point], step: float) -> list[Point]:
    """Return points about `step` metres apart along a line."""
    out: list[Point] = []
    for (x0, z0), (x1, z1) in zip(line, line[1:], strict=False):
        count = max(1, round(math.dist((x0, z0), (x1, z1)) / step))
        out += [(x0 + (x1 - x0) * i / count, z0 + (z1 - z0) * i / count) for i in range(count)]
    return [*out, line[-1]]


def bush(p: Picture, x: float, z: float, *, size: float, name: str, lift: float = 0.0) -> None:
    """Grow one round bush of `size` metres, `lift` metres above the ground."""
    rng = p.random(name)
    base = rng.choice(GREENS)
    k = p.camera.scale(z)
    if not lift:
        shadow(p, x, z, size * 0.62, size * 0.45, 0.6)
    count = int(16 + 18 * size)
    for i in range(count):
        t = i / count
        half = 0.54 * math.sqrt(max(0.05, 1 - t * t))
        y = lift + size * (0.08 + 0.8 * t) + rng.uniform(-0.06, 0.06)
        where = p.camera.at(x + rng.uniform(-half, half) * size, z, y)
        bunch(p, rng, where, size * k * rng.uniform(0.16, 0.24), (base, True), 0.1 + 0.8 * t)


def tufts(
    p: Picture,
    line: Sequence[Point],
    *,
    height: float = 0.16,
    spread: float = 0.25,
    name: str = "tufts",
    colour: Colour = (96, 124, 56),
) -> None:
    """Grow grass along an edge of (x, z) points, up to some 14 metres away."""
    rng = p.random(name)
    blades = [spot for spot in along(line, 0.07) if 2.0 < spot[1] < 14]
    seen = [p.camera.at(x + side, z) for x, z in blades for side in (-4 * spread, 4 * spread)]
    if not seen:
        return
    tallest = 1.4 * height * p.camera.scale(min(z for _, z in blades))
    box = (
        min(x for x, _ in seen) - tallest,
        min(y for _, y in seen) - tallest,
        max(x for x, _ in seen) + tallest,
        max(y for _, y in seen),
    )
    with p.layer(box) as pen:
        for x, z in sorted(blades, key=lambda s: -s[1]):
            k = p.camera.scale(z)
            for _ in range(2):
                foot = p.camera.at(x + rng.gauss(0, spread), z)
                tall = height * k * rng.uniform(0.4, 1.3)
                w = max(0.8, 0.012 * k)
                tip = (foot[0] + rng.uniform(-0.5, 0.5) * tall, foot[1] - tall)
                pen.shape(
                    [(foot[0] - w, foot[1]), tip, (foot[0] + w, foot[1])], vary(rng, colour, 22)
                )
