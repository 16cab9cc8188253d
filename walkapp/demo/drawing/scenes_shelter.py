"""A bus shelter."""

import math
from random import Random

from .buildings import FALU, PALE, YELLOW, house
from .camera import Point
from .colour import mix
from .foliage import hedge
from .furniture import bench as put_bench
from .ground import earth, patch, stain
from .lamps import tube
from .outlines import strip
from .picture import Pen, Picture
from .sky import haze, sky
from .solid import box, frame, pole, shadow
from .trees import forest, tree


def bus_shelter(p: Picture, after: bool) -> None:
    """A bus shelter with a shattered pane, then whole and lit."""
    rng = p.random("layout")
    side = rng.choice((-1, 1))
    sky(p)
    forest(p, height=0.05)
    earth(p, "lawn")
    house(p, (-side * 12, 30), colour=rng.choice((FALU, PALE, YELLOW)), name="far")
    tree(p, side * 7, 15, height=8, name="tree")
    haze(p, 0.4)
    patch(p, [(-14, 0.5), (14, 0.5), (14, 7.2), (-14, 7.2)], "paving", soft=1)
    patch(p, strip([(0, 0.5), (0, 3.1)], 60), "asphalt", soft=0)
    stain(p, [[(-20, 3.1), (20, 3.1), (20, 3.3), (-20, 3.3)]], (186, 184, 178), soft=0)
    hedge(p, [(-8, 8.4), (8, 8.4)], height=0.9)
    shadow(p, 0, 5.4, 2.4, 0.8, 0.45)
    put_bench(p, 0.5 * side, 5.6, width=1.7, wood=(150, 104, 62))
    _panes(p, after, side)
    _frame(p)
    tube(
        p,
        (p.camera.at(-1.4, 5.4, 2.42), p.camera.at(1.4, 5.4, 2.42)),
        8 * p.unit,
        lit=after and p.mood.dark,
    )
    if not after:
        _splinters(p, -0.9 * side)
    _stop_sign(p, side * 2.9)


def _panes(p: Picture, after: bool, side: int) -> None:
    """Set the glass: pale, see-through, with a slanting reflection; the broken one has a hole."""
    rng, at = p.random("cracks"), p.camera.at
    for i, (x0, x1) in enumerate(((-1.85, -0.65), (-0.6, 0.6), (0.65, 1.85))):
        broken = not after and i == (0 if side > 0 else 2)
        with p.layer(frame(p, (x0, x1), (0.25, 2.35), (6.2, 6.2))) as pen:
            corner = [at(x0, 6.2, 2.3), at(x1, 6.2, 2.3), at(x1, 6.2, 0.3), at(x0, 6.2, 0.3)]
            pen.shape(corner, (196, 214, 222), 46)
            pen.shape(
                [
                    at(x0 + 0.2, 6.2, 2.3),
                    at(x0 + 0.55, 6.2, 2.3),
                    at(x0 + 0.25, 6.2, 0.3),
                    at(x0, 6.2, 0.3),
                    at(x0, 6.2, 1.0),
                ],
                (236, 244, 250),
                50,
            )
            if broken:
                _cracks(pen, rng, at((x0 + x1) / 2, 6.2, 1.4), corner, p.unit)


def _cracks(pen: Pen, rng: Random, hit: Point, corner: list[Point], unit: float) -> None:
    """Break a pane: a hole, cracks running out from it and rings between them."""
    white = (240, 246, 250)
    rays = []
    for i in range(26):
        a = i * math.pi / 13 + rng.uniform(-0.08, 0.08)
        far = rng.uniform(80, 260) * unit
        rays.append(
            [
                (hit[0] + r * far * math.cos(a), hit[1] + r * far * math.sin(a) * 1.3)
                for r in (0.22, 0.5, 0.75, 1.0)
            ]
        )
    left, right = corner[0][0], corner[1][0]
    top, bottom = corner[0][1], corner[2][1]
    rays = [[(min(right, max(left, x)), min(bottom, max(top, y))) for x, y in ray] for ray in rays]
    for ring in range(4):
        loop = [ray[ring] for ray in rays]
        pen.line([*loop, loop[0]], white, 1.6 * unit, 200)
        if ring == 0:
            pen.shape(loop, (28, 34, 40), 210)
    for ray in rays:
        pen.line(ray, white, 1.4 * unit, 220)
    for ray, following in zip(rays, rays[1:], strict=False):
        if rng.random() < 0.5:
            pen.shape([ray[1], following[1], following[2], ray[2]], white, 60)


def _frame(p: Picture) -> None:
    steel = (66, 74, 82)
    with p.layer(frame(p, (-2.2, 2.2), (0, 2.8), (4.4, 6.3))) as pen:
        for x in (-1.88, -0.62, 0.62, 1.88):
            pole(p, pen, (x, 6.2, 0), (x, 6.2, 2.45), 0.06, steel)
        for y in (0.28, 2.32):
            pole(p, pen, (-1.88, 6.2, y), (1.88, 6.2, y), 0.05, steel)
        box(p, pen, (-2.15, 2.15), (2.45, 2.6), (4.5, 6.35), (84, 92, 100))
        for x in (-1.95, 1.95):
            pole(p, pen, (x, 4.8, 0), (x, 4.8, 2.45), 0.07, steel)


def _splinters(p: Picture, x: float) -> None:
    """Strew crumbs of safety glass under the broken pane."""
    rng = p.random("splinters")
    with p.layer(frame(p, (x - 1.6, x + 1.6), (0, 0.1), (4.4, 6.6))) as pen:
        for _ in range(420):
            a, z = x + rng.gauss(0, 0.42), 5.7 + rng.gauss(0, 0.4)
            at = p.camera.at(a, max(4.5, z))
            pen.dot(
                at,
                rng.uniform(0.8, 2.6) * p.unit,
                mix((150, 190, 190), (250, 255, 255), rng.random()),
            )


def _stop_sign(p: Picture, x: float) -> None:
    with p.layer(frame(p, (x - 0.5, x + 0.5), (0, 2.8), (5, 5))) as pen:
        pole(p, pen, (x, 5, 0), (x, 5, 2.6), 0.06, (96, 102, 108))
        left, top = p.camera.at(x - 0.28, 5, 2.65)
        right, bottom = p.camera.at(x + 0.28, 5, 2.1)
        pen.block((left, top, right, bottom), (246, 246, 242), 6 * p.unit)
        pen.block(
            (left + 5 * p.unit, top + 5 * p.unit, right - 5 * p.unit, bottom - 5 * p.unit),
            (34, 84, 156),
            4 * p.unit,
        )
        w, cx, cy = (right - left), (left + right) / 2, (top + bottom) / 2
        pen.block(
            (cx - w * 0.28, cy - w * 0.22, cx + w * 0.28, cy + w * 0.18), (246, 246, 242), w * 0.06
        )
        pen.block((cx - w * 0.22, cy - w * 0.15, cx + w * 0.22, cy), (34, 84, 156))
        for dx in (-0.15, 0.15):
            pen.dot((cx + dx * w, cy + w * 0.2), w * 0.07, (246, 246, 242))
