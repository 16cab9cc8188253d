"""Scenes about lamps."""

from .buildings import BRICK, FALU, PALE, YELLOW, house
from .foliage import hedge, tufts
from .ground import earth, patch, stain
from .lamps import lamp
from .outlines import bend, strip
from .picture import Picture
from .sky import haze, sky
from .solid import box, frame
from .trees import BIRCH, BUDDING, forest, tree


def lamp_path(p: Picture, after: bool) -> None:
    """A park path between trees, its nearest lamps out, then lit."""
    rng = p.random("layout")
    side = rng.choice((-1, 1))
    sky(p)
    forest(p)
    earth(p, "grass")
    way = bend(-0.3 * side, 5.5 * side, far=70)
    patch(p, strip(way, 3.0), "asphalt", soft=1.2)
    for i, (x, z) in enumerate(((-7, 34), (8, 28), (-9, 20), (5.5, 15), (-5.4, 11))):
        tree(
            p,
            x * side,
            z,
            height=rng.uniform(7.5, 10),
            name=f"tree {i}",
            kind=BIRCH if i % 2 else BUDDING,
        )
    haze(p, 0.4)
    lamp(p, side * 4.6, 30, lit=True, arm=-0.6 * side)
    lamp(p, -side * 1.0, 17, lit=after, arm=0.6 * side)
    hedge(p, [(-side * 4.4, 14), (-side * 3.6, 5), (-side * 3.6, 2.0)], height=1.0)
    lamp(p, side * 2.7, 8.5, lit=after, arm=-0.7 * side)
    tufts(p, [(x - 1.5, z) for x, z in way])
    tufts(p, [(x + 1.5, z) for x, z in way], name="tufts 2")


def street_lamps(p: Picture, after: bool) -> None:
    """A street of small houses with a row of lamps, three of them out, then all lit."""
    rng = p.random("layout")
    side = rng.choice((-1, 1))
    sky(p)
    forest(p, height=0.035)
    earth(p, "lawn")
    colours = [FALU, YELLOW, PALE, BRICK]
    rng.shuffle(colours)
    for i, z in enumerate((46, 34, 23)):
        house(p, (-side * 13.5, z), colour=colours[i], name=f"left {i}", width=8.5)
        house(p, (side * 14.5, z - 4), colour=colours[3 - i], name=f"right {i}", width=9)
    haze(p, 0.35)
    patch(p, [(-3.4, 0), (3.4, 0), (3.4, 90), (-3.4, 90)], "asphalt", soft=0)
    patch(p, strip([(side * 5.0, 0), (side * 5.0, 90)], 2.4), "paving", soft=0)
    stain(p, [strip([(side * 3.5, 0), (side * 3.5, 90)], 0.16)], (186, 184, 178), soft=0)
    stain(
        p,
        [strip([(0, z), (0, z + 1.2)], 0.12) for z in range(3, 60, 4)],
        (206, 204, 196),
        strength=0.7,
        soft=0,
    )
    tree(p, -side * 6.5, 17, height=7, name="garden")
    for far in (42.0, 30.0, 20.0, 12.5, 7.4):
        lamp(p, side * 4.1, far, lit=after or far > 25, arm=-1.1 * side, height=5.2)
    hedge(p, [(side * 7.2, 20), (side * 7.0, 7)], height=1.1, name="right hedge")
    _fence(p, -side * 5.2)


def _fence(p: Picture, x: float) -> None:
    """Draw a white picket fence along the street."""
    with p.layer(frame(p, (x, x + 0.1), (0, 1.0), (3, 18))) as pen:
        for i in range(60, 0, -1):
            z = 3.2 + i * 0.24
            box(p, pen, (x, x + 0.07), (0.08, 0.92), (z, z + 0.07), (226, 224, 216))
