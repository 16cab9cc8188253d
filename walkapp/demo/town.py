"""The demo's map: a small town drawn as GeoJSON around the places of the demo. Schematic.

`python -m walkapp.demo.town` writes it again.
"""

import json
import math
from pathlib import Path
from typing import Any

from .places import NOTE, Point, degrees

FILE = Path(__file__).with_name("map.geojson")
Feature = dict[str, Any]

POND: list[Point] = [
    *((-322, 238), (-306, 262), (-286, 264)),
    *((-276, 246), (-288, 228), (-310, 222)),
]
LAKE_EAST: list[Point] = [
    *((-404, 70), (-418, 150), (-398, 210), (-410, 262), (-404, 330)),
    *((-430, 400), (-470, 470), (-520, 560), (-640, 640)),
]
LAKE_WEST: list[Point] = [
    *((-800, 650), (-900, 560), (-930, 380), (-900, 180)),
    *((-840, 40), (-720, -40), (-590, -50), (-480, 0)),
]
WATER: list[tuple[str, list[Point]]] = [("Sjön", LAKE_EAST + LAKE_WEST), ("", POND)]
PARKS: list[tuple[str, list[Point]]] = [
    ("Sveaparken", [(-400, 122), (-130, 122), (-130, 322), (-396, 330), (-402, 262), (-392, 210)]),
    ("", [(-112, 404), (30, 404), (30, 462), (-112, 462)]),
    ("", [(322, 240), (384, 240), (384, 296), (322, 296)]),
    ("", [(-250, -215), (-120, -215), (-120, -130), (-250, -130)]),
    ("Idrottsplatsen", [(470, 300), (600, 300), (600, 400), (470, 400)]),
]
FORESTS: list[tuple[str, list[Point]]] = [
    ("Norrskogen", [(-380, 560), (-160, 600), (80, 580), (260, 640), (240, 760), (-420, 760)]),
    ("Bergaskogen", [(640, 180), (780, 230), (940, 240), (940, 640), (760, 600), (660, 460)]),
    ("", [(-940, -420), (-700, -330), (-520, -380), (-420, -480), (-460, -620), (-940, -620)]),
    ("", [(260, -420), (420, -380), (520, -480), (480, -620), (240, -620)]),
]
SQUARES: list[tuple[str, list[Point]]] = [
    ("Torget", [(72, 190), (152, 190), (152, 262), (72, 262)]),
    ("Busstorget", [(-128, 58), (-36, 58), (-36, 92), (-128, 92)]),
    ("Pendlarparkeringen", [(30, -78), (150, -70), (150, -44), (30, -52)]),
    ("", [(-76, 284), (-26, 284), (-26, 320), (-76, 320)]),
]
STREETS: list[tuple[str, list[Point]]] = [
    ("Stationsgatan", [(-384, 74), (-330, 84), (-260, 102), (-100, 102), (240, 112), (420, 120)]),
    ("", [(420, 120), (640, 150), (940, 190)]),
    ("Torggatan", [(44, 108), (44, 364), (48, 520)]),
    ("Parkgatan", [(-120, 102), (-118, 230), (-120, 364), (-124, 540)]),
    ("Skolgatan", [(-374, 376), (-300, 362), (-120, 366), (44, 366), (262, 366), (470, 372)]),
    ("", [(470, 372), (640, 420), (760, 520)]),
    ("Kvarngatan", [(-120, 178), (44, 178), (262, 178), (420, 178)]),
    ("Lindvägen", [(262, 114), (262, 366), (270, 520)]),
    ("Ekvägen", [(420, 120), (420, 178), (424, 372), (430, 520)]),
    ("Norra vägen", [(-430, 500), (-124, 540), (48, 520), (270, 520), (430, 520), (620, 560)]),
    ("Södra Banvägen", [(-560, -230), (-300, -122), (-160, -92), (-20, -82), (180, -82)]),
    ("", [(180, -82), (420, -120), (640, -230), (900, -330)]),
    ("Ängsgatan", [(-300, -122), (-290, -240), (-280, -380)]),
    ("Bergsgatan", [(-20, -82), (-10, -240), (0, -400)]),
    ("Tallvägen", [(-560, -330), (-285, -240), (-10, -240), (260, -230)]),
    ("Granvägen", [(-280, -380), (0, -400), (230, -360), (260, -230), (180, -82)]),
]
PATHS: list[tuple[str, list[Point]]] = [
    ("", [(-238, 106), (-238, 160), (-232, 200), (-214, 250), (-200, 320), (-204, 364)]),
    ("", [(-120, 206), (-170, 214), (-232, 200), (-290, 214), (-350, 200)]),
    ("", [(-204, 212), (-250, 236), (-268, 258), (-300, 282), (-386, 276)]),
    ("", [(-268, 258), (-216, 268), (-160, 276), (-122, 290)]),
    ("", [(-362, 80), (-356, 140), (-350, 200), (-374, 262), (-372, 340)]),
    ("Strandpromenaden", [(-372, 340), (-400, 420), (-430, 500)]),
    ("", [(-374, 262), (-420, 264)]),
    ("", [(-560, -208), (-300, -100), (-160, -72), (-75, -66), (-20, -96), (180, -100)]),
    ("", [(196, 110), (186, 66), (236, 40), (360, 44), (520, 70)]),
    ("", [(-66, 366), (-66, 424), (-70, 530)]),
    ("", [(262, 234), (352, 234), (420, 234)]),
    ("", [(152, 232), (206, 232), (262, 240)]),
]
RAILWAY: list[list[Point]] = [
    [(-940, -190), (-600, -110), (-300, -34), (-100, 2), (100, 8), (360, 10), (640, 60), (940, 90)],
    [(-600, -104), (-300, -26), (-100, 20), (100, 26), (360, 16)],
    [(100, 8), (300, -10), (480, -80), (660, -200), (900, -440)],
]
UNDERPASS: list[Point] = [(-61, 42), (-66, 2), (-70, -42)]
STATION: list[tuple[str, list[Point]]] = [
    ("Stationen", [(-30, 44), (40, 46), (40, 62), (-30, 60)]),
    ("", [(-120, 8), (140, 15), (140, 20), (-120, 13)]),
    ("", [(-120, 27), (140, 33), (140, 38), (-120, 32)]),
]
# Middle, width, depth and turn in degrees of houses that stand alone.
HOUSES: list[tuple[str, Point, float, float, float]] = [
    ("Biblioteket", (18, 262), 34, 60, 0),
    ("Skolan", (-20, 440), 76, 26, 0),
    ("Kommunhuset", (112, 286), 70, 22, 0),
    ("", (176, 204), 24, 40, 0),
    ("", (112, 160), 76, 16, 0),
    ("", (62, 52), 22, 10, 1),
    ("", (-204, 214), 12, 12, 20),
    ("Vårdcentralen", (212, 150), 50, 28, 0),
    ("Kyrkan", (-170, 424), 44, 20, 8),
    ("Idrottshallen", (536, 440), 60, 34, 5),
    ("", (308, 270), 16, 62, 0),
    ("", (352, 322), 62, 15, 0),
    ("", (352, 220), 62, 15, 0),
    ("", (398, 270), 15, 62, 0),
    ("", (-200, 86), 54, 18, 4),
    ("", (150, 84), 60, 16, 3),
]
# Rows of small houses: first middle, step to the next, how many, width, depth, turn.
ROWS: list[tuple[Point, Point, int, float, float, float]] = [
    ((-96, 132), (0, 30), 2, 26, 20, 0),
    ((-70, 204), (34, 0), 3, 24, 20, 0),
    ((-92, 244), (0, 28), 2, 20, 20, 0),
    ((70, 334), (42, 0), 4, 30, 24, 0),
    ((76, 136), (44, 0), 3, 30, 22, 0),
    ((-98, 392), (0, 46), 1, 18, 18, 0),
    ((76, 394), (38, 0), 5, 22, 20, 0),
    ((76, 492), (38, 0), 5, 22, 18, 0),
    ((-352, 402), (44, -4), 4, 20, 18, -5),
    ((-400, 470), (46, 6), 5, 20, 18, 7),
    ((-100, 570), (40, -4), 3, 20, 18, -6),
    ((300, 400), (36, 0), 3, 20, 20, 0),
    ((300, 492), (36, 0), 3, 20, 20, 0),
    ((300, 146), (36, 0), 3, 22, 20, 0),
    ((446, 150), (0, 42), 4, 20, 18, 0),
    ((446, 400), (0, 40), 3, 18, 20, 0),
    ((-320, -160), (4, -40), 5, 18, 20, 2),
    ((-250, -262), (42, 0), 5, 20, 18, 0),
    ((-90, -116), (0, -40), 3, 20, 18, 0),
    ((20, -116), (40, 0), 4, 22, 18, 0),
    ((20, -210), (42, 2), 5, 20, 18, 2),
    ((28, -268), (42, 3), 5, 20, 18, 3),
    ((-250, -352), (44, -3), 5, 20, 18, -4),
    ((230, -116), (40, -8), 4, 22, 18, -11),
    ((-520, -250), (46, 18), 4, 20, 18, 22),
    ((480, 118), (44, 7), 4, 22, 18, 9),
]


def build() -> dict[str, Any]:
    """The whole drawing as a GeoJSON collection."""
    surfaces = {
        "water": WATER,
        "forest": FORESTS,
        "park": PARKS,
        "square": SQUARES,
        "station": STATION,
    }
    drawn = [_surface(kind, name, ring) for kind, them in surfaces.items() for name, ring in them]
    drawn += [_surface("building", house[0], _box(*house[1:])) for house in HOUSES]
    drawn += [_surface("building", "", ring) for row in ROWS for ring in _row(*row)]
    drawn += [_line("path", name, line) for name, line in PATHS]
    drawn += [_line("street", name, line) for name, line in STREETS]
    drawn += [_line("railway", "", line) for line in RAILWAY]
    drawn.append(_line("underpass", "Gångtunneln", UNDERPASS))
    return {"type": "FeatureCollection", "note": NOTE, "features": drawn}


def text() -> str:
    """The drawing as it is kept: one feature a line."""
    drawn = build()
    lines = ",\n".join(
        json.dumps(feature, ensure_ascii=False, separators=(",", ":"))
        for feature in drawn["features"]
    )
    return f'{{"type":"FeatureCollection","note":"{NOTE}","features":[\n{lines}\n]}}\n'


def _row(first: Point, step: Point, count: int, *box: float) -> list[list[Point]]:
    middles = [(first[0] + i * step[0], first[1] + i * step[1]) for i in range(count)]
    return [_box(middle, *box) for middle in middles]


def _box(middle: Point, width: float, depth: float, turn: float) -> list[Point]:
    cos, sin = math.cos(math.radians(turn)), math.sin(math.radians(turn))
    corners = [(-1, -1), (1, -1), (1, 1), (-1, 1)]
    return [
        (
            middle[0] + (a * width * cos - b * depth * sin) / 2,
            middle[1] + (a * width * sin + b * depth * cos) / 2,
        )
        for a, b in corners
    ]


def _surface(kind: str, name: str, ring: list[Point]) -> Feature:
    # Parks are drawn over water, so the pond is a hole in its park.
    rings = [ring, POND[::-1]] if name == "Sveaparken" else [ring]
    return _feature(kind, name, "Polygon", [_positions([*one, one[0]]) for one in rings])


def _line(kind: str, name: str, points: list[Point]) -> Feature:
    return _feature(kind, name, "LineString", _positions(points))


def _positions(points: list[Point]) -> list[list[float]]:
    return [[lon, lat] for lat, lon in map(degrees, points)]


def _feature(kind: str, name: str, shape: str, coordinates: list[Any]) -> Feature:
    properties = {"kind": kind, **({"name": name} if name else {}), "note": NOTE}
    geometry = {"type": shape, "coordinates": coordinates}
    return {"type": "Feature", "properties": properties, "geometry": geometry}


if __name__ == "__main__":
    FILE.write_text(text(), encoding="utf-8")
