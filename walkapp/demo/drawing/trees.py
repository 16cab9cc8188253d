"""Trees: trunks that fork into twigs, crowns of leaf clumps, and the forest far away."""

import math
from dataclasses import dataclass
from random import Random

from .camera import Point
from .colour import Colour, mix, shade, vary
from .foliage import GREENS, SPRING, leaf
from .picture import Pen, Picture


@dataclass(frozen=True)
class Kind:
    """A kind of tree: its bark, its greens, and how leafy it is (0 bare, 0.5 spring, 1 summer)."""

    bark: Colour
    greens: tuple[Colour, ...]
    leaves: float


BUDDING = Kind((92, 76, 62), SPRING, 0.55)
LEAFY = Kind((92, 76, 62), GREENS, 0.8)
BIRCH = Kind((214, 210, 202), SPRING, 0.5)


def tree(p: Picture, x: float, z: float, *, height: float, name: str, kind: Kind = BUDDING) -> None:
    """Grow a tree at (x, z)."""
    rng = p.random(name)
    k = p.camera.scale(z)
    foot = p.camera.at(x, z)
    reach = height * 0.85 * k
    with p.layer(
        (foot[0] - reach, foot[1] - height * 1.3 * k, foot[0] + reach, foot[1] + 4)
    ) as pen:
        tips: list[Point] = []
        _branch(
            pen,
            rng,
            foot,
            (-math.pi / 2 + rng.uniform(-0.06, 0.06), height * 0.27 * k),
            (height * 0.03 * k, kind.bark, tips, 0),
        )
        base = rng.choice(kind.greens)
        _crown(pen, rng, tips, (height * k, kind.leaves), base, p.unit)


def _branch(
    pen: Pen,
    rng: Random,
    foot: Point,
    way: tuple[float, float],
    wood: tuple[float, Colour, list[Point], int],
) -> None:
    """Draw a limb as a tapering line, then its forks; collect where the crown hangs."""
    angle, length = way
    width, bark, tips, depth = wood
    tip = (foot[0] + math.cos(angle) * length, foot[1] + math.sin(angle) * length)
    nx, ny = -math.sin(angle) * width / 2, math.cos(angle) * width / 2
    pen.shape(
        [
            (foot[0] - nx, foot[1] - ny),
            (foot[0] + nx, foot[1] + ny),
            (tip[0] + nx * 0.7, tip[1] + ny * 0.7),
            (tip[0] - nx * 0.7, tip[1] - ny * 0.7),
        ],
        shade(bark, 0.8 + 0.05 * depth),
    )
    pen.line(
        [(foot[0] + nx * 0.5, foot[1]), (tip[0] + nx * 0.35, tip[1])],
        shade(bark, 1.18),
        max(0.6, width * 0.18),
        130,
    )
    if depth >= 3:
        tips.append(tip)
    if depth >= 7 or width < 0.5:
        return
    for side in (-1, 1) if depth else (-1, 0.15, 1):
        turn = side * rng.uniform(0.24, 0.52)
        _branch(
            pen,
            rng,
            tip,
            (angle + turn, length * rng.uniform(0.66, 0.86)),
            (width * rng.uniform(0.58, 0.7), bark, tips, depth + 1),
        )


def _crown(
    pen: Pen, rng: Random, tips: list[Point], form: tuple[float, float], base: Colour, unit: float
) -> None:
    """Hang leaves on the twigs: darker ones inside first if the tree is in full leaf."""
    tall, leaves = form
    low, high = max(y for _, y in tips), min(y for _, y in tips)
    tips = sorted(tips, key=lambda t: -t[1])
    size = max(1.9 * unit, tall * 0.0058)
    coats = ((1.7, 0.5, 0.036), (1.25, 0.8, 0.03), (1.0, 1.1, 0.024))
    for grow, tone, spread in coats if leaves > 0.6 else coats[2:]:
        for x, y in tips:
            t = (low - y) / max(1.0, low - high)
            colour = shade(base, tone * (0.62 + 0.5 * t))
            for _ in range(int(3 + 6 * leaves)):
                at = (x + rng.gauss(0, tall * spread), y + rng.gauss(0, tall * spread * 0.85))
                leaf(pen, rng, at, size * grow * rng.uniform(0.6, 1.3), vary(rng, colour, 16))


def spruce(pen: Pen, rng: Random, foot: Point, tall: float, colour: Colour) -> None:
    """Draw a spruce as a ragged dark spire."""
    points: list[Point] = []
    steps = 9
    for side in (-1, 1):
        edge: list[Point] = []
        for i in range(steps + 1):
            t = i / steps
            w = tall * 0.17 * (1 - t) * rng.uniform(0.8, 1.15)
            y = foot[1] - tall * t
            edge += [(foot[0] + side * w, y), (foot[0] + side * w * 0.62, y - tall * 0.02)]
        points += edge if side < 0 else edge[::-1]
    pen.shape(points, colour)


def forest(p: Picture, *, height: float = 0.05, name: str = "forest", tint: float = 0.5) -> None:
    """Put a line of spruces and leafy trees along the horizon; `height` is a share of the width."""
    rng = p.random(name)
    base = int(p.camera.horizon) + 6 * p.unit
    tall = height * p.camera.width
    for row in range(2):
        colour = mix((38, 58, 46), p.mood.haze, tint * (0.9 - 0.45 * row))
        with p.layer((0, base - tall * 1.6, p.camera.width, base + 8)) as pen:
            x = -10.0
            while x < p.camera.width + 20:
                if rng.random() < 0.6:
                    spruce(
                        pen,
                        rng,
                        (x, base + 4),
                        tall * rng.uniform(0.6, 1.3) * (1 - 0.3 * row),
                        vary(rng, colour, 5),
                    )
                    x += tall * rng.uniform(0.09, 0.2)
                else:
                    r = tall * rng.uniform(0.2, 0.34)
                    for _ in range(7):
                        pen.dot(
                            (x + rng.uniform(-r, r), base - r * rng.uniform(0.2, 1.5)),
                            r * rng.uniform(0.35, 0.7),
                            vary(rng, mix(colour, (92, 110, 70), 0.15), 6),
                        )
                    x += r
            pen.block((0, base - tall * 0.12, p.camera.width, base + 8), colour)
