"""Parked cars, seen from behind and along the side that shows."""

import math

from .camera import Point
from .colour import Colour, mix, shade
from .picture import Pen, Picture
from .solid import frame, shadow

# Outline of a family car from the side: metres ahead of its rear bumper, metres above the ground.
_BODY = (
    (0.0, 0.32),
    (-0.02, 0.62),
    (0.08, 0.98),
    (0.35, 1.08),
    (0.62, 1.42),
    (1.1, 1.5),
    (2.1, 1.5),
    (2.6, 1.38),
    (3.25, 1.02),
    (4.05, 0.9),
    (4.25, 0.62),
    (4.25, 0.32),
)
_GLASS = ((0.55, 1.06), (0.78, 1.37), (1.15, 1.43), (2.1, 1.43), (2.5, 1.33), (3.0, 1.03))
COLOURS: tuple[Colour, ...] = (
    (64, 84, 110),
    (146, 48, 44),
    (150, 154, 158),
    (52, 56, 62),
    (206, 204, 198),
    (74, 104, 84),
)


def car(p: Picture, x: float, z: float, *, colour: Colour, lit: bool = False) -> None:
    """Park a car with its rear at distance z, its middle at x, facing away from the camera."""
    half = 0.88
    shadow(p, x, z + 2.0, 1.25, 2.5, 0.6)
    inner = x - half if x > 0 else x + half
    with p.layer(frame(p, (x - 1.2, x + 1.2), (-0.1, 1.8), (z, z + 4.4))) as pen:
        _roof(p, pen, (x, half, z), colour)
        _side(p, pen, inner, z, colour)
        _back(p, pen, (x, half, z), colour)
    _lights(p, (x, half, z), lit)


def _side(p: Picture, pen: Pen, x: float, z: float, colour: Colour) -> None:
    at = p.camera.at
    pen.shape([at(x, z + a, b) for a, b in _BODY], shade(colour, 0.72))
    pen.shape([at(x, z + a, b) for a, b in _GLASS], (34, 42, 52))
    pen.line([at(x, z + 0.1, 0.84), at(x, z + 4.1, 0.8)], shade(colour, 1.05), 2.4 * p.unit)
    pen.line([at(x, z + 1.75, 1.43), at(x, z + 1.75, 0.4)], shade(colour, 0.45), 2 * p.unit)
    for hub in (0.82, 3.42):
        for r, tone in ((0.36, (22, 23, 26)), (0.23, (120, 124, 130)), (0.08, (60, 62, 66))):
            pen.shape(
                [
                    at(
                        x,
                        z + hub + r * math.cos(a / 12 * math.pi),
                        0.33 + r * math.sin(a / 12 * math.pi),
                    )
                    for a in range(24)
                ],
                tone,
            )


def _roof(p: Picture, pen: Pen, form: tuple[float, float, float], colour: Colour) -> None:
    """Draw roof, rear window and lid from above, as far as the eye sees them."""
    x, half, z = form
    at = p.camera.at
    rows = (
        (0.0, 0.98, 1.0),
        (0.35, 1.08, 0.98),
        (0.62, 1.42, 0.8),
        (1.1, 1.5, 0.78),
        (2.4, 1.5, 0.78),
    )
    tones = (
        shade(colour, 1.15),
        mix(p.mood.middle, (30, 38, 50), 0.55),
        shade(colour, 1.1),
        shade(colour, 1.25),
    )
    for (a, b, w), (c, d, v), tone in reversed(list(zip(rows, rows[1:], tones, strict=False))):
        pen.shape(
            [
                at(x - half * w, z + a, b),
                at(x - half * v, z + c, d),
                at(x + half * v, z + c, d),
                at(x + half * w, z + a, b),
            ],
            tone,
        )


def _back(p: Picture, pen: Pen, form: tuple[float, float, float], colour: Colour) -> None:
    x, half, z = form
    k = p.camera.scale(z)

    def put(a: float, b: float) -> Point:
        return p.camera.at(x + a * half, z, b)

    for side in (-0.78, 0.78):
        pen.block((*put(side - 0.14, 0.4), *put(side + 0.14, 0.0)), (20, 21, 24), 0.04 * k)
    body = [
        put(-0.98, 0.3),
        put(-1.0, 0.6),
        put(-0.96, 0.98),
        put(0.96, 0.98),
        put(1.0, 0.6),
        put(0.98, 0.3),
        put(0.9, 0.22),
        put(-0.9, 0.22),
    ]
    pen.shape(body, colour)
    pen.shape(
        [put(-0.97, 0.86), put(-0.94, 1.0), put(0.94, 1.0), put(0.97, 0.86)], shade(colour, 1.18)
    )
    pen.block((*put(-0.97, 0.5), *put(0.97, 0.3)), shade(colour, 0.7), 0.05 * k)
    pen.block((*put(-0.9, 0.28), *put(0.9, 0.2)), (30, 31, 34), 0.02 * k)
    pen.block((*put(-0.3, 0.74), *put(0.3, 0.62)), (236, 236, 230), 0.015 * k)
    pen.line([put(-0.95, 0.8), put(0.95, 0.8)], shade(colour, 0.6), 1.6 * p.unit)


def _lights(p: Picture, form: tuple[float, float, float], lit: bool) -> None:
    x, half, z = form
    k = p.camera.scale(z)
    with p.layer(frame(p, (x - 1, x + 1), (0.5, 1.0), (z, z)), shines=lit) as pen:
        for side in (-1, 1):
            left, top = p.camera.at(x + side * half * 0.86 - 0.09, z, 0.86)
            right, bottom = p.camera.at(x + side * half * 0.86 + 0.09, z, 0.6)
            pen.block((left, top, right, bottom), (236, 60, 44) if lit else (166, 34, 34), 0.03 * k)
            pen.block((left, bottom - 0.07 * k, right, bottom), (238, 190, 150), 0.02 * k)
