"""Scenes in built rooms: the underpass and the bicycle room."""

import math

from PIL import Image, ImageDraw

from .bicycles import bicycle
from .camera import Point
from .colour import Colour, mix, shade
from .graffiti import spray
from .ground import earth, patch, puddle
from .lamps import tube
from .light import dim, halo, pool, spill
from .picture import Picture
from .sky import haze, sky
from .solid import frame, pole
from .trees import forest, tree
from .walls import concrete, painted, streaks

ACCENTS: tuple[Colour, ...] = ((238, 178, 54), (58, 138, 150), (214, 108, 74), (110, 152, 84))
FACING = {"left": 0.84, "right": 0.78, "back": 0.94, "roof": 0.7}
HALF, HIGH, NEAR, FAR = 2.3, 2.75, 6.6, 21.0


def underpass(p: Picture, after: bool) -> None:
    """An underpass below the railway: dark and sprayed, then painted light with lamps."""
    rng = p.random("layout")
    accent = rng.choice(ACCENTS)
    sky(p)
    forest(p, height=0.05)
    earth(p, "grass")
    tree(p, -9, 17, height=8, name="a")
    tree(p, 10, 18, height=8, name="b")
    haze(p, 0.3)
    _railway(p)
    patch(p, [(-HALF, 0), (HALF, 0), (HALF, FAR + 30), (-HALF, FAR + 30)], "asphalt", soft=0)
    _far_end(p)
    _inside(p, after, accent)
    _portal(p, after, accent)
    if not after:
        puddle(p, rng.choice((-1.1, 0.9)), 4.3, 0.9, 0.55)


def _railway(p: Picture) -> None:
    """Draw the rail above: parapet, fence, catenary masts and wire."""
    at = p.camera.at
    with p.layer((0, 0, p.camera.width, p.camera.horizon)) as pen:
        for x in (-11, 6.5):
            pole(p, pen, (x, NEAR + 4, 3), (x, NEAR + 4, 9.2), 0.16, (92, 98, 100))
            pole(p, pen, (x, NEAR + 4, 8.6), (x + 2.6, NEAR + 4, 8.2), 0.08, (92, 98, 100))
        pen.line([at(-16, NEAR + 4, 7.9), at(16, NEAR + 4, 7.9)], (60, 62, 66), 2 * p.unit)
        for i in range(40):
            x = -14 + i * 0.7
            pole(p, pen, (x, NEAR, 4.0), (x, NEAR, 5.0), 0.03, (110, 116, 118))
        for y in (4.45, 5.0):
            pole(p, pen, (-14, NEAR, y), (14, NEAR, y), 0.05, (120, 126, 128))


def _far_end(p: Picture) -> None:
    """Paint the evening at the other end of the tunnel."""
    at = p.camera.at
    with p.layer(frame(p, (-HALF, HALF), (0, HIGH), (FAR, FAR)), shines=True) as pen:
        pen.shape(
            [at(-HALF, FAR, HIGH), at(HALF, FAR, HIGH), at(HALF, FAR), at(-HALF, FAR)],
            mix(p.mood.low, p.mood.middle, 0.3),
        )
        rng = p.random("far end")
        for _ in range(260):
            x = rng.uniform(-HALF, HALF)
            y = rng.random() * (0.5 + 0.8 * abs(x) / HALF)
            pen.dot(
                at(x, FAR, y),
                rng.uniform(1.5, 5) * p.unit,
                mix((38, 62, 44), p.mood.haze, rng.uniform(0.1, 0.4)),
            )
        pen.shape(
            [at(-HALF, FAR), at(HALF, FAR), at(HALF * 0.4, FAR, 0.4), at(-HALF * 0.4, FAR, 0.4)],
            mix((120, 116, 112), p.mood.haze, 0.5),
        )


def _inside(p: Picture, after: bool, accent: Colour) -> None:
    at = p.camera.at
    for side in (-1, 1):
        x = side * HALF
        wall = _lining(p, after, accent, f"wall {side}")
        p.warp(wall, [at(x, NEAR, HIGH), at(x, FAR, HIGH), at(x, FAR), at(x, NEAR)])
    roof = concrete(p.random("roof"), (300, 500), (196, 194, 188) if after else (120, 118, 112))
    p.warp(
        roof,
        [at(-HALF, FAR, HIGH), at(HALF, FAR, HIGH), at(HALF, NEAR, HIGH), at(-HALF, NEAR, HIGH)],
    )
    throat = [at(-HALF, NEAR, HIGH), at(HALF, NEAR, HIGH), at(HALF, NEAR), at(-HALF, NEAR)]
    dim(p, throat, 0.92 if after else (0.34 if p.mood.dark else 0.26), blur=8)
    _ceiling_lamps(p, after)


def _lining(p: Picture, after: bool, accent: Colour, name: str) -> Image.Image:
    """Make one inner wall: grey and sprayed, or white with a wave of colour along it."""
    rng = p.random(name)
    wall = concrete(rng, (1100, 300), (150, 146, 138), panel=180)
    if not after:
        streaks(rng, wall, 40)
        spray(wall, rng, tags=9, pieces=3, height=250)
        return wall
    painted(wall, [(0, 1, (238, 234, 224))])
    draw = ImageDraw.Draw(wall)
    for row, tone in enumerate((accent, mix(accent, (255, 255, 255), 0.45))):
        top = [(x, 205 - row * 26 + 20 * math.sin(x / 62 + row * 0.9)) for x in range(0, 1101, 10)]
        draw.polygon([*top, (1100, 245 - row * 40), (0, 245 - row * 40)], tone)
    draw.rectangle((0, 244, 1100, 300), shade(accent, 0.5))
    return wall


def _ceiling_lamps(p: Picture, after: bool) -> None:
    at = p.camera.at
    for i, z in enumerate((19.5, 16.5, 13.5, 10.7, 8.0)):
        lit = after or i == 0
        k = p.camera.scale(z)
        tube(p, (at(-0.7, z, HIGH - 0.06), at(0.7, z, HIGH - 0.06)), 0.09 * k, lit=lit)
        if lit:
            pool(p, 0, z, 2.6, (255, 234, 190), 0.5)
            spill(p, at(0, z, 1.5), 3.4 * k, 2.8 * k, (84, 76, 60))
    if after:
        halo(p, at(0, 9, 1.4), 420 * p.unit, (34, 28, 16))


def _portal(p: Picture, after: bool, accent: Colour) -> None:
    """Put up the wall round the opening and the wings that lead to it."""
    rng, at = p.random("portal"), p.camera.at
    tone = (176, 172, 164)
    for side in (-1, 1):
        wing = concrete(rng, (900, 560), tone, panel=220)
        if after:
            painted(wing, [(0.82, 1, shade(accent, 0.5)), (0.7, 0.8, accent)])
        else:
            streaks(rng, wing, 24)
            spray(wing, rng, tags=5, pieces=2, height=300)
        a, b = side * (HALF + 0.9), side * (HALF + 4.2)
        quad = [at(a, NEAR, 4.0), at(b, 2.4, 2.2), at(b, 2.4), at(a, NEAR)]
        p.warp(
            wing if side > 0 else wing.transpose(Image.Transpose.FLIP_LEFT_RIGHT),
            quad if side > 0 else [quad[1], quad[0], quad[3], quad[2]],
        )
    face = concrete(rng, (1200, 420), tone)
    streaks(rng, face, 0 if after else 40)
    holes = Image.new("L", face.size, 255)
    k = 1200 / (2 * HALF + 1.8)
    ImageDraw.Draw(holes).rectangle((0.9 * k, 420 - HIGH * 105, 1200 - 0.9 * k, 420), fill=0)
    ImageDraw.Draw(face).rectangle(
        (0.9 * k - 14, 420 - HIGH * 105 - 14, 1200 - 0.9 * k + 14, 420),
        outline=shade(tone, 1.2) if after else shade(tone, 0.7),
        width=14,
    )
    face.putalpha(holes)
    edge = HALF + 0.9
    quad2: list[Point] = [
        at(-edge, NEAR, 4.0),
        at(edge, NEAR, 4.0),
        at(edge, NEAR),
        at(-edge, NEAR),
    ]
    p.warp(face, quad2)


def bicycle_room(p: Picture, after: bool) -> None:
    """A bicycle room: one dim lamp and a heap of bicycles, then light, painted and in order."""
    rng, at = p.random("layout"), p.camera.at
    accent = rng.choice(ACCENTS)
    half, high, far = 3.0, 2.7, 8.6
    p.light.paste((104, 104, 102) if after else (70, 70, 74), (0, 0, *p.light.size))
    earth(p, "concrete")
    with p.layer() as pen:
        pen.block((0, 0, p.camera.width, p.camera.horizon + 4), (90, 90, 88))
    quads = {
        "left": [at(-half, 1.3, high), at(-half, far, high), at(-half, far), at(-half, 1.3)],
        "right": [at(half, far, high), at(half, 1.3, high), at(half, 1.3), at(half, far)],
        "back": [at(-half, far, high), at(half, far, high), at(half, far), at(-half, far)],
        "roof": [
            at(-half, far, high),
            at(half, far, high),
            at(half, 1.3, high),
            at(-half, 1.3, high),
        ],
    }
    for name, quad in quads.items():
        wall = concrete(p.random(f"room {name}"), (900, 340), (160, 156, 148))
        if after:
            painted(wall, [(0, 1, (236, 232, 222))])
            if name != "roof":
                painted(wall, [(0.62, 0.72, accent), (0.93, 1, (96, 96, 96))])
        elif name in ("left", "right", "back"):
            spray(wall, p.random(f"tags {name}"), tags=3, pieces=0, height=260)
        p.warp(wall.point([int(v * FACING[name]) for v in range(256)] * 3), quad)
    _door(p, after, far)
    for i, z in enumerate((7.2, 4.6)):
        lit = after or i == 0
        k = p.camera.scale(z)
        tube(p, (at(-0.75, z, high - 0.08), at(0.75, z, high - 0.08)), 0.1 * k, lit=lit)
        strength = 1.0 if after else 0.45
        if lit:
            pool(p, 0, z, 3.2, (255, 240, 210), 0.3 * strength)
            spill(p, at(0, z, 1.5), 4.6 * k, 3.6 * k, shade((70, 64, 52), strength))
    _bicycles(p, after)


def _door(p: Picture, after: bool, far: float) -> None:
    at = p.camera.at
    with p.layer(frame(p, (-0.6, 1.3), (0, 2.2), (far, far)), shines=after) as pen:
        pen.block((*at(-0.5, far, 2.1), *at(0.6, far, 0)), (70, 76, 84))
        glass = mix(p.mood.middle, p.mood.low, 0.4)
        if after:
            pen.block((*at(-0.42, far, 2.02), *at(0.52, far, 0.1)), glass)
            pen.block((*at(-0.42, far, 1.0), *at(0.52, far, 0.94)), (70, 76, 84))
        else:
            pen.block((*at(-0.42, far, 2.02), *at(0.52, far, 0.06)), (22, 24, 32))
            pen.shape(
                [
                    at(-0.42, far, 2.02),
                    at(-0.1, far - 0.7, 2.1),
                    at(-0.1, far - 0.7, 0),
                    at(-0.42, far, 0.05),
                ],
                (116, 92, 78),
            )


def _bicycles(p: Picture, after: bool) -> None:
    rng = p.random("bicycles")
    colours = [(176, 52, 48), (44, 96, 150), (60, 64, 70), (62, 126, 88), (206, 162, 60)]
    rng.shuffle(colours)
    for i, z in enumerate((7.2, 6.4, 5.6, 4.8)):
        bicycle(p, -1.75, z, colour=colours[i])
        bicycle(p, 1.9, z, colour=colours[(i + 2) % 5], flip=True)
    if not after:
        bicycle(p, -0.1, 4.0, colour=colours[4], fallen=True)
        bicycle(p, 0.7, 3.5, colour=(92, 84, 76), fallen=True, flip=True)
