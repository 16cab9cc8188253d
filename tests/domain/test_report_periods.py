"""The period of a report, and the board's figures."""

from dataclasses import replace

import pytest

from tests.domain.test_reports import a_public_fix
from walkapp.domain import reports
from walkapp.domain.errors import Refused
from walkapp.domain.reports import PublicFix, Summary, boards, periods
from walkapp.domain.reports.boards import Board, Line
from walkapp.domain.reports.periods import Period


@pytest.mark.parametrize(
    ("first", "last", "words", "before"),
    [
        ("2026-01-01", "2026-12-31", "2026", ("2025-01-01", "2025-12-31")),
        ("2025-01-01", "2026-12-31", "2025–2026", ("2023-01-01", "2024-12-31")),
        ("2026-01-01", "2026-04-30", "januari–april 2026", ("2025-09-01", "2025-12-31")),
        ("2024-02-01", "2024-02-29", "februari 2024", ("2024-01-01", "2024-01-31")),
        (
            "2025-11-01",
            "2026-02-28",
            "november 2025 – februari 2026",
            ("2025-07-01", "2025-10-31"),
        ),
        (
            "2026-03-01",
            "2026-04-15",
            "1 mars 2026 – 15 april 2026",
            ("2026-01-14", "2026-02-28"),
        ),
    ],
)
def test_a_period_in_words_and_the_one_before(
    first: str, last: str, words: str, before: tuple[str, str]
) -> None:
    period = periods.checked(first, last)
    assert periods.words(period) == words
    assert periods.before(period) == Period(*before)


@pytest.mark.parametrize(
    ("first", "last", "field"),
    [
        ("2026-02-30", "2026-03-01", "first_on"),
        ("2026-01-01", "", "last_on"),
        ("2026-05-01", "2026-04-30", "last_on"),
    ],
)
def test_a_period_that_does_not_do_says_where(first: str, last: str, field: str) -> None:
    with pytest.raises(Refused) as refusal:
        periods.checked(first, last)
    assert refusal.value.field == field


def test_the_day_is_the_swedish_one() -> None:
    period = Period("2026-07-01", "2026-12-31")
    assert (period.since, period.until) == ("2026-06-30T22:00:00Z", "2026-12-31T23:00:00Z")


def test_the_report_of_an_area_needs_one_and_the_boards_does_not() -> None:
    with pytest.raises(Refused) as refusal:
        reports.check_area("area", None)
    assert refusal.value.field == "area_id"
    reports.check_area("board", None)
    whole = Period("2026-01-01", "2026-12-31")
    assert reports.title_of("area", whole, "Sveaparken") == "Uppföljning: Sveaparken 2026"
    assert reports.title_of("board", whole).endswith("2026: sammanfattning för nämnden")


def fixed(days: int, category: str = "belysning") -> PublicFix:
    return replace(a_public_fix("fixed", category=category), days=days, marks=("timed", "late"))


def test_the_boards_figures_come_from_the_rows() -> None:
    late = replace(a_public_fix("remaining"), marks=("late",))
    rows = [*(fixed(days) for days in (2, 3, 5, 9, 9)), fixed(30, "klotter"), late]
    summary = reports.summarise(rows, Summary({}, {}, (), walks=2, participants=30))
    period = Period("2026-01-01", "2026-01-31")
    found = boards.figures_of(period, rows, summary, costs={"under_10": 2})
    assert (found.walks, found.participants, found.total, found.overdue) == (2, 30, 7, 1)
    assert (found.days, found.measured) == (7, 6)
    assert found.lines == (
        Line("belysning", 6, 5, 5, 5),
        Line("klotter", 1, 1, None, 1),  # of one there is no middle
    )
    assert found.costs == (("under_10", 2),)
    board = Board(found, found)
    assert boards.thawed(boards.kept(board)) == board
