"""A walk's states and codes, without app or database."""

import pytest

from tests.cast import AT, a_person, a_walk
from walkapp.domain import walks
from walkapp.domain.errors import Refused

ANNA = a_person("Anna", "leader")
ENDS = "2026-11-20T20:00:00Z"
ALLOWED = {
    ("planned", "open"): "open",
    ("closing", "open"): "open",
    ("open", "close"): "closing",
    ("open", "review"): "reviewing",
    ("closing", "review"): "reviewing",
    ("planned", "cancel"): "cancelled",
    ("reviewing", "follow-up"): "followed_up",
    ("protocol_published", "follow-up"): "followed_up",
}


@pytest.mark.parametrize("name", walks.MOVES)
@pytest.mark.parametrize("state", walks.STATES)
def test_every_move_from_every_state(state: str, name: str) -> None:
    walk = a_walk(ANNA, state=state)
    if (state, name) not in ALLOWED:
        with pytest.raises(Refused, match="kan inte ändras så"):
            walks.move(walk, name, by=ANNA.id, at=AT)
        return
    moved, event = walks.move(walk, name, by=ANNA.id, at=AT)
    assert moved.state == ALLOWED[state, name] and moved.version == walk.version + 1
    assert (event.kind, event.by_id, event.version) == (name, ANNA.id, moved.version)
    assert event.data == {"from": state, "to": moved.state}


def test_closing_takes_two_days_and_opening_again_ends_that() -> None:
    closing, _ = walks.move(a_walk(state="open"), "close", by=ANNA.id, at=AT)
    assert closing.closing_until == "2026-11-22T18:00:00Z"
    again, _ = walks.move(closing, "open", by=ANNA.id, at=AT)
    assert again.closing_until is None


@pytest.mark.parametrize(
    "typed",
    [
        "VANDRA26",
        "vandra26",
        "  Vandra-26 ",
        "VAND RA26",
        "vand\u2013ra26",
        "vand\u2014ra26",
        "vand\u2212ra26",
        "vand\u2011ra26",
        "v a n d r a 2 6",
        "vand\u00adra\u200b26",
        "VAND_RA26",
        "vand\u00a0ra26\n",
        "ＶＡＮＤＲＡ２６",
    ],
)
def test_a_code_is_read_however_it_is_typed(typed: str) -> None:
    assert walks.typed_code(typed) == "VANDRA26"


def test_codes_hold_no_look_alikes_and_are_shown_in_two_halves() -> None:
    codes = {walks.new_code() for _ in range(200)}
    assert len(codes) == 200
    assert all(len(code) == 8 and not set(code) & set("01OIL") for code in codes)
    assert walks.shown_code("VANDRA26") == "VAND-RA26"


def test_a_rotated_walk_has_another_code_and_secret() -> None:
    walk = a_walk(ANNA)
    rotated, event = walks.rotate_code(walk, by=ANNA.id, at=AT)
    assert rotated.code != walk.code and rotated.secret != walk.secret
    assert len(rotated.secret) == 22 and event.kind == "rotate-code"
    assert walk.code not in str(event.data) and rotated.code not in str(event.data)


@pytest.mark.parametrize(
    ("state", "until", "at", "works"),
    [
        ("planned", None, "2026-11-19T17:59:59Z", False),
        ("planned", None, "2026-11-19T18:00:00Z", True),
        ("open", None, AT, True),
        ("open", None, "2026-11-22T20:00:00Z", True),
        ("open", None, "2026-11-22T20:00:01Z", False),
        ("closing", "2026-11-21T00:00:00Z", "2026-11-21T00:00:00Z", True),
        ("closing", "2026-11-21T00:00:00Z", "2026-11-21T00:00:01Z", False),
        ("closing", "2026-11-24T00:00:00Z", "2026-11-23T00:00:00Z", True),
        ("reviewing", None, AT, False),
        ("cancelled", None, AT, False),
        ("followed_up", None, AT, False),
    ],
)
def test_the_code_works_around_the_walk_alone(
    state: str, until: str | None, at: str, works: bool
) -> None:
    walk = a_walk(state=state, closing_until=until, ends_at=ENDS)
    assert walks.code_works(walk, at) is works


@pytest.mark.parametrize(
    ("state", "until", "result"),
    [
        ("planned", None, "stored"),
        ("open", None, "stored"),
        ("closing", "2026-11-20T18:00:00Z", "stored_late"),
        ("closing", "2026-11-20T17:59:59Z", "held_for_review"),
        ("reviewing", None, "held_for_review"),
        ("followed_up", None, "held_for_review"),
        ("cancelled", None, "held_for_review"),
    ],
)
def test_a_known_phone_is_never_refused(state: str, until: str | None, result: str) -> None:
    assert walks.takes_issues(a_walk(state=state, closing_until=until), AT) == result


@pytest.mark.parametrize(
    ("state", "at", "then", "result"),
    [
        ("open", "2026-11-21T08:00:00Z", "open", "stored"),
        ("open", "2026-11-21T08:00:01Z", "closing", "stored_late"),
        ("planned", "2026-11-21T08:00:01Z", "closing", "stored_late"),
        ("open", "2026-11-22T20:00:00Z", "closing", "stored_late"),
        ("open", "2026-11-22T20:00:01Z", "closing", "held_for_review"),
        ("reviewing", "2026-12-24T20:00:00Z", "reviewing", "held_for_review"),
    ],
)
def test_a_walk_that_nobody_closed_closes_by_itself(
    state: str, at: str, then: str, result: str
) -> None:
    walk = walks.as_of(a_walk(state=state, ends_at=ENDS), at)
    assert (walk.state, walks.takes_issues(walk, at)) == (then, result)
    assert walk.closing_until == ("2026-11-22T20:00:00Z" if then == "closing" else None)


def test_the_leaders_own_closing_time_is_left_alone() -> None:
    walk = a_walk(state="closing", closing_until="2026-11-23T09:00:00Z", ends_at=ENDS)
    assert walks.as_of(walk, "2026-12-01T00:00:00Z") == walk
