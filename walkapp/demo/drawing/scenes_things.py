"""Scenes about things that break or fill up."""

from .buildings import FALU, PALE, YELLOW, house
from .colour import Colour, shade
from .foliage import bush, hedge, tufts
from .furniture import bench as put_bench
from .furniture import bin_
from .ground import earth, patch
from .lamps import lamp
from .litter import bag, crate, litter, sofa
from .outlines import bend, strip
from .picture import Picture
from .sky import haze, sky
from .solid import box, frame, shadow
from .trees import BIRCH, BUDDING, LEAFY, forest, tree

TREES = (BIRCH, BUDDING, LEAFY)
WOODS: tuple[Colour, ...] = ((164, 112, 66), (126, 84, 56), (82, 108, 92))
BINS: tuple[Colour, ...] = ((46, 82, 62), (64, 72, 80), (122, 52, 46))


def bench(p: Picture, after: bool) -> None:
    """A park bench by a gravel path, in pieces, then new."""
    rng = p.random("layout")
    side = rng.choice((-1, 1))
    sky(p)
    forest(p, height=0.06)
    earth(p, "lawn")
    paint, wood = rng.choice(BINS), rng.choice(WOODS)
    where = (side * rng.uniform(13, 20), rng.uniform(36, 46))
    house(p, where, colour=rng.choice((FALU, YELLOW, PALE)), name="far house")
    tree(p, -side * rng.uniform(5, 8), 16, height=8, name="a", kind=rng.choice(TREES))
    tree(p, side * rng.uniform(5, 7), 13, height=8.5, name="b", kind=rng.choice(TREES))
    haze(p, 0.45)
    way = [(-side * 9, 0.5), (-side * 1, 3.2), (side * 3, 6), (side * 12, 9)]
    patch(p, [*way, *[(x + 0.6 * side, z - 2.6) for x, z in reversed(way)]], "gravel", soft=3)
    for i, (x, z, size) in enumerate(
        ((-3.4, 8, 1.5), (-1.9, 8.5, 1.3), (2.6, 8.2, 1.5), (0.6, 9, 1.2))
    ):
        bush(p, x * side, z, size=size, name=f"bush {i}")
    lamp(p, -side * 2.9, 7, lit=p.mood.dark, arm=0.6 * side)
    put_bench(p, 0.1 * side, 3.7, broken=not after, wood=wood)
    bin_(p, side * 1.5, 4.1, colour=paint)
    tufts(p, [(-3, 3.6), (3, 3.9)], spread=0.5, height=0.1)
    tufts(p, [(-4, 5.2), (4, 5.2)], spread=0.4, name="behind")


def bin_full(p: Picture, after: bool) -> None:
    """A litter bin that overflows, then emptied and swept."""
    rng = p.random("layout")
    side = rng.choice((-1, 1))
    sky(p)
    forest(p, height=0.05)
    earth(p, "lawn")
    paint, wood = rng.choice(BINS), rng.choice(WOODS)
    where = (-side * rng.uniform(11, 15), rng.uniform(27, 36))
    house(p, where, colour=rng.choice((FALU, YELLOW, PALE)), name="far house")
    tree(p, side * rng.uniform(4.5, 6.5), 13, height=8, name="a", kind=rng.choice(TREES))
    haze(p, 0.4)
    patch(p, strip(bend(-side * 1.5, side * 2, far=50), 3.4), "asphalt", soft=1)
    hedge(p, [(side * 3.8, 9), (side * 2.7, 5), (side * 2.2, 3)], height=1.0)
    put_bench(p, -side * 1.3, 5.6, wood=wood)
    x = side * 0.75
    bin_(p, x, 3.6, colour=paint)
    if not after:
        for i, (dx, y, size) in enumerate(((-0.1, 0.86, 0.3), (0.11, 0.9, 0.27), (0.0, 1.0, 0.25))):
            bag(
                p,
                (x + dx, 3.55, y),
                size=size,
                name=f"top {i}",
                colour=((222, 222, 216), (64, 116, 150), (196, 176, 128))[i],
            )
        bag(p, (x + 0.48, 3.5, 0), size=0.42, name="left")
        bag(p, (x - 0.46, 3.42, 0), size=0.34, name="right", colour=(206, 208, 204))
        crate(p, x - 0.9 * side, 3.9)
        litter(p, (x - 1.6, 2.7, x + 1.3, 4.2), 22)
    tufts(p, [(-3, 3.0), (-2, 6)], spread=0.5, height=0.1)


def recycling(p: Picture, after: bool) -> None:
    """A recycling station used as a tip, then cleared."""
    rng = p.random("layout")
    side = rng.choice((-1, 1))
    sky(p)
    forest(p, height=0.09)
    earth(p, "lawn")
    haze(p, 0.45)
    patch(p, [(-14, 0), (14, 0), (14, 9.4), (-14, 9.4)], "asphalt", soft=2)
    for i, x in enumerate((-7.5, -4.6, 4.9, 8.0)):
        bush(p, x, 11, size=1.9, name=f"bush {i}")
    colours = ((44, 96, 74), (52, 88, 128), (186, 146, 54), (44, 96, 74))
    for i, colour in enumerate(colours):
        _container(p, (i - 1.5) * 1.75 * side, 7.2, colour)
    lamp(p, side * 4.6, 8.4, lit=p.mood.dark, arm=-0.8 * side)
    if not after:
        sofa(p, -side * 1.1, 4.9)
        crate(p, side * 0.75, 5.0, 0.55)
        crate(p, side * 1.35, 4.7, 0.4)
        for i, (x, z) in enumerate(((1.9, 5.6), (2.5, 5.3), (0.3, 5.8), (-2.7, 5.6))):
            bag(
                p,
                (x * side, z, 0),
                size=0.55,
                name=f"bag {i}",
                colour=((40, 42, 48), (216, 216, 210), (44, 60, 48), (40, 42, 48))[i],
            )
        litter(p, (-3.5, 3.4, 3.5, 5.4), 22)


def _container(p: Picture, x: float, z: float, colour: Colour) -> None:
    """Draw one recycling container: a tapered box with two round holes."""
    shadow(p, x, z + 0.5, 1.0, 0.8, 0.6)
    at = p.camera.at
    with p.layer(frame(p, (x - 0.9, x + 0.9), (-0.1, 2.0), (z, z + 1.3))) as pen:
        box(p, pen, (x - 0.78, x + 0.78), (0.08, 1.35), (z, z + 1.2), colour)
        pen.shape(
            [
                at(x - 0.78, z, 1.35),
                at(x + 0.78, z, 1.35),
                at(x + 0.5, z + 0.35, 1.85),
                at(x - 0.5, z + 0.35, 1.85),
            ],
            shade(colour, 1.25),
        )
        for hole in (-0.32, 0.32):
            cx, cy = at(x + hole, z + 0.1, 1.55)
            k = p.camera.scale(z)
            pen.dot((cx, cy), 0.15 * k, (20, 22, 24), 0.12 * k)
        pen.block((*at(x - 0.5, z, 1.1), *at(x + 0.5, z, 0.72)), (232, 232, 224), 4 * p.unit)
        for i in range(3):
            pen.block(
                (*at(x - 0.42, z, 1.04 - 0.1 * i), *at(x + 0.1 + 0.12 * i, z, 1.0 - 0.1 * i)),
                (120, 126, 130),
            )
