"""What a move leaves behind: the invariants of a fix over whole journeys."""

import random
from dataclasses import replace

import pytest

from tests.cast import AT, a_fix, a_person, a_walk
from tests.domain.test_fixes import OTHER, PARTY, PEOPLE, everything, given_for, in_state
from walkapp.domain.categories import CATEGORIES, REMEDIES
from walkapp.domain.fixes import Fix, allowed_moves, apply, overdue_since, towards
from walkapp.domain.fixes.effects import usual_remedy
from walkapp.domain.fixes.words import OUTCOMES, REMEDY_OF_SUBCATEGORY, STATES

COORDINATOR, GUN = PEOPLE["coordinator"], PEOPLE["party"]


def check_invariants(fix: Fix) -> None:
    assert fix.state in STATES
    assert (fix.outcome is not None) == (fix.state == "closed") == (fix.closed_at is not None)
    if fix.outcome:
        assert fix.outcome in OUTCOMES
    if fix.outcome in ("wont_fix", "referred"):
        assert fix.outcome_text
    if fix.outcome == "partly_fixed":
        assert fix.remaining
    if fix.outcome in ("fixed", "partly_fixed"):
        assert fix.done_text and fix.done_on and fix.confirmed_by and fix.confirmed_on
    if fix.outcome == "duplicate":
        assert fix.kept_fix_id and fix.kept_fix_id != fix.id
    if fix.state in ("assigned", "referred", "planned", "in_progress", "on_hold", "done"):
        assert fix.party_id
    if fix.state in ("new", "assessing"):
        assert fix.party_id is fix.person_id is fix.sent_on is None
    if fix.state == "on_hold":
        assert fix.hold_reason and fix.review_on
    if fix.due_on:
        assert fix.original_due_on


def test_random_journeys_never_break_an_invariant() -> None:
    chance = random.Random(7)
    people = [COORDINATOR, GUN, PEOPLE["leader"], PEOPLE["other_party"]]
    seen = set()
    for _ in range(150):
        fix = a_fix()
        for _ in range(25):
            who = chance.choice(people)
            moves = allowed_moves(fix, who)
            if not moves:
                continue
            move = chance.choice(moves).name
            given = replace(given_for(move), due_on=chance.choice(["2026-12-01", "2027-02-02"]))
            if fix.party_id == OTHER.id or move == "appoint":
                given = replace(given, person=PEOPLE["other_party"])
            if fix.party_id == PARTY.id:
                given = replace(given, person=GUN)
            before = fix
            fix, event = apply(fix, move, by=who, given=given, at=AT)
            assert event.version == fix.version == before.version + 1
            check_invariants(fix)
            seen.add((move, fix.state))
    assert len(seen) > 25


def test_a_bounce_returns_to_the_coordinator_with_its_reason() -> None:
    fix = in_state("assigned", person_id=GUN.id)
    given = everything(reason="Regionens vägbelysning", whose="Trafikverket")
    back, event = apply(fix, "bounce", by=GUN, given=given, at=AT)
    assert (back.state, back.party_id, back.person_id) == ("assessing", None, None)
    assert (back.bounce_reason, back.bounce_whose) == ("Regionens vägbelysning", "Trafikverket")
    assert event.public_text == ""
    assert event.internal_text == "Regionens vägbelysning\nTrafikverket"
    again, _ = apply(back, "assign", by=COORDINATOR, given=everything(), at=AT)
    assert (again.bounce_reason, again.bounce_whose) == ("", "")
    assert again.original_due_on == "2026-12-10"


def test_reopening_starts_a_new_round_and_is_counted() -> None:
    fix = in_state("closed", party_id=PARTY.id, due_on="2026-01-01", original_due_on="2026-01-01")
    fix = replace(fix, outcome="fixed", done_by=GUN.id, done_text="Bytte", remedy="lampor bytts")
    again, event = apply(fix, "reopen", by=COORDINATOR, given=everything(reason="Trasig"), at=AT)
    kept = {"id", "number", "title", "category", "created_at", "updated_at"}
    fresh = a_fix(
        state="assessing", reopen_count=1, version=2, **{k: getattr(fix, k) for k in kept}
    )
    assert again == fresh
    assert event.internal_text == "Trasig"
    check_invariants(again)


def test_work_sent_back_is_no_longer_done() -> None:
    done, _ = apply(in_state("in_progress"), "finish", by=GUN, given=everything(), at=AT)
    assert (done.done_by, done.done_on) == (GUN.id, "2026-11-20")
    back, _ = apply(done, "reject_work", by=COORDINATOR, given=everything(), at=AT)
    assert (back.done_by, back.done_on, back.done_text, back.remedy) == (None, None, "", "")


def test_what_an_outside_party_says_is_done_may_be_checked_by_who_wrote_it_down() -> None:
    done, event = apply(in_state("referred"), "finish", by=COORDINATOR, given=everything(), at=AT)
    assert done.done_by is None and done.replied
    assert "Text om said_by" in event.internal_text
    assert apply(done, "confirm", by=COORDINATOR, given=everything(), at=AT)[0].outcome == "fixed"


def test_leaving_hold_forgets_why() -> None:
    held, event = apply(in_state("in_progress"), "hold", by=GUN, given=everything(), at=AT)
    assert (held.hold_reason, held.review_on) == ("season", "2027-03-01")
    assert event.data["hold_reason"] == "season"
    back, _ = apply(held, "resume", by=GUN, given=everything(), at=AT)
    assert (back.hold_reason, back.review_on) == ("", None)


def test_a_proposed_no_waits_for_the_coordinator() -> None:
    fix = in_state("planned", proposed_reason="")
    asked, event = apply(fix, "propose_decline", by=GUN, given=everything(), at=AT)
    assert asked.state == "planned"
    assert (asked.proposed_reason, asked.outcome_reason) == (
        "Text om proposed_reason",
        "on_purpose",
    )
    assert event.public_text == ""
    answered, _ = apply(asked, "turn_down", by=COORDINATOR, given=everything(), at=AT)
    assert (answered.proposed_reason, answered.outcome_reason) == ("", "")
    closed, _ = apply(asked, "decline", by=COORDINATOR, given=everything(outcome_reason=""), at=AT)
    assert (closed.outcome_text, closed.outcome_reason) == ("Text om public_reason", "")


def test_only_public_words_are_public() -> None:
    given = everything(public_reason="Lampan är släckt med avsikt.", reason="Gun är sjuk")
    _, event = apply(in_state("planned"), "decline", by=COORDINATOR, given=given, at=AT)
    assert event.public_text == "Lampan är släckt med avsikt."
    assert event.internal_text == "Gun är sjuk"
    assert "sjuk" not in str(event.data)


@pytest.mark.parametrize(
    ("category", "subcategory", "remedy"),
    [
        ("belysning", "trasig lampa", "lampor lagats"),
        ("belysning", "mörk sträcka utan lampor", "ny belysning satts upp"),
        ("vaxtlighet", "grenar över gångväg", "grenar beskurits"),
        ("klotter", "sönderslaget", "skadegörelse lagats"),
        ("annat", "", ""),
    ],
)
def test_the_usual_remedy_follows_the_subcategory(
    category: str, subcategory: str, remedy: str
) -> None:
    fix = in_state("in_progress", category=category, subcategory=subcategory)
    assert usual_remedy(fix) == remedy
    assert apply(fix, "finish", by=GUN, given=everything(), at=AT)[0].remedy == remedy


def test_the_doer_may_choose_another_remedy_or_none() -> None:
    fix = in_state("in_progress")
    for remedy in ("lampor bytts", ""):
        after, _ = apply(fix, "finish", by=GUN, given=everything(remedy=remedy), at=AT)
        assert after.remedy == remedy


def test_the_remedies_of_subcategories_exist() -> None:
    known = {name for category in CATEGORIES.values() for name in category.subcategories}
    assert set(REMEDY_OF_SUBCATEGORY) <= known
    assert set(REMEDY_OF_SUBCATEGORY.values()) <= set(REMEDIES)


@pytest.mark.parametrize(
    ("state", "original", "since"),
    [
        ("planned", "2026-11-19", "2026-11-19"),
        ("planned", "2026-11-20", None),
        ("planned", None, None),
        ("done", "2026-01-01", None),
        ("closed", "2026-01-01", None),
    ],
)
def test_late_is_measured_from_the_first_promise(
    state: str, original: str | None, since: str | None
) -> None:
    fix = a_fix(state=state, original_due_on=original, due_on="2099-01-01")
    assert overdue_since(fix, "2026-11-20") == since


def test_a_leader_leads_only_their_own_walk() -> None:
    anna = a_person("Anna", "leader", "party")
    assert towards(anna, a_walk(anna)) == anna
    for walk in (a_walk(), None):
        assert towards(anna, walk).roles == {"party"}
