"""Between the clock on the wall in Sweden and the UTC text that is kept."""

import re
from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

from .errors import N_, Refused

_CLOCK = re.compile(r"([01]?[0-9]|2[0-3])(?:[.:]?([0-5][0-9]))?(?::00)?")
STOCKHOLM = ZoneInfo("Europe/Stockholm")


def checked_clock(text: str, field: str) -> time:
    """A time of day written `18:30`, `18.30`, `1830` or `18`."""
    found = _CLOCK.fullmatch(text.strip())
    if not found:
        raise Refused(N_("Skriv klockslaget som 18.30."), field=field)
    return time(int(found[1]), int(found[2] or 0))


def instant(day: date, clock: time, field: str) -> datetime:
    """The instant when Swedish clocks show this.

    Raises Refused for the hour in March that is skipped; of the hour in October that comes twice
    the first is meant.
    """
    local = datetime.combine(day, clock, STOCKHOLM)
    there = local.astimezone(UTC)
    if there.astimezone(STOCKHOLM).replace(tzinfo=None) != local.replace(tzinfo=None):
        raise Refused(
            N_("Klockan %(clock)s finns inte den dagen, eftersom sommartiden börjar då."),
            field=field,
            clock=clock.strftime("%H.%M"),
        )
    return there


def midnight(day: str) -> str:
    """When a day begins in Sweden, as UTC text."""
    begins = datetime.combine(date.fromisoformat(day), time(), STOCKHOLM)
    return begins.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
