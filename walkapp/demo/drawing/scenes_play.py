"""A playground."""

from .buildings import FALU, PALE, YELLOW, house
from .camera import Point
from .colour import Colour, shade
from .foliage import hedge, tufts
from .furniture import bench as put_bench
from .ground import earth, patch, stain
from .lamps import lamp
from .outlines import blob
from .picture import Pen, Picture
from .sky import haze, sky
from .solid import box, frame, pole, shadow
from .trees import LEAFY, forest, tree

PAINTS: tuple[Colour, ...] = ((204, 60, 52), (52, 110, 170), (232, 176, 50), (74, 140, 84))
HIGH = 2.4


def playground(p: Picture, after: bool) -> None:
    """A swing with a chain that has come loose, then whole."""
    rng = p.random("layout")
    side = rng.choice((-1, 1))
    paints = rng.sample(PAINTS, 3)
    sky(p)
    forest(p, height=0.05)
    earth(p, "lawn")
    house(p, (-side * 13, 34), colour=rng.choice((FALU, PALE, YELLOW)), name="far", storeys=3)
    tree(p, side * 8, 18, height=8, name="tree")
    tree(p, -side * 9, 22, height=8, name="tree 2", kind=LEAFY)
    haze(p, 0.4)
    hedge(p, [(-12, 13.5), (12, 13.5)], height=0.9)
    patch(p, blob(rng, 0, 6.8, 5.6, 3.6), "sand", soft=4)
    _slide(p, side * 3.2, paints[1], paints[2])
    put_bench(p, -side * 4.0, 9.6, width=1.6)
    lamp(p, -side * 3.9, 8.4, lit=p.mood.dark, arm=0.8 * side)
    for x in (-1.1, 0.5):
        stain(
            p, [blob(rng, (x - 0.2) * side, 4.3, 0.55, 0.4)], (150, 126, 92), strength=0.6, soft=6
        )
    _swing(p, -0.3 * side, paints[0], after)
    tufts(p, [(-5, 3.4), (0, 2.9), (5, 3.4)], spread=0.5, height=0.12)


def _swing(p: Picture, x: float, colour: Colour, whole: bool) -> None:
    z, half = 4.3, 1.7
    for side in (-half, half):
        shadow(p, x + side, z, 0.16, 0.5, 0.3)
    with p.layer(frame(p, (x - 2.6, x + 2.6), (-0.1, 2.7), (z - 1.0, z + 1.0))) as pen:
        for side in (-1, 1):
            pole(
                p,
                pen,
                (x + side * (half + 0.25), z + 0.8, 0),
                (x + side * half, z, HIGH),
                0.09,
                shade(colour, 0.85),
            )
        pole(p, pen, (x - half, z, HIGH), (x + half, z, HIGH), 0.1, colour)
        for side in (-1, 1):
            pole(
                p,
                pen,
                (x + side * (half + 0.25), z - 0.8, 0),
                (x + side * half, z, HIGH),
                0.1,
                colour,
            )
        _seat(p, pen, x - 0.8, z, whole=True)
        _seat(p, pen, x + 0.8, z, whole=whole)


def _seat(p: Picture, pen: Pen, x: float, z: float, *, whole: bool) -> None:
    """Hang a seat by two chains, or by one, its end on the sand."""
    at = p.camera.at
    left, right = x - 0.24, x + 0.24
    seat = [(left, 0.45), (right, 0.45)] if whole else [(left, 0.62), (left + 0.2, 0.12)]
    _chain(p, pen, (left, HIGH), seat[0], z)
    if whole:
        _chain(p, pen, (right, HIGH), seat[1], z)
    else:
        _chain(p, pen, (right, HIGH), (right + 0.05, 1.45), z)
        _chain(p, pen, seat[1], (left + 0.42, 0.03), z)
        _chain(p, pen, (left + 0.42, 0.03), (left + 0.75, 0.02), z - 0.1)
    a, b = at(seat[0][0] - 0.03, z, seat[0][1]), at(seat[1][0] + 0.03, z, seat[1][1])
    pen.line([a, b], (34, 34, 38), 0.06 * p.camera.scale(z))
    pen.line([(a[0], a[1] - 3 * p.unit), (b[0], b[1] - 3 * p.unit)], (84, 84, 90), 2 * p.unit)
    shadow_at = at(x, z)
    pen.dot(shadow_at, 0.25 * p.camera.scale(z), (20, 18, 16), 0.05 * p.camera.scale(z), 70)


def _chain(p: Picture, pen: Pen, top: Point, foot: Point, z: float) -> None:
    """Draw a chain as a row of links."""
    count = max(3, int(abs(top[1] - foot[1]) * 16 + abs(top[0] - foot[0]) * 16))
    for i in range(count):
        t = i / count
        at = p.camera.at(top[0] + (foot[0] - top[0]) * t, z, top[1] + (foot[1] - top[1]) * t)
        pen.dot(
            at,
            (3.4 if i % 2 else 2.4) * p.unit,
            (160, 164, 170) if i % 2 else (112, 116, 122),
            5.2 * p.unit,
        )


def _slide(p: Picture, x: float, colour: Colour, accent: Colour) -> None:
    """Put up a slide with a small roofed tower."""
    z, at = 8.2, p.camera.at
    shadow(p, x, z, 1.8, 0.9, 0.4)
    turn = -1 if x > 0 else 1
    with p.layer(frame(p, (x - 3, x + 3), (0, 3.3), (z - 1, z + 1.4))) as pen:
        for dx in (-0.55, 0.55):
            for dz in (1.1, 0):
                pole(p, pen, (x + dx, z + dz, 0), (x + dx, z + dz, 2.4), 0.1, (150, 112, 74))
        box(p, pen, (x - 0.6, x + 0.6), (1.25, 1.35), (z, z + 1.1), (164, 124, 84))
        for i in range(6):
            box(
                p,
                pen,
                (x - 0.55 + i * 0.2, x - 0.41 + i * 0.2),
                (1.35, 1.85),
                (z, z + 0.04),
                colour,
            )
        pen.shape(
            [at(x - 0.8, z - 0.1, 2.3), at(x, z + 0.5, 3.1), at(x + 0.8, z - 0.1, 2.3)], accent
        )
        pen.shape(
            [
                at(x - 0.8, z - 0.1, 2.3),
                at(x + 0.8, z - 0.1, 2.3),
                at(x + 0.8, z - 0.1, 2.22),
                at(x - 0.8, z - 0.1, 2.22),
            ],
            shade(accent, 0.7),
        )
        run = [(0.6, 1.35), (1.0, 1.1), (1.8, 0.45), (2.2, 0.25), (2.6, 0.22)]
        upper = [at(x + turn * a, z + 0.9, b) for a, b in run]
        lower = [at(x + turn * a, z + 0.25, b) for a, b in run]
        pen.shape([*upper, *reversed(lower)], (198, 204, 208))
        pen.line(upper, colour, 0.08 * p.camera.scale(z))
        pen.line(lower, shade(colour, 1.1), 0.09 * p.camera.scale(z))
