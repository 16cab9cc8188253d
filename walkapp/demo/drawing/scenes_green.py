"""Scenes about what grows, and a view of the lake."""

from PIL import Image, ImageFilter

from .buildings import FALU, PALE, YELLOW, house
from .colour import mix, shade, vary
from .foliage import GREENS, bush, hedge, sprig, tufts
from .furniture import bench as put_bench
from .ground import earth, ground_mask, patch, stain
from .lamps import lamp
from .light import halo
from .outlines import bend, part, strip
from .picture import Picture
from .sky import haze, sky
from .solid import box, frame, pole
from .trees import BIRCH, BUDDING, forest, tree


def hedge_path(p: Picture, after: bool) -> None:
    """A path between hedges: grown together, then cut low so that one sees through."""
    rng = p.random("layout")
    side = rng.choice((-1, 1))
    sky(p)
    forest(p, height=0.05)
    earth(p, "lawn")
    house(p, (-side * 10, 34), colour=rng.choice((FALU, PALE, YELLOW)), name="far")
    house(p, (side * 13, 40), colour=rng.choice((FALU, PALE, YELLOW)), name="far 2")
    tree(p, side * 7.5, 19, height=8.5, name="tree", kind=BIRCH)
    haze(p, 0.35)
    way = bend(0.0, side * 2.2, far=46)
    patch(p, strip(way, 2.6), "asphalt", soft=1)
    lamp(p, side * 2.6, 16, lit=p.mood.dark, arm=-0.8 * side)
    gap, height, wild = (2.0, 0.85, 0.0) if after else (1.15, 2.0, 1.0)
    for s in (-1, 1):
        line = [(x + s * gap, z) for x, z in way if 2.4 < z < 19]
        if s == side and not after:
            line = [(x - 0.12 * s * (z % 3), z) for x, z in line]
        hedge(p, line[::-1], height=height, wild=wild, thickness=0.9, name=f"hedge {s}")
    if after:
        for s in (-1, 1):
            edge = [(x + s * 1.45, z) for x, z in way]
            stain(p, [strip(edge, 0.35)], (104, 80, 56), strength=0.6, soft=5)
            tufts(p, [(x + s * 1.33, z) for x, z in way], height=0.1, spread=0.1, name=f"t {s}")


def thicket(p: Picture, after: bool) -> None:
    """Brush close along a cycle path, then cleared with a view through."""
    rng = p.random("layout")
    side = rng.choice((-1, 1))
    sky(p)
    forest(p, height=0.06)
    earth(p, "grass")
    _lake_strip(p)
    house(p, (-side * 15, 44), colour=rng.choice((FALU, YELLOW)), name="far")
    haze(p, 0.3)
    way = bend(0.2 * side, -3.5 * side, far=60)
    for s in (-1, 1):
        if after:
            band = [(x + s * 3.0, z) for x, z in way]
            patch(p, strip(band, 2.6), "chips", soft=7)
    patch(p, strip(way, 2.8), "asphalt", soft=1)
    stain(
        p,
        [strip(part(way, z, z + 1.1), 0.1) for z in range(3, 36, 3)],
        (222, 220, 212),
        strength=0.75,
        soft=0,
    )
    for i, (x, z) in enumerate(((7.5, 17), (-7, 13), (6.0, 10))):
        tree(p, x * side, z, height=8.5, name=f"kept {i}", kind=BIRCH if i != 1 else BUDDING)
    lamp(p, -side * 2.3, 12, lit=p.mood.dark, arm=0.8 * side)
    for s in (-1, 1):
        edge = [(x + s * 2.0, z) for x, z in way if z < 26]
        if after:
            _stumps(p, edge, f"stumps {s}")
        else:
            _saplings(p, edge, s)
    tufts(p, [(x - 1.4, z) for x, z in way], name="l")
    tufts(p, [(x + 1.4, z) for x, z in way], name="r")


def _lake_strip(p: Picture) -> None:
    """Let the lake shine between land and forest, far away."""
    stain(
        p,
        [[(-70, 60), (70, 60), (90, 110), (-90, 110)]],
        mix(p.mood.low, (210, 220, 228), 0.2),
        soft=2,
    )


def _saplings(p: Picture, edge: list[tuple[float, float]], side: int) -> None:
    """Let thin stems and leaves crowd the path on one side, from far to near."""
    rng = p.random(f"saplings {side}")
    base = rng.choice(GREENS)
    spots = []
    for x, z in edge:
        spots += [
            (x + side * rng.uniform(-0.55, 2.4), max(2.8, z + rng.uniform(-1.3, 1.3)))
            for _ in range(3 if z > 9 else 6)
        ]
    for x, z in sorted(spots, key=lambda s: -s[1]):
        for _ in range(2):
            foot, tall = x + rng.uniform(-0.2, 0.2), rng.uniform(1.6, 3.3)
            tip = foot + rng.uniform(-0.5, 0.5) - side * 0.15
            sprig(p, rng, ((foot, z, 0.0), (tip, z, tall)), base, size=0.2 if z < 9 else 0.3)


def _stumps(p: Picture, edge: list[tuple[float, float]], name: str) -> None:
    rng = p.random(name)
    spots = [(x + rng.uniform(-0.2, 1.6) * (1 if x > 0 else -1), z) for x, z in edge if z > 2.6]
    for x, z in sorted(spots, key=lambda s: -s[1]):
        k, at = p.camera.scale(z), p.camera.at(x, z)
        r = rng.uniform(0.04, 0.08) * k
        with p.layer((at[0] - 2 * r, at[1] - 4 * r, at[0] + 2 * r, at[1] + 2 * r)) as pen:
            pen.block((at[0] - r, at[1] - 1.6 * r, at[0] + r, at[1]), (96, 78, 58))
            pen.dot((at[0], at[1] - 1.6 * r), r, (214, 184, 134), r * 0.4)


def lakeside(p: Picture, after: bool) -> None:
    """The lake from the shore path: a bench and a jetty; the lamps burn in the second picture."""
    rng = p.random("layout")
    side = rng.choice((-1, 1))
    sky(p)
    forest(p, height=0.045)
    earth(p, "lawn")
    _water(p, side)
    haze(p, 0.35, down=0.02)
    _jetty(p, side)
    way = [(-side * 9, 4.6), (-side * 2, 4.6), (side * 2, 5.4), (side * 9, 7.2)]
    patch(p, [*way, *[(x, z - 1.7) for x, z in reversed(way)]], "gravel", soft=3)
    _reeds(p, side)
    tree(p, -side * 4.6, 8.6, height=8, name="birch", kind=BIRCH)
    lamp(p, side * 2.7, 6.6, lit=after, arm=-0.7 * side)
    lamp(p, side * 7.0, 11, lit=after, arm=-0.7 * side)
    put_bench(p, -side * 0.7, 5.6)
    bush(p, -side * 3.0, 6.8, size=1.0, name="bush")
    tufts(p, [(-4, 5.2), (4, 6.2)], spread=0.5, name="shore")


def _water(p: Picture, side: int) -> None:
    """Mirror the sky in the lake, broken by small waves and the last light."""
    shore = [
        (-60.0, 8.6),
        (-side * 3.0, 8.2),
        (side * 3.0, 8.9),
        (60.0, 11.0),
        (120.0, 120.0),
        (-120.0, 120.0),
    ]
    mask, box = ground_mask(p, [sorted_shore(shore, side)], 1.2)
    top = int(p.camera.horizon)
    mirror = p.paint.crop((box[0], 2 * top - box[3], box[2], 2 * top - box[1]))
    mirror = mirror.transpose(Image.Transpose.FLIP_TOP_BOTTOM)
    mirror = mirror.filter(ImageFilter.GaussianBlur(3 * p.unit))
    p.paint.paste(mirror.point([int(v * 0.86) for v in range(256)] * 3), box, mask)
    p.own.paste(230, box, mask)
    rng = p.random("waves")
    with p.layer((0, top, *p.paint.size), shines=True) as pen:
        for _ in range(420):
            z = 9.5 + 60 * rng.random() ** 2.2
            at = p.camera.at(rng.uniform(-0.75, 0.75) * z, z)
            k = p.camera.scale(z)
            bright = rng.random() < 0.5
            pen.block(
                (at[0], at[1], at[0] + k * rng.uniform(0.3, 1.4), at[1] + max(1.0, 0.012 * k)),
                mix(p.mood.low, (255, 255, 255), 0.25) if bright else shade(p.mood.middle, 0.75),
                1,
                70,
            )
    halo(p, p.camera.at(-side * 8, 60), 190 * p.unit, shade(p.mood.low, 0.25))


def sorted_shore(shore: list[tuple[float, float]], side: int) -> list[tuple[float, float]]:
    """Return the shore outline running left to right whichever side the jetty is on."""
    return shore if side > 0 else [shore[0], shore[2], shore[1], *shore[3:]]


def _jetty(p: Picture, side: int) -> None:
    x = side * 1.3
    with p.layer(frame(p, (x - 1.0, x + 1.0), (-0.4, 0.9), (8, 19))) as pen:
        for z in (18.5, 15, 11.8, 9.2):
            for s in (-0.7, 0.7):
                pole(p, pen, (x + s, z, -0.4), (x + s, z, 0.55), 0.12, (94, 84, 72))
        rng = p.random("planks")
        for i in range(46, -1, -1):
            z = 8.4 + i * 0.22
            box(
                p,
                pen,
                (x - 0.68, x + 0.68),
                (0.2, 0.26),
                (z, z + 0.2),
                vary(rng, (150, 134, 112), 9),
            )


def _reeds(p: Picture, side: int) -> None:
    rng = p.random("reeds")
    spots = [(-side * rng.uniform(0.6, 3.2), rng.uniform(8.5, 10.0)) for _ in range(90)]
    spots += [(side * rng.uniform(3.2, 7), rng.uniform(9.4, 11)) for _ in range(90)]
    with p.layer((0, p.camera.horizon - 40, *p.paint.size)) as pen:
        for x, z in sorted(spots, key=lambda s: -s[1]):
            k, foot = p.camera.scale(z), p.camera.at(x, z)
            tip = (foot[0] + rng.uniform(-0.2, 0.25) * k, foot[1] - rng.uniform(0.6, 1.3) * k)
            tone = vary(rng, (166, 148, 92), 18)
            pen.line(
                [foot, ((foot[0] + tip[0]) / 2, (foot[1] + tip[1]) / 2 - 4), tip],
                tone,
                max(1.0, 0.014 * k),
            )
            pen.dot(tip, 0.016 * k, (110, 82, 52), 0.07 * k)
