"""A small picture of a place, drawn from the schematic map: for mails and pages without script."""

import json
import math
from collections.abc import Iterable
from functools import lru_cache
from io import BytesIO
from pathlib import Path
from typing import Any

from PIL import Image, ImageDraw

SIZE = (600, 300)
_METRES_ACROSS = 420.0
_DRAWN_AT = 2  # twice as large, then halved: smooth edges
_M_PER_DEGREE = 111_320.0

_GROUND, _MARK, _RIM = "#eef1f5", "#a8251e", "#ffffff"
# From the ground up: colour, and for lines their width in metres.
_KINDS: dict[str, tuple[str, float]] = {
    "water": ("#bcd6ea", 0),
    "forest": ("#cfe0c9", 0),
    "park": ("#dbead2", 0),
    "square": ("#e3dfd6", 0),
    "building": ("#c9cfdb", 0),
    "path": ("#b9a98a", 2.5),
    "street": ("#ffffff", 8),
    "underpass": ("#8e97a8", 6),
    "railway": ("#6b768d", 3),
    "station": ("#b4bfd4", 0),
}


def drawn(map_file: Path | None, lat: float, lon: float) -> bytes:
    """A PNG with the place in its middle; only the mark and a scale without a map of its own."""
    width, height = (side * _DRAWN_AT for side in SIZE)
    scale = width / _METRES_ACROSS
    image = Image.new("RGB", (width, height), _GROUND)
    brush = ImageDraw.Draw(image)

    def place(point: Iterable[float]) -> tuple[float, float]:
        x, y = list(point)[:2]
        east = (x - lon) * _M_PER_DEGREE * math.cos(math.radians(lat))
        north = (y - lat) * _M_PER_DEGREE
        return width / 2 + east * scale, height / 2 - north * scale

    for kind, shape in _shapes(map_file):
        colour, metres = _KINDS[kind]
        points = [place(point) for point in shape]
        if metres:
            brush.line(points, fill=colour, width=max(3, round(metres * scale)), joint="curve")
        elif len(points) > 2:
            brush.polygon(points, fill=colour)
    _mark(brush, width / 2, height / 2)
    _scale(brush, 24, height - 24, 100 * scale)
    kept = BytesIO()
    image.resize(SIZE, Image.Resampling.LANCZOS).save(kept, "PNG", optimize=True)
    return kept.getvalue()


def _shapes(map_file: Path | None) -> list[tuple[str, list[list[float]]]]:
    if map_file is None:
        return []
    found = _read(map_file, map_file.stat().st_mtime_ns)
    order = list(_KINDS)
    return sorted(found, key=lambda shape: order.index(shape[0]))


@lru_cache(maxsize=2)
def _read(map_file: Path, _: int) -> list[tuple[str, list[list[float]]]]:
    features = json.loads(map_file.read_text())["features"]
    return [
        (feature["properties"]["kind"], shape)
        for feature in features
        if (feature.get("properties") or {}).get("kind") in _KINDS and feature.get("geometry")
        for shape in _lines(feature["geometry"])
    ]


def _lines(geometry: dict[str, Any]) -> list[list[list[float]]]:
    """The outlines and lines of a geometry; holes are left out of so small a picture."""
    points: list[Any] = geometry.get("coordinates", [])
    match geometry["type"]:
        case "LineString":
            return [points]
        case "MultiLineString":
            return points
        case "Polygon":
            return points[:1]
        case "MultiPolygon":
            return [polygon[0] for polygon in points]
    return []


def _mark(brush: ImageDraw.ImageDraw, x: float, y: float) -> None:
    brush.ellipse((x - 26, y - 26, x + 26, y + 26), fill=_RIM)
    brush.ellipse((x - 20, y - 20, x + 20, y + 20), fill=_MARK)
    brush.ellipse((x - 7, y - 7, x + 7, y + 7), fill=_RIM)


def _scale(brush: ImageDraw.ImageDraw, x: float, y: float, length: float) -> None:
    brush.rectangle((x - 10, y - 40, x + length + 10, y + 12), fill=_RIM)
    brush.line((x, y, x + length, y), fill="#16223b", width=4)
    for end in (x, x + length):
        brush.line((end, y - 8, end, y + 2), fill="#16223b", width=4)
    brush.text((x + length / 2, y - 22), "100 m", fill="#16223b", anchor="mm", font_size=24)
