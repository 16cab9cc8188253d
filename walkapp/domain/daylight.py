"""How light it is: the height of the sun for a moment and a place, and when it sets.

The low-precision formulas of the Astronomical Almanac, good to about a hundredth of a degree, so
to some seconds in Sweden. No hill, house or cloud is known.
"""

from datetime import UTC, datetime, timedelta
from math import asin, atan2, cos, degrees, radians, sin

from .errors import N_

LIGHTS = {
    "daylight": N_("dagsljus"),
    "dusk": N_("skymning"),
    "dark": N_("mörker"),
}
_EPOCH = datetime(2000, 1, 1, 12, tzinfo=UTC)
# The upper edge as it is seen through the air, and where civil twilight ends.
_EDGE, _TWILIGHT = -0.833, -6.0


def sun_height(moment: datetime, lat: float, lon: float) -> float:
    """Degrees of the sun's middle above the horizon."""
    days = (moment - _EPOCH) / timedelta(days=1)
    anomaly = radians(357.528 + 0.9856003 * days)
    mean = 280.460 + 0.9856474 * days
    along = radians(mean + 1.915 * sin(anomaly) + 0.020 * sin(2 * anomaly))
    tilt = radians(23.439 - 0.0000004 * days)
    ascension = degrees(atan2(cos(tilt) * sin(along), cos(along)))
    declination = asin(sin(tilt) * sin(along))
    turned = 15 * (18.697374558 + 24.06570982441908 * days)
    hour = radians(turned + lon - ascension)
    north = radians(lat)
    return degrees(asin(sin(north) * sin(declination) + cos(north) * cos(declination) * cos(hour)))


def light(starts: datetime, ends: datetime, lat: float, lon: float) -> str:
    """A key of LIGHTS: how light it is halfway between the two."""
    height = sun_height(starts + (ends - starts) / 2, lat, lon)
    if height > _EDGE:
        return "daylight"
    return "dusk" if height > _TWILIGHT else "dark"


def sunset(noon: datetime, lat: float, lon: float) -> datetime | None:
    """When the sun sets in the twelve hours after noon, to the minute; none when it does not."""
    up, down = noon, noon + timedelta(hours=12)
    if sun_height(up, lat, lon) <= _EDGE or sun_height(down, lat, lon) > _EDGE:
        return None
    while down - up > timedelta(seconds=30):
        middle = up + (down - up) / 2
        up, down = (middle, down) if sun_height(middle, lat, lon) > _EDGE else (up, middle)
    return down
