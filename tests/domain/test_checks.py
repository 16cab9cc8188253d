"""Checks on a walk that follows another: one word of each phone, weighed, then a move."""

from dataclasses import replace
from typing import Any

import pytest

from tests.cast import AT, a_fix, a_person, a_walk
from walkapp.domain import checks, feelings, rechecking
from walkapp.domain import stops as stop_rules
from walkapp.domain.checks import Check
from walkapp.domain.errors import NotAllowed, Refused
from walkapp.domain.feelings import StopFeeling
from walkapp.domain.fixes import Fix
from walkapp.domain.ids import new_id
from walkapp.domain.issues import Differs
from walkapp.domain.people import Membership
from walkapp.domain.rechecking import Earlier, Said
from walkapp.domain.stops import Route, Stop

ANNA, SIV = a_person("Anna", "leader"), a_person("Siv", "coordinator")
WALK = a_walk(ANNA, title="Höstvandringen", starts_at="2026-11-19T17:00:00Z", state="reviewing")
BO = Membership(WALK.id, new_id(), "Bo", AT)


def told(**fields: Any) -> dict[str, Any]:
    return {"client_id": new_id(), "fix_id": new_id(), "rev": 1, "result": "remains", **fields}


def a_check(result: str, device: str = "", **changes: Any) -> Check:
    draft = checks.parse(told(result=result))
    walk = replace(WALK, state="open")
    check, _ = checks.received(draft, walk=walk, membership=BO, sha256="a", at=AT)
    return replace(check, device_id=device or new_id(), **changes)


def a_done_fix(**changes: Any) -> Fix:
    return a_fix(state="done", done_on="2026-10-01", done_by="gun", **changes)


def test_a_check_needs_an_answer_and_keeps_to_its_length() -> None:
    assert checks.parse(told(note=" Mörkt \r\nnu ")).note == "Mörkt \nnu"
    for odd, field in (
        ({"result": ""}, "result"),
        ({"result": "great"}, "result"),
        ({"note": "a" * 1001}, "note"),
        ({"fix_id": "1"}, "fix_id"),
        ({"photo_ids": ["x"]}, "photo_ids"),
    ):
        with pytest.raises(Refused) as refused:
            checks.parse(told(**odd))
        assert refused.value.field == field


@pytest.mark.parametrize(
    ("state", "revoked", "result", "held"),
    [
        ("open", None, "stored", False),
        ("closing", None, "stored_late", False),
        ("reviewing", None, "held_for_review", True),
        ("open", AT, "held_for_review", True),
    ],
)
def test_what_comes_late_is_kept_and_not_counted(
    state: str, revoked: str | None, result: str, held: bool
) -> None:
    walk, phone = replace(WALK, state=state), replace(BO, revoked_at=revoked)
    draft = checks.parse(told())
    check, said = checks.received(draft, walk=walk, membership=phone, sha256="a", at=AT)
    assert (said, check.held) == (result, held)
    assert rechecking.tally([check]).n == (0 if held else 1)


def test_a_newer_edition_takes_the_place_of_ones_own_until_review_begins() -> None:
    walk, first = replace(WALK, state="open"), checks.parse(told(photo_ids=[new_id()]))
    kept, _ = checks.received(first, walk=walk, membership=BO, sha256="a", at=AT)
    second = replace(first, rev=2, result="fixed", photo_ids=(new_id(),))
    same, word = checks.repeated(kept, first, walk=walk, membership=BO, sha256="a")
    assert (same, word) == (kept, "already_stored")
    newer, word = checks.repeated(kept, second, walk=walk, membership=BO, sha256="b")
    assert (newer.result, newer.rev, len(newer.photo_ids.split()), word) == (
        "fixed",
        2,
        2,
        "updated",
    )
    other = replace(BO, device_id=new_id())
    for draft, where, phone in (
        (replace(second, rev=1), walk, BO),
        (second, WALK, BO),
        (second, walk, other),
        (replace(second, fix_id=new_id()), walk, BO),
    ):
        with pytest.raises(Differs):
            checks.repeated(kept, draft, walk=where, membership=phone, sha256="b")


def test_each_phone_counts_once_and_the_careful_word_wins_a_tie() -> None:
    early = a_check("fixed", "bo", received_at="2026-11-20T17:00:00Z")
    late = a_check("remains", "bo", received_at="2026-11-20T19:00:00Z")
    seen = rechecking.tally([late, early, a_check("fixed"), a_check("unchecked")])
    assert (seen.counts, seen.n) == ({"fixed": 1, "remains": 1, "unchecked": 1}, 2)
    assert seen.verdict == "remains"
    assert rechecking.tally([a_check("unchecked")]).verdict is None


@pytest.mark.parametrize(
    ("fix", "verdict", "by", "expected"),
    [
        (a_done_fix(), "fixed", ANNA, ["confirm"]),
        (a_done_fix(), "remains", SIV, ["reject_work", "confirm_partly"]),
        (a_done_fix(), "remains", ANNA, []),  # sending back is the coordinator's
        (replace(a_done_fix(), done_by=SIV.id), "fixed", SIV, []),  # own work
        (a_fix(state="closed", outcome="fixed"), "returned", SIV, ["reopen"]),
        (a_fix(state="closed", outcome="fixed"), "returned", ANNA, ["suggest"]),
        (a_fix(state="closed", outcome="fixed"), "fixed", SIV, []),
        (a_fix(state="closed", outcome="partly_fixed"), "partly", SIV, []),
        (a_fix(state="closed", outcome="partly_fixed"), "remains", SIV, ["reopen"]),
        (a_fix(state="closed", outcome="wont_fix"), "remains", SIV, []),
        (a_fix(state="planned"), "fixed", SIV, []),
        (a_done_fix(), None, SIV, []),
    ],
)
def test_what_may_follow_is_what_the_table_of_moves_allows(
    fix: Fix, verdict: str | None, by: Any, expected: list[str]
) -> None:
    assert rechecking.ways(fix, verdict, by, confirm_by_other=True) == expected


def test_a_leader_confirms_what_the_walk_has_seen_on_the_day_of_the_walk() -> None:
    fix, seen = a_done_fix(), rechecking.tally([a_check("fixed"), a_check("fixed")])
    said = Said("", AT)
    after, event = rechecking.decided(fix, "confirm", seen, walk=WALK, by=ANNA, said=said)
    assert (after.state, after.outcome, after.confirmed_on) == ("closed", "fixed", "2026-11-19")
    assert (event.kind, event.by_id) == ("confirm", ANNA.id)
    assert event.data["counts"] == {"fixed": 2} and event.data["walk"] == "Höstvandringen"


def test_a_fix_is_opened_again_with_what_was_seen_as_the_reason() -> None:
    fix, seen = a_fix(state="closed", outcome="fixed"), rechecking.tally([a_check("returned")])
    words = rechecking.sentence(seen, WALK)
    assert words == "Höstvandringen 2026-11-19: har kommit tillbaka enligt 1 deltagare."
    said = Said(words, AT)
    after, event = rechecking.decided(fix, "reopen", seen, walk=WALK, by=SIV, said=said)
    assert (after.state, after.reopen_count) == ("assessing", 1)
    assert words in (event.internal_text, event.public_text)
    with pytest.raises(Refused):
        rechecking.decided(fix, "reopen", seen, walk=WALK, by=SIV, said=Said(" ", AT))


def test_a_decision_that_the_checks_do_not_carry_is_refused() -> None:
    seen = rechecking.tally([a_check("remains")])
    for fix, move, by in (
        (a_done_fix(), "confirm", SIV),
        (a_done_fix(), "decline", SIV),
        (a_fix(state="closed", outcome="fixed"), "reopen", ANNA),
    ):
        with pytest.raises((Refused, NotAllowed)):
            rechecking.decided(fix, move, seen, walk=WALK, by=by, said=Said("Nej", AT))


def test_what_remains_is_said_by_a_person_and_not_by_the_count() -> None:
    fix, seen = a_done_fix(), rechecking.tally([a_check("partly")])
    said = Said(rechecking.sentence(seen, WALK), AT)
    with pytest.raises(Refused):
        rechecking.decided(fix, "confirm_partly", seen, walk=WALK, by=SIV, said=said)
    said = Said("En lampa till", AT)
    after, _ = rechecking.decided(fix, "confirm_partly", seen, walk=WALK, by=SIV, said=said)
    assert (after.outcome, after.remaining) == ("partly_fixed", "En lampa till")


def test_noting_a_check_leaves_the_fix_and_tells_its_history() -> None:
    fix, seen = a_fix(state="planned"), rechecking.tally([a_check("remains")])
    same, event = rechecking.decided(fix, "note", seen, walk=WALK, by=ANNA, said=Said("Ja", AT))
    assert same == fix
    assert (event.kind, event.internal_text) == ("checked", "Ja")
    assert event.data["verdict"] == "remains"


def test_who_may_not_open_again_suggests_it() -> None:
    fix, seen = a_fix(state="closed", outcome="gone"), rechecking.tally([a_check("remains")])
    said = Said("Står kvar", AT)
    same, event = rechecking.decided(fix, "suggest", seen, walk=WALK, by=ANNA, said=said)
    assert (same, event.kind) == (fix, "suggest_reopen")
    with pytest.raises(Refused):
        rechecking.decided(fix, "suggest", seen, walk=WALK, by=SIV, said=said)


def a_stop(name: str, position: int, **changes: Any) -> Stop:
    return replace(Stop(new_id(), WALK.id, position, name), **changes)


def test_a_fix_is_looked_at_where_it_was_seen_or_near_by() -> None:
    old = new_id()
    tunnel = a_stop("Tunneln", 1, from_id=old)
    square = a_stop("Torget", 2, lat=59.058, lon=16.588)
    route = Route(WALK, (tunnel, square))
    seen_there = Earlier(a_fix(lat=59.058, lon=16.588), "", (old,))
    near = Earlier(a_fix(lat=59.0585, lon=16.588), "")
    far, nowhere = Earlier(a_fix(lat=59.07, lon=16.588), ""), Earlier(a_fix(), "")
    found = rechecking.by_stop([far, near, nowhere, seen_there], route)
    assert found == [(tunnel, [seen_there]), (square, [near]), (None, [far, nowhere])]


def test_a_walk_takes_the_stops_of_the_one_it_follows_once() -> None:
    earlier = Route(a_walk(), (a_stop("Tunneln", 1, lat=59.0, lon=16.0), a_stop("Torget", 2)))
    taken = stop_rules.repeated(Route(WALK), earlier, by="anna", at=AT)
    assert taken is not None
    route, event = taken
    assert [(s.name, s.position, s.from_id, s.walk_id) for s in route.stops] == [
        (s.name, s.position, s.id, WALK.id) for s in earlier.stops
    ]
    assert not {s.id for s in route.stops} & {s.id for s in earlier.stops}
    assert event.kind == "repeat-stops" and route.walk.version == WALK.version + 1
    assert stop_rules.repeated(route, earlier, by="anna", at=AT) is None


def test_a_feeling_is_one_to_five_and_a_few_make_no_figure() -> None:
    given = {"client_id": new_id(), "stop_id": new_id()}
    assert feelings.parse({**given, "value": "4"}).value == 4
    for odd in (0, 6, "6", "", None, True, 1.0, 2.5, "12", [3]):
        with pytest.raises(Refused):
            feelings.parse({**given, "value": odd})
    stop = a_stop("Torget", 1)
    assert StopFeeling(stop, (0, 1, 1, 1, 1)).average is None
    assert StopFeeling(stop, (1, 1, 1, 1, 1)).average == 3.0


def test_feelings_stand_side_by_side_only_where_enough_answered_both_times() -> None:
    many, few = (1, 4, 0, 0, 0), (0, 0, 0, 0, 4)
    first, second = a_stop("Tunneln", 1), a_stop("Torget", 2)
    again = (a_stop("Tunneln", 1, from_id=first.id), a_stop("Torget", 2, from_id=second.id))
    before = [StopFeeling(first, many), StopFeeling(second, many)]
    after = [StopFeeling(again[0], (0, 0, 0, 5, 0)), StopFeeling(again[1], few)]
    assert feelings.side_by_side(before, after) == [(before[0], after[0])]


def test_nobody_can_tell_whose_a_feeling_is() -> None:
    keys = {feelings.key(secret, stop) for secret in ("a", "b") for stop in ("1", "2")}
    assert len(keys) == 4 and all(len(key) == 64 for key in keys)
