"""The demo's geography: one table of places in metres from a point near the station of Flen.

Schematic: the origin is approximate and everything else is made up around it.
"""

import json
import math
from dataclasses import dataclass

ORIGIN = (59.058, 16.588)  # latitude, longitude
NOTE = "schematisk"
_METRES_PER_DEGREE = 111_320.0  # of latitude, near enough at this scale
_METRES_PER_DEGREE_LON = _METRES_PER_DEGREE * math.cos(math.radians(ORIGIN[0]))

Point = tuple[float, float]  # metres east and north of the origin


@dataclass(frozen=True)
class Place:
    """A named place; `kind` is one of the place types."""

    name: str
    kind: str
    at: Point


def degrees(point: Point) -> tuple[float, float]:
    """Latitude and longitude of a point, with six decimals (about a decimetre)."""
    east, north = point
    lat = ORIGIN[0] + north / _METRES_PER_DEGREE
    lon = ORIGIN[1] + east / _METRES_PER_DEGREE_LON
    return round(lat, 6), round(lon, 6)


def outline(points: list[Point]) -> str:
    """A closed GeoJSON polygon of corners in metres."""
    corners = [[lon, lat] for lat, lon in map(degrees, points)]
    return json.dumps({"type": "Polygon", "coordinates": [[*corners, corners[0]]]})


AREAS: dict[str, list[Point]] = {
    "Resecentrum": [(-260, -150), (240, -115), (240, 112), (-120, 112), (-260, 100)],
    "Sveaparken": [(-420, 112), (-122, 114), (-122, 330), (-420, 345)],
    "Centrum": [(-118, 116), (420, 116), (420, 470), (-118, 470)],
}

# What somebody is responsible for; no fix is named after it.
LAND: dict[str, list[Point]] = {
    "Gården vid Lindvägen": [(300, 240), (418, 236), (418, 308), (300, 310)],
    "Perrongen och cykelrummet": [(30, 4), (150, 8), (150, 62), (30, 58)],
}

PLACES: dict[str, Place] = {
    # Resecentrum
    "stationshuset": Place("Utanför stationshuset", "station", (-8, 66)),
    "busstorget": Place("Busstorget, hållplats B", "station", (-98, 74)),
    "tunneln-norr": Place("Gångtunnelns norra mynning", "gangtunnel", (-62, 40)),
    "tunneln": Place("Gångtunneln under spåren", "gangtunnel", (-66, 2)),
    "tunneln-soder": Place("Gångtunnelns södra mynning", "gangtunnel", (-71, -50)),
    "perrongen": Place("Perrong 2", "station", (58, 14)),
    "cykelrummet": Place("Cykelrummet vid stationen", "station", (62, 52)),
    "trappan": Place("Trappan upp från perrongen", "bro", (128, 38)),
    "pendlarparkeringen": Place("Pendlarparkeringen", "parkering", (88, -62)),
    "banvagen": Place("Södra Banvägen", "gata", (-168, -92)),
    "banvagen-gc": Place("Gång- och cykelvägen längs Södra Banvägen", "gangvag", (-20, -96)),
    "byggstaketet": Place("Genvägen öster om stationen", "gangvag", (186, 66)),
    # Sveaparken
    "parkens-entre": Place("Sveaparkens södra entré", "park", (-238, 128)),
    "parkvagen": Place("Gångvägen genom Sveaparken", "gangvag", (-236, 196)),
    "parkvagen-norr": Place("Gångvägen norrut från paviljongen", "gangvag", (-216, 268)),
    "paviljongen": Place("Musikpaviljongen i Sveaparken", "park", (-204, 212)),
    "lekplatsen": Place("Lekplatsen i Sveaparken", "lekplats", (-160, 286)),
    "bankarna": Place("Bänkarna vid dammen", "park", (-292, 232)),
    "vagskalet": Place("Vägskälet vid dammen", "park", (-268, 258)),
    "cykelvagen": Place("Cykelvägen väster om parken", "gangvag", (-352, 176)),
    "bryggan": Place("Bryggan nedanför Sveaparken", "strand", (-396, 262)),
    "parkgatan": Place("Parkgatan", "gata", (-148, 158)),
    # Centrum
    "torget": Place("Torget", "gata", (106, 226)),
    "torget-norr": Place("Torgets norra sida", "gata", (112, 256)),
    "papperskorgen": Place("Torget, vid kiosken", "gata", (138, 204)),
    "biblioteket": Place("Bibliotekets baksida", "butik", (38, 288)),
    "bakgatan": Place("Bakgatan öster om torget", "butik", (206, 232)),
    "elskapen": Place("Elskåpen vid Torggatan", "gata", (56, 168)),
    "torggatan": Place("Torggatan", "gata", (44, 142)),
    "skolgatan": Place("Övergångsstället på Skolgatan", "gata", (-28, 366)),
    "skolan": Place("Skolans gångväg", "skola", (-66, 424)),
    "hornet": Place("Hörnet Torggatan och Skolgatan", "gata", (44, 364)),
    "lindvagen": Place("Lindvägen", "gata", (284, 300)),
    "garden": Place("Bostadsgården vid Lindvägen", "bostadsgard", (352, 268)),
    "atervinningen": Place("Återvinningen vid Lindvägen", "annat", (312, 178)),
    "bilparkeringen": Place("Parkeringen bakom biblioteket", "parkering", (-48, 300)),
}
