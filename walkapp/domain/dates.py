"""Days as `YYYY-MM-DD`, the way they are kept."""

from datetime import date, timedelta

from .errors import N_, Refused
from .walks import moment

EARLIEST, LATEST = "2000-01-01", "2100-12-31"
# Stockholm is at most two hours before UTC.
_AHEAD = timedelta(hours=2)


def checked_day(text: str, field: str) -> str:
    """A day that exists, between 2000 and 2100. Raises Refused."""
    try:
        day = date.fromisoformat(text.strip()).isoformat()
    except ValueError:
        day = ""
    if not day or len(text.strip()) != len(day):
        raise Refused(
            N_("Skriv datumet som år, månad och dag, till exempel 2026-05-12."), field=field
        )
    if not EARLIEST <= day <= LATEST:
        raise Refused(N_("Datumet ska ligga mellan år 2000 och 2100."), field=field)
    return day


def past_day(text: str, field: str, at: str) -> str:
    """A day that has come where the person is, at the UTC time `at`. Raises Refused."""
    day = checked_day(text, field)
    if day > (moment(at) + _AHEAD).date().isoformat():
        raise Refused(N_("Datumet har inte varit än. Skriv dagen då det hände."), field=field)
    return day


def days_after(day: str, days: int) -> str:
    """The day so many days later."""
    return (date.fromisoformat(day) + timedelta(days=days)).isoformat()
