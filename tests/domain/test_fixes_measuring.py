"""Spans of days, medians and shares that the figures are made of."""

from itertools import pairwise

import pytest

from walkapp.domain.dates import days_after
from walkapp.domain.fixes.measuring import (
    ages,
    days_between,
    is_punctual,
    median_days,
    months,
    share,
)
from walkapp.domain.times import midnight


def test_months_are_whole_and_follow_each_other() -> None:
    found = months("2026-02-28")
    assert (found[0].since, found[-1].since, found[-1].until) == (
        "2025-03-01",
        "2026-02-01",
        "2026-02-28",
    )
    assert len(found) == 12
    assert all(days_after(one.until, 1) == two.since for one, two in pairwise(found))
    assert months("2026-12-31", 1)[0].until == "2026-12-31"


def test_every_day_that_has_been_has_one_age() -> None:
    spans = ages("2026-11-20")
    assert spans[0].until == "2026-11-20" and spans[0].since == "2026-10-21"  # 30 days
    assert all(days_after(two.until, 1) == one.since for one, two in pairwise(spans))
    assert spans[-1].since < "2001-01-01"


@pytest.mark.parametrize(
    ("days", "found"), [([], None), ([4], 4.0), ([1, 9, 3], 3.0), ([1, 2, 4, 100], 3.0)]
)
def test_the_median(days: list[int], found: float | None) -> None:
    assert median_days(days) == found


@pytest.mark.parametrize(
    ("part", "whole", "found"),
    [(0, 0, None), (0, 3, 0), (3, 3, 100), (999, 1000, 99), (1, 1000, 1), (1, 3, 33), (2, 3, 67)],
)
def test_a_share_is_a_hundred_only_of_all_and_nought_only_of_none(
    part: int, whole: int, found: int | None
) -> None:
    assert share(part, whole) == found


@pytest.mark.parametrize(
    ("done", "promised", "found"),
    [
        ("2026-05-12", "2026-05-12", True),
        ("2026-05-13", "2026-05-12", False),
        (None, "2026-05-12", None),
        ("2026-05-12", None, None),
    ],
)
def test_in_time_is_by_the_date_first_promised(
    done: str | None, promised: str | None, found: bool | None
) -> None:
    assert is_punctual(done, promised) is found


def test_days_between_days_and_times() -> None:
    assert days_between("2026-05-12", "2026-05-12T23:00:00Z") == 0
    assert days_between("2026-05-12T23:00:00Z", "2026-06-01") == 20


@pytest.mark.parametrize(
    ("day", "begins"),
    [
        ("2026-01-01", "2025-12-31T23:00:00Z"),
        ("2026-07-01", "2026-06-30T22:00:00Z"),
        ("2026-03-29", "2026-03-28T23:00:00Z"),  # summer time begins later that day
    ],
)
def test_a_day_begins_by_the_clock_in_sweden(day: str, begins: str) -> None:
    assert midnight(day) == begins
