"""Outdoor steps on a bank."""

from .buildings import WALLS, house
from .colour import Colour, mix, shade
from .foliage import bush, tufts
from .furniture import rail
from .ground import earth, patch
from .lamps import lamp
from .outlines import strip
from .picture import Pen, Picture
from .sky import haze, sky
from .solid import box, frame, level
from .trees import tree
from .walls import grass

STEPS, RISE, TREAD, FOOT = 8, 0.15, 0.38, 4.9  # how many, and metres


def stairs(p: Picture, after: bool) -> None:
    """Outdoor steps without rail or marked edges, then with both."""
    rng = p.random("layout")
    side = rng.choice((-1, 1))
    sky(p)
    earth(p, "lawn")
    house(p, (-side * 10.5, 22), colour=rng.choice(WALLS), name="far", storeys=3)
    tree(p, side * 6.2, 13, height=8, name="a")
    haze(p, 0.3)
    patch(p, strip([(0, 0.5), (0, 5.2)], 4.2), "paving", soft=1)
    _bank(p)
    _steps(p, after)
    if after:
        for x in (-1.78, 1.78):
            top = (x, FOOT + STEPS * TREAD, STEPS * RISE)
            rail(p, [top, (x, FOOT + 4 * TREAD, 4 * RISE), (x, FOOT - 0.1, 0.0)])
    lamp(p, side * 2.5, 6.2, lit=p.mood.dark and after, arm=-0.7 * side)
    tufts(p, [(-2.1, 3.0), (-2.1, 5)], name="l")
    tufts(p, [(2.1, 3.0), (2.1, 5)], name="r")


def _steps(p: Picture, after: bool) -> None:
    """Cast the steps; new ones have pale edges, the first and the last yellow."""
    tone = (168, 164, 158) if after else (146, 142, 134)
    wide = (-1.9, 1.9)
    with p.layer(frame(p, (-2, 2), (-0.1, 1.4), (FOOT, FOOT + STEPS * TREAD))) as pen:
        for i in range(STEPS - 1, -1, -1):
            z, y = FOOT + i * TREAD, (i + 1) * RISE
            box(p, pen, wide, (y - RISE, y), (z, z + TREAD + 0.02), shade(tone, 0.82))
            pen.shape(level(p, wide, (z, z + TREAD), y), shade(tone, 1.08))
            if after:
                edge = (246, 214, 84) if i in (0, STEPS - 1) else (236, 232, 222)
                pen.shape(level(p, wide, (z, z + 0.07), y), edge)
            else:
                _chips(p, pen, (z, y), i, mix(tone, (90, 84, 76), 0.7))


def _chips(p: Picture, pen: Pen, place: tuple[float, float], i: int, colour: Colour) -> None:
    """Break corners off the edge of a step."""
    rng = p.random(f"chips {i}")
    z, y = place
    for _ in range(3):
        x, w = rng.uniform(-1.8, 1.7), rng.uniform(0.06, 0.2)
        pen.shape(
            [
                p.camera.at(x, z, y),
                p.camera.at(x + w, z, y),
                p.camera.at(x + w * 0.6, z, y - 0.06),
                p.camera.at(x + w * 0.5, z + 0.08, y),
            ],
            colour,
        )


def _bank(p: Picture) -> None:
    """Raise a grassy bank on both sides of the steps, level ground above it, and plant it."""
    length, rise = STEPS * TREAD, STEPS * RISE
    at, far, turf = p.camera.at, FOOT + length, (96, 124, 60)
    with p.layer((0, p.camera.horizon, *p.paint.size)) as pen:
        pen.shape(
            [at(-40, far, rise), at(40, far, rise), at(40, 90, rise), at(-40, 90, rise)],
            shade(turf, 1.05),
        )
    for side in (-1, 1):
        slope = grass(p.random(f"slope {side}"), (900, 300), shade(turf, 0.86))
        inner, outer = side * 1.9, side * 9
        left, right = sorted((inner, outer))
        p.warp(slope, [at(left, far, rise), at(right, far, rise), at(right, FOOT), at(left, FOOT)])
        for i, (x, z) in enumerate(((6.2, 8.4), (3.2, 8.1), (4.6, 7.6))):
            bush(p, side * x, z, size=1.2, name=f"bank {side} {i}", lift=rise * 0.75)
        tufts(p, [(side * 1.9, FOOT), (side * 8, FOOT)], name=f"foot {side}", spread=0.15)
        tufts(p, [(side * 1.95, FOOT + 0.2), (side * 1.95, far)], name=f"side {side}", spread=0.1)
