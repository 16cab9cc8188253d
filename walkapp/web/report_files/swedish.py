"""Swedish whoever reads: files are of the version that was published, and not of the reader."""

from collections.abc import Mapping
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
    return sentence(fix.status, fix.status_values)


def sentence(text: str, values: Mapping[str, str]) -> str:
    """A generated sentence with its days and months in words."""
    return text % {name: _fact(name, value) for name, value in values.items()}


def _fact(name: str, value: str) -> str:
    if name.endswith("_on"):
        return day(value)
    return month(value) if name.endswith("_month") else value


def _date(text: str) -> date:
    return date.fromisoformat(text) if len(text) == 10 else local(text).date()
