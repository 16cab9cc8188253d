"""Houses in the background: a front and a gable, windows of which some are lit, a tiled roof."""

from random import Random

from PIL import Image, ImageDraw

from .camera import Point
from .colour import Colour, mix, shade, vary
from .picture import Picture
from .walls import boards, brick, concrete, window

FALU: Colour = (142, 58, 46)
YELLOW: Colour = (222, 186, 112)
PALE: Colour = (214, 206, 190)
BRICK: Colour = (150, 84, 66)
WALLS: tuple[Colour, ...] = (FALU, YELLOW, PALE, BRICK)
LIT: tuple[Colour, ...] = ((255, 214, 138), (255, 198, 112), (255, 228, 176), (250, 206, 150))


def house(
    p: Picture,
    at: Point,
    *,
    colour: Colour,
    name: str,
    width: float = 9,
    storeys: int = 2,
) -> None:
    """Put up a house whose front, `width` metres wide with its middle at x, stands at z."""
    (x, z), deep = at, 8.0
    rng = p.random(name)
    tall = 2.9 * storeys + 0.6
    k = p.camera.scale(z)
    size = (max(40, int(width * k)), max(30, int(tall * k)))
    front = _front(p, rng, size, colour, (width, storeys))
    put, (x0, x1) = p.camera.at, (x - width / 2, x + width / 2)
    if x0 > 0 or x1 < 0:
        side = x0 if x0 > 0 else x1
        flank = _front(p, rng, (max(30, size[0] // 3), size[1]), shade(colour, 0.8), (3, storeys))
        near, far = put(side, z, tall), put(side, z + deep, tall)
        p.warp(
            flank,
            [near, far, put(side, z + deep), put(side, z)]
            if x1 < 0
            else [far, near, put(side, z), put(side, z + deep)],
        )
    _roof(p, rng, (x0, x1, z, tall, deep), colour)
    p.warp(front, [put(x0, z, tall), put(x1, z, tall), put(x1, z), put(x0, z)])
    _glow(p, rng, (x0, z, width, storeys))


def _front(
    p: Picture, rng: Random, size: tuple[int, int], colour: Colour, form: tuple[float, int]
) -> Image.Image:
    if colour in (FALU, YELLOW):
        wall = boards(rng, size, colour, width=max(4.0, size[0] / 46))
    elif colour == BRICK:
        wall = brick(rng, size, colour, row=max(3.0, size[1] / 60))
    else:
        wall = concrete(rng, size, colour)
    draw = ImageDraw.Draw(wall)
    dark = mix(p.mood.top, (40, 48, 60), 0.6)
    for box in _openings(size, form):
        window(draw, box, vary(rng, dark, 10), (236, 234, 226))
    for edge in (0, size[0] - max(2, size[0] // 60)):
        draw.rectangle((edge, 0, edge + max(2, size[0] // 60), size[1]), (232, 230, 222))
    return wall


def _openings(
    size: tuple[int, int], form: tuple[float, int]
) -> list[tuple[float, float, float, float]]:
    width, storeys = form
    columns = max(1, round(width / 2.4))
    w, h = size[0] / columns, size[1] / storeys
    return [
        (w * (c + 0.33), h * (s + 0.24), w * (c + 0.67), h * (s + 0.68))
        for s in range(storeys)
        for c in range(columns)
    ]


def _glow(p: Picture, rng: Random, form: tuple[float, float, float, int]) -> None:
    """Light some windows; they shine by themselves, so they stay bright at night."""
    x0, z, width, storeys = form
    tall = 2.9 * storeys + 0.6
    left, top = p.camera.at(x0, z, tall)
    k = p.camera.scale(z)
    share = 0.4 if p.mood.dark else 0.06
    with p.layer((left, top, left + width * k, top + tall * k), shines=True) as pen:
        for a, b, c, d in _openings((int(width * k), int(tall * k)), (width, storeys)):
            if rng.random() < share:
                lit = vary(rng, rng.choice(LIT), 10)
                pen.block((left + a, top + b, left + c, top + d), lit)
                bar = max(1.0, (c - a) * 0.07)
                mid = left + (a + c) / 2
                pen.block((mid - bar / 2, top + b, mid + bar / 2, top + d), shade(lit, 0.6))
                pen.block(
                    (left + a, top + b + (d - b) * 0.36, left + c, top + b + (d - b) * 0.36 + bar),
                    shade(lit, 0.6),
                )
                pen.block((left + a, top + b + (d - b) * 0.7, left + c, top + d), shade(lit, 0.8))


def _roof(
    p: Picture, rng: Random, form: tuple[float, float, float, float, float], colour: Colour
) -> None:
    x0, x1, z, tall, deep = form
    at = p.camera.at
    tile: Colour = (116, 62, 48)
    over, ridge = 0.4, tall + min(3.2, deep * 0.36)
    eaves = [at(x0 - over, z - over, tall - 0.1), at(x1 + over, z - over, tall - 0.1)]
    top = [at(x1 + over, z + deep / 2, ridge), at(x0 - over, z + deep / 2, ridge)]
    back = at(x0 if x0 > 0 else x1, z + deep, tall)
    seen = [*eaves, *top, back]
    box = (
        min(q[0] for q in seen) - 4,
        top[0][1] - 40 * p.unit,
        max(q[0] for q in seen) + 4,
        max(eaves[0][1], back[1]) + 4,
    )
    with p.layer(box) as pen:
        side = at(x0, z, tall) if x0 > 0 else at(x1, z, tall)
        if x0 > 0 or x1 < 0:
            pen.shape([side, top[1] if x0 > 0 else top[0], back], shade(colour, 0.75))
        k = p.camera.scale(z + deep / 2)
        x, y = _between(top[1], top[0], rng.uniform(0.3, 0.7))
        pen.block((x - 0.4 * k, y - 0.9 * k, x + 0.4 * k, y + 0.6 * k), (124, 72, 58))
        pen.shape([*eaves, *top], tile)
        for i in range(1, 22):
            run = [_between(eaves[0], eaves[1], i / 22), _between(top[1], top[0], i / 22)]
            pen.line(run, shade(tile, 0.82), max(0.7, 0.05 * k), 120)
        pen.line(eaves, (230, 228, 220), max(1.2, 0.09 * k))


def _between(a: Point, b: Point, t: float) -> Point:
    return (a[0] + (b[0] - a[0]) * t, a[1] + (b[1] - a[1]) * t)
