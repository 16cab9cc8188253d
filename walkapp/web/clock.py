"""The one place that asks what time it is, and how times are shown: Stockholm, in words."""

from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from flask_babel import format_date, format_datetime, format_timedelta, get_locale, gettext

STOCKHOLM = ZoneInfo("Europe/Stockholm")


def now() -> str:
    """This moment as UTC text."""
    return datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def today() -> str:
    """This day in Stockholm as `YYYY-MM-DD`."""
    return datetime.now(STOCKHOLM).date().isoformat()


def local(text: str) -> datetime:
    """The Stockholm time of a UTC text."""
    return datetime.fromisoformat(text).astimezone(STOCKHOLM)


def show_date(text: str | None) -> str:
    """`12 maj 2026`, from a date or a UTC time."""
    if not text:
        return ""
    day = text if len(text) == 10 else local(text).date().isoformat()
    return _date_words(day, str(get_locale()))


@lru_cache(maxsize=4096)
def _date_words(day: str, _language: str) -> str:
    """A list tells the same few days again and again."""
    return str(format_date(date.fromisoformat(day), "d MMMM yyyy"))


def show_time(text: str | None) -> str:
    """`18.30` in Swedish, `18:30` in English."""
    if not text:
        return ""
    form = "HH.mm" if str(get_locale()) == "sv" else "HH:mm"
    return local(text).strftime(form.replace("HH", "%H").replace("mm", "%M"))


def show_moment(text: str | None) -> str:
    """`12 maj 2026 18.30`."""
    return f"{show_date(text)} {show_time(text)}" if text else ""


def show_ago(text: str, at: str) -> str:
    """`nyss`, `för 2 minuter sedan`, and after a day the moment itself."""
    ago = local(at) - local(text)
    if ago < timedelta(minutes=1):
        return gettext("nyss")
    if ago >= timedelta(days=1):
        return show_moment(text)
    # Minutes up to an hour and a half: "för 1 timme sedan" would be too coarse.
    return format_timedelta(-ago, granularity="minute", threshold=1.5, add_direction=True)


def show_weekday(text: str) -> str:
    """`torsdag 12 maj`."""
    return format_datetime(local(text).replace(tzinfo=None), "EEEE d MMMM", rebase=False)


def show_month(text: str | None) -> str:
    """`maj 2026`, for dates the public should not hold to the day."""
    return format_date(date.fromisoformat(text[:10]), "MMMM yyyy") if text else ""
