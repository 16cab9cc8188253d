"""Time to fix, dates kept, the walk before, and the public history."""

from dataclasses import asdict

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.cast import a_fix
from tests.domain.test_reports import a_public_fix
from walkapp.domain import reports
from walkapp.domain.fixes import Fix
from walkapp.domain.reports import PARTS, Earlier, Measures, Spread

WALKED, TODAY = "2026-04-20", "2026-11-20"
DONE = {"state": "closed", "outcome": "fixed", "done_on": "2026-06-01"}


def marks(fix: Fix) -> tuple[str, ...]:
    return reports.marks_of(fix, reports.days_of(fix, WALKED), TODAY)


def test_the_middle_and_the_half_around_it() -> None:
    assert reports.spread([60, 10, 20, 30, 40]) == Spread(5, 30, 20, 40)


def test_few_are_counted_and_have_no_middle() -> None:
    assert reports.spread([10, 20, 30, 40]) == Spread(4)


@pytest.mark.parametrize(
    ("changes", "days"),
    [
        (DONE, 42),
        ({**DONE, "outcome": "partly_fixed"}, None),
        ({"state": "done", "done_on": "2026-06-01"}, None),
        ({**DONE, "done_on": "2026-04-01"}, None),  # before the walk: a date somebody mistyped
        ({**DONE, "done_on": None}, None),
    ],
)
def test_time_is_counted_from_the_walk_for_what_is_fixed(
    changes: dict[str, object], days: int | None
) -> None:
    assert reports.days_of(a_fix(**changes), WALKED) == days


@pytest.mark.parametrize(
    ("changes", "mark"),
    [
        ({**DONE, "original_due_on": "2026-06-01"}, "kept"),
        # Moved so that it was in time for the new date: late all the same.
        ({**DONE, "original_due_on": "2026-05-31", "due_on": "2026-12-01"}, "late"),
        ({"state": "planned", "original_due_on": "2026-11-19", "due_on": "2027-05-01"}, "late"),
        ({"state": "planned", "original_due_on": "2026-11-20"}, None),
        ({"state": "done", "done_on": "2026-11-01", "original_due_on": "2026-10-01"}, None),
        ({"state": "closed", "outcome": "wont_fix", "original_due_on": "2026-05-31"}, None),
        (DONE, None),
    ],
)
def test_a_date_is_kept_against_the_one_promised_first(
    changes: dict[str, object], mark: str | None
) -> None:
    found = {"kept", "late"} & set(marks(a_fix(**changes)))
    assert found == ({mark} if mark else set())


def test_what_came_back_is_marked() -> None:
    assert marks(a_fix(state="assessing", reopen_count=2)) == ("reopened",)


def test_a_share_of_few_is_not_told() -> None:
    assert Measures(kept=3, late=1).kept_share is None
    assert Measures(kept=3, late=2).kept_share == 60
    assert Measures(answered=3, unanswered=1).answer_rate is None
    assert Measures(answered=3, unanswered=2).answer_rate == 60
    assert Earlier("", 4, 4, Measures()).fixed_share is None


def test_what_either_has_too_few_for_is_not_compared() -> None:
    enough = Measures(Spread(5, 30, 20, 40), {}, kept=4, late=1, answered=3, unanswered=2)
    before = Earlier("Våren", 10, 5, enough)
    found = reports.compared(20, 14, enough, before)
    assert [(row.before, row.before_of, row.now, row.now_of) for row in found] == [
        (50, 10, 70, 20),
        (30, 5, 30, 5),
        (80, 5, 80, 5),
        (60, 5, 60, 5),
    ]
    few = Measures(Spread(4), {}, kept=3, late=1, answered=4)
    assert reports.compared(4, 4, few, before) == []
    assert reports.compared(20, 14, enough, Earlier("Våren", 4, 4, few)) == []


_MARKS = st.tuples(
    st.sampled_from(["", "kept", "late"]),
    st.sampled_from(["", "reopened"]),
    st.sampled_from(["", "answered", "unanswered"]),
).map(lambda found: tuple(filter(None, found)))


@settings(max_examples=60, deadline=None)
@given(
    st.lists(
        st.tuples(
            st.sampled_from(list(PARTS)),
            st.sampled_from(["belysning", "skrap"]),
            st.none() | st.integers(0, 2000),
            _MARKS,
        ),
        max_size=40,
    )
)
def test_whatever_happened_the_figures_add_up_and_survive_freezing(
    rows: list[tuple[str, str, int | None, tuple[str, ...]]],
) -> None:
    fixes = [a_public_fix(part, category=category) for part, category, _, _ in rows]
    fixes = [
        replace_with(fix, days, found) for fix, (_, _, days, found) in zip(fixes, rows, strict=True)
    ]
    summary = reports.summarise(fixes)
    measures = summary.measures
    assert measures is not None
    assert summary.total == sum(summary.parts.values()) == len(rows)
    assert sum(sum(row.values()) for row in summary.by_category.values()) == len(rows)
    assert measures.days.count == sum(days is not None for _, _, days, _ in rows)
    assert measures.promised == sum(bool({"kept", "late"} & set(found)) for *_, found in rows)
    answers = [{"answered", "unanswered"} & set(found) for *_, found in rows]
    assert measures.asked == sum(map(bool, answers))
    assert measures.answered == answers.count({"answered"})
    assert sum(spread.count for spread in measures.by_category.values()) <= measures.days.count
    if measures.days.middle is not None:
        assert measures.days.low is not None and measures.days.high is not None
        assert measures.days.low <= measures.days.middle <= measures.days.high
    assert reports.thawed_summary(asdict(summary)) == summary


def replace_with(fix: reports.PublicFix, days: int | None, found: tuple[str, ...]) -> object:
    return reports.PublicFix(**{**vars(fix), "days": days, "marks": found})


def a_line(kind: str, public_text: str = "", **data: object) -> dict[str, object]:
    return {"kind": kind, "at": "2026-05-01T08:00:00Z", "public_text": public_text, "data": data}


def test_the_public_history_tells_what_happened_and_of_nobody() -> None:
    told = reports.public_past(
        [
            a_line("create"),
            a_line("assess"),
            a_line("appoint", person="Siv Lind"),
            a_line("assign", party="Gata och park", due_on="2026-06-01", internal="KANARIE"),
            a_line("bounce", reason="KANARIE"),
            a_line("comment"),
            a_line("comment", "Vi byter lampan i maj.", mentions=["Siv Lind"]),
        ]
    )
    assert [(moment.on, dict(moment.values), moment.said) for moment in told] == [
        ("2026-05-01", {}, ""),
        ("2026-05-01", {"party": "Gata och park", "due_on": "2026-06-01"}, ""),
        ("2026-05-01", {}, "Vi byter lampan i maj."),
    ]
