"""Lines and outlines on the ground, as (x, z) metres."""

import math
from collections.abc import Sequence
from random import Random

from .camera import Point


def blob(rng: Random, x: float, z: float, rx: float, rz: float) -> list[Point]:
    """Return an uneven round outline in (x, z) metres: a puddle, a hole, a worn spot."""
    turns = [rng.uniform(0, 6.28) for _ in range(3)]
    out: list[Point] = []
    for i in range(40):
        a = i * math.pi / 20
        k = 1 + 0.16 * math.sin(2 * a + turns[0]) + 0.1 * math.sin(3 * a + turns[1])
        k += 0.05 * math.sin(7 * a + turns[2])
        out.append((x + rx * k * math.cos(a), z + rz * k * math.sin(a)))
    return out


def strip(middle: Sequence[Point], width: float) -> list[Point]:
    """Return the outline of a path `width` metres wide along (x, z) points."""
    left = [(x - width / 2, z) for x, z in middle]
    right = [(x + width / 2, z) for x, z in reversed(middle)]
    return left + right


def bend(start: float, end: float, *, near: float = 1.0, far: float = 60.0) -> list[Point]:
    """Return a gently curving line from x = `start` near the camera to x = `end` far away."""
    points = []
    for i in range(25):
        t = i / 24
        z = near + (far - near) * t * t
        points.append((start + (end - start) * t**1.7, z))
    return points


def part(way: Sequence[Point], near: float, far: float) -> list[Point]:
    """Return the piece of a path's middle line between two distances."""

    def cross(z: float) -> float:
        for (x0, z0), (x1, z1) in zip(way, way[1:], strict=False):
            if z0 <= z <= z1:
                return x0 + (x1 - x0) * (z - z0) / (z1 - z0)
        return way[-1][0]

    steps = max(2, int((far - near) * 2))
    zs = [near + (far - near) * i / steps for i in range(steps + 1)]
    return [(cross(z), z) for z in zs]
