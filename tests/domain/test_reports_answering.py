"""A first answer within ten working days of the walk."""

import pytest

from walkapp.domain.reports import answer_by, answer_marks

WALKED, LAST = "2026-04-20", "2026-05-05"  # the first of May is no working day


def a_line(kind: str, on: str, public_text: str = "") -> dict[str, object]:
    return {"kind": kind, "at": f"{on}T08:00:00Z", "public_text": public_text, "data": {}}


def test_ten_working_days_are_counted_from_the_walk() -> None:
    assert answer_by(WALKED) == LAST
    assert answer_by(WALKED, {"2026-04-30"}) == "2026-05-06"


@pytest.mark.parametrize(
    ("lines", "on", "marks"),
    [
        ([a_line("plan", LAST)], "2026-11-20", ("answered",)),
        ([a_line("plan", "2026-05-06")], "2026-11-20", ("unanswered",)),
        # What came first counts, and what comes after it changes nothing.
        ([a_line("decline", "2026-05-04"), a_line("reopen", "2026-06-01")], "", ("answered",)),
        ([a_line("comment", "2026-05-04", "Vi tittar på det.")], "", ("answered",)),
        ([a_line("comment", "2026-05-04")], "2026-05-06", ("unanswered",)),
        # Somebody else has been asked: nobody has answered.
        ([a_line("create", WALKED), a_line("assign", "2026-04-21")], LAST, ()),
        ([a_line("create", WALKED), a_line("assign", "2026-04-21")], "2026-05-06", ("unanswered",)),
        ([a_line("refer", "2026-04-21")], LAST, ("answered",)),
        ([], "", ()),
    ],
)
def test_the_first_line_that_answers_is_held_against_the_last_day(
    lines: list[dict[str, object]], on: str, marks: tuple[str, ...]
) -> None:
    assert answer_marks(lines, LAST, on) == marks
