"""What a move must be told, what stands in its way, and the sentence that says so."""

from dataclasses import replace
from typing import Any

import pytest

from tests.cast import AT, a_fix, a_party, a_person
from tests.domain.test_fixes import OTHER, PARTY, PEOPLE, everything, given_for, in_state
from walkapp.domain.errors import NotAllowed, Refused
from walkapp.domain.fixes import MOVES, Given, allowed_moves, apply, by_link, waiting_moves

COORDINATOR, GUN = PEOPLE["coordinator"], PEOPLE["party"]
LINKED = by_link(PARTY)

# (move, state, who, the fields that must be given) from the domain description's table
MUST = [
    ("assign", "assessing", COORDINATOR, "party priority due_on"),
    ("refer", "assessing", COORDINATOR, "party sent_on channel reference followup_on"),
    ("plan", "assigned", GUN, "planned_action due_on"),
    ("plan", "referred", COORDINATOR, "said_by said_on planned_action due_on"),
    ("start", "referred", COORDINATOR, "said_by said_on"),
    ("finish", "in_progress", GUN, "done_text done_on"),
    ("finish", "referred", COORDINATOR, "said_by said_on done_text done_on"),
    ("hold", "planned", GUN, "hold_reason review_on"),
    ("resume", "on_hold", GUN, "towards"),
    ("record_reply", "referred", COORDINATOR, "said_by said_on reply"),
    ("remind", "referred", COORDINATOR, "reminded_on followup_on"),
    ("confirm", "done", COORDINATOR, "checked_on"),
    ("confirm_partly", "done", COORDINATOR, "remaining checked_on"),
    ("reject_work", "done", COORDINATOR, "reason"),
    ("replan", "planned", GUN, "due_on reason"),
    ("appoint", "assigned", GUN, "person"),
    ("bounce", "assigned", GUN, "reason"),
    ("propose_decline", "planned", GUN, "proposed_reason"),
    ("bounce", "referred", LINKED, "said_by said_on reason"),
    ("propose_decline", "referred", LINKED, "said_by said_on proposed_reason"),
    ("replan", "planned", LINKED, "said_by said_on due_on reason"),
    ("turn_down", "planned", COORDINATOR, "reason"),
    ("reroute", "planned", COORDINATOR, "reason"),
    ("close_referred", "referred", COORDINATOR, "how_to_follow"),
    ("decline", "assessing", COORDINATOR, "public_reason"),
    ("decline", "in_progress", COORDINATOR, "public_reason"),
    ("dismiss_gone", "assessing", COORDINATOR, "public_reason checked_by checked_on"),
    ("dismiss_gone", "assigned", COORDINATOR, "checked_by checked_on"),
    ("mark_duplicate", "new", COORDINATOR, "kept_fix"),
    ("out_of_scope", "new", COORDINATOR, "reason"),
    ("reopen", "closed", COORDINATOR, "reason"),
]
DAYS = {"due_on", "sent_on", "followup_on", "reminded_on", "review_on", "said_on", "done_on"}
DAYS |= {"checked_on"}
PAST = {"sent_on", "reminded_on", "said_on", "done_on", "checked_on"}
CODES = {"priority", "channel", "hold_reason", "towards", "outcome_reason", "remedy"}


@pytest.mark.parametrize(("move", "state", "who", "fields"), MUST)
def test_each_field_a_move_asks_for_is_missed_with_a_sentence(
    move: str, state: str, who: Any, fields: str
) -> None:
    fix = in_state(state, referred=who is LINKED)
    for field in fields.split():
        for empty in (None,) if field in ("party", "person", "kept_fix") else ("", "  \n"):
            with pytest.raises(Refused) as refusal:
                apply(fix, move, by=who, given=replace(given_for(move), **{field: empty}), at=AT)
            assert refusal.value.field == field
            assert str(refusal.value).endswith(".")


def test_every_field_that_must_be_given_is_in_the_list_above() -> None:
    listed = {(move, frozenset(fields.split())) for move, _, _, fields in MUST}
    asked = {
        (row.name, frozenset(row.must))
        for row in MOVES
        if row.must and not (row.by == ("relay",) and row.name == "hold")
    }
    assert asked == listed


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("2026-02-30", "år, månad och dag"),
        ("i morgon", "år, månad och dag"),
        ("20261212", "år, månad och dag"),
        ("2026-12-12T00:00", "år, månad och dag"),
        ("1999-12-31", "mellan år 2000 och 2100"),
        ("2101-01-01", "mellan år 2000 och 2100"),
        ("\x00", "år, månad och dag"),
    ],
)
def test_odd_days_are_refused_in_every_day_field(text: str, sentence: str) -> None:
    tried = set()
    for move, state, who, fields in MUST:
        for field in DAYS & set(fields.split()):
            with pytest.raises(Refused, match=sentence) as refusal:
                given = replace(given_for(move), **{field: text})
                apply(in_state(state, referred=who is LINKED), move, by=who, given=given, at=AT)
            assert refusal.value.field == field
            tried.add(field)
    assert tried == DAYS


def test_what_has_happened_cannot_happen_tomorrow() -> None:
    for move, state, who, fields in MUST:
        for field in PAST & set(fields.split()):
            with pytest.raises(Refused, match="har inte varit än"):
                given = replace(given_for(move), **{field: "2026-11-21"})
                fix = in_state(state, referred=who is LINKED)
                apply(fix, move, by=who, given=given, at=AT)


def test_just_after_midnight_in_stockholm_today_has_come() -> None:
    given = replace(everything(), done_on="2026-07-02")
    at = "2026-07-01T22:30:00Z"
    after, _ = apply(in_state("in_progress"), "finish", by=GUN, given=given, at=at)
    assert after.done_on == "2026-07-02"


def test_codes_outside_the_tables_are_refused() -> None:
    for row in MOVES:
        for field in CODES & set(row.takes):
            who = {"party": GUN, "outside": LINKED}.get(row.by[0], COORDINATOR)
            fix = in_state(row.sources[0], referred=row.by == ("relay",))
            with pytest.raises(Refused, match="alternativen") as refusal:
                given = replace(given_for(row.name), **{field: "'; DROP TABLE fixes"})
                apply(fix, row.name, by=who, given=given, at=AT)
            assert refusal.value.field == field


def test_text_is_measured_and_cleaned() -> None:
    fix = in_state("in_progress")
    with pytest.raises(Refused, match="2000") as refusal:
        apply(fix, "finish", by=GUN, given=everything(done_text="a" * 2001), at=AT)
    assert refusal.value.field == "done_text"
    given = everything(done_text="  Lampan\x00 byttes\r\noch tändes \u202e")
    after, event = apply(fix, "finish", by=GUN, given=given, at=AT)
    assert after.done_text == event.public_text == "Lampan byttes\noch tändes"


def test_fields_a_move_does_not_ask_for_change_nothing() -> None:
    fix = in_state("new")
    after, event = apply(fix, "assess", by=COORDINATOR, given=everything(), at=AT)
    assert after == replace(fix, state="assessing", version=2)
    assert event.public_text == event.internal_text == ""
    assert event.data == {"from": "new", "to": "assessing"}


def test_the_doer_may_not_confirm_even_as_coordinator() -> None:
    doer = a_person("Dora", "coordinator", "party", party=PARTY)
    done, _ = apply(in_state("in_progress"), "finish", by=doer, given=everything(), at=AT)
    for move in ("confirm", "confirm_partly"):
        with pytest.raises(NotAllowed, match="Någon annan än den som gjorde arbetet"):
            apply(done, move, by=doer, given=everything(), at=AT)
    assert "confirm" not in {move.name for move in allowed_moves(done, doer)}
    waiting = {move.name: str(sentence) for move, sentence in waiting_moves(done, doer)}
    assert waiting["confirm"].startswith("Någon annan än")
    closed, _ = apply(done, "confirm", by=COORDINATOR, given=everything(), at=AT)
    assert (closed.confirmed_by, closed.confirmed_on) == (COORDINATOR.id, "2026-11-20")


def test_where_the_municipality_lets_it_the_doer_confirms() -> None:
    done, _ = apply(in_state("in_progress"), "finish", by=GUN, given=everything(), at=AT)
    assert "confirm" in {m.name for m in allowed_moves(done, GUN, confirm_by_other=False)}
    assert allowed_moves(done, GUN) == []
    closed, _ = apply(done, "confirm", by=GUN, given=everything(), at=AT, confirm_by_other=False)
    assert closed.outcome == "fixed"
    with pytest.raises(NotAllowed):
        apply(
            done,
            "confirm",
            by=PEOPLE["other_party"],
            given=everything(),
            at=AT,
            confirm_by_other=False,
        )


def test_work_cannot_be_checked_before_it_was_done() -> None:
    with pytest.raises(Refused, match="innan det blev klart") as refusal:
        apply(
            in_state("done", done_on="2026-11-19"),
            "confirm",
            by=COORDINATOR,
            given=Given(checked_on="2026-11-18"),
            at=AT,
        )
    assert refusal.value.field == "checked_on"


def test_a_changed_date_keeps_the_first_and_asks_why() -> None:
    assigned = in_state("assigned", due_on="2026-12-10", original_due_on="2026-12-10")
    later = everything(due_on="2027-01-15")
    with pytest.raises(Refused, match="Datumet ändras. Skriv varför.") as refusal:
        apply(assigned, "plan", by=GUN, given=replace(later, reason=""), at=AT)
    assert refusal.value.field == "reason"
    planned, event = apply(assigned, "plan", by=GUN, given=later, at=AT)
    assert (planned.due_on, planned.original_due_on) == ("2027-01-15", "2026-12-10")
    assert (event.data["due_before"], event.data["due_on"]) == ("2026-12-10", "2027-01-15")
    moved, _ = apply(planned, "replan", by=GUN, given=everything(due_on="2027-02-01"), at=AT)
    assert (moved.due_on, moved.original_due_on) == ("2027-02-01", "2026-12-10")
    same = everything(due_on="2026-12-10", reason="")
    assert apply(assigned, "plan", by=GUN, given=same, at=AT)[0].due_on == "2026-12-10"


def test_the_first_date_is_the_original() -> None:
    given = everything(due_on="2026-12-24")
    after, event = apply(in_state("assessing"), "assign", by=COORDINATOR, given=given, at=AT)
    assert after.due_on == after.original_due_on == "2026-12-24"
    assert "due_before" not in event.data


def test_a_referral_is_closed_only_after_a_reply_or_two_reminders() -> None:
    fix = in_state("referred", replied=False)
    given = everything(followup_on="2026-12-15")
    sentence = "har svarat eller när du har påmint två gånger"
    for _ in range(2):
        with pytest.raises(Refused, match=sentence):
            apply(fix, "close_referred", by=COORDINATOR, given=given, at=AT)
        assert "close_referred" not in {move.name for move in allowed_moves(fix, COORDINATOR)}
        fix, _event = apply(fix, "remind", by=COORDINATOR, given=given, at=AT)
    assert (fix.reminders, fix.followup_on) == (2, "2026-12-15")
    assert apply(fix, "close_referred", by=COORDINATOR, given=given, at=AT)[0].outcome == "referred"
    asked = in_state("referred", replied=False)
    answered, event = apply(asked, "record_reply", by=COORDINATOR, given=given, at=AT)
    assert answered.replied and "Text om reply" in event.internal_text
    apply(answered, "close_referred", by=COORDINATOR, given=given, at=AT)


def test_a_referral_is_not_closed_without_the_partys_reference() -> None:
    fix = in_state("referred", reference="")
    with pytest.raises(Refused, match="ärendenummer") as refusal:
        apply(fix, "close_referred", by=COORDINATOR, given=everything(reference=""), at=AT)
    assert refusal.value.field == "reference"


def test_own_units_are_assigned_and_outside_owners_may_be_either() -> None:
    fix = in_state("assessing")
    with pytest.raises(Refused, match="Gata och park hör till kommunen") as refusal:
        apply(fix, "refer", by=COORDINATOR, given=everything(party=PARTY), at=AT)
    assert refusal.value.field == "party"
    given = everything(party=OTHER, person=None)
    assert apply(fix, "assign", by=COORDINATOR, given=given, at=AT)[0].party_id == OTHER.id


def test_a_party_that_has_left_gets_nothing_new() -> None:
    gone = replace(a_party("Gamla förvaltningen"), active=False)
    with pytest.raises(Refused, match="tar inte emot fler") as refusal:
        apply(
            in_state("assessing"),
            "assign",
            by=COORDINATOR,
            given=everything(party=gone, person=None),
            at=AT,
        )
    assert refusal.value.field == "party"


def test_the_person_works_for_the_party() -> None:
    for stranger in (PEOPLE["other_party"], replace(GUN, disabled_at=AT)):
        for move, state in (("assign", "assessing"), ("appoint", "planned")):
            with pytest.raises(Refused, match="arbetar inte hos") as refusal:
                given = everything(person=stranger)
                apply(in_state(state), move, by=COORDINATOR, given=given, at=AT)
            assert refusal.value.field == "person"


def test_resuming_as_planned_needs_a_plan() -> None:
    fix = in_state("on_hold")
    given = everything(towards="planned", planned_action="")
    with pytest.raises(Refused, match="vad som ska göras"):
        apply(fix, "resume", by=GUN, given=given, at=AT)
    planned = replace(fix, planned_action="byta lampan")
    assert apply(planned, "resume", by=GUN, given=given, at=AT)[0].state == "planned"
    with pytest.raises(Refused, match="planerat eller pågår"):
        apply(fix, "resume", by=GUN, given=everything(towards="closed"), at=AT)


def test_a_duplicate_points_at_another_that_is_kept() -> None:
    fix = in_state("assessing")
    with pytest.raises(Refused, match="samma punkt"):
        apply(fix, "mark_duplicate", by=COORDINATOR, given=everything(kept_fix=fix), at=AT)
    other = a_fix(number="FLEN-2026-009", state="closed", outcome="duplicate")
    with pytest.raises(Refused, match="FLEN-2026-009 är själv en dubblett") as refusal:
        apply(fix, "mark_duplicate", by=COORDINATOR, given=everything(kept_fix=other), at=AT)
    assert refusal.value.field == "kept_fix"


def test_there_must_be_a_proposal_to_turn_down() -> None:
    fix = in_state("planned", proposed_reason="")
    with pytest.raises(Refused, match="inget förslag"):
        apply(fix, "turn_down", by=COORDINATOR, given=everything(), at=AT)
    assert "turn_down" not in {move.name for move in allowed_moves(fix, COORDINATOR)}
