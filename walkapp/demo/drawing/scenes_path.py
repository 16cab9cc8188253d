"""Scenes about walking there: holes, fences, steps and finding the way."""

from .buildings import WALLS, house
from .colour import shade
from .foliage import bush, hedge, tufts
from .ground import earth, patch, puddle, stain
from .lamps import lamp
from .outlines import bend, blob, part, strip
from .picture import Picture
from .signs import stand, way_face
from .sky import haze, sky
from .solid import box, frame, pole, shadow
from .trees import BIRCH, LEAFY, forest, tree


def potholes(p: Picture, after: bool) -> None:
    """A cycle path full of holes and water, then new asphalt."""
    rng = p.random("layout")
    side = rng.choice((-1, 1))
    sky(p)
    forest(p, height=0.05)
    earth(p, "lawn")
    house(p, (side * 11, 30), colour=rng.choice(WALLS), name="far")
    tree(p, -side * 6, 14, height=8.5, name="a", kind=BIRCH)
    tree(p, side * 6, 20, height=8, name="b", kind=LEAFY)
    haze(p, 0.35)
    way = bend(0.1 * side, side * 3.2, far=60)
    patch(p, strip(way, 3.2), "new asphalt" if after else "asphalt", soft=1)
    if after:
        for s in (-1, 1):
            stain(p, [strip([(x + s * 1.5, z) for x, z in way], 0.1)], (216, 214, 206), soft=0.6)
        stain(
            p,
            [strip(part(way, z, z + 1.1), 0.1) for z in range(3, 40, 3)],
            (232, 230, 222),
            soft=0.5,
        )
    else:
        _holes(p, way)
    lamp(p, side * 2.6, 10, lit=p.mood.dark, arm=-0.8 * side)
    for s in (-1, 1):
        tufts(p, [(x + s * 1.6, z) for x, z in way], name=f"t {s}", spread=0.15 if after else 0.25)


def _holes(p: Picture, way: list[tuple[float, float]]) -> None:
    """Break the surface: pale cracks, dark holes with stones in them, water in the largest."""
    rng = p.random("holes")
    for i in range(9):
        z = 2.9 + i * 1.0 + rng.uniform(-0.2, 0.3)
        x = part(way, z, z + 1)[0][0] + rng.uniform(-1.0, 1.0)
        rx, rz = rng.uniform(0.22, 0.55), rng.uniform(0.14, 0.34)
        hole = blob(rng, x, z, rx, rz)
        crumbs = [(x + (a - x) * 1.18, z + (b - z) * 1.18) for a, b in hole]
        patch(p, crumbs, "gravel", soft=2, colour=(124, 120, 114))
        patch(p, hole, "soil", soft=2.5, colour=(74, 68, 62))
        lip = [(a, b + 0.03) for a, b in hole[:21]]
        stain(
            p,
            [[*lip, *[(a, b - 0.09) for a, b in reversed(lip)]]],
            (26, 25, 26),
            strength=0.6,
            soft=2.5,
        )
    for x, z, rx, rz in ((-0.55, 4.1, 0.5, 0.26), (0.7, 6.4, 0.55, 0.4)):
        puddle(p, x, z, rx, rz)
    for i in range(14):
        z = 2.8 + 0.6 * i
        x, run = part(way, z, z + 1)[0][0] + rng.uniform(-1.3, 1.3), []
        for _ in range(6):
            run.append((x, z))
            x, z = x + rng.uniform(-0.28, 0.28), z + rng.uniform(0.02, 0.25)
        stain(p, [strip(run, 0.02)], (40, 40, 42), strength=0.8, soft=0.5)


def sign(p: Picture, after: bool) -> None:
    """A fork in the path: a bare post, then a sign that shows the way to the train."""
    rng = p.random("layout")
    side = rng.choice((-1, 1))
    sky(p)
    forest(p, height=0.05)
    earth(p, "lawn")
    house(p, (side * 12.5, 40), colour=rng.choice(WALLS), name="far", width=12)
    house(p, (-side * 15, 44), colour=rng.choice(WALLS), name="far 2")
    for i, (x, z) in enumerate(((-7.0, 17.0), (8.5, 21.0), (1.2, 24.0))):
        tree(p, x * side, z, height=8, name=f"t {i}")
    haze(p, 0.4)
    for end in (-9, 10):
        branch = bend(0.0, end * side, near=4.2, far=26)
        patch(p, strip([(0, 0.8), *branch], 2.3), "gravel", soft=2.5)
    for i, (x, z) in enumerate(((-0.9, 15.5), (0.8, 16.0), (0.0, 17.0))):
        bush(p, x, z, size=1.5, name=f"bush {i}")
    lamp(p, -side * 3.4, 9.5, lit=p.mood.dark, arm=0.7 * side)
    x = side * 1.45
    shadow(p, x, 4.3, 0.3, 0.18, 0.5)
    stand(
        p,
        (x, 4.3),
        way_face(side) if after else None,
        height=2.2,
        width=1.15,
        lean=0.0 if after else 0.16 * side,
    )
    tufts(p, [(x - 0.3, 4.3), (x + 0.3, 4.3)], spread=0.12)
    for s in (-1.2, 1.2):
        tufts(p, [(s, 2.8), (s, 4.6)], spread=0.15, name=f"edge {s}")


def fence(p: Picture, after: bool) -> None:
    """A building fence straight across the path, then the path open again."""
    rng = p.random("layout")
    side = rng.choice((-1, 1))
    sky(p)
    forest(p, height=0.05)
    earth(p, "lawn")
    house(p, (-side * 11, 27), colour=rng.choice(WALLS), name="far", storeys=3)
    house(p, (side * 13, 36), colour=rng.choice(WALLS), name="far 2")
    haze(p, 0.35)
    way = bend(0, -side * 1.5, far=50)
    patch(p, strip(way, 3.0), "new asphalt" if after else "asphalt", soft=1)
    if after:
        for s in (-1, 1):
            stain(p, [strip([(x + s * 1.42, z) for x, z in way], 0.09)], (214, 212, 204), soft=0.5)
        tree(p, side * 4.5, 11, height=5, name="young")
        lamp(p, -side * 2.7, 9, lit=p.mood.dark, arm=0.8 * side)
    else:
        _works(p, side)
        _panels(p)
    hedge(p, [(side * 5.6, 16), (side * 4.4, 7)], height=0.9)
    for s in (-1, 1):
        tufts(p, [(x + s * 1.5, z) for x, z in way], name=f"t {s}")


def _works(p: Picture, side: int) -> None:
    """Heap gravel and pipes behind the fence, over a dug-up path."""
    patch(p, [(-2.6, 7), (2.6, 7), (2.8, 16), (-2.8, 16)], "soil", soft=6)
    rng = p.random("heap")
    with p.layer(frame(p, (-4, 4), (0, 2.2), (9, 9))) as pen:
        for _ in range(900):
            x = rng.gauss(0.8 * side, 0.8)
            y = abs(rng.gauss(0, 0.5)) * max(0.0, 1 - abs(x - 0.8 * side) / 2.2) * 1.6
            tone = shade((164, 146, 120), 0.6 + 0.3 * y + rng.uniform(-0.12, 0.2))
            pen.dot(
                p.camera.at(x, 9, y), rng.uniform(3, 9) * p.unit, tone, rng.uniform(2, 6) * p.unit
            )
        for i in range(3):
            pen.dot(
                p.camera.at(-side * (1.4 + 0.42 * i), 9, 0.2),
                0.2 * p.camera.scale(9),
                (196, 108, 62),
            )
            pen.dot(
                p.camera.at(-side * (1.4 + 0.42 * i), 9, 0.2),
                0.14 * p.camera.scale(9),
                (44, 34, 30),
            )


def _panels(p: Picture) -> None:
    """Stand mesh panels on concrete feet, with a red and white board across the middle."""
    at, wire = p.camera.at, (168, 176, 182)
    for i, x in enumerate((-4.6, -2.3, 0.0, 2.3)):
        shadow(p, x, 5.6, 0.4, 0.22, 0.5)
        with p.layer(frame(p, (x - 0.3, x + 2.5), (0, 2.1), (5.4, 5.9))) as pen:
            for j in range(23):
                pen.line(
                    [at(x + j * 0.1, 5.6, 1.95), at(x + j * 0.1, 5.6, 0.15)],
                    wire,
                    1.0 * p.unit,
                    190,
                )
            for j in range(10):
                pen.line(
                    [at(x, 5.6, 0.15 + j * 0.2), at(x + 2.25, 5.6, 0.15 + j * 0.2)],
                    wire,
                    1.0 * p.unit,
                    190,
                )
            for a, b in (
                ((x, 2.0), (x, 0.1)),
                ((x + 2.25, 2.0), (x + 2.25, 0.1)),
                ((x, 2.0), (x + 2.25, 2.0)),
                ((x, 0.15), (x + 2.25, 0.15)),
            ):
                pole(p, pen, (a[0], 5.6, a[1]), (b[0], 5.6, b[1]), 0.045, wire)
            box(p, pen, (x - 0.3, x + 0.3), (0, 0.14), (5.45, 5.75), (150, 148, 144))
            if i in (1, 2):
                _board(p, x)
        if i in (1, 2):
            _board(p, x)


def _board(p: Picture, x: float) -> None:
    with p.layer(frame(p, (x, x + 2.4), (0.9, 1.3), (5.5, 5.5))) as pen:
        at = p.camera.at
        pen.shape(
            [
                at(x + 0.06, 5.5, 1.2),
                at(x + 2.2, 5.5, 1.2),
                at(x + 2.2, 5.5, 1.0),
                at(x + 0.06, 5.5, 1.0),
            ],
            (240, 238, 232),
        )
        for j in range(6):
            a = x + 0.12 + j * 0.36
            pen.shape(
                [
                    at(a, 5.5, 1.2),
                    at(a + 0.17, 5.5, 1.2),
                    at(a + 0.1, 5.5, 1.0),
                    at(a - 0.07, 5.5, 1.0),
                ],
                (204, 44, 40),
            )
