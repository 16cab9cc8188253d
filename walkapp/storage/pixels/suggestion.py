"""Read place and time once from a photo's EXIF, before all of it is thrown away."""

import math
import re
import struct
from collections.abc import Mapping
from datetime import date, time
from typing import Any

from PIL import ExifTags, Image

from .result import Suggestion

_TIME = re.compile(r"(\d{4}):(\d\d):(\d\d) (\d\d):(\d\d):(\d\d)")

# What Pillow raises on an EXIF block that is broken or lies about its lengths.
BROKEN_EXIF = (
    SyntaxError,
    ValueError,
    TypeError,
    LookupError,
    ArithmeticError,
    OSError,
    struct.error,
)


def suggest(exif: Image.Exif) -> Suggestion:
    """Position in degrees and naive local time, each None unless whole and possible."""
    lat, lon = _position(_part(exif, ExifTags.IFD.GPSInfo))
    taken = _part(exif, ExifTags.IFD.Exif).get(ExifTags.Base.DateTimeOriginal)
    return Suggestion(lat, lon, _local_time(taken))


def orientation(exif: Image.Exif) -> int:
    """How the camera was held, 1 to 8; 1 (upright) when not told or broken."""
    try:
        told = exif.get(ExifTags.Base.Orientation, 1)
    except BROKEN_EXIF:
        return 1
    return told if isinstance(told, int) and 1 <= told <= 8 else 1


def _part(exif: Image.Exif, which: int) -> Mapping[int, Any]:
    try:
        return exif.get_ifd(which)
    except BROKEN_EXIF:
        return {}


def _position(gps: Mapping[int, Any]) -> tuple[float | None, float | None]:
    lat = _degrees(gps.get(ExifTags.GPS.GPSLatitude), gps.get(ExifTags.GPS.GPSLatitudeRef), "NS")
    lon = _degrees(gps.get(ExifTags.GPS.GPSLongitude), gps.get(ExifTags.GPS.GPSLongitudeRef), "EW")
    if lat is None or lon is None or abs(lat) > 90 or abs(lon) > 180:
        return None, None
    # Cameras that have no fix yet write zeros.
    return (None, None) if lat == lon == 0 else (lat, lon)


def _degrees(parts: object, side: object, sides: str) -> float | None:
    if isinstance(side, bytes):
        side = side.decode("ascii", "replace")
    if not isinstance(side, str) or side.strip("\0 ") not in tuple(sides):
        return None
    if not isinstance(parts, tuple):
        return None
    try:
        degrees, minutes, seconds = (float(part) for part in parts)
    except BROKEN_EXIF:
        return None
    total = degrees + minutes / 60 + seconds / 3600
    if not math.isfinite(total) or min(degrees, minutes, seconds) < 0:
        return None
    return round(-total if side.strip("\0 ") in "SW" else total, 6)


def _local_time(told: object) -> str | None:
    found = _TIME.match(told) if isinstance(told, str) else None
    if not found:
        return None
    year, month, day, hour, minute, second = (int(part) for part in found.groups())
    try:
        at = f"{date(year, month, day)}T{time(hour, minute, second)}"
    except ValueError:
        return None
    # Before phones had cameras, or a clock nobody set.
    return at if 2000 <= year < 2100 else None
