"""Wall surfaces as flat pictures: brick, concrete, plaster, boards, grass."""

from random import Random

from PIL import Image, ImageChops, ImageDraw, ImageFilter, ImageOps

from .colour import Colour, mix, shade, vary
from .noise import field, speckle


def brick(rng: Random, size: tuple[int, int], colour: Colour, *, row: float) -> Image.Image:
    """Return a brick wall whose courses are `row` pixels high."""
    wall = Image.new("RGB", size, shade(mix(colour, (180, 174, 166), 0.6), 0.92))
    draw = ImageDraw.Draw(wall)
    long, joint = row * 3.2, max(1.0, row * 0.13)
    for course in range(int(size[1] / row) + 1):
        x = -long * (0.5 if course % 2 else 0.0) - rng.random() * row * 0.1
        while x < size[0]:
            tone = vary(rng, colour, 15) if rng.random() < 0.85 else shade(colour, 0.7)
            draw.rectangle((x + joint, course * row + joint, x + long, course * row + row), tone)
            draw.line(
                (x + joint, course * row + joint, x + long, course * row + joint), shade(tone, 1.16)
            )
            x += long
    return weather(rng, wall, 0.5)


def concrete(
    rng: Random, size: tuple[int, int], colour: Colour, *, panel: float = 0
) -> Image.Image:
    """Return a cast wall with stains, and joints every `panel` pixels if wanted."""
    wall = Image.new("RGB", size, colour)
    draw = ImageDraw.Draw(wall)
    x = panel
    while panel and x < size[0]:
        draw.line((x, 0, x, size[1]), shade(colour, 0.62), 2)
        draw.line((x + 2, 0, x + 2, size[1]), shade(colour, 1.14), 1)
        x += panel
    return weather(rng, wall, 0.8)


def boards(rng: Random, size: tuple[int, int], colour: Colour, *, width: float) -> Image.Image:
    """Return a wooden wall of upright boards, the kind with narrow strips over the gaps."""
    wall = Image.new("RGB", size, colour)
    draw = ImageDraw.Draw(wall)
    x = 0.0
    while x < size[0]:
        draw.rectangle((x, 0, x + width, size[1]), vary(rng, colour, 7))
        draw.line((x, 0, x, size[1]), shade(colour, 0.66), max(1, int(width * 0.1)))
        draw.line((x + width * 0.14, 0, x + width * 0.14, size[1]), shade(colour, 1.12))
        x += width
    return weather(rng, wall, 0.3)


def grass(rng: Random, size: tuple[int, int], colour: Colour) -> Image.Image:
    """Return a field of short blades, for a bank or a slope."""
    field_ = Image.new("RGB", size, colour)
    draw = ImageDraw.Draw(field_)
    for _ in range(size[0] * size[1] // 60):
        x, y = rng.uniform(0, size[0]), rng.uniform(0, size[1])
        draw.line((x, y, x + rng.uniform(-3, 3), y - rng.uniform(3, 8)), vary(rng, colour, 24))
    return weather(rng, field_, 0.25)


def weather(rng: Random, wall: Image.Image, amount: float) -> Image.Image:
    """Give a flat wall the unevenness of a real one: stains, grain, damp along the foot."""
    size = wall.size
    soft = field(rng, (max(8, size[0] // 4), max(8, size[1] // 4)), 5, 4)
    stains = soft.resize(size, Image.Resampling.BILINEAR).point(
        [int(128 + (v - 128) * 0.5 * amount) for v in range(256)]
    )
    grain = (
        speckle(1600, 1200)
        .crop((0, 0, *size))
        .point([int(128 + (v - 128) * 0.16) for v in range(256)])
    )
    both = ImageChops.add(stains, grain, 1, -128)
    wall = ImageChops.add(wall, Image.merge("RGB", [both] * 3), 1, -128)
    foot = (
        Image.linear_gradient("L")
        .resize(size)
        .point([int(max(0, v - 190) * 1.6 * amount) for v in range(256)])
    )
    return Image.composite(Image.new("RGB", size, (52, 50, 46)), wall, foot)


def streaks(rng: Random, wall: Image.Image, count: int) -> None:
    """Let rain have run down the wall here and there."""
    mask = Image.new("L", wall.size)
    draw = ImageDraw.Draw(mask)
    for _ in range(count):
        x, top = rng.uniform(0, wall.width), rng.uniform(0, wall.height * 0.15)
        draw.line(
            (x, top, x + rng.uniform(-3, 3), rng.uniform(0.4, 0.95) * wall.height),
            rng.randint(30, 90),
            rng.randint(2, 9),
        )
    wall.paste((44, 44, 40), (0, 0), mask.filter(ImageFilter.GaussianBlur(4)))


def painted(wall: Image.Image, bands: list[tuple[float, float, Colour]]) -> None:
    """Paint level bands (top and bottom as shares of the height) over a wall, keeping its grain."""
    grey = ImageOps.grayscale(wall)
    for top, bottom, colour in bands:
        cut = (0, int(top * wall.height), wall.width, int(bottom * wall.height))
        part = ImageOps.colorize(
            grey.crop(cut),
            shade(colour, 0.5),
            shade(colour, 1.12),
            mix(colour, shade(colour, 1.02), 0.5),
        )
        wall.paste(part, cut[:2])


def window(
    draw: ImageDraw.ImageDraw, box: tuple[float, float, float, float], glass: Colour, rim: Colour
) -> None:
    """Draw a cross-barred window on a flat wall."""
    x0, y0, x1, y1 = box
    w = max(1, int((x1 - x0) * 0.08))
    draw.rectangle((x0 - w, y0 - w, x1 + w, y1 + w), rim)
    draw.rectangle(box, glass)
    draw.polygon(
        [(x0, y0), (x0 + (x1 - x0) * 0.6, y0), (x0, y0 + (y1 - y0) * 0.5)],
        mix(glass, (255, 255, 255), 0.12),
    )
    draw.line(((x0 + x1) / 2, y0, (x0 + x1) / 2, y1), rim, w)
    draw.line((x0, y0 + (y1 - y0) * 0.36, x1, y0 + (y1 - y0) * 0.36), rim, w)
