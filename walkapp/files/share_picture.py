"""The picture of a shared link: before and after side by side, or how far things have come."""

import io
from collections.abc import Mapping

from PIL import Image, ImageDraw, ImageOps

SIZE = WIDTH, HEIGHT = 1200, 630
_GAP, _BAR, _EDGE = 12, 120, 96
_NIGHT, _LAMP = "#16223b", "#f3c04b"
_COLOURS = {
    "fixed": "#4f9d69",
    "partly_fixed": "#a9c77b",
    "remaining": "#f3c04b",
    "wont_fix": "#8a94a8",
    "referred": "#6f86b5",
    "gone": "#c3c9d5",
}


def pair(before: bytes, after: bytes) -> bytes:
    """The two photographs beside each other, cut to the frame, with a lamp's line between them."""
    picture = Image.new("RGB", SIZE, _LAMP)
    half = (WIDTH - _GAP) // 2
    for given, left in ((before, 0), (after, half + _GAP)):
        picture.paste(_cut(given, (half, HEIGHT)), (left, 0))
    return _jpeg(picture)


def one(photo: bytes) -> bytes:
    """One photograph, cut to the frame."""
    return _jpeg(_cut(photo, SIZE))


def shares(parts: Mapping[str, int]) -> bytes:
    """A bar with a part for each outcome under a lamp; the shared page says it in words."""
    picture = Image.new("RGB", SIZE, _NIGHT)
    draw = ImageDraw.Draw(picture)
    middle = WIDTH // 2
    for radius, colour in ((150, "#24324f"), (110, "#3a4763"), (70, _LAMP)):
        box = (middle - radius, 210 - radius, middle + radius, 210 + radius)
        draw.ellipse(box, fill=colour)
    left, whole = float(_EDGE), sum(parts.values()) or 1
    for part, colour in _COLOURS.items():
        right = left + (WIDTH - 2 * _EDGE) * parts.get(part, 0) / whole
        draw.rectangle((round(left), HEIGHT - _EDGE - _BAR, round(right), HEIGHT - _EDGE), colour)
        left = right
    return _jpeg(picture)


def _cut(given: bytes, size: tuple[int, int]) -> Image.Image:
    with Image.open(io.BytesIO(given)) as photo:
        # Decoded no larger than needed: a half or a quarter of the copy's edges does.
        photo.draft("RGB", size)
        return ImageOps.fit(photo.convert("RGB"), size)


def _jpeg(picture: Image.Image) -> bytes:
    made = io.BytesIO()
    picture.save(made, "JPEG", quality=82, optimize=True)
    return made.getvalue()
