"""Random histories cut off on random days: every fix stands as it stood, and totals add up."""

from collections import Counter
from contextlib import suppress
from dataclasses import dataclass

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.cast import a_fix
from tests.domain.test_fixes import OTHER, PARTY, PEOPLE, everything
from tests.domain.test_reports import a_public_fix
from walkapp.domain import reports
from walkapp.domain.dates import days_after
from walkapp.domain.errors import Refusal
from walkapp.domain.fixes import Fix, allowed_moves, apply
from walkapp.domain.reports.cutting import Step, step, stood
from walkapp.domain.reports.values import OUTSIDE, PARTS

FIRST = "2026-01-01"
DAYS = 40
ACTORS = [PEOPLE[name] for name in ("coordinator", "party", "leader")]


@dataclass(frozen=True)
class History:
    """A fix today, its lines, and how it really stood after each day."""

    fix: Fix
    steps: list[Step]
    was: dict[str, Fix]


@st.composite
def histories(draw: st.DrawFn) -> History:
    """A fix that somebody moves on some days, any move the table allows."""
    born = draw(st.integers(0, DAYS - 1))
    made = f"{days_after(FIRST, born)}T08:00:00Z"
    fix = a_fix(created_at=made, updated_at=made)
    steps, was = list[Step](), dict[str, Fix]()
    for number in range(born, DAYS):
        day = days_after(FIRST, number)
        if draw(st.integers(0, 2)) == 0:
            person = draw(st.sampled_from(ACTORS))
            moves = allowed_moves(fix, person)
            if moves:
                name = draw(st.sampled_from([move.name for move in moves]))
                on = dict.fromkeys(("sent_on", "reminded_on", "said_on", "done_on"), day)
                party = OTHER if name == "refer" else PARTY
                said = everything(**on, checked_on=day, party=party)
                # What a guard refuses, such as a colleague of another party, is no move.
                with suppress(Refusal):
                    fix, event = apply(fix, name, by=person, given=said, at=f"{day}T12:00:00Z")
                    steps.append(step(event.at, event.kind, event.public_text, event.data))
        was[day] = fix
    return History(fix, steps, was)


CUTS = st.integers(0, DAYS - 1).map(lambda number: days_after(FIRST, number))


def until(day: str) -> str:
    return f"{days_after(day, 1)}T00:00:00Z"


@settings(max_examples=60, deadline=None)
@given(histories(), CUTS)
def test_a_fix_is_counted_as_it_stood_that_day(history: History, day: str) -> None:
    then = stood(history.fix, history.steps, until(day))
    real = history.was.get(day)
    assert (then is None) == (real is None)
    if then and real:
        same = ("state", "outcome", "done_on", "done_text", "remedy", "remaining", "closed_at")
        for name in same:
            assert getattr(then, name) == getattr(real, name), name
        assert then.outcome_text == real.outcome_text


@settings(max_examples=60, deadline=None)
@given(st.lists(histories(), max_size=5), CUTS)
def test_the_parts_always_add_up_to_the_total(found: list[History], day: str) -> None:
    then = [stood(one.fix, one.steps, until(day)) for one in found]
    there = [fix for fix in then if fix]
    parts = [reports.part_of(fix) for fix in there]
    summary = reports.summarise([a_public_fix(part) for part in parts if part])
    outside = sum(fix.outcome in OUTSIDE for fix in there)
    assert summary.total + outside == len(there)
    assert summary.parts == {**dict.fromkeys(PARTS, 0), **Counter(part for part in parts if part)}
    assert sum(sum(row.values()) for row in summary.by_category.values()) == summary.total
    said = [sentence.number for sentence in reports.figures(summary)]
    assert sum(said) == summary.total


def test_what_was_fixed_and_opened_again_tells_what_was_done_then() -> None:
    fix, steps = a_fix(created_at="2026-01-01T08:00:00Z"), list[Step]()
    boss, worker = PEOPLE["coordinator"], PEOPLE["party"]
    moves = {"assess": boss, "assign": boss, "finish": worker, "confirm": boss, "reopen": boss}
    for month, (name, person) in enumerate(moves.items(), start=2):
        day = f"2026-{month:02d}-01"
        said = everything(done_on=day, checked_on=day, party=PARTY)
        fix, event = apply(fix, name, by=person, given=said, at=f"{day}T12:00:00Z")
        steps.append(step(event.at, event.kind, event.public_text, event.data))
    assert (fix.state, fix.done_text) == ("assessing", "")
    then = stood(fix, steps, "2026-05-20T00:00:00Z")
    assert then and (then.outcome, then.done_on) == ("fixed", "2026-04-01")
    assert (then.done_text, then.closed_at) == ("Text om done_text", "2026-05-01T12:00:00Z")


def test_a_line_that_was_weeded_still_tells_what_closed() -> None:
    fix = a_fix(created_at="2026-01-01T08:00:00Z", state="assessing", reopen_count=1)
    lines = [
        step("2026-02-01T08:00:00Z", "assess", "", {}),
        step("2026-03-01T08:00:00Z", "decline", "", {}),
        step("2026-04-01T08:00:00Z", "reopen", "", {}),
    ]
    outcomes = []
    for month in "02", "03", "04":
        then = stood(fix, lines, f"2026-{month}-20T00:00:00Z")
        outcomes.append(then and (then.state == "closed", then.outcome))
    assert outcomes == [(False, None), (True, "wont_fix"), (False, None)]
