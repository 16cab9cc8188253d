"""Road and path signs with pictures, not words."""

from PIL import Image, ImageDraw

from .camera import Point
from .colour import Colour
from .picture import Picture
from .solid import frame, pole

BLUE: Colour = (24, 82, 158)
WHITE: Colour = (244, 245, 242)
SIZE = 400


def crossing_face() -> Image.Image:
    """Return the face of a crossing sign: blue, a white triangle, a walker on stripes."""
    sheet, draw = _plate(BLUE)
    draw.polygon([(200, 60), (350, 330), (50, 330)], WHITE)
    dark = (26, 28, 34)
    draw.ellipse((188, 116, 222, 150), dark)
    draw.line((204, 152, 196, 222), dark, 26)
    draw.line((198, 218, 168, 296), dark, 18)
    draw.line((198, 218, 236, 290), dark, 18)
    draw.line((202, 166, 166, 214), dark, 13)
    draw.line((204, 166, 240, 208), dark, 13)
    for x in (86, 140, 194, 248, 300):
        draw.polygon([(x, 322), (x + 8, 300), (x + 34, 300), (x + 28, 322)], dark)
    return sheet


def way_face(turn: int) -> Image.Image:
    """Return the face of a way sign: a train and an arrow to the left (-1) or right (1)."""
    sheet = Image.new("RGBA", (720, 260))
    draw = ImageDraw.Draw(sheet)
    draw.rounded_rectangle((2, 2, 718, 258), 34, fill=(*WHITE, 255))
    draw.rounded_rectangle((14, 14, 706, 246), 26, fill=(*BLUE, 255))
    _train(draw, (70, 48))
    _walker(draw, (330, 44))
    draw.line((470, 130, 620, 130), WHITE, 34)
    draw.polygon([(660, 130), (576, 58), (576, 202)], WHITE)
    return sheet if turn > 0 else sheet.transpose(Image.Transpose.FLIP_LEFT_RIGHT)


def _train(draw: ImageDraw.ImageDraw, at: tuple[int, int]) -> None:
    x, y = at
    draw.rounded_rectangle((x, y, x + 130, y + 140), 34, fill=WHITE)
    draw.rounded_rectangle((x + 18, y + 28, x + 112, y + 78), 12, fill=BLUE)
    for dx in (34, 96):
        draw.ellipse((x + dx - 12, y + 94, x + dx + 12, y + 118), fill=BLUE)
    draw.line((x + 22, y + 142, x - 2, y + 168), WHITE, 12)
    draw.line((x + 108, y + 142, x + 132, y + 168), WHITE, 12)


def _walker(draw: ImageDraw.ImageDraw, at: tuple[int, int]) -> None:
    x, y = at
    draw.ellipse((x + 20, y, x + 56, y + 36), fill=WHITE)
    draw.line((x + 36, y + 42, x + 32, y + 104), WHITE, 32)
    draw.line((x + 32, y + 100, x + 4, y + 168), WHITE, 19)
    draw.line((x + 32, y + 100, x + 64, y + 166), WHITE, 19)
    draw.line((x + 34, y + 50, x + 2, y + 92), WHITE, 14)
    draw.line((x + 36, y + 50, x + 70, y + 88), WHITE, 14)


def _plate(fill: Colour) -> tuple[Image.Image, ImageDraw.ImageDraw]:
    sheet = Image.new("RGBA", (SIZE, SIZE))
    draw = ImageDraw.Draw(sheet)
    draw.rounded_rectangle((2, 2, SIZE - 2, SIZE - 2), 36, fill=(*WHITE, 255))
    draw.rounded_rectangle((14, 14, SIZE - 14, SIZE - 14), 28, fill=(*fill, 255))
    return sheet, draw


def stand(
    p: Picture,
    foot: Point,
    face: Image.Image | None,
    *,
    height: float = 2.3,
    width: float = 0.6,
    lean: float = 0.0,
) -> None:
    """Put up a signpost; without a face only the post and its empty clamps are left."""
    x, z = foot
    with p.layer(frame(p, (x - 0.6, x + 0.6), (-0.05, height + 0.2), (z, z))) as pen:
        pole(p, pen, (x, z, 0), (x + lean, z, height + 0.06), 0.06, (116, 122, 128))
        if face is None:
            for drop in (0.12, 0.38):
                left, top = p.camera.at(x + lean * 0.9 - 0.07, z, height - drop)
                k = p.camera.scale(z)
                pen.block((left, top, left + 0.14 * k, top + 0.05 * k), (70, 74, 80), 3)
    if face is not None:
        tall = width * face.height / face.width
        at = p.camera.at
        corners: list[Point] = [
            at(x - width / 2, z - 0.05, height),
            at(x + width / 2, z - 0.05, height),
            at(x + width / 2, z - 0.05, height - tall),
            at(x - width / 2, z - 0.05, height - tall),
        ]
        p.warp(face.reduce(2), corners)
