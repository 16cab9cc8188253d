"""Working days: Monday to Friday but for Swedish public holidays and the municipality's own days.

The public holidays are those of lag (1989:253) om allmänna helgdagar. Midsummer Eve, Christmas Eve
and New Year's Eve are counted with them, as semesterlagen (1977:480) 3 a § does.
"""

from collections.abc import Container
from datetime import date, timedelta
from functools import cache

from .errors import N_

_SATURDAY = 5
# Days with the same date every year.
_FIXED = {
    (1, 1): N_("Nyårsdagen"),
    (1, 6): N_("Trettondedag jul"),
    (5, 1): N_("Första maj"),
    (6, 6): N_("Nationaldagen"),
    (12, 24): N_("Julafton"),
    (12, 25): N_("Juldagen"),
    (12, 26): N_("Annandag jul"),
    (12, 31): N_("Nyårsafton"),
}
# Days counted from Easter Sunday.
_FROM_EASTER = {
    -2: N_("Långfredagen"),
    0: N_("Påskdagen"),
    1: N_("Annandag påsk"),
    39: N_("Kristi himmelsfärdsdag"),
    49: N_("Pingstdagen"),
}


@cache
def public_holidays(year: int) -> dict[str, str]:
    """Day and name of each of the year's public holidays and the three eves, in order."""
    found = {date(year, month, day): name for (month, day), name in _FIXED.items()}
    easter = easter_sunday(year)
    found |= {easter + timedelta(days=after): name for after, name in _FROM_EASTER.items()}
    midsummer = _saturday_from(date(year, 6, 20))
    found[midsummer - timedelta(days=1)] = N_("Midsommarafton")
    found[midsummer] = N_("Midsommardagen")
    found[_saturday_from(date(year, 10, 31))] = N_("Alla helgons dag")
    return {day.isoformat(): found[day] for day in sorted(found)}


@cache
def easter_sunday(year: int) -> date:
    """Easter Sunday of a Gregorian year.

    The method of Meeus, Astronomical Algorithms (1991), chapter 8; the letters are his.
    """
    a, (b, c) = year % 19, divmod(year, 100)
    d, e = divmod(b, 4)
    g = (b - (b + 8) // 25 + 1) // 3
    h = (19 * a + b - d - g + 15) % 30
    i, k = divmod(c, 4)
    l_ = (32 + 2 * e + 2 * i - h - k) % 7
    m = (a + 11 * h + 22 * l_) // 451
    month, day = divmod(h + l_ - 7 * m + 114, 31)
    return date(year, month, day + 1)


def is_working_day(day: str, off: Container[str] = ()) -> bool:
    """Whether work is done that day; `off` are the municipality's own days without work."""
    found = date.fromisoformat(day)
    return found.weekday() < _SATURDAY and day not in public_holidays(found.year) and day not in off


def working_days_after(day: str, count: int, off: Container[str] = ()) -> str:
    """The working day so many working days later; with none to count, the first from that day."""
    found = date.fromisoformat(day)
    while count > 0:
        found += timedelta(days=1)
        count -= is_working_day(found.isoformat(), off)
    while not is_working_day(found.isoformat(), off):
        found += timedelta(days=1)
    return found.isoformat()


def _saturday_from(day: date) -> date:
    return day + timedelta(days=(_SATURDAY - day.weekday()) % 7)
