"""When in the year a fix can be done, and when that begins next."""

from datetime import date

# The first month and the last, as they follow each other; a season may run over the new year.
_MONTHS = {
    "spring": (3, 5),
    "summer": (6, 8),
    "autumn": (9, 11),
    "winter": (12, 2),
    "autumn_winter": (10, 3),
    "frost_free": (4, 10),
}


def in_season(season: str, day: str) -> bool:
    """Whether the work can be done that day; without a season it always can."""
    if season not in _MONTHS:
        return True
    first, last = _MONTHS[season]
    month = date.fromisoformat(day).month
    return first <= month <= last if first <= last else month >= first or month <= last


def season_begins(season: str, day: str) -> str | None:
    """The first day on or after `day` when the work can be done; none without a season."""
    if season not in _MONTHS:
        return None
    if in_season(season, day):
        return day
    first, now = _MONTHS[season][0], date.fromisoformat(day)
    year = now.year + (now.month >= first)
    return date(year, first, 1).isoformat()
