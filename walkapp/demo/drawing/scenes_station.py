"""Scenes at the railway station and on the square."""

import math

from .buildings import BRICK, FALU, YELLOW, house
from .camera import Point
from .colour import Colour, mix, shade
from .furniture import bench as put_bench
from .furniture import bin_
from .ground import earth, patch, stain
from .lamps import tube
from .light import halo, pool, spill
from .outlines import strip
from .picture import Picture
from .sky import haze, sky
from .solid import frame, pole
from .trees import forest

STEEL: Colour = (74, 86, 92)


RAILS = (3.6, 5.1, 8.2, 9.7)


def platform(p: Picture, after: bool) -> None:
    """A station platform under a canopy: dark with a stopped clock, then lit."""
    rng = p.random("layout")
    sky(p)
    forest(p, height=0.045)
    earth(p, "gravel")
    house(
        p, (-15, 42), colour=rng.choice((YELLOW, BRICK, FALU)), name="station", width=14, storeys=2
    )
    haze(p, 0.35)
    _track(p)
    patch(p, [(-14, 0.5), (2.2, 0.5), (2.2, 70), (-14, 70)], "paving", soft=0)
    _edge(p)
    _masts(p)
    if after:
        _train(p, rng.choice(((44, 92, 150), (150, 52, 50), (236, 190, 60))))
    put_bench(p, -2.9, 8.2)
    bin_(p, -1.3, 8.6, colour=(70, 78, 84))
    _canopy(p, after)
    _clock(p, after)


def _track(p: Picture) -> None:
    """Lay two tracks: ballast, sleepers, shining rails."""
    patch(p, strip([(6.6, 0.5), (6.6, 90)], 8.4), "gravel", soft=3, colour=(118, 110, 102))
    sleepers = []
    for middle in (4.35, 8.95):
        for i in range(46):
            z = 2.2 + i * 0.65 + i * i * 0.012
            sleepers.append(
                [
                    (middle - 1.3, z),
                    (middle + 1.3, z),
                    (middle + 1.3, z + 0.24),
                    (middle - 1.3, z + 0.24),
                ]
            )
    stain(p, sleepers, (86, 76, 68), strength=0.9, soft=0.6)
    stain(p, [strip([(x + 0.05, 1), (x + 0.05, 90)], 0.14) for x in RAILS], (48, 44, 42), soft=0.5)
    stain(
        p,
        [strip([(x, 1), (x, 90)], 0.07) for x in RAILS],
        mix(p.mood.low, (210, 214, 220), 0.4),
        soft=0.4,
    )


def _edge(p: Picture) -> None:
    """Mark the platform edge: kerb, white line, ribbed strip."""
    with p.layer(frame(p, (2.0, 2.6), (-0.7, 0.1), (2.2, 70))) as pen:
        at = p.camera.at
        pen.shape([at(2.2, 1.6), at(2.2, 70), at(2.2, 70, -0.5), at(2.2, 1.6, -0.5)], (92, 90, 88))
    stain(p, [strip([(2.08, 0.8), (2.08, 70)], 0.24)], (196, 194, 188), soft=0.4)
    stain(p, [strip([(1.2, 0.8), (1.2, 70)], 0.12)], (246, 244, 236), soft=0.4)
    stain(p, [strip([(0.8, 0.8), (0.8, 70)], 0.4)], (206, 196, 170), strength=0.7, soft=0.5)
    joints = [
        [(-14, z), (2.0, z), (2.0, z + 0.02), (-14, z + 0.02)]
        for z in (3, 3.8, 4.7, 5.7, 6.8, 8, 9.4, 11, 13, 15.5)
    ]
    joints += [strip([(x, 0.8), (x, 24)], 0.02) for x in (-9, -7.5, -6, -4.5, -3, -1.5, 0)]
    stain(p, joints, (92, 90, 88), strength=0.5, soft=0.4)


def _masts(p: Picture) -> None:
    with p.layer((0, 0, p.camera.width, p.camera.horizon + 60 * p.unit)) as pen:
        at = p.camera.at
        for z in (52, 34, 22, 14):
            pole(p, pen, (11.6, z, 0), (11.6, z, 7.4), 0.2, (112, 118, 120))
            pole(p, pen, (11.6, z, 6.9), (3.4, z, 6.5), 0.09, (112, 118, 120))
            pole(p, pen, (11.6, z, 7.4), (6.6, z, 6.6), 0.05, (112, 118, 120))
        for x in (4.35, 8.95):
            pen.line([at(x, 2, 5.5), at(x, 80, 5.5)], (44, 46, 52), 1.8 * p.unit)
            pen.line([at(x, 2, 6.4), at(x, 80, 6.4)], (44, 46, 52), 1.4 * p.unit)


def _train(p: Picture, colour: Colour) -> None:
    """Let the commuter train stand at the far end of the platform, its front lamps on."""
    x0, x1, z = 2.75, 5.75, 30.0
    at, k = p.camera.at, p.camera.scale(z)
    with p.layer(frame(p, (x0, x1), (0, 4.4), (z, 64))) as pen:
        pen.shape(
            [at(x0, z, 3.9), at(x0, 64, 3.9), at(x0, 64, 0.2), at(x0, z, 0.2)], shade(colour, 0.75)
        )
        pen.shape(
            [at(x0, z, 3.0), at(x0, 64, 3.0), at(x0, 64, 1.9), at(x0, z, 1.9)], (250, 226, 170)
        )
        left, top = at(x0, z, 4.0)
        right, bottom = at(x1, z, 0.3)
        pen.block((left, top, right, bottom), colour, 0.5 * k)
        pen.block(
            (left + 0.25 * k, top + 0.4 * k, right - 0.25 * k, top + 1.7 * k), (26, 34, 46), 0.3 * k
        )
        pen.block((left, bottom - 0.5 * k, right, bottom), (44, 46, 52), 0.2 * k)
        pen.block(
            (left + 0.05 * k, top + 2.0 * k, right - 0.05 * k, top + 2.25 * k), (240, 238, 230)
        )
    for x in (x0 + 0.55, x1 - 0.55):
        spot = at(x, z, 1.2)
        with p.layer((spot[0] - 8, spot[1] - 8, spot[0] + 8, spot[1] + 8), shines=True) as pen:
            pen.dot(spot, 0.14 * k, (255, 250, 232))
        halo(p, spot, 70 * p.unit, (190, 180, 150))
    if p.mood.dark:
        pool(p, 4.3, 26, 3.5, (255, 240, 200), 0.5)


def _canopy(p: Picture, after: bool) -> None:
    """Put a canopy on steel posts along the platform, with lamps under it."""
    at = p.camera.at
    zs = (24, 18, 13, 9, 6)
    with p.layer((0, 0, p.camera.width, p.camera.height)) as pen:
        pen.shape(
            [at(-6.2, 3.2, 3.55), at(-0.2, 3.2, 3.3), at(-0.2, 27, 3.3), at(-6.2, 27, 3.55)],
            (126, 112, 98),
        )
        for i in range(12):
            x = -6.2 + i * 0.5
            pen.line(
                [at(x, 3.2, 3.53 - i * 0.02), at(x, 27, 3.53 - i * 0.02)],
                (98, 86, 74),
                1.6 * p.unit,
            )
        for z in zs:
            pole(p, pen, (-6.0, z, 3.45), (-0.2, z, 3.22), 0.12, STEEL)
            pole(p, pen, (-3.4, z, 0), (-3.4, z, 3.4), 0.16, STEEL)
            pole(p, pen, (-3.4, z, 2.6), (-1.8, z, 3.3), 0.08, STEEL)
            pole(p, pen, (-3.4, z, 2.6), (-5.0, z, 3.4), 0.08, STEEL)
        pen.shape(
            [at(-0.2, 3.2, 3.3), at(-0.2, 27, 3.3), at(-0.2, 27, 3.55), at(-0.2, 3.2, 3.6)],
            shade(STEEL, 0.8),
        )
    for far in (20.0, 15.0, 11.0, 7.6):
        lit = after or far > 18
        k = p.camera.scale(far)
        tube(p, (at(-2.3, far, 3.22), at(-1.2, far, 3.18)), 0.09 * k, lit=lit)
        if lit:
            strength = 0.9 if p.mood.dark else 0.25
            pool(p, -1.7, far, 3.2, (255, 232, 186), 0.55 * strength)
            spill(p, at(-1.8, far, 2.2), 2.8 * k, 2.2 * k, shade((140, 124, 98), strength))


def _clock(p: Picture, after: bool) -> None:
    """Hang the platform clock: its face glows and shows the hour when it works."""
    at, k = p.camera.at(0.45, 7.0, 2.62), p.camera.scale(7.0)
    r = 0.36 * k
    with p.layer((at[0] - 2 * r, at[1] - 5 * r, at[0] + 2 * r, at[1] + 2 * r)) as pen:
        pen.line([p.camera.at(-0.2, 7.0, 3.32), p.camera.at(0.45, 7.0, 3.28)], STEEL, 0.06 * k)
        pen.line([(at[0], at[1]), (at[0], at[1] - 1.9 * r)], STEEL, 0.05 * k)
        pen.dot(at, r * 1.1, (36, 42, 50))
    with p.layer((at[0] - r, at[1] - r, at[0] + r, at[1] + r), shines=after) as pen:
        pen.dot(at, r * 0.98, (250, 246, 230) if after else (136, 138, 138))
        for i in range(12):
            a = i * math.pi / 6
            inner = 0.72 if i % 3 == 0 else 0.82
            pen.line([_on(at, a, r * inner), _on(at, a, r * 0.92)], (28, 30, 34), 2.6 * p.unit)
        hands = (
            ((1.2, 0.5, 0.09), (5.1, 0.78, 0.06))
            if after
            else ((0.1, 0.5, 0.09), (0.35, 0.78, 0.06))
        )
        for a, length, width in hands:
            pen.line(
                [_on(at, a + math.pi, r * 0.14), _on(at, a, r * length)],
                (28, 30, 34),
                r * width * 1.6,
            )
    if after and p.mood.dark:
        halo(p, at, 2.4 * r, (120, 108, 80))


def _on(middle: Point, angle: float, r: float) -> Point:
    return (middle[0] + r * math.sin(angle), middle[1] - r * math.cos(angle))
