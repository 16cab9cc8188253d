"""Street furniture: benches, bins, bollards, fences and cabinets."""

from .colour import Colour, mix, shade, vary
from .picture import Pen, Picture
from .solid import box, drum, frame, pole, shadow

IRON: Colour = (52, 56, 60)
OAK: Colour = (164, 112, 66)
OLD: Colour = (128, 122, 110)


def bench(
    p: Picture, x: float, z: float, *, broken: bool = False, width: float = 1.9, wood: Colour = OAK
) -> None:
    """Put a slatted bench facing the camera; a broken one has lost some of its slats."""
    shadow(p, x, z + 0.3, width * 0.56, 0.5, 0.55)
    rng = p.random(f"bench {x:.1f} {z:.1f}")
    plank = mix(wood, OLD, 0.7) if broken else wood
    left, right = x - width / 2, x + width / 2
    with p.layer(frame(p, (left - 0.4, right + 0.4), (-0.1, 1.0), (z - 0.7, z + 0.6))) as pen:
        for side in (left + 0.18, right - 0.18):
            pole(p, pen, (side, z + 0.46, 0), (side, z + 0.56, 0.92), 0.05, IRON)
            box(p, pen, (side - 0.025, side + 0.025), (0.38, 0.43), (z, z + 0.5), IRON)
        for i, y in enumerate((0.54, 0.67, 0.80)):
            if broken and i == 1:
                _snapped(p, pen, (left, x - 0.1), (y, y - 0.16), z + 0.47, plank)
            elif not (broken and i == 2):
                box(p, pen, (left, right), (y, y + 0.1), (z + 0.47, z + 0.5), vary(rng, plank, 9))
        for i in (3, 2, 1, 0):
            if not (broken and i in (1, 2)):
                box(
                    p,
                    pen,
                    (left, right),
                    (0.43, 0.465),
                    (z + 0.12 * i, z + 0.12 * i + 0.1),
                    vary(rng, plank, 9),
                )
        if broken:
            _snapped(p, pen, (right - 0.02, x + 0.35), (0.45, 0.08), z + 0.12, plank)
        for side in (left + 0.18, right - 0.18):
            pole(p, pen, (side, z + 0.02, 0), (side, z + 0.02, 0.43), 0.055, IRON)
        if broken:
            box(p, pen, (x - 0.8, x + 0.25), (0, 0.03), (z - 0.55, z - 0.45), plank)
            _snapped(p, pen, (x + 0.35, x + 0.95), (0.03, 0.12), z - 0.3, shade(plank, 0.9))


def _snapped(
    p: Picture, pen: Pen, xs: tuple[float, float], ys: tuple[float, float], z: float, wood: Colour
) -> None:
    """Draw a slat that hangs loose by one end, its other end splintered."""
    at, thick = p.camera.at, 0.09
    (x0, x1), (y0, y1) = xs, ys
    step = (x1 - x0) * 0.05
    pen.shape(
        [
            at(x0, z, y0 + thick),
            at(x1, z, y1 + thick),
            at(x1 + step, z, y1 + thick * 0.6),
            at(x1 - step, z, y1 + thick * 0.4),
            at(x1 + step * 0.6, z, y1),
            at(x0, z, y0),
        ],
        wood,
    )
    pen.line([at(x0, z, y0 + thick), at(x1, z, y1 + thick)], shade(wood, 1.25), 2 * p.unit)
    pen.line(
        [
            at(x1 + step, z, y1 + thick * 0.6),
            at(x1 - step, z, y1 + thick * 0.4),
            at(x1 + step * 0.6, z, y1),
        ],
        (222, 196, 150),
        3 * p.unit,
    )


def bin_(
    p: Picture, x: float, z: float, *, colour: Colour = (46, 82, 62), height: float = 0.82
) -> None:
    """Put a round litter bin with a lid and a slot."""
    shadow(p, x, z, 0.4, 0.4, 0.6)
    with p.layer(frame(p, (x - 0.4, x + 0.4), (-0.15, height + 0.4), (z - 0.3, z + 0.3))) as pen:
        drum(p, pen, (x, z, 0.06), 0.25, height, colour)
        at, k = p.camera.at(x, z, height + 0.06), p.camera.scale(z)
        pen.dot(at, 0.2 * k, (16, 18, 18), 0.06 * k)
        for y in (0.22, 0.7):
            band = p.camera.at(x, z, y)
            pen.block(
                (band[0] - 0.252 * k, band[1], band[0] + 0.252 * k, band[1] + 0.025 * k),
                shade(colour, 0.55),
            )
        badge = p.camera.at(x - 0.04, z, 0.52)
        pen.block(
            (badge[0] - 0.07 * k, badge[1] - 0.09 * k, badge[0] + 0.07 * k, badge[1] + 0.09 * k),
            (238, 206, 92),
            0.02 * k,
        )


def bollard(p: Picture, x: float, z: float) -> None:
    """Put a dark bollard with a pale ring."""
    shadow(p, x, z, 0.18, 0.16, 0.5)
    with p.layer(frame(p, (x - 0.2, x + 0.2), (-0.05, 1.1), (z, z))) as pen:
        drum(p, pen, (x, z, 0), 0.075, 0.9, IRON)
        k, ring = p.camera.scale(z), p.camera.at(x, z, 0.78)
        pen.block(
            (ring[0] - 0.077 * k, ring[1], ring[0] + 0.077 * k, ring[1] + 0.07 * k), (232, 228, 214)
        )


def cabinet(
    p: Picture,
    x: float,
    z: float,
    *,
    width: float = 0.9,
    height: float = 1.2,
    colour: Colour = (120, 134, 122),
) -> tuple[tuple[float, float], ...]:
    """Put a metal cabinet and return the corners of its front, for something to be put on it."""
    shadow(p, x, z + 0.1, width * 0.6, 0.35, 0.6)
    xs = (x - width / 2, x + width / 2)
    with p.layer(frame(p, (xs[0] - 0.1, xs[1] + 0.1), (0, height + 0.15), (z, z + 0.5))) as pen:
        box(p, pen, (xs[0] + 0.03, xs[1] - 0.03), (0, 0.12), (z + 0.03, z + 0.4), (96, 96, 94))
        box(p, pen, xs, (0.12, height), (z, z + 0.42), colour)
        box(
            p,
            pen,
            (xs[0] - 0.03, xs[1] + 0.03),
            (height, height + 0.05),
            (z - 0.03, z + 0.45),
            shade(colour, 0.85),
        )
        at = p.camera.at
        for split in (0.5,) if width < 1.1 else (0.33, 0.66):
            sx = xs[0] + width * split
            pen.line([at(sx, z, height - 0.02), at(sx, z, 0.14)], shade(colour, 0.55), 2 * p.unit)
            pen.block(
                (*at(sx + 0.04, z, height * 0.6), *at(sx + 0.075, z, height * 0.46)), (40, 42, 44)
            )
        for i in range(5):
            pen.line(
                [at(xs[0] + 0.08, z, 0.3 - i * 0.03), at(xs[0] + 0.3, z, 0.3 - i * 0.03)],
                shade(colour, 0.5),
                2 * p.unit,
            )
    return tuple(
        p.camera.at(a, z, b)
        for a, b in ((xs[0], height), (xs[1], height), (xs[1], 0.12), (xs[0], 0.12))
    )


def rail(
    p: Picture,
    line: list[tuple[float, float, float]],
    *,
    height: float = 0.9,
    colour: Colour = IRON,
) -> None:
    """Put up a handrail along (x, z, y) places, a post at each."""
    xs, zs, ys = ([q[i] for q in line] for i in range(3))
    with p.layer(
        frame(
            p, (min(xs) - 0.1, max(xs) + 0.1), (min(ys), max(ys) + height + 0.1), (min(zs), max(zs))
        )
    ) as pen:
        for x, z, y in line:
            pole(p, pen, (x, z, y), (x, z, y + height), 0.04, colour)
        for lift, width in ((height, 0.055), (height * 0.55, 0.03)):
            for a, b in zip(line, line[1:], strict=False):
                pole(p, pen, (a[0], a[1], a[2] + lift), (b[0], b[1], b[2] + lift), width, colour)
