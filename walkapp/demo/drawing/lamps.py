"""Lamp posts, and lamps on walls and ceilings."""

from .camera import Point
from .colour import Colour, mix, shade
from .light import WARM, cone, halo, pool, spill
from .picture import Picture

STEEL: Colour = (88, 94, 102)


def lamp(
    p: Picture, x: float, z: float, *, lit: bool, height: float = 4.2, arm: float = 0.7
) -> None:
    """Put up a lamp post with a short arm; a lit one throws its cone and its pool of light."""
    c, k = p.camera, p.camera.scale(z)
    foot, bend, head = c.at(x, z), c.at(x, z, height), c.at(x + arm, z, height + 0.12)
    box = (
        min(foot[0], head[0]) - 0.5 * k,
        head[1] - 0.3 * k,
        max(foot[0], head[0]) + 0.5 * k,
        foot[1] + 4,
    )
    w = max(1.6 * p.unit, 0.055 * k)
    with p.layer(box) as pen:
        pen.shape(
            [
                (foot[0] - w, foot[1]),
                (foot[0] + w, foot[1]),
                (bend[0] + w * 0.6, bend[1]),
                (bend[0] - w * 0.6, bend[1]),
            ],
            STEEL,
        )
        pen.line(
            [(foot[0] - w * 0.4, foot[1]), (bend[0] - w * 0.3, bend[1])],
            shade(STEEL, 1.35),
            w * 0.35,
        )
        pen.block(
            (foot[0] - w * 1.7, foot[1] - 0.35 * k, foot[0] + w * 1.7, foot[1]),
            shade(STEEL, 0.8),
            w * 0.4,
        )
        pen.line([bend, ((bend[0] + head[0]) / 2, head[1] - 0.03 * k), head], STEEL, w * 0.9)
        lid = (head[0] - 0.28 * k, head[1] - 0.07 * k, head[0] + 0.28 * k, head[1] + 0.04 * k)
        pen.block(lid, shade(STEEL, 0.7), 0.05 * k)
    _glass(p, head, k, lit)
    if lit:
        _shine(p, (x + arm, z, height), head)


def _glass(p: Picture, head: Point, k: float, lit: bool) -> None:
    box = (head[0] - 0.2 * k, head[1] + 0.03 * k, head[0] + 0.2 * k, head[1] + 0.09 * k)
    with p.layer(box, shines=lit) as pen:
        pen.block(box, (255, 246, 220) if lit else (70, 76, 84), 0.03 * k)


def _shine(p: Picture, at: tuple[float, float, float], head: Point) -> None:
    x, z, height = at
    c, k = p.camera, p.camera.scale(z)
    dark = 1.0 if p.mood.dark else 0.25
    pool(p, x, z, 4.6, WARM, 0.9 * dark)
    pool(p, x, z, 2.2, WARM, 0.45 * dark)
    spill(p, (head[0], head[1] + 1.4 * k), 3.4 * k, 3.6 * k, shade(WARM, 0.3 * dark))
    rx, ry = 1.9 * k, 1.9 * k * c.eye / max(z, 1)
    foot = c.at(x, z)
    cone(
        p,
        head,
        [(foot[0] + rx, foot[1]), (foot[0], foot[1] + ry * 0.8), (foot[0] - rx, foot[1])],
        shade(mix(WARM, (255, 230, 180), 0.3), 0.62 * dark),
    )
    halo(p, head, 0.75 * k + 14 * p.unit, shade(WARM, 0.9 * max(0.5, dark)))
    halo(p, head, 2.2 * k + 20 * p.unit, shade(WARM, 0.3 * dark))


def wall_lamp(p: Picture, x: float, z: float, y: float, *, lit: bool, size: float = 0.22) -> None:
    """Put a round lamp on a wall or under a canopy."""
    at, k = p.camera.at(x, z, y), p.camera.scale(z)
    with p.layer(
        (at[0] - size * k, at[1] - size * k, at[0] + size * k, at[1] + size * k), shines=lit
    ) as pen:
        pen.dot(at, size * k * 0.62, (60, 64, 70))
        pen.dot(at, size * k * 0.48, (255, 244, 214) if lit else (116, 120, 122))
    if lit:
        halo(p, at, 1.3 * k, shade(WARM, 0.55))
        spill(p, (at[0], at[1] + 0.9 * k), 2.8 * k, 2.6 * k, shade(WARM, 0.62))


def tube(
    p: Picture,
    ends: tuple[Point, Point],
    width: float,
    *,
    lit: bool,
    colour: Colour = (255, 246, 226),
) -> None:
    """Draw a light strip between two picture points."""
    (x0, y0), (x1, y1) = ends
    pad = width * 2
    with p.layer(
        (min(x0, x1) - pad, min(y0, y1) - pad, max(x0, x1) + pad, max(y0, y1) + pad), shines=lit
    ) as pen:
        pen.line([ends[0], ends[1]], (52, 56, 60), width * 1.5)
        pen.line([ends[0], ends[1]], colour if lit else (128, 132, 132), width)
    if lit:
        middle, reach = ((x0 + x1) / 2, (y0 + y1) / 2), abs(x1 - x0) + abs(y1 - y0) + width * 14
        halo(p, middle, reach, shade(colour, 0.32))
