"""Scenes about walls, cabinets and glass that somebody sprayed or broke."""

from PIL import Image, ImageChops, ImageDraw

from .buildings import FALU, PALE, YELLOW, house
from .colour import Colour, mix
from .foliage import hedge, tufts
from .furniture import cabinet as put_cabinet
from .graffiti import spray, tag
from .ground import earth, patch, stain
from .lamps import lamp, wall_lamp
from .litter import litter
from .picture import Picture
from .sky import haze, sky
from .trees import forest, tree
from .walls import brick, streaks, window

BRICKS: tuple[Colour, ...] = ((158, 84, 64), (178, 112, 74), (196, 160, 104), (140, 74, 66))


def wall_graffiti(p: Picture, after: bool) -> None:
    """A brick wall along a path, sprayed, then clean."""
    rng, at = p.random("layout"), p.camera.at
    side = rng.choice((-1, 1))
    sky(p)
    forest(p, height=0.05)
    earth(p, "lawn")
    house(p, (side * 13, 36), colour=rng.choice((FALU, YELLOW, PALE)), name="far")
    tree(p, side * 5.2, 15, height=8, name="tree")
    haze(p, 0.4)
    start, end = (-side * 4.3, 2.6), (side * 0.9, 11.5)
    foot = [(-side * 9, 0.5), start, end]
    patch(p, [*foot, (side * 3.2, 11.5), (side * 4.5, 0.5)], "paving", soft=2)
    rows = brick(rng, (1500, 520), rng.choice(BRICKS), row=15)
    _windows(p, rows)
    if after:
        rows.paste((196, 150, 120), (0, 0), _washed(rows))
    else:
        streaks(rng, rows, 14)
        spray(rows, rng, tags=7, pieces=3, height=330)
    rows = rows if side > 0 else rows.transpose(Image.Transpose.FLIP_LEFT_RIGHT)
    near_top, far_top = at(*start, 3.5), at(*end, 3.5)
    quad = [near_top, far_top, at(*end), at(*start)]
    p.warp(rows, quad if side > 0 else [quad[1], quad[0], quad[3], quad[2]])
    _coping(p, start, end)
    stain(
        p,
        [[start, end, (end[0], end[1] - 0.5), (start[0] + side * 0.5, start[1])]],
        (20, 20, 26),
        strength=0.45,
        soft=9,
    )
    for t in (0.25, 0.72):
        x, z = start[0] + (end[0] - start[0]) * t, start[1] + (end[1] - start[1]) * t
        wall_lamp(p, x + side * 0.06, z - 0.06, 2.9, lit=p.mood.dark, size=0.17)
    tufts(p, [start, end], spread=0.08, height=0.14)
    lamp(p, side * 3.4, 12, lit=p.mood.dark, arm=-0.7 * side)
    if not after:
        litter(p, (-1.6, 3.2, 1.8, 5.5), 5)


def _windows(p: Picture, wall: Image.Image) -> None:
    draw = ImageDraw.Draw(wall)
    for x in (210, 690, 1170):
        window(draw, (x, 60, x + 120, 150), mix(p.mood.top, (50, 58, 70), 0.6), (214, 208, 196))


def _washed(wall: Image.Image) -> Image.Image:
    """Return a faint mask of paler fields, where the wall was washed."""
    mask = Image.new("L", wall.size)
    draw = ImageDraw.Draw(mask)
    for left, right in ((120, 520), (600, 900), (1000, 1380)):
        draw.rounded_rectangle((left, 200, right, 470), 60, fill=26)
    return mask


def _coping(p: Picture, start: tuple[float, float], end: tuple[float, float]) -> None:
    at = p.camera.at
    a, b = at(*start, 3.5), at(*end, 3.5)
    c, d = at(*end, 3.62), at(*start, 3.64)
    with p.layer(
        (min(a[0], b[0]) - 4, min(c[1], d[1]) - 4, max(a[0], b[0]) + 4, max(a[1], b[1]) + 4)
    ) as pen:
        pen.shape([a, b, c, d], (96, 92, 90))


def cabinet(p: Picture, after: bool) -> None:
    """Electric cabinets by a hedge, tagged, then clean."""
    rng = p.random("layout")
    side = rng.choice((-1, 1))
    sky(p)
    forest(p, height=0.045)
    earth(p, "lawn")
    house(p, (-side * 11, 27), colour=rng.choice((FALU, YELLOW, PALE)), name="far")
    haze(p, 0.35)
    patch(p, [(-12, 0.5), (12, 0.5), (12, 3.7), (-12, 3.7)], "paving", soft=1)
    stain(p, [[(-12, 3.7), (12, 3.7), (12, 3.85), (-12, 3.85)]], (190, 188, 182), soft=0)
    hedge(p, [(-6, 6.2), (6, 6.2)], height=1.5, thickness=1.0)
    lamp(p, side * 2.9, 4.9, lit=p.mood.dark, arm=-0.8 * side, height=4.0)
    tone = rng.choice(((118, 136, 122), (138, 142, 144), (132, 124, 108)))
    for i, (x, width, height) in enumerate(((-0.75, 1.15, 1.3), (0.55, 0.9, 1.05))):
        quad = put_cabinet(p, x * side, 4.1, width=width, height=height, colour=tone)
        if not after:
            sheet = Image.new("RGBA", (620, 560))
            marks = Image.new("RGB", sheet.size, tone)
            paint = p.random(f"tag {i}")
            for _ in range(3):
                spot = (paint.uniform(180, 440), paint.uniform(140, 420))
                tag(
                    marks,
                    paint,
                    spot,
                    paint.uniform(110, 190),
                    paint.choice(((22, 22, 28), (198, 40, 70), (40, 84, 180), (236, 236, 238))),
                )
            sheet.paste(marks, (0, 0))
            p.warp(_marks_only(marks, tone), quad)
    tufts(p, [(-2.6, 4.0), (2.6, 4.0)], spread=0.2, height=0.13)


def _marks_only(marks: Image.Image, tone: Colour) -> Image.Image:
    """Return the sprayed picture with its untouched ground made transparent."""
    away = ImageChops.difference(marks, Image.new("RGB", marks.size, tone)).convert("L")
    out = marks.convert("RGBA")
    out.putalpha(away.point([min(255, v * 6) for v in range(256)]))
    return out
