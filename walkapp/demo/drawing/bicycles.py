"""Bicycles, standing or fallen."""

import math
from collections.abc import Callable

from .camera import Point
from .colour import Colour, shade
from .picture import Pen, Picture
from .solid import shadow

# The side of a lady's frame, in metres from the middle of the bottom bracket on the ground line.
_REAR, _FRONT, _CRANK = (-0.5, 0.33), (0.55, 0.33), (0.0, 0.28)
_SEAT, _HEAD = (-0.18, 0.86), (0.4, 0.9)
WHEEL = 0.33


Place = Callable[[Point], Point]


def bicycle(
    p: Picture, x: float, z: float, *, colour: Colour, flip: bool = False, fallen: bool = False
) -> None:
    """Put a bicycle with its side to the camera; a fallen one lies flat on the ground."""
    k, turn = p.camera.scale(z), -1 if flip else 1
    squash, lean = (0.42, 0.55) if fallen else (1.0, 0.04)
    foot, reach = p.camera.at(x, z), 1.3 * k

    def put(point: Point) -> Point:
        a, b = point
        return (foot[0] + turn * k * (a + lean * b), foot[1] - k * b * squash)

    shadow(p, x, z + (0.1 if fallen else 0), 0.85, 0.3 if fallen else 0.14, 0.5)
    with p.layer((foot[0] - reach, foot[1] - reach, foot[0] + reach, foot[1] + 0.2 * k)) as pen:
        width = max(1.6, 0.032 * k)
        _wheels(pen, put, width, max(1.0, 0.006 * k))
        _tubes(pen, put, width, colour)
        _fittings(pen, put, width, colour)


def _circle(hub: Point, r: float, start: int = 0, end: int = 41) -> list[Point]:
    """Return an arc in fortieths of a turn."""
    return [
        (hub[0] + r * math.cos(a / 20 * math.pi), hub[1] + r * math.sin(a / 20 * math.pi))
        for a in range(start, end)
    ]


def _wheels(pen: Pen, put: Place, width: float, thin: float) -> None:
    for hub in (_REAR, _FRONT):
        rim = [put(point) for point in _circle(hub, WHEEL)]
        for i in range(0, 40, 4):
            pen.line([put(hub), rim[i]], (176, 178, 182), thin, 150)
        pen.line(rim, (26, 27, 30), width * 1.2)
        pen.line([(a, b - width * 0.3) for a, b in rim], (150, 152, 156), thin * 1.4, 170)
        pen.dot(put(hub), width * 0.9, (120, 122, 126))


def _tubes(pen: Pen, put: Place, width: float, colour: Colour) -> None:
    low, head = (0.08, 0.42), (0.5, 0.5)
    for a, b in (
        (_REAR, _CRANK),
        (_REAR, (-0.12, 0.7)),
        (_CRANK, _SEAT),
        (low, (0.42, 0.72)),
        (_CRANK, low),
        ((0.42, 0.78), low),
        (head, _HEAD),
        (_FRONT, head),
    ):
        pen.line([put(a), put(b)], shade(colour, 0.75), width)
        pen.line(
            [put((a[0], a[1] + 0.006)), put((b[0], b[1] + 0.006))], shade(colour, 1.3), width * 0.35
        )


def _fittings(pen: Pen, put: Place, width: float, colour: Colour) -> None:
    """Add handlebar, saddle, carrier, crank, lamp and mudguards."""
    pen.line([put((0.28, 1.04)), put((0.36, 1.02)), put(_HEAD)], (60, 62, 66), width * 0.8)
    pen.line([put((0.22, 1.03)), put((0.3, 1.04))], (24, 24, 26), width * 1.3)
    pen.line([put((-0.32, 0.9)), put((-0.08, 0.88))], (36, 32, 30), width * 2)
    pen.line([put((-0.72, 0.72)), put((-0.28, 0.7))], (70, 72, 76), width * 0.7)
    pen.dot(put(_CRANK), width * 1.8, (70, 72, 76))
    pen.line([put((-0.09, 0.2)), put((0.09, 0.36))], (44, 46, 50), width * 0.8)
    pen.dot(put((0.5, 0.86)), width * 1.3, (226, 222, 200))
    for hub, start, end in ((_REAR, 10, 24), (_FRONT, 6, 19)):
        guard = [put(point) for point in _circle(hub, 0.37, start, end)]
        pen.line(guard, shade(colour, 0.9), width * 0.8)
