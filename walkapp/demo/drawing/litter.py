"""What people leave behind: paper, cups, cans, bags, and heavier things."""

import math
from random import Random

from .camera import Point
from .colour import Colour, mix, shade, vary
from .picture import Pen, Picture
from .solid import box, frame, shadow

PAPER: tuple[Colour, ...] = ((236, 232, 222), (226, 214, 196), (214, 222, 230), (228, 206, 120))
CANS: tuple[Colour, ...] = ((206, 52, 46), (62, 132, 86), (52, 96, 178), (222, 174, 54))


def litter(
    p: Picture, area: tuple[float, float, float, float], count: int, name: str = "litter"
) -> None:
    """Strew small litter over an area (left, near, right, far) in metres."""
    rng = p.random(name)
    spots = [(rng.uniform(area[0], area[2]), rng.uniform(area[1], area[3])) for _ in range(count)]
    for x, z in sorted(spots, key=lambda s: -s[1]):
        shadow(p, x, z, 0.12, 0.07, 0.4)
        with p.layer(frame(p, (x - 0.4, x + 0.4), (-0.1, 0.4), (z - 0.2, z + 0.2))) as pen:
            rng.choice((paper, paper, cup, can))(p, pen, rng, (x, z))


def paper(p: Picture, pen: Pen, rng: Random, at: Point) -> None:
    """Draw a crumpled sheet of a few facets."""
    k, (x, y) = p.camera.scale(at[1]), p.camera.at(*at)
    colour, r = rng.choice(PAPER), rng.uniform(0.07, 0.14) * k
    edge = []
    for i in range(7):
        a = i * math.pi * 2 / 7
        edge.append(
            (
                x + r * math.cos(a) * rng.uniform(0.7, 1.2),
                y - r * 0.3 + r * 0.45 * math.sin(a) * rng.uniform(0.7, 1.3),
            )
        )
    for here, following in zip(edge, edge[1:] + edge[:1], strict=True):
        pen.shape([(x, y - r * 0.45), here, following], shade(colour, rng.uniform(0.7, 1.05)))


def cup(p: Picture, pen: Pen, rng: Random, at: Point) -> None:
    """Draw a paper cup lying on its side."""
    k, (x, y) = p.camera.scale(at[1]), p.camera.at(*at)
    d = rng.choice((-1, 1)) * k
    pen.shape(
        [(x, y - 0.015 * k), (x, y - 0.075 * k), (x + 0.13 * d, y - 0.095 * k), (x + 0.13 * d, y)],
        (226, 220, 208),
    )
    pen.shape(
        [
            (x + 0.03 * d, y - 0.02 * k),
            (x + 0.03 * d, y - 0.077 * k),
            (x + 0.09 * d, y - 0.087 * k),
            (x + 0.09 * d, y - 0.01 * k),
        ],
        rng.choice(CANS),
    )
    pen.dot((x + 0.13 * d, y - 0.047 * k), 0.018 * k, (88, 70, 56), 0.047 * k)


def can(p: Picture, pen: Pen, rng: Random, at: Point) -> None:
    """Draw a can lying down."""
    k, (x, y) = p.camera.scale(at[1]), p.camera.at(*at)
    colour = rng.choice(CANS)
    pen.block((x - 0.07 * k, y - 0.065 * k, x + 0.07 * k, y), shade(colour, 0.8))
    pen.block((x - 0.07 * k, y - 0.058 * k, x + 0.07 * k, y - 0.03 * k), shade(colour, 1.25))
    pen.dot((x + 0.07 * k, y - 0.032 * k), 0.012 * k, (200, 202, 206), 0.033 * k)


def bag(
    p: Picture,
    at: tuple[float, float, float],
    *,
    size: float = 0.4,
    colour: Colour = (40, 42, 48),
    name: str = "bag",
) -> None:
    """Put a full plastic bag at (x, z, y), tied at the top, with folds that catch the light."""
    x, z, y = at
    rng = p.random(name)
    if y == 0:
        shadow(p, x, z, size * 0.7, size * 0.4, 0.55)
    k, (cx, cy) = p.camera.scale(z), p.camera.at(x, z, y)
    r = size * k * 0.5
    body = []
    for i in range(28):
        a = i * math.pi / 14
        wide = 1 + 0.08 * math.sin(3 * a + x) + rng.uniform(-0.03, 0.03)
        body.append((cx + r * 1.08 * wide * math.cos(a), cy - r * 0.85 + r * 0.9 * math.sin(a)))
    ears = ((-0.3, 1.6), (-0.42, 2.1), (0.0, 1.86), (0.38, 2.15), (0.28, 1.6))
    with p.layer((cx - 2 * r, cy - 3 * r, cx + 2 * r, cy + r)) as pen:
        pen.shape(body, colour)
        pen.shape([(cx + a * r, cy - b * r) for a, b in ears], shade(colour, 1.2))
        for _ in range(9):
            a = rng.uniform(-2.6, -0.5)
            start = (cx + r * 0.15 * math.cos(a), cy - r * 1.55)
            end = (cx + r * 0.9 * math.cos(a), cy - r * 0.8 + r * rng.uniform(-0.5, 0.5))
            fold = mix(colour, (255, 255, 255), rng.uniform(0.08, 0.3))
            pen.line([start, end], fold, rng.uniform(1.5, 4) * p.unit, 150)


def sofa(p: Picture, x: float, z: float, colour: Colour = (124, 82, 70)) -> None:
    """Draw an old sofa that somebody left."""
    shadow(p, x, z + 0.4, 1.2, 0.7, 0.6)
    with p.layer(frame(p, (x - 1.1, x + 1.1), (-0.1, 1.0), (z, z + 0.9))) as pen:
        box(p, pen, (x - 0.95, x + 0.95), (0.35, 0.88), (z + 0.6, z + 0.85), colour)
        box(p, pen, (x - 0.95, x + 0.95), (0.08, 0.34), (z, z + 0.8), shade(colour, 0.8))
        for side in (-0.48, 0.46):
            box(
                p,
                pen,
                (x + side - 0.44, x + side + 0.44),
                (0.34, 0.48),
                (z - 0.03, z + 0.6),
                vary(p.random(f"cushion {side}"), colour, 14),
            )
        for side in (-1.0, 0.84):
            box(
                p,
                pen,
                (x + side, x + side + 0.17),
                (0.08, 0.6),
                (z - 0.02, z + 0.85),
                shade(colour, 0.92),
            )
        tear = [
            p.camera.at(x + a, z - 0.03, b)
            for a, b in ((0.2, 0.45), (0.45, 0.47), (0.5, 0.4), (0.3, 0.38))
        ]
        pen.shape(tear, (222, 206, 150))


def crate(p: Picture, x: float, z: float, size: float = 0.45) -> None:
    """Draw a wet cardboard box, its lid open."""
    colour = (178, 140, 96)
    shadow(p, x, z + 0.2, size * 0.8, size * 0.6, 0.5)
    with p.layer(frame(p, (x - size, x + size), (-0.1, size * 1.3), (z, z + size))) as pen:
        half = size / 2
        box(p, pen, (x - half, x + half), (0, size * 0.8), (z, z + size), colour)
        at = p.camera.at
        for side in (-1, 1):
            pen.shape(
                [
                    at(x + side * half, z, size * 0.8),
                    at(x + side * half, z + size, size * 0.8),
                    at(x + side * size, z + size, size * 0.7),
                    at(x + side * size, z, size * 0.66),
                ],
                shade(colour, 1.12),
            )
        pen.shape(
            [
                at(x - half * 0.1, z, size * 0.8),
                at(x + half * 0.1, z, size * 0.8),
                at(x + half * 0.1, z, 0),
                at(x - half * 0.1, z, 0),
            ],
            (200, 178, 138),
        )
