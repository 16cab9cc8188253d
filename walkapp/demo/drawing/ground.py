"""The ground: asphalt, gravel, grass and paving, grainy near and calm far away."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from PIL import Image, ImageChops, ImageDraw, ImageFilter, ImageOps

from .camera import Point
from .colour import Colour, mix, shade, vary
from .noise import field, speckle
from .outlines import blob
from .picture import FINE, Box, Picture

PERSPECTIVE = Image.Transform.PERSPECTIVE


@dataclass(frozen=True)
class Material:
    """A ground surface: its colour, how grainy it is and how patchy (grey levels of 255)."""

    colour: Colour
    grain: int
    patches: int
    cell: int = 2


MATERIALS = {
    "asphalt": Material((104, 106, 112), 46, 34),
    "new asphalt": Material((62, 63, 70), 34, 12),
    "gravel": Material((168, 154, 132), 84, 36, 3),
    "grass": Material((96, 122, 62), 80, 60, 3),
    "lawn": Material((92, 130, 58), 62, 40, 3),
    "soil": Material((98, 78, 58), 80, 50, 3),
    "chips": Material((178, 142, 96), 110, 40, 4),
    "sand": Material((206, 184, 142), 60, 34, 2),
    "paving": Material((158, 152, 146), 36, 30),
    "concrete": Material((164, 162, 158), 30, 44),
    "water": Material((88, 118, 142), 12, 30, 4),
}


def earth(p: Picture, name: str) -> None:
    """Cover everything below the horizon with one material."""
    top = int(p.camera.horizon)
    sheet = _texture(p, MATERIALS[name], name)
    p.paint.paste(sheet, (0, top))
    p.own.paste(0, (0, top, *p.paint.size))


def patch(
    p: Picture,
    outline: Sequence[Point],
    name: str,
    *,
    soft: float = 1.5,
    colour: Colour | None = None,
) -> None:
    """Cover an outline of (x, z) metres with a material; `soft` blurs its edge."""
    material = MATERIALS[name]
    if colour:
        material = Material(colour, material.grain, material.patches, material.cell)
    top = int(p.camera.horizon)
    mask, box = ground_mask(p, [outline], soft)
    texture = p.keep(f"ground {name} {colour}", lambda: _texture(p, material, name))
    p.paint.paste(texture.crop((box[0], box[1] - top, box[2], box[3] - top)), box, mask)


def stain(
    p: Picture,
    outlines: Sequence[Sequence[Point]],
    colour: Colour,
    *,
    strength: float = 1,
    soft: float = 1,
) -> None:
    """Tint outlines of (x, z) metres flatly: road markings, cracks, shadows, wear."""
    mask, box = ground_mask(p, outlines, soft)
    if strength < 1:
        mask = mask.point([int(v * strength) for v in range(256)])
    p.paint.paste(colour, box, mask)


def worn(p: Picture, outlines: Sequence[Sequence[Point]], colour: Colour, wear: float) -> None:
    """Lay road paint, rubbed off here and there: `wear` 0 is fresh, 1 nearly gone."""
    mask, box = ground_mask(p, outlines)
    rub = field(p.random("wear"), mask.size, 60, 3)
    low = int(40 + wear * 120)
    keep = rub.point([int(255 - min(255, max(0, (v - low) * 5)) * wear) for v in range(256)])
    p.paint.paste(colour, box, ImageChops.multiply(mask, keep))


def ground_mask(
    p: Picture, outlines: Sequence[Sequence[Point]], soft: float = 0
) -> tuple[Image.Image, Box]:
    """Return a smooth-edged mask of outlines of (x, z) metres, and where it lies."""
    shapes = [p.camera.ground(outline) for outline in outlines]
    spots = [spot for shape in shapes for spot in shape] or [(0.0, 0.0)]
    pad = soft * p.unit * 3 + 2
    width, height, top = p.camera.width, p.camera.height, int(p.camera.horizon)
    left = int(min(width - 1, max(0, min(x for x, _ in spots) - pad)))
    high = int(min(height - 1, max(top, min(y for _, y in spots) - pad)))
    right = int(max(left + 1, min(width, max(x for x, _ in spots) + pad + 1)))
    low = int(max(high + 1, min(height, max(y for _, y in spots) + pad + 1)))
    mask = Image.new("L", ((right - left) * FINE, (low - high) * FINE))
    draw = ImageDraw.Draw(mask)
    for shape in shapes:
        if len(shape) > 2:
            draw.polygon([((x - left) * FINE, (y - high) * FINE) for x, y in shape], fill=255)
    mask = mask.reduce(FINE)
    if soft:
        mask = mask.filter(ImageFilter.GaussianBlur(soft * p.unit))
    return mask, (left, high, right, low)


def _texture(p: Picture, material: Material, name: str) -> Image.Image:
    top = int(p.camera.horizon)
    size = (p.camera.width, p.camera.height - top)
    patches = p.keep("patches", lambda: _patches(p, size))
    grey = Image.blend(patches, Image.new("L", size, 128), 1 - material.patches / 128)
    grain = p.keep(f"grain {material.cell}", lambda: _grain(p, size, material.cell))
    grey = ImageChops.add(
        grey,
        grain.point([int(128 + (v - 128) * material.grain / 100) for v in range(256)]),
        1,
        -128,
    )
    base = vary(p.random(f"ground {name}"), material.colour, 7)
    light = mix(shade(base, 1.5), (255, 250, 230), 0.15)
    sheet = ImageOps.colorize(grey, shade(base, 0.35), light, base)
    sheet.paste(mix(p.mood.haze, (150, 150, 150), 0.3), (0, 0), _veil(size))
    return sheet


def _patches(p: Picture, size: tuple[int, int]) -> Image.Image:
    tile = field(p.random("patches"), (700, 700), 10, 4)
    return tile.transform(
        size, PERSPECTIVE, _plan(p, 0, -40, 78, 9), Image.Resampling.BILINEAR, fillcolor=128
    )


def _grain(p: Picture, size: tuple[int, int], cell: int) -> Image.Image:
    """Join bands of noise, each as fine as the eye sees at its distance."""
    out = Image.new("L", size, 128)
    tile = speckle(2200, 700, cell)
    near = p.camera.depth(p.camera.height)
    bottom = size[1]
    while bottom > 4 and near < 90:
        far = near * 1.6
        top = max(0, int(p.camera.focal * p.camera.eye / far) + int(p.camera.horizon % 1))
        s = p.camera.focal / (near * 1.25)
        left = -p.camera.middle * far / p.camera.focal
        band = tile.transform(
            (size[0], bottom - top),
            PERSPECTIVE,
            _plan(p, top, left, far, s),
            Image.Resampling.BILINEAR,
            fillcolor=128,
        )
        out.paste(band, (0, top))
        near, bottom = far, top
    return out


def _plan(p: Picture, row: int, left: float, far: float, s: float) -> tuple[float, ...]:
    """Return the PERSPECTIVE numbers from picture rows (from `row` below the horizon) to a plan.

    The plan has `s` pixels per metre, its left edge at x = `left` and its top at z = `far`.
    """
    c = p.camera
    d = row + 0.5
    return (
        c.eye * s / d,
        -left * s / d,
        (-c.middle * c.eye - left * d) * s / d,
        0.0,
        far * s / d,
        (far * d - c.focal * c.eye) * s / d,
        0.0,
        1 / d,
    )


@lru_cache(maxsize=2)
def _veil(size: tuple[int, int]) -> Image.Image:
    column = Image.new("L", (1, size[1]))
    for row in range(size[1]):
        column.putpixel((0, row), int(95 * max(0.0, 1 - row / (size[1] * 0.22)) ** 2))
    return column.resize(size)


def puddle(p: Picture, x: float, z: float, rx: float, rz: float) -> None:
    """Let water stand on the ground, mirroring the sky, with a wet rim."""
    rng = p.random(f"puddle {x:.1f} {z:.1f}")
    shape = blob(rng, x, z, rx, rz)
    stain(
        p,
        [[(x + (a - x) * 1.12, z + (b - z) * 1.12) for a, b in shape]],
        (40, 42, 46),
        strength=0.55,
        soft=5,
    )
    mask, box = ground_mask(p, [shape], 1.5)
    column = Image.new("RGB", (1, 32))
    for row in range(32):
        column.putpixel((0, row), mix(shade(p.mood.low, 0.92), p.mood.middle, row / 31))
    p.paint.paste(column.resize(mask.size, Image.Resampling.BICUBIC), box, mask)
    p.own.paste(190, box, mask)
