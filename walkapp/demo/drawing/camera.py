"""One pinhole camera at eye height: metres on the ground become points in the picture.

x is metres to the right, z metres ahead, y metres above the ground. Every scene is built in these
metres, so that a lamp, its pool of light and the path below it agree about where they are.
"""

from collections.abc import Sequence
from dataclasses import dataclass

Point = tuple[float, float]
NEAREST = 1.2


@dataclass(frozen=True)
class Camera:
    """Where the picture is taken from; lengths in metres, the rest in pixels."""

    width: int
    height: int
    horizon: float
    middle: float
    focal: float
    eye: float = 1.6

    def at(self, x: float, z: float, y: float = 0.0) -> Point:
        """Return the picture point of a place in the world."""
        k = self.focal / max(z, 0.2)
        return (self.middle + x * k, self.horizon + (self.eye - y) * k)

    def scale(self, z: float) -> float:
        """Return how many pixels one metre takes at distance `z`."""
        return self.focal / max(z, 0.2)

    def ground(self, shape: Sequence[Point]) -> list[Point]:
        """Project a ground outline of (x, z) metres, cut where it passes behind the camera."""
        return [self.at(x, z) for x, z in clip_near(shape, NEAREST)]

    def depth(self, y: float) -> float:
        """Return the distance of the ground seen at picture row `y` below the horizon."""
        return self.focal * self.eye / max(1.0, y - self.horizon)


def clip_near(shape: Sequence[Point], near: float) -> list[Point]:
    """Cut an outline at distance `near` (Sutherland–Hodgman against one plane)."""
    kept: list[Point] = []
    for i, here in enumerate(shape):
        before = shape[i - 1]
        if (here[1] >= near) != (before[1] >= near):
            t = (near - before[1]) / (here[1] - before[1])
            kept.append((before[0] + (here[0] - before[0]) * t, near))
        if here[1] >= near:
            kept.append(here)
    return kept


def homography(quad: Sequence[Point], size: tuple[int, int]) -> list[float]:
    """Return Pillow's eight PERSPECTIVE numbers that lay a picture of `size` on `quad`.

    `quad` runs top left, top right, bottom right, bottom left.
    """
    width, height = size
    corners = [(0, 0), (width, 0), (width, height), (0, height)]
    rows: list[list[float]] = []
    for (x, y), (u, v) in zip(quad, corners, strict=True):
        rows.append([x, y, 1, 0, 0, 0, -u * x, -u * y, u])
        rows.append([0, 0, 0, x, y, 1, -v * x, -v * y, v])
    return _solve(rows)


def _solve(rows: list[list[float]]) -> list[float]:
    """Solve a square linear system given with its right side as the last column."""
    n = len(rows)
    for column in range(n):
        best = max(range(column, n), key=lambda r: abs(rows[r][column]))
        rows[column], rows[best] = rows[best], rows[column]
        pivot = rows[column]
        for r in range(n):
            if r != column and rows[r][column]:
                k = rows[r][column] / pivot[column]
                rows[r] = [a - k * b for a, b in zip(rows[r], pivot, strict=True)]
    return [rows[i][n] / rows[i][i] for i in range(n)]
