"""Graffiti without words: quick tags of looping lines, and round filled-in pieces."""

import math
from collections.abc import Callable, Sequence
from random import Random

from PIL import Image, ImageDraw, ImageFilter

from .camera import Point
from .colour import Colour, mix, shade

SPRAY: tuple[Colour, ...] = (
    (24, 24, 30),
    (214, 36, 70),
    (38, 92, 196),
    (240, 196, 40),
    (70, 168, 92),
    (206, 70, 170),
    (236, 236, 240),
    (242, 120, 34),
)
Draw = ImageDraw.ImageDraw


def spray(
    wall: Image.Image, rng: Random, *, tags: int, pieces: int, height: float | None = None
) -> None:
    """Cover part of a flat wall with tags and pieces, reaching up to `height` pixels."""
    reach = height or wall.height * 0.7
    for i in range(pieces):
        middle = (
            wall.width * (i + rng.uniform(0.35, 0.65)) / pieces,
            wall.height - reach * rng.uniform(0.44, 0.52),
        )
        piece(wall, rng, middle, reach * rng.uniform(0.6, 0.8))
    for _ in range(tags):
        middle = (
            wall.width * rng.uniform(0.08, 0.92),
            wall.height - reach * rng.uniform(0.3, 0.95),
        )
        tag(wall, rng, middle, reach * rng.uniform(0.2, 0.42), rng.choice(SPRAY))


def tag(wall: Image.Image, rng: Random, middle: Point, size: float, colour: Colour) -> None:
    """Spray one tag: a line that loops and doubles back, underlined, running a little."""
    points = [(middle[0] + x * size, middle[1] + y * size) for x, y in _scrawl(rng)]
    width = max(2.0, size * rng.uniform(0.055, 0.1))
    swing = rng.uniform(-0.15, 0.15)
    under = [
        (middle[0] + size * (t / 5 - 1), middle[1] + size * (0.66 + swing * math.sin(t * 0.7)))
        for t in range(11)
    ]
    drips = [(rng.choice(points), size * rng.uniform(0.15, 0.6)) for _ in range(rng.randint(1, 4))]

    def lines(draw: Draw, move: Callable[[Sequence[Point]], list[Point]]) -> None:
        _stroke(draw, move(points), width)
        if swing > -0.05:
            _stroke(draw, move(under), width * 0.8)
        for at, fall in drips:
            ((x, y),) = move([at])
            draw.line((x, y, x, y + fall), 210, max(1, int(width * 0.3)))

    around = [*points, *under, *[(x, y + fall) for (x, y), fall in drips]]
    _ink(wall, around, lines, colour, blur=width * 0.9, strength=0.4)
    _ink(wall, around, lines, colour, blur=max(0.7, width * 0.13))


def _scrawl(rng: Random) -> list[Point]:
    """Return a hand's quick line in a box of ±1: up and down strokes with hooks between."""
    knots: list[Point] = []
    count, side = rng.randint(8, 12), 1
    for i in range(count):
        x = -1 + 2 * i / (count - 1) + rng.uniform(-0.16, 0.16)
        knots.append((x, side * rng.uniform(0.14, 0.5)))
        if rng.random() < 0.55:
            knots.append((x - rng.uniform(0.1, 0.3), side * rng.uniform(0.1, 0.3)))
        side = -side
    out: list[Point] = []
    for a, b, c, d in zip(knots, knots[1:], knots[2:], knots[3:], strict=False):
        for step in range(9):
            t = step / 9
            out.append((_spline(a[0], b[0], c[0], d[0], t), _spline(a[1], b[1], c[1], d[1], t)))
    return out


def _spline(a: float, b: float, c: float, d: float, t: float) -> float:
    """Return the Catmull–Rom curve between `b` and `c`."""
    return 0.5 * (
        2 * b + (c - a) * t + (2 * a - 5 * b + 4 * c - d) * t * t + (3 * b - a - 3 * c + d) * t**3
    )


def _stroke(draw: Draw, points: Sequence[Point], width: float) -> None:
    for i, (a, b) in enumerate(zip(points, points[1:], strict=False)):
        w = width * (0.8 + 0.35 * math.sin(i * 0.31))
        draw.line((*a, *b), 255, max(1, round(w)))
        draw.ellipse((b[0] - w / 2, b[1] - w / 2, b[0] + w / 2, b[1] + w / 2), 255)


def _ink(
    wall: Image.Image,
    around: Sequence[Point],
    lines: Callable[[Draw, Callable[[Sequence[Point]], list[Point]]], None],
    colour: Colour | Image.Image,
    *,
    blur: float,
    strength: float = 1,
) -> None:
    """Spray what `lines` draws, working only on the part of the wall it covers."""
    pad = int(blur * 3) + 26
    left = max(0, int(min(x for x, _ in around)) - pad)
    top = max(0, int(min(y for _, y in around)) - pad)
    right = min(wall.width, int(max(x for x, _ in around)) + pad)
    bottom = min(wall.height, int(max(y for _, y in around)) + pad)
    if right <= left or bottom <= top:
        return
    mask = Image.new("L", (right - left, bottom - top))
    lines(ImageDraw.Draw(mask), lambda points: [(x - left, y - top) for x, y in points])
    mask = mask.filter(ImageFilter.GaussianBlur(blur))
    if strength < 1:
        mask = mask.point([int(v * strength) for v in range(256)])
    fill = colour.resize(mask.size) if isinstance(colour, Image.Image) else colour
    wall.paste(fill, (left, top, right, bottom), mask)


def piece(wall: Image.Image, rng: Random, middle: Point, size: float) -> None:
    """Spray a piece: swollen shapes leaning on each other, outlined, shadowed and highlighted."""
    fill, edge = rng.sample(SPRAY[1:], 2)
    count = rng.randint(4, 5)
    shapes = [
        _blob(
            rng,
            (
                middle[0] + size * 0.52 * (i - (count - 1) / 2),
                middle[1] + rng.uniform(-0.08, 0.08) * size,
            ),
            size * 0.42,
        )
        for i in range(count)
    ]
    line = max(2, int(size * 0.035))
    for grow, colour in ((line * 3.2, edge), (line * 1.4, SPRAY[0])):
        for shape in shapes:
            _fill(wall, shape, colour, grow)
    column = Image.new("RGB", (1, 16))
    for row in range(16):
        column.putpixel((0, row), mix(mix(fill, (255, 255, 255), 0.3), shade(fill, 0.7), row / 15))
    for shape in shapes:
        _fill(wall, shape, SPRAY[0], line)
        _fill(wall, shape, column, 0)
        _shine(wall, min(shape), size, line)


def _shine(wall: Image.Image, at: Point, size: float, line: float) -> None:
    """Put the white glint on a swollen shape, near its leftmost point."""
    x, y = at
    glint = [
        (x + size * 0.12, y - size * 0.1),
        (x + size * 0.2, y - size * 0.22),
        (x + size * 0.32, y - size * 0.27),
    ]
    _ink(
        wall,
        glint,
        lambda draw, move: _stroke(draw, move(glint), line * 1.3),
        (250, 250, 250),
        blur=1,
    )


def _blob(rng: Random, at: Point, r: float) -> list[Point]:
    wave, turn = rng.choice((2, 3, 3, 4)), rng.uniform(0, 6.28)
    out: list[Point] = []
    for i in range(48):
        a = i * math.pi / 24
        k = r * (1 + 0.2 * math.sin(wave * a + turn) + 0.1 * math.sin(5 * a - turn))
        out.append((at[0] + 0.86 * k * math.cos(a), at[1] + 1.12 * k * math.sin(a)))
    return out


def _fill(wall: Image.Image, shape: list[Point], colour: Colour | Image.Image, grow: float) -> None:
    """Fill a shape, grown by `grow` pixels; a one-pixel-wide picture gives a fade downwards."""

    def area(draw: Draw, move: Callable[[Sequence[Point]], list[Point]]) -> None:
        moved = move(shape)
        draw.polygon(moved, 255)
        if grow:
            draw.line([*moved, moved[0]], 255, max(1, int(grow * 2)), joint="curve")

    _ink(wall, shape, area, colour, blur=1.1)
