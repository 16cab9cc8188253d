"""The town square."""

import math

from .buildings import BRICK, FALU, PALE, YELLOW, house
from .camera import Point
from .colour import Colour, mix
from .furniture import bench as put_bench
from .furniture import bin_, bollard
from .ground import earth, stain
from .lamps import lamp
from .light import halo, pool
from .outlines import strip
from .picture import Picture
from .sky import haze, sky
from .solid import drum, frame, shadow
from .trees import tree


def square(p: Picture, after: bool) -> None:
    """The town square: half dark and empty, then with all its lamps and strings of bulbs."""
    rng = p.random("layout")
    side = rng.choice((-1, 1))
    sky(p)
    earth(p, "paving")
    colours = [YELLOW, PALE, BRICK, FALU, PALE]
    rng.shuffle(colours)
    for i, x in enumerate((-20, -10.2, 0, 10.2, 20.4)):
        house(
            p,
            (x * side, 27 + abs(x) * 0.02),
            colour=colours[i],
            name=f"row {i}",
            width=10,
            storeys=3 if i % 2 else 2,
        )
    _shopfronts(p, after, side)
    haze(p, 0.2, up=0.05)
    _setts(p)
    for i, x in enumerate((-7.6, 7.4)):
        tree(p, x, 17, height=6.5, name=f"tree {i}")
    _fountain(p, -side * 1.8)
    for i, (x, z) in enumerate(((-6.2, 20), (6.4, 20), (-4.6, 11), (4.8, 11))):
        lamp(p, x, z, lit=p.mood.dark and (after or i == 1), arm=0.0, height=4.0)
    if after:
        _bulbs(p)
    put_bench(p, side * 2.3, 6.0)
    put_bench(p, -side * 3.0, 7.4)
    bin_(p, side * 3.7, 6.3, colour=(64, 72, 78))
    for x in (-5.4, -4.2, 4.2, 5.4):
        bollard(p, x, 5.4)


def _setts(p: Picture) -> None:
    """Lay bands of darker stone across and along the square."""
    bands: list[list[Point]] = [
        [(-26, z), (26, z), (26, z + 0.35), (-26, z + 0.35)] for z in (4, 7, 10.5, 15, 20.5)
    ]
    bands += [strip([(x, 0.8), (x, 26)], 0.35) for x in (-9, -6, -3, 0, 3, 6, 9)]
    stain(p, bands, (112, 104, 100), strength=0.6, soft=0.6)
    lines = [strip([(x * 0.5, 0.8), (x * 0.5, 12)], 0.016) for x in range(-24, 25)]
    lines += [
        [(-16.0, 2 + i * 0.5), (16.0, 2 + i * 0.5), (16.0, 2.02 + i * 0.5), (-16.0, 2.02 + i * 0.5)]
        for i in range(18)
    ]
    stain(p, lines, (104, 98, 94), strength=0.4, soft=0.4)


def _shopfronts(p: Picture, after: bool, side: int) -> None:
    """Fit shop windows under awnings; they shine when the shops are open."""
    for i, x in enumerate((-10.2, 0, 10.2)):
        lit = after or i == 2
        tone: Colour = (255, 214, 140) if lit else (40, 46, 56)
        with p.layer(
            frame(p, (x * side - 4.6, x * side + 4.6), (0, 3.2), (26.8, 27)), shines=lit
        ) as pen:
            for j in range(4):
                a = x * side - 4.0 + j * 2.05
                pen.block(
                    (*p.camera.at(a, 26.9, 2.4), *p.camera.at(a + 1.8, 26.9, 0.4)), tone, 2 * p.unit
                )
        with p.layer(frame(p, (x * side - 4.6, x * side + 4.6), (2.2, 3.2), (26.2, 27))) as pen:
            stripe = ((166, 62, 54), (58, 98, 108), (84, 110, 66))[i]
            for j in range(12):
                a = x * side - 4.3 + j * 0.72
                pen.shape(
                    [
                        p.camera.at(a, 26.8, 3.0),
                        p.camera.at(a + 0.72, 26.8, 3.0),
                        p.camera.at(a + 0.72, 26.0, 2.45),
                        p.camera.at(a, 26.0, 2.45),
                    ],
                    stripe if j % 2 else (232, 226, 214),
                )
        if lit and p.mood.dark:
            pool(p, x * side, 24, 4.0, (255, 206, 130), 0.35)


def _fountain(p: Picture, x: float) -> None:
    shadow(p, x, 13, 2.2, 1.4, 0.5)
    with p.layer(frame(p, (x - 2.2, x + 2.2), (-0.3, 2.4), (12, 14))) as pen:
        drum(p, pen, (x, 13, 0), 1.7, 0.55, (150, 144, 136))
        k, top = p.camera.scale(13), p.camera.at(x, 13, 0.55)
        pen.dot(top, 1.5 * k, mix(p.mood.middle, (70, 96, 110), 0.5), 0.12 * k)
        drum(p, pen, (x, 13, 0.5), 0.22, 0.9, (150, 144, 136))
        drum(p, pen, (x, 13, 1.35), 0.6, 0.12, (160, 154, 146))
        jet = p.camera.at(x, 13, 1.45)
        for i in range(-6, 7):
            end = (jet[0] + i * 0.085 * k, jet[1] + 0.78 * k)
            pen.line(
                [jet, (jet[0] + i * 0.055 * k, jet[1] - 0.3 * k), end],
                (222, 232, 240),
                1.6 * p.unit,
                130,
            )


def _bulbs(p: Picture) -> None:
    """Hang strings of small warm bulbs across the square."""
    for z, high in ((9.5, 4.3), (14, 4.6), (19, 4.9)):
        spots = []
        for i in range(31):
            t = i / 30
            spots.append(p.camera.at(-8 + 16 * t, z, high - 1.0 * math.sin(math.pi * t)))
        with p.layer((0, 0, p.camera.width, p.camera.horizon)) as pen:
            pen.line(spots, (40, 40, 46), 1.4 * p.unit)
        with p.layer((0, 0, p.camera.width, p.camera.horizon), shines=True) as pen:
            for spot in spots:
                pen.dot((spot[0], spot[1] + 5 * p.unit), 34 / z * p.unit, (255, 222, 150))
        for spot in spots[::2]:
            halo(p, spot, 300 / z * p.unit, (96, 70, 34) if p.mood.dark else (34, 26, 12))
    if p.mood.dark:
        pool(p, 0, 9, 8, (255, 204, 130), 0.22)
        pool(p, 0, 16, 9, (255, 204, 130), 0.25)
