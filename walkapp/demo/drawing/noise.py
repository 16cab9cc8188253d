"""Random fields: grain for film, grass and asphalt, and slow patches for clouds and stains."""

from functools import lru_cache
from random import Random

from PIL import Image, ImageFilter

BICUBIC = Image.Resampling.BICUBIC


def field(rng: Random, size: tuple[int, int], cells: int, octaves: int = 3) -> Image.Image:
    """Return a grey picture of soft lumps, about `cells` of them across, finer with each octave."""
    width, height = size
    total: Image.Image | None = None
    for octave in range(octaves):
        across = max(2, cells * 2**octave)
        down = max(2, round(across * height / width))
        raw = Image.frombytes("L", (across, down), rng.randbytes(across * down))
        smooth = raw.resize(size, BICUBIC)
        total = smooth if total is None else Image.blend(total, smooth, 0.5**octave * 0.9)
    assert total is not None
    return total


@lru_cache(maxsize=4)
def speckle(width: int, height: int, cell: int = 1) -> Image.Image:
    """Return fine grey noise; the same picture every time, since nobody recognises grain."""
    rng = Random(f"speckle {width} {height} {cell}")
    across, down = max(1, width // cell), max(1, height // cell)
    raw = Image.frombytes("L", (across, down), rng.randbytes(across * down))
    if cell > 1:
        raw = raw.resize((width, height), BICUBIC)
    return raw.filter(ImageFilter.GaussianBlur(0.6))


def stretch(grey: Image.Image, low: float, high: float) -> Image.Image:
    """Map the grey levels 0–255 to `low`–`high`, cut at both ends."""
    table = [int(min(255.0, max(0.0, low + (high - low) * v / 255))) for v in range(256)]
    return grey.point(table)


def contrast(grey: Image.Image, below: int, above: int) -> Image.Image:
    """Return black under `below`, white over `above`, and a ramp between."""
    span = max(1, above - below)
    table = [int(min(255.0, max(0.0, (v - below) * 255 / span))) for v in range(256)]
    return grey.point(table)
