"""The state machine of a fix: every state, every move, every role, allowed and refused.

The tables below were written from the domain description, not from the code: a change of the code
that is not meant turns one of some five thousand checks red.
"""

from dataclasses import replace
from typing import Any

import pytest

from tests.cast import AT, TODAY, a_fix, a_party, a_person
from walkapp.domain.errors import NotAllowed, NotFound, Refused
from walkapp.domain.fixes import NAMES, Fix, Given, allowed_moves, apply
from walkapp.domain.fixes.words import OPEN, OUTCOMES, STATES

PARTY, OTHER = a_party(), a_party("Bostadsbolaget", external=True)

PEOPLE = {
    "coordinator": a_person("Disa", "coordinator"),
    "safety_coordinator": a_person("Elin", "safety_coordinator"),
    "leader": a_person("Anna", "leader"),
    "party": a_person("Gun", "party", party=PARTY),
    "police": a_person("Pia", "police", party=PARTY),
    "other_party": a_person("Hans", "party", party=OTHER),
    "other_police": a_person("Rut", "police"),
    "registrar": a_person("Rolf", "registrar"),
    "admin": a_person("Adam", "admin"),
    "nobody": a_person("Nils"),
    "clerk": a_person("Klas", party=PARTY),  # works for the party, without a role
}
COORDINATES = ("coordinator", "safety_coordinator")
RESPONSIBLE = ("party", "police")

# state: (moves of coordinators, moves of the responsible party, moves of the walk's leader)
EXPECTED: dict[str, tuple[str, str, str]] = {
    "new": (
        "assess decline dismiss_gone mark_duplicate out_of_scope",
        "",
        "mark_duplicate",
    ),
    "assessing": (
        "assign refer decline dismiss_gone mark_duplicate out_of_scope",
        "",
        "mark_duplicate",
    ),
    "assigned": (
        "replan appoint turn_down reroute decline dismiss_gone mark_duplicate",
        "plan start finish replan appoint bounce propose_decline",
        "",
    ),
    "referred": (
        "plan start finish record_reply remind reroute close_referred decline dismiss_gone"
        " mark_duplicate",
        "",
        "",
    ),
    "planned": (
        "replan appoint turn_down reroute decline dismiss_gone mark_duplicate",
        "start finish hold replan appoint propose_decline",
        "",
    ),
    "in_progress": (
        "replan appoint turn_down reroute decline dismiss_gone mark_duplicate",
        "finish hold replan appoint propose_decline",
        "",
    ),
    "on_hold": (
        "resume replan appoint turn_down reroute decline dismiss_gone mark_duplicate",
        "resume replan appoint propose_decline",
        "",
    ),
    "done": (
        "confirm confirm_partly reject_work reroute decline dismiss_gone mark_duplicate",
        "",
        "confirm",
    ),
    "closed": ("reopen", "", ""),
}
# With an outside party without account the coordinator makes its moves on its word.
ON_THEIR_WORD = {"planned": "start finish hold", "in_progress": "finish hold"}

# move: (state after, outcome after); "" where the state stays, "*" where the person chooses.
AFTER: dict[str, tuple[str, str | None]] = {
    "assess": ("assessing", None),
    "assign": ("assigned", None),
    "refer": ("referred", None),
    "plan": ("planned", None),
    "start": ("in_progress", None),
    "finish": ("done", None),
    "hold": ("on_hold", None),
    "resume": ("*", None),
    "record_reply": ("", None),
    "remind": ("", None),
    "confirm": ("closed", "fixed"),
    "confirm_partly": ("closed", "partly_fixed"),
    "reject_work": ("in_progress", None),
    "replan": ("", None),
    "appoint": ("", None),
    "bounce": ("assessing", None),
    "propose_decline": ("", None),
    "turn_down": ("", None),
    "reroute": ("assessing", None),
    "close_referred": ("closed", "referred"),
    "decline": ("closed", "wont_fix"),
    "dismiss_gone": ("closed", "gone"),
    "mark_duplicate": ("closed", "duplicate"),
    "out_of_scope": ("closed", "out_of_scope"),
    "reopen": ("assessing", None),
}


def everything(**changes: Any) -> Given:
    """Every field filled in so that no move lacks anything."""
    colleague = a_person("Gita", "party", party=PARTY)
    given: dict[str, Any] = {
        "party": PARTY,
        "person": colleague,
        "kept_fix": a_fix(number="FLEN-2026-002"),
        "priority": "high",
        "channel": "email",
        "hold_reason": "season",
        "outcome_reason": "on_purpose",
        "towards": "in_progress",
        "due_on": "2026-12-20",
        "review_on": "2027-03-01",
        "followup_on": "2026-12-01",
    }
    given |= dict.fromkeys(("sent_on", "reminded_on", "said_on", "done_on", "checked_on"), TODAY)
    given |= {
        name: f"Text om {name}"
        for name in (
            "reference said_by checked_by whose reply reason planned_action done_text remaining"
            " public_reason proposed_reason how_to_follow"
        ).split()
    }
    return Given(**{**given, **changes})


def in_state(state: str, *, referred: bool = False, **changes: Any) -> Fix:
    """A fix as it can stand in a state, with nothing in the way of any move."""
    held = state not in ("new", "assessing", "closed")
    given: dict[str, Any] = {"state": state, "party_id": PARTY.id if held else None}
    if state == "closed":
        given |= {"outcome": "wont_fix", "closed_at": AT, "outcome_text": "Medvetet val."}
    if referred or state == "referred":
        given |= {"sent_on": TODAY, "channel": "email", "reference": "Ä 12", "replied": True}
    if state in ("assigned", "planned", "in_progress", "on_hold"):
        given |= {"due_on": "2026-12-10", "original_due_on": "2026-12-10"}
        given |= {"proposed_reason": "Lampan är släckt med avsikt."}
    if state == "done":
        given |= {"done_text": "Lampan byttes", "done_on": TODAY}
    return a_fix(**{**given, **changes})


def given_for(move: str) -> Given:
    return everything(party=OTHER) if move == "refer" else everything()


def expected_moves(state: str, role: str, *, referred: bool) -> set[str]:
    coordinators, responsible, leader = EXPECTED[state]
    if role in COORDINATES:
        return {*coordinators.split(), *(ON_THEIR_WORD.get(state, "").split() if referred else ())}
    if role in RESPONSIBLE and state not in ("new", "assessing", "closed"):
        return set(responsible.split())
    return set(leader.split()) if role == "leader" else set()


@pytest.mark.parametrize("referred", [False, True])
@pytest.mark.parametrize("role", PEOPLE)
@pytest.mark.parametrize("state", STATES)
def test_every_move_of_the_table_and_no_other(state: str, role: str, referred: bool) -> None:
    wanted = expected_moves(state, role, referred=referred or state == "referred")
    person = PEOPLE[role]
    for move in NAMES:
        fix = in_state(state, referred=referred)
        kept = replace(fix)
        if move in wanted:
            after, event = apply(fix, move, by=person, given=given_for(move), at=AT)
            target, outcome = AFTER[move]
            assert after.state == {"": state, "*": "in_progress"}.get(target, target)
            assert after.outcome == outcome
            assert (after.version, after.updated_at) == (fix.version + 1, AT)
            assert (event.kind, event.version, event.by_id) == (move, after.version, person.id)
            assert (event.data["from"], event.data["to"]) == (state, after.state)
        else:
            with pytest.raises((NotAllowed, Refused)) as refusal:
                apply(fix, move, by=person, given=given_for(move), at=AT)
            assert str(refusal.value).endswith(".")
            strangers = role not in (*COORDINATES, *RESPONSIBLE, "leader")
            assert isinstance(refusal.value, NotAllowed) or not strangers
        assert fix == kept
    assert {
        move.name for move in allowed_moves(in_state(state, referred=referred), person)
    } == wanted


def test_the_expectations_cover_every_state_and_move() -> None:
    assert set(EXPECTED) == set(STATES)
    assert set(AFTER) == set(NAMES)
    used = {move for row in EXPECTED.values() for moves in row for move in moves.split()}
    assert used == set(NAMES)
    assert {outcome for _, outcome in AFTER.values() if outcome} == set(OUTCOMES)
    assert set(OPEN) == set(STATES) - {"closed"}


def test_a_person_with_two_roles_has_the_moves_of_both() -> None:
    both = a_person("Dora", "coordinator", "party", party=PARTY)
    found = {move.name for move in allowed_moves(in_state("planned"), both)}
    coordinators, responsible, _ = EXPECTED["planned"]
    assert found == {*coordinators.split(), *responsible.split()}


def test_a_move_nobody_knows_is_not_found() -> None:
    with pytest.raises(NotFound):
        apply(a_fix(), "explode", by=PEOPLE["coordinator"], at=AT)


def test_the_right_person_in_the_wrong_state_reads_which_state_it_is() -> None:
    with pytest.raises(Refused, match="läget Ny"):
        apply(in_state("new"), "assign", by=PEOPLE["coordinator"], given=everything(), at=AT)


@pytest.mark.parametrize(
    ("state", "move", "role", "sentence"),
    [
        ("new", "assess", "party", "kan bara samordnaren"),
        ("assigned", "plan", "coordinator", "kan bara den som ansvarar"),
        ("planned", "start", "coordinator", "kan bara den som ansvarar"),
        ("on_hold", "resume", "leader", "den som ansvarar eller samordnaren"),
        ("new", "mark_duplicate", "party", "samordnaren eller vandringsledaren"),
        ("done", "confirm", "party", "Bara samordnaren eller vandringsledaren kan bekräfta"),
    ],
)
def test_who_may_is_said_in_words(state: str, move: str, role: str, sentence: str) -> None:
    with pytest.raises(NotAllowed, match=sentence):
        apply(in_state(state), move, by=PEOPLE[role], given=everything(), at=AT)
