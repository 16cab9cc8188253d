"""A small map around one place as SVG, from a drawn map in GeoJSON, for pages and paper.

One unit is one metre. Colours stand as attributes for paper; classes let a page recolour them.
"""

import json
import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from html import escape

WIDTH, HEIGHT = 320, 200  # metres shown, east-west and north-south
_METRES_PER_DEGREE = 111_320.0
_SCALE_M = 50
# From the ground up: kind, fill, and strokes (class, colour, metres wide, dashes).
_KINDS: dict[str, tuple[str, tuple[tuple[str, str, float, str], ...]]] = {
    "water": ("#bcd8ea", ()),
    "forest": ("#bcd6b2", ()),
    "park": ("#cfe3c4", ()),
    "square": ("#f6ead3", ()),
    "building": ("#dcd7d0", ()),
    "path": ("", (("path", "#a8855a", 2.5, "5 4"),)),
    "street": ("", (("street-edge", "#c7c9cc", 11, ""), ("street", "#ffffff", 8.5, ""))),
    "underpass": ("", (("underpass-edge", "#6b768d", 9, ""), ("underpass", "#ffffff", 5, "3 2"))),
    "railway": ("", (("railway", "#4c5464", 4, ""), ("railway-ties", "#f4f6f9", 2.4, "8 8"))),
    "station": ("#e0b3a2", ()),
}
_ORDER = list(_KINDS)
_MOST_NAMES = 6

Point = tuple[float, float]


@dataclass(frozen=True)
class Feature:
    """One thing of a drawn map: its kind, its name if it has one, and its lines as (lon, lat)."""

    kind: str
    name: str
    lines: tuple[tuple[Point, ...], ...]
    box: tuple[float, float, float, float]

    @property
    def is_surface(self) -> bool:
        """Whether it is filled and not drawn as a line."""
        return bool(_KINDS[self.kind][0])


def read(text: str) -> tuple[Feature, ...]:
    """The things of a GeoJSON collection that can be drawn, from the ground up."""
    found = [_feature(given) for given in json.loads(text).get("features", ())]
    known = [feature for feature in found if feature]
    return tuple(sorted(known, key=lambda feature: _ORDER.index(feature.kind)))


def drawn(features: Iterable[Feature], lat: float, lon: float, *, label: str) -> str:
    """The map around a position, with a pin in its middle; a bare grid without features."""
    view = _View(lat, lon)
    near = [feature for feature in features if view.meets(feature.box)]
    ground = "".join(_surface(view, it) if it.is_surface else _line(view, it) for it in near)
    named = escape(label)
    return (
        f'<svg class="map-picture" xmlns="http://www.w3.org/2000/svg" role="img"'
        f' viewBox="0 0 {WIDTH} {HEIGHT}" aria-label="{named}"><title>{named}</title>'
        f'<rect class="draw-ground" width="{WIDTH}" height="{HEIGHT}" fill="#eef0ea"/>'
        f"{ground or _grid()}{_names(view, near)}{_scale()}{_pin()}</svg>"
    )


class _View:
    """From degrees to metres from the upper left corner, around one position."""

    def __init__(self, lat: float, lon: float) -> None:
        self.lat, self.lon = lat, lon
        self.x_scale = _METRES_PER_DEGREE * math.cos(math.radians(lat))

    def point(self, at: Point) -> Point:
        x = WIDTH / 2 + (at[0] - self.lon) * self.x_scale
        return x, HEIGHT / 2 - (at[1] - self.lat) * _METRES_PER_DEGREE

    def meets(self, box: tuple[float, float, float, float]) -> bool:
        west, north = self.point((box[0], box[3]))
        east, south = self.point((box[2], box[1]))
        return west < WIDTH and east > 0 and north < HEIGHT and south > 0

    def path(self, line: Sequence[Point]) -> str:
        steps = (self.point(at) for at in line)
        return "M" + "L".join(f"{x:.0f} {y:.0f}" for x, y in steps)


def _feature(given: dict[str, object]) -> Feature | None:
    told, shape = given.get("properties") or {}, given.get("geometry") or {}
    if not isinstance(told, dict) or not isinstance(shape, dict) or told.get("kind") not in _KINDS:
        return None
    lines = tuple(_lines(shape))
    points = [at for line in lines for at in line]
    if not points:
        return None
    xs, ys = [at[0] for at in points], [at[1] for at in points]
    box = (min(xs), min(ys), max(xs), max(ys))
    return Feature(str(told["kind"]), str(told.get("name") or ""), lines, box)


def _lines(shape: dict[str, object]) -> Iterator[tuple[Point, ...]]:
    """Every line or ring of a geometry."""
    inside = shape.get("coordinates")
    depth = {"LineString": 0, "Polygon": 1, "MultiLineString": 1, "MultiPolygon": 2}
    left = depth.get(str(shape.get("type")), -1)
    level = [inside] if left >= 0 and isinstance(inside, list) else []
    for _ in range(max(left, 0)):
        level = [part for whole in level for part in whole]
    for line in level:
        yield tuple((float(at[0]), float(at[1])) for at in line)


def _surface(view: _View, feature: Feature) -> str:
    fill = _KINDS[feature.kind][0]
    edge = ' stroke="#b9b2a8"' if feature.kind in ("building", "station") else ""
    drawing = "Z".join(view.path(ring) for ring in feature.lines)
    return (
        f'<path class="draw-{feature.kind}" fill="{fill}"{edge} fill-rule="evenodd"'
        f' d="{drawing}Z"/>'
    )


def _line(view: _View, feature: Feature) -> str:
    drawing = "".join(view.path(line) for line in feature.lines)
    return "".join(
        f'<path class="draw-{name}" fill="none" stroke="{colour}" stroke-width="{wide}"'
        f"{f' stroke-dasharray={chr(34)}{dashes}{chr(34)}' if dashes else ''}"
        f' stroke-linejoin="round" d="{drawing}"/>'
        for name, colour, wide, dashes in _KINDS[feature.kind][1]
    )


def _grid() -> str:
    """Squares of fifty metres where there is no map to draw."""
    down = "".join(f"M{x} 0V{HEIGHT}" for x in range(10, WIDTH, _SCALE_M))
    across = "".join(f"M0 {y}H{WIDTH}" for y in range(0, HEIGHT, _SCALE_M))
    return f'<path class="draw-grid" fill="none" stroke="#b8c0ce" d="{down}{across}"/>'


def _names(view: _View, near: Iterable[Feature]) -> str:
    """What things near the middle are called, where the words do not run into each other."""
    taken: list[Point] = [(WIDTH / 2, HEIGHT / 2 - 8)]
    words: list[str] = []
    for feature in near:
        spot = _spot(view, feature) if feature.name else None
        if spot is None or len(words) >= _MOST_NAMES:
            continue
        x, y = spot
        if any(abs(x - there[0]) < 75 and abs(y - there[1]) < 16 for there in taken):
            continue
        taken.append(spot)
        words.append(f'<text x="{x:.0f}" y="{y:.0f}">{escape(feature.name)}</text>')
    if not words:
        return ""
    return (
        '<g class="draw-words" font-size="10" font-family="sans-serif" text-anchor="middle"'
        f' fill="#3a4458">{"".join(dict.fromkeys(words))}</g>'
    )


def _spot(view: _View, feature: Feature) -> Point | None:
    """Where a name goes: the point nearest the middle that leaves room for the word."""
    side = 3.2 * len(feature.name) + 4
    points = [at for line in feature.lines for at in _walked(view, line)]
    fitting = [(x, y) for x, y in points if side < x < WIDTH - side and 14 < y < HEIGHT - 14]
    middle = (WIDTH / 2, HEIGHT / 2)
    return min(fitting, key=lambda at: math.dist(at, middle), default=None)


def _walked(view: _View, line: Sequence[Point]) -> Iterator[Point]:
    """Points every twenty metres or so along a line."""
    points = [view.point(at) for at in line]
    for (x0, y0), (x1, y1) in zip(points, points[1:], strict=False):
        steps = max(1, round(math.dist((x0, y0), (x1, y1)) / 20))
        for step in range(steps + 1):
            yield x0 + (x1 - x0) * step / steps, y0 + (y1 - y0) * step / steps


def _scale() -> str:
    x, y = WIDTH - _SCALE_M - 10, HEIGHT - 9
    return (
        f'<g class="draw-scale" fill="#3a4458"><path fill="none" stroke="#3a4458"'
        f' stroke-width="1.5" d="M{x} {y - 4}v4h{_SCALE_M}v-4"/><text x="{x + _SCALE_M / 2:.0f}"'
        f' y="{y - 4}" font-size="9" font-family="sans-serif" text-anchor="middle">'
        f"{_SCALE_M} m</text></g>"
    )


def _pin() -> str:
    """A lamp-yellow drop whose tip stands on the place."""
    x, y = WIDTH // 2, HEIGHT // 2
    return (
        f'<path class="draw-pin" fill="#ffcf5a" stroke="#131b2d" stroke-width="1.5"'
        f' d="M{x} {y}c-4-7-9-10-9-16a9 9 0 1 1 18 0c0 6-5 9-9 16z"/>'
        f'<circle class="draw-pin-eye" cx="{x}" cy="{y - 16}" r="3.2" fill="#131b2d"/>'
    )
