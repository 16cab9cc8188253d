"""Working days around Swedish holidays. The dates agree with those of the package `holidays`."""

import pytest

from walkapp.domain.workdays import (
    easter_sunday,
    is_working_day,
    public_holidays,
    working_days_after,
)

IN_2026 = {
    "2026-01-01": "Nyårsdagen",
    "2026-01-06": "Trettondedag jul",
    "2026-04-03": "Långfredagen",
    "2026-04-05": "Påskdagen",
    "2026-04-06": "Annandag påsk",
    "2026-05-01": "Första maj",
    "2026-05-14": "Kristi himmelsfärdsdag",
    "2026-05-24": "Pingstdagen",
    "2026-06-06": "Nationaldagen",
    "2026-06-19": "Midsommarafton",
    "2026-06-20": "Midsommardagen",
    "2026-10-31": "Alla helgons dag",
    "2026-12-24": "Julafton",
    "2026-12-25": "Juldagen",
    "2026-12-26": "Annandag jul",
    "2026-12-31": "Nyårsafton",
}


def test_the_holidays_of_a_year_in_order() -> None:
    assert list(public_holidays(2026).items()) == list(IN_2026.items())


@pytest.mark.parametrize(
    ("year", "easter", "midsummer", "all_saints"),
    [
        (2019, "2019-04-21", "2019-06-22", "2019-11-02"),
        (2024, "2024-03-31", "2024-06-22", "2024-11-02"),
        (2025, "2025-04-20", "2025-06-21", "2025-11-01"),
        (2027, "2027-03-28", "2027-06-26", "2027-11-06"),
        (2038, "2038-04-25", "2038-06-26", "2038-11-06"),  # the latest Easter there is
        (2008, "2008-03-23", "2008-06-21", "2008-11-01"),
    ],
)
def test_the_days_that_move(year: int, easter: str, midsummer: str, all_saints: str) -> None:
    found = {name: day for day, name in public_holidays(year).items()}
    assert easter_sunday(year).isoformat() == found["Påskdagen"] == easter
    assert (found["Midsommardagen"], found["Alla helgons dag"]) == (midsummer, all_saints)


@pytest.mark.parametrize(
    ("day", "works"),
    [
        ("2026-11-20", True),
        ("2026-11-21", False),
        ("2026-11-22", False),
        ("2026-12-24", False),
        ("2026-12-23", True),
        ("2026-05-15", True),
    ],
)
def test_when_work_is_done(day: str, works: bool) -> None:
    assert is_working_day(day) is works
    assert not is_working_day(day, {day})


@pytest.mark.parametrize(
    ("day", "count", "off", "end"),
    [
        ("2026-11-20", 1, (), "2026-11-23"),
        ("2026-11-20", 5, (), "2026-11-27"),
        ("2026-11-21", 1, (), "2026-11-23"),  # begun on a Saturday
        ("2026-12-23", 1, (), "2026-12-28"),  # over Christmas
        ("2026-05-13", 1, (), "2026-05-15"),
        ("2026-05-13", 1, ("2026-05-15",), "2026-05-18"),  # the squeezed day is off here
        ("2026-11-20", 0, (), "2026-11-20"),  # at once
        ("2026-11-21", 0, (), "2026-11-23"),  # at once, when somebody is there
    ],
)
def test_counting_on(day: str, count: int, off: tuple[str, ...], end: str) -> None:
    assert working_days_after(day, count, off) == end
