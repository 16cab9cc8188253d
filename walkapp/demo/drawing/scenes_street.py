"""Scenes about crossing the street."""

from .buildings import WALLS, house
from .cars import COLOURS, car
from .colour import Colour, shade
from .foliage import hedge, tufts
from .furniture import bollard
from .ground import earth, patch, stain, worn
from .lamps import lamp
from .outlines import strip
from .picture import Picture
from .signs import crossing_face, stand
from .sky import haze, sky
from .solid import frame
from .trees import forest, tree

KERB: Colour = (178, 176, 170)
EDGE, STEP = 3.5, 0.14  # where the kerb stands and how high, in metres


def crossing(p: Picture, after: bool) -> None:
    """A crossing hidden by parked cars, then kept free, with fresh stripes and signs."""
    rng = p.random("layout")
    side = rng.choice((-1, 1))
    sky(p)
    forest(p, height=0.03)
    earth(p, "lawn")
    _houses(p, side)
    haze(p, 0.35)
    patch(p, [(-7.6, 0), (7.6, 0), (7.6, 90), (-7.6, 90)], "paving", soft=0)
    patch(
        p,
        [(-4.4, 0), (4.4, 0), (4.4, 90), (-4.4, 90)],
        "new asphalt" if after else "asphalt",
        soft=0,
    )
    for s in (-1, 1):
        stain(p, [strip([(s * 4.45, 0), (s * 4.45, 90)], 0.16)], KERB, soft=0)
    stripes = [strip([(-4.0 + i, 9.2), (-4.0 + i, 12.2)], 0.5) for i in range(9)]
    worn(p, stripes, (236, 236, 230), 0.1 if after else 0.9)
    tree(p, -side * 6.4, 17, height=7, name="t")
    lamp(p, side * 5.0, 13.2, lit=p.mood.dark, arm=-1.2 * side, height=5)
    paints = rng.sample(COLOURS, 4)
    if after:
        for x in (-1.0, 1.0):
            stand(p, (x * 4.9, 9.0), crossing_face(), height=2.7, width=0.7)
            bollard(p, x * 3.9, 8.6)
            bollard(p, x * 3.9, 7.4)
        car(p, side * 3.1, 17, colour=paints[2], lit=p.mood.dark)
        return
    parked = ((side * 3.1, 15.5), (-side * 3.3, 9.0), (side * 3.15, 10.2), (side * 3.2, 5.2))
    for (a, b), paint in zip(parked, paints, strict=True):
        car(p, a, b, colour=paint)


def _houses(p: Picture, side: int) -> None:
    colours = list(WALLS)
    p.random("houses").shuffle(colours)
    for i, z in enumerate((44, 33, 22)):
        house(p, (-side * 14, z), colour=colours[i], name=f"l {i}", storeys=2 + i % 2, width=10)
        house(p, (side * 15, z + 2), colour=colours[(i + 2) % 4], name=f"r {i}", width=10)


def kerb(p: Picture, after: bool) -> None:
    """A high kerb at the end of a crossing, then lowered, with a ribbed plate to find it by."""
    rng = p.random("layout")
    side = rng.choice((-1, 1))
    sky(p)
    forest(p, height=0.045)
    earth(p, "lawn")
    house(p, (-side * 9, 25), colour=rng.choice(WALLS), name="a", width=11)
    house(p, (side * 10, 29), colour=rng.choice(WALLS), name="b", width=9)
    haze(p, 0.3)
    hedge(p, [(-9, 9.6), (-1.9, 9.6)], height=0.9)
    hedge(p, [(1.9, 9.6), (9, 9.6)], height=0.9, name="hedge 2")
    tufts(p, [(-9, 9.0), (9, 9.0)], name="verge")
    patch(p, [(-30, 0.5), (30, 0.5), (30, EDGE), (-30, EDGE)], "asphalt", soft=0)
    worn(
        p,
        [strip([(x, 0.8), (x, EDGE - 0.25)], 0.5) for x in (-1.5, -0.5, 0.5, 1.5)],
        (236, 236, 230),
        0.35,
    )
    lift = p.camera.eye / (p.camera.eye - STEP)
    patch(p, [(-30, EDGE * lift), (30, EDGE * lift), (30, 8.6), (-30, 8.6)], "paving", soft=0)
    _slabs(p, lift)
    if after:
        _ramp(p)
    _kerbstones(p, after)
    lamp(p, side * 3.4, 6.6, lit=p.mood.dark, arm=-0.9 * side, height=4.4)
    stand(p, (side * 1.95, 5.0), crossing_face(), height=2.5, width=0.62)


def _slabs(p: Picture, lift: float) -> None:
    """Lay the pavement in square slabs."""
    lines = [strip([(x * 0.7, EDGE * lift), (x * 0.7, 8.6)], 0.018) for x in range(-16, 17)]
    lines += [
        [(-14, z), (14, z), (14, z + 0.02), (-14, z + 0.02)] for z in (4.5, 5.5, 6.5, 7.3, 8.1)
    ]
    stain(p, lines, (92, 88, 84), strength=0.5, soft=0.5)


def _height(x: float, after: bool) -> float:
    """Return how high the kerb stands at x: flush where the ramp is, sloping beside it."""
    return STEP * min(1.0, max(0.03, (abs(x) - 1.3) / 0.7)) if after else STEP


def _kerbstones(p: Picture, after: bool) -> None:
    """Set kerbstones with a grey top, a shaded face and thin joints."""
    at, rng = p.camera.at, p.random("stones")
    with p.layer(frame(p, (-6, 6), (-0.05, 0.3), (EDGE, EDGE + 0.3))) as pen:
        for i in range(-14, 14):
            x0, x1 = i * 0.5, i * 0.5 + 0.5
            a, b = _height(x0, after), _height(x1, after)
            tone = shade(KERB, rng.uniform(0.92, 1.06))
            pen.shape(
                [at(x0, EDGE, a), at(x1, EDGE, b), at(x1, EDGE), at(x0, EDGE)], shade(tone, 0.62)
            )
            pen.shape(
                [at(x0, EDGE, a), at(x1, EDGE, b), at(x1, EDGE + 0.16, b), at(x0, EDGE + 0.16, a)],
                tone,
            )
            if i % 2 == 0:
                pen.line(
                    [at(x0, EDGE), at(x0, EDGE, a), at(x0, EDGE + 0.16, a)],
                    (84, 82, 80),
                    1.6 * p.unit,
                )
    stain(
        p,
        [[(-30, EDGE - 0.12), (30, EDGE - 0.12), (30, EDGE), (-30, EDGE)]],
        (14, 14, 18),
        strength=0.3 if after else 0.6,
        soft=3,
    )


def _ramp(p: Picture) -> None:
    """Slope the pavement down to the road and lay a pale ribbed plate."""
    at = p.camera.at
    with p.layer(frame(p, (-2.2, 2.2), (-0.05, 0.2), (EDGE, EDGE + 1.4))) as pen:
        top = [at(-2.0, EDGE + 1.3, STEP), at(2.0, EDGE + 1.3, STEP)]
        pen.shape([at(-1.3, EDGE + 0.1), at(1.3, EDGE + 0.1), *reversed(top)], (138, 132, 126))
        for s in (-1, 1):
            pen.shape(
                [
                    at(s * 1.3, EDGE + 0.1),
                    at(s * 2.0, EDGE + 0.1, STEP),
                    at(s * 2.0, EDGE + 1.3, STEP),
                ],
                (122, 117, 112) if s > 0 else (148, 142, 136),
            )
        plate = [(a, EDGE + z) for a, z in ((-1.2, 0.25), (1.2, 0.25), (1.2, 0.85), (-1.2, 0.85))]
        pen.shape([at(x, z, (z - EDGE) * 0.1) for x, z in plate], (236, 230, 212))
        for row in range(5):
            z = EDGE + 0.31 + row * 0.12
            for i in range(17):
                k, spot = p.camera.scale(z), at(-1.12 + i * 0.14, z, (z - EDGE) * 0.1)
                pen.dot((spot[0] + 1, spot[1] + 2), 0.034 * k, (150, 142, 122), 0.013 * k)
                pen.dot(spot, 0.032 * k, (250, 246, 232), 0.012 * k)
