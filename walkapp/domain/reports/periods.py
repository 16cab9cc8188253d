"""The period of a report: checked, in words, and the one before it."""

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta

from ..dates import checked_day, days_after
from ..errors import N_, Refused
from ..times import midnight

MONTHS = (
    "januari februari mars april maj juni juli augusti september oktober november december"
).split()


@dataclass(frozen=True)
class Period:
    """Days from one to another, both counted in."""

    first_on: str
    last_on: str

    @property
    def since(self) -> str:
        """When it begins in Sweden, as UTC text."""
        return midnight(self.first_on)

    @property
    def until(self) -> str:
        """When it has ended in Sweden, as UTC text: what happened then is not in it."""
        return midnight(days_after(self.last_on, 1))


def checked(first_on: str, last_on: str) -> Period:
    """A period as typed. Raises Refused."""
    first, last = checked_day(first_on, "first_on"), checked_day(last_on, "last_on")
    if last < first:
        raise Refused(N_("Perioden slutar innan den börjar."), field="last_on")
    return Period(first, last)


def before(period: Period) -> Period:
    """The one just before: as many whole months, or as many days when it is not whole months."""
    first, last = date.fromisoformat(period.first_on), date.fromisoformat(period.last_on)
    ends = first - timedelta(days=1)
    if _whole_months(first, last):
        months = (last.year - first.year) * 12 + last.month - first.month + 1
        index = first.year * 12 + first.month - 1 - months
        return Period(date(index // 12, index % 12 + 1, 1).isoformat(), ends.isoformat())
    return Period((ends - (last - first)).isoformat(), ends.isoformat())


def words(period: Period) -> str:
    """In Swedish: `2026`, `2025–2026`, `januari–augusti 2026`, `1 mars 2026 – 15 april 2026`."""
    first, last = date.fromisoformat(period.first_on), date.fromisoformat(period.last_on)
    if not _whole_months(first, last):
        return " – ".join(f"{day.day} {MONTHS[day.month - 1]} {day.year}" for day in (first, last))
    if (first.month, last.month) == (1, 12):
        return str(first.year) if first.year == last.year else f"{first.year}–{last.year}"
    begins, ends = MONTHS[first.month - 1], f"{MONTHS[last.month - 1]} {last.year}"
    if first.year != last.year:
        return f"{begins} {first.year} – {ends}"
    return ends if first.month == last.month else f"{begins}–{ends}"


def _whole_months(first: date, last: date) -> bool:
    return first.day == 1 and last.day == monthrange(last.year, last.month)[1]
