"""Swedish whoever reads: files are of the version that was published, and not of the reader."""

from datetime import date

from babel.dates import format_date

from ...domain.reports import PublicFix
from ..clock import local


def day(text: str | None) -> str:
    """`12 maj 2026`, from a date or a UTC time."""
    return format_date(_date(text), "d MMMM yyyy", locale="sv") if text else ""


def month(text: str | None) -> str:
    """`maj 2026`."""
    return format_date(_date(text), "MMMM yyyy", locale="sv") if text else ""


def status(fix: PublicFix) -> str:
    """How a fix stands, in a sentence."""
    return fix.status % {name: _fact(name, value) for name, value in fix.status_values.items()}


def _fact(name: str, value: str) -> str:
    if name.endswith("_on"):
        return day(value)
    return month(value) if name.endswith("_month") else value


def _date(text: str) -> date:
    return date.fromisoformat(text) if len(text) == 10 else local(text).date()
